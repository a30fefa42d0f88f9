"""A task: one unit asked to do one thing at one place."""
