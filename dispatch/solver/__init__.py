"""The joint-mission engine: plan one day of synchronised inspections.

A fenced kernel: it knows nothing of the city, databases or the web, and imports the standard library,
numpy, numba, scipy and highspy only. `docs/missions/format.md` defines the problem, `docs/engine.md`
tells how it is solved.
"""

from dispatch.solver.compiled import keep_compiled

keep_compiled()
