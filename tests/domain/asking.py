"""The sample city as a reader of the law asks it: a class, a township, a day, and what is known besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from command.catalogue import folder
from command.catalogue.facts import Facts, Item
from command.competence.decide import decide
from command.competence.snapshot import Snapshot, compile_facts
from command.competence.values import Asked, Competence

FOLDER: Final = Path(__file__).parents[2] / "cities" / "hangzhou"
TODAY: Final = date(2026, 11, 20)
MATTERS: Final = "GB/T 47678.5-2026"

FENSHUI: Final = "330122109"
"""分水镇 of 桐庐县: posted, empowered with 736 items from 2022, with 213 since 2025-07-09."""
HECUN: Final = "330122210"
"""合村乡 of 桐庐县: empowered with 190 items from 2022, with 79 since 2025-07-09."""
PINGYAO: Final = "330110110"
"""瓶窑镇 of 余杭区: posted, empowered with 432 items of 12 fields since 2022-06-26."""
ZHUANTANG: Final = "330106010"
"""转塘街道 of 西湖区: posted."""
SHUANGPU: Final = "330106110"
"""双浦镇 of 西湖区, beside 转塘街道: posted."""
PLAIN: Final = "330105001"
"""米市巷街道 of 拱墅区: neither empowered nor posted."""
PENGBU: Final = "330102015"
"""彭埠街道 of 上城区: posted; the railway station 火车东站 lies in it."""


@dataclass(frozen=True)
class City:
    """The sample city's facts, compiled."""

    facts: Facts
    snapshot: Snapshot

    @classmethod
    def read(cls) -> City:
        """Read the folder."""
        facts = folder.read(FOLDER)
        return cls(facts, compile_facts(facts))

    def ask(
        self,
        code: str,
        township: str | None = ZHUANTANG,
        filed_on: date = TODAY,
        *,
        acted_on: date | None = None,
        **known: Any,
    ) -> Competence:
        """Ask who is competent; whatever of `Asked` is known besides goes in by its name."""
        scheme = known.pop("scheme", "LOCAL" if code.startswith("LOC-") else MATTERS)
        return decide(
            Asked(
                key=(scheme, known.pop("kind", "matter"), code),
                place=known.pop("place", "inside"),
                district=township[:6] if township else None,
                township=township,
                law_day=acted_on or filed_on,
                filing_day=filed_on,
                **known,
            ),
            self.snapshot,
        )

    def item(self, code: str, day: date = TODAY) -> Item:
        """Give an item as the law of a day has it."""
        (found,) = (item for item in self.facts.items if item.code == code and day in item.span)
        return found
