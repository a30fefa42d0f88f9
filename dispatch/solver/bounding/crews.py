"""What units and vehicles are worth at given values of the teams' days, proven in whole numbers.

Each unit gets a rent and each vehicle of a base too. If no team earns more than the rents of its units
and its share of a vehicle, the sum of all rents is at least what any crews earn together.
"""

from math import ceil, floor, lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import lil_array

from dispatch.solver.bounding.model import Model, Team


class Rents(NamedTuple):
    """The proven sum of the rents, and how often each team goes out in the fractional optimum."""

    total: int
    out: NDArray[np.float64]


def rents(model: Model, teams: list[Team], earned: list[int]) -> Rents:
    """Find the least rents that no team's earnings exceed."""
    bases = sorted({model.kinds[team.kinds[0]].base for team in teams})
    kinds = len(model.kinds)
    units = [len(kind.units) for kind in model.kinds]
    vehicles = [model.vehicles[base][0] for base in bases]
    if not teams:
        return Rents(0, np.zeros(0))
    bound = lil_array((len(teams), kinds + len(bases)))
    for row, team in enumerate(teams):
        for kind in team.kinds:
            bound[row, kind] += 1
        bound[row, kinds + bases.index(model.kinds[team.kinds[0]].base)] = float(team.share)
    answer = linprog(
        np.array([*units, *vehicles], dtype=np.float64),
        A_ub=-bound.tocsr(),
        b_ub=-np.array(earned, dtype=np.float64),
        bounds=(0, None),
        method="highs",
    )
    if answer.status == 0:
        guess, out = answer.x.tolist(), -answer.ineqlin.marginals
    else:
        guess, out = [0.0] * (kinds + len(bases)), np.zeros(len(teams))
    # Floats only guess: the rents are raised in whole numbers until every team is paid.
    whole = lcm(*(team.share.denominator for team in teams))
    unit = [max(0, floor(rent)) for rent in guess[:kinds]]
    vehicle = [max(0, ceil(rent / whole) * whole) for rent in guess[kinds:]]
    for team, value in zip(teams, earned, strict=True):
        share = team.share * vehicle[bases.index(model.kinds[team.kinds[0]].base)]
        lacking = value - int(share) - sum(unit[kind] for kind in team.kinds)
        if lacking > 0:
            unit[team.kinds[0]] += -(-lacking // team.kinds.count(team.kinds[0]))
    total = sum(n * rent for n, rent in zip(units, unit, strict=True))
    return Rents(total + sum(n * rent for n, rent in zip(vehicles, vehicle, strict=True)), out)
