"""The catalogue: event classes, items, who holds them, what townships were given. Dated rows."""
