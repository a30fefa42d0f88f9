"""The joint-mission engine against its peers: same machine, same checker. `make bench-missions` runs it."""
