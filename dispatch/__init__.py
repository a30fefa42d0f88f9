"""The hot path: tasks find their unit and reach it."""
