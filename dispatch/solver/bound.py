"""How much any plan of a day can be worth at most, proven."""

import os
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Final

import numpy as np

from dispatch.solver.bounding.ascent import Answers, Ascent, whole
from dispatch.solver.bounding.building import models_of
from dispatch.solver.bounding.model import Model, Team
from dispatch.solver.bounding.prices import first_prices, slots_of
from dispatch.solver.instance import Instance
from dispatch.solver.smallest import smallest_day

DEGREE: Final = 16
"""Nearest sites that may follow a site while prices are only being improved, at first."""
MISLED: Final = 1.001
"""A proof worse by this than the passes before it shows that they look at too few sites."""
PROOF_EVERY: Final = 5
"""A proof, which asks every team in full, comes after so many times what it takes, or so many passes."""
COARSE_PART: Final = 0.5
"""Part of the time after which prices may differ by the slot of the day."""
FINE_MIN: Final = 30
"""Minutes of a slot once the prices of whole days are good."""


@dataclass(frozen=True, slots=True)
class Bound:
    """No plan of the instance is worth more."""

    value_20: int
    """Twentieths of the objective, as everything whole is counted."""
    trivial_20: int
    """What weights alone allow: every site served complete, nobody driving."""
    passes: int
    proofs: int
    seconds: float

    def gap(self, objective_20: int) -> float:
        """Tell how far above a plan the bound lies, as a part of the plan's objective."""
        return self.value_20 / objective_20 - 1 if objective_20 > 0 else np.inf


def bound(
    instance: Instance, seconds: float, *, passes: int | None = None, threads: int | None = None
) -> Bound:
    """Prove an upper bound in about so many seconds; the same instance and passes give the same bound.

    :param passes: improve each part by so many passes instead, whatever the time
    """
    began = monotonic()
    threads = threads or len(os.sched_getaffinity(0))
    value = trivial = done = proofs = 0
    left = len(instance.sites)
    with ThreadPoolExecutor(threads) as executor:
        for model in models_of(instance):
            sites = len(model.price)
            budget = (seconds - (monotonic() - began)) * sites / max(left, 1)
            part = _Part(model, executor, threads)
            part.prove(monotonic() + budget, passes)
            value += part.value_20
            trivial += part.trivial_20
            done += part.passes
            proofs += part.proofs
            left -= sites
    return Bound(value, trivial, done, proofs, monotonic() - began)


class _Part:
    """The bound of one model, better with time."""

    def __init__(self, model: Model, executor: Executor, threads: int) -> None:
        self.model = model
        self.answers = Answers(model, executor, threads)
        self.coarse = slots_of(model, model.open.shape[1])
        nothing = np.zeros(self.coarse.open.shape, np.int64)
        self.trivial_20 = self.value_20 = self._twentieths(
            self.answers.ask(nothing, self.coarse, (), None).total
        )
        self.passes = self.proofs = 0
        self.proof_s = 0.0
        self.degree = DEGREE

    def prove(self, until: float, most: int | None) -> None:
        """Improve until then, or for so many passes, and end with a proof."""
        model = self.model
        if not model.teams:
            return
        teams = [team for team in model.teams if len(team.kinds) == 1]
        ascent = Ascent(self.answers, self.coarse, first_prices(model)[:, None] * self.coarse.open)
        began = proven = monotonic()
        fine = False
        while True:
            now = monotonic()
            if most is None:
                spent = (now + self.proof_s - began) / max(until - began, 1e-9)
                due = now - proven >= PROOF_EVERY * self.proof_s
            else:
                spent = self.passes / most if most else 1.0
                due = self.passes % PROOF_EVERY == 0
            if due or spent >= 1:
                teams = self._proof(ascent, teams)
                proven = monotonic()
            if spent >= 1:
                return
            if not fine and spent >= COARSE_PART:
                fine = True
                self._refine(ascent)
            ascent.advance(teams, self.degree)
            self.passes += 1

    def _proof(self, ascent: Ascent, teams: list[Team]) -> list[Team]:
        began = monotonic()
        every = list(self.model.teams)
        answer = self.answers.ask(whole(ascent.best_prices), ascent.slots, every, None)
        self.value_20 = min(self.value_20, self._twentieths(answer.total))
        self.proofs += 1
        self.proof_s = monotonic() - began
        asked = [
            team
            for team, times in zip(every, answer.out, strict=True)
            if len(team.kinds) == 1 or times > 1e-9 or team in teams
        ]
        if len(asked) > len(teams):
            ascent.forget()
        elif answer.total > MISLED * ascent.best:
            self.degree = 3 * self.degree // 2
            ascent.forget()
        return asked

    def _refine(self, ascent: Ascent) -> None:
        slots = slots_of(self.model, FINE_MIN)
        ascent.best_prices = np.where(slots.open, ascent.best_prices[:, :1], 0.0)
        ascent.slots = slots
        ascent.forget()

    def _twentieths(self, total: int) -> int:
        return self.model.scale.twentieths(total) + self.model.constant_20


def warm_up() -> None:
    """Compile all that a bound needs, or load it compiled."""
    bound(smallest_day(), 0, passes=1, threads=1)
