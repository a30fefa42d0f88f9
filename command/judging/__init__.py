"""What people decide about a case (研判): accept, refuse, ask back, merge with another, and what is like it."""
