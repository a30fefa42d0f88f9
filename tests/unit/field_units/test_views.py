"""What consoles hear of moving units: what lies in their scope and their view, and nothing else."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.auth.values import Principal, Role
from core.bus import Bus
from core.hub import Hub, Line
from core.scope import sees
from core.wire import framed
from field_units.values import Position, Roster, TeamFacts, TeamKind, UnitFacts
from field_units.views import PLAIN_EVERY, Box, Views

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
TEAMS = [
    TeamFacts("T1", "T1", TeamKind.SQUAD, "township", "D1", "S1", frozenset(), "局"),
    TeamFacts("T2", "T2", TeamKind.SQUAD, "township", "D1", "S2", frozenset(), "局"),
    TeamFacts("T3", "T3", TeamKind.COMPREHENSIVE, "district", "D2", None, frozenset(), "局"),
]
UNITS = [
    UnitFacts(f"U{n}", f"U{n}", f"T{n % 3 + 1}", 120.0, 30.0, 0, 0, ()) for n in range(1, 7)
] + [UnitFacts("lost", "lost", "nobody's", 120.0, 30.0, 0, 0, ())]
NODES = ["city", "district:D1", "district:D2", "township:S1", "township:S2", "team:T3", "team:?"]
ROSTER = Roster.of(edition=1, teams=TEAMS, units=UNITS)

lons, lats = st.floats(119, 121), st.floats(29, 31)


class Consoles:
    """Consoles of one process, each with all it has heard folded into where it takes units to be."""

    def __init__(self) -> None:
        self.hub = Hub(None, queue_size=8)  # type: ignore[arg-type]
        self.bus = Bus("redis://127.0.0.1:1/0", prefix="test")
        self.views = Views(self.hub, self.bus, roster=lambda: ROSTER)
        self.seen: dict[Line, dict[str, tuple[float, float]]] = {}
        self.heard: dict[Line, list[dict[str, Any]]] = {}

    def open(self, node: str, box: Box | None = None) -> Line:
        line = self.hub.attach(channel=node, principal=_principal(node))
        line.sent = 0
        self.seen[line], self.heard[line] = {}, []
        if box is not None:
            self.views.look(line, node=node, box=box)
        return line

    def move(self, unit: str, lon: float, lat: float, at: datetime = NOW) -> None:
        self.views.hear([(unit, lon, lat, at.timestamp())])

    def tick(self, *, deaf: Line | None = None) -> None:
        self.views.tick(NOW)
        for line in self.seen:
            if line is not deaf:
                self.read(line)

    def read(self, line: Line) -> None:
        while line.waiting:
            said = line.waiting.popleft()
            frame = json.loads(said[said.index(b"{") :])
            self.heard[line].append(frame)
            data, seen = frame["data"], self.seen[line]
            if frame["name"] == "units.moved":
                if data["whole"]:
                    seen.clear()
                seen.update({unit: (lon, lat) for unit, lon, lat, _ in data["units"]})
                for unit in data["left"]:
                    seen.pop(unit, None)


def _principal(node: str) -> Principal:
    return Principal(
        account_id=UUID(int=1),
        session_id=UUID(int=2),
        username="a",
        name="a",
        role=Role.OPERATOR,
        node=node,
        node_name=node,
        unit=None,
        scope_changed_at=NOW,
        expires_at=NOW,
    )


@pytest.fixture
def consoles() -> Consoles:
    return Consoles()


def in_scope(node: str, code: str) -> bool:
    unit = ROSTER.units[code]
    team = ROSTER.teams.get(unit.team)
    return team is not None and sees(
        node, district=team.district, township=team.township, team=team.code
    )


boxes = st.tuples(lons, lats, lons, lats).map(
    lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
)
moves = st.tuples(st.just("move"), st.sampled_from(UNITS).map(lambda u: u.code), lons, lats)
looks = st.tuples(st.just("look"), st.sampled_from(range(4)), boxes, st.just(None))
ticks = st.tuples(st.just("tick"), st.none() | st.sampled_from(range(4)), st.none(), st.none())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(NODES), min_size=4, max_size=4),
    st.lists(boxes, min_size=4, max_size=4),
    st.lists(moves | looks | ticks, max_size=30),
)
def test_a_console_knows_what_is_in_its_scope_and_view_and_never_hears_of_anything_else(
    nodes: list[str], first: list[Box], steps: list[tuple[Any, ...]]
) -> None:
    consoles = Consoles()
    lines = [consoles.open(node, box) for node, box in zip(nodes, first, strict=True)]
    views, truth = dict(zip(lines, first, strict=True)), {}
    for number, (what, who, where, lat) in enumerate(steps):
        if what == "move":
            truth[who] = (where, lat)
            consoles.move(who, where, lat, NOW + timedelta(seconds=number))
        elif what == "look":
            views[lines[who]] = where
            consoles.views.look(lines[who], node=nodes[who], box=where)
        else:
            # One of them may read nothing for a while.
            consoles.tick(deaf=None if who is None else lines[who])
    for line in lines:
        consoles.read(line)
    consoles.tick()
    consoles.tick()

    for line, node in zip(lines, nodes, strict=True):
        west, south, east, north = views[line]
        expected = {
            unit: pytest.approx((lon, lat), abs=1e-6)
            for unit, (lon, lat) in truth.items()
            if in_scope(node, unit) and west <= lon <= east and south <= lat <= north
        }
        assert consoles.seen[line] == expected
        for frame in consoles.heard[line]:
            assert frame["name"] == "units.moved"
            named = [*(row[0] for row in frame["data"]["units"]), *frame["data"]["left"]]
            assert all(in_scope(node, unit) for unit in named)


def test_consoles_that_look_at_the_same_are_told_by_one_text(consoles: Consoles) -> None:
    box = (119.0, 29.0, 121.0, 31.0)
    one, other = consoles.open("city", box), consoles.open("city", box)
    consoles.tick()
    consoles.move("U1", 120.1, 30.1)
    consoles.views.tick(NOW)

    assert one.waiting
    assert other.waiting
    assert one.waiting.popleft() is other.waiting.popleft()


def test_nothing_stands_behind_what_is_not_read(consoles: Consoles) -> None:
    line = consoles.open("city", (119.0, 29.0, 121.0, 31.0))
    consoles.tick()
    line.say(framed('{"seq":1}'))
    for step in range(20):
        consoles.move("U1", 120.0 + step / 100, 30.1, NOW + timedelta(seconds=step))
        consoles.views.tick(NOW)

    assert line.waiting
    assert len(line.waiting) == 1
    line.waiting.popleft()
    consoles.tick()
    assert consoles.seen[line] == {"U1": (120.19, 30.1)}


def test_a_view_is_answered_with_all_that_is_in_it_and_what_leaves_is_told(
    consoles: Consoles,
) -> None:
    consoles.move("U1", 120.1, 30.1)
    line = consoles.open("city", (120.0, 30.0, 120.2, 30.2))
    consoles.tick()
    assert consoles.heard[line][-1]["data"]["whole"]

    consoles.move("U1", 120.5, 30.1, NOW + timedelta(seconds=1))
    consoles.tick()

    data = consoles.heard[line][-1]["data"]
    assert (data["whole"], data["units"], data["left"]) == (False, [], ["U1"])


def test_who_never_said_where_it_looks_hears_single_moves_seldom(consoles: Consoles) -> None:
    plain, other = consoles.open("district:D1"), consoles.open("district:D2")
    for step in range(PLAIN_EVERY):
        consoles.move("U3", 120.0 + step / 100, 30.1, NOW + timedelta(seconds=step))
        consoles.tick()

    assert [(f["name"], f["data"]["unit"], f["data"]["lon"]) for f in consoles.heard[plain]] == [
        ("unit.moved", "U3", 120.07)
    ]
    assert consoles.heard[other] == []


def test_a_unit_that_went_off_duty_is_nowhere(consoles: Consoles) -> None:
    line = consoles.open("city", (119.0, 29.0, 121.0, 31.0))
    consoles.move("U1", 120.1, 30.1)
    consoles.tick()
    assert consoles.seen[line] == {"U1": (120.1, 30.1)}

    consoles.views.forget("U1")
    consoles.tick()

    assert consoles.seen[line] == {}


async def test_an_older_move_changes_nothing_whoever_tells_it(consoles: Consoles) -> None:
    line = consoles.open("city", (119.0, 29.0, 121.0, 31.0))
    consoles.views.put("U1", Position(120.5, 30.5, NOW), NOW)
    consoles.move("U1", 120.1, 30.1, NOW - timedelta(seconds=5))

    consoles.tick()

    assert consoles.seen[line] == {"U1": (120.5, 30.5)}
