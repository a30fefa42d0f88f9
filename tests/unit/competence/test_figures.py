"""The figures of a reform, each with the items behind it."""

from dataclasses import replace
from datetime import date

import pytest

from command.catalogue.facts import (
    EntryTest,
    Facts,
    Holder,
    Item,
    ItemKind,
    Line,
    Parameter,
    Span,
    TeamFact,
)
from command.competence.figures import REPORTED, TARGET, figures, rank

DAY = date(2022, 10, 1)


def item(code: str, field: str = "城市管理", kind: ItemKind = "penalty") -> Item:
    return Item(id=code, code=code, name=code, field=field, kind=kind)


def holder(item: str, line: Line, field: str = "城市管理", span: Span = Span()) -> Holder:  # noqa: B008
    return Holder(id=f"{item}-{line}-{span.from_}", item=item, line=line, field=field, span=span)


def scored(item: str, *scores: int) -> EntryTest:
    return EntryTest(
        id=f"e-{item}", item=item, frequent=scores[0], close_to_life=scores[1],
        easy_to_find=scores[2], weak_force=scores[3], fit_skill=scores[4],
    )  # fmt: skip


TEAM = TeamFact(
    id="t", code="T", name="T", kind="comprehensive", level="district", district="1",
    township=None, fields=("城市管理", "科技"), body="局",
)  # fmt: skip
FACTS = Facts(
    edition=1,
    items=(
        item("A"), item("B"), item("C", "民政"), item("D", "民政"),
        item("I", kind="inspection"), item("J", kind="inspection"),
    ),
    holders=(
        holder("A", "comprehensive"),
        holder("B", "professional"),
        holder("C", "professional", "民政", Span(None, date(2022, 1, 1))),
        holder("C", "comprehensive", "民政", Span(date(2022, 1, 1), None)),
        holder("I", "professional"),
    ),
    teams=(TEAM,),
    parameters=(
        Parameter(id="t1", span=Span(None, date(2022, 1, 1)), name=TARGET, value=0.12),
        Parameter(id="t2", span=Span(date(2022, 1, 1), None), name=TARGET, value=0.2),
        Parameter(id="r", span=Span(date(2022, 5, 1), None), name=REPORTED, value=0.336),
    ),
    entry_tests=(
        scored("A", 5, 5, 5, 5, 5), scored("B", 3, 3, 3, 3, 3), scored("D", 5, 4, 2, 2, 2),
    ),
)  # fmt: skip


class TestFigures:
    def test_the_comprehensive_share_opens_into_its_items(self) -> None:
        found = figures(FACTS, day=DAY)

        assert found.comprehensive.value == 0.5
        assert (found.comprehensive.part, found.comprehensive.rest) == (("A", "C"), ("B", "D"))
        assert found.by_field["民政"].part == ("C",)
        assert found.by_field["城市管理"].value == 0.5

    def test_a_day_has_its_own_share_and_its_own_target(self) -> None:
        before = figures(FACTS, day=date(2021, 12, 31))

        assert before.comprehensive.value == 0.25
        assert (before.target, before.reported) == (0.12, None)
        assert (figures(FACTS, day=DAY).target, figures(FACTS, day=DAY).reported) == (0.2, 0.336)

    def test_a_field_is_covered_when_somebody_holds_an_item_of_it(self) -> None:
        found = figures(FACTS, day=DAY).fields

        assert (found.part, found.rest) == (("城市管理",), ("科技",))

    def test_an_inspection_item_is_covered_when_somebody_holds_it(self) -> None:
        found = figures(FACTS, day=DAY).inspections

        assert (found.part, found.rest, found.value) == (("I",), ("J",), 0.5)

    def test_of_nothing_there_is_no_share(self) -> None:
        found = figures(Facts(edition=1), day=DAY)

        assert found.comprehensive.value is None
        assert found.inspections.value is None


class TestRank:
    def test_candidates_come_by_score_then_by_frequency(self) -> None:
        found = rank(FACTS, day=DAY)

        assert [(one.item, one.score) for one in found] == [("D", 15), ("B", 15)]
        assert found[1].holders[0].line == "professional"

    def test_what_is_comprehensive_already_is_no_candidate(self) -> None:
        assert "A" not in {one.item for one in rank(FACTS, day=DAY)}

    @pytest.mark.parametrize(("day", "count"), [(DAY, 1), (date(2023, 1, 1), 0)])
    def test_a_test_counts_on_its_days(self, day: date, count: int) -> None:
        dated = replace(FACTS.entry_tests[1], span=Span(None, date(2023, 1, 1)))

        assert len(rank(replace(FACTS, entry_tests=(dated,)), day=day)) == count
