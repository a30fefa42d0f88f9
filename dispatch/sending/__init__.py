"""Who chooses the unit: the platform, or an operator. Dated rows by team and class."""
