"""Rows of time limits and of the work calendar, as the city knows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

ANY: Final = "*"
"""Every class, or every urgency."""
GROUP: Final = "group:"
"""What a row's `code` begins with when it is for a whole group of classes."""


LEVELS: Final = ("city", "district", "township", "team")
"""Posts that may approve, highest first."""


class TimeUnit(StrEnum):
    """What a limit counts: 小时, 工作时, 工作日, 自然日, 月."""

    HOUR = "hour"
    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"


ON_WORK: Final = frozenset({TimeUnit.WORKING_HOUR, TimeUnit.WORKING_DAY})
"""What runs only while the city works."""
IN_PARTS: Final = frozenset({TimeUnit.HOUR, TimeUnit.WORKING_HOUR})
"""What may be given as a fraction; days and months are whole."""


class Step(StrEnum):
    """What has to be done in time: 受理, 到场, 处置, 复核; `statutory`: what a law sets for a procedure."""

    ACCEPT = "accept"
    ARRIVE = "arrive"
    HANDLE = "handle"
    RECHECK = "recheck"
    STATUTORY = "statutory"


class DayKind(StrEnum):
    """How a day differs from its weekday: 放假, 调休上班, 缩短工时."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    SHORT = "short"


class Due(NamedTuple):
    """When a time is over; provisional while the calendar of a year it reaches into is not published."""

    at: datetime
    provisional: bool


class Period(NamedTuple):
    """From a moment up to another."""

    from_: datetime
    to: datetime


Hours = tuple[tuple[int, int], ...]
"""Working hours of a day, in order: minutes after its midnight; an end beyond 1440 is on the next day."""


@dataclass(frozen=True, slots=True)
class Length:
    """How much time: 4 working hours, 15 calendar days."""

    value: float
    unit: TimeUnit


@dataclass(frozen=True, slots=True)
class WorkDayFacts:
    """That a day is not what its weekday says."""

    day: date
    kind: DayKind
    name: str
    hours: Hours | None
    """Its own hours; None: the season's."""
    source: str


@dataclass(frozen=True, slots=True)
class WorkingHoursFacts:
    """The hours of a season: from a day up to, not including, another."""

    hours: Hours
    from_: date
    to: date | None


@dataclass(frozen=True, slots=True)
class TimeLimitFacts:
    """A dated row: how long a step may take for a class and an urgency, and how it may be extended."""

    id: str
    version: int
    name: str
    scheme: str
    kind: str
    code: str
    """A class, `group:<name>`, or `*`."""
    urgency: str
    step: Step
    length: Length
    extensions: int
    """How often the time may be extended."""
    extension_share: float
    """How much of the length an extension may add."""
    approver: str
    """Who may approve one: whoever stands at this level or above (city, district, township, team)."""
    from_: date | None
    to: date | None
    source: str
    invented: bool

    @property
    def rule(self) -> str:
        """Name the row and its version, as a case keeps it."""
        return f"{self.id} v{self.version}"

    def is_good(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day < self.to)


@dataclass(frozen=True, slots=True)
class PauseGroundFacts:
    """That the clock may rest on a ground, while the case is in one of these states."""

    ground: str
    states: frozenset[str]
    from_: date | None
    to: date | None
    source: str

    def allows(self, state: str, day: date) -> bool:
        """Tell whether the clock of a case in a state may rest on a day."""
        begun = self.from_ is None or self.from_ <= day
        return state in self.states and begun and (self.to is None or day < self.to)
