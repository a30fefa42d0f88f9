"""The case's clock: when it is due, while it rests, how it is extended, who is warned, whose time it was."""
