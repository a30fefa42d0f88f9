"""Changing the rules safely: drafts, what they would do, publishing, going back."""
