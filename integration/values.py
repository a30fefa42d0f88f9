"""An event as a platform reports it: the published form, version 1, and what it means to the city."""

import re
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from command.cases.values import CaseReport
from core.clock import iso
from core.words import Words
from grid.values import Crs

SCHEMA_ID: Final = "/schemas/event-1.json"
MOMENT: Final = (
    r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$"
)
"""RFC 3339, in a time that a calendar of ours can hold whatever the offset."""

SPELLED: Final = {
    spelling: system
    for system, spellings in (
        (Crs.CGCS2000, ("CGCS2000", "EPSG:4490")),
        (Crs.WGS84, ("WGS84", "WGS-84", "EPSG:4326")),
        (Crs.GCJ02, ("GCJ-02", "GCJ02")),
        (Crs.BD09, ("BD-09", "BD09")),
    )
    for name in spellings
    for spelling in (name, name.lower())
}
"""How platforms write the systems; the published schema lists them."""


def _crs(value: object) -> object:
    if value is None:
        return Crs.CGCS2000
    return SPELLED.get(value, value) if isinstance(value, str) else value


def _urgency(value: object) -> object:
    return "general" if value is None else value


def _moment(value: object) -> object:
    # Without an offset it goes on, to be told that it needs one.
    if isinstance(value, str) and (_MOMENT.match(value) or _MOMENT.match(f"{value}Z")):
        return value
    raise PydanticCustomError("datetime_parsing", "a moment is written as in RFC 3339")


_MOMENT: Final = re.compile(MOMENT.replace("$", r"\Z"), re.ASCII)
Moment = Annotated[
    AwareDatetime,
    Field(strict=False),
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": MOMENT}),
]
Line128 = Annotated[Words, StringConstraints(min_length=1, max_length=128)]
Line200 = Annotated[Words, StringConstraints(min_length=1, max_length=200)]
Line500 = Annotated[Words, StringConstraints(min_length=1, max_length=500)]
Prose = Annotated[Words, StringConstraints(min_length=1, max_length=10_000)]


class _Form(BaseModel):
    # What we do not know is refused, not dropped: a misspelt field must not vanish silently.
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)


class Category(_Form):
    """The class of the event, in the scheme of its code."""

    scheme: Annotated[Line200, Field(examples=["GB/T 47678.5-2026"])]
    kind: Annotated[
        Literal["component", "matter"], Field(description="部件 component, 事项 matter")
    ]
    code: Annotated[Line200, Field(examples=["09005"])]


_A_POINT: Final[JsonDict] = {
    "required": ["lon", "lat"],
    "properties": {"lon": {"type": "number"}, "lat": {"type": "number"}},
}
_NO_POINT: Final[JsonDict] = {"properties": {"lon": {"type": "null"}, "lat": {"type": "null"}}}


class Location(_Form):
    """Where it happened: a point with its coordinate system, an address, a township, or several of these."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [_A_POINT, _NO_POINT]})

    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    crs: Annotated[
        Crs,
        BeforeValidator(_crs),
        WithJsonSchema({"enum": [*SPELLED, None]}),
        Field(description="The system of lon and lat; government layers use CGCS2000."),
    ] = Crs.CGCS2000
    address: Line500 | None = None
    township_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,32}$")] | None = None
    township_scheme: Line200 | None = None

    @model_validator(mode="after")
    def _point_is_whole(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise PydanticCustomError("missing", "lon and lat come together")
        return self


class Subject(_Form):
    """Whom it is about. Kept apart and masked by role."""

    name: Line200 | None = None
    uscc: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,32}$")] | None = None
    kind: Literal["unit", "person"] | None = None


class AttachmentIn(_Form):
    """A file of the platform's. It is fetched by a worker from hosts agreed on, never by a browser."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00-\x1F]{1,2000}$")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    media_type: Annotated[Words, StringConstraints(max_length=100)] | None = None


class EventIn(_Form):
    """One event. `source_event_id` names it for ever: the same id is the same case."""

    source_event_id: Line128
    occurred_at: Moment
    title: Line500
    category: Category
    description: Prose | None = None
    location: Location | None = None
    subject: Subject | None = None
    urgency: Annotated[
        Literal["general", "urgent", "critical"],
        BeforeValidator(_urgency),
        WithJsonSchema({"enum": ["general", "urgent", "critical", None]}),
        Field(description="一般, 紧急, 特急"),
    ] = "general"
    attachments: Annotated[list[AttachmentIn], Field(max_length=20)] | None = None


_SAYS_SOMETHING: Final[JsonDict] = {
    "anyOf": [
        {"required": [name], "properties": {name: {"type": kind}}}
        for name, kind in (
            ("description", "string"),
            ("location", "object"),
            ("category", "object"),
            ("subject", "object"),
            ("attachments", "array"),
        )
    ]
}


class SupplementIn(_Form):
    """What is added to an event when it was asked for. `supplement_id` names it for ever, within its event.

    Place, class and subject are said in place of what was reported; words and files come to those there are.
    """

    model_config = ConfigDict(json_schema_extra=_SAYS_SOMETHING)

    supplement_id: Line128
    description: Prose | None = None
    location: Location | None = None
    category: Category | None = None
    subject: Subject | None = None
    attachments: Annotated[list[AttachmentIn], Field(max_length=20)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not supplement_content(self):
            raise PydanticCustomError("missing", "a supplement says something")
        return self


_KEYS: Final = re.compile(rb'"\s*:')
"""Where keys end; a string that begins with a colon looks the same."""
_STRINGS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"(\s*:)?')
"""Every string of a JSON text, and whether it is a key: a colon inside a string makes none."""


def read(body: bytes) -> EventIn:
    """Read an event as it was sent.

    A key given twice is refused: JSON leaves open which of the two was meant, and readers differ.

    :raises pydantic.ValidationError: when it is not a well-formed event
    """
    event = EventIn.model_validate_json(body)
    keys = _count_keys(event)
    # The first count is quick and never too low; only where it is too high is the second one asked.
    if len(_KEYS.findall(body)) != keys and sum(map(bool, _STRINGS.findall(body))) != keys:
        raise ValidationError.from_exception_data(
            "EventIn",
            [{"type": PydanticCustomError("duplicate", "a key is given twice"), "input": None}],
        )
    return event


def _count_keys(form: _Form) -> int:
    """Count the keys that were given, each once: all others are refused as unknown."""
    count = len(form.model_fields_set)
    for name in form.model_fields_set:
        value = getattr(form, name)
        if isinstance(value, _Form):
            count += _count_keys(value)
        elif isinstance(value, list):
            count += sum(_count_keys(one) for one in value)
    return count


def to_report(event: EventIn, *, platform: str) -> CaseReport:
    """Say in the city's words what a platform reported."""
    place = event.location or _NOWHERE
    return CaseReport(
        platform=platform,
        source_event_id=event.source_event_id,
        occurred_at=event.occurred_at,
        title=event.title,
        key=(event.category.scheme, event.category.kind, event.category.code),
        urgency=event.urgency,
        content=_content(event),
        lon=place.lon,
        lat=place.lat,
        crs=place.crs,
        address=place.address,
        township_code=place.township_code,
        township_scheme=place.township_scheme,
    )


_NOWHERE: Final = Location()


def _content(event: EventIn) -> dict[str, Any]:
    """Give the report in parsed values: no key order, no 1 against 1.0, no null, one time zone."""
    content = event.model_dump(mode="python", exclude_none=True)
    content["occurred_at"] = iso(event.occurred_at)
    if event.location is not None and event.location.lon is None:
        # A coordinate system without a point says nothing.
        del content["location"]["crs"]
    return {key: value for key, value in content.items() if value not in ({}, [])}


def supplement_content(said: SupplementIn) -> dict[str, Any]:
    """Give a supplement in parsed values, nothing absent, null or empty in it."""
    content = said.model_dump(mode="python", exclude_none=True, exclude={"supplement_id"})
    if said.location is not None and said.location.lon is None:
        del content["location"]["crs"]
    return {key: value for key, value in content.items() if value not in ({}, [])}


def schema() -> dict[str, Any]:
    """Give the published JSON Schema of an event."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **EventIn.model_json_schema(),
    }
