"""Recusals 回避: which officer must keep out of what, and until when."""
