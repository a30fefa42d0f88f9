"""The facts that say who is competent: dated rows, each with its source. Immutable, swapped whole.

A row is good for the days of its `Span` and is never changed: a change closes it in one edition and
writes its successor in the next, so that a decision can be made again as it was made then. `Facts`
is all of one edition; it comes from the database or from a city's folder, and what is compiled from
it (`command.competence.snapshot`) does not know which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

ClassKey = tuple[str, str, str]
"""(scheme, kind, code) of an event class."""

ItemKind = Literal["penalty", "inspection", "coercion"]
Level = Literal["city", "county", "township"]
Line = Literal["comprehensive", "professional", "outside"]
"""Whose power an item is: 综合执法, a professional field's, or a body that is no team of this platform."""
Form = Literal["empowered", "posted", "none"]
Mode = Literal["own", "shared"]
Subject = Literal["unit", "person"]
Severe = Literal["confiscation", "revocation", "closure", "ban"]
"""Sanctions that are major whatever the amount: 没收较大数额, 吊销, 责令关闭, 行业禁入."""
Aspect = Literal["establishment", "personnel", "business", "standing", "penalty", "guidance"]
"""编制隶属, 人员管理, 日常业务, 执法主体资格, 行政处罚权, 规范化指导."""
ListName = Literal["national", "provincial", "city", "township_guide"]

EVERYWHERE = ""
"""The area of a holder that holds in the whole city."""
ANY = "*"
"""Any field, any item, any subject."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days a row is good for: from a day up to, not including, another; None is open."""

    from_: date | None = None
    to: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day < self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every row has: its name for ever, the days it is good for, where it was read."""

    id: str
    span: Span = Span()
    source: str = ""
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClass(Fact):
    """A class of events. Its span is the scheme's and refuses nothing: an old act may carry a new code."""

    key: ClassKey
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAlias(Fact):
    """That a class of one scheme means a class of another."""

    key: ClassKey
    means: ClassKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Fact):
    """An enforcement item (事项) as the law of its span has it. Fines in yuan; None is not a sum."""

    code: str
    kind: ItemKind = "penalty"
    name: str
    field: str
    law: str = ""
    article: str = ""
    sanction: str = ""
    unit_min: float | None = None
    unit_max: float | None = None
    person_min: float | None = None
    person_max: float | None = None
    severe: tuple[Severe, ...] = ()
    """Severe sanctions the article allows."""
    summary: bool | None = None
    """Whether the summary procedure is possible (当场处罚); None: it follows from the amounts."""
    hearing: bool | None = None
    review: bool | None = None
    leniency: bool = False
    """On the first-time leniency list (首违不罚)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassItem(Fact):
    """That an event class may fall under an item; with several, the question that tells them apart."""

    key: ClassKey
    item: str
    question_zh: str = ""
    question_en: str = ""
    answer_zh: str = ""
    answer_en: str = ""
    subject: Subject | None = None
    """Set when the question is whom it is about: then the report's subject answers it."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder(Fact):
    """That a line and field hold an item, at a level, in an area. Two good on one day are a question."""

    item: str
    area: str = EVERYWHERE
    level: Level = "county"
    line: Line
    field: str
    partial: str = ""
    """部分划转: which acts of the item moved; empty when all of it did."""
    boundary: str = ""
    """具体职责边界."""
    department: str = ""
    """划出部门."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownshipPower(Fact):
    """How a township enforces, and whose name is then on its squad's papers."""

    township: str
    form: Form
    name_used: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownshipItem(Fact):
    """That an item is on a township's own list. It counts from its publication, not before."""

    township: str
    item: str
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaPower(Fact):
    """That a team owns, or shares, the powers of some fields inside a special area."""

    area: str
    team: str
    mode: Mode
    fields: tuple[str, ...] = (ANY,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionLine(Fact):
    """From which sum on a fine is major for a subject in a field. The sum itself is major."""

    field: str = ANY
    subject: Subject
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Fact):
    """A body that may sign or command. `plate` is its second name (局办合一, 办队合一)."""

    code: str
    name: str
    level: Level
    district: str | None = None
    township: str | None = None
    plate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFact(Fact):
    """A team that may be sent. `body` is the name of the body that signs, unless an aspect says otherwise."""

    code: str
    name: str
    kind: Literal["squad", "comprehensive", "professional", "direct"]
    level: Literal["city", "district", "township"]
    district: str | None
    township: str | None
    fields: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAspect(Fact):
    """Which body has one aspect of a team, by name; the two-step integration is six of these over time."""

    team: str
    aspect: Aspect
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Fact):
    """A row of the decision table. Every key of `when` must equal the fact, or name it in a list."""

    version: int
    priority: int
    when: Mapping[str, Any]
    then: Mapping[str, Any]
    text_zh: str
    text_en: str
    author: str = ""

    def fits(self, situation: Mapping[str, Any]) -> bool:
        """Tell whether the situation is what the row asks for."""
        return all(
            situation.get(key) in wanted
            if isinstance(wanted, list)
            else situation.get(key) == wanted
            for key, wanted in self.when.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Fact):
    """A number the decision needs, as a dated row: `border_strip_m` (metres)."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Fact):
    """That an item is on a list above the township: national, provincial by year, the city's own."""

    list: ListName
    year: int
    item: str
    batch: int | None = None
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTest(Fact):
    """How well an item meets the five entry principles (五个纳入), each 0 to 5, with a note."""

    item: str
    frequent: int
    close_to_life: int
    easy_to_find: int
    weak_force: int
    fit_skill: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerArea(Fact):
    """What an abolished district or township became, so that an old code is told from a wrong one."""

    code: str
    name: str
    became: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All rows of one edition, past and future ones too: an old act is judged by the law of its day."""

    edition: int
    classes: tuple[EventClass, ...] = ()
    class_aliases: tuple[ClassAlias, ...] = ()
    items: tuple[Item, ...] = ()
    class_items: tuple[ClassItem, ...] = ()
    holders: tuple[Holder, ...] = ()
    township_powers: tuple[TownshipPower, ...] = ()
    township_items: tuple[TownshipItem, ...] = ()
    area_powers: tuple[AreaPower, ...] = ()
    sanction_lines: tuple[SanctionLine, ...] = ()
    bodies: tuple[Body, ...] = ()
    teams: tuple[TeamFact, ...] = ()
    team_aspects: tuple[TeamAspect, ...] = ()
    rules: tuple[Rule, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    listings: tuple[Listing, ...] = ()
    entry_tests: tuple[EntryTest, ...] = ()
    former_areas: tuple[FormerArea, ...] = ()
    districts: Mapping[str, str] = field(default_factory=dict)
    """Code -> name."""
    townships: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Code -> name, district."""
    areas: Mapping[str, str] = field(default_factory=dict)
    """Special areas, code -> name."""
