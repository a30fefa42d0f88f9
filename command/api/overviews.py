"""How the catalogue seen from above looks on the wire: what is covered, what a reform moves."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from command.api.answers import NamedOut
from command.api.proposals import ProblemOut
from command.catalogue.facts import Aspect, Form, Line


class ChecksOut(BaseModel):
    """What the checks find in the edition in force."""

    items: list[ProblemOut]
    edition: int


class MatrixTownshipOut(BaseModel):
    """A column of the matrix."""

    code: str
    name: str
    form: Form


class MatrixRowOut(BaseModel):
    """An item, and a letter for each township: o its squad in its own name, p its squad in another
    body's, d the county's comprehensive team, f its field's team, x a body outside, ? a person
    decides, ! nobody."""

    item: str
    name: str
    field: str
    cells: str
    holes: int


class MatrixOut(BaseModel):
    """Items against the townships of a district on a day."""

    district: NamedOut
    on: date
    townships: list[MatrixTownshipOut]
    rows: list[MatrixRowOut]
    holes: int


class PartOut(BaseModel):
    """A part of a figure: a field with its items, or one item."""

    name: str
    value: int
    of: int


class FigureOut(BaseModel):
    """A share: so many of so many; `target` is what the plan asks for, `reported` what was reported."""

    key: Literal["comprehensive", "fields", "inspections"]
    value: int
    of: int
    target: float | None
    reported: float | None
    parts: list[PartOut]


class CandidateOut(BaseModel):
    """An item that might be moved next, by its five scores."""

    item: str
    name: str
    field: str
    scores: list[int]
    score: int
    note: str


class FiguresOut(BaseModel):
    """The figures of the reform on a day."""

    on: date
    figures: list[FigureOut]
    candidates: list[CandidateOut]


class HeldOut(BaseModel):
    """Who holds an item."""

    line: Line
    field: str
    department: str
    partial: str


class MovedItemOut(BaseModel):
    """An item whose holders differ between two days; what nobody records a year is null, not 0."""

    code: str
    name: str
    area: str
    before: list[HeldOut]
    after: list[HeldOut]
    cases_a_year: int
    inspections_a_year: int | None


class MovedTeamOut(BaseModel):
    """A team of which an aspect has another owner; without an aspect the team begins or ends."""

    code: str
    name: str
    aspect: Aspect | None
    before: str | None
    after: str | None


class MovedTownshipOut(BaseModel):
    """A township that enforces otherwise, or by another list."""

    code: str
    name: str
    before: Form
    after: Form
    given: int
    taken_back: int
    cases_a_year: int


class ReformOut(BaseModel):
    """What moves between two days."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    items: list[MovedItemOut]
    teams: list[MovedTeamOut]
    townships: list[MovedTownshipOut]
