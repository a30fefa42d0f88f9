"""The other side: processes that act as platforms, phones and consoles, each with its own loop."""
