"""What a change would make of the catalogue: problems it makes, and those that were there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from command.catalogue import checks
from command.catalogue.checks import Problem
from command.catalogue.facts import Facts
from command.competence.snapshot import compile_facts
from command.publishing import coverage, decision_table


@dataclass(frozen=True, slots=True)
class Examination:
    """What checks find as of the day a change takes effect: before it, and after it."""

    before: tuple[Problem, ...]
    after: tuple[Problem, ...]

    @property
    def made(self) -> tuple[Problem, ...]:
        """Give the problems that the change makes."""
        had = {problem.id for problem in self.before}
        return tuple(problem for problem in self.after if problem.id not in had)

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """Give what nobody can answer for."""
        return tuple(problem for problem in self.made if problem.weight == "wrong")

    def unanswered(self, accepted: Mapping[str, str]) -> tuple[Problem, ...]:
        """Give the holes that the change makes and no reason was given for."""
        return tuple(p for p in self.made if p.hole and not accepted.get(p.id, "").strip())


def find_problems(facts: Facts, *, day: date) -> list[Problem]:
    """Run every check there is on the facts of a day."""
    found = checks.check(facts, day=day)
    rules = decision_table.check(facts.rules, day=day)
    if any(problem.weight == "wrong" for problem in rules):
        return [*found, *rules]  # the engine cannot read such a table
    matrix = coverage.draw(facts, compile_facts(facts), day=day)
    return [*found, *rules, *coverage.holes(matrix, facts)]


def examine(before: Facts, after: Facts, *, day: date) -> Examination:
    """Check the facts before and after a change, both as of the day it takes effect."""
    return Examination(tuple(find_problems(before, day=day)), tuple(find_problems(after, day=day)))
