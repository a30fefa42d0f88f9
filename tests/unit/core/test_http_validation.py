"""Validation errors: where, which rule, what would be allowed."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_core._pydantic_core import list_all_errors

from core import http, texts
from core.errors import Malformed
from core.http.validation import read_rule

NEVER_FROM_JSON = set(
    """no_such_attribute needs_python_object recursion_loop recursion_depth_exceeded frozen_field
    frozen_instance invalid_key get_attribute_error dataclass_exact_type named_tuple_type
    default_factory_not_called iteration_error frozen_dict_type ordered_dict_type counter_type
    set_item_not_hashable ellipsis_error is_instance_of is_subclass_of callable_type arguments_type
    unexpected_positional_argument multiple_argument_values fraction_type fraction_parsing
    complex_type complex_str_parsing json_invalid""".split()  # noqa: SIM905
)


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Point(BaseModel):
    model_config = ConfigDict(extra="forbid")
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)


class Circle(BaseModel):
    kind: Literal["circle"]
    radius: int


class Square(BaseModel):
    kind: Literal["square"]
    side: int


class Form(BaseModel):
    at: AwareDatetime | None = None
    day: date | None = None
    naive: datetime | None = None
    id: UUID | None = None
    name: str | None = Field(default=None, min_length=2, max_length=3)
    code: str | None = Field(default=None, pattern="^[0-9]+$")
    colour: Colour | None = None
    points: list[Point] = Field(default=[], max_length=2)
    shape: Annotated[Circle | Square, Field(discriminator="kind")] | None = None
    either: int | Point | None = None
    step: int | None = Field(default=None, multiple_of=5)
    by_name: dict[str, int] = {}


def errors_of(body: Any, lang: Any = "en", *, known: bool = True) -> list[dict[str, Any]]:
    with pytest.raises(ValidationError) as raised:
        Form.model_validate(body)
    given = {"body": body} if known else {}
    found = raised.value.errors(include_url=False)
    problem = http.problem_body(http.validation_error(found, lang, **given), lang)
    assert problem["status"] == 422
    errors: list[dict[str, Any]] = problem["errors"]
    return errors


class TestValidationProblem:
    @pytest.mark.parametrize(
        ("body", "pointer", "rule", "allowed"),
        [
            ({"points": [{"lon": 1}, {"lon": 181}]}, "/points/1/lon", "range", {"le": 180.0}),
            ({"points": [{}]}, "/points/0/lon", "missing", None),
            ({"points": [{"lon": 1, "a/b~": 1}]}, "/points/0/a~1b~0", "extra", None),
            ({"points": [{"lon": float("nan")}]}, "/points/0/lon", "range", None),
            ({"points": [{"lon": "east"}]}, "/points/0/lon", "type", {"type": "number"}),
            ({"points": [{"lon": 1}] * 3}, "/points", "too_long", {"max_length": 2}),
            ({"points": {}}, "/points", "type", {"type": "array"}),
            ({"name": "x"}, "/name", "too_short", {"min_length": 2}),
            ({"name": "xxxx"}, "/name", "too_long", {"max_length": 3}),
            ({"name": 7}, "/name", "type", {"type": "string"}),
            ({"code": "x"}, "/code", "format", {"pattern": "^[0-9]+$"}),
            ({"colour": "blue"}, "/colour", "enum", ["red", "green"]),
            ({"id": "x"}, "/id", "format", {"format": "uuid"}),
            ({"at": "2026-11-22T08:00:00"}, "/at", "format", {"format": "date-time"}),
            ({"at": "yesterday"}, "/at", "format", {"format": "date-time"}),
            ({"day": "2026-13-01"}, "/day", "format", {"format": "date"}),
            ({"step": 7}, "/step", "range", {"multiple_of": 5}),
            ({"shape": {"kind": "star"}}, "/shape", "enum", ["circle", "square"]),
            ({"shape": {}}, "/shape", "missing", None),
            ({"shape": {"kind": "circle", "radius": "x"}}, "/shape/radius", "type", None),
            ({"shape": {"kind": "circle"}}, "/shape/radius", "missing", None),
            ({"by_name": {"a/b": "x"}}, "/by_name/a~1b", "type", {"type": "integer"}),
            ([], "", "type", {"type": "object"}),
        ],
    )
    def test_points_at_what_was_sent(
        self, body: Any, pointer: str, rule: str, allowed: object
    ) -> None:
        error = errors_of(body)[0]

        assert (error["in"], error["pointer"], error["rule"]) == ("body", pointer, rule)
        if allowed is not None:
            assert error["allowed"] == allowed
        assert error["detail"]

    def test_lists_every_error(self) -> None:
        errors = errors_of({"name": "x", "colour": "blue"})

        assert [error["pointer"] for error in errors] == ["/name", "/colour"]

    def test_drops_the_tags_of_a_union_from_pointers(self) -> None:
        assert {e["pointer"] for e in errors_of({"either": {"lon": 200}})} == {
            "/either",
            "/either/lon",
        }

    def test_speaks_chinese(self) -> None:
        assert errors_of({"name": "xxxx"}, "zh")[0]["detail"] == "过长，最多 3。"
        assert errors_of({"points": [{}]}, "zh")[0]["detail"] == "缺少此项。"

    def test_never_repeats_the_input(self) -> None:
        assert "s3cret" not in str(errors_of({"name": {"password": "s3cret"}}))

    def test_takes_an_own_rule_by_its_name(self) -> None:
        error = PydanticCustomError("axes_swapped", "Longitude and latitude are swapped.", {})
        given: Any = [{"type": error.type, "loc": ("lon",), "msg": error.message(), "input": 1}]

        told = http.problem_body(http.validation_error(given, "en"), "en")["errors"][0]

        assert told["rule"] == "axes_swapped"
        assert told["detail"] == "Longitude and latitude are swapped."

    def test_knows_what_is_not_json_from_what_is_not_valid(self) -> None:
        with pytest.raises(ValidationError) as raised:
            Form.model_validate_json("{")

        assert isinstance(http.validation_error(raised.value.errors(), "en"), Malformed)

    def test_has_a_rule_for_every_error_that_json_can_cause(self) -> None:
        stable = {"missing", "extra", "too_long", "too_short", "enum", "range", "format", "type"}

        for known in list_all_errors():
            error: Any = {"type": known["type"], "loc": (), "msg": "", "input": None}
            error["ctx"] = known.get("example_context") or {}
            rule, _, text = read_rule(error)
            assert rule in stable | {"value"} or rule in NEVER_FROM_JSON
            assert texts.has(text) or rule in NEVER_FROM_JSON
