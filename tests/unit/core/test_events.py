"""Events: small frozen news that survives its way through JSON, and a later release."""

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass, fields
from typing import Any, ClassVar

import pytest

from core.events import REGISTRY, Event

PACKAGES = ("command", "dispatch", "field_units", "grid", "integration")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang(Event):
    """A bell was rung."""

    name: ClassVar[str] = "tests.bell-rang"

    n: int
    where: str | None = None


@pytest.fixture(autouse=True, scope="module")
def ours_alone() -> Iterator[None]:
    """Leave no event of ours behind for tests that look at the city's."""
    yield
    REGISTRY.pop(Rang.name, None)


class TestEvent:
    def test_comes_back_from_json_as_it_went(self) -> None:
        rang = Rang(n=1, where="门")

        assert REGISTRY["tests.bell-rang"].from_json(json.loads(json.dumps(rang.to_json()))) == rang

    def test_leaves_fields_of_a_later_release_alone(self) -> None:
        assert Rang.from_json({"n": 1, "loud": True}) == Rang(n=1)

    def test_takes_a_field_an_earlier_release_did_not_have_as_its_default(self) -> None:
        assert Rang.from_json({"n": 1}).where is None

    def test_cannot_be_changed(self) -> None:
        with pytest.raises(FrozenInstanceError):
            Rang(n=1).n = 2  # type: ignore[misc]


class TestTheCitysEvents:
    @pytest.fixture
    def events(self) -> dict[str, type[Event]]:
        for package in PACKAGES:
            if importlib.util.find_spec(f"{package}.events"):
                importlib.import_module(f"{package}.events")
        return {name: kind for name, kind in REGISTRY.items() if not name.startswith("tests.")}

    def test_are_named_by_their_package_and_what_happened(
        self, events: dict[str, type[Event]]
    ) -> None:
        assert events
        for name, kind in events.items():
            package, _, what = name.partition(".")
            assert kind.__module__ == f"{package}.events"
            assert what == _kebab(kind.__name__)

    def test_hold_only_what_json_knows(self, events: dict[str, type[Event]]) -> None:
        known = {"str", "int", "float", "bool", "None", "list[str]", "dict[str, Any]"}
        for kind in events.values():
            for field in fields(kind):
                said = field.type if isinstance(field.type, str) else _name(field.type)
                assert {part.strip() for part in said.split("|")} <= known, (kind, field.name)


def _name(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)


def _kebab(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")
