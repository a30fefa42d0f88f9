"""What was published, over HTTP: who put which edition in force, from which day, and answered for what."""

from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel

from command.api.differences import named
from command.publishing import queries
from command.publishing.queries import Published
from command.world import World
from core.auth import queries as accounts
from core.auth.values import Principal, Role
from core.http import documented, require

router = APIRouter(tags=["catalogue"])

PAGE: Final = 50

Overseer = Annotated[Principal, Depends(require(Role.ADMIN, Role.SUPERVISOR))]


class AcceptedOut(BaseModel):
    """A hole that whoever published answers for: what kind it is, what it is about, and why he does."""

    hole: str
    check: str
    subject: str
    reason: str


class PublicationOut(BaseModel):
    """An edition and how it came: from a draft, from an older edition (`restores`), or from a survey."""

    edition: int
    at: AwareDatetime
    by: str
    kind: Literal["official", "township_list", "full", "rules", "rollback", "boundaries"]
    title: str | None
    valid_from: date | None
    restores: int | None
    draft: UUID | None
    accepted: list[AcceptedOut]


class PublicationsOut(BaseModel):
    """Publications, the newest first; `next` is the `before` that asks for more."""

    items: list[PublicationOut]
    next: int | None


@router.get(
    "/api/v1/catalogue/publications",
    summary="What was published",
    responses={200: {"model": PublicationsOut}, **documented(401, 403, 422, 503)},
)
async def list_publications(
    request: Request,
    _: Overseer,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> dict[str, Any]:
    """List who published what, when, from which day on, and which holes he answers for."""
    world: World = request.app.state.world()
    async with request.app.state.database.reading() as session:
        found = await queries.list_publications(session, before=before, limit=PAGE + 1)
        people = {id for one in found if (id := _account(one.publication.by))}
        names = await accounts.list_names(session, account_ids=people)
    page = found[:PAGE]
    return {
        "items": [_line(one, names, world) for one in page],
        "next": page[-1].publication.edition if len(found) > PAGE else None,
    }


def _line(one: Published, names: dict[UUID, str], world: World) -> dict[str, Any]:
    publication = one.publication
    account = _account(publication.by)
    origin = "boundaries" if publication.restores is None else "rollback"
    return {
        "edition": publication.edition,
        "at": publication.at,
        "by": names.get(account, publication.by) if account else publication.by,
        "kind": one.kind or origin,
        "title": one.title,
        "valid_from": one.valid_from,
        "restores": publication.restores,
        "draft": publication.draft,
        "accepted": [_accepted(hole, world) for hole in publication.accepted],
    }


def _accepted(answered: dict[str, str], world: World) -> dict[str, str]:
    """Take a problem's id apart again (`Problem.id`), and name what has a name."""
    check, *subject = answered["hole"].split(":")
    return {**answered, "check": check, "subject": " · ".join(named(subject, world))}


def _account(by: str) -> UUID | None:
    """Read an account's id; who published on the command line is named as typed."""
    try:
        return UUID(by)
    except ValueError:
        return None
