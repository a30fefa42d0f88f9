"""The phone's socket: what an officer's client says, and what it is answered."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from core import channels
from core.auth.values import Principal
from core.bus import Bus
from core.clock import iso, utcnow
from core.db import Database, DatabaseAway
from core.errors import DomainError
from core.http.problems import problem_body
from core.http.validation import validation_error
from core.scope import channels_of
from core.texts import Lang
from dispatch.errors import BadAct
from dispatch.tasks import operations as tasks
from dispatch.tasks import queries
from dispatch.tasks.values import ActIn, Actor, SocketActIn, Spot
from field_units.presence import Presence
from field_units.rules import is_on_duty
from field_units.values import Position, Roster

log = structlog.get_logger()

PERSISTENCE: Final = 3
SEQ_MOST: Final = 2**63 - 1
"""No frame has a greater number; one that does not fit its column would spoil the others' acknowledgements."""
MOVES_EVERY: Final = timedelta(seconds=2)
"""A unit's marker moves no oftener than this on anybody's map."""


class Here(BaseModel):
    """A position a phone reports while on duty."""

    model_config = ConfigDict(allow_inf_nan=False)

    here: Spot
    at: AwareDatetime | None = None


async def do(
    database: Database, *, task_id: UUID, act: ActIn, actor: Actor, now: datetime
) -> DomainError | None:
    """Do an act in a transaction of its own; None means done, a refusal is the answer."""
    try:
        async with database.transaction() as session:
            return await tasks.act(session, task_id=task_id, act=act, actor=actor, now=now)
    except DomainError as refused:
        return refused


class Acks:
    """Acknowledgements of all phones, written together a few times a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._newest: dict[tuple[str, str], int] = {}

    def note(self, *, unit: str, device: str, seq: int) -> None:
        """Note how far a device has heard."""
        key = (unit, device)
        self._newest[key] = max(seq, self._newest.get(key, 0))

    async def run(self) -> None:
        """Write what was noted, for ever."""
        while True:
            await asyncio.sleep(0.2)
            noted, self._newest = self._newest, {}
            if not noted:
                continue
            try:
                async with self._database.transaction() as session:
                    for (unit, device), seq in sorted(noted.items()):
                        await tasks.acknowledge(
                            session,
                            channel=f"unit:{unit}",
                            unit=unit,
                            device=device,
                            seq=seq,
                            now=utcnow(),
                        )
            except Exception as failure:
                # Acknowledgements are cumulative and never required: the next one says it again.
                log.warning("acks_not_written", error=repr(failure))


class Phone:
    """One phone's side of the conversation."""

    def __init__(
        self,
        *,
        principal: Principal,
        unit: str,
        lang: Lang,
        database: Database,
        acks: Acks,
        presence: Presence,
        bus: Bus,
        roster: Callable[[], Roster],
        zone: Callable[[], ZoneInfo],
    ) -> None:
        self._actor = Actor(account=str(principal.account_id), unit=unit)
        self._device = str(principal.session_id)
        self._lang = lang
        self._database = database
        self._acks = acks
        self._presence = presence
        self._bus = bus
        self._roster = roster
        self._zone = zone
        self._moved_at: datetime | None = None

    async def snapshot(self, session: AsyncSession) -> dict[str, Any]:
        """Read everything the unit has to do."""
        open_tasks = await queries.list_open(session, node=f"unit:{self._actor.unit}")
        return {
            "cases": [],
            "tasks": [queries.picture(task) for task in open_tasks],
            "unit": {"code": self._actor.unit, "name": self._unit_name()},
        }

    async def hear(self, word: dict[str, Any]) -> dict[str, Any] | None:
        """Answer one message; acknowledgements and positions get no answer.

        :raises Invalid: when it fits no form of the wire, or is a position that is none
        """
        if "do" in word:
            return await self._act(word)
        if "here" in word:
            await self._here(word)
            return None
        ack = word.get("ack")
        if isinstance(ack, int) and not isinstance(ack, bool) and 0 <= ack <= SEQ_MOST:
            self._acks.note(unit=self._actor.unit, device=self._device, seq=ack)
            return None
        raise BadAct("This message fits no form of the wire.")

    async def _act(self, word: dict[str, Any]) -> dict[str, Any]:
        try:
            act = SocketActIn.model_validate(word)
        except ValidationError as wrong:
            given = word.get("id")
            errors = wrong.errors(include_url=False)
            return self._refused(
                given if isinstance(given, str) else None, validation_error(errors, self._lang)
            )
        for _ in range(PERSISTENCE):
            try:
                refused = await do(
                    self._database, task_id=act.task, act=act, actor=self._actor, now=utcnow()
                )
            except DatabaseAway:
                raise
            except Exception as failure:
                # Two sockets may send the same act at once: the second finds it done.
                log.warning("act_failed", act_id=str(act.id), error=repr(failure))
                await asyncio.sleep(0.05)
                continue
            return {"done": str(act.id)} if refused is None else self._refused(str(act.id), refused)
        # Nothing is answered that is not known: the client asks again on its next connection.
        raise ConnectionError("the act could not be kept")

    async def _here(self, word: dict[str, Any]) -> None:
        try:
            spot = Here.model_validate(word).here
        except ValidationError as wrong:
            raise validation_error(wrong.errors(include_url=False), self._lang) from None
        now = utcnow()
        unit = self._actor.unit
        facts = self._roster().units.get(unit)
        if facts is None or not is_on_duty(facts, now.astimezone(self._zone())):
            # Where officers are in their own time is nobody's business.
            return
        self._presence.note(unit=unit, now=now, at=Position(spot.lon, spot.lat))
        if self._moved_at is None or now - self._moved_at >= MOVES_EVERY:
            self._moved_at = now
            data = {"unit": unit, "lon": spot.lon, "lat": spot.lat, "at": iso(now)}
            await self._tell("unit.moved", data, now)

    async def present(self, *, online: bool) -> None:
        """Tell whoever watches that a phone of the unit came or left."""
        now = utcnow()
        self._presence.note(unit=self._actor.unit, now=now, gone=not online)
        await self._tell("unit.presence", {"unit": self._actor.unit, "online": online}, now)

    async def _tell(self, name: str, data: dict[str, Any], now: datetime) -> None:
        text = channels.unnumbered(name, data, now)
        roster = self._roster()
        unit = roster.units.get(self._actor.unit)
        team = roster.teams.get(unit.team) if unit else None
        if team is not None:
            for channel in channels_of(
                district=team.district, township=team.township, team=team.code
            ):
                await self._bus.loose(channel, text)

    def _unit_name(self) -> str:
        unit = self._roster().units.get(self._actor.unit)
        return unit.name if unit else self._actor.unit

    def _refused(self, act_id: str | None, refused: DomainError) -> dict[str, Any]:
        return {"refused": act_id, "problem": problem_body(refused, self._lang)}
