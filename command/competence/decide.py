"""Decide who is competent for an act: what is true of it is found first, then one table says what to do.

Pure, from a compiled snapshot alone. Law is that of the day of the act, ownership and the rules
themselves are those of the day of filing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from command.competence.ground import Standing
from command.competence.seeing import Seen, see
from command.competence.snapshot import Snapshot
from command.competence.table import Match
from command.competence.timeline import UNKNOWN
from command.competence.values import Asked, Choice, Competence, Procedure, Rejected
from command.competence.vocabulary import TEAMS


class Sending(NamedTuple):
    """Whom a match sends, which bodies stand behind them, and who stays; rows say so."""

    team: str | None
    signing: str | None
    commanding: str | None
    supervising: str | None
    assisting: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    rows: tuple[str, ...]


class Cast(NamedTuple):
    """Who could be sent; the names are those of `vocabulary.TEAMS`."""

    township_squad: Standing | None
    district_field: Standing | None
    area_team: Standing | None
    upgraded: Standing | None


_NO_PROCEDURE: Final = Procedure()


def decide(asked: Asked, snapshot: Snapshot) -> Competence:
    """Say who is competent, or which question is open; nothing in doubt gets a default."""
    filing = asked.filing_day.toordinal()
    seen = see(asked, snapshot)
    match = snapshot.table.match(seen.situation, filing)
    reason, confidence, only = match.verdict.reason, match.confidence, seen.only
    area_team = upgraded = None
    if seen.power is not None:
        area_team = _team(seen.power.team, snapshot, filing)
    if asked.upgraded_to is not None:
        upgraded = _team(asked.upgraded_to, snapshot, filing)
    # Who goes follows from the match and the rows that meet in it, so it is found once for those.
    meeting = (id(seen.ground), id(seen.county), id(seen.bureau), id(area_team), id(upgraded))
    sending = match.sendings.get(meeting)
    if sending is None:
        cast = Cast(seen.ground.squad, seen.county, area_team, upgraded)
        sending = match.sendings[meeting] = _send(match, cast, seen)
    question: str | None = None
    choices: tuple[Choice, ...] = ()
    if sending.team is None:
        question, choices = _question(seen)
        if match.verdict.team is not None:
            reason, confidence = "no_team", "open"
    return Competence(
        reason,
        confidence,
        sending.team,
        (seen.holding.field or only.unheld.field) if only else None,
        only.item.code if only else None,
        sending.signing,
        sending.commanding,
        sending.supervising,
        sending.assisting,
        only.procedures[seen.weight.summary] if only else _NO_PROCEDURE,
        question,
        choices,
        asked.first_receiver if reason == "disputed" else None,
        _neighbours(asked, snapshot) if asked.near else (),
        match.rule,
        _rows(seen, sending),
        sending.rejected,
        match.situation,
        snapshot.edition,
    )


def _team(code: str, snapshot: Snapshot, day: int) -> Standing | None:
    return snapshot.standings.on(snapshot.numbers.teams.get(code, UNKNOWN), day)


def _send(match: Match, cast: Cast, seen: Seen) -> Sending:
    """Name who signs (主体资格, 处罚权), who commands (日常业务) and who supervises (规范化指导)."""
    verdict, ground = match.verdict, seen.ground
    sent: Standing | None = getattr(cast, verdict.team) if verdict.team else None
    if sent is None:
        return Sending(None, None, None, None, (), _rejected(cast, (), match), ())
    signing, commanding, supervising, rows = sent.signing, sent.commanding, sent.guiding, sent.rows
    is_squad = verdict.team == "township_squad"
    if verdict.name == "bureau" and cast.district_field is not None:
        signing = cast.district_field.signing
        rows += cast.district_field.rows
    elif verdict.name == "own" and is_squad and ground.power and ground.power.name_used:
        signing = ground.power.name_used
    if commanding is None and is_squad and ground.form == "posted" and ground.office is not None:
        commanding = ground.office.name
        rows += (ground.office.id,)
    if supervising is None and seen.bureau is not None:
        supervising = seen.bureau.team.body
        rows += (seen.bureau.team.id,)
    helpers = [getattr(cast, word) for word in verdict.assist]
    codes = dict.fromkeys(standing.code for standing in helpers if standing)
    assisting = tuple(code for code in codes if code != sent.code)
    rejected = _rejected(cast, (sent.code, *assisting), match)
    commanding = commanding or sent.team.body
    return Sending(sent.code, signing, commanding, supervising, assisting, rejected, rows)


def _rejected(cast: Cast, going: tuple[str, ...], match: Match) -> tuple[Rejected, ...]:
    """Say of every team that could have been sent, and does not even assist, why not."""
    if match.situation["items"] != "one":
        return ()
    told, found = set(going), []
    for word, standing in zip(TEAMS, cast, strict=True):
        if standing is not None and standing.code not in told:
            told.add(standing.code)
            found.append(Rejected(standing.code, *match.against[word]))
    return tuple(found)


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


def _rows(seen: Seen, sending: Sending) -> tuple[str, ...]:
    """List the ids of the rows that were used, in the order in which they were asked."""
    rows = seen.narrowed.rows + seen.holding.rows + seen.ground.rows
    if seen.listed is not None:
        rows += (seen.listed.id,)
    if seen.power is not None:
        rows += (seen.power.id,)
    return rows + seen.weight.rows + sending.rows
