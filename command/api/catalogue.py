"""The catalogue over HTTP: items with all their versions, classes, the decision table."""

import asyncio
from datetime import date
from itertools import islice
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request

from command.api.days import Day
from command.api.entries import (
    ClassesOut,
    EntryTestOut,
    HolderOut,
    ItemsOut,
    ItemStoryOut,
    ItemVersionOut,
    ListingOut,
    RuleRowOut,
    RulesOut,
    TownshipListingOut,
    TownshipsOut,
    entry,
)
from command.catalogue.browse import Browse
from command.catalogue.facts import EventClass
from command.competence.vocabulary import SITUATION
from command.errors import ItemUnknown
from command.world import World
from core.clock import utcnow
from core.http import SignedIn, documented
from core.words import Words

router = APIRouter(tags=["catalogue"])

PAGE: Final = 50


@router.get(
    "/api/v1/catalogue/items",
    summary="Items",
    responses={200: {"model": ItemsOut}, **documented(401, 422, 503)},
)
async def list_items(
    request: Request,
    _: SignedIn,
    q: Annotated[Words, Query(max_length=100, description="Name, initials, code, article")] = "",
    field: Annotated[Words, Query(max_length=64)] = "",
    on: Day | None = None,
    after: Annotated[Words, Query(max_length=64)] = "",
) -> dict[str, Any]:
    """Find items by name, pinyin initials, code or article."""
    world: World = request.app.state.world()
    browse = browse_of(request)
    day = on or today(world)
    found = await asyncio.to_thread(lambda: list(browse.items(q, field=field)))
    first = found.index(after) + 1 if after in found else 0
    page = found[first : first + PAGE]
    return {
        "items": [_line(code, browse, day) for code in page],
        "total": len(found),
        "next": page[-1] if first + PAGE < len(found) else None,
        "fields": sorted({row.field for row in browse.facts.items}),
    }


@router.get(
    "/api/v1/catalogue/items/{code}",
    summary="One item",
    responses={200: {"model": ItemStoryOut}, **documented(401, 404, 503)},
)
async def read_item(request: Request, _: SignedIn, code: str) -> dict[str, Any]:
    """Give an item with every version of it, who held it and which lists it was on.

    :raises ItemUnknown: when no item ever had this code
    """
    world: World = request.app.state.world()
    browse = browse_of(request)
    facts, day = browse.facts, today(world)
    if code not in browse.versions:
        raise ItemUnknown(item=code)
    keys = {row.key for row in facts.class_items if row.item == code}
    forms = {row.township: row.form for row in facts.township_powers if day in row.span}
    test = next((row for row in facts.entry_tests if row.item == code), None)
    return {
        "code": code,
        "versions": [entry(row, ItemVersionOut) for row in browse.versions[code]],
        "holders": [
            entry(row, HolderOut) | {"area_name": world.area_name(row.area or None) or ""}
            for row in browse.holders.get(code, ())
        ],
        "classes": [_class(row, browse) for row in facts.classes if row.key in keys],
        "lists": [entry(row, ListingOut) for row in facts.listings if row.item == code],
        "townships": [
            entry(row, TownshipListingOut)
            | {"township_name": world.area_name(row.township), "form": forms.get(row.township)}
            for row in browse.listed.get(code, ())
        ],
        "test": entry(test, EntryTestOut) if test else None,
    }


@router.get(
    "/api/v1/catalogue/classes",
    summary="Event classes",
    responses={200: {"model": ClassesOut}, **documented(401, 422, 503)},
)
async def list_classes(
    request: Request,
    _: SignedIn,
    q: Annotated[Words, Query(max_length=100, description="Name, initials or code")] = "",
) -> dict[str, Any]:
    """Find event classes; matters with an item come first."""
    browse = browse_of(request)
    found = await asyncio.to_thread(lambda: list(islice(browse.classes(q), PAGE)))
    return {"items": [_class(row, browse) for row in found]}


@router.get(
    "/api/v1/catalogue/townships",
    summary="How townships enforce",
    responses={200: {"model": TownshipsOut}, **documented(401, 422, 503)},
)
async def list_townships(
    request: Request,
    _: SignedIn,
    on: Day | None = None,
    item: Annotated[Words, Query(max_length=64)] = "",
) -> dict[str, Any]:
    """Tell of each township how it enforces on a day, what its list counts, and whether an item is on it."""
    world: World = request.app.state.world()
    browse = browse_of(request)
    day = on or today(world)
    powers = {row.township: row for row in browse.facts.township_powers if day in row.span}
    lists = await asyncio.to_thread(browse.lists_on, day)
    return {
        "on": day,
        "items": [
            {
                "code": code,
                "name": name,
                "district": district,
                "form": powers[code].form if code in powers else "none",
                "name_used": powers[code].name_used if code in powers else "",
                "items": len(lists.get(code, ())),
                "holds_item": item in lists.get(code, ()),
            }
            for code, (name, district) in sorted(browse.facts.townships.items())
        ],
    }


@router.get(
    "/api/v1/catalogue/rules",
    summary="The decision table",
    responses={200: {"model": RulesOut}, **documented(401, 503)},
)
async def list_rules(request: Request, _: SignedIn) -> dict[str, Any]:
    """Give every row of the decision table, past and future ones too, in the order they are tried."""
    world: World = request.app.state.world()
    rows = sorted(world.book.facts.rules, key=lambda row: (row.priority, row.id, -row.version))
    return {
        "items": [entry(row, RuleRowOut) for row in rows],
        "situation": SITUATION,
        "edition": world.edition,
    }


def browse_of(request: Request) -> Browse:
    """Give what looks through the edition in force; kept until another is."""
    state = request.app.state
    facts = state.world().book.facts
    kept: Browse | None = getattr(state, "browse", None)
    if kept is None or kept.facts is not facts:
        kept = state.browse = Browse(facts)
    return kept


def today(world: World) -> date:
    """Give the city's day."""
    return utcnow().astimezone(world.city.zone).date()


def _line(code: str, browse: Browse, day: date) -> dict[str, Any]:
    row, good = browse.item_on(code, day)
    held = {holder.line for holder in browse.holders_on(code, day)}
    return {
        "code": code,
        "kind": row.kind,
        "name": row.name,
        "field": row.field,
        "law": row.law,
        "article": row.article,
        "good": good,
        "lines": sorted(held),
        "townships": browse.townships_on(code, day),
        "invented": row.invented,
    }


def _class(row: EventClass, browse: Browse) -> dict[str, Any]:
    scheme, kind, code = row.key
    return {
        "scheme": scheme,
        "kind": kind,
        "code": code,
        "name": row.name,
        "group": row.group,
        "items": browse.item_count.get(row.key, 0),
    }
