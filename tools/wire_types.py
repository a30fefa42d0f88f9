"""Write the web client's types from the contracts it speaks: /openapi.json and docs/asyncapi.yaml.

`python tools/wire_types.py` writes web/ui/src/shared/wire.ts; a test finds it as this would write it.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

ROOT: Final = Path(__file__).resolve().parent.parent
PLACE: Final = ROOT / "web" / "ui" / "src" / "shared" / "wire.ts"
HEAD: Final = """\
/* Made by tools/wire_types.py from /openapi.json and docs/asyncapi.yaml. Not to be edited. */
"""
PLAIN: Final = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}

Schema = Mapping[str, Any]


def write() -> str:
    """Give the page of types as the contracts of now want it."""
    sys.path.insert(0, str(ROOT))
    import main

    http = main.create_app().openapi()["components"]["schemas"]
    wire = yaml.safe_load((ROOT / "docs" / "asyncapi.yaml").read_text("utf-8"))
    # Where both name a thing, HTTP tells more of it: its schemas come from the code.
    schemas = {**wire["components"]["schemas"], **http}
    return HEAD + "".join(f"\n{_declare(name, schemas[name])}\n" for name in sorted(schemas))


def _declare(name: str, schema: Schema) -> str:
    said = schema.get("description", "").partition("\n")[0]
    comment = f"/** {said} */\n" if said.isascii() and said else ""
    if schema.get("properties") == {}:
        return f"{comment}export type {name} = Record<string, never>;"
    if "properties" in schema:
        return f"{comment}export interface {name} {_object(schema, '')}"
    return f"{comment}export type {name} = {_type(schema, '')};"


def _object(schema: Schema, indent: str) -> str:
    required = schema.get("required", ())
    lines = [
        f"{indent}  {name}{'' if name in required else '?'}: {_type(value, indent + '  ')};"
        for name, value in schema["properties"].items()
    ]
    if schema.get("additionalProperties") is True:
        lines.append(f"{indent}  [fact: string]: unknown;")
    return "\n".join(["{", *lines, f"{indent}}}"])


def _type(schema: Any, indent: str) -> str:
    """Say a schema in TypeScript; what may be anything is `unknown`."""
    if not isinstance(schema, dict):
        return "never" if schema is False else "unknown"
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return " | ".join(_literal(value) for value in schema["enum"])
    for several in ("anyOf", "oneOf"):
        if several in schema and "properties" not in schema:
            return " | ".join(dict.fromkeys(_type(one, indent) for one in schema[several]))
    if "allOf" in schema and "properties" not in schema:
        return " & ".join(dict.fromkeys(_type(one, indent) for one in schema["allOf"]))
    if "properties" in schema:
        return _object(schema, indent)
    given = schema.get("type")
    if isinstance(given, list):
        return " | ".join(_type({**schema, "type": one}, indent) for one in given)
    if given == "array":
        return _array(schema, indent)
    if given == "object":
        return "Record<string, unknown>"
    return PLAIN.get(str(given), "unknown")


def _array(schema: Schema, indent: str) -> str:
    of = _type(schema.get("items", True), indent)
    fewest, most = schema.get("minItems"), schema.get("maxItems")
    if fewest is not None and fewest == most:
        return f"[{', '.join([of] * fewest)}]"
    if most == 0:
        return "[]"
    return f"({of})[]" if " " in of and not of.startswith("{") else f"{of}[]"


def _literal(value: object) -> str:
    return "null" if value is None else f'"{value}"'


if __name__ == "__main__":
    PLACE.write_text(write(), "utf-8")
