"""Alerts on both databases: one of a kind and a subject, told where a GET shows them and nowhere else."""

from itertools import product
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from core.channels import Channel
from core.db import Database
from core.ids import new_id
from dispatch.alerts import operations as alerts
from dispatch.alerts import queries
from dispatch.alerts.models import Alert, AlertHistory
from dispatch.alerts.values import NewAlert
from tests.integration.test_push import NOON

NODES = ("city", "district:D", "township:T", "team:M", "unit:U", "district:E", "unit:V", "moon:M")


def make_alert(**changes: Any) -> NewAlert:
    facts = {"kind": "unanswered", "subject": "one", "node": "city", "level": "city"}
    return NewAlert(**(facts | changes))


async def raise_(database: Database, *new: NewAlert) -> None:
    async with database.transaction() as session:
        await alerts.raise_alerts(session, alerts=new, now=NOON)


async def test_is_told_on_the_channels_of_those_who_may_get_it_and_on_no_other(
    database: Database,
) -> None:
    places = product((None, "D"), (None, "T"), (None, "M"), (None, "U"), NODES[:7])
    new = [
        make_alert(
            subject=str(number),
            district=district,
            township=township,
            team=team,
            unit=unit,
            node=node,
        )
        for number, (district, township, team, unit, node) in enumerate(places)
    ]
    await raise_(database, *new)

    async with database.reading() as session:
        told = {
            alert.subject: set(queries.channels_for(alert))
            for alert in await session.scalars(select(Alert))
        }
        for node in NODES:
            seen = {alert.subject for alert in await queries.list_open(session, node=node)}
            heard_of = {subject for subject, channels in told.items() if node in channels}
            assert heard_of == seen if not node.startswith("unit:") else heard_of <= seen
        heard = dict((await session.execute(select(col(Channel.name), col(Channel.seq)))).all())
    assert heard == {node: sum(node in channels for channels in told.values()) for node in heard}
    assert len(told) == len(new)


async def test_climbs_instead_of_being_raised_twice_and_may_be_raised_again_when_it_is_over(
    database: Database,
) -> None:
    await raise_(database, make_alert(level="team", node="team:M"))
    await raise_(database, make_alert())
    async with database.transaction() as session:
        await alerts.end(session, kinds=["unanswered", "other"], subjects=["one"], now=NOON)
        await alerts.end(session, kinds=["unanswered"], subjects=["one", "none"], now=NOON)
    await raise_(database, make_alert(level="team", node="team:M"))

    async with database.reading() as session:
        found = list(await session.scalars(select(Alert).order_by(col(Alert.id))))
        history = list(
            await session.execute(
                select(col(AlertHistory.what), col(AlertHistory.level)).order_by(
                    col(AlertHistory.id)
                )
            )
        )
    assert [(alert.level, alert.ended_at is None) for alert in found] == [
        ("city", False),
        ("team", True),
    ]
    assert [tuple(row) for row in history] == [
        ("raised", "team"),
        ("raised", "city"),
        ("ended", "city"),
        ("raised", "team"),
    ]


async def test_goes_on_with_the_task_that_follows(database: Database) -> None:
    await raise_(database, make_alert(facts={"title": "占道摆摊", "unit": "U"}))
    heir = new_id()
    async with database.transaction() as session:
        await alerts.pass_on(
            session, kind="unanswered", followers={"one": (heir, {"unit": "V"})}, now=NOON
        )

    async with database.reading() as session:
        alert = (await session.scalars(select(Alert))).one()
    assert (alert.subject, alert.task_id) == (str(heir), heir)
    assert alert.facts == {"title": "占道摆摊", "unit": "V"}
