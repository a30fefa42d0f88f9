"""Solvers of ordinary vehicle routing, each given the same day teams: one file each, one function `route`.

`route(day, seconds=…, seed=…)` returns the sites of each team in order.
"""
