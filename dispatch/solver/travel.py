"""Travel between places: whole minutes, by table or by formula."""

from dataclasses import dataclass
from math import isqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.document import Node

Minutes = NDArray[np.int32]

FARTHEST_M: Final = 10_000_000
"""Plane coordinates lie within this of the origin, so that squares of distances are exact in a double."""
MOST_MINUTES: Final = 1_000_000
MOST_METRES: Final = 1_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class MatrixTravel:
    """Travel as given for each pair of places; it need be neither symmetric nor metric."""

    minutes: Minutes
    """Shape (places, places); row is from, column is to; the diagonal is zero."""
    metres: NDArray[np.int32]

    def minutes_between(self, from_: int, to: int) -> int:
        """Tell the driving minutes between two places."""
        return self.minutes.item(from_, to)

    def metres_between(self, from_: int, to: int) -> int:
        """Tell the metres between two places: reported, never counted."""
        return self.metres.item(from_, to)

    def matrix(self, places: NDArray[np.intp]) -> Minutes:
        """Cut out the minutes among some places: shape (len(places), len(places))."""
        return np.ascontiguousarray(self.minutes[np.ix_(places, places)])


@dataclass(frozen=True, slots=True, eq=False)
class FormulaTravel:
    """Travel from plane coordinates: a detour on the straight line, slow near, fast far."""

    detour_permille: int
    near_metres: int
    near_metres_per_min: int
    far_metres_per_min: int
    overhead_min: int
    xy: NDArray[np.int64]
    """Shape (places, 2): metres on a local plane, within FARTHEST_M."""

    def minutes_between(self, from_: int, to: int) -> int:
        """Tell the driving minutes between two places."""
        metres = self.metres_between(from_, to)
        if metres == 0:
            return 0
        near = min(metres, self.near_metres)
        spent = near * self.far_metres_per_min + (metres - near) * self.near_metres_per_min
        return self.overhead_min - (-spent // (self.near_metres_per_min * self.far_metres_per_min))

    def metres_between(self, from_: int, to: int) -> int:
        """Tell the metres between two places: reported, never counted."""
        x, y = (self.xy[to] - self.xy[from_]).tolist()
        return isqrt(x * x + y * y) * self.detour_permille // 1000

    def matrix(self, places: NDArray[np.intp]) -> Minutes:
        """Compute the minutes among some places: shape (len(places), len(places)).

        The square of a distance is below 2**52, so flooring its square root in doubles is exact.
        """
        xy = self.xy[places]
        x = xy[:, 0][:, None] - xy[:, 0]
        y = xy[:, 1][:, None] - xy[:, 1]
        straight = np.sqrt((x * x + y * y).astype(np.float64)).astype(np.int64)
        metres = straight * self.detour_permille // 1000
        near = np.minimum(metres, self.near_metres)
        spent = near * self.far_metres_per_min + (metres - near) * self.near_metres_per_min
        speeds = self.near_metres_per_min * self.far_metres_per_min
        minutes = np.where(metres == 0, 0, self.overhead_min - (-spent // speeds))
        return minutes.astype(np.int32)


Travel = MatrixTravel | FormulaTravel


def read_travel(travel: Node, places: list[Node]) -> Travel:
    """Read the travel between these places.

    :raises Refused: when a table has another shape, or a place lacks coordinates that a formula needs
    """
    kind = travel.get("kind")
    if kind.value == "matrix":
        return MatrixTravel(
            minutes=_read_table(travel.get("minutes"), len(places), MOST_MINUTES),
            metres=_read_table(travel.get("metres"), len(places), MOST_METRES),
        )
    if kind.value != "formula":
        kind.refuse("UNKNOWN", "“matrix” or “formula” is needed")
    return FormulaTravel(
        detour_permille=travel.get("detour_permille").integer(1000, 10_000),
        near_metres=travel.get("near_metres").integer(0, MOST_METRES),
        near_metres_per_min=travel.get("near_metres_per_min").integer(1, 100_000),
        far_metres_per_min=travel.get("far_metres_per_min").integer(1, 100_000),
        overhead_min=travel.get("overhead_min").integer(0, MOST_MINUTES),
        xy=np.array(
            [
                [place.get(axis).integer(-FARTHEST_M, FARTHEST_M) for axis in "xy"]
                for place in places
            ],
            dtype=np.int64,
        ),
    )


def _read_table(table: Node, size: int, most: int) -> NDArray[np.int32]:
    read = np.empty((size, size), dtype=np.int32)
    for i, row in enumerate(table.list(size, size)):
        # Numpy would take true for 1 and lists for rows: the types are asked first, the fast way.
        entries = row.list(size, size)
        values = row.value
        if set(map(type, values)) != {int} or not 0 <= min(values) <= max(values) <= most:
            for entry in entries:
                entry.integer(0, most)
        Node(values[i], row, i).integer(0, 0)
        read[i] = values
    return read
