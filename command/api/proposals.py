"""How a draft of the catalogue looks on the wire: what is wrong with it, what it changes, what it does to cases."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from command.api.days import Day
from command.catalogue.checks import Weight
from core.words import Words


class CellErrorOut(BaseModel):
    """What is wrong in a workbook, and where: sheet, row as the workbook counts it, column's heading."""

    sheet: str
    row: int | None
    column: str | None
    rule: str
    detail: str


class DifferenceOut(BaseModel):
    """What happens to one subject: what its rows said, what they will say."""

    verb: Literal["opened", "closed", "changed"]
    form: str
    subject: str
    before: str
    after: str


class DiffOut(BaseModel):
    """Against the edition in force; `rows` are the first of them."""

    opened: int
    closed: int
    changed: int
    rows: list[DifferenceOut]


class ProblemOut(BaseModel):
    """What a check found. What is wrong cannot be published; a hole only if somebody accepts it by name."""

    id: str
    check: str
    weight: Weight
    detail: str


class ShiftOut(BaseModel):
    """How many cases a team or a township has before and after."""

    code: str
    name: str
    before: int
    after: int


class TownshipShiftOut(BaseModel):
    """How many cases of a township change their team."""

    code: str
    name: str
    cases: int
    changed: int


class EffectOut(BaseModel):
    """Open cases that would be another team's, were they filed under the draft. They keep their owner."""

    open_cases: int
    changed: int


class DraftOut(BaseModel):
    """A draft of the catalogue. With errors nothing was kept, so it has no id."""

    id: UUID | None
    kind: str
    title: str
    state: Literal["refused", "open", "published", "dropped"]
    by: str
    at: AwareDatetime
    valid_from: date | None
    errors: list[CellErrorOut]
    diff: DiffOut
    problems: list[ProblemOut]
    effect: EffectOut


class DraftLineOut(BaseModel):
    """A draft in one line."""

    id: UUID
    kind: str
    title: str
    state: str
    at: AwareDatetime
    valid_from: date | None


class DraftsOut(BaseModel):
    """The drafts, newest first."""

    items: list[DraftLineOut]


class MovedCaseOut(BaseModel):
    """A past case that would go to another team."""

    case_no: str
    what: str
    township: str
    before: str
    after: str


class SimulationOut(BaseModel):
    """All cases of a period decided by the draft: which would change their team. No name: a person."""

    first: Annotated[date | None, Field(alias="from")]
    last: Annotated[date | None, Field(alias="to")]
    cases: int
    changed: int
    by_team: list[ShiftOut]
    by_township: list[TownshipShiftOut]
    moved: list[MovedCaseOut]


class PeriodIn(BaseModel):
    """From a day up to, not including, another; null is without end."""

    model_config = ConfigDict(extra="forbid")

    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None


class AcceptedIn(BaseModel):
    """A hole that somebody takes upon themselves, and why."""

    model_config = ConfigDict(extra="forbid")

    hole: Annotated[Words, Field(min_length=1, max_length=200)]
    reason: Annotated[Words, Field(min_length=1, max_length=500)]


class PublishIn(BaseModel):
    """Publish a draft; every hole it makes is accepted by name."""

    model_config = ConfigDict(extra="forbid")

    accept: list[AcceptedIn] = Field(default_factory=list, max_length=1000)


class RollbackIn(BaseModel):
    """The edition that is to be in force again, as a new one."""

    model_config = ConfigDict(extra="forbid")

    edition: Annotated[int, Field(ge=1, le=2**31 - 1)]


class PublishedOut(BaseModel):
    """The edition that is in force now."""

    edition: int


class RuleIn(BaseModel):
    """A row of the decision table as it is typed: anything may be wrong with it."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[Words, Field(max_length=32)]
    priority: Annotated[int, Field(strict=True)]
    when: dict[str, Any]
    then: dict[str, Any]
    text_zh: Annotated[Words, Field(max_length=500)]
    text_en: Annotated[Words, Field(max_length=500)]
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: Annotated[Words, Field(max_length=300)] = ""


class RulesIn(BaseModel):
    """A whole decision table as it is typed."""

    model_config = ConfigDict(extra="forbid")

    rules: Annotated[list[RuleIn], Field(max_length=1000)]


class RuleDraftIn(RulesIn):
    """A decision table that is to be published, and from when."""

    title: Annotated[Words, Field(min_length=1, max_length=200)]
    valid_from: Day


class RuleProblemOut(BaseModel):
    """What is wrong with a row, and with which part of it."""

    rule: str
    part: str
    check: str
    weight: Weight
    detail: str


class RuleProblemsOut(BaseModel):
    """What the checks found in a table as it is typed."""

    problems: list[RuleProblemOut]
