"""Drafts and editions: propose, publish, drop, go back. Each publication is one transaction."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from command.catalogue import diff
from command.catalogue.diff import Changes
from command.catalogue.loading import write
from command.catalogue.queries import load_facts
from command.errors import DraftBroken, DraftNotOpen, EditionUnknown, HolesOpen
from command.publishing import queries
from command.publishing.examination import examine
from command.publishing.models import CatalogueDraft, Publication
from core import editions
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


async def publish(
    session: AsyncSession,
    *,
    draft_id: UUID,
    accepted: Mapping[str, str],
    by: str,
    now: datetime,
) -> int:
    """Put a draft in force; give the edition. `accepted` is a reason for each hole it makes.

    :raises DraftNotFound: when there is no such draft
    :raises DraftNotOpen: when it was published or dropped already
    :raises DraftStale: when a row it changes was changed meanwhile
    :raises DraftBroken: when the facts would contradict themselves
    :raises HolesOpen: when it makes holes that nobody answers for
    """
    # First of all: whoever else publishes waits here, and then sees what we have done.
    edition = await editions.publish(session, name=EDITION)
    draft = await queries.get(session, draft_id=draft_id, lock=True)
    if draft.state != "open":
        raise DraftNotOpen(state=draft.state)
    before = await load_facts(session, edition=edition)
    changes = diff.from_json(draft.changes, before)
    after = diff.apply(before, changes)
    found = await asyncio.to_thread(examine, before, after, day=draft.valid_from)
    if found.wrong:
        raise DraftBroken(problems=[problem.id for problem in found.wrong])
    if missing := found.unanswered(accepted):
        raise HolesOpen(holes=[problem.id for problem in missing], count=len(missing))
    await write(session, changes=changes, edition=edition)
    draft.state = "published"
    made = {problem.id for problem in found.made}
    session.add(
        Publication(
            edition=edition,
            by=by,
            at=now,
            draft=draft.id,
            accepted=[{"hole": h, "reason": r} for h, r in accepted.items() if h in made],
        )
    )
    await session.flush()
    return edition


async def drop(session: AsyncSession, *, draft_id: UUID) -> None:
    """Put a draft aside.

    :raises DraftNotFound: when there is no such draft
    :raises DraftNotOpen: when it was published or dropped already
    """
    draft = await queries.get(session, draft_id=draft_id, lock=True)
    if draft.state != "open":
        raise DraftNotOpen(state=draft.state)
    draft.state = "dropped"
    await session.flush()


async def roll_back(session: AsyncSession, *, edition: int, by: str, now: datetime) -> int:
    """Publish a new edition that says what an older one said; give its number.

    What was published stays published: a decision of those days can be made again as it was made.

    :raises EditionUnknown: when no such edition was published
    """
    new = await editions.publish(session, name=EDITION)
    if not 1 <= edition < new:
        raise EditionUnknown(latest=new - 1)
    before = await load_facts(session, edition=new)
    changes = diff.between(before, await load_facts(session, edition=edition))
    await write(session, changes=changes, edition=new)
    session.add(Publication(edition=new, by=by, at=now, restores=edition, accepted=[]))
    await session.flush()
    return new
