"""The console's picture: everything open in a node, at one moment."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import queries as cases
from command.world import World
from core.scope import sees
from dispatch.tasks import queries as tasks
from dispatch.tasks.models import Task
from field_units.presence import Presence
from field_units.rules import is_on_duty
from field_units.values import Position, UnitFacts


async def take(
    session: AsyncSession, *, node: str, world: World, presence: Presence, now: datetime
) -> dict[str, Any]:
    """Read every open case and task in a node, and its units."""
    open_tasks = await tasks.list_open(session, node=node)
    return {
        "cases": [cases.picture(case, world) for case in await cases.list_open(session, node=node)],
        "tasks": [tasks.picture(task) for task in open_tasks],
        "units": list_units(
            node=node, open_tasks=open_tasks, world=world, presence=presence, now=now
        ),
    }


def list_units(
    *, node: str, open_tasks: list[Task], world: World, presence: Presence, now: datetime
) -> list[dict[str, Any]]:
    """Give the units of a node as the wire shows them (docs/wire.md, UNIT)."""
    by_unit: dict[str, list[str]] = {}
    for task in open_tasks:
        if task.unit is not None:
            by_unit.setdefault(task.unit, []).append(task.state)
    positions = presence.positions(now)
    return [
        _picture(unit, by_unit.get(unit.code, []), positions.get(unit.code), world, presence, now)
        for unit in world.roster.units.values()
        if _is_in(node, unit, world)
    ]


def _is_in(node: str, unit: UnitFacts, world: World) -> bool:
    team = world.roster.teams.get(unit.team)
    if team is None:
        return False
    return sees(
        node, district=team.district, township=team.township, team=team.code, unit=unit.code
    )


def _picture(
    unit: UnitFacts,
    states: list[str],
    at: Position | None,
    world: World,
    presence: Presence,
    now: datetime,
) -> dict[str, Any]:
    on_duty = is_on_duty(unit, now.astimezone(world.city.zone))
    return {
        "code": unit.code,
        "name": unit.name,
        "team": unit.team,
        "team_name": world.team_name(unit.team),
        "lon": at.lon if at else unit.lon,
        "lat": at.lat if at else unit.lat,
        "online": presence.is_online(unit.code, now),
        "on_duty": on_duty,
        "load": len(states),
        "state": _state(states, on_duty=on_duty),
    }


def _state(states: list[str], *, on_duty: bool) -> str:
    for state in ("on_site", "en_route"):
        if state in states:
            return state
    if states:
        return "sent"
    return "free" if on_duty else "off"
