"""The smallest day on which every kernel has something to do: to compile them, or load them compiled."""

import numpy as np

from dispatch.solver.instance import Agency, Due, Instance, Place, Site, Unit, Vehicle
from dispatch.solver.travel import MatrixTravel


def smallest_day() -> Instance:
    """Make a day of two sites at one place, one unit and one vehicle."""
    minutes = np.array([[0, 10], [10, 0]], dtype=np.int32)
    sites = tuple(
        Site(name, None, 1, ((540, 720),), (Due(0, 20, 5, False),), frozenset())
        for name in ("S1", "S2")
    )
    return Instance(
        name="smallest",
        places=(Place("B", 0.0, 0.0, None, None), Place("P", 0.0, 0.0, None, None)),
        travel=MatrixTravel(minutes, minutes),
        agencies=(Agency("A", None),),
        sites=sites,
        units=(Unit("U", frozenset({0}), 0, (510, 1050), None),),
        vehicles=(Vehicle("V", 0, 2),),
    )
