"""The wall: a node as a hall full of people may see it. What could name anybody is left out here, not there.

A wall is asked of whole, again and again: there is nothing to miss, nothing to mend and nothing that grows. One
reading serves all the walls of a node.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from command.cases import figures
from command.cases.lifecycle import CaseState
from command.cases.models import Case
from command.world import World
from core.auth.errors import RoleNotAllowed
from core.auth.values import Role
from core.clock import iso, utcnow
from core.db import Database
from core.http import Watching, documented
from dispatch.sos import queries as sos
from dispatch.sos.models import Sos
from dispatch.tasks import queries as tasks
from field_units import queries as units
from field_units.presence import Presence
from web import snapshot

router = APIRouter(tags=["screens"])

LASTS: Final = timedelta(seconds=1)
"""How old a picture may be that is given again."""
DAY_LASTS: Final = timedelta(minutes=1)
FIRST: Final = 3
"""How much of its list a count shows."""
NEWS: Final = 12
MOVES: Final = 80
"""From so many moves the news are taken: a case may have moved several times, and is told once."""
GRAIN: Final = 0.01
"""Degrees, about a kilometre: no nearer is it told where somebody is."""
AT_WORK: Final = frozenset({"en_route", "on_site"})


class Count(StrEnum):
    """What a wall counts."""

    SOS = "sos"
    OVERDUE = "overdue"
    TO_JUDGE = "to_judge"
    UNANSWERED = "unanswered"
    IN_HAND = "in_hand"


class LineOut(BaseModel):
    """A case, or a call for help, as a hall may see it: no number, no address, no name, no word of anybody's."""

    state: str
    class_name: str | None
    district_name: str | None
    township_name: str | None
    team_name: str | None
    returned: bool
    since: AwareDatetime | None
    """What its time is counted from: when it was due, was raised, came or last changed."""


class CountOut(BaseModel):
    """A number, and the first of what it counts."""

    name: Count
    count: int
    first: list[LineOut]


class TownOut(BaseModel):
    """Open cases of a township; null: those of which no township is known."""

    township: str | None
    open: int
    overdue: int
    near: int


class UnitCountOut(BaseModel):
    """How many units are in a state; those who rest are told apart from those off duty (`break`)."""

    state: str
    count: int


class SpotOut(BaseModel):
    """About where units are that move or work, or somebody who calls for help (`sos`): to a kilometre."""

    state: str
    lon: float
    lat: float
    count: int


class HourOut(BaseModel):
    """What came and what was closed in an hour of today."""

    came: int
    closed: int


class WallOut(BaseModel):
    """A node as a wall shows it."""

    at: AwareDatetime
    node_name: str
    ends_at: AwareDatetime | None
    """When the link of a kiosk ends."""
    counts: list[CountOut]
    towns: list[TownOut]
    news: list[LineOut]
    units: list[UnitCountOut]
    spots: list[SpotOut]
    hours: Annotated[list[HourOut], Field(min_length=23, max_length=25)]


@router.get(
    "/api/v1/wall",
    summary="What a wall shows",
    responses={200: {"model": WallOut}, **documented(401, 403, 503)},
)
async def read_wall(request: Request, principal: Watching) -> dict[str, Any]:
    """Give the caller's node as a hall full of people may see it, whoever asks.

    :raises RoleNotAllowed: for an officer, who stands at no node
    """
    if principal.role is Role.OFFICER:
        raise RoleNotAllowed(
            role=principal.role, allowed=[str(role) for role in Role if role is not Role.OFFICER]
        )
    walls: Walls = request.app.state.walls
    ends_at = iso(principal.expires_at) if principal.role is Role.KIOSK else None
    shown = await walls.show(principal.node, now=utcnow())
    return {**shown, "node_name": principal.node_name, "ends_at": ends_at}


@dataclass(slots=True)
class _Kept:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    at: datetime | None = None
    picture: dict[str, Any] = field(default_factory=dict)
    hours_at: datetime | None = None
    hours: list[dict[str, int]] = field(default_factory=list)


class Walls:
    """The pictures of this process's walls, one for each node that is looked at."""

    def __init__(
        self, database: Database, *, world: Callable[[], World], presence: Presence
    ) -> None:
        self._database = database
        self._world = world
        self._presence = presence
        self._kept: dict[str, _Kept] = {}

    async def show(self, node: str, *, now: datetime) -> dict[str, Any]:
        """Give a node's picture, read anew unless it was read just now."""
        kept = self._kept.setdefault(node, _Kept())
        async with kept.lock:
            if _is_old(kept.at, now, LASTS):
                async with self._database.reading() as session:
                    if _is_old(kept.hours_at, now, DAY_LASTS):
                        kept.hours = await _hours(session, node, self._world(), now)
                        kept.hours_at = now
                    seen = await take(
                        session, node=node, world=self._world(), presence=self._presence, now=now
                    )
                kept.picture, kept.at = {**seen, "hours": kept.hours}, now
            return kept.picture


def _is_old(at: datetime | None, now: datetime, lasts: timedelta) -> bool:
    # A clock that was put back must not make a picture last.
    return at is None or abs(now - at) > lasts


async def take(
    session: AsyncSession, *, node: str, world: World, presence: Presence, now: datetime
) -> dict[str, Any]:
    """Read what a wall shows of a node."""
    counted = await figures.count_open(session, node=node, now=now)
    calls = await sos.list_open(session, node=node)
    by_state: Counter[str] = Counter()
    for row in counted:
        by_state[row.state] += row.open
    state, changed = col(Case.state), col(Case.changed_at)
    lists = {
        Count.OVERDUE: (figures.is_overdue(now), col(Case.due_at)),
        Count.TO_JUDGE: (state == CaseState.TO_JUDGE, changed),
        Count.UNANSWERED: (state == CaseState.SENT, changed),
        Count.IN_HAND: (state.in_(figures.IN_HAND), col(Case.received_at)),
    }
    numbers = {
        Count.OVERDUE: sum(row.overdue for row in counted),
        Count.TO_JUDGE: by_state[CaseState.TO_JUDGE],
        Count.UNANSWERED: by_state[CaseState.SENT],
        Count.IN_HAND: sum(by_state[one] for one in figures.IN_HAND),
    }
    counts = [_count(Count.SOS, len(calls), [_call(call, world) for call in calls[:FIRST]])]
    for name, (which, by) in lists.items():
        first = await figures.list_first(session, node=node, which=which, by=by, most=FIRST)
        counts.append(_count(name, numbers[name], [_line(row, world) for row in first]))
    news = _latest(await figures.list_news(session, node=node, now=now, most=MOVES))
    pictures = snapshot.list_units(
        node=node,
        open_tasks=await tasks.list_hands(session, node=node),
        world=world,
        presence=presence,
        said=await units.map_said(session),
        now=now,
    )
    return {
        "at": iso(now),
        "counts": counts,
        "towns": _towns(counted),
        "news": [_line(row, world) for row in news],
        "units": [
            {"state": state, "count": count}
            for state, count in sorted(Counter(map(_stands, pictures)).items())
        ],
        "spots": _spots(calls, pictures),
    }


def _count(name: Count, count: int, first: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": name, "count": count, "first": first}


def _line(row: Any, world: World) -> dict[str, Any]:
    return {
        "state": row.state,
        "class_name": world.book.class_name((row.scheme, row.kind, row.code)),
        "district_name": world.area_name(row.district),
        "township_name": world.area_name(row.township),
        "team_name": world.team_name(row.team),
        "returned": row.hops > 0,
        "since": iso(row.since) if row.since else None,
    }


def _call(call: Sos, world: World) -> dict[str, Any]:
    district, township = call.district, call.township
    if call.lon is not None and call.lat is not None:
        # Where help is needed, not where the unit belongs.
        place = world.city.index.locate(call.lon, call.lat)
        district, township = place.district or district, place.township or township
    return {
        "state": call.state,
        "class_name": None,
        "district_name": world.area_name(district),
        "township_name": world.area_name(township),
        "team_name": world.team_name(call.team),
        "returned": False,
        "since": iso(call.raised_at),
    }


def _latest(moves: Sequence[Any]) -> list[Any]:
    """Take the last move of each case, newest first."""
    told: dict[Any, Any] = {}
    for row in moves:
        told.setdefault(row.case_id, row)
    return list(told.values())[:NEWS]


def _towns(counted: Sequence[Any]) -> list[dict[str, Any]]:
    towns: dict[str | None, dict[str, Any]] = {}
    for row in counted:
        town = towns.setdefault(
            row.township, {"township": row.township, "open": 0, "overdue": 0, "near": 0}
        )
        for name in ("open", "overdue", "near"):
            town[name] += getattr(row, name)
    return sorted(towns.values(), key=lambda town: town["township"] or "")


def _stands(unit: Mapping[str, Any]) -> str:
    if unit["duty"] == "break":
        return "break"
    return str(unit["state"])


def _spots(calls: Iterable[Sos], pictures: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = Counter(
        [
            *(("sos", *_about(call.lon, call.lat)) for call in calls if call.lon and call.lat),
            *(
                (unit["state"], *_about(unit["lon"], unit["lat"]))
                for unit in pictures
                if unit["state"] in AT_WORK
            ),
        ]
    )
    return [
        {"state": state, "lon": lon, "lat": lat, "count": count}
        for (state, lon, lat), count in sorted(found.items())
    ]


def _about(lon: float, lat: float) -> tuple[float, float]:
    return round(round(lon / GRAIN) * GRAIN, 2), round(round(lat / GRAIN) * GRAIN, 2)


async def _hours(
    session: AsyncSession, node: str, world: World, now: datetime
) -> list[dict[str, int]]:
    """Count the day by its hours, which are 23 or 25 where clocks are changed."""
    zone = world.city.zone
    today = now.astimezone(zone).date()
    first, last = (
        datetime.combine(day, time(), zone).astimezone(now.tzinfo)
        for day in (today, today + timedelta(days=1))
    )
    hours = [first]
    while hours[-1] < last:
        hours.append(hours[-1] + timedelta(hours=1))
    came, closed = await figures.count_hours(session, node=node, hours=hours)
    return [{"came": a, "closed": b} for a, b in zip(came, closed, strict=True)]
