"""Prices that prove most: the search for the least sum of what sites, units and vehicles keep.

Any prices prove a bound. They are improved by the volume algorithm (Barahona and Anbil 2000): a step
against the averaged difference between what sites want and teams offer.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from threading import local
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.bounding.crews import rents
from dispatch.solver.bounding.model import Model, Team
from dispatch.solver.bounding.prices import (
    Prices,
    Slots,
    sites_answer,
    tabulate,
)
from dispatch.solver.bounding.routes import LANES, Floats, best_day, stops_of

FIRST_STEP: Final = 0.3
"""Part of the hoped-for gain that the first steps go for."""
HOPE: Final = 0.03
"""Part by which the bound is hoped to fall from where it stands."""
PATIENCE: Final = 20
"""Passes without gain after which steps are shortened."""
SHORTER: Final = 0.7
FRESH: Final = 0.1
"""Weight of the newest difference in the average."""
ASTRAY: Final = 1.03
"""A pass this much worse than the best goes back there."""

Stop = tuple[int, int]
"""A row of the model and the minute, from the start of the model's day, at which it begins."""


class Day(NamedTuple):
    """A team's best day at the prices of a pass."""

    earned: int
    stops: tuple[Stop, ...]


class Pass(NamedTuple):
    """What prices prove, and which way to move them."""

    total: int
    """Scaled."""
    offer: NDArray[np.float64]
    """Shape (items, slots): what sites want less what teams offer."""
    out: NDArray[np.float64]
    """How often each team goes out."""


@dataclass
class Answers:
    """Asks sites and teams for their best at given prices, on as many threads as the executor has."""

    model: Model
    executor: Executor
    threads: int

    def __post_init__(self) -> None:
        self.may = self.model.openings()
        self._own = local()
        graphs = [team.graph for team in self.model.teams]
        self._rows = max(((len(g.near) << g.memory) for g in graphs), default=0)
        self._width = max((g.span for g in graphs), default=0) + 2 * LANES + 1

    def ask(self, prices: Prices, slots: Slots, teams: Sequence[Team], degree: int | None) -> Pass:
        """Ask all sites and these teams.

        :param degree: how many of the nearest sites may follow a site: a guess, None for a proof
        """
        model = self.model
        wanted = np.zeros(prices.shape)
        kept = sites_answer(prices, slots.open, model.value, model.price, model.site_from, wanted)
        gains = tabulate(prices, slots.of, model.row_items, self.may)
        earning = gains.max(axis=1) > 0
        largest_first = sorted(range(len(teams)), key=lambda t: -len(teams[t].sites))
        days: list[Day] = [Day(0, ())] * len(teams)

        def work(first: int) -> None:
            for t in largest_first[first :: self.threads]:
                days[t] = self._day(teams[t], gains, earning, degree)

        list(self.executor.map(work, range(self.threads)))
        paid = rents(model, list(teams), [day.earned for day in days])
        for day, times in zip(days, paid.out, strict=True):
            for row, minute in day.stops:
                for item in model.row_items[row]:
                    if item >= 0:
                        wanted[item, slots.of[minute]] -= times
        return Pass(kept + paid.total, wanted, paid.out)

    def _day(
        self, team: Team, gains: Floats, earning: NDArray[np.bool_], degree: int | None
    ) -> Day:
        graph = team.graph
        live = np.logical_or.reduceat(earning[graph.row], graph.option_from[:-1])
        if not live.any():
            return Day(0, ())
        if not hasattr(self._own, "arrive"):
            self._own.arrive = np.empty((self._rows, self._width), np.float32)
        arrive = self._own.arrive
        every = graph.near.shape[1]
        found = best_day(
            graph,
            gains,
            live,
            self.model.step,
            every if degree is None else min(degree, every),
            arrive,
        )
        if found.value <= 0:
            return Day(0, ())
        stops = np.empty((graph.span + 1, 2), np.int64)
        count = stops_of(graph, gains, live, found, arrive, stops)
        if count < 0:
            raise AssertionError("the best day cannot be told")
        return Day(
            int(found.value),
            tuple((int(graph.row[o]), int(s) + graph.shift) for o, s in stops[:count][::-1]),
        )


class Ascent:
    """Improves prices pass by pass; what it holds is always ready for a proof."""

    def __init__(self, answers: Answers, slots: Slots, prices: NDArray[np.float64]) -> None:
        self.answers = answers
        self.slots = slots
        self.best_prices = self.prices = prices
        self.best = np.inf
        self.step = FIRST_STEP
        self._average: NDArray[np.float64] | None = None
        self._idle = 0

    def forget(self) -> None:
        """Start to compare anew, because other teams are asked or slots are finer."""
        self.best = np.inf
        self.prices = self.best_prices
        self._average = None
        self._idle = 0

    def advance(self, teams: Sequence[Team], degree: int | None) -> None:
        """Do one pass and move the prices."""
        model = self.answers.model
        answer = self.answers.ask(whole(self.prices), self.slots, teams, degree)
        if self._average is None:
            self._average = answer.offer
        value = answer.total
        if value < self.best:
            if value < self.best * (1 - 1e-4):
                self._idle = 0
            self.best, self.best_prices = value, self.prices
        else:
            self._idle += 1
        if value > self.best * ASTRAY:
            self.step *= SHORTER
            self._idle = 0
            self.prices = self.best_prices
        else:
            self._average = FRESH * answer.offer + (1 - FRESH) * self._average
            if self._idle > PATIENCE:
                self.step *= SHORTER
                self._idle = 0
                self.prices = self.best_prices
        way = self._average.copy()
        way[(self.prices <= 0) & (way < 0)] = 0
        way[~self.slots.open] = 0
        size = float((way * way).sum())
        if size > 0:
            length = self.step * max(value - (1 - HOPE) * self.best, HOPE / 3 * self.best) / size
            moved = np.clip(self.prices + length * way, 0, model.value[:, None])
            self.prices = np.where(self.slots.open, moved, 0)


def whole(prices: NDArray[np.float64]) -> Prices:
    """Round prices: any whole prices prove."""
    return np.rint(prices).astype(np.int64)
