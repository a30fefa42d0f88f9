"""The search: ruin and recreate under simulated annealing, compiled by numba.

`state` holds a plan, `timing` keeps its earliest and latest starts, `insertion`, `extension` and
`removal` change it, `ruin` and `crews` take apart, `recreate` fills, `annealing` decides, `repair` mends
a plan under way, `plans` translates.
"""
