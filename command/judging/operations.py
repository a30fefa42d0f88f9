"""Deciding about a case: once, by who may see it, with everything that follows from it in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import judging, lifecycle, queries
from command.cases.lifecycle import CaseState, Outcome
from command.cases.models import Case
from command.cases.operations import announce, leave, note, record
from command.clocks import following
from command.clocks import operations as clocks
from command.clocks.values import SUPPLEMENT
from command.errors import (
    BadJudgement,
    CaseChanged,
    CaseIllegalMove,
    CaseNotFound,
    HeadUnfit,
    JudgementKnown,
    RulingOpen,
)
from command.judging import correcting, merging
from command.judging.models import Judgement
from command.judging.queries import find_ground
from command.judging.values import Decision, JudgementIn
from command.world import World
from core.scope import sees
from grid.values import Crs

NEEDS: Final[Mapping[Decision, tuple[str, ...]]] = {
    Decision.ACCEPT: (),
    Decision.REFUSE: ("ground", "reason"),
    Decision.ASK_BACK: ("missing", "reason"),
    Decision.MERGE: ("into",),
    Decision.UNMERGE: ("reason",),
}
"""What a decision cannot do without."""


async def judge(
    session: AsyncSession,
    *,
    case_no: str,
    said: JudgementIn,
    account: str,
    node: str,
    world: World,
    now: datetime,
) -> Case:
    """Carry a decision out, once for each id: the same again finds it done. Gives the case as it is now.

    :raises CaseNotFound: when there is no such case within the node.
    :raises JudgementKnown: when the id is another decision's.
    :raises BadJudgement: when it lacks what it needs, or names a ground that is not in force.
    :raises CaseChanged: when somebody changed the case since it was read.
    :raises CaseIllegalMove: when the case is not in a state from which this can be done.
    :raises RulingOpen: when the rules ask a question first, and nobody is named.
    :raises HeadUnfit: when the case to merge into is not there, is itself, or is over.
    """
    case, other = await _hold(session, case_no, said, node)
    body = said.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    known = await session.get(Judgement, said.id)
    if known is not None:
        if (known.case_no, known.account, known.body) != (case_no, account, body):
            raise JudgementKnown(id=str(said.id))
        return case
    for name in NEEDS[said.do]:
        if not getattr(said, name):
            raise _bad(name, "missing")
    if case.version != said.version:
        raise CaseChanged("The case was changed meanwhile.", version=case.version, state=case.state)
    match said.do:
        case Decision.ACCEPT:
            await _accept(session, case, said, account, world, now)
        case Decision.REFUSE:
            await _refuse(session, case, said, account, world, now)
        case Decision.ASK_BACK:
            await _ask_back(session, case, said, account, world, now)
        case Decision.MERGE:
            await _end_rest(session, case, account, world, now)
            if other is None:
                raise HeadUnfit(case_no=said.into, errors=[_at("into", "unknown")])
            await merging.merge(
                session,
                case=case,
                head=other,
                judgement=said.id,
                account=account,
                world=world,
                now=now,
            )
        case Decision.UNMERGE:
            if other is None:
                raise CaseIllegalMove(
                    "It is merged into no other case.",
                    state=case.state,
                    wanted=CaseState.TO_JUDGE.value,
                    allowed=[],
                )
            await merging.unmerge(
                session, case=case, head=other, account=account, world=world, now=now
            )
        case _:
            assert_never(said.do)
    session.add(
        Judgement(id=said.id, case_no=case_no, do=said.do, account=account, at=now, body=body)
    )
    return case


async def _hold(
    session: AsyncSession, case_no: str, said: JudgementIn, node: str
) -> tuple[Case, Case | None]:
    """Read the case, and the other one where there are two: always in an order in which nobody waits in a circle."""
    if said.do is Decision.MERGE and said.into is not None:
        # Whoever merges them the other way round at this moment takes them in the same order.
        found = await queries.list_to_merge(session, case_nos={case_no, said.into})
        case = found.get(case_no)
        head = found.get(said.into)
        if case is None or not _sees(node, case):
            raise CaseNotFound("There is no such case.", case_no=case_no)
        return case, head if head is not None and _sees(node, head) else None
    if said.do is Decision.UNMERGE:
        # What follows is held after what it follows, as when it is told on.
        seen = await queries.get(session, case_no=case_no, node=node)
        heads = {seen.merged_into} if seen.merged_into else set()
        held = await queries.list_to_merge(session, case_nos=heads)
        again = await queries.list_to_merge(session, case_nos={case_no})
        return again[case_no], next(iter(held.values()), None)
    return await queries.get(session, case_no=case_no, node=node, lock=True), None


def _sees(node: str, case: Case) -> bool:
    return sees(
        node,
        district=case.district,
        township=case.township,
        team=case.team,
        unit=case.unit,
    )


async def _accept(
    session: AsyncSession,
    case: Case,
    said: JudgementIn,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """Take a case on as it is after all, and send it to the team of the rules, or to the one that is named."""
    judging.refuse_unless_waiting(case, said.version)
    before = queries.channels_for(case)
    spot = None
    if said.place is not None:
        point = _point(said)
        if point is None and said.place.township is None:
            raise _bad("place", "missing")
        spot = correcting.locate(
            case, world=world, point=point, crs=Crs.CGCS2000, township=said.place.township
        )
        correcting.put_place(case, spot, said.place.address)
    if said.category is not None:
        correcting.put_class(case, (said.category.scheme, said.category.kind, said.category.code))
        await clocks.retime(session, case=case, account=account, world=world, now=now)
    asked = correcting.ask(
        case, world=world, spot=spot, item=said.item, field=said.field, subject=said.subject
    )
    decision = correcting.find(case, asked, world)
    if said.team is None or said.team == decision.team:
        if decision.team is None:
            raise RulingOpen(reason=decision.reason, question=case.why["question"])
        judging.route(session, case, decision.team, decision.reason, account, world, now)
    else:
        if said.reason is None:
            raise _bad("reason", "missing")
        await judging.assign(
            session,
            case=case,
            team=said.team,
            reason=said.reason,
            version=case.version,
            account=account,
            world=world,
            now=now,
        )
    leave(session, case, before, now)


def _point(said: JudgementIn) -> tuple[float, float] | None:
    place = said.place
    if place is None or (place.lon is None and place.lat is None):
        return None
    if place.lon is None or place.lat is None:
        raise _bad("place", "missing")
    return place.lon, place.lat


async def _refuse(
    session: AsyncSession,
    case: Case,
    said: JudgementIn,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """End a case on a ground that a row gives: its platform is told which, and in whose words."""
    row = await find_ground(
        session, ground=said.ground or "", day=now.astimezone(world.city.zone).date()
    )
    if row is None:
        raise _bad("ground", "unknown")
    state = case.state
    case.state = lifecycle.end(CaseState(state), Outcome.REFUSED)
    case.outcome, case.asked_at = Outcome.REFUSED, None
    case.told = {"ground": row.ground, "name": row.name_zh, "words": said.reason}
    note(session, [record(case, state, reason="refused", actor=account, now=now)])
    announce(session, case, world, now)
    await following.stop(session, case_nos=[case.case_no], now=now)


async def _ask_back(
    session: AsyncSession,
    case: Case,
    said: JudgementIn,
    account: str,
    world: World,
    now: datetime,
) -> None:
    """Ask the platform for what is missing; the clock rests, should a row allow it while that is waited for."""
    judging.refuse_unless_waiting(case, said.version)
    case.asked_at = now
    case.told = {"missing": list(dict.fromkeys(said.missing)), "words": said.reason}
    note(session, [record(case, case.state, reason="asked_back", actor=account, now=now)])
    day = now.astimezone(world.city.zone).date()
    rests = (
        case.due_at is not None
        and case.paused_at is None
        and world.limits.may_rest(ground=SUPPLEMENT, state=case.state, day=day)
    )
    if rests:
        await clocks.rest(
            session, case=case, ground=SUPPLEMENT, account=account, world=world, now=now
        )
    else:
        announce(session, case, world, now)


async def _end_rest(
    session: AsyncSession, case: Case, account: str, world: World, now: datetime
) -> None:
    """Let a clock go on that rests since the platform was asked."""
    if case.asked_at is not None and case.paused_at is not None:
        await clocks.go_on(session, case=case, account=account, world=world, now=now)


def _bad(field: str, rule: str) -> BadJudgement:
    return BadJudgement(errors=[_at(field, rule)])


def _at(field: str, rule: str) -> dict[str, str]:
    return {"in": "body", "pointer": f"/{field}", "rule": rule, "detail": ""}
