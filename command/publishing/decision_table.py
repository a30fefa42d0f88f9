"""The decision table as somebody types it: what is wrong with its rows, and what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from command.catalogue.checks import Problem
from command.catalogue.diff import Changes
from command.catalogue.facts import Facts, Rule, Span
from command.catalogue.versions import Change, good_on
from command.competence.vocabulary import SITUATION, problems_of_then, problems_of_when

Grid = NDArray[np.bool_]

_NEVER: Final = (
    # Without one item nobody holds it; without one holder there is no scope and no level.
    ({"items": ("none", "many")}, {"holder": ("none",)}),
    ({"holder": ("none", "several")}, {"scope": ("full",), "level": ("none",)}),
    (
        {"holder": ("comprehensive", "professional", "outside")},
        {"level": ("county", "city", "township")},
    ),
)
"""What is so, whenever something is: other combinations need no row."""


def check(rules: Iterable[Rule], *, day: date) -> list[Problem]:
    """Check a table as it is on a day and at every change after it.

    Tells of rows whose words mean nothing, rows that can never win, rows of one priority that
    contradict each other, and situations that no row covers.
    """
    rules = list(rules)
    problems = [problem for rule in rules for problem in _words(rule)]
    if problems:
        return problems
    starts = sorted({day, *(r.span.from_ for r in rules if r.span.from_ and r.span.from_ > day)})
    seen: set[str] = set()
    won: set[tuple[str, int]] = set()
    tried: dict[tuple[str, int], Rule] = {}
    for start in starts:
        table = in_order(rules, start)
        tried |= {(rule.id, rule.version): rule for rule in table}
        winners, found = _play(table)
        won |= winners
        problems += [problem for problem in found if problem.id not in seen]
        seen |= {problem.id for problem in found}
    for key, rule in tried.items():
        if key not in won:
            said = {"rule": rule.id, "part": "when"}
            problems.append(Problem("rule_never_wins", (rule.id,), "notice", said))
    return problems


def in_order(rules: Iterable[Rule], day: date) -> list[Rule]:
    """List the rows good on a day as they are tried: of an id the newest version alone."""
    newest: dict[str, Rule] = {}
    for rule in sorted(good_on(rules, day), key=lambda rule: rule.version):
        newest[rule.id] = rule
    return sorted(newest.values(), key=lambda rule: (rule.priority, rule.id))


def compare(facts: Facts, typed: Sequence[Rule], *, day: date) -> Changes:
    """Work out what changes for the table to be as typed from a day on.

    A row that says something new is the next version of its id; a row left out ends.
    """
    change = Change()
    current = {rule.id: rule for rule in in_order(facts.rules, day)}
    newest = {
        rule.id: max(r.version for r in facts.rules if r.id == rule.id) for rule in facts.rules
    }
    wanted = {rule.id: rule for rule in typed}
    for id, rule in wanted.items():
        has = current.get(id)
        if has is None or _said(has) != _said(rule):
            if has is not None:
                change.close("rules", has, day=day)
            version = newest.get(id, 0) + 1
            change.open("rules", replace(rule, version=version, span=Span(day, rule.span.to)))
    for id, rule in current.items():
        if id not in wanted:
            change.close("rules", rule, day=day)
    return change.made()


def _said(rule: Rule) -> Rule:
    return replace(rule, version=0, author="", span=Span(None, rule.span.to))


def _words(rule: Rule) -> Iterator[Problem]:
    for part, found in (
        ("when", problems_of_when(rule.when)),
        ("then", problems_of_then(rule.then)),
    ):
        for key, check in found:
            said = {"rule": rule.id, "part": part, "word": key}
            yield Problem(f"rule_{check}", (rule.id, part, key), "wrong", said)


def _play(table: Sequence[Rule]) -> tuple[set[tuple[str, int]], list[Problem]]:
    """Let every situation that can be meet the table: who wins, what contradicts, what is uncovered."""
    keys = [key for key in SITUATION if any(key in rule.when for rule in table)]
    free = _possible(keys)
    won, problems = set(), []
    claims: list[tuple[Rule, Grid]] = []
    for rule in table:
        claim = _claim(rule.when, keys) & free
        if claim.any():
            won.add((rule.id, rule.version))
        claims.append((rule, claim))
        for other, _ in claims[:-1]:
            if other.priority == rule.priority and other.then != rule.then:
                both = _claim(rule.when, keys) & _claim(other.when, keys) & _possible(keys)
                if both.any():
                    said = {"rule": rule.id, "part": "when", "other": other.id}
                    problems.append(
                        Problem("rule_contradicts", (rule.id, other.id), "notice", said)
                    )
        free = free & ~claim
    if free.any():
        at = np.unravel_index(int(np.argmax(free)), free.shape)
        example = {key: SITUATION[key][int(i)] for key, i in zip(keys, at, strict=True)}
        told = ", ".join(f"{key}={value}" for key, value in example.items())
        said = {"rule": "", "part": "when", "example": told}
        problems.append(Problem("rule_missing", (), "notice", said))
    return won, problems


def _possible(keys: Sequence[str]) -> Grid:
    grid = np.ones([len(SITUATION[key]) for key in keys], dtype=np.bool_)
    for given, so in _NEVER:
        if set(given) <= set(keys):
            for key in set(so) & set(keys):
                grid &= ~_claim(given, keys) | _claim({key: so[key]}, keys)
    return grid


def _claim(when: Mapping[str, Any], keys: Sequence[str]) -> Grid:
    """Tell of every situation whether it is what is asked for; axes not asked for have length one."""
    grid = np.ones([1] * len(keys), dtype=np.bool_)
    for at, key in enumerate(keys):
        if key in when:
            wanted = when[key] if isinstance(when[key], (list, tuple)) else [when[key]]
            fits = np.array([value in wanted for value in SITUATION[key]], dtype=np.bool_)
            grid = grid & fits.reshape([-1 if axis == at else 1 for axis in range(len(keys))])
    return grid
