"""An event as a platform reports it: the published form, version 1, and what it means to the city."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from command.cases.values import CaseReport
from core.clock import iso
from grid.values import Crs

SCHEMA_ID: Final = "/schemas/event-1.json"


PLAIN: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
"""A NUL cannot be stored, the other controls cannot be read: neither is a word of a report."""


def _crs(value: object) -> object:
    try:
        return Crs.parse(value) if isinstance(value, str) else value
    except ValueError:
        return value


Line128 = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=PLAIN)]
Line200 = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
Line500 = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=PLAIN)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=PLAIN)]


class _Form(BaseModel):
    # What we do not know is refused, not dropped: a misspelt field must not vanish silently.
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Category(_Form):
    """The class of the event, in the scheme of its code."""

    scheme: Annotated[Line200, Field(examples=["GB/T 47678.5-2026"])]
    kind: Annotated[
        Literal["component", "matter"], Field(description="部件 component, 事项 matter")
    ]
    code: Annotated[Line200, Field(examples=["09005"])]


class Location(_Form):
    """Where it happened: a point with its coordinate system, an address, a township, or several of these."""

    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    crs: Annotated[
        Crs,
        BeforeValidator(_crs),
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

    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,2000}$")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    media_type: Annotated[str, StringConstraints(max_length=100)] | None = None


class EventIn(_Form):
    """One event. `source_event_id` names it for ever: the same id is the same case."""

    source_event_id: Line128
    occurred_at: AwareDatetime
    title: Line500
    category: Category
    description: Prose | None = None
    location: Location | None = None
    subject: Subject | None = None
    urgency: Annotated[
        Literal["general", "urgent", "critical"], Field(description="一般, 紧急, 特急")
    ] = "general"
    attachments: Annotated[list[AttachmentIn], Field(max_length=20)] | None = None


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
        description=event.description,
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
    return {key: value for key, value in content.items() if value not in ({}, [])}


def schema() -> dict[str, Any]:
    """Give the published JSON Schema of an event."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **EventIn.model_json_schema(),
    }
