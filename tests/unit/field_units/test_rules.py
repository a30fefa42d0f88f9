"""Which unit may go, and which goes best."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_units.duty import Said
from field_units.lifecycle import Duty
from field_units.rules import Known, by_road, is_certified, is_on_duty, rank
from field_units.values import CertificateFacts, Position, UnitFacts

URUMQI = ZoneInfo("Asia/Urumqi")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=URUMQI)
GOOD = CertificateFacts("*", date(2025, 1, 1), date(2030, 12, 31))
PLACE = (87.03, 43.03)


def make_unit(
    code: str = "U1",
    *,
    lon: float = 87.02,
    lat: float = 43.02,
    shift: tuple[int, int] = (0, 0),
    crew: tuple[tuple[CertificateFacts, ...], ...] = ((GOOD,), (GOOD,)),
) -> UnitFacts:
    return UnitFacts(code, code, "T1", lon, lat, shift[0], shift[1], crew)


def order(
    *units: UnitFacts,
    local: datetime = NOON,
    positions: dict[str, Position] | None = None,
    loads: dict[str, int] | None = None,
    declined: set[str] | None = None,
    place: tuple[float, float] | None = PLACE,
) -> list[str]:
    ranked = rank(
        units,
        field="城市管理",
        local=local,
        lon=place[0] if place else None,
        lat=place[1] if place else None,
        positions=positions or {},
        loads=loads or {},
        declined=declined or set(),
    )
    return [candidate.unit.code for candidate in ranked]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{text}").replace(tzinfo=URUMQI)


class TestDuty:
    @pytest.mark.parametrize(
        ("shift", "time", "on"),
        [
            ((480, 1200), "07:59:59", False),
            ((480, 1200), "08:00", True),
            ((480, 1200), "19:59:59", True),
            ((480, 1200), "20:00", False),
            ((1200, 480), "19:59:59", False),
            ((1200, 480), "20:00", True),
            ((1200, 480), "23:59:59", True),
            ((1200, 480), "00:00", True),
            ((1200, 480), "07:59:59", True),
            ((1200, 480), "08:00", False),
            ((0, 0), "00:00", True),
            ((0, 0), "12:34", True),
            ((720, 720), "03:00", True),
        ],
    )
    def test_follows_the_shift_over_midnight_too(
        self, shift: tuple[int, int], time: str, on: bool
    ) -> None:
        assert is_on_duty(make_unit(shift=shift), at(time)) is on

    @given(st.integers(0, 1439), st.integers(0, 1439), st.times())
    def test_of_one_shift_begins_where_that_of_the_other_ends(
        self, one: int, other: int, time: object
    ) -> None:
        local = datetime.combine(NOON.date(), time, tzinfo=URUMQI)  # type: ignore[arg-type]
        day, night = make_unit(shift=(one, other)), make_unit(shift=(other, one))

        assert one == other or is_on_duty(day, local) != is_on_duty(night, local)


class TestCertificates:
    @pytest.mark.parametrize(
        ("certificate", "good"),
        [
            (CertificateFacts("城市管理", date(2025, 1, 1), None), True),
            (CertificateFacts("*", date(2025, 1, 1), None), True),
            (CertificateFacts("生态环境", date(2025, 1, 1), None), False),
            (CertificateFacts("*", date(2026, 11, 20), None), True),
            (CertificateFacts("*", date(2026, 11, 21), None), False),
            (CertificateFacts("*", date(2025, 1, 1), date(2026, 11, 21)), True),
            (CertificateFacts("*", date(2025, 1, 1), date(2026, 11, 20)), False),
        ],
    )
    def test_hold_in_their_field_within_their_days(
        self, certificate: CertificateFacts, good: bool
    ) -> None:
        unit = make_unit(crew=((GOOD,), (certificate,)))

        assert is_certified(unit, "城市管理", NOON) is good

    def test_of_one_officer_do_not_make_two(self) -> None:
        unit = make_unit(crew=((GOOD, GOOD), ()))

        assert not is_certified(unit, "城市管理", NOON)

    def test_end_with_the_local_day(self) -> None:
        ends = CertificateFacts("*", date(2025, 1, 1), date(2026, 11, 21))
        unit = make_unit(crew=((GOOD,), (ends,)))
        last = datetime(2026, 11, 20, 23, 59, tzinfo=URUMQI)

        assert is_certified(unit, "城市管理", last)
        assert not is_certified(unit, "城市管理", last.astimezone(ZoneInfo("Asia/Shanghai")))


class TestRank:
    def test_takes_the_nearest(self) -> None:
        near, far = make_unit("B", lon=87.031), make_unit("A", lon=87.08)

        assert order(far, near) == ["B", "A"]

    def test_takes_where_a_unit_is_over_where_it_is_based(self) -> None:
        near, far = make_unit("B", lon=87.031), make_unit("A", lon=87.08)

        assert order(far, near, positions={"A": Position(*PLACE)}) == ["A", "B"]

    def test_weighs_an_open_task_as_a_way(self) -> None:
        near, far = make_unit("A", lon=87.031), make_unit("B", lon=87.035, lat=43.03)

        assert order(near, far, loads={"A": 1}) == ["B", "A"]
        assert order(near, far, loads={"A": 1, "B": 2}) == ["A", "B"]

    def test_of_equals_takes_the_lower_code(self) -> None:
        assert order(make_unit("B"), make_unit("A"), make_unit("C")) == ["A", "B", "C"]

    def test_without_a_place_takes_the_least_loaded(self) -> None:
        found = order(make_unit("A"), make_unit("B"), loads={"A": 1}, place=None)

        assert found == ["B", "A"]

    def test_leaves_out_who_declined_who_is_off_and_who_may_not(self) -> None:
        units = [
            make_unit("declined"),
            make_unit("off", shift=(0, 60)),
            make_unit("alone", crew=((GOOD,),)),
            make_unit("fit"),
        ]

        assert order(*units, declined={"declined"}) == ["fit"]

    def test_passes_over_who_is_on_a_break_and_who_must_stand_back(self) -> None:
        units = [
            make_unit("resting"),
            replace(make_unit("recused"), crew=("A", "B")),
            replace(make_unit("fit"), crew=("C", "D")),
        ]
        resting = Said(Duty.BREAK, NOON + timedelta(minutes=5))

        ranked = rank(
            units,
            field="城市管理",
            local=NOON,
            lon=PLACE[0],
            lat=PLACE[1],
            positions={},
            loads={},
            recused={"A"},
            said={"resting": resting}.get,
        )

        assert [candidate.unit.code for candidate in ranked] == ["fit"]

    def test_tells_what_was_weighed(self) -> None:
        ends = CertificateFacts("*", date(2025, 1, 1), date(2026, 12, 1))
        unit = make_unit("A", shift=(480, 1200), crew=((GOOD,), (ends,), (GOOD,), ()))
        alone = make_unit("B", shift=(480, 1200), crew=((GOOD,), (ends,)))

        first, second = rank(
            [unit, alone],
            field="城市管理",
            local=NOON,
            lon=PLACE[0],
            lat=PLACE[1],
            positions={"A": Position(*PLACE, NOON - timedelta(minutes=3), 8)},
            loads={"A": 1},
            worked_at={"A": NOON - timedelta(minutes=10)},
            known={"A": "subject"},
        )

        assert first.weighed() == {
            "distance_m": 0,
            "travel_s": 0,
            "by_road": False,
            "load": 1,
            "free_until": "2026-11-20T14:00:00.000000Z",
            "certified_until": "2030-12-31",
            "rested_s": 600,
            "position_age_s": 180,
            "known": "subject",
            # an open task 360, half of its rest is missing 600 / 4, a fifth of its position's age 36, known -300
            "cost_s": 360 + 150 + 36 - 300,
        }
        assert (second.certified_until, second.position_age_s) == (date(2026, 12, 1), None)

    def test_avoids_who_would_not_be_done_before_its_shift_ends(self) -> None:
        leaving, staying = make_unit("A", shift=(0, 725), lon=87.03), make_unit("B", lon=87.04)

        assert order(leaving, staying) == ["B", "A"]
        assert order(leaving, staying, local=at("10:00")) == ["A", "B"]

    def test_takes_an_old_position_for_none(self) -> None:
        old = Position(*PLACE, NOON - timedelta(hours=1))

        assert order(make_unit("A", lon=87.08), make_unit("B"), positions={"A": old}) == ["B", "A"]

    def test_prefers_who_was_there_before_among_the_near(self) -> None:
        def first(known: dict[str, Known]) -> str:
            units = [make_unit("A"), make_unit("B", lon=87.021)]
            found = rank(
                units,
                field="城市管理",
                local=NOON,
                lon=87.02,
                lat=43.02,
                positions={},
                loads={},
                known=known,
            )
            return found[0].unit.code

        assert first({}) == "A"
        assert first({"B": "place"}) == "B"
        assert first({"A": "place", "B": "subject"}) == "B"

    def test_takes_a_road_engines_times_over_its_own(self) -> None:
        units = [make_unit("A", lon=87.031), make_unit("B", lon=87.05)]
        ranked = rank(
            units,
            field="城市管理",
            local=NOON,
            lon=PLACE[0],
            lat=PLACE[1],
            positions={},
            loads={},
        )

        again = by_road(ranked, {"A": 900.0, "B": 60.0})

        assert [candidate.unit.code for candidate in ranked] == ["A", "B"]
        assert [(one.unit.code, one.travel_s, one.by_road) for one in again] == [
            ("B", 60.0, True),
            ("A", 900.0, True),
        ]

    @given(
        st.lists(
            st.tuples(st.floats(87, 87.2), st.floats(43, 43.2), st.integers(0, 3)),
            min_size=1,
            max_size=6,
        ),
        st.randoms(use_true_random=False),
    )
    def test_does_not_depend_on_the_order_units_come_in(
        self, made: list[tuple[float, float, int]], chance: object
    ) -> None:
        units = [make_unit(f"U{n}", lon=lon, lat=lat) for n, (lon, lat, _) in enumerate(made)]
        loads = {f"U{n}": load for n, (_, _, load) in enumerate(made)}
        first = order(*units, loads=loads)

        chance.shuffle(units)  # type: ignore[attr-defined]

        assert order(*units, loads=loads) == first
        assert sorted(first) == sorted(unit.code for unit in units)
