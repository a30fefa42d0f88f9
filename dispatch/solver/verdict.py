"""What is said of a plan: the rules it breaks, or the lines that make up its value."""

from dataclasses import asdict, dataclass
from typing import Any

from dispatch.solver.plan import Violation


@dataclass(frozen=True, slots=True)
class Lines:
    """What a plan amounts to: the first five make its value, the others are for information."""

    covered_weight: int
    uncovered_weight_at_visited: int
    visits: int
    travel_minutes: int
    must_missed: int
    total_weight: int
    covered_items: int
    sites_complete: int
    travel_metres: int
    vehicles_used: int
    units_used: int
    waiting_minutes: int
    """At the stops after a vehicle's first."""

    @property
    def objective_20(self) -> int:
        """Twenty times the objective: exact in integers."""
        return (
            20 * self.covered_weight
            - 10 * self.uncovered_weight_at_visited
            - 20 * self.visits
            - self.travel_minutes
            - 1000 * self.must_missed
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check says of a plan; one that breaks a rule has neither lines nor a value."""

    violations: tuple[Violation, ...]
    lines: Lines | None

    @property
    def feasible(self) -> bool:
        """Whether the plan keeps every rule."""
        return not self.violations

    @property
    def objective_20(self) -> int | None:
        """Twenty times the objective, of a feasible plan."""
        return self.lines.objective_20 if self.lines else None

    def to_json(self) -> dict[str, Any]:
        """Say it as the format has it."""
        return {
            "feasible": self.feasible,
            "violations": [asdict(violation) for violation in self.violations],
            "lines": asdict(self.lines) if self.lines else {},
            "objective": self.lines.objective_20 / 20 if self.lines else None,
        }
