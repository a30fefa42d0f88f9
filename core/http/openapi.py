"""The OpenAPI document: what FastAPI derives from the routes, and what it cannot know by itself.

That is who lets a request in, the bodies that are read by hand, and the one schema of all refusals.
A route documents the refusals it can give (`documented`), and no other is added for it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from core.http.problems import SCHEMA

Guard = TypeVar("Guard", bound=Callable[..., Any])

REF: Final = "#/components/schemas/{model}"
FOREIGN: Final = ("HTTPValidationError", "ValidationError")
"""FastAPI's own form of a refusal, which nobody here ever gets."""

_GUARDS: Final[dict[Callable[..., Any], Mapping[str, Any]]] = {}
_READ_BY_HAND: Final[list[tuple[dict[str, Any], Any]]] = []
"""Schemas, and the form each is written from when the document is made: no start waits for that."""


def lets_in(**schemes: Mapping[str, Any]) -> Callable[[Guard], Guard]:
    """Declare what a dependency asks for before it lets a request in: any one of these schemes."""

    def declared(dependency: Guard) -> Guard:
        _GUARDS[dependency] = schemes
        return dependency

    return declared


def body_read_by_hand(forms: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a body that the route itself reads, by media type; for `openapi_extra`.

    A form is a type, or a sentence where the body is text.
    """
    schemas: dict[str, dict[str, Any]] = {media_type: {} for media_type in forms}
    _READ_BY_HAND.extend(zip(schemas.values(), forms.values(), strict=True))
    content = {media_type: {"schema": schema} for media_type, schema in schemas.items()}
    return {"requestBody": {"required": True, "content": content}}


def describe(app: FastAPI) -> dict[str, Any]:
    """Give the whole document; made once, at the first request for it."""
    if app.openapi_schema is not None:
        return app.openapi_schema
    models: dict[str, Any] = {}
    for schema, form in _READ_BY_HAND:
        schema.update(_schema_of(form, models))
    document = get_openapi(
        title=app.title, version=app.version, summary=app.summary, routes=app.routes
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas |= models
    schemas["Problem"] = SCHEMA
    for foreign in FOREIGN:
        schemas.pop(foreign, None)
    for operation, dependant in _operations(app, document):
        _tidy(operation)
        guards = [_GUARDS[call] for call in _calls(dependant) if call in _GUARDS]
        for schemes in guards:
            components.setdefault("securitySchemes", {}).update(schemes)
            operation["security"] = [{name: []} for name in schemes]
    components["schemas"] = dict(sorted(schemas.items()))
    app.openapi_schema = document
    return document


def _schema_of(form: Any, models: dict[str, Any]) -> dict[str, Any]:
    if isinstance(form, str):
        return {"type": "string", "description": form}
    schema = TypeAdapter(form).json_schema(ref_template=REF)
    models.update(schema.pop("$defs", {}))
    if "properties" in schema:
        models[schema["title"]] = schema
        return {"$ref": REF.format(model=schema["title"])}
    return schema


def _operations(
    app: FastAPI, document: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], Dependant]]:
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute) and route.original_route.include_in_schema:
            for method in route.methods or ():
                yield document["paths"][route.path_format][method.lower()], route.dependant


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for inner in dependant.dependencies:
        if inner.call is not None:
            yield inner.call
        yield from _calls(inner)


def _tidy(operation: dict[str, Any]) -> None:
    for status, response in list(operation["responses"].items()):
        for content in response.get("content", {}).values():
            target = content.get("schema", {}).get("$ref", "")
            if target.endswith(FOREIGN):
                del operation["responses"][status]
            elif target:
                # A model declared beside a return type: the model says it all.
                content["schema"] = {"$ref": target}
