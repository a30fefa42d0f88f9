"""Who chooses the unit: the platform, or an operator."""

import pytest

from dispatch.sending.values import ANY, ANY_CLASS, ClassKey, Sending

STALL: ClassKey = ("GB", "matter", "09005")
NOISE: ClassKey = ("GB", "matter", "09006")


@pytest.mark.parametrize(
    ("rows", "automatic"),
    [
        ([], True),
        ([(ANY, ANY_CLASS, False)], False),
        ([(ANY, ANY_CLASS, False), ("T1", ANY_CLASS, True)], True),
        ([(ANY, ANY_CLASS, True), (ANY, STALL, False)], False),
        ([("T1", ANY_CLASS, True), (ANY, STALL, False)], False),
        ([("T1", ANY_CLASS, False), (ANY, STALL, True)], False),
        ([("T1", ANY_CLASS, False), ("T1", STALL, True)], True),
        ([("T2", ANY_CLASS, False), (ANY, NOISE, False)], True),
    ],
)
def test_the_more_particular_row_decides_and_of_two_alike_by_hand(
    rows: list[tuple[str, ClassKey, bool]], automatic: bool
) -> None:
    assert Sending.of(rows).is_automatic("T1", STALL) is automatic
