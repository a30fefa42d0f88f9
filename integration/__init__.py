"""Other platforms: events in, stages back, their files fetched."""
