"""Runs, one after another, each in a process of its own; every plan is checked by the same check."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Final

from bench.missions.cases import Case
from dispatch.solver.check import check_document
from dispatch.solver.document import load
from dispatch.solver.instance import Instance, read_instance

OURS: Final = "onedoor"
SIZES: Final = (1, 2, 3, 4)
TRIAL_S: Final = 2
PATIENCE_S: Final = 120
"""How much longer than it was given a run may take to load, fill in and write."""


class Failed(RuntimeError):
    """A run ended without a plan, or with one that breaks a rule."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run and the value of its plan."""

    case: str
    who: str
    seconds: float
    seed: int
    objective: float
    before_fill: float | None
    elapsed: float
    team_size: int | None


def run_ours(case: Case, *, seconds: float, seed: int) -> Run:
    """Let our engine plan, as the command that anyone would give.

    :raises Failed: without a feasible plan
    """
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, "plan.json")
        command = ["-m", "onedoor", "solve", str(case.path), "-o", str(plan)]
        elapsed, _ = _call([*command, "--seconds", str(seconds), "--seed", str(seed)], seconds)
        objective = _value(case, load(plan).value)
    return Run(case.name, OURS, seconds, seed, objective, None, elapsed, None)


def run_peer(case: Case, peer: str, *, seconds: float, seed: int, size: int) -> Run:
    """Let a peer plan with teams of this size.

    :raises Failed: without a feasible plan
    """
    command = ["-m", "bench.missions.one", peer, str(case.path), str(seconds), str(seed), str(size)]
    elapsed, out = _call(command, seconds)
    before, after = (_value(case, plan) for plan in json.loads(out[out.rindex('[{"format"') :]))
    return Run(case.name, peer, seconds, seed, max(before, after), before, elapsed, size)


def choose_size(case: Case, *, seed: int) -> int:
    """Choose the team size with which VROOM plans best in two seconds."""
    found = [run_peer(case, "vroom", seconds=TRIAL_S, seed=seed, size=size) for size in SIZES]
    best = max(found, key=lambda run: run.objective)
    return best.team_size or SIZES[0]


def run_bound(case: Case, *, seconds: float) -> float:
    """Let our engine prove a bound.

    :raises Failed: without one
    """
    _, out = _call(["-m", "onedoor", "bound", str(case.path), "--seconds", str(seconds)], seconds)
    return float(json.loads(out)["bound"])


def _call(arguments: Sequence[str], seconds: float) -> tuple[float, str]:
    began = monotonic()
    ran = subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=seconds + PATIENCE_S,
        check=False,
    )
    if ran.returncode:
        raise Failed(f"{' '.join(arguments)}: {ran.stderr[-500:]}")
    return monotonic() - began, ran.stdout


@cache
def _instance(path: Path) -> Instance:
    return read_instance(path)


def _value(case: Case, document: object) -> float:
    verdict = check_document(document, _instance(case.path))
    if verdict.objective_20 is None:
        raise Failed(f"{case.name}: {verdict.violations[:3]}")
    return verdict.objective_20 / 20
