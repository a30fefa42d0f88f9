"""Who is sent, in whose name, who commands and who supervises: what follows once a rule has matched."""

from __future__ import annotations

from typing import Final, NamedTuple

from command.competence.ground import Ground, Standing
from command.competence.table import Match
from command.competence.values import Rejected
from command.competence.vocabulary import TEAMS

REMEMBERED: Final = 65_536
"""Meetings whose outcome a snapshot keeps at most; beyond it each is found anew."""


class Sending(NamedTuple):
    """Whom a match sends, which bodies stand behind them, and who stays; rows say so."""

    team: str | None
    signing: str | None = None
    commanding: str | None = None
    supervising: str | None = None
    assisting: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    rows: tuple[str, ...] = ()


class Cast(NamedTuple):
    """Who could be sent; the names are those of `vocabulary.TEAMS`."""

    township_squad: Standing | None
    district_field: Standing | None
    area_team: Standing | None
    upgraded: Standing | None


Meeting = tuple[Match, Ground, Standing | None, Standing | None, Standing | None, Standing | None]
"""A match and the rows that meet in it: ground, the county's team, the bureau's, the area's, the
one that a decision names. They are alike only if they are the same."""


class Sendings:
    """Who is sent where the same rows meet, found once for as many as are remembered."""

    def __init__(self) -> None:
        self._known: dict[Meeting, Sending] = {}

    def __len__(self) -> int:
        return len(self._known)

    def of(self, meeting: Meeting) -> Sending:
        """Tell who is sent."""
        sending = self._known.get(meeting)
        if sending is None:
            sending = _send(*meeting)
            if len(self._known) < REMEMBERED:
                self._known[meeting] = sending
        return sending


def _send(
    match: Match,
    ground: Ground,
    county: Standing | None,
    bureau: Standing | None,
    area_team: Standing | None,
    upgraded: Standing | None,
) -> Sending:
    """Name who signs (主体资格, 处罚权), who commands (日常业务) and who supervises (规范化指导)."""
    verdict, cast = match.verdict, Cast(ground.squad, county, area_team, upgraded)
    sent: Standing | None = getattr(cast, verdict.team) if verdict.team else None
    if sent is None:
        return Sending(None, rejected=_rejected(cast, (), match))
    signing, commanding, supervising, rows = sent.signing, sent.commanding, sent.guiding, sent.rows
    is_squad = verdict.team == "township_squad"
    if verdict.name == "bureau" and county is not None:
        signing = county.signing
        rows += county.rows
    elif verdict.name == "own" and is_squad and ground.power and ground.power.name_used:
        signing = ground.power.name_used
    if commanding is None and is_squad and ground.form == "posted" and ground.office is not None:
        commanding = ground.office.name
        rows += (ground.office.id,)
    if supervising is None and bureau is not None:
        supervising = bureau.team.body
        rows += (bureau.team.id,)
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
