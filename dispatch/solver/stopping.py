"""When a search ends: by time, by iterations, or because somebody says so."""

from dataclasses import dataclass
from threading import Event
from typing import Protocol


class Stop(Protocol):
    """Tells how much of a search's allowance is spent: 0 at the start, 1 or more at the end.

    The temperature of the annealing follows this share.
    """

    def spent(self, *, iterations: int, seconds: float) -> float:
        """Tell the share after so many iterations and seconds."""
        ...


@dataclass(frozen=True, slots=True)
class MaxRuntime:
    """Stop after so many seconds."""

    seconds: float

    def spent(self, *, iterations: int, seconds: float) -> float:
        """Tell the share of the time."""
        return seconds / self.seconds if self.seconds > 0 else 1.0


@dataclass(frozen=True, slots=True)
class MaxIterations:
    """Stop after so many iterations: the same seed then gives the same plan."""

    iterations: int

    def spent(self, *, iterations: int, seconds: float) -> float:
        """Tell the share of the iterations."""
        return iterations / self.iterations if self.iterations > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Cancellable:
    """Stop as another rule says, or as soon as the event is set."""

    rule: Stop
    event: Event

    def spent(self, *, iterations: int, seconds: float) -> float:
        """Tell the share of the rule, or that all is spent."""
        if self.event.is_set():
            return 1.0
        return self.rule.spent(iterations=iterations, seconds=seconds)
