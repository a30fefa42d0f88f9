"""Work for the worker: fetch what platforms named. May run twice: what is stored stays stored."""

from collections.abc import Callable
from typing import Any, Final

import httpx
import structlog
from sqlalchemy import select
from sqlmodel import col

from command.cases import queries as cases
from command.cases.models import Attachment, CaseFile
from core import files, queue
from core.clock import utcnow
from core.db import Database
from core.files import FileStore
from core.outbound import Address, is_public
from core.settings import Settings
from integration import attachments, operations

log = structlog.get_logger()

TRIES: Final = 5


def fetch_attachments(*, case_no: str, **_: Any) -> None:
    """Fetch the files of a case that still wait."""
    queue.run_async(_fetch_all(case_no))


async def _fetch_all(case_no: str) -> None:
    settings = Settings()
    database = Database(settings.database_url, pool_size=1)
    store = FileStore(settings.data_dir / "files", most=settings.file_max_bytes)
    try:
        await fetch_waiting(database, store, case_no=case_no)
    finally:
        await database.close()


async def fetch_waiting(
    database: Database,
    store: FileStore,
    *,
    case_no: str,
    allowed: Callable[[Address], bool] = is_public,
) -> None:
    """Fetch one file after the other; each is settled in its own transaction.

    :raises httpx.HTTPError: when a host did not answer, so that the job is tried again
    """
    async with database.reading() as session:
        case = await cases.get(session, case_no=case_no, node="city")
        platform = await operations.get_platform(session, code=case.platform)
        waiting = [
            row
            for row in await cases.list_attachments(session, case_no=case_no)
            if row.state == "waiting"
        ]
    hosts = platform.attachment_hosts if platform else []
    unanswered: Exception | None = None
    for row in waiting:
        try:
            content = await attachments.fetch(
                row.url, sha256=row.sha256, hosts=hosts, store=store, allowed=allowed
            )
            await _settle(database, row, content=content, owner=f"platform:{case.platform}")
        except attachments.Refused as refused:
            await _settle(database, row, reason=refused.reason)
        except (httpx.HTTPError, TimeoutError) as failure:
            log.warning("attachment_unanswered", case_no=case_no, error=type(failure).__name__)
            await _count_try(database, row)
            unanswered = failure
    if unanswered is not None:
        raise unanswered


async def _settle(
    database: Database,
    row: Attachment,
    *,
    content: files.Content | None = None,
    owner: str = "",
    reason: str | None = None,
) -> None:
    now = utcnow()
    async with database.transaction() as session:
        kept = await session.get_one(Attachment, row.id, with_for_update=True)
        if kept.state != "waiting":
            return
        if content is None:
            kept.state, kept.reason = "refused", reason
            return
        file = await files.add(session, content=content, owner=owner, now=now)
        kept.state, kept.file_id = "stored", file.id
        session.add(CaseFile(case_no=row.case_no, file_id=file.id, kind="attachment", at=now))


async def _count_try(database: Database, row: Attachment) -> None:
    async with database.transaction() as session:
        kept = await session.get_one(Attachment, row.id, with_for_update=True)
        kept.tries += 1
        if kept.tries >= TRIES:
            kept.state, kept.reason = "refused", "no_answer"


async def list_forgotten(database: Database) -> list[str]:
    """Name the cases with files still waiting, for the sweep that asks for them again."""
    async with database.reading() as session:
        found = await session.scalars(
            select(col(Attachment.case_no))
            .where(col(Attachment.state) == "waiting")
            .distinct()
            .limit(100)
        )
        return list(found)
