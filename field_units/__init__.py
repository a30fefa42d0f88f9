"""People: teams, units, officers, their certificates and shifts, and where they are."""
