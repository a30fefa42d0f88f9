"""The decision table: rules that are rows, matched by what is true of an act."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from command.catalogue.facts import Rule
from command.competence.values import Confidence
from command.competence.vocabulary import NAMES, SITUATION, TEAMS

_STEP: Final = {
    "class": "class",
    "kind": "enforce",
    "place": "place",
    "border": "place",
    "area": "place",
    "items": "item",
    "holder": "holder",
    "scope": "holder",
    "level": "holder",
    "form": "form",
    "listed": "form",
    "squad": "form",
    "sanction": "sanction",
}


REMEMBERED: Final = 16_384
"""Situations whose match a stretch of days keeps at most; beyond it they are matched anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What a rule says to do: leave it to a person (`team` None), or whom to send in whose name."""

    reason: str
    team: str | None = None
    name: str = "team"
    assist: tuple[str, ...] = ()
    advisory: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """The rule that a situation meets, and all that follows from the situation alone."""

    rule: tuple[str, int] | None
    verdict: Verdict
    confidence: Confidence
    situation: Mapping[str, Any]
    against: Mapping[str, tuple[str, str]]
    """Why one of TEAMS would not be sent: a word of `why.rejected.*` and one of `why.step.*`."""


class Table:
    """The rules of an edition. Of an id the newest version that is good on the day counts alone.

    :raises ValueError: when a rule's `then` says nothing that can be done; names the rule.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        rows = [(rule, read_verdict(rule)) for rule in rules]
        ends = {day for rule, _ in rows for day in (rule.span.from_, rule.span.to)}
        self._days = sorted(day.toordinal() for day in ends if day is not None)
        self._epochs = [_Epoch(rows, day) for day in (0, *self._days)]

    def match(self, facts: tuple[Any, ...], day: int) -> Match:
        """Find the first rule good on a day that fits; `facts` are the answers in SITUATION's order."""
        epoch = self._epochs[bisect_right(self._days, day)]
        found = epoch.seen.get(facts)
        if found is None:
            found = epoch.match(facts)
            if len(epoch.seen) < REMEMBERED:
                epoch.seen[facts] = found
        return found

    def epochs_of(self, days: NDArray[Any]) -> NDArray[np.int64]:
        """Number the stretches of days between which the rules change; a stretch has one answer to a situation."""
        return np.searchsorted(np.array(self._days, np.int64), days, side="right")


class _Epoch:
    """The rules of a stretch of days, in order, and the situations met so far."""

    def __init__(self, rows: Iterable[tuple[Rule, Verdict]], day: int) -> None:
        newest: dict[str, tuple[Rule, Verdict]] = {}
        for row in sorted((row for row in rows if _is_good(row[0], day)), key=_version):
            newest[row[0].id] = row
        self._rows = sorted(newest.values(), key=_order)
        self.seen: dict[tuple[Any, ...], Match] = {}

    def match(self, facts: tuple[Any, ...]) -> Match:
        situation = MappingProxyType(dict(zip(SITUATION, facts, strict=True)))
        for rule, verdict in self._rows:
            if rule.fits(situation):
                return Match(
                    rule=(rule.id, rule.version),
                    verdict=verdict,
                    confidence=_confidence(verdict, situation),
                    situation=situation,
                    against=self._against(situation),
                )
        return Match(None, Verdict("no_rule"), "open", situation, self._against(situation))

    def _against(self, situation: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
        return {team: self._missed(team, situation) for team in TEAMS}

    def _missed(self, team: str, situation: Mapping[str, Any]) -> tuple[str, str]:
        """Say what the rule that comes nearest to sending a team asks for and does not find."""
        near = [
            [key for key, wanted in rule.when.items() if not _meets(situation.get(key), wanted)]
            for rule, verdict in self._rows
            if verdict.team == team
        ]
        if not near:
            return "never", "rule"
        missed = min(near, key=len)
        if not missed:
            return "later", "rule"
        key = missed[0]
        return f"{key}_{situation.get(key)}".lower(), _STEP.get(key, "rule")


def read_verdict(rule: Rule) -> Verdict:
    """Read what a rule says to do.

    :raises ValueError: when nothing can be done by it; names the rule and the word.
    """
    then = dict(rule.then)
    if "judge" in then:
        return Verdict(str(then["judge"]))
    verdict = Verdict(
        reason=str(then.get("reason", "")),
        team=then.get("team"),
        name=then.get("name", "team"),
        assist=tuple(then.get("assist", ())),
        advisory=then.get("confidence") == "advisory",
    )
    for word, known in (
        (verdict.team, TEAMS),
        (verdict.name, NAMES),
        *((assistant, TEAMS) for assistant in verdict.assist),
    ):
        if word not in known:
            raise ValueError(f"Rule {rule.id} v{rule.version}: {word!r} is none of {known}.")
    if not verdict.reason:
        raise ValueError(f"Rule {rule.id} v{rule.version} gives no reason.")
    return verdict


def _confidence(verdict: Verdict, situation: Mapping[str, Any]) -> Confidence:
    if verdict.team is None:
        return "open"
    looked_at = (
        verdict.advisory
        or situation["border"]
        or situation["area"] == "shared"
        or situation["scope"] == "partial"
    )
    return "advisory" if looked_at else "certain"


def _is_good(rule: Rule, day: int) -> bool:
    start, end = rule.span.from_, rule.span.to
    return (start is None or start.toordinal() <= day) and (end is None or day < end.toordinal())


def _meets(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, list) else value == wanted


def _version(row: tuple[Rule, Verdict]) -> int:
    return row[0].version


def _order(row: tuple[Rule, Verdict]) -> tuple[int, str]:
    return row[0].priority, row[0].id
