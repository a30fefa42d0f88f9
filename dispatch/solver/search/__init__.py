"""The search: ruin and recreate under simulated annealing, compiled by numba.

`state` holds a plan, `timing` keeps its earliest and latest starts, `insertion` finds the best way to
add a mission or an item, `ruin` and `crews` take apart, `recreate` fills, `annealing` decides.
"""
