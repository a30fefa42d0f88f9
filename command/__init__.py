"""What the city wants done: cases, who is competent for them, and what becomes of them."""
