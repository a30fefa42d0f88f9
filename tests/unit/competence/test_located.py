"""The place part of what is asked, in Yunze: one by one and by the thousand."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from command.competence.located import SYSTEMS, Spot, locate, locate_many
from grid.folder import read_folder, to_snapshot
from grid.generations import Generation, Generations
from grid.geometry import wgs84_to_gcj02
from grid.snapshot import CitySnapshot
from grid.values import Crs

YUNZE = read_folder(Path(__file__).parents[2] / "cities" / "yunze")
DAY = date(2026, 11, 22)
CITY = to_snapshot(YUNZE, now=datetime(2026, 11, 22, tzinfo=UTC))
REDIVIDED = date(2026, 3, 1)


def two_generations() -> CitySnapshot:
    """Yunze, whose southern border of 南市 moved east on REDIVIDED."""
    townships = {code: district for code, (_, _, district) in YUNZE.townships.items()}
    moved = {
        **YUNZE.boundaries,
        "990101001": bytes(shapely.to_wkb(box(87.0, 43.0, 87.15, 43.1))),
        "990101002": bytes(shapely.to_wkb(box(87.15, 43.0, 87.2, 43.1))),
    }
    return CitySnapshot(
        city=YUNZE.city,
        index=CITY.index,
        districts=CITY.districts.values(),
        townships=CITY.townships.values(),
        aliases=CITY.aliases,
        special_areas=CITY.special_areas,
        generations=Generations(
            [
                Generation(1, date(2020, 1, 1), YUNZE.boundaries, townships),
                Generation(2, REDIVIDED, moved, townships),
            ]
        ),
        day=DAY,
    )


class TestLocate:
    @pytest.mark.parametrize(
        ("point", "township", "spot"),
        [
            ((87.03, 43.03), None, ("inside", "990101", "990101001")),
            ((87.03, 43.03), "990101001", ("inside", "990101", "990101001")),
            ((87.03, 43.03), "990101002", ("contradiction", "990101", None)),
            ((87.03, 43.03), "990101009", ("contradiction", "990101", None)),
            ((87.25, 43.03), None, ("outside", None, None)),
            ((87.05, 43.05), None, ("outside", None, None)),
            (None, "990102100", ("inside", "990102", "990102100")),
            (None, "990102999", ("contradiction", None, None)),
            (None, None, ("missing", None, None)),
        ],
    )
    def test_goes_by_point_and_by_name(
        self,
        point: tuple[float, float] | None,
        township: str | None,
        spot: tuple[str, str | None, str | None],
    ) -> None:
        found = locate(CITY, day=DAY, strip_m=20, point=point, township=township)

        assert found[:3] == spot

    def test_reads_a_name_of_another_list(self) -> None:
        found = locate(CITY, day=DAY, strip_m=20, township="990101002", scheme="old_list")

        assert found.township == "990102201"

    def test_brings_a_shifted_point_home(self) -> None:
        lon, lat = wgs84_to_gcj02(87.0999, 43.05)

        found = locate(CITY, day=DAY, strip_m=20, point=(lon, lat), crs=Crs.GCJ02)

        assert found.township == "990101001"
        assert (found.lon, found.lat) == pytest.approx((87.0999, 43.05), abs=1e-9)
        assert found.near == ("990101002",)

    def test_tells_the_neighbours_and_the_special_areas(self) -> None:
        assert locate(CITY, day=DAY, strip_m=20, point=(87.1, 43.1)).near == (
            "990101002", "990102100", "990102201",
        )  # fmt: skip
        assert locate(CITY, day=DAY, strip_m=20, point=(87.18, 43.03)).areas == ("YZ-SA",)
        assert locate(CITY, day=date(2025, 12, 31), strip_m=20, point=(87.18, 43.03)).areas == ()

    def test_goes_by_the_boundaries_of_the_day(self) -> None:
        city = two_generations()

        before = locate(city, day=date(2026, 2, 28), strip_m=20, point=(87.12, 43.05))
        after = locate(city, day=REDIVIDED, strip_m=20, point=(87.12, 43.05))

        assert (before.township, after.township) == ("990101002", "990101001")


ACTS = st.lists(
    st.tuples(
        st.floats(86.98, 87.36) | st.sampled_from([87.0999, 87.1, 87.15, 87.18]),
        st.floats(42.98, 43.22) | st.sampled_from([43.0999, 43.03]),
        st.dates(date(2025, 12, 1), date(2026, 12, 1)),
        st.sampled_from(SYSTEMS),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=100, deadline=None)
@given(ACTS)
def test_of_many_it_says_what_it_says_of_each(
    acts: list[tuple[float, float, date, Crs, bool]],
) -> None:
    city = two_generations()

    def strip_m(day: date) -> float:
        return 20.0 if day < REDIVIDED else 500.0

    spots = locate_many(
        city,
        days=np.array([day.toordinal() for _, _, day, _, _ in acts], dtype=np.int64),
        strip_m=strip_m,
        lons=np.array([lon if known else np.nan for lon, _, _, _, known in acts]),
        lats=np.array([lat if known else np.nan for _, lat, _, _, known in acts]),
        crs=np.array([SYSTEMS.index(crs) for _, _, _, crs, _ in acts], dtype=np.int8),
    )

    for row, (lon, lat, day, crs, known) in enumerate(acts):
        point = (lon, lat) if known else None
        alone = locate(city, day=day, strip_m=strip_m(day), point=point, crs=crs)
        many = Spot(
            spots.place[row], spots.district[row], spots.township[row], alone.lon, alone.lat,
            spots.near[row], spots.areas[row],
        )  # fmt: skip
        assert many == alone


def test_an_empty_file_has_no_places() -> None:
    nothing = np.zeros(0)
    spots = locate_many(
        CITY,
        days=nothing.astype(np.int64),
        strip_m=lambda day: 20.0,
        lons=nothing,
        lats=nothing,
        crs=nothing.astype(np.int8),
    )

    assert (len(spots.township), len(spots.near), len(spots.place)) == (0, 0, 0)
