"""Who is competent (谁有权管): what is asked, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from command.catalogue.facts import ClassKey, Line, Severe, Subject

PlaceFact = Literal["inside", "outside", "missing", "contradiction"]

Confidence = Literal["certain", "advisory", "open"]
"""certain: one answer; advisory: one answer that a person should look at (border, shared area,
partial transfer); open: a person decides, mostly by answering the question."""


class Asked(NamedTuple):
    """An act at a place on a day. Law is that of `law_day`, ownership that of `filing_day`."""

    key: ClassKey
    place: PlaceFact
    district: str | None
    township: str | None
    law_day: date
    filing_day: date
    near: tuple[str, ...] = ()
    """Townships across a border that is nearer than the border strip."""
    areas: tuple[str, ...] = ()
    """Special areas the point lies in, the one that comes first counting first."""
    subject: Subject | None = None
    amount: float | None = None
    """The fine that is expected, yuan."""
    severe: tuple[Severe, ...] = ()
    """Severe sanctions that are expected."""
    item: str | None = None
    """The answer to which item it is; any item in force may be named."""
    field: str | None = None
    """The answer to which of several holders."""
    upgraded_to: str | None = None
    """The team that a recorded decision (提级、指定管辖) names."""
    refusals: int = 0
    """How many teams have sent it back."""
    first_receiver: str | None = None
    danger: bool = False
    """Somebody's life is in danger now."""


class Choice(NamedTuple):
    """A way to answer the question: ask again with all of item, field and subject that are given."""

    item: str | None
    field: str | None
    subject: Subject | None
    answer_zh: str
    answer_en: str
    line: Line | None = None
    """Whose a holder is; its row names field and boundary in Chinese alone (`explain.tell_choice`)."""


class Rejected(NamedTuple):
    """A team that could have been sent and was not, held against the rule that comes nearest to sending it.

    `why` is a word of `why.rejected.*`: what that rule asks for and does not find, as fact and value
    (`listed_false`, `holder_professional`, `sanction_major`, `form_none`, `squad_unable`); `later`
    when it fits, but comes after the rule that decided; `never` when no rule sends such a team.
    `step` is the word of `why.step.*` at which that was asked.
    """

    team: str
    why: str
    step: str


class Procedure(NamedTuple):
    """What the law asks of the handling; None where nothing is known."""

    summary: bool | None = None
    hearing: bool | None = None
    review: bool | None = None
    leniency: bool | None = None


class Competence(NamedTuple):
    """The answer. `team` None: a person decides, `reason` says why and `question` what would settle it."""

    reason: str
    """A word of `reason.*`."""
    confidence: Confidence
    team: str | None
    field: str | None
    item: str | None
    signing_body: str | None
    """Whose name is on the papers, by 主体资格 and 处罚权."""
    commanding_body: str | None
    """Who commands the team day by day, by 日常业务."""
    supervising_body: str | None
    assisting: tuple[str, ...]
    procedure: Procedure
    question: str | None
    """The id of the class_item or holder row whose question is open."""
    choices: tuple[Choice, ...]
    interim: str | None
    """Who keeps handling urgent harm while it is disputed."""
    neighbours: tuple[tuple[str, str | None], ...]
    """On a border: (township, team that would go there)."""
    rule: tuple[str, int] | None
    """(id, version) of the row that decided."""
    rows: tuple[str, ...]
    """Ids of every fact that was used, in order."""
    rejected: tuple[Rejected, ...]
    situation: Mapping[str, Any]
    """What the decision table saw."""
    edition: int
