"""vrp-cli (reinterpretcat/vrp): jobs with values and the longest stay of any team."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import vrp_cli

from bench.missions.teams import TeamDay

MIDNIGHT = datetime(2026, 1, 5, tzinfo=UTC)
ENOUGH = 0.85
"""A team may go to a site if it gains this part of what the best team would."""


def route(day: TeamDay, *, seconds: float, seed: int) -> list[list[int]]:
    """Route the teams; vrp-cli has no seed, the deal of the teams varies."""
    best = day.gain.max(axis=0, initial=0)
    able = (day.gain > 0) & (day.gain >= ENOUGH * best)
    problem = {
        "plan": {"jobs": [job for s in range(len(best)) for job in _jobs(day, s, able, best)]},
        "fleet": {
            "vehicles": [_vehicle(day, t, able) for t in range(len(day.teams))],
            "profiles": [{"name": "car"}],
        },
        "objectives": [[{"type": "maximize-value"}], [{"type": "minimize-cost"}]],
    }
    minutes = (60 * day.minutes).ravel().tolist()
    matrix = {"profile": "car", "travelTimes": minutes, "distances": minutes}
    config = {"termination": {"maxTime": max(1, round(seconds))}}
    found = json.loads(
        vrp_cli.solve_pragmatic(
            problem=json.dumps(problem), matrices=[json.dumps(matrix)], config=json.dumps(config)
        )
    )
    routes: list[list[int]] = [[] for _ in day.teams]
    for tour in found["tours"]:
        routes[int(tour["typeId"])] = [
            int(activity["jobId"])
            for stop in tour["stops"]
            for activity in stop["activities"]
            if activity["type"] == "service"
        ]
    return routes


def _jobs(
    day: TeamDay, s: int, able: "np.ndarray[Any, Any]", best: "np.ndarray[Any, Any]"
) -> list[dict[str, Any]]:
    if not able[:, s].any():
        return []
    site = day.instance.sites[s]
    longest = int(day.stay[able[:, s], s].max())
    times = [[_at(o), _at(c - longest)] for o, c in site.windows if c - longest >= o]
    place = {"location": {"index": site.place}, "duration": 60 * longest, "times": times}
    job = {
        "id": str(s),
        "services": [{"places": [place]}],
        "skills": {"allOf": [f"site {s}"]},
        "value": int(best[s]),
    }
    return [job] if times else []


def _vehicle(day: TeamDay, t: int, able: "np.ndarray[Any, Any]") -> dict[str, Any]:
    team = day.teams[t]
    base = {"index": team.base}
    return {
        "typeId": str(t),
        "vehicleIds": [f"team {t}"],
        "profile": {"matrix": "car"},
        "costs": {"fixed": 0, "distance": 0, "time": day.leg_cost(t)},
        "shifts": [
            {
                "start": {"earliest": _at(team.shift[0]), "location": base},
                "end": {"latest": _at(team.shift[1]), "location": base},
            }
        ],
        "capacity": [1000],
        "skills": [f"site {s}" for s in np.flatnonzero(able[t])],
    }


def _at(minute: int) -> str:
    return (MIDNIGHT + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")
