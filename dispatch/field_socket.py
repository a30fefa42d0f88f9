"""The phone's socket: what an officer's client says, and what it is answered."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

import structlog
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from core import channels
from core.auth.values import Principal
from core.bus import Bus
from core.clock import utcnow
from core.db import Database, DatabaseAway
from core.errors import DomainError
from core.http.problems import problem_body
from core.http.validation import validation_error
from core.texts import Lang
from dispatch.errors import BadAct
from dispatch.hands import acts
from dispatch.instructions import operations as instructions
from dispatch.instructions import queries as told
from dispatch.instructions.values import SocketReceiveIn
from dispatch.push import Forces
from dispatch.sos import calling
from dispatch.sos import queries as calls
from dispatch.sos.nearest import Nearest
from dispatch.sos.values import Caller, SocketSosIn
from dispatch.tasks import operations as tasks
from dispatch.tasks import queries
from dispatch.tasks.values import ActIn, Actor, SocketActIn, Spot
from field_units.desk import DutyDesk
from field_units.positions import Positions
from field_units.presence import Presence
from field_units.values import DutyIn, Position, Roster
from field_units.views import channels_of_unit

log = structlog.get_logger()

PERSISTENCE: Final = 3
SEQ_MOST: Final = 2**63 - 1
"""No frame has a greater number; one that does not fit its column would spoil the others' acknowledgements."""

Said = TypeVar("Said", SocketActIn, SocketReceiveIn, SocketSosIn)


class Here(BaseModel):
    """A position a phone reports while on duty."""

    model_config = ConfigDict(allow_inf_nan=False)

    here: Spot
    at: AwareDatetime | None = None


async def do(
    database: Database,
    *,
    task_id: UUID,
    act: ActIn,
    actor: Actor,
    forces: Forces,
    now: datetime,
) -> DomainError | None:
    """Do an act in a transaction of its own; None means done, a refusal is the answer."""
    try:
        async with database.transaction() as session:
            return await acts.act(
                session, task_id=task_id, act=act, actor=actor, forces=forces, now=now
            )
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
                    heard: dict[str, int] = {}
                    for (unit, _), seq in noted.items():
                        heard[unit] = max(seq, heard.get(unit, 0))
                    await instructions.note_delivered(session, heard=heard, now=utcnow())
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
        forces: Callable[[], Forces],
        roster: Callable[[], Roster],
        positions: Positions,
        desk: DutyDesk,
        nearest: Nearest,
    ) -> None:
        self._principal = principal
        self._actor = Actor(account=str(principal.account_id), unit=unit)
        self._device = str(principal.session_id)
        self._lang = lang
        self._database = database
        self._acks = acks
        self._presence = presence
        self._bus = bus
        self._forces = forces
        self._roster = roster
        self._positions = positions
        self._desk = desk
        self._nearest = nearest

    async def snapshot(self, session: AsyncSession) -> dict[str, Any]:
        """Read everything the unit has to do."""
        node = f"unit:{self._actor.unit}"
        open_tasks = await queries.list_open(session, node=node)
        return {
            "cases": [],
            "tasks": [queries.written(task) for task in open_tasks],
            "instructions": await told.list_open(session, node=node),
            "sos": [calls.picture(sos) for sos in await calls.list_open(session, node=node)],
            "unit": await self._desk.read(session, unit=self._actor.unit, now=utcnow()),
        }

    async def hear(self, word: dict[str, Any]) -> dict[str, Any] | None:
        """Answer one message; acknowledgements and positions get no answer.

        :raises Invalid: when it fits no form of the wire, or is a position that is none
        """
        if "do" in word:
            return await self._act(word)
        if "duty" in word:
            return await self._duty(word)
        if "here" in word:
            await self._here(word)
            return None
        ack = word.get("ack")
        if isinstance(ack, int) and not isinstance(ack, bool) and 0 <= ack <= SEQ_MOST:
            self._acks.note(unit=self._actor.unit, device=self._device, seq=ack)
            return None
        raise BadAct("This message fits no form of the wire.")

    async def _act(self, word: dict[str, Any]) -> dict[str, Any]:
        if "instruction" in word:
            return await self._do(word, SocketReceiveIn, self._receive)
        if word["do"] == "sos":
            return await self._do(word, SocketSosIn, self._call_for_help)
        return await self._do(word, SocketActIn, self._work)

    async def _do(
        self,
        word: dict[str, Any],
        form: type[Said],
        do_it: Callable[[Said], Awaitable[DomainError | None]],
    ) -> dict[str, Any]:
        """Do what a word asks, once, and answer for it."""
        try:
            said = form.model_validate(word)
        except ValidationError as wrong:
            given = word.get("id")
            errors = wrong.errors(include_url=False)
            return self._refused(
                given if isinstance(given, str) else None, validation_error(errors, self._lang)
            )
        for _ in range(PERSISTENCE):
            try:
                refused = await do_it(said)
            except DatabaseAway:
                raise
            except DomainError as no:
                refused = no
            except Exception as failure:
                # Two sockets may send the same act at once: the second finds it done.
                log.warning("act_failed", act_id=str(said.id), error=repr(failure))
                await asyncio.sleep(0.05)
                continue
            if refused is None:
                return {"done": str(said.id)}
            return self._refused(str(said.id), refused)
        # Nothing is answered that is not known: the client asks again on its next connection.
        raise ConnectionError("the act could not be kept")

    async def _work(self, act: SocketActIn) -> DomainError | None:
        return await do(
            self._database,
            task_id=act.task,
            act=act,
            actor=self._actor,
            forces=self._forces(),
            now=utcnow(),
        )

    async def _receive(self, receive: SocketReceiveIn) -> None:
        async with self._database.transaction() as session:
            await instructions.receive(
                session,
                instruction_id=receive.instruction,
                unit=self._actor.unit,
                account=self._actor.account,
                receive=receive,
                now=utcnow(),
            )

    async def _call_for_help(self, call: SocketSosIn) -> None:
        by = Caller(self._actor.account, self._principal.name, self._actor.unit)
        await calling.call(
            self._database, self._nearest, call=call, by=by, unit=self._actor.unit, now=utcnow()
        )

    async def _duty(self, word: dict[str, Any]) -> dict[str, Any]:
        """Take a word about duty; what becomes of it is told to the crew's other phones as a frame."""
        given = {"do": word["duty"], "id": word.get("id"), "at": word.get("at")}
        try:
            said = DutyIn.model_validate(given)
        except ValidationError as wrong:
            refused = validation_error(wrong.errors(include_url=False), self._lang)
            return self._refused(given["id"] if isinstance(given["id"], str) else None, refused)
        try:
            await self._desk.say(said, principal=self._principal, now=utcnow())
        except DomainError as no:
            return self._refused(str(said.id), no)
        return {"done": str(said.id)}

    async def _here(self, word: dict[str, Any]) -> None:
        try:
            here = Here.model_validate(word)
        except ValidationError as wrong:
            raise validation_error(wrong.errors(include_url=False), self._lang) from None
        spot = here.here
        at = Position(spot.lon, spot.lat, here.at, spot.accuracy_m)
        self._positions.take(self._actor.unit, at, utcnow())

    async def present(self, *, online: bool) -> None:
        """Tell whoever watches that a phone of the unit came or left."""
        now = utcnow()
        self._presence.note(unit=self._actor.unit, now=now, gone=not online)
        await self._tell("unit.presence", {"unit": self._actor.unit, "online": online}, now)

    async def _tell(self, name: str, data: dict[str, Any], now: datetime) -> None:
        text = channels.unnumbered(name, data, now)
        for channel in channels_of_unit(self._roster(), self._actor.unit):
            await self._bus.loose(channel, text)

    def _refused(self, act_id: str | None, refused: DomainError) -> dict[str, Any]:
        return {"refused": act_id, "problem": problem_body(refused, self._lang)}
