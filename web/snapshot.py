"""The console's picture: everything open in a node, at one moment."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from command.cases import queries as cases
from command.world import World
from core.clock import iso
from core.scope import sees
from dispatch.alerts import queries as alerts
from dispatch.instructions import queries as instructions
from dispatch.sos import queries as sos
from dispatch.tasks import queries as tasks
from field_units import queries as units
from field_units.duty import Said, Stand, stand
from field_units.presence import Presence
from field_units.values import Position, UnitFacts


async def take(
    session: AsyncSession,
    *,
    node: str,
    world: World,
    presence: Presence,
    now: datetime,
) -> dict[str, Any]:
    """Read every open case and task in a node, and its units; what a city has thousands of is given by iterators."""
    open_cases = await cases.list_open(session, node=node)
    open_tasks = await tasks.list_open(session, node=node)
    return {
        "cases": (cases.picture(case, world) for case in open_cases),
        "tasks": map(tasks.written, open_tasks),
        "alerts": [alerts.picture(alert) for alert in await alerts.list_open(session, node=node)],
        "instructions": await instructions.list_open(session, node=node),
        "sos": [sos.picture(call) for call in await sos.list_open(session, node=node)],
        "units": list_units(
            node=node,
            open_tasks=open_tasks,
            world=world,
            presence=presence,
            # As of this very moment of the database: what is said later comes as a frame.
            said=await units.map_said(session),
            now=now,
        ),
    }


def list_units(
    *,
    node: str,
    open_tasks: Iterable[Any],
    world: World,
    presence: Presence,
    said: Mapping[str, Said],
    now: datetime,
) -> list[dict[str, Any]]:
    """Give the units of a node as the wire shows them (docs/wire.md, UNIT); of a task, unit and state count."""
    by_unit: dict[str, list[str]] = {}
    for task in open_tasks:
        if task.unit is not None:
            by_unit.setdefault(task.unit, []).append(task.state)
    positions = presence.positions(now, timedelta(seconds=world.weights.position_stale_s))
    local = now.astimezone(world.city.zone)
    return [
        _picture(
            unit,
            by_unit.get(unit.code, []),
            stand(unit, said.get(unit.code), local),
            positions.get(unit.code),
            world,
            online=presence.is_online(unit.code, now),
        )
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
    stands: Stand,
    at: Position | None,
    world: World,
    *,
    online: bool,
) -> dict[str, Any]:
    # Where a unit was when its crew went off duty is not told any more.
    at = at if stands.is_on else None
    return {
        "code": unit.code,
        "name": unit.name,
        "team": unit.team,
        "team_name": world.team_name(unit.team),
        "lon": at.lon if at else unit.lon,
        "lat": at.lat if at else unit.lat,
        "position_at": iso(at.at) if at and at.at else None,
        "online": online,
        "on_duty": stands.is_on,
        "duty": stands.duty,
        "free_until": iso(stands.until) if stands.is_on and stands.until else None,
        "load": len(states),
        "state": _state(states, on_duty=stands.is_on),
    }


def _state(states: list[str], *, on_duty: bool) -> str:
    for state in ("on_site", "en_route"):
        if state in states:
            return state
    if states:
        return "sent"
    return "free" if on_duty else "off"
