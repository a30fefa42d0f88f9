"""Decide who is competent for an act: what is true of it is found first, then one table says what to do.

Pure, from a compiled snapshot alone. Law is that of the day of the act, ownership and the rules
themselves are those of the day of filing.
"""

from __future__ import annotations

from typing import Final

from command.competence.seeing import Seen, see
from command.competence.snapshot import Snapshot
from command.competence.values import Asked, Choice, Competence, Procedure

_NO_PROCEDURE: Final = Procedure()


def decide(asked: Asked, snapshot: Snapshot) -> Competence:
    """Say who is competent, or which question is open; nothing in doubt gets a default."""
    filing = asked.filing_day.toordinal()
    seen = see(asked, snapshot, asked.law_day.toordinal(), filing)
    (
        situation, narrowed, only, ground, holding, weight, listed, power,
        county, bureau, area_team, upgraded,
    ) = seen  # fmt: skip
    match = snapshot.table.match(situation, filing)
    verdict, confidence = match.verdict, match.confidence
    reason = verdict.reason
    sending = snapshot.sendings.of((match, ground, county, bureau, area_team, upgraded))
    team, signing, commanding, supervising, assisting, rejected, rows_sent = sending
    question: str | None = None
    choices: tuple[Choice, ...] = ()
    if team is None:
        question, choices = _question(seen)
        if verdict.team is not None:
            reason, confidence = "no_team", "open"
    _, summary, rows_weighed = weight
    rows = narrowed.rows + holding.rows + ground.rows
    if listed is not None:
        rows += (listed.id,)
    if power is not None:
        rows += (power.id,)
    # As the tuple it is: the constructor of a named tuple takes three times as long.
    return tuple.__new__(
        Competence,
        (
            reason,
            confidence,
            team,
            (holding.field or only.item.field) if only else None,
            only.item.code if only else None,
            signing,
            commanding,
            supervising,
            assisting,
            only.procedures[summary] if only else _NO_PROCEDURE,
            question,
            choices,
            asked.first_receiver if reason == "disputed" else None,
            _neighbours(asked, snapshot) if asked.near else (),
            match.rule,
            rows + rows_weighed + rows_sent,
            rejected,
            match.situation,
            snapshot.edition,
        ),
    )


def _question(seen: Seen) -> tuple[str | None, tuple[Choice, ...]]:
    """Give the row whose question is open: which item it is, or which of its holders."""
    holding = seen.holding
    if seen.only is None or holding.line != "several":
        return seen.narrowed.question, seen.narrowed.choices
    link = seen.only.link
    return link.id if link and link.question_zh else holding.rows[0], holding.choices


def _neighbours(asked: Asked, snapshot: Snapshot) -> tuple[tuple[str, str | None], ...]:
    """Tell who would go on each other side of the border; there, no border is looked at again."""
    return tuple(
        (township, decide(_beyond(asked, township, snapshot), snapshot).team)
        for township in asked.near
    )


def _beyond(asked: Asked, township: str, snapshot: Snapshot) -> Asked:
    district = snapshot.district_of.get(township)
    return asked._replace(township=township, district=district, near=())
