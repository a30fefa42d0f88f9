"""Choose the competent team: item × township × day, by rules that are rows. Pure.

The facts of a report are computed first; then the rows of the decision table are read in order of
priority, and the first that fits says what to do. Law is that of the day of the act, ownership that
of the day the city took the case in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from command.catalogue.values import ClassKey, Mapped, Power, Rulebook
from command.routing.values import PlaceFact, Route
from field_units.values import Roster, TeamFacts


def choose_team(
    *,
    key: ClassKey,
    place: PlaceFact,
    district: str | None,
    township: str | None,
    law_day: date,
    filing_day: date,
    book: Rulebook,
    roster: Roster,
    boundaries: int,
) -> Route:
    """Decide who is competent for a class of event at a place; nothing in doubt gets a default."""
    mapped = tuple(link for link in book.mapped.get(key, ()) if law_day in link.span)
    only = mapped[0] if len(mapped) == 1 else None
    power = _power_on(book, township, filing_day)
    listed = _listed_on(book, township, only, filing_day)
    squad = roster.squads.get(township) if township else None
    facts: dict[str, Any] = {
        "class": "known" if key in book.classes else "unknown",
        "kind": key[1],
        "place": place,
        "items": "none" if not mapped else "one" if only else "many",
        "holder": only.holder if only else None,
        "form": power.form if power else "none",
        "listed": listed is not None,
        "squad": "able" if only and _able(squad, only.fields) else "unable",
    }
    decision = _Decision(facts, mapped, law_day, filing_day, district, township, book, boundaries)
    if power is not None:
        decision.rows.append(power.id)
    if listed is not None:
        decision.rows.append(listed)
    for rule in book.rules:
        if filing_day in rule.span and rule.fits(facts):
            decision.rule = {"id": rule.id, "version": rule.version}
            if "judge" in rule.then:
                return decision.judge(str(rule.then["judge"]))
            return _to_team(decision, rule.then, only, squad, power, roster)
    return decision.judge("no_rule")


def _to_team(
    decision: _Decision,
    then: Mapping[str, Any],
    only: Mapped | None,
    squad: TeamFacts | None,
    power: Power | None,
    roster: Roster,
) -> Route:
    if only is None:
        return decision.judge("no_item")
    county = _first_team(roster, decision.district, only.fields)
    chosen = squad if then["team"] == "township_squad" else county
    for other, why in ((squad, "squad_not_asked"), (county, "county_not_first")):
        if other is not None and other is not chosen:
            decision.rejected.append({"team": other.code, "why": why})
    if chosen is None:
        return decision.judge("no_team")
    body = chosen.body
    if then.get("name") == "bureau" and county is not None:
        body = county.body
    elif then.get("name") == "own" and chosen is squad and power is not None and power.name_used:
        # The squad belongs to the bureau; what it does by the township's own power, the township signs.
        body = power.name_used
    field = next((name for name in only.fields if name in chosen.fields), only.fields[0])
    return decision.route(str(then["reason"]), team=chosen, field=field, item=only.item, body=body)


class _Decision:
    """What a decision has seen so far; becomes the stored `why`."""

    def __init__(
        self,
        facts: dict[str, Any],
        mapped: tuple[Mapped, ...],
        law_day: date,
        filing_day: date,
        district: str | None,
        township: str | None,
        book: Rulebook,
        boundaries: int,
    ) -> None:
        self.district = district
        self.rule: dict[str, Any] | None = None
        self.rows: list[str] = [link.id for link in mapped]
        self.rejected: list[dict[str, str]] = []
        self._mapped = mapped
        self._stored = {
            "facts": facts,
            "items": [link.item for link in mapped],
            "law_day": law_day.isoformat(),
            "filing_day": filing_day.isoformat(),
            "township": township,
            "boundaries": boundaries,
            "edition": book.edition,
        }

    def judge(self, reason: str) -> Route:
        """Leave it to a person, with the question that would settle it where there is one."""
        asked = next((link for link in self._mapped if link.question_zh), None)
        question = {"zh": asked.question_zh, "en": asked.question_en} if asked else None
        item = self._mapped[0].item if len(self._mapped) == 1 else None
        return Route(reason, None, None, item, None, self._why(question))

    def route(self, reason: str, *, team: TeamFacts, field: str, item: str, body: str) -> Route:
        """Send it to a team."""
        return Route(reason, team.code, field, item, body, self._why(None))

    def _why(self, question: dict[str, str] | None) -> dict[str, Any]:
        return {
            **self._stored,
            "rule": self.rule,
            "rows": self.rows,
            "rejected": self.rejected,
            "question": question,
        }


def _power_on(book: Rulebook, township: str | None, day: date) -> Power | None:
    if township is None:
        return None
    return next((power for power in book.powers.get(township, ()) if day in power.span), None)


def _listed_on(book: Rulebook, township: str | None, only: Mapped | None, day: date) -> str | None:
    if township is None or only is None:
        return None
    found = (row for row in book.lists.get((township, only.item), ()) if day in row.span)
    row = next(found, None)
    return row.id if row else None


def _able(squad: TeamFacts | None, fields: Iterable[str]) -> bool:
    return squad is not None and any(name in squad.fields for name in fields)


def _first_team(roster: Roster, district: str | None, fields: Iterable[str]) -> TeamFacts | None:
    if district is None:
        return None
    found = (roster.by_field.get((district, name)) for name in fields)
    return next((team for team in found if team is not None), None)
