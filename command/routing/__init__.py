"""Routing: which team is competent for a case, and why."""
