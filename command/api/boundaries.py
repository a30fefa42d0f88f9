"""Boundaries over HTTP: the generations there are, a survey looked at, a survey put in force from a day on."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal, TypeVar

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field, ValidationError, WithJsonSchema
from starlette.datastructures import UploadFile

from command.api.answers import NamedOut
from command.api.catalogue import today
from command.api.competence import CrsName
from command.api.days import Day
from command.publishing import operations
from command.world import World
from core.auth.values import Principal, Role
from core.clock import utcnow
from core.http import (
    SignedIn,
    body_read_by_hand,
    documented,
    language,
    require,
    require_media_type,
    validation_error,
)
from core.texts import Lang
from grid import surveyor
from grid.errors import BadSurvey, Flaw, GroundContested, SurveyRefused
from grid.generations import Generations, GenerationState
from grid.surveyor import Examined
from grid.values import Crs

router = APIRouter(tags=["boundaries"])

FORM: Final = "multipart/form-data"
FLAWS: Final = 100
"""What is wrong with a file is told so many times; all of it is counted."""

Form = TypeVar("Form", bound="SurveyIn")
Admin = Annotated[Principal, Depends(require(Role.ADMIN))]


class SurveyIn(BaseModel):
    """The form a survey comes in: GeoJSON, GeoPackage or a zipped Shapefile, whose features have a `code`.

    `crs` is said only where the file does not say it, or cannot.
    """

    file: Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})]
    valid_from: Day
    crs: CrsName | None = None


class PublishSurveyIn(SurveyIn):
    """The same survey, to be put in force; `base` is the last generation when it was reviewed."""

    base: Annotated[int, Field(ge=0, le=2**31 - 1)]


class GenerationOut(BaseModel):
    """Boundaries published once; `valid_from` is the first day they were, are, or will be in force."""

    generation: int
    valid_from: date
    townships: int
    state: GenerationState


class GenerationsOut(BaseModel):
    """Every generation of boundaries, the last published first."""

    items: list[GenerationOut]


class ChangedTownshipOut(BaseModel):
    """A township and how much ground it gains and loses together, in square metres."""

    code: str
    name: str
    area_m2: float


class GroundMoveOut(BaseModel):
    """Ground that goes from one township to another; null is nobody. A point on it, in CGCS2000."""

    before: NamedOut | None
    after: NamedOut | None
    area_m2: float
    lon: float
    lat: float


class TopologyFaultOut(BaseModel):
    """Ground of nobody (gap) or of two (overlap). A sliver is two drawings of one line; what `bars`
    keeps the survey from being published."""

    kind: Literal["gap", "overlap"]
    townships: list[NamedOut]
    area_m2: float
    sliver: bool
    bars: bool
    lon: float
    lat: float


class DrawingOut(BaseModel):
    """GeoJSON; `level` says township, moved, gap or overlap, `number` the place in `moves` or `faults`."""

    type: Literal["FeatureCollection"]
    features: list[dict[str, Any]]


class SurveyOut(BaseModel):
    """A survey held against the boundaries in force on its first day, and against itself."""

    base: int
    valid_from: date
    townships: int
    came: list[NamedOut]
    left: list[NamedOut]
    changed: list[ChangedTownshipOut]
    moves: list[GroundMoveOut]
    move_count: int
    faults: list[TopologyFaultOut]
    fault_count: int
    contested_count: int
    drawing: DrawingOut


class PublishedSurveyOut(BaseModel):
    """The generation that a survey has become, and the edition that every process then loads."""

    generation: int
    valid_from: date
    edition: int


@router.get(
    "/api/v1/boundaries",
    summary="Generations of boundaries",
    responses={200: {"model": GenerationsOut}, **documented(401, 503)},
)
async def list_generations(request: Request, _: SignedIn) -> dict[str, Any]:
    """List the boundaries that were, are or will be in force."""
    world: World = request.app.state.world()
    generations = world.city.generations or Generations(())
    day = today(world)
    return {
        "items": [
            {
                "generation": one.version,
                "valid_from": one.valid_from,
                "townships": len(one.boundaries),
                "state": generations.state(one, day),
            }
            for one in sorted(generations, key=lambda one: -one.version)
        ]
    }


@router.post(
    "/api/v1/boundaries:review",
    summary="Look at surveyed boundaries",
    responses={
        200: {"model": SurveyOut},
        **documented(400, 401, 403, 408, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({FORM: SurveyIn}),
)
async def review(request: Request, _: Admin) -> dict[str, Any]:
    """Tell what a survey would change and what is wrong with it; nothing of it is kept.

    :raises SurveyRefused: when it cannot be read or cannot be true
    """
    world: World = request.app.state.world()
    base = max((one.version for one in world.city.generations or ()), default=0)
    form, name = await _read(request, SurveyIn)
    examined = await _examine(form, name, world, _lang(request))
    return {"base": base, "valid_from": form.valid_from, **_named(examined, world)}


@router.post(
    "/api/v1/boundaries",
    status_code=201,
    summary="Publish surveyed boundaries",
    responses={
        201: {"model": PublishedSurveyOut},
        **documented(400, 401, 403, 408, 409, 413, 415, 422, 503),
    },
    openapi_extra=body_read_by_hand({FORM: PublishSurveyIn}),
)
async def publish(request: Request, principal: Admin) -> dict[str, Any]:
    """Put a survey in force from its day on: a generation beside the older ones, never an edit.

    :raises SurveyRefused: when it cannot be read or cannot be true
    :raises GroundContested: when two townships claim the same ground
    :raises BoundariesMoved: when others were published since it was reviewed
    :raises SurveyUnchanged: when the very same were published last
    """
    world: World = request.app.state.world()
    form, name = await _read(request, PublishSurveyIn)
    examined = await _examine(form, name, world, _lang(request))
    if count := examined.found["contested_count"]:
        contested = (one for one in examined.found["faults"] if one["bars"])
        places = [{"lon": one["lon"], "lat": one["lat"]} for one in contested]
        raise GroundContested(count=count, places=places)
    async with request.app.state.database.transaction() as session:
        generation, edition = await operations.publish_boundaries(
            session,
            wkb=examined.wkb,
            new=examined.new,
            valid_from=form.valid_from,
            base=form.base,
            by=str(principal.account_id),
            now=utcnow(),
        )
    await request.app.state.world.refresh()
    request.app.state.city = request.app.state.world().city
    return {"generation": generation, "valid_from": form.valid_from, "edition": edition}


async def _read(request: Request, kind: type[Form]) -> tuple[Form, str]:
    """Read the form a survey comes in, and what its maker calls the file.

    :raises InvalidInput: naming each part that is missing or wrong
    """
    require_media_type(request, FORM)
    async with request.form(max_files=1, max_fields=8) as sent:
        said: dict[str, object] = {name: value for name, value in sent.items() if value}
        file, name = sent.get("file"), ""
        if isinstance(file, UploadFile):
            said["file"], name = await file.read(), file.filename or ""
        try:
            return kind.model_validate(said), name
        except ValidationError as wrong:
            raise validation_error(wrong.errors(), _lang(request)) from None


async def _examine(form: SurveyIn, name: str, world: World, lang: Lang) -> Examined:
    try:
        return await surveyor.examine(
            form.file,
            name=name,
            city=world.city,
            day=form.valid_from,
            crs=None if form.crs is None else Crs(form.crs),
        )
    except BadSurvey as bad:
        raise SurveyRefused(
            count=len(bad.flaws), errors=[_error(flaw, lang) for flaw in bad.flaws[:FLAWS]]
        ) from None


def _error(flaw: Flaw, lang: Lang) -> dict[str, Any]:
    """Point at a feature of the file, or at the file."""
    of = "" if flaw.feature is None else f"/features/{flaw.feature - 1}"
    return {
        "in": "body",
        "pointer": f"/file{of}",
        "rule": flaw.rule,
        "detail": flaw.said(lang),
        "feature": flaw.feature,
        "code": flaw.code,
    }


def _lang(request: Request) -> Lang:
    return language(request.headers.get("accept-language"))


def _named(examined: Examined, world: World) -> dict[str, Any]:
    """Name the townships of what was found, those that are new as the survey does."""
    found: Mapping[str, Any] = examined.found

    def named(code: str | None) -> dict[str, str] | None:
        if code is None:
            return None
        new = examined.new.get(code)
        return {"code": code, "name": new[0] if new else world.city.name_of(code)}

    return {
        **found,
        "came": [named(code) for code in found["came"]],
        "left": [named(code) for code in found["left"]],
        "changed": [one | named(one["code"]) for one in found["changed"]],
        "moves": [
            one | {"before": named(one["before"]), "after": named(one["after"])}
            for one in found["moves"]
        ],
        "faults": [
            {name: value for name, value in one.items() if name != "codes"}
            | {"townships": [named(code) for code in one["codes"]]}
            for one in found["faults"]
        ],
    }
