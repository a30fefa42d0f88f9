"""A routing decision, with everything needed to explain it again later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

PlaceFact = Literal["inside", "outside", "missing", "contradiction"]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a case goes: a team, or a person's judgement when `team` is None.

    `why` is what is stored with the case: the rule and its version, the facts it saw, the versions
    they were of, and every alternative that was not taken. JSON values only.
    """

    reason: str
    team: str | None
    field: str | None
    item: str | None
    body: str | None
    why: Mapping[str, Any]
