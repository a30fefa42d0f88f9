"""Screens: the live console, the phone page, and what they show."""
