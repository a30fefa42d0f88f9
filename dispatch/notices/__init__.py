"""Notices: a phone that is not connected is told all the same that something is there for it."""
