"""Joint missions of a whole city: the engine's work, shared out among the platform's workers."""
