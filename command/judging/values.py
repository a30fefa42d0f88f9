"""What a person says about a case, and what a platform adds to what it reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from command.cases.values import CaseOut, Missing, SubjectOut
from command.catalogue.facts import Subject
from core.words import Words

ANY: Final = "*"
"""Every class."""
GROUP: Final = "group:"
"""What a row's `code` begins with when it is for a whole group of classes."""

Code = Annotated[Words, Field(min_length=1, max_length=64)]
Reason = Annotated[Words, Field(min_length=1, max_length=500)]


class Decision(StrEnum):
    """What a person may decide: 受理, 不予受理, 退补, 并案, 拆案."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK_BACK = "ask_back"
    MERGE = "merge"
    UNMERGE = "unmerge"


class ClassIn(BaseModel):
    """A class of events, in the scheme of its code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scheme: Annotated[Words, Field(min_length=1, max_length=64)]
    kind: Literal["matter", "component"]
    code: Code


class PlaceIn(BaseModel):
    """Where it is after all: a point (CGCS2000), the township, or both; what they mean is found, not said."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    township: Annotated[Words, Field(min_length=1, max_length=16)] | None = None
    address: Reason | None = None


class JudgementIn(BaseModel):
    """A person's decision about a case. `id` is made once by the client and kept when it asks again.

    `version` is that of the case that was read. An `accept` may correct class and place, answer the
    question (`item`, `field`, `subject`) and name another team than the rules do, with a `reason`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    do: Decision
    version: Annotated[int, Field(ge=1)]
    reason: Reason | None = None
    category: ClassIn | None = None
    place: PlaceIn | None = None
    item: Code | None = None
    field: Code | None = None
    subject: Subject | None = None
    team: Code | None = None
    ground: Code | None = None
    missing: Annotated[list[Missing], Field(max_length=6)] = []
    into: Code | None = None


class RefusalGroundOut(BaseModel):
    """A ground on which a case may be refused, by a dated row."""

    ground: str
    name_zh: str
    name_en: str
    valid_from: date
    valid_to: date | None
    source: str
    invented: bool


class GroundsOut(BaseModel):
    """The grounds of refusal in force today."""

    items: list[RefusalGroundOut]


Kinship = Literal["same", "group", "other"]
"""Of the same class, of a class of the same group, or of another."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far away, and how long before or after, a case may be the same as one of a class: a dated row."""

    scheme: str
    kind: str
    code: str
    """A class, `group:<name>`, or `*`."""
    distance_m: float
    within_h: float
    source: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of a case."""

    kinship: Kinship
    distance_m: float
    apart_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Alike:
    """How much a case is like another, and why: all parts from 0 to 1."""

    score: float
    kinship: Kinship
    distance_m: int
    apart_s: int
    likeness: float
    """Of the words, by pairs of characters."""


class ReachOut(BaseModel):
    """The row that says how far was looked."""

    distance_m: float
    within_h: float
    source: str
    invented: bool


class SimilarOut(BaseModel):
    """A case that may be the same, and why."""

    case: CaseOut
    score: Annotated[float, Field(ge=0, le=1)]
    kinship: Kinship
    distance_m: int
    apart_s: int
    likeness: Annotated[float, Field(ge=0, le=1)]


class SimilarsOut(BaseModel):
    """The cases near by that are most like one, the likeliest first; `reach` null: no row says how far to look."""

    items: list[SimilarOut]
    reach: ReachOut | None


class JudgementOut(BaseModel):
    """A decision that was recorded."""

    id: UUID
    do: Decision
    at: AwareDatetime
    by: str
    reason: str | None
    ground: str | None
    missing: list[Missing]
    into: str | None


class SupplementOut(BaseModel):
    """What a platform added when it was asked; a person is masked for those who do not work the case."""

    at: AwareDatetime
    description: str | None
    address: str | None
    subject: SubjectOut | None
    files: int


class MergedOut(BaseModel):
    """A case that is merged into another: who else waits for its end."""

    case_no: str
    title: str
    platform: str
    received_at: AwareDatetime
