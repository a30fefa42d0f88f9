"""Random facts and questions, small and crowded: rows overlap, contradict and miss each other often.

A world is drawn from a seed, not row by row: rows that never meet would test nothing.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from command.catalogue.facts import (
    AreaPower,
    Body,
    ClassAlias,
    ClassItem,
    EventClass,
    Facts,
    Holder,
    Item,
    Parameter,
    Rule,
    SanctionLine,
    Span,
    TeamAspect,
    TeamFact,
    TownshipItem,
    TownshipPower,
)
from command.competence.values import Asked
from command.competence.vocabulary import NAMES, SITUATION, TEAMS

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(7)]
KEYS = [("S", "matter", code) for code in ("01", "02", "03")] + [("S", "component", "01")]
ITEMS = ["I1", "I2", "I3"]
FIELDS = ["f1", "f2"]
FIELD_LISTS = [("f1",), ("f2",), ("f1", "f2"), ("*",)]
DISTRICTS = ["D1", "D2"]
TOWNSHIPS = {"T1": "D1", "T2": "D1", "T3": "D2"}
AREAS = ["A1", "A2"]
TEAM_CODES = ["Q1", "Q2", "Q3", "C1", "C2", "P1", "X1"]
BODIES = ["b1", "b2", "b3"]
SUMS = [None, 10.0, 100.0, 1000.0]
SUBJECTS = ["unit", "person"]


class Chance:
    """Draws worlds and questions from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def facts(self) -> Facts:
        """Draw all rows of an edition."""
        one, some = self._random.choice, self._some
        return Facts(
            edition=7,
            classes=tuple(
                EventClass(id=f"class{n}", span=self._span(), key=key, name="-")
                for n, key in enumerate(KEYS)
                if one([True, True, False])
            ),
            class_aliases=some(ClassAlias, 2, key=KEYS, means=KEYS),
            items=some(
                Item,
                7,
                code=ITEMS,
                name=["-"],
                field=FIELDS,
                unit_min=SUMS,
                unit_max=SUMS,
                person_min=SUMS,
                person_max=SUMS,
                severe=[(), (), ("ban",)],
                summary=[None, None, True],
                hearing=[None, False],
            ),
            class_items=some(
                ClassItem,
                12,
                key=KEYS,
                item=ITEMS,
                question_zh=["", "q"],
                answer_zh=["", "a"],
                subject=[None, None, *SUBJECTS],
            ),
            holders=some(
                Holder,
                12,
                item=ITEMS,
                area=["", "", *DISTRICTS],
                level=["county", "city", "township"],
                line=["comprehensive", "comprehensive", "professional", "outside"],
                field=FIELDS,
                partial=["", "", "part"],
                boundary=["", "within"],
            ),
            township_powers=some(
                TownshipPower,
                6,
                township=list(TOWNSHIPS),
                form=["empowered", "posted", "none"],
                name_used=["", "town"],
            ),
            township_items=some(
                TownshipItem,
                12,
                township=list(TOWNSHIPS),
                item=ITEMS,
                published_on=[None, *DAYS[:4]],
            ),
            area_powers=some(
                AreaPower,
                4,
                area=AREAS,
                team=TEAM_CODES,
                mode=["own", "shared"],
                fields=FIELD_LISTS,
            ),
            sanction_lines=some(
                SanctionLine, 6, field=["*", *FIELDS], subject=SUBJECTS, amount=[100.0, 500.0]
            ),
            bodies=some(
                Body,
                3,
                code=BODIES,
                name=BODIES,
                level=["township", "county"],
                township=[*TOWNSHIPS, None],
            ),
            teams=(
                *some(TeamFact, 8, kind=["squad"], level=["township"], **self._team(TOWNSHIPS)),
                *some(
                    TeamFact,
                    10,
                    prefix="team",
                    kind=["comprehensive", "professional", "direct", "squad"],
                    level=["district", "district", "city"],
                    **self._team([None]),
                ),
            ),
            team_aspects=some(
                TeamAspect,
                8,
                team=TEAM_CODES,
                aspect=["personnel", "business", "standing", "penalty", "guidance"],
                body=BODIES,
            ),
            rules=tuple(self._rule(number) for number in range(one(range(16)))),
            parameters=some(
                Parameter,
                3,
                name=["summary_most_unit", "summary_most_person"],
                value=[10.0, 100.0],
            ),
            districts={code: code for code in DISTRICTS},
            townships={code: (code, district) for code, district in TOWNSHIPS.items()},
            areas={code: code for code in AREAS},
        )

    def asked(self) -> Asked:
        """Draw an act at a place, with any of what a person may have said about it."""
        one = self._random.choice
        township = one([*TOWNSHIPS, *TOWNSHIPS, None])
        return Asked(
            key=one([*KEYS[:3] * 3, *KEYS, ("S", "matter", "99")]),
            place=one(["inside", "inside", "inside", "outside", "missing", "contradiction"]),
            district=TOWNSHIPS[township] if township else one([*DISTRICTS, None]),
            township=township,
            law_day=one(DAYS),
            filing_day=one(DAYS),
            near=one([(), (), (), (), ("T1",), ("T3", "T9")]),
            areas=one([(), ("A1",), ("A2", "A1"), ("A9", "A2")]),
            subject=one([None, "unit", "person"]),
            amount=one([None, None, 0.0, 99.0, 100.0, 5000.0]),
            severe=one([(), (), (), ("closure",)]),
            item=one([None, None, None, None, *ITEMS, "I9"]),
            field=one([None, None, *FIELDS, "f9"]),
            upgraded_to=one([None] * 20 + [*TEAM_CODES, "Z9"]),
            refusals=one([0, 0, 0, 1, 2, 3]),
            first_receiver=one([None, "Q1"]),
            danger=one([False, False, False, True]),
        )

    def _some(self, kind_of: Any, most: int, /, *, prefix: str = "row", **columns: Any) -> Any:
        """Draw some rows of a kind; their ids follow no order of their days."""
        count = self._random.randint(most // 2, most)
        return tuple(
            kind_of(
                id=f"{prefix}.{kind_of.__name__}.{number}",
                span=self._span(),
                **{name: self._random.choice(list(choice)) for name, choice in columns.items()},
            )
            for number in self._random.sample(range(count), count)
        )

    def _span(self) -> Span:
        one = self._random.choice
        return Span(one([*[None] * 4, *DAYS[:4]]), one([*[None] * 12, *DAYS[1:]]))

    def _team(self, townships: Any) -> dict[str, Any]:
        return {
            "code": TEAM_CODES,
            "name": ["-"],
            "district": [*DISTRICTS, *DISTRICTS, None],
            "township": list(townships),
            "fields": FIELD_LISTS,
            "body": BODIES,
        }

    def _rule(self, number: int) -> Rule:
        one = self._random.choice
        when: dict[str, Any] = {}
        for key in self._random.sample(list(SITUATION), one([0, 1, 1, 2, 3])):
            wanted = self._random.sample(SITUATION[key], one([1, 1, 2]))
            when[key] = wanted if len(wanted) > 1 else wanted[0]
        then: dict[str, Any] = {
            "team": one([*TEAMS[:2], *TEAMS]),
            "name": one(NAMES),
            "reason": f"reason{number}",
            "assist": self._random.choices(TEAMS[:3], k=one([0, 0, 1, 2])),
            "confidence": one(["advisory", None]),
        }
        if one([True, False, False, False]):
            then = {"judge": one(["disputed", "two_holders"])}
        return Rule(
            id=f"R{one(range(9))}",
            span=self._span(),
            version=number,
            priority=one(range(4)),
            when=when,
            then=then,
            text_zh="",
            text_en="",
        )
