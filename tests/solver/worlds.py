"""Small days drawn at random, for properties: every rule of the format has a chance to matter."""

import numpy as np
from hypothesis import strategies as st

from dispatch.solver.instance import Agency, Due, Instance, Place, Site, Unit, Vehicle
from dispatch.solver.travel import MatrixTravel

MORNING_OR_DAY = (((540, 720),), ((540, 720), (780, 1020)), ((800, 1020),), ((600, 660),))


@st.composite
def small_days(draw: st.DrawFn, *, sites: int = 5, units: int = 4) -> Instance:
    """Draw a day of a few sites, units and vehicles; travel need not be symmetric nor metric."""
    agencies, bases, spots = 3, draw(st.integers(1, 2)), 4
    places = bases + spots
    drive = draw(st.lists(st.integers(0, 60), min_size=places * places, max_size=places * places))
    minutes = np.array(drive, dtype=np.int32).reshape(places, places)
    np.fill_diagonal(minutes, 0)
    some = st.frozensets(st.integers(0, agencies - 1), min_size=1, max_size=agencies)
    teams = [
        Unit(
            id=f"U{u}",
            agencies=draw(some),
            base=draw(st.integers(0, bases - 1)),
            shift=draw(st.sampled_from(((510, 1050), (540, 1080), (480, 760)))),
            max_work=draw(st.sampled_from((None, None, 60))),
        )
        for u in range(draw(st.integers(1, units)))
    ]
    fleet = [
        Vehicle(f"V{v}", draw(st.integers(0, bases - 1)), draw(st.sampled_from((2, 4, 6))))
        for v in range(draw(st.integers(1, 3)))
    ]
    businesses = [
        Site(
            id=f"S{s}",
            name=None,
            place=bases + draw(st.integers(0, spots - 1)),
            windows=draw(st.sampled_from(MORNING_OR_DAY)),
            due=tuple(
                Due(agency, draw(st.integers(5, 60)), draw(st.integers(1, 12)), draw(st.booleans()))
                for agency in sorted(draw(some))
            ),
            recused=draw(st.frozensets(st.integers(0, len(teams) - 1), max_size=1)),
        )
        for s in range(draw(st.integers(1, sites)))
    ]
    return Instance(
        name="drawn",
        places=tuple(Place(f"P{p}", 120.0, 30.0, None, None) for p in range(places)),
        travel=MatrixTravel(minutes, np.zeros_like(minutes)),
        agencies=tuple(Agency(f"A{a}", None) for a in range(agencies)),
        sites=tuple(businesses),
        units=tuple(teams),
        vehicles=tuple(fleet),
    )
