"""How fast it is: `make bench` measures the figures that docs/performance.md promises."""
