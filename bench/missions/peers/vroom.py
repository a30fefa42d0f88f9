"""VROOM: jobs with priorities, and a service time for each type of vehicle."""

from datetime import timedelta

import numpy as np
import vroom

from bench.missions.teams import TeamDay

THREADS = 2
DEPTH = 5
ENOUGH = 0.85
"""A team may go to a site if it gains this part of what the best team would: VROOM prefers none itself."""


def route(day: TeamDay, *, seconds: float, seed: int) -> list[list[int]]:
    """Route the teams; VROOM has no seed, the deal of the teams varies."""
    problem = vroom.Input()
    problem.set_durations_matrix("car", day.minutes.astype(np.uint32))
    best = day.gain.max(axis=0, initial=0)
    able = (day.gain > 0) & (day.gain >= ENOUGH * best)
    top = best.max(initial=1)
    for t, team in enumerate(day.teams):
        problem.add_vehicle(
            vroom.Vehicle(
                t,
                start=team.base,
                end=team.base,
                time_window=vroom.TimeWindow(*team.shift),
                skills={int(s) for s in np.flatnonzero(able[t])},
                type=f"team{t}",
            )
        )
    for s, site in enumerate(day.instance.sites):
        teams = np.flatnonzero(able[:, s])
        if not len(teams):
            continue
        longest = int(day.stay[teams, s].max())
        windows = [vroom.TimeWindow(o, c - longest) for o, c in site.windows if c - longest >= o]
        if windows:
            problem.add_job(
                vroom.Job(
                    s,
                    site.place,
                    skills={s},
                    priority=max(1, round(100 * best[s] / top)),
                    time_windows=windows,
                    default_service=longest,
                    service_per_type={f"team{t}": int(day.stay[t, s]) for t in teams},
                )
            )
    if not problem.jobs:
        return [[] for _ in day.teams]
    found = problem.solve(DEPTH, nb_threads=THREADS, timeout=timedelta(seconds=seconds))
    routes: list[list[int]] = [[] for _ in day.teams]
    steps = found.routes
    for step in steps[steps["type"] == "job"].sort_values(["vehicle_id", "arrival"]).itertuples():
        routes[step.vehicle_id].append(int(step.id))
    return routes
