"""The contracts with clients say what the code does: the wire, AsyncAPI, OpenAPI. Drift is red."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import BaseModel

import main
from command.cases.lifecycle import STAGE, CaseState
from command.cases.values import CaseOut
from core import hub
from core.settings import Settings
from dispatch.alerts.values import AlertOut
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.values import Do, SocketActIn, TaskOut
from integration import values
from tests.pages import PAGES, first_cells, modules, read, section
from web.api import UnitOut
from web.health import HealthOut

Json = dict[str, Any]

CODES = (hub.ENDED, hub.FORBIDDEN, hub.RESYNC, hub.NO_HELLO, hub.RESTART, hub.AWAY)
"""What sockets are closed with."""
RESERVED = {"case.left"}
"""Promised to clients, and sent by nobody yet."""


def frame_names() -> set[str]:
    """Collect the names that are said on channels, from the calls that say them."""
    said: set[str] = set()
    for _, tree in modules():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            function = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if function not in {"publish", "unnumbered", "_tell"}:
                continue
            given = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "name")]
            said |= {arg.value for arg in given if isinstance(arg, ast.Constant)}  # type: ignore[misc]
    return said


def refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from refs(value)


def follow(document: Json, ref: str) -> Any:
    found: Any = document
    for part in ref.removeprefix("#/").split("/"):
        found = found[part]
    return found


@pytest.fixture(scope="module")
def wire() -> str:
    return read("docs/wire.md")


@pytest.fixture(scope="module")
def asyncapi() -> Json:
    document: Json = yaml.safe_load(read("docs/asyncapi.yaml"))
    return document


@pytest.fixture(scope="module")
def openapi() -> Json:
    return main.create_app(Settings()).openapi()


@pytest.fixture(scope="module")
def operations(openapi: Json) -> dict[str, Json]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    }


class TestWire:
    def test_names_every_frame_and_no_other(self, wire: str) -> None:
        frames = section(wire, "## Frames")

        named = {*first_cells(frames), *re.findall(r"`([a-z]+\.[a-z]+|ping)`", frames)}

        assert named == frame_names() | RESERVED

    def test_names_the_states_and_stages_of_a_case(self, wire: str) -> None:
        rows = re.findall(r"^\| `(\w+)` \| \S+ \| `(\w+)` \S+ \|$", wire, flags=re.M)

        assert dict(rows) == {state.value: stage for state, stage in STAGE.items()}

    def test_names_the_states_of_a_task(self, wire: str) -> None:
        said = section(wire, "## TASK").partition("States:")[2].partition("`delivered` is")[0]

        assert set(re.findall(r"`(\w+)`", said)) == set(TaskState)

    def test_names_the_acts(self, wire: str) -> None:
        assert set(first_cells(section(wire, "## What the client says"))) == set(Do)

    def test_names_the_codes_a_socket_is_closed_with(self, wire: str) -> None:
        for code in CODES:
            assert str(code) in wire


class TestAsyncApi:
    def test_has_the_form_of_the_standard(self, asyncapi: Json) -> None:
        jsonschema.validate(asyncapi, ASYNCAPI_FORM)

    def test_refers_to_nothing_that_is_not_there(self, asyncapi: Json) -> None:
        for ref in set(refs(asyncapi)):
            follow(asyncapi, ref)

    def test_uses_every_message_on_its_channel(self, asyncapi: Json) -> None:
        used: set[str] = set()
        for operation in asyncapi["operations"].values():
            home = operation["channel"]["$ref"]
            answers = operation.get("reply", {}).get("messages", [])
            for message in [*operation["messages"], *answers]:
                assert message["$ref"].startswith(f"{home}/messages/")
                used.add(message["$ref"].rpartition("/")[2])

        assert used == set(asyncapi["components"]["messages"])

    def test_names_every_frame_and_no_other(self, asyncapi: Json) -> None:
        messages = asyncapi["components"]["messages"].values()

        named = {message["name"] for message in messages if "name" in message}

        assert named == frame_names() | RESERVED

    def test_knows_the_states_and_acts(self, asyncapi: Json) -> None:
        schemas = asyncapi["components"]["schemas"]

        assert schemas["CaseState"]["enum"] == list(CaseState)
        assert schemas["Stage"]["enum"] == list(dict.fromkeys(STAGE.values()))
        assert schemas["TaskState"]["enum"] == list(TaskState)
        assert schemas["Do"]["enum"] == list(Do)

    @pytest.mark.parametrize(
        ("name", "model"),
        [
            ("Case", CaseOut),
            ("Task", TaskOut),
            ("Unit", UnitOut),
            ("Alert", AlertOut),
            ("Act", SocketActIn),
            ("Health", HealthOut),
        ],
    )
    def test_has_the_fields_of_the_http_side(
        self, asyncapi: Json, name: str, model: type[BaseModel]
    ) -> None:
        ours, theirs = asyncapi["components"]["schemas"][name], model.model_json_schema()

        assert ours["properties"].keys() == theirs["properties"].keys()
        assert set(ours["required"]) == set(theirs["required"])

    def test_knows_how_sockets_are_closed(self, asyncapi: Json) -> None:
        assert asyncapi["x-close-codes"].keys() == {str(code) for code in CODES}

    def test_gives_examples_that_fit(self, asyncapi: Json) -> None:
        for message in asyncapi["components"]["messages"].values():
            for example in message.get("examples", ()):
                whole = {**message["payload"], "components": asyncapi["components"]}
                jsonschema.validate(example["payload"], whole)


class TestOpenApi:
    def test_refers_to_nothing_that_is_not_there(self, openapi: Json) -> None:
        for ref in set(refs(openapi)):
            follow(openapi, ref)

    def test_has_sound_schemas(self, openapi: Json) -> None:
        for schema in openapi["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)

    def test_gives_every_operation_a_summary_and_says_what_it_is_for(
        self, operations: dict[str, Json]
    ) -> None:
        for name, operation in operations.items():
            assert operation.get("summary"), name
            assert operation.get("description"), name
            assert operation.get("tags"), name

    def test_tells_the_refusals_of_every_operation(self, operations: dict[str, Json]) -> None:
        for name, operation in operations.items():
            told = operation["responses"].keys()
            assert ("security" in operation) <= ("401" in told), name
            if "requestBody" in operation:
                assert told >= {"400", "413"}, name
            if "{" in name:
                assert told & {"404", "422"}, name

    def test_tells_refusals_as_problems(self, operations: dict[str, Json]) -> None:
        problem = {"$ref": "#/components/schemas/Problem"}
        for name, operation in operations.items():
            for status, response in operation["responses"].items():
                # A range that is not there, and a process that is not ready, answer in forms of their own.
                if status[0] in "45" and (name, status) not in {
                    ("GET /api/v1/files/{file_id}", "416"),
                    ("GET /readyz", "503"),
                }:
                    assert response["content"]["application/problem+json"]["schema"] == problem, (
                        name
                    )

    def test_types_every_answer_in_json(self, operations: dict[str, Json]) -> None:
        for name, operation in operations.items():
            for status, response in operation["responses"].items():
                for media_type, content in response.get("content", {}).items():
                    if media_type == "application/json":
                        schema = content["schema"]
                        assert schema.get("items", schema).get("$ref"), (name, status)

    def test_tells_who_is_let_in(self, openapi: Json, operations: dict[str, Json]) -> None:
        assert openapi["components"]["securitySchemes"].keys() == {
            *("platform", "session", "cookie"),
            *("device", "device_password"),
        }
        open_to_all = {
            name for name, operation in operations.items() if "security" not in operation
        }

        assert open_to_all == {
            "POST /api/v1/login",
            "GET /api/v1/city",
            "GET /api/v1/grid/areas",
            "GET /api/v1/grid/locate",
            "GET /healthz",
            "GET /readyz",
            "GET /metrics",
        }

    def test_has_every_address_the_pages_name(self, operations: dict[str, Json]) -> None:
        known = {re.sub(r"\{\w+\}", "{}", name) for name in operations}
        for page in PAGES:
            for method, path in re.findall(
                r"\b(GET|POST) (/api/v1/[\w/:{}.-]+)", page.read_text("utf-8")
            ):
                name = re.sub(r"\{\w+\}", "{}", f"{method} {path.rstrip('.:')}")
                assert name in known, page


REF = {"type": "object", "required": ["$ref"], "properties": {"$ref": {"type": "string"}}}
REFS = {"type": "array", "minItems": 1, "items": REF}
ASYNCAPI_FORM = {
    "type": "object",
    "required": ["asyncapi", "info", "servers", "channels", "operations", "components"],
    "properties": {
        "asyncapi": {"const": "3.0.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "defaultContentType": {"const": "application/json"},
        "servers": {
            "additionalProperties": {
                "type": "object",
                "required": ["host", "protocol", "security"],
                "properties": {"security": REFS, "protocol": {"enum": ["ws", "wss"]}},
            }
        },
        "channels": {
            "additionalProperties": {
                "type": "object",
                "required": ["address", "messages"],
                "properties": {"messages": {"additionalProperties": REF}},
            }
        },
        "operations": {
            "additionalProperties": {
                "type": "object",
                "required": ["action", "channel", "messages", "summary"],
                "properties": {
                    "action": {"enum": ["send", "receive"]},
                    "channel": REF,
                    "messages": REFS,
                    "reply": {
                        "type": "object",
                        "required": ["channel", "messages"],
                        "properties": {"channel": REF, "messages": REFS},
                    },
                },
            }
        },
        "components": {
            "type": "object",
            "required": ["messages", "schemas", "securitySchemes"],
            "properties": {
                "messages": {
                    "additionalProperties": {"type": "object", "required": ["summary", "payload"]}
                }
            },
        },
    },
}
"""What we use of AsyncAPI 3.0; the page itself was held against the standard's own schema."""


def test_the_published_schema_of_an_event_is_the_one_in_openapi(openapi: Json) -> None:
    published = json.loads(json.dumps(values.schema()))
    described = openapi["components"]["schemas"]

    assert published["properties"].keys() == described["EventIn"]["properties"].keys()
    assert published["$defs"].keys() <= described.keys()
