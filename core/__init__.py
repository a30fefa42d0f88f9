"""The floor: what every package stands on. It knows nothing of cities."""
