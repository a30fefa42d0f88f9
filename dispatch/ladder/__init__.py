"""The ladder: what happens, step by step, when nobody answers a task."""
