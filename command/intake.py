"""Intake: reports that wait at the city's door are taken in together, in one transaction.

This is the story of a case's first millisecond: locate, choose the team, write case, history, frames
and news. A report is answered only after the commit. Choosing a unit is the reaction to it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from command import routing
from command.cases import operations as cases
from command.cases import queries
from command.cases.lifecycle import STAGE, CaseState
from command.cases.models import Case
from command.cases.values import CaseReport, NewCase, differing
from command.clocks import following
from command.clocks import rules as clocks
from command.errors import IntakeFull, ReportDiffers
from command.world import World
from core import metrics, tracing
from core.clock import iso, utcnow
from core.db import Database, DatabaseAway
from core.ending import AlreadyThere
from core.errors import DomainError, Unavailable
from core.ids import new_id
from field_units.cells import cell_of

log = structlog.get_logger()

BLOCK: Final = 64
"""Case numbers a quiet process takes at once; what it does not use is never given out again."""


LANES: Final = 2
"""Transactions of one process under way at once: measured, two take in a third more in batches than one or three."""
CROWD: Final = 16
"""How many make a transaction of their own beside another pay: fewer wait for its end, and share the next."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The answer to a report: its case, and whether this report made it."""

    case_no: str
    state: str
    new: bool
    received_at: datetime

    def to_json(self) -> dict[str, object]:
        """Give the answer as the platform reads it."""
        return {
            "case_no": self.case_no,
            "state": self.state,
            "stage": STAGE[CaseState(self.state)],
            "received_at": iso(self.received_at),
        }


Outcome = TakenIn | DomainError


Identity = tuple[str, str]
"""A platform, and its name for an event: one case for ever."""


def take_in(
    session: AsyncSession,
    *,
    reports: Sequence[CaseReport],
    numbers: Sequence[int],
    world: World,
    now: datetime,
    known: Mapping[Identity, Case] | None = None,
) -> list[Outcome]:
    """Take in the reports that wait, in order: each is a case, its first case again, or a contradiction of it.

    `known` are the cases of events that were reported before. Should one be missing there, the
    transaction ends in `AlreadyThere`.
    """
    cases_of: dict[Identity, Case | NewCase] = dict(known or {})
    made: list[NewCase] = []
    outcomes: list[Outcome] = []
    for report, number in zip(reports, numbers, strict=True):
        case = cases_of.get(report.identity)
        if case is None:
            new = cases_of[report.identity] = _make(report, number, world, now)
            made.append(new)
            outcomes.append(TakenIn(new.case_no, new.state, True, new.received_at))
        else:
            outcomes.append(_again(report, case))
    cases.insert_new(session, cases=made, world=world, now=now)
    following.arm_new(session, cases=made)
    return outcomes


def _make(report: CaseReport, number: int, world: World, now: datetime) -> NewCase:
    spot = routing.locate(report, world, now)
    decision, rule, why = routing.choose(report, world, spot, now)
    clock = clocks.begin(
        world.limits, world.book, key=report.key, urgency=report.urgency, start=now
    )
    day = now.astimezone(world.city.zone)
    return NewCase(
        id=new_id(),
        case_no=f"{day:%Y%m%d}-{number:06d}",
        platform=report.platform,
        source_event_id=report.source_event_id,
        state=CaseState.ROUTED if decision.team else CaseState.TO_JUDGE,
        reason=decision.reason,
        scheme=report.key[0],
        kind=report.key[1],
        code=report.key[2],
        urgency=report.urgency,
        title=report.title,
        address=report.address,
        lon=spot.lon,
        lat=spot.lat,
        cell=cell_of(spot.lon, spot.lat),
        district=spot.district,
        township=spot.township,
        team=decision.team,
        field=decision.field,
        item=decision.item,
        body=decision.signing_body,
        due_at=clock.due_at if clock else None,
        due_provisional=clock.provisional if clock else False,
        near_at=clock.near_at if clock else None,
        limit_rule=clock.rule if clock else None,
        occurred_at=report.occurred_at,
        received_at=now,
        changed_at=now,
        report=report.content,
        why=why,
        rule=rule,
    )


async def list_known(
    session: AsyncSession, *, reports: Sequence[CaseReport]
) -> dict[Identity, Case]:
    """Find the cases of those events that were reported before."""
    by_platform: dict[str, set[str]] = {}
    for report in reports:
        by_platform.setdefault(report.platform, set()).add(report.source_event_id)
    return {
        (platform, event_id): case
        for platform, ids in by_platform.items()
        for event_id, case in (
            await queries.find_reported(session, platform=platform, source_event_ids=ids)
        ).items()
    }


def _again(report: CaseReport, case: Case | NewCase) -> Outcome:
    # What a platform added later is no contradiction: it is held against what it reported first.
    fields = differing(case.report.get("reported", case.report), report.content)
    if fields:
        return ReportDiffers(
            "This event was reported before with other content.",
            case_no=case.case_no,
            fields=fields,
        )
    return TakenIn(case.case_no, case.state, False, case.received_at)


# One statement, so that two processes that begin together do not both write the first row.
_TAKE: Final = text(
    "INSERT INTO serial (name, last) VALUES (:name, :block)"
    " ON CONFLICT (name) DO UPDATE SET last = serial.last + excluded.last RETURNING last"
)


async def take_numbers(session: AsyncSession, *, block: int) -> int:
    """Take a block of case numbers; gives the first."""
    last: int = (await session.execute(_TAKE, {"name": "case", "block": block})).scalar_one()
    return last - block + 1


_Waiting = tuple[CaseReport, asyncio.Future[Outcome]]


class Door:
    """Where reports wait for the next commit: bounded, in order, never half taken in.

    In a crowd two lanes take turns at the processor (PostgreSQL): one reads and routes while the other
    waits for the database. While few come, all lanes go together: a commit for three costs hardly more
    than one for one. An event always takes the same lane, so that what is said of it is heard in order.
    """

    def __init__(
        self, database: Database, *, world: Callable[[], World], room: int, batch: int
    ) -> None:
        self._database = database
        self._world = world
        self._batch = batch
        self._room = room
        self._moved_on = asyncio.Event()
        # SQLite has one writer: a second lane would only wait for it.
        lanes = 1 if database.is_sqlite else LANES
        self._lanes: list[deque[_Waiting]] = [deque() for _ in range(lanes)]
        self._under_way: set[int] = set()
        """The lanes that a transaction is under way for."""
        self._trips: asyncio.TaskGroup | None = None
        self._numbers: list[int] = []

    @property
    def waiting(self) -> int:
        """How many reports wait."""
        return sum(map(len, self._lanes))

    def submit(self, report: CaseReport) -> asyncio.Future[Outcome]:
        """Queue a report; the future is done after the commit.

        :raises IntakeFull: when more wait than can be promised.
        """
        if self.waiting >= self._room:
            raise IntakeFull("Too many reports wait; come back.", retry_after_s=1)
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._lanes[hash(report.identity) % len(self._lanes)].append((report, future))
        self._set_out()
        return future

    async def submit_all(self, reports: Sequence[CaseReport]) -> list[Outcome]:
        """Queue many in order, waiting for room; they share commits with whoever else comes."""
        futures: list[asyncio.Future[Outcome]] = []
        for report in reports:
            while self.waiting >= self._room:
                self._moved_on.clear()
                await self._moved_on.wait()
            futures.append(self.submit(report))
        return list(await asyncio.gather(*futures))

    async def run(self) -> None:
        """Take in what waits, for ever: whatever arrives during a commit goes into the next."""
        async with asyncio.TaskGroup() as self._trips:
            self._set_out()
            await asyncio.Event().wait()

    def _set_out(self) -> None:
        """Begin transactions, where they pay; who is queued before their turn comes goes along."""
        while self._trips is not None and (lanes := self._choose()):
            self._under_way.update(lanes)
            self._trips.create_task(self._go(lanes))

    def _choose(self) -> list[int]:
        """Choose the lanes of the next transaction: none, where it pays to wait for the one under way."""
        lanes = [n for n, lane in enumerate(self._lanes) if lane and n not in self._under_way]
        if not self._under_way and self.waiting < CROWD:
            return lanes
        fullest = max(lanes, key=lambda n: len(self._lanes[n]), default=None)
        if fullest is None or (self._under_way and len(self._lanes[fullest]) < CROWD):
            return []
        return [fullest]

    async def _go(self, lanes: Sequence[int]) -> None:
        batch: list[_Waiting] = []
        for lane in (self._lanes[n] for n in lanes):
            while lane and len(batch) < self._batch:
                batch.append(lane.popleft())
        self._moved_on.set()
        # A sender that gave up before we began is not taken in: it was told nothing.
        batch = [(report, future) for report, future in batch if not future.cancelled()]
        if batch:
            await self._take_in(batch)
        self._under_way.difference_update(lanes)
        self._set_out()

    async def _take_in(self, batch: list[_Waiting]) -> None:
        try:
            numbers = await self._take_numbers(len(batch))
            metrics.BATCH.observe(len(batch))
            with tracing.span("intake", reports=len(batch)), metrics.INTAKE.time():
                outcomes = await self._write([report for report, _ in batch], numbers)
        except DatabaseAway as away:
            # Nobody knows whether it was kept. Who sends it again is told: it is one case for ever.
            log.error("database_away", error=str(away))  # noqa: TRY400
            for _, future in batch:
                _answer(future, Unavailable())
            return
        except Exception as failure:
            if len(batch) == 1:
                log.exception("intake_failed", error=repr(failure))
                _answer(batch[0][1], failure)
                return
            # One bad row must not harm its neighbours: try them apart.
            middle = len(batch) // 2
            await self._take_in(batch[:middle])
            await self._take_in(batch[middle:])
            return
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            metrics.REPORTS.labels(_kind(outcome)).inc()
            _answer(future, outcome)

    async def _write(self, reports: Sequence[CaseReport], numbers: Sequence[int]) -> list[Outcome]:
        """Write what is new in one transaction.

        Nearly all is new, so nobody asks before: what was reported before, the database refuses.
        """
        known: dict[Identity, Case] = {}
        while True:
            try:
                async with self._database.transaction() as session:
                    return take_in(
                        session,
                        reports=reports,
                        numbers=numbers,
                        world=self._world(),
                        now=utcnow(),
                        known=known,
                    )
            except AlreadyThere:
                async with self._database.reading() as session:
                    found = await list_known(session, reports=reports)
                if found.keys() == known.keys():
                    raise
                known = found

    async def _take_numbers(self, count: int) -> list[int]:
        while len(self._numbers) < count:
            block = max(BLOCK, 16 * count)
            async with self._database.transaction() as session:
                first = await take_numbers(session, block=block)
            self._numbers += range(first, first + block)
        taken, self._numbers = self._numbers[:count], self._numbers[count:]
        return taken


def _kind(outcome: Outcome) -> str:
    if isinstance(outcome, TakenIn):
        return "new" if outcome.new else "again"
    return "refused"


def _answer(future: asyncio.Future[Outcome], outcome: Outcome | Exception) -> None:
    if future.cancelled():
        return
    if isinstance(outcome, Exception) and not isinstance(outcome, DomainError):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
