"""What was published, as it is told: who, when, from which day on, and the holes he answers for."""

from datetime import date
from typing import Any

from command.catalogue.queries import load_facts
from command.catalogue.versions import Change
from command.publishing import operations
from command.publishing.models import Publication
from core.clock import utcnow
from tests.platform import Platform

DAY = date(2031, 1, 1)
HOLE = {"hole": "no_holder:YZ-07", "reason": "下月由林水局接回"}


async def propose_to_let_go(platform: Platform, item: str) -> str:
    """Keep a draft after which nobody holds an item."""
    async with platform.database.transaction() as session:
        facts = await load_facts(session)
        change = Change()
        for holder in facts.holders:
            if holder.item == item:
                change.close("holders", holder, day=DAY)
        draft = await operations.propose(
            session,
            changes=change.made(),
            kind="full",
            title="交回.xlsx",
            valid_from=DAY,
            by="reform-office",
            now=utcnow(),
        )
        return str(draft.id)


async def ask(platform: Platform, who: str = "yz-admin", **query: Any) -> Any:
    answer = await platform.client.get(
        "/api/v1/catalogue/publications", params=query, headers=await platform.sign_in(who)
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_each_is_told_with_who_published_it_and_what_he_answers_for(
    platform: Platform,
) -> None:
    admin = await platform.sign_in("yz-admin")
    draft = await propose_to_let_go(platform, "YZ-07")
    publish = f"/api/v1/catalogue/drafts/{draft}/publish"
    edition = (await platform.client.post(publish, json={"accept": [HOLE]}, headers=admin)).json()[
        "edition"
    ]
    back = {"edition": edition - 1}
    await platform.client.post("/api/v1/catalogue/rollback", json=back, headers=admin)

    told = await ask(platform, "yz-donghu")

    rollback, published = told["items"]
    assert (rollback["kind"], rollback["restores"]) == ("rollback", edition - 1)
    assert (published["kind"], published["title"]) == ("full", "交回.xlsx")
    assert (published["edition"], published["valid_from"]) == (edition, "2031-01-01")
    assert (published["by"], published["draft"]) == ("云泽管理员", draft)
    (accepted,) = published["accepted"]
    assert (accepted["check"], accepted["reason"]) == ("no_holder", "下月由林水局接回")
    assert accepted["subject"].startswith("YZ-07 ")
    assert told["next"] is None


async def test_many_are_told_page_by_page(platform: Platform) -> None:
    async with platform.database.transaction() as session:
        session.add_all(
            Publication(edition=number, by="reform-office", at=utcnow(), accepted=[])
            for number in range(101, 162)
        )

    first = await ask(platform)
    second = await ask(platform, before=first["next"])

    editions = [one["edition"] for page in (first, second) for one in page["items"]]
    assert editions == list(range(161, 100, -1))
    assert (len(first["items"]), second["next"]) == (50, None)
    assert {one["by"] for one in first["items"]} == {"reform-office"}
