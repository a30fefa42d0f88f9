"""Two editions compared: what goes and what comes makes the one into the other."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command.catalogue import diff, folder
from command.catalogue.facts import Facts, Holder, Item, Span
from command.catalogue.forms import KEPT
from command.catalogue.versions import Change
from command.errors import DraftStale

YUNZE = folder.read(Path(__file__).parents[2] / "cities" / "yunze")
DAY = date(2026, 12, 1)


@st.composite
def parts_of_yunze(draw: st.DrawFn) -> Facts:
    """Yunze with some rows left out of any kind."""
    kept = {form.name: tuple(row for row in form.of(YUNZE) if draw(st.booleans())) for form in KEPT}
    return replace(YUNZE, **kept)  # type: ignore[arg-type]


@given(before=parts_of_yunze(), after=parts_of_yunze())
def test_what_goes_and_what_comes_makes_one_edition_into_another(
    before: Facts, after: Facts
) -> None:
    changes = diff.between(before, after)

    assert diff.apply(before, changes) == after
    assert bool(changes) == (before != after)


@given(before=parts_of_yunze(), after=parts_of_yunze())
def test_changes_that_were_kept_are_the_same_changes(before: Facts, after: Facts) -> None:
    changes = diff.between(before, after)

    kept = json.loads(json.dumps(diff.to_json(changes)))

    assert diff.from_json(kept, before) == changes


def test_changes_to_a_row_that_is_gone_are_stale() -> None:
    change = Change()
    change.close("items", YUNZE.items[0], day=DAY)
    kept = diff.to_json(change.made())
    meanwhile = replace(YUNZE, items=YUNZE.items[1:])

    with pytest.raises(DraftStale):
        diff.from_json(kept, meanwhile)
    with pytest.raises(DraftStale):
        diff.from_json(kept, diff.apply(YUNZE, change.made()))


class TestTell:
    def test_a_row_that_ends_is_closed(self) -> None:
        change = Change()
        change.close("items", YUNZE.items[0], day=DAY)

        (told,) = diff.tell(change.made())

        assert (told.verb, told.key) == ("closed", ("YZ-01",))
        assert told.after[0].span == Span(date(2026, 1, 1), DAY)

    def test_a_row_that_another_follows_is_changed(self) -> None:
        change = Change()
        item = YUNZE.items[0]
        change.follow("items", item, replace(item, name="对占道经营的处罚"), day=DAY)

        (told,) = diff.tell(change.made())

        assert told.verb == "changed"
        assert [row.span for row in told.after] == [Span(date(2026, 1, 1), DAY), Span(DAY)]

    def test_a_row_of_nobody_before_is_opened(self) -> None:
        change = Change()
        change.open("items", Item(id="", code="YZ-99", name="新事项", field="城市管理"))

        (told,) = diff.tell(change.made())

        assert (told.verb, told.before) == ("opened", ())


class TestChange:
    def test_a_row_that_begins_on_the_day_is_taken_back_whole(self) -> None:
        change = Change()
        future = Holder(id="", span=Span(DAY), item="YZ-01", line="outside", field="公安")
        change.close("holders", future, day=DAY)

        assert not any(change.made().come.values())

    def test_what_comes_back_as_it_was_has_not_changed(self) -> None:
        change = Change()
        holder = YUNZE.holders[0]
        change.close("holders", holder, day=date(2026, 1, 1))
        change.open("holders", holder)

        assert not change.made()
