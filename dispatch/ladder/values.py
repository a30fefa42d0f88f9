"""How soon a unit must answer, and who is told next when it does not: rows, by urgency and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

ANY_URGENCY: Final = "*"


class Silence(StrEnum):
    """What has not happened: 未送达, 未查看, 未接单."""

    UNDELIVERED = "undelivered"
    UNSEEN = "unseen"
    UNACCEPTED = "unaccepted"


class Step(StrEnum):
    """What a rung does: rings again (再次提醒), asks the next unit (改派), or tells a command post."""

    ALERT = "alert"
    NEXT_UNIT = "next_unit"
    TEAM = "team"
    TOWNSHIP = "township"
    DISTRICT = "district"
    CITY = "city"


POSTS: Final = (Step.TEAM, Step.TOWNSHIP, Step.DISTRICT, Step.CITY)
"""Team leader, township command room, district centre, city: lowest first."""


@dataclass(frozen=True, slots=True)
class ResponseLimit:
    """How long a unit has to accept a task, and to be there, counted from the offer."""

    accept: timedelta
    arrive: timedelta | None


@dataclass(frozen=True, slots=True)
class Rung:
    """A step and when it is taken: so long after the offer, or so many times the time to accept."""

    number: int
    silence: Silence
    step: Step
    after_s: float | None = None
    after_accept: float | None = None

    def after(self, limit: ResponseLimit) -> timedelta:
        """Give how long after the asking began it is taken."""
        if self.after_s is not None:
            return timedelta(seconds=self.after_s)
        return limit.accept * (self.after_accept or 0.0)


@dataclass(frozen=True)
class Ladder:
    """The rows that are good today; without any, nobody is waited for."""

    limits: Mapping[str, ResponseLimit]
    rungs: Mapping[str, tuple[Rung, ...]]
    """By urgency, `*` for those that have none of their own; in order of their number."""

    @classmethod
    def of(
        cls,
        *,
        limits: Mapping[str, ResponseLimit],
        rungs: Iterable[tuple[str, Rung]],
    ) -> Ladder:
        """Build the ladder from rows of (urgency, rung)."""
        found: dict[str, list[Rung]] = {}
        for urgency, rung in rungs:
            found.setdefault(urgency, []).append(rung)
        return cls(
            limits=limits,
            rungs={
                urgency: tuple(sorted(steps, key=lambda rung: rung.number))
                for urgency, steps in found.items()
            },
        )

    def limit(self, urgency: str) -> ResponseLimit | None:
        """Give how soon a task of an urgency is to be answered; None: whenever."""
        return self.limits.get(urgency)

    def climb(self, urgency: str) -> tuple[Rung, ...]:
        """Give the rungs for an urgency."""
        return self.rungs.get(urgency) or self.rungs.get(ANY_URGENCY, ())


NO_LADDER: Final = Ladder(limits={}, rungs={})
