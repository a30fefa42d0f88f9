"""What consoles see of moving units: each hears what lies in its scope and in the part of the map it looks at.

Moves are gathered and told a few times a second, one frame for all consoles that look at the same. A
frame is never queued behind what a slow reader has not read yet: such a console misses moves and is
then told everything in its view. Consoles that never said where they look hear single moves, seldom.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core import channels
from core.bus import Bus
from core.clock import iso, utcnow
from core.hub import Hub, Line
from core.scope import channels_of
from core.wire import framed
from field_units.values import Position, Roster

TICK_S: Final = 0.25
"""How often moves are told: four times a second."""
PLAIN_EVERY: Final = 8
"""Consoles without a view hear of a unit every so many ticks: each two seconds."""

Floats = NDArray[np.float64]
Move = tuple[str, float, float, float]
"""A unit, where it is, and since when (seconds of the epoch)."""
Box = tuple[float, float, float, float]
"""West, south, east, north."""
Lon = Annotated[float, Field(ge=-180, le=180)]
Lat = Annotated[float, Field(ge=-90, le=90)]


class View(BaseModel):
    """The part of the map a console shows: west, south, east, north, in degrees."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    bbox: tuple[Lon, Lat, Lon, Lat]

    @model_validator(mode="after")
    def _in_order(self) -> "View":
        west, south, east, north = self.bbox
        if west > east or south > north:
            raise ValueError("west must not lie east of east, nor south north of north")
        return self


class ViewIn(BaseModel):
    """What a console says of what it shows; null: it does not follow units any more."""

    view: View | None


@dataclass(slots=True, eq=False)
class _View:
    """What one console looks at."""

    node: str
    box: Box
    told: bool = False
    """Whether it knows everything in its view, but for what moves from now on."""


@dataclass(slots=True)
class _Ground:
    """The units of one roster, by position: where they are, and who may see them."""

    roster: Roster
    codes: list[str]
    names: list[str]
    """Each code as JSON."""
    index: Mapping[str, int]
    nodes: Mapping[str, NDArray[np.bool_]]
    lon: Floats
    lat: Floats
    at: Floats
    """Nan where nothing is known."""
    before_lon: Floats
    before_lat: Floats
    moved: NDArray[np.bool_]
    moved_plain: NDArray[np.bool_]


class Views:
    """The consoles of this process that follow units on the map."""

    def __init__(self, hub: Hub, bus: Bus, *, roster: Callable[[], Roster]) -> None:
        self._hub = hub
        self._bus = bus
        self._roster = roster
        self._views: dict[Line, _View] = {}
        self._ground = _lay(roster())
        self._unsaid: dict[str, Move] = {}
        self._ticks = 0

    def look(self, line: Line, *, node: str, box: Box | None) -> None:
        """Note where a console looks; None: nowhere any more, but for seldom single moves."""
        if box is None:
            self._views.pop(line, None)
        else:
            self._views[line] = _View(node, box)

    def put(self, unit: str, at: Position, now: datetime) -> None:
        """Take in that a unit of which this process heard has moved; the others are told with the next tick."""
        move = (unit, at.lon, at.lat, (at.at or now).timestamp())
        self._unsaid[unit] = move
        self.hear([move])

    def hear(self, moves: Sequence[Sequence[Any]]) -> None:
        """Take in moves, whoever heard of them first; one that is known already, or older, changes nothing."""
        ground = self._ground
        for unit, lon, lat, at in moves:
            i = ground.index.get(unit)
            if i is None or ground.at[i] >= at:
                continue
            ground.lon[i], ground.lat[i], ground.at[i] = lon, lat, at
            ground.moved[i] = ground.moved_plain[i] = True

    def forget(self, unit: str) -> None:
        """Forget where a unit is: it has gone off duty, or has not been heard of for long."""
        self._unsaid.pop(unit, None)
        ground = self._ground
        i = ground.index.get(unit)
        if i is None or np.isnan(ground.at[i]):
            return
        ground.lon[i] = ground.lat[i] = ground.at[i] = np.nan
        ground.moved[i] = ground.moved_plain[i] = False
        for view in self._views.values():
            if view.node in ground.nodes and ground.nodes[view.node][i]:
                # Seldom enough to say everything again.
                view.told = False

    async def run(self) -> None:
        """Tell moves, for ever."""
        while True:
            await asyncio.sleep(TICK_S)
            if self._unsaid:
                moves, self._unsaid = list(self._unsaid.values()), {}
                await self._bus.moves(moves)
            self.tick(utcnow())

    def tick(self, now: datetime) -> None:
        """Tell every console what moved in its view since the last tick."""
        roster = self._roster()
        if roster is not self._ground.roster:
            self._ground = _lay(roster, self._ground)
            for view in self._views.values():
                view.told = False
        self._ticks += 1
        if self._views:
            self._tell_views(now)
        self._ground.moved[:] = False
        if self._ticks % PLAIN_EVERY == 0:
            self._tell_plain(now)

    def _tell_views(self, now: datetime) -> None:
        ground = self._ground
        moved = np.flatnonzero(ground.moved)
        # Those who look at the same hear the same; whoever is behind is told all there is.
        same: dict[tuple[str, Box], list[Line]] = {}
        whole: dict[tuple[str, Box], list[Line]] = {}
        for line, view in list(self._views.items()):
            if line.closed:
                del self._views[line]
            elif not line.idle:
                view.told = view.told and not moved.size
            else:
                (same if view.told else whole).setdefault((view.node, view.box), []).append(line)
                view.told = True
        if same and moved.size:
            self._tell_moves(same, moved, now)
        for (node, box), lines in whole.items():
            mine = ground.nodes.get(node)
            inside = (
                np.flatnonzero(mine & _inside(box, ground.lon, ground.lat))
                if mine is not None
                else moved[:0]
            )
            self._say(lines, [self._fragment(i) for i in inside.tolist()], [], now, whole=True)
        ground.before_lon[moved] = ground.lon[moved]
        ground.before_lat[moved] = ground.lat[moved]

    def _tell_moves(
        self, same: dict[tuple[str, Box], list[Line]], moved: NDArray[np.intp], now: datetime
    ) -> None:
        ground = self._ground
        nobody = np.zeros(len(moved), np.bool_)
        mine = np.array([ground.nodes[n][moved] if n in ground.nodes else nobody for n, _ in same])
        boxes = np.array([box for _, box in same]).T[:, :, None]
        inside = mine & _inside(boxes, ground.lon[moved], ground.lat[moved])
        left = mine & ~inside & _inside(boxes, ground.before_lon[moved], ground.before_lat[moved])
        lookers = list(same.values())
        fragments = [self._fragment(i) for i in moved.tolist()]
        names = [ground.names[i] for i in moved.tolist()]
        for number in np.flatnonzero(inside.any(axis=1) | left.any(axis=1)).tolist():
            here = [fragments[i] for i in np.flatnonzero(inside[number]).tolist()]
            gone = [names[i] for i in np.flatnonzero(left[number]).tolist()]
            self._say(lookers[number], here, gone, now, whole=False)

    def _say(
        self, lines: list[Line], here: list[str], gone: list[str], now: datetime, *, whole: bool
    ) -> None:
        data = (
            f'{{"whole":{"true" if whole else "false"},'
            f'"units":[{",".join(here)}],"left":[{",".join(gone)}]}}'
        )
        frame = framed(channels.unnumbered("units.moved", orjson.Fragment(data), now))
        for line in lines:
            line.loose(frame)

    def _fragment(self, i: int) -> str:
        ground = self._ground
        lon, lat, at = float(ground.lon[i]), float(ground.lat[i]), float(ground.at[i])
        return f"[{ground.names[i]},{lon:.6f},{lat:.6f},{at:.0f}]"

    def _tell_plain(self, now: datetime) -> None:
        ground = self._ground
        for i in np.flatnonzero(ground.moved_plain).tolist():
            unit = ground.roster.units[ground.codes[i]]
            data = {
                "unit": unit.code,
                "lon": float(ground.lon[i]),
                "lat": float(ground.lat[i]),
                "at": iso(datetime.fromtimestamp(float(ground.at[i]), UTC)),
            }
            frame = framed(channels.unnumbered("unit.moved", data, now))
            for channel in channels_of_unit(ground.roster, unit.code):
                for line in self._hub.following(channel):
                    if line not in self._views:
                        line.loose(frame)
        ground.moved_plain[:] = False


def channels_of_unit(roster: Roster, code: str) -> list[str]:
    """Name the channels on which consoles hear of a unit: those of its team, and none of a unit nobody knows."""
    unit = roster.units.get(code)
    team = roster.teams.get(unit.team) if unit is not None else None
    if team is None:
        return []
    return channels_of(district=team.district, township=team.township, team=team.code)


def _lay(roster: Roster, before: _Ground | None = None) -> _Ground:
    codes = sorted(roster.units)
    count = len(codes)
    index = {code: i for i, code in enumerate(codes)}
    nodes: dict[str, NDArray[np.bool_]] = {}
    for code, i in index.items():
        for node in channels_of_unit(roster, code):
            nodes.setdefault(node, np.zeros(count, np.bool_))[i] = True
    ground = _Ground(
        roster=roster,
        codes=codes,
        names=[orjson.dumps(code).decode() for code in codes],
        index=index,
        nodes=nodes,
        lon=np.full(count, np.nan),
        lat=np.full(count, np.nan),
        at=np.full(count, np.nan),
        before_lon=np.full(count, np.nan),
        before_lat=np.full(count, np.nan),
        moved=np.zeros(count, np.bool_),
        moved_plain=np.zeros(count, np.bool_),
    )
    if before is not None:
        both = [(i, before.index[code]) for code, i in index.items() if code in before.index]
        new, old = (np.array([pair[side] for pair in both], np.intp) for side in (0, 1))
        for name in ("lon", "lat", "at"):
            getattr(ground, name)[new] = getattr(before, name)[old]
    return ground


def _inside(box: Any, lon: Floats, lat: Floats) -> Any:
    west, south, east, north = box
    # What is nowhere (nan) is in no box.
    return (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
