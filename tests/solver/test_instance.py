"""Instances from strangers: read as they are meant, or refused with where and why, in bounded memory."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.solver.instance import BadInstance, Due, FormulaTravel, Unit, read_instance
from tests.solver.example import DOCS, Document, as_bytes, instance_document

Change = Callable[[Document], Any]


def refusal(source: bytes) -> tuple[str, str]:
    with pytest.raises(BadInstance) as caught:
        read_instance(source)
    return caught.value.pointer, caught.value.rule


FORMULA = {
    "kind": "formula",
    "detour_permille": 1300,
    "near_metres": 5000,
    "near_metres_per_min": 350,
    "far_metres_per_min": 650,
    "overhead_min": 3,
}

BAD: list[tuple[str, str, Change]] = [
    ("/format", "FORMAT", lambda day: day.update(format="joint-mission-day/2")),
    ("/name", "MISSING", lambda day: day.pop("name")),
    ("/name", "SIZE", lambda day: day.update(name="")),
    ("/name", "SIZE", lambda day: day.update(name="n" * 201)),
    ("/name", "TYPE", lambda day: day.update(name="\x1b[2J")),
    ("/name", "TYPE", lambda day: day.update(name="\ud800")),
    ("/places", "TYPE", lambda day: day.update(places="B")),
    ("/places", "SIZE", lambda day: day.update(places=[])),
    ("/places/1/id", "TWICE", lambda day: day["places"][1].update(id="B")),
    ("/places/0/lon", "RANGE", lambda day: day["places"][0].update(lon=180.5)),
    ("/places/0/lat", "TYPE", lambda day: day["places"][0].update(lat=None)),
    ("/places/0/x", "TYPE", lambda day: day["places"][0].update(x=1.5)),
    ("/travel/kind", "UNKNOWN", lambda day: day["travel"].update(kind="crow")),
    ("/travel/minutes", "SIZE", lambda day: day["travel"]["minutes"].pop()),
    ("/travel/minutes/1", "SIZE", lambda day: day["travel"]["minutes"][1].append(1)),
    ("/travel/metres/1/2", "TYPE", lambda day: set_cell(day, "metres", True)),
    ("/travel/minutes/1/2", "RANGE", lambda day: set_cell(day, "minutes", -1)),
    ("/travel/minutes/1/2", "RANGE", lambda day: set_cell(day, "minutes", 10**30)),
    ("/travel/minutes/1/2", "TYPE", lambda day: set_cell(day, "minutes", [1] * 3)),
    ("/travel/minutes/1/1", "RANGE", lambda day: set_cell(day, "minutes", 1, at=1)),
    ("/places/0/x", "MISSING", lambda day: day.update(travel=FORMULA)),
    ("/agencies", "SIZE", lambda day: day.update(agencies=[])),
    ("/agencies/1/id", "TWICE", lambda day: day["agencies"][1].update(id="SJ")),
    ("/sites/0/place", "UNKNOWN", lambda day: day["sites"][0].update(place="P9")),
    ("/sites/1/windows", "SIZE", lambda day: day["sites"][1].update(windows=[])),
    ("/sites/1/windows/0", "SIZE", lambda day: day["sites"][1].update(windows=[[510]])),
    ("/sites/1/windows", "ORDER", lambda day: day["sites"][1].update(windows=[[700, 510]])),
    ("/sites/1/windows", "ORDER", lambda day: day["sites"][1].update(windows=[[700, 700]])),
    ("/sites/0/windows", "ORDER", lambda day: day["sites"][0]["windows"].reverse()),
    ("/sites/0/windows", "ORDER", lambda day: day["sites"][0]["windows"][1].__setitem__(0, 720)),
    ("/sites/1/windows/0/0", "RANGE", lambda day: day["sites"][1].update(windows=[[-1, 700]])),
    ("/sites/1/windows/0/1", "RANGE", lambda day: day["sites"][1].update(windows=[[0, 1441]])),
    ("/sites/0/due", "SIZE", lambda day: day["sites"][0].update(due=[])),
    ("/sites/0/due/1/agency", "TWICE", lambda day: due(day, 1).update(agency="SJ")),
    ("/sites/0/due/0/agency", "UNKNOWN", lambda day: due(day, 0).update(agency="XX")),
    ("/sites/0/due/0/minutes", "RANGE", lambda day: due(day, 0).update(minutes=0)),
    ("/sites/0/due/0/minutes", "TYPE", lambda day: due(day, 0).update(minutes=30.5)),
    ("/sites/0/due/0/weight", "RANGE", lambda day: due(day, 0).update(weight=-8)),
    ("/sites/0/due/0/must", "TYPE", lambda day: due(day, 0).update(must=1)),
    ("/sites/0/recused/0", "UNKNOWN", lambda day: day["sites"][0].update(recused=["U9"])),
    ("/sites/0/recused/1", "TWICE", lambda day: day["sites"][0].update(recused=["U3", "U3"])),
    ("/sites", "SIZE", lambda day: day.update(sites=[0] * 50_001)),
    ("/units", "SIZE", lambda day: day.update(units=[])),
    ("/units/0/agencies", "SIZE", lambda day: day["units"][0].update(agencies=[])),
    ("/units/0/agencies/0", "UNKNOWN", lambda day: day["units"][0].update(agencies=["XX"])),
    ("/units/0/base", "UNKNOWN", lambda day: day["units"][0].update(base="P9")),
    ("/units/0/shift", "ORDER", lambda day: day["units"][0].update(shift=[1050, 510])),
    ("/units/0/max_work_minutes", "RANGE", lambda day: day["units"][0].update(max_work_minutes=-1)),
    ("/vehicles", "SIZE", lambda day: day.update(vehicles=[])),
    ("/vehicles/0/seats", "RANGE", lambda day: day["vehicles"][0].update(seats=1)),
    ("/vehicles/1/id", "TWICE", lambda day: day["vehicles"][1].update(id="V1")),
]


def due(day: Document, number: int) -> Document:
    found: Document = day["sites"][0]["due"][number]
    return found


def set_cell(day: Document, table: str, value: object, at: int = 2) -> None:
    day["travel"][table][1][at] = value


class TestAnInstance:
    def test_is_read_as_it_is_meant(self) -> None:
        instance = read_instance(DOCS / "example" / "instance.json")

        shop = instance.sites[0]
        assert (shop.id, shop.place, shop.windows) == ("S1", 1, ((540, 720), (780, 1020)))
        assert shop.due == (Due(0, 30, 8, must=True), Due(1, 45, 5, must=False))
        assert shop.recused == {2}
        assert instance.units[1] == Unit("U2", frozenset({1, 2}), 0, (520, 1050), 300)
        assert [vehicle.seats for vehicle in instance.vehicles] == [4, 4]
        assert instance.travel.minutes_between(1, 0) == 12
        assert instance.travel.metres_between(0, 2) == 5200

    def test_may_be_gzipped_and_say_more_than_is_known(self) -> None:
        day = instance_document() | {"weather": "rain", "meta": {"seed": 1}}

        assert read_instance(gzip.compress(as_bytes(day))).name == "example-3"

    def test_may_have_nothing_to_visit(self) -> None:
        assert read_instance(as_bytes(instance_document() | {"sites": []})).sites == ()


class TestFormulaTravel:
    @pytest.mark.parametrize(
        ("x", "y", "metres", "minutes"),
        [(0, 0, 0, 0), (10, 0, 13, 4), (3000, 4000, 6500, 20), (123456, -65432, 181639, 290)],
    )
    def test_is_the_one_of_the_text(self, x: int, y: int, metres: int, minutes: int) -> None:
        travel = FormulaTravel(1300, 5000, 350, 650, 3, np.array([[0, 0], [x, y]]))

        assert (travel.metres_between(0, 1), travel.minutes_between(0, 1)) == (metres, minutes)

    @given(
        xy=st.lists(
            st.tuples(*[st.integers(-(10**7), 10**7) | st.integers(-50, 50)] * 2), min_size=2
        ),
        speeds=st.tuples(st.integers(1, 2000), st.integers(1, 2000)),
    )
    def test_is_the_same_one_by_one_and_all_at_once(
        self, xy: list[tuple[int, int]], speeds: tuple[int, int]
    ) -> None:
        travel = FormulaTravel(1300, 5000, *speeds, 3, np.array(xy))
        every = range(len(xy))

        at_once = travel.matrix(np.array(every))

        assert at_once.tolist() == [[travel.minutes_between(i, j) for j in every] for i in every]


class TestABadInstance:
    @pytest.mark.parametrize(("pointer", "rule", "change"), BAD)
    def test_is_refused_with_where_and_why(self, pointer: str, rule: str, change: Change) -> None:
        day = instance_document()

        change(day)

        assert refusal(as_bytes(day)) == (pointer, rule)

    @pytest.mark.parametrize(
        ("source", "rule"),
        [
            (b"", "JSON"),
            (b"{", "JSON"),
            (b"[]", "TYPE"),
            (b"null", "TYPE"),
            (b'{"name": NaN}', "JSON"),
            (b'{"name": -Infinity}', "JSON"),
            (b'{"name": 1' + b"0" * 5000 + b"}", "JSON"),
            (b"[" * 100_000, "JSON"),
            (b'{"a":' * 100_000, "JSON"),
            ("名".encode("gbk"), "ENCODING"),
            ("{}".encode("utf-16"), "ENCODING"),
            (gzip.compress(b"{}", mtime=0)[:-3], "ENCODING"),
            (b"\x1f\x8b\x08 not gzip at all", "ENCODING"),
            (b"[" + b"[]," * 1_000_000 + b"[]]", "SIZE"),
            (b"[" + b"1," * 5_000_001 + b"1]", "SIZE"),
        ],
        ids=lambda given: given if isinstance(given, str) else given[:12].hex(),
    )
    def test_that_is_no_document_is_refused_whole(self, source: bytes, rule: str) -> None:
        assert refusal(source) == ("", rule)

    def test_with_not_a_number_for_a_place_is_refused(self) -> None:
        text = as_bytes(instance_document()).replace(b"120.16", b"1e999", 1)

        assert refusal(text) == ("/places/0/lon", "RANGE")

    def test_tells_an_odd_place_in_a_pointer_that_can_be_followed(self) -> None:
        with pytest.raises(BadInstance, match=r"^/units/2/shift/0: .*\[RANGE\]$"):
            read_instance(as_bytes(changed("units", 2, shift=[-30, 510])))


def changed(list_: str, index: int, **members: object) -> Document:
    day = instance_document()
    day[list_][index] |= members
    return day


WORST = {
    "a gzip bomb": "gzip.compress(b'[' * 2**28)",
    "long strings": "('[\"😀\"' + ',\"abcdefg\"' * 4_500_000 + ']').encode()",
    "nested": "b'[' * 40_000_000",
    "many members": "b'{' + b','.join(b'\"%x\":1' % i for i in range(999_000)) + b'}'",
    "a million sites": "b'{\"sites\":[' + b'{\"id\":\"S\"},' * 999_999 + b'{}]}'",
}
ROOM_MB = 900


@pytest.mark.parametrize("make", WORST.values(), ids=WORST.keys())
def test_a_hostile_instance_is_refused_in_bounded_memory(make: str, tmp_path: Path) -> None:
    # A process of its own each, as memory that was once had is not given back.
    hostile = tmp_path / "hostile.json"
    subprocess.run(
        [sys.executable, "-c", f"import gzip; open({str(hostile)!r}, 'wb').write({make})"],
        check=True,
    )
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from dispatch.solver.instance import BadInstance, read_instance\n"
        "try:\n"
        "    read_instance(Path(sys.argv[1]))\n"
        "except BadInstance:\n"
        # Not ru_maxrss: through the fork that counts what this test's own process holds.
        "    told = Path('/proc/self/status').read_text().split('VmHWM:')[1]\n"
        "    print(int(told.split()[0]) // 1024)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, hostile], capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) < ROOM_MB
