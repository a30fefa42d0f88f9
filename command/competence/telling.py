"""Answers as lines of text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from command.catalogue.book import Book
from command.competence.decide import decide
from command.competence.explain import explain, stored, tell_choice
from command.competence.offline import Offline
from command.competence.simulation import Simulation
from command.competence.values import Asked
from core.texts import Lang

TOLD: Final = 20
"""Acts that change their team and are told one by one; all are counted."""


def tell_decision(asked: Asked, world: Offline, lang: Lang) -> Iterator[str]:
    """Say who is competent: the sentence, the steps, who was not taken, what is asked."""
    book, found = Book(world.facts), decide(asked, world.snapshot)

    def area_name(code: str | None) -> str | None:
        return None if code is None else world.city.name_of(code)

    told = explain(
        stored(found, asked, book, boundaries=world.city.version),
        key=asked.key,
        reason=found.reason,
        team=found.team,
        book=book,
        area_name=area_name,
        lang=lang,
    )
    yield told["sentence"]
    yield f"[{found.confidence}] {found.team or '—'} · {found.signing_body or '—'}"
    for number, step in enumerate(told["steps"], 1):
        source = f"  ({step['source']})" if step["source"] else ""
        yield f" {number}. {step['question']}: {step['answer']}{source}"
    for other in told["rejected"]:
        yield f" ✗ {other['team_name']} ({other['team']}): {other['why']}"
    for township, team in found.neighbours:
        yield f" ↔ {area_name(township)} ({township}): {team or '—'}"
    for choice in found.choices:
        options = {"item": choice.item, "field": choice.field, "subject": choice.subject}
        asks = " ".join(f"--{name} {value}" for name, value in options.items() if value)
        yield f" ? {tell_choice(choice, lang)}: {asks}"


def tell_simulation(found: Simulation, world: Offline) -> Iterator[str]:
    """Say how many acts change team, whose load that is, and where."""
    names = {team.code: team.name for team in world.facts.teams}
    yield f"{found.acts:,} acts, {found.changed:,} change team"
    for team, (before, after) in found.by_team.items():
        if before != after:
            name = f"{names.get(team, '')} ({team})" if team else "a person's judgement"
            yield f"  {name}: {before:,} -> {after:,}"
    for township, (acts, changed) in found.by_township.items():
        if changed and township:
            yield f"  {world.city.name_of(township)} ({township}): {changed:,} of {acts:,} change"
    for moved in found.moved[:TOLD]:
        yield f"  {moved.name}: {moved.before or '—'} -> {moved.after or '—'}"
