"""A case: one event the city has taken in, from report to close."""
