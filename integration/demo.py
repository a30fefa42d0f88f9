"""A demonstration's accounts and tokens: made once, with secrets of their own, written for their owner alone."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from command import world as worlds
from command.world import World
from core.auth import operations as auth
from core.auth import passwords, queries
from core.auth.values import Role
from core.clock import utcnow
from core.db import Database
from core.tables import Row, read_csv
from integration import operations


async def prepare(database: Database, *, folder: Path, data_dir: Path, base_url: str) -> None:
    """Make the folder's accounts and a token for its platform, unless an earlier start has."""
    written = data_dir / "demo.json"
    known = _read(written)
    rows = list(read_csv(folder / "accounts.csv"))
    if known is None:
        known = await _make(database, rows, folder)
    known["base_url"] = base_url
    _write(written, known)


async def _make(database: Database, rows: list[Row], folder: Path) -> dict[str, Any]:
    now = utcnow()
    async with database.reading() as session:
        world = await worlds.load(session, now=now)
    made = {row["username"]: secrets.token_urlsafe(9) for row in rows}
    hashes = {name: await passwords.hash_password(word) for name, word in made.items()}
    platform = next(iter(read_csv(folder / "platforms.csv")))["code"]
    async with database.transaction() as session:
        for row in rows:
            existing = await queries.find_account(session, username=row["username"])
            if existing is not None:
                await auth.set_password(
                    session, account_id=existing.id, password_hash=hashes[row["username"]], now=now
                )
                continue
            await auth.create_account(
                session,
                username=row["username"],
                password_hash=hashes[row["username"]],
                name=row["name"],
                role=Role(row["role"]),
                node=row["node"],
                node_name=_name_of(row["node"], world),
                unit=row["unit"] or None,
                demo=True,
                now=now,
            )
        token = await operations.issue_token(session, platform=platform, demo=True, now=now)
    accounts = [
        {key: row[key] for key in ("username", "name", "role", "node", "unit")}
        | {"password": made[row["username"]]}
        for row in rows
    ]
    console = next(a for a in accounts if a["role"] == Role.OPERATOR and a["node"] == "city")
    officer = next(a for a in accounts if a["role"] == Role.OFFICER)
    return {
        "base_url": "",
        "console": {key: console[key] for key in ("username", "password")},
        "officer": {
            "username": officer["username"],
            "password": officer["password"],
            "unit_id": officer["unit"],
        },
        "platform_token": token,
        "accounts": accounts,
    }


def _name_of(node: str, world: World) -> str:
    kind, _, code = node.partition(":")
    team = world.team_name(code) if kind == "team" else None
    return team or world.city.name_of(code or world.city.city.code)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return None
    return found


def _write(path: Path, facts: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(facts, file, ensure_ascii=False, indent=2)
        file.write("\n")
    fresh.replace(path)
