"""A catalogue as large as any will be: 6,000 items, 200 townships, each in ten versions; all invented."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from command.catalogue.facts import (
    ClassItem,
    EventClass,
    Facts,
    Holder,
    Item,
    Line,
    Rule,
    SanctionLine,
    Span,
    TeamFact,
    TownshipItem,
    TownshipPower,
)

ITEMS: Final = 6_000
TOWNSHIPS: Final = 200
VERSIONS: Final = 10
DISTRICTS: Final = 13
FIELDS: Final = 30
COMPREHENSIVE: Final = 23
"""The first fields are comprehensive, the others professional."""
FIRST_DAY: Final = date(2016, 1, 1)
YEAR: Final = timedelta(days=365)
LAST_DAY: Final = FIRST_DAY + YEAR * VERSIONS
SPANS: Final = [Span(FIRST_DAY + YEAR * n, FIRST_DAY + YEAR * (n + 1)) for n in range(VERSIONS)]
FORMS: Final = ("empowered", "posted", "none")


def make_facts() -> Facts:
    """Make the catalogue: every version of an item, a holder, a power and a rule is a row of its own.

    Each township lists every item: 1,200,000 rows, each good for some of the ten years.
    """
    return Facts(
        edition=1,
        classes=tuple(
            EventClass(id=f"class{n}", key=_key(n), name=f"class {n}") for n in range(ITEMS)
        ),
        class_items=tuple(_class_items()),
        items=tuple(_items()),
        holders=tuple(_holders()),
        township_powers=tuple(
            TownshipPower(
                id=f"power{n}-{year}",
                span=span,
                township=_township(n),
                form=FORMS[(n + year) % 3],
                name_used=f"office {n}",
            )
            for n in range(TOWNSHIPS)
            for year, span in enumerate(SPANS)
        ),
        township_items=tuple(_lists()),
        sanction_lines=(
            SanctionLine(id="line-unit", subject="unit", amount=100_000),
            SanctionLine(id="line-person", subject="person", amount=10_000),
        ),
        teams=tuple(_teams()),
        rules=tuple(_rules()),
        districts={_district(n): f"district {n}" for n in range(DISTRICTS)},
        townships={
            _township(n): (f"township {n}", _district(n % DISTRICTS)) for n in range(TOWNSHIPS)
        },
    )


def _key(number: int) -> tuple[str, str, str]:
    return ("BENCH", "matter", f"{number:05}")


def _township(number: int) -> str:
    return f"{_district(number % DISTRICTS)}{number:03}"


def _district(number: int) -> str:
    return f"9901{number:02}"


def _item(number: int) -> str:
    return f"33{number:010}"


def _field(number: int) -> str:
    return f"field {number % FIELDS}"


def _class_items() -> Iterator[ClassItem]:
    """Let a class fall under one item, each tenth under a second one that is about persons."""
    for n in range(ITEMS):
        two = n % 10 == 0
        yield ClassItem(id=f"link{n}", key=_key(n), item=_item(n), subject="unit" if two else None)
        if two:
            other = _item((n + 1) % ITEMS)
            yield ClassItem(id=f"link{n}-2", key=_key(n), item=other, subject="person")


def _items() -> Iterator[Item]:
    for n in range(ITEMS):
        for year, span in enumerate(SPANS):
            yield Item(
                id=f"item{n}-{year}",
                span=span,
                code=_item(n),
                name=f"item {n}",
                field=_field(n),
                unit_min=1_000.0,
                unit_max=50_000.0 if n % 3 else 500_000.0,
                person_max=5_000.0,
            )


def _holders() -> Iterator[Holder]:
    for n in range(ITEMS):
        line: Line = "comprehensive" if n % FIELDS < COMPREHENSIVE else "professional"
        for year, span in enumerate(SPANS):
            yield Holder(
                id=f"holder{n}-{year}",
                span=span,
                item=_item(n),
                line=line,
                field=_field(n),
                partial="in part" if n % 50 == 0 else "",
            )


def _lists() -> Iterator[TownshipItem]:
    spans = [
        Span(SPANS[begin].from_, SPANS[end].to)
        for begin in range(VERSIONS)
        for end in range(begin, VERSIONS)
    ]
    for township in range(TOWNSHIPS):
        code = _township(township)
        for n in range(ITEMS):
            span = spans[(n * 7 + township) % len(spans)]
            yield TownshipItem(
                id=f"list{township}-{n}",
                span=span,
                township=code,
                item=_item(n),
                published_on=span.from_,
            )


def _teams() -> Iterator[TeamFact]:
    for n in range(DISTRICTS):
        for field in range(FIELDS):
            yield TeamFact(
                id=f"team{n}-{field}",
                code=f"{_district(n)}-{field:02}",
                name=f"team {n} {field}",
                kind="comprehensive" if field < COMPREHENSIVE else "professional",
                level="district",
                district=_district(n),
                township=None,
                fields=(_field(field),),
                body=f"bureau {n} {field}",
            )
    for n in range(TOWNSHIPS):
        yield TeamFact(
            id=f"squad{n}",
            code=f"{_township(n)}-zf",
            name=f"squad {n}",
            kind="squad",
            level="township",
            district=_district(n % DISTRICTS),
            township=_township(n),
            fields=tuple(_field(field) for field in range(COMPREHENSIVE)),
            body=f"bureau {n % DISTRICTS}",
        )


def _rules() -> Iterator[Rule]:
    judged: list[tuple[dict[str, Any], str]] = [
        ({"danger": True}, "danger_first"),
        ({"class": "unknown"}, "unknown_class"),
        ({"kind": "component"}, "not_enforcement"),
        ({"place": "missing"}, "no_place"),
        ({"place": "outside"}, "outside_city"),
        ({"place": "contradiction"}, "place_contradiction"),
        ({"refusals": 2}, "disputed"),
        ({"items": "none"}, "no_item"),
        ({"items": "many"}, "several_items"),
        ({"holder": "none"}, "no_holder"),
        ({"holder": "several"}, "two_holders"),
        ({"holder": "outside"}, "outside_holder"),
    ]
    able = {"form": "empowered", "listed": True, "squad": "able"}
    posted = {"holder": "comprehensive", "form": "posted", "squad": "able"}
    sent: list[tuple[dict[str, Any], str, str]] = [
        ({"upgraded": True}, "upgraded", "team"),
        ({"area": "own"}, "area_team", "team"),
        ({**able, "sanction": ["minor", "unknown"]}, "township_squad", "own"),
        ({**posted, "sanction": ["minor", "unknown"]}, "township_squad", "bureau"),
        ({"holder": "comprehensive"}, "district_field", "bureau"),
        ({"holder": "professional"}, "district_field", "own"),
    ]
    table: list[tuple[dict[str, Any], dict[str, Any]]] = [
        *((when, {"judge": reason}) for when, reason in judged),
        *((when, {"team": team, "name": name, "reason": team}) for when, team, name in sent),
    ]
    for number, (when, then) in enumerate(table):
        for year, span in enumerate(SPANS):
            yield Rule(
                id=f"R{number:02}",
                span=span,
                version=year + 1,
                priority=number,
                when=when,
                then=then,
                text_zh="",
                text_en="",
            )
