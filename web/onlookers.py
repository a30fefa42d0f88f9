"""Who else has a case open: told to those who have it open, too, for as long as their consoles say so.

It is kept in Redis, each entry with the moment until which it holds, and said again with every beat: what
Redis loses comes back, and a process that died is forgotten. A socket never waits for it. Nothing rests
on it: what keeps two people from overwriting each other is the version of the case.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final

import orjson
import structlog
from pydantic import BaseModel, Field
from redis.exceptions import RedisError

from command.cases import queries
from command.errors import CaseNotFound
from core import channels
from core.bus import Bus
from core.clock import utcnow
from core.db import Database, DatabaseAway
from core.hub import Line
from core.ids import new_id
from core.wire import framed
from core.words import Words

log = structlog.get_logger()

BEAT_S: Final = 15
"""How often it is said again who has what open."""
HOLDS_S: Final = 40
"""How long an entry holds that is not said again."""


class OpenIn(BaseModel):
    """Which case a console has open; null: none any more."""

    open: Annotated[Words, Field(min_length=1, max_length=40)] | None


@dataclass(slots=True, eq=False)
class _Open:
    """A case on one console, and the others last told there."""

    case_no: str
    told: list[dict[str, str]] = field(default_factory=list)
    id: str = field(default_factory=lambda: new_id().hex)


class Onlookers:
    """The consoles of this process that have a case open, and what the other processes say of theirs."""

    def __init__(self, database: Database, bus: Bus, *, prefix: str) -> None:
        self._database = database
        self._bus = bus
        self._prefix = f"{prefix}:onlookers"
        self._open: dict[Line, _Open] = {}
        self._left: dict[str, str] = {}
        self._ours: set[str] = set()
        self._theirs: set[str] = set()
        self._stirred = asyncio.Event()

    async def open(self, line: Line, case_no: str | None) -> None:
        """Note which case a console has open; None: none any more.

        :raises CaseNotFound: when there is no such case within its scope
        """
        self.leave(line)
        if case_no is None:
            return
        async with self._database.reading() as session:
            await queries.get(session, case_no=case_no, node=line.principal.scope)
        self._open[line] = _Open(case_no)
        self._ours.add(case_no)
        self._stirred.set()

    def leave(self, line: Line) -> None:
        """Forget a console: it has closed its case, or is gone."""
        before = self._open.pop(line, None)
        if before is not None:
            self._left[before.id] = before.case_no
            self._ours.add(before.case_no)
            self._stirred.set()

    def hear(self, case_no: str) -> None:
        """Hear from another process that somebody opened or left a case."""
        if any(one.case_no == case_no for one in self._open.values()):
            self._theirs.add(case_no)
            self._stirred.set()

    async def run(self) -> None:
        """Say and hear who has what open, for ever."""
        while True:
            try:
                await asyncio.wait_for(self._stirred.wait(), BEAT_S)
            except TimeoutError:
                self._theirs |= {one.case_no for one in self._open.values()}
            self._stirred.clear()
            with contextlib.suppress(DatabaseAway):
                await self.exchange(utcnow())

    async def exchange(self, now: datetime) -> None:
        """Write who has what open here, read who has it anywhere, and tell what is new."""
        ours, self._ours = self._ours, set()
        theirs, self._theirs = self._theirs, set()
        left, self._left = self._left, {}
        try:
            found = await self._ask(ours | theirs, left, now)
        except (RedisError, OSError) as failure:
            # The next beat says it again; who left is forgotten when his entry no longer holds.
            log.warning("onlookers_unknown", error=repr(failure))
            return
        for case_no in ours:
            await self._bus.touched(case_no)
        for case_no, onlookers in found.items():
            await self._tell(case_no, onlookers, now)

    async def _ask(
        self, cases: Iterable[str], left: dict[str, str], now: datetime
    ) -> dict[str, list[dict[str, str]]]:
        here = {case_no: self._lines(case_no) for case_no in cases}
        asked = [case_no for case_no, lines in here.items() if lines]
        until = now.timestamp() + HOLDS_S
        async with self._bus.redis.pipeline(transaction=False) as pipeline:
            for line_id, case_no in left.items():
                pipeline.hdel(self._key(case_no), line_id)
            for case_no in asked:
                entries = [
                    part
                    for line, opened in here[case_no]
                    for part in (opened.id, orjson.dumps([until, _onlooker(line)]).decode())
                ]
                pipeline.hset(self._key(case_no), items=entries)
                pipeline.expire(self._key(case_no), HOLDS_S)
            for case_no in asked:
                pipeline.hgetall(self._key(case_no))
            answers = await pipeline.execute()
        rows = answers[len(answers) - len(asked) :]
        return {
            case_no: _those_who_hold(row.values(), now)
            for case_no, row in zip(asked, rows, strict=True)
        }

    async def _tell(self, case_no: str, onlookers: list[dict[str, str]], now: datetime) -> None:
        """Tell each console the others; it may see the case no longer, and is then told nothing more."""
        for line, opened in self._lines(case_no):
            mine = str(line.principal.account_id)
            others = [onlooker for onlooker in onlookers if onlooker["account"] != mine]
            if others == opened.told:
                continue
            try:
                async with self._database.reading() as session:
                    await queries.get(session, case_no=case_no, node=line.principal.scope)
            except CaseNotFound:
                self.leave(line)
                continue
            opened.told = others
            data = {"case_no": case_no, "onlookers": others}
            line.loose(framed(channels.unnumbered("case.onlookers", data, now)))

    def _lines(self, case_no: str) -> list[tuple[Line, _Open]]:
        return [(line, one) for line, one in self._open.items() if one.case_no == case_no]

    def _key(self, case_no: str) -> str:
        return f"{self._prefix}:{case_no}"


def _onlooker(line: Line) -> dict[str, str]:
    principal = line.principal
    return {
        "account": str(principal.account_id),
        "name": principal.name,
        "node_name": principal.node_name,
    }


def _those_who_hold(rows: Iterable[Any], now: datetime) -> list[dict[str, str]]:
    """Give each person once, whatever many windows he has."""
    found: dict[str, dict[str, str]] = {}
    for raw in rows:
        until, onlooker = orjson.loads(raw)
        if until > now.timestamp():
            found[onlooker["account"]] = onlooker
    return sorted(found.values(), key=lambda onlooker: (onlooker["name"], onlooker["account"]))
