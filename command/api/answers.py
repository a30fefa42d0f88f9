"""How answers about competence look on the wire."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from command.catalogue.facts import Subject
from command.competence.values import Confidence, PlaceFact


class NamedOut(BaseModel):
    """A code and what it is called."""

    code: str
    name: str


class ProcedureOut(BaseModel):
    """What the law asks of the handling; null where nothing is known."""

    summary: bool | None
    hearing: bool | None
    review: bool | None
    leniency: bool | None


class AnswerOut(BaseModel):
    """Which team goes, in whose name; without a team a person decides."""

    team: str | None
    team_name: str | None
    field: str | None
    item: str | None
    item_name: str | None
    signing_body: str | None
    commanding_body: str | None
    supervising_body: str | None
    assisting: list[NamedOut]
    interim: NamedOut | None
    procedure: ProcedureOut
    confidence: Confidence
    reason: str
    reason_text: str


class ChoiceOut(BaseModel):
    """A way to answer an open question: ask again with what is not null here."""

    item: str | None
    field: str | None
    subject: Subject | None
    text: str


class OpenQuestionOut(BaseModel):
    """What would settle it."""

    text: str
    choices: list[ChoiceOut]


class StepOut(BaseModel):
    """A question on the way to the answer, in order, with where it is written."""

    step: str
    question: str
    answer: str
    source: str


class RejectedOut(BaseModel):
    """A team that was not taken: why, and at which step."""

    team: str
    team_name: str | None
    why: str
    step: str


class NeighbourOut(BaseModel):
    """Which team would go on the other side of a border."""

    township: NamedOut
    team: str | None
    team_name: str | None


class RuleOut(BaseModel):
    """The row of the decision table that decided."""

    id: str
    version: int
    text: str | None
    source: str


class UsedFactOut(BaseModel):
    """A dated row that was used."""

    id: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    source: str
    invented: bool


class AskedPlaceOut(BaseModel):
    """Where the act lies; the point in CGCS2000."""

    place: PlaceFact
    lon: float | None
    lat: float | None
    township: NamedOut | None
    district: NamedOut | None
    near: list[NamedOut]
    areas: list[NamedOut]
    boundary_version: int


class CompetenceOut(BaseModel):
    """The answer with everything it rests on, in the language that was asked for."""

    sentence: str
    answer: AnswerOut
    question: OpenQuestionOut | None
    steps: list[StepOut]
    rejected: list[RejectedOut]
    neighbours: list[NeighbourOut]
    situation: dict[str, str | int | bool]
    rule: RuleOut | None
    rows: list[UsedFactOut]
    place: AskedPlaceOut
    acted_on: date
    filed_on: date
    edition: int


class StretchOut(BaseModel):
    """Days with one answer; `to` is the first day after them."""

    from_: Annotated[date, Field(alias="from")]
    to: date
    team: str | None
    team_name: str | None
    signing_body: str | None
    reason: str
    reason_text: str


class BandOut(BaseModel):
    """Fines of a subject, yuan, `most` exclusive; `asked`: what was asked lies in it."""

    subject: Subject
    least: float
    most: float | None
    asked: bool
    spans: list[StretchOut]


class OverTimeOut(BaseModel):
    """The answer by day of filing and by expected sanction."""

    from_: Annotated[date, Field(alias="from")]
    to: date
    filed_on: date
    bands: list[BandOut]
