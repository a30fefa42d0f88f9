"""The rows that say whether a task is sent automatically (自动派单) or by hand (人工派单)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

ANY: Final = "*"
ANY_CLASS: Final = (ANY, ANY, ANY)

ClassKey = tuple[str, str, str]
"""Scheme, kind and code of a class of events."""


@dataclass(frozen=True, slots=True)
class Sending:
    """The rows that are good today, by team and class; `*` is any."""

    rows: Mapping[tuple[str, ClassKey], bool]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, ClassKey, bool]]) -> Sending:
        """Build it from (team, class, automatic)."""
        return cls({(team, key): automatic for team, key, automatic in rows})

    def is_automatic(self, team: str, key: ClassKey) -> bool:
        """Tell whether the platform chooses the unit.

        A row for team and class decides over one for either; of one for the team and one for the class
        "by hand" wins; a row for all decides last. Without any row tasks are sent automatically.
        """
        exact = self.rows.get((team, key))
        if exact is not None:
            return exact
        either = [
            found
            for found in (self.rows.get((team, ANY_CLASS)), self.rows.get((ANY, key)))
            if found is not None
        ]
        if either:
            return all(either)
        return self.rows.get((ANY, ANY_CLASS), True)
