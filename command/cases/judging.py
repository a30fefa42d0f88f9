"""What people decide about a case that waits for judgement: a team, or a ruling that names one."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import lifecycle, rules
from command.cases.lifecycle import CaseState
from command.cases.models import Case
from command.cases.operations import announce, move, note
from command.errors import (
    CaseChanged,
    CaseIllegalMove,
    RulingBeyond,
    RulingOpen,
    TeamElsewhere,
    TeamUnknown,
)
from command.events import CaseRouted
from command.world import World
from core import outbox
from core.clock import iso
from core.scope import WHOLE

Ruling = Literal["upgrade", "designation"]
"""提级管辖 and 指定管辖, 行政处罚法 Art 25: who is above the bodies that disagree names one."""

REASON: Final = {"upgrade": "upgraded", "designation": "designated"}


async def assign(
    session: AsyncSession,
    *,
    case: Case,
    team: str,
    reason: str,
    version: int,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """Send a case that waits for judgement to the team a person has chosen.

    :raises CaseChanged: when somebody changed it since it was read.
    :raises TeamUnknown: when there is no such team.
    :raises TeamElsewhere: when the case's place is not the team's.
    :raises CaseIllegalMove: when it does not wait for judgement.
    """
    refuse_unless_waiting(case, version)
    facts = world.roster.teams.get(team)
    if facts is None:
        raise TeamUnknown("There is no such team.", team=team, errors=[_at_team("unknown")])
    if not facts.serves(district=case.district, township=case.township):
        raise TeamElsewhere(
            "This team serves another place.", team=team, errors=[_at_team("elsewhere")]
        )
    wanted = next(
        (
            name
            for name in world.book.fields_of((case.scheme, case.kind, case.code))
            if name in facts.fields
        ),
        None,
    )
    case.body = facts.body
    case.field = wanted or min(facts.fields, default=None)
    if case.district is None:
        case.district = facts.district
    case.why = {**case.why, "judged": {"by": account, "reason": reason, "at": iso(now)}}
    route(session, case, facts.code, "assigned", account, world, now)


async def rule(
    session: AsyncSession,
    *,
    case: Case,
    kind: Ruling,
    team: str,
    item: str | None,
    reason: str,
    version: int,
    account: str,
    node: str,
    world: World,
    now: datetime,
) -> None:
    """Record the decision that names who deals with a case, and send it there by the city's own rules.

    :raises RulingBeyond: when the one who decides stands neither for a district nor for the city.
    :raises CaseChanged: when somebody changed the case since it was read.
    :raises TeamUnknown: when there is no such team.
    :raises CaseIllegalMove: when it does not wait for judgement.
    :raises RulingOpen: when the rules ask a question first, whoever is named.
    """
    if node != WHOLE and not node.startswith("district:"):
        raise RulingBeyond(node=node)
    refuse_unless_waiting(case, version)
    facts = world.roster.teams.get(team)
    if facts is None:
        raise TeamUnknown("There is no such team.", team=team, errors=[_at_team("unknown")])
    key = (case.scheme, case.kind, case.code)
    if "asked" not in case.why:
        raise RulingOpen(reason=case.reason)
    decision, why = rules.ruled(
        case.why, key=key, team=team, item=item, snapshot=world.snapshot, book=world.book
    )
    if decision.team is None:
        raise RulingOpen(reason=decision.reason, question=why["question"])
    said = {"kind": kind, "team": team, "reason": reason, "by": account, "at": iso(now)}
    case.why = {**why, "rulings": [*why.get("rulings", ()), said]}
    case.body, case.item = decision.signing_body, decision.item
    case.field = decision.field
    route(session, case, decision.team, REASON[kind], account, world, now)


def route(
    session: AsyncSession,
    case: Case,
    team: str,
    reason: str,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """Send a case on its way to a team; nothing is asked of its platform any more."""
    case.team = team
    case.asked_at = case.told = None
    note(session, [move(case, CaseState.ROUTED, reason=reason, actor=account, now=now)])
    announce(session, case, world, now)
    outbox.record(session, CaseRouted(case_no=case.case_no), at=now)


def refuse_unless_waiting(case: Case, version: int) -> None:
    """Refuse what is said of a case that was not read as it is, or does not wait for judgement.

    :raises CaseChanged: when somebody changed it since it was read.
    :raises CaseIllegalMove: when it does not wait for judgement.
    """
    if case.version != version:
        raise CaseChanged("The case was changed meanwhile.", version=case.version, state=case.state)
    if case.state != CaseState.TO_JUDGE:
        # Who works on it is recalled first, so that nobody finds himself on the way to another's case.
        raise CaseIllegalMove(
            f"A case that is {case.state} does not wait for judgement.",
            state=case.state,
            wanted=CaseState.ROUTED.value,
            allowed=sorted(onward.value for onward in lifecycle.MOVES[CaseState(case.state)]),
        )


def _at_team(rule: str) -> dict[str, str]:
    return {"in": "body", "pointer": "/team", "rule": rule, "detail": ""}
