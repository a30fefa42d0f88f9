"""Time limits: how long a thing may take, and when that time is over on the city's work calendar."""
