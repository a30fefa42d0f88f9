"""Calling for help and answering: each move with its history, its frame and who is called on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from core import channels, ending, outbox, timers
from core.bulk import BulkInsert
from core.clock import iso
from core.ids import new_id
from dispatch.alerts import operations as alerts
from dispatch.alerts.values import NewAlert
from dispatch.errors import BadAct, IdTaken
from dispatch.events import SosCalled as Called
from dispatch.sos import lifecycle, queries, rules
from dispatch.sos.lifecycle import SosState
from dispatch.sos.models import Sos
from dispatch.sos.values import (
    AGAIN,
    ALERT,
    LEADS_TO,
    NEEDS_WORDS,
    UNANSWERED,
    Caller,
    Near,
    SosActIn,
    SosIn,
)
from dispatch.tasks.values import Spot
from field_units.values import Roster

_HISTORY: Final = BulkInsert(
    SQLModel.metadata.tables["sos_history"],
    (
        "id", "sos_id", "at", "device_at", "from_state", "to_state", "actor", "unit", "act_id",
        "lon", "lat", "accuracy_m",
    ),
)  # fmt: skip
_CALLED: Final = BulkInsert(
    SQLModel.metadata.tables["sos_called"], ("sos_id", "unit"), tail="ON CONFLICT DO NOTHING"
)


async def raise_(
    session: AsyncSession,
    *,
    call: SosIn,
    by: Caller,
    unit: str,
    roster: Roster,
    last_seen: tuple[float, float] | None,
    near: Sequence[Near],
    now: datetime,
) -> Sos:
    """Call for help, once; whoever presses again while his call is open makes it loud again where he is now.

    `last_seen` is where the unit was last, should the phone not know; `near` who is to be called on.

    :raises IdTaken: when the id is another call's
    """
    known = await queries.find_act(session, actor=by.account, act_id=call.id)
    if known is not None:
        return await queries.get(session, sos_id=known.sos_id, node="city")
    sos = await queries.find_open_of(session, account=by.account)
    before = SosState(sos.state) if sos else None
    if sos is None:
        taken = await session.get(Sos, call.id)
        if taken is not None and taken.account == by.account:
            # Said twice at once, and the other was quicker: asked again, it is known.
            raise ending.AlreadyThere("sos")
        if taken is not None:
            raise IdTaken("This id is another call's.", id=str(call.id))
        nodes, facts = roster.nodes_of(unit), roster.units.get(unit)
        sos = Sos(
            id=call.id,
            state=SosState.RAISED,
            version=0,
            unit=unit,
            unit_name=facts.name if facts else unit,
            account=by.account,
            team=nodes["team"],
            district=nodes["district"],
            township=nodes["township"],
            note=call.note,
            raised_at=now,
            calls=0,
            called=[],
            moves=[],
        )
        session.add(sos)
    _put(sos, call.place, last_seen)
    if before is not None and before is not SosState.RAISED:
        sos.state = lifecycle.move(before, SosState.RAISED)
    _note(session, sos, before, by, now, device_at=call.at, act_id=call.id, place=call.place)
    _add_move(sos, by, now, device_at=call.at, words=call.note)
    await call_on(session, sos=sos, near=near, now=now)
    return sos


async def call_on(session: AsyncSession, *, sos: Sos, near: Sequence[Near], now: datetime) -> None:
    """Make a call heard, by these units too, and see that it is heard again."""
    have = {called["unit"] for called in sos.called} | {sos.unit}
    more = [unit for unit in near if unit.unit not in have]
    sos.calls += 1
    sos.called = [
        *sos.called,
        *(
            {"unit": one.unit, "unit_name": one.name, "distance_m": round(one.distance_m)}
            for one in more
        ),
    ]
    ending.later(session, _CALLED, [(sos.id, one.unit) for one in more])
    _tell(session, sos, now)
    timers.set_(session, [(UNANSWERED, str(sos.id), now + AGAIN, {})])
    outbox.record(
        session,
        Called(sos_id=str(sos.id), units=[called["unit"] for called in sos.called]),
        at=now,
    )
    await alerts.raise_alerts(session, alerts=[_alert(sos)], now=now)


async def act(
    session: AsyncSession, *, sos_id: UUID, act: SosActIn, by: Caller, node: str, now: datetime
) -> Sos:
    """Do something about a call for help, once.

    :raises SosNotFound: when there is none of that id within the node
    :raises NotYourSos: when it is not his to do
    :raises SosIllegalMove: when the call is not in a state from which this can be done
    :raises BadAct: when it silences the call and does not say why
    """
    sos = await queries.get(session, sos_id=sos_id, node=node, lock=True)
    known = await queries.find_act(session, actor=by.account, act_id=act.id)
    if known is not None:
        if (known.sos_id, known.to_state) != (sos_id, LEADS_TO[act.do]):
            raise IdTaken("This id is another act's.", id=str(act.id))
        return sos
    rules.see_that_he_may(do=act.do, by=by, unit=sos.unit)
    if act.do in NEEDS_WORDS and act.words is None:
        detail = "This act needs words: the result, or why."
        raise BadAct(
            detail,
            errors=[{"in": "body", "pointer": "/words", "rule": "missing", "detail": detail}],
        )
    await move(
        session, sos=sos, to=LEADS_TO[act.do], by=by, now=now,
        device_at=act.at, act_id=act.id, words=act.words,
    )  # fmt: skip
    return sos


async def move(
    session: AsyncSession,
    *,
    sos: Sos,
    to: SosState,
    by: Caller,
    now: datetime,
    device_at: datetime | None = None,
    act_id: UUID | None = None,
    words: str | None = None,
) -> None:
    """Move a call for help; what is answered is silent, what is called off asks to be believed.

    :raises SosIllegalMove: when the table has no such move
    """
    before = SosState(sos.state)
    sos.state = lifecycle.move(before, to)
    sos.ended = to in lifecycle.ENDED
    _note(session, sos, before, by, now, device_at=device_at, act_id=act_id)
    _add_move(sos, by, now, device_at=device_at, words=words)
    _tell(session, sos, now)
    subject = str(sos.id)
    if to in lifecycle.LOUD:
        timers.set_(session, [(UNANSWERED, subject, now + AGAIN, {})])
        await alerts.raise_alerts(session, alerts=[_alert(sos)], now=now)
    else:
        timers.stop(session, kind=UNANSWERED, subjects=[subject])
        await alerts.end(session, kinds=[ALERT], subjects=[subject], now=now)


def _put(sos: Sos, place: Spot | None, last_seen: tuple[float, float] | None) -> None:
    if place is not None:
        sos.lon, sos.lat, sos.accuracy_m = place.lon, place.lat, place.accuracy_m
    elif sos.lon is None and last_seen is not None:
        sos.lon, sos.lat = last_seen


def _alert(sos: Sos) -> NewAlert:
    return NewAlert(
        kind=ALERT,
        subject=str(sos.id),
        node=f"team:{sos.team}" if sos.team else "city",
        level="critical",
        district=sos.district,
        township=sos.township,
        team=sos.team,
        due_at=sos.raised_at,
        facts={"title": sos.unit_name, "unit_name": sos.unit_name, "state": sos.state},
    )


def _tell(session: AsyncSession, sos: Sos, now: datetime) -> None:
    sos.version += 1
    channels.publish(
        session,
        name="sos.changed",
        data=queries.picture(sos),
        channels=queries.channels_for(sos),
        at=now,
    )


def _add_move(
    sos: Sos, by: Caller, now: datetime, *, device_at: datetime | None, words: str | None
) -> None:
    sos.moves = [
        *sos.moves,
        {
            "state": str(sos.state),
            "at": iso(now),
            "device_at": iso(device_at) if device_at else None,
            "name": by.name,
            "unit": by.unit,
            "words": words,
        },
    ]


def _note(
    session: AsyncSession,
    sos: Sos,
    before: SosState | None,
    by: Caller,
    now: datetime,
    *,
    device_at: datetime | None,
    act_id: UUID | None,
    place: Spot | None = None,
) -> None:
    where = (place.lon, place.lat, place.accuracy_m) if place else (None, None, None)
    ending.later(
        session,
        _HISTORY,
        [
            (
                new_id(), sos.id, now, device_at, before, str(sos.state), by.account, by.unit,
                act_id, *where,
            )
        ],
    )  # fmt: skip
