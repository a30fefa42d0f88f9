"""A city to know by heart: one district, three townships, one item of each line, a line at 1,000 yuan.

Filed in 2026, `town` is empowered and lists littering, `camp` has a posted squad, `moor` has nothing.
"""

from datetime import date
from typing import Any

from command.catalogue.facts import (
    ClassItem,
    EventClass,
    Facts,
    Holder,
    Item,
    Rule,
    SanctionLine,
    Span,
    TeamFact,
    TownshipItem,
    TownshipPower,
)
from command.competence.values import Asked

DAY = date(2026, 6, 1)
LITTER, NOISE, FUMES = (("TINY", "matter", code) for code in ("litter", "noise", "fumes"))
THEN_SQUAD = {"team": "township_squad", "name": "own", "reason": "routed_empowered"}
THEN_POSTED = {"team": "township_squad", "name": "bureau", "reason": "routed_posted"}
THEN_MAJOR = {
    "team": "district_field",
    "name": "bureau",
    "assist": ["township_squad"],
    "reason": "major_to_county",
}
THEN_COUNTY = {"team": "district_field", "name": "bureau", "reason": "routed_district"}
THEN_PROFESSIONAL = {"team": "district_field", "name": "own", "reason": "routed_professional"}
ABLE = {"form": "empowered", "listed": True, "squad": "able"}
POSTED = {"holder": "comprehensive", "form": "posted", "squad": "able"}
TABLE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("R1", {"class": "unknown"}, {"judge": "unknown_class"}),
    ("R2", {"refusals": 2}, {"judge": "disputed"}),
    ("R3", {"items": "many"}, {"judge": "several_items"}),
    ("R4", {"holder": "several"}, {"judge": "two_holders"}),
    ("R5", {"upgraded": True}, {"team": "upgraded", "name": "team", "reason": "upgraded"}),
    ("R6", {"holder": "comprehensive", "sanction": "major"}, THEN_MAJOR),
    ("R7", ABLE, THEN_SQUAD),
    ("R8", POSTED, THEN_POSTED),
    ("R9", {"holder": "comprehensive"}, THEN_COUNTY),
    ("R99", {"holder": "professional"}, THEN_PROFESSIONAL),
]


def make_rule(rule_id: str, when: dict[str, Any], then: dict[str, Any], **changes: Any) -> Rule:
    """Make a rule whose priority is its number."""
    columns: dict[str, Any] = {"version": 1, "priority": int(rule_id[1:])}
    columns |= {"text_zh": "", "text_en": ""}
    return Rule(id=rule_id, when=when, then=then, **(columns | changes))


def make_team(code: str, kind: Any, fields: tuple[str, ...], **changes: Any) -> TeamFact:
    """Make a team of the district, or a township's squad."""
    columns = {"id": f"team:{code}", "level": "district", "district": "d", "township": None}
    return TeamFact(
        code=code, name=code, kind=kind, fields=fields, body="bureau", **{**columns, **changes}
    )


FACTS = Facts(
    edition=1,
    classes=tuple(EventClass(id=key[2], key=key, name=key[2]) for key in (LITTER, NOISE, FUMES)),
    items=(
        Item(id="i-litter", code="litter", name="littering", field="streets", unit_max=5_000.0),
        Item(id="i-night", code="night", name="night work", field="streets", unit_max=500.0),
        Item(id="i-shop", code="shop", name="a loud shop", field="streets", unit_max=500.0),
        Item(id="i-fumes", code="fumes", name="fumes", field="air", unit_max=500.0),
    ),
    class_items=(
        ClassItem(id="l-litter", key=LITTER, item="litter"),
        ClassItem(id="l-night", key=NOISE, item="night", question_zh="问", answer_zh="夜"),
        ClassItem(id="l-shop", key=NOISE, item="shop", question_zh="问", answer_zh="店"),
        ClassItem(id="l-fumes", key=FUMES, item="fumes"),
    ),
    holders=(
        *(
            Holder(id=f"h-{code}", item=code, line="comprehensive", field="streets")
            for code in ("litter", "night", "shop")
        ),
        Holder(id="h-fumes", item="fumes", line="professional", field="air"),
    ),
    township_powers=(
        TownshipPower(id="p-town", township="town", form="empowered", name_used="town office"),
        TownshipPower(id="p-camp", township="camp", form="posted"),
    ),
    township_items=(
        TownshipItem(
            id="t-litter",
            span=Span(date(2026, 1, 1), date(2027, 1, 1)),
            township="town",
            item="litter",
            published_on=date(2026, 2, 1),
        ),
    ),
    sanction_lines=(
        SanctionLine(id="s-unit", subject="unit", amount=1_000.0),
        SanctionLine(id="s-person", subject="person", amount=100.0),
    ),
    teams=(
        make_team("town-squad", "squad", ("streets",), level="township", township="town"),
        make_team("camp-squad", "squad", ("streets",), level="township", township="camp"),
        make_team("streets-team", "comprehensive", ("streets",)),
        make_team("air-team", "professional", ("air",)),
        make_team("city-team", "direct", ("streets",), level="city", district=None),
    ),
    rules=tuple(make_rule(*row) for row in TABLE),
    districts={"d": "the district"},
    townships={name: (name, "d") for name in ("town", "camp", "moor")},
)


def ask(key: Any = LITTER, township: str | None = "town", **changes: Any) -> Asked:
    """Ask about an act of DAY at a place in a township."""
    columns: dict[str, Any] = {"place": "inside", "district": "d", "law_day": DAY}
    return Asked(
        key=key, township=township, **{**columns, "filing_day": DAY, "subject": "unit", **changes}
    )
