"""Small random days for the properties of the engine."""

import numpy as np
from hypothesis import strategies as st

from dispatch.solver.instance import (
    Agency,
    Due,
    Instance,
    MatrixTravel,
    Place,
    Site,
    Unit,
    Vehicle,
)

WINDOWS = (((510, 720), (780, 1020)), ((510, 720),), ((780, 1080),), ((600, 660), (661, 700)))
SHIFTS = ((510, 1050), (480, 1020), (600, 900))


@st.composite
def days(draw: st.DrawFn) -> Instance:
    """One or two bases, up to seven sites, up to five units, travel that is neither even nor metric."""
    n_places = draw(st.integers(2, 6))
    n_agencies = draw(st.integers(1, 4))
    n_units = draw(st.integers(1, 5))
    base = st.integers(0, min(1, n_places - 1))
    agency = st.integers(0, n_agencies - 1)
    legs = draw(
        st.lists(st.integers(0, 90), min_size=n_places * n_places, max_size=n_places * n_places)
    )
    minutes = np.array(legs, np.int32).reshape(n_places, n_places)
    np.fill_diagonal(minutes, 0)
    units = [
        Unit(
            f"U{u}",
            draw(st.frozensets(agency, min_size=1)),
            draw(base),
            draw(st.sampled_from(SHIFTS)),
            draw(st.sampled_from((None, 60, 300))),
        )
        for u in range(n_units)
    ]
    sites = [
        Site(
            f"S{i}",
            None,
            draw(st.integers(0, n_places - 1)),
            draw(st.sampled_from(WINDOWS)),
            tuple(
                Due(a, draw(st.integers(5, 120)), draw(st.integers(1, 20)), draw(st.booleans()))
                for a in sorted(draw(st.frozensets(agency, min_size=1)))
            ),
            draw(st.frozensets(st.integers(0, n_units - 1), max_size=2)),
        )
        for i in range(draw(st.integers(1, 7)))
    ]
    vehicles = [
        Vehicle(f"V{v}", draw(base), draw(st.integers(1, 7)))
        for v in range(draw(st.integers(1, 4)))
    ]
    return Instance(
        "a small day",
        tuple(Place(f"P{p}", 0.0, 0.0, None, None) for p in range(n_places)),
        MatrixTravel(minutes, minutes * 500),
        tuple(Agency(f"A{a}", None) for a in range(n_agencies)),
        tuple(sites),
        tuple(units),
        tuple(vehicles),
    )
