"""Events: news in the past tense, a few ids and facts, written with the change that made it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

REGISTRY: dict[str, type[Event]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that has happened. Fields are JSON values; they may be added, never change meaning.

    A subclass gives its `name`, `package.what-happened`, which is what the outbox stores.
    """

    name: ClassVar[str]
    is_pressing: ClassVar[bool] = False
    """Whether somebody new waits for it: heard before what only follows from what is under way."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # No zero-argument super() here: slots=True makes a second class, and the first is not it.
        name = cls.__dict__.get("name")
        if name is not None:
            REGISTRY[name] = cls

    def to_json(self) -> dict[str, Any]:
        """Give the fields as a JSON object."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read an event back; fields this release does not know are left alone."""
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})
