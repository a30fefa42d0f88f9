"""One of several processes that write to the same database; says what is safe once it is.

python -m tests.chaos.writer URL NAME COUNT
"""

import asyncio
import sys

from core import channels, editions, outbox
from core.clock import utcnow
from core.db import Database
from core.editions import Edition
from dispatch.events import TaskMoved


async def write(url: str, name: str, count: int) -> None:
    """Write rows as a reaction does: read, decide, change, record news, publish a frame."""
    database = Database(url)
    for n in range(count):
        now = utcnow()
        async with database.transaction() as session:
            await editions.publish(session, name="shared")
            session.add(Edition(name=f"{name}-{n}", number=n))
            moved = TaskMoved(
                task_id="", case_no="", team="", unit="", state="", at="", actor=f"{name}-{n}"
            )
            outbox.record(session, moved, at=now)
            channels.publish(
                session, name="x", data=f"{name}-{n}", channels=["city", f"team:{name}"], at=now
            )
        sys.stdout.write(f"{name}-{n}\n")
        sys.stdout.flush()
        if n % 10 == 0:
            async with database.reading() as session:
                await channels.list_since(session, channel="city", seq=0, most=1000)
    await database.close()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], sys.argv[2], int(sys.argv[3])))
