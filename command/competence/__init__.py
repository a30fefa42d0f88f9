"""Who is competent for an act, at a place, on a day, and why: decided by rules that are rows."""
