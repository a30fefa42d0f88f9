"""Alerts: what needs somebody now, at which post, until he takes it in hand or it is over."""
