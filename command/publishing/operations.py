"""Drafts and editions: propose, publish, drop, go back. Each publication is one transaction."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.catalogue import diff
from command.catalogue.diff import Changes
from command.catalogue.loading import write
from command.catalogue.queries import load_facts
from command.errors import DraftBroken, DraftNotOpen, EditionUnknown, HolesOpen
from command.publishing import queries
from command.publishing.examination import Examination, examine
from command.publishing.models import CatalogueDraft, Publication
from core import editions
from core.db import Database
from grid import operations as boundaries
from grid import queries as grid
from grid.errors import BoundariesMoved, SurveyUnchanged
from grid.values import EDITION


async def propose(
    session: AsyncSession,
    *,
    changes: Changes,
    kind: str,
    title: str,
    valid_from: date,
    by: str,
    now: datetime,
) -> CatalogueDraft:
    """Keep changes as a draft: nothing is in force until it is published."""
    draft = CatalogueDraft(
        by=by,
        at=now,
        kind=kind,
        title=title,
        valid_from=valid_from,
        base=await editions.find(session, name=EDITION),
        changes=diff.to_json(changes),
    )
    session.add(draft)
    await session.flush()
    return draft


class _Overtaken(Exception):
    """Somebody else has published since: what was worked out must be worked out anew."""


async def publish(
    database: Database,
    *,
    draft_id: UUID,
    accepted: Mapping[str, str],
    by: str,
    now: datetime,
) -> int:
    """Put a draft in force; give the edition. `accepted` is a reason for each hole it makes.

    To examine it takes seconds, for which nothing is locked: it is examined against the edition in
    force, and written in a short transaction if that edition still is; else it is examined anew. Each
    time round somebody else has published, so this ends.

    :raises DraftNotFound: when there is no such draft
    :raises DraftNotOpen: when it was published or dropped already
    :raises DraftStale: when a row it changes was changed meanwhile
    :raises DraftBroken: when the facts would contradict themselves
    :raises HolesOpen: when it makes holes that nobody answers for
    """
    while True:
        base, changes, made = await _examine(database, draft_id, accepted)
        answered = [{"hole": h, "reason": r} for h, r in accepted.items() if h in made]
        with suppress(_Overtaken):
            async with database.transaction() as session:
                publication = Publication(
                    edition=base + 1, by=by, at=now, draft=draft_id, accepted=answered
                )
                await _put_in_force(session, publication, changes)
                draft = await _get_open(session, draft_id, lock=True)
                draft.state = "published"
            return publication.edition


async def _examine(
    database: Database, draft_id: UUID, accepted: Mapping[str, str]
) -> tuple[int, Changes, set[str]]:
    """Give the edition in force, what a draft changes of it, and the problems that makes."""
    async with database.reading() as session:
        draft = await _get_open(session, draft_id)
        base = await editions.find(session, name=EDITION)
        before = await load_facts(session, edition=base)

    def examined() -> tuple[Changes, Examination]:
        changes = diff.from_json(draft.changes, before)
        return changes, examine(before, diff.apply(before, changes), day=draft.valid_from)

    changes, found = await asyncio.to_thread(examined)
    if found.wrong:
        raise DraftBroken(problems=[problem.id for problem in found.wrong])
    if missing := found.unanswered(accepted):
        raise HolesOpen(holes=[problem.id for problem in missing], count=len(missing))
    return base, changes, {problem.id for problem in found.made}


async def _put_in_force(session: AsyncSession, publication: Publication, changes: Changes) -> None:
    """Write the edition of a publication, if it is the next: until the commit nobody else writes on SQLite."""
    edition = await editions.publish(session, name=EDITION)
    if edition != publication.edition:
        raise _Overtaken
    await write(session, changes=changes, edition=edition)
    session.add(publication)


async def _get_open(session: AsyncSession, draft_id: UUID, *, lock: bool = False) -> CatalogueDraft:
    draft = await queries.get(session, draft_id=draft_id, lock=lock)
    if draft.state != "open":
        raise DraftNotOpen(state=draft.state)
    return draft


async def drop(session: AsyncSession, *, draft_id: UUID) -> None:
    """Put a draft aside.

    :raises DraftNotFound: when there is no such draft
    :raises DraftNotOpen: when it was published or dropped already
    """
    draft = await _get_open(session, draft_id, lock=True)
    draft.state = "dropped"
    await session.flush()


async def roll_back(database: Database, *, edition: int, by: str, now: datetime) -> int:
    """Publish a new edition that says what an older one said; give its number.

    What was published stays published: a decision of those days can be made again as it was made.

    :raises EditionUnknown: when no such edition was published
    """
    while True:
        async with database.reading() as session:
            base = await editions.find(session, name=EDITION)
            if not 1 <= edition <= base:
                raise EditionUnknown(latest=base)
            before = await load_facts(session, edition=base)
            changes = diff.between(before, await load_facts(session, edition=edition))
        with suppress(_Overtaken):
            async with database.transaction() as session:
                publication = Publication(
                    edition=base + 1, by=by, at=now, restores=edition, accepted=[]
                )
                await _put_in_force(session, publication, changes)
            return publication.edition


async def publish_boundaries(
    session: AsyncSession,
    *,
    wkb: Mapping[str, bytes],
    new: Mapping[str, tuple[str, str, str]],
    valid_from: date,
    base: int,
    by: str,
    now: datetime,
) -> tuple[int, int]:
    """Put surveyed boundaries in force from a day on; give their generation and the edition.

    `base` is the last generation that whoever publishes has seen, `new` what townships that are new are
    called: code -> name, kind, district.

    :raises BoundariesMoved: when others were published since
    :raises SurveyUnchanged: when the very same were published last
    """
    edition = await editions.publish(session, name=EDITION)
    last = await grid.last_version(session)
    if last != base:
        raise BoundariesMoved(last=last)
    generation = await boundaries.publish_survey(
        session, boundaries=wkb, new=new, valid_from=valid_from
    )
    if generation == base:
        raise SurveyUnchanged
    session.add(Publication(edition=edition, by=by, at=now, accepted=[]))
    await session.flush()
    return generation, edition
