"""Geography: whose ground a point lies on. Cities are data; nothing here knows a city by name."""
