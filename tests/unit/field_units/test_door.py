"""How often a device may report: counted in memory, and where there is no room nobody is let in."""

from field_units.door import Counter


def test_a_burst_is_let_through_and_then_as_many_as_time_gives_back() -> None:
    counter = Counter(per_s=1, burst=3)

    assert [counter.take("a", at=0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert counter.take("a", at=1.0) == 0
    assert counter.take("a", at=1.5) == 0.5
    assert counter.take("b", at=1.5) == 0


def test_a_name_beyond_the_room_is_refused_until_another_has_rested() -> None:
    counter = Counter(per_s=1, burst=2, room=1)
    assert counter.take("a", at=0.0) == 0

    assert counter.take("b", at=0.5) > 0
    assert counter.take("b", at=2.0) == 0
    assert counter.take("a", at=2.0) > 0
