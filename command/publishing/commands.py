"""`onedoor catalogue`: bring files in, hand them out, check, compare; on a folder or on the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, cast

import typer

from command.catalogue import diff, folder, workbook
from command.catalogue.checks import Problem
from command.catalogue.diff import Changes
from command.catalogue.facts import Facts, ListName
from command.catalogue.forms import form_of
from command.catalogue.workbook import Imported
from command.competence.simulation import Simulator
from command.competence.snapshot import compile_facts
from command.publishing import operations, past, sources
from command.publishing.examination import Examination, examine, find_problems
from core.clock import utcnow
from core.db import Database
from core.errors import DomainError
from core.settings import Settings
from core.tables import BadTable
from core.texts import Lang

TOLD: Final = 20
"""How many of a kind are told before they are counted."""

cli = typer.Typer(name="catalogue", help="The catalogue of items.", no_args_is_help=True)


class InLang(StrEnum):
    """The language of what is told."""

    ZH = "zh"
    EN = "en"


class InForm(StrEnum):
    """The form of a file."""

    OFFICIAL = "official"
    TOWNSHIP_LIST = "township_list"
    FULL = "full"


Source = Annotated[
    str, typer.Option("--of", help="A city's folder, `now`, or the number of an edition.")
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
InWords = Annotated[InLang, typer.Option("--lang")]
InList = Annotated[str, typer.Option("--list", help="national, provincial, city, township_guide")]
Townships = Annotated[list[str] | None, typer.Option("--township", help="A code; again for more.")]


@cli.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    form: Annotated[InForm, typer.Option()],
    valid_from: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])],
    of: Source = sources.NOW,
    list_name: InList = "city",
    year: Annotated[int | None, typer.Option()] = None,
    township: Townships = None,
    publish: Annotated[bool, typer.Option("--publish", help="Put it in force.")] = False,
    by: Annotated[str, typer.Option(help="Who publishes it.")] = "",
    accept: Annotated[
        list[str] | None, typer.Option(help="HOLE=REASON: answer for a hole it makes.")
    ] = None,
    lang: InWords = InLang.ZH,
) -> None:
    """Tell what a file is and what it would change; with --publish, put it in force."""
    if publish and not by:
        raise typer.BadParameter("say who publishes it", param_hint="--by")
    if publish and of.isdecimal():
        raise typer.BadParameter("an edition cannot change", param_hint="--of")
    day = valid_from.date()
    accepted = dict(_accepted(each) for each in accept or ())

    def read(facts: Facts) -> Imported:
        return workbook.read(
            file.read_bytes(),
            name=file.name,
            form=form.value,
            facts=facts,
            valid_from=day,
            list=cast("ListName", list_name),
            year=year,
            townships=township or (),
        )

    async def work(database: Database | None) -> None:
        facts = await _load(database, of)
        imported = read(facts)
        _tell_faults(imported, lang.value)
        after = diff.apply(facts, imported.changes)
        _tell_changes(imported.changes)
        found = examine(facts, after, day=day)
        _tell_problems(found.made, lang.value)
        if database is not None and of == sources.NOW:
            await _tell_effect(database, facts, after, day)
        if publish:
            _refuse(found, accepted)
            if database is None:
                changed = [f for f in imported.changes.come if _touches(imported.changes, f.name)]
                folder.write(Path(of), facts=after, forms=changed)
                typer.echo(f"Written into {of}.")
            else:
                edition = await _publish(database, imported.changes, form, file, day, accepted, by)
                typer.echo(f"Edition {edition} is in force.")

    _run(work, of)


@cli.command("export")
def hand_out(
    file: Annotated[Path, typer.Argument(dir_okay=False, help=".xlsx or .csv")],
    form: Annotated[InForm, typer.Option()] = InForm.FULL,
    of: Source = sources.NOW,
    list_name: InList = "city",
    kind: Annotated[str, typer.Option(help="Which kind of fact a full .csv holds.")] = "items",
    township: Townships = None,
    on: Day = None,
) -> None:
    """Write the catalogue as a file that `import` reads again."""

    async def work(database: Database | None) -> None:
        facts = await _load(database, of)
        day, as_csv = _day(on), file.suffix.lower() == ".csv"
        if form is InForm.OFFICIAL:
            name = cast("ListName", list_name)
            written = workbook.write_official(facts, list=name, day=day, as_csv=as_csv)
        elif form is InForm.TOWNSHIP_LIST:
            chosen = township or sorted({row.township for row in facts.township_items})
            written = workbook.write_township_lists(facts, townships=chosen, day=day, as_csv=as_csv)
        elif as_csv:
            written = workbook.write_full_csv(facts, kind=kind)
        else:
            written = workbook.write_full(facts)
        await asyncio.to_thread(file.write_bytes, written)
        typer.echo(f"Written to {file}.")

    _run(work, of)


@cli.command()
def check(
    of: Source = sources.NOW,
    on: Day = None,
    lang: InWords = InLang.ZH,
) -> None:
    """Tell what is wrong with the catalogue on a day; exit code 1 when anything but a notice is."""

    async def work(database: Database | None) -> None:
        found = find_problems(await _load(database, of), day=_day(on))
        _tell_problems(found, lang.value)
        if any(problem.weight != "notice" for problem in found):
            raise typer.Exit(1)

    _run(work, of)


@cli.command("diff")
def compare(
    before: Annotated[str, typer.Argument(help="A folder, `now`, or an edition.")],
    after: Annotated[str, typer.Argument(help="A folder, `now`, or an edition.")],
) -> None:
    """Tell what changes from one catalogue to another."""

    async def work(database: Database | None) -> None:
        changes = diff.between(await _load(database, before), await _load(database, after))
        _tell_changes(changes, most=None)

    _run(work, before, after)


def _run(work: Callable[[Database | None], Awaitable[None]], *where: str) -> None:
    """Do the work, with the database when a source is in it; a refusal is a line and exit code 1."""

    async def opened() -> None:
        if all(sources.is_folder(source) for source in where):
            await work(None)
            return
        database = Database(Settings().database_url)
        try:
            await work(database)
        finally:
            await database.close()

    try:
        asyncio.run(opened())
    except (BadTable, DomainError) as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from refused


async def _load(database: Database | None, source: str) -> Facts:
    return sources.read_folder(source) if database is None else await sources.load(database, source)


async def _publish(
    database: Database,
    changes: Changes,
    form: InForm,
    file: Path,
    day: date,
    accepted: dict[str, str],
    by: str,
) -> int:
    now = utcnow()
    async with database.transaction() as session:
        draft = await operations.propose(
            session,
            changes=changes,
            kind=form.value,
            title=file.name,
            valid_from=day,
            by=by,
            now=now,
        )
    return await operations.publish(database, draft_id=draft.id, accepted=accepted, by=by, now=now)


def _tell_faults(imported: Imported, lang: Lang) -> None:
    for fault in imported.faults:
        place = f"{fault.sheet} {fault.row or ''} {fault.column}".split()
        typer.echo(f"{' '.join(place)}: {fault.said(lang)}", err=True)
    if imported.faults:
        typer.echo(f"{len(imported.faults)} faults: nothing was taken in.", err=True)
        raise typer.Exit(1)


def _tell_changes(changes: Changes, *, most: int | None = TOLD) -> None:
    for form in changes.come:
        told = [one for one in diff.tell(changes) if one.form is form]
        for one in told[:most]:
            named = " ".join(map(str, one.key))
            typer.echo(f"{one.verb:8} {form.name}: {named}")
        if most is not None and len(told) > most:
            typer.echo(f"         {form.name}: {len(told) - most} more")
    if not changes:
        typer.echo("Nothing changes.")


def _tell_problems(problems: Iterable[Problem], lang: Lang) -> None:
    for problem in problems:
        typer.echo(f"{problem.weight:6} {problem.id}: {problem.said(lang)}")


async def _tell_effect(database: Database, before: Facts, after: Facts, day: date) -> None:
    simulator = Simulator(compile_facts(before), compile_facts(after), filed_on=day)
    await past.replay(database, simulator, only_open=True)
    found = simulator.result()
    typer.echo(f"Of {found.acts} open cases {found.changed} would go elsewhere if filed then.")
    for team, (had, has) in found.by_team.items():
        if had != has:
            typer.echo(f"  {team or 'a person'}: {had} -> {has}")


def _refuse(found: Examination, accepted: dict[str, str]) -> None:
    missing = found.unanswered(accepted)
    if found.wrong or missing:
        typer.echo(f"Not published: {len(found.wrong)} wrong, {len(missing)} holes.", err=True)
        raise typer.Exit(1)


def _touches(changes: Changes, name: str) -> bool:
    form = form_of(name)
    return bool(changes.gone.get(form) or changes.come.get(form))


def _accepted(said: str) -> tuple[str, str]:
    hole, _, reason = said.partition("=")
    if not reason.strip():
        raise typer.BadParameter("HOLE=REASON", param_hint="--accept")
    return hole, reason.strip()


def _day(given: datetime | None) -> date:
    return (given or utcnow()).date()
