"""Who is competent, on the command line, from a city's folder with nothing running.

What decides is imported when it is needed, so that help and a wrong option are answered at once.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

if TYPE_CHECKING:
    from command.catalogue.facts import ClassKey, Facts
    from command.competence.offline import Offline
    from command.competence.simulation import Simulation, Simulator
    from command.competence.snapshot import Snapshot

BAD_INPUT: Final = 2
ROOT: Final = Path(__file__).resolve().parents[1]

cli = typer.Typer(help="Who is competent.", no_args_is_help=True, add_completion=False)


class Lang(StrEnum):
    """The language of an answer."""

    ZH = "zh"
    EN = "en"


def _sample_city() -> Path:
    """Find the city that comes with us; which one that is, is data."""
    return min((path.parent for path in (ROOT / "cities").glob("*/city.json")), default=ROOT)


City = Annotated[
    Path,
    typer.Option(
        "--city",
        envvar="ONEDOOR_CITY",
        exists=True,
        file_okay=False,
        default_factory=_sample_city,
        show_default="the sample city",
        help="A city's folder.",
    ),
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
CrsName = Annotated[str, typer.Option(help="CGCS2000, WGS84, GCJ-02 or BD-09.")]
InWords = Annotated[Lang, typer.Option(help="The language of the answer.")]


def named(arguments: Sequence[str]) -> bool:
    """Say whether a command line begins with one of these commands."""
    ours = [command.callback.__name__ for command in cli.registered_commands if command.callback]
    return arguments[:1] != [] and arguments[0] in ours


@cli.command()
def locate(
    lon: float,
    lat: float,
    city: City,
    crs: CrsName = "CGCS2000",
    on: Day = None,
) -> None:
    """Say whose ground a point is: township, district, neighbours in the border strip, special areas."""
    world = _open(city)
    day = _day(on) or world.city.day
    from command.competence import located

    strip_m = world.snapshot.border_strip_m(day)
    spot = located.locate(world.city, day=day, strip_m=strip_m, point=(lon, lat), crs=_crs(crs))
    if spot.township is None:
        typer.echo(f"outside {world.city.city.name}")
        raise typer.Exit(1)
    names = [spot.township, spot.district or "", *spot.near]
    typer.echo("  ".join(f"{code} {world.city.name_of(code)}" for code in names[:2]))
    for code in spot.near:
        typer.echo(f"border within {strip_m:g} m: {code} {world.city.name_of(code)}")
    for code in spot.areas:
        typer.echo(f"special area: {code} {world.facts.areas.get(code, code)}")


@cli.command()
def decide(
    code: Annotated[str, typer.Argument(help="The class of event, as its scheme codes it.")],
    city: City,
    scheme: Annotated[str | None, typer.Option(help="Needed where several have the code.")] = None,
    kind: Annotated[str, typer.Option(help="matter or component.")] = "matter",
    lon: Annotated[float | None, typer.Option()] = None,
    lat: Annotated[float | None, typer.Option()] = None,
    crs: CrsName = "CGCS2000",
    township: Annotated[str | None, typer.Option(help="Nine digits.")] = None,
    acted_on: Day = None,
    filed_on: Day = None,
    subject: Annotated[str | None, typer.Option(help="unit or person.")] = None,
    amount: Annotated[float | None, typer.Option(min=0, help="The fine expected, yuan.")] = None,
    severe: Annotated[
        list[str] | None, typer.Option(help="confiscation, revocation, closure or ban.")
    ] = None,
    item: Annotated[str | None, typer.Option(help="The answer to which item it is.")] = None,
    field: Annotated[str | None, typer.Option(help="The answer to which holder it is.")] = None,
    upgraded_to: Annotated[str | None, typer.Option(help="The team a decision names.")] = None,
    danger: Annotated[bool, typer.Option("--danger", help="A life is in danger.")] = False,
    lang: InWords = Lang.ZH,
) -> None:
    """Say who is competent for an act at a place on a day, and why."""
    if (lon is None) != (lat is None):
        _refuse("--lon and --lat go together")
    world = _open(city)
    filed = _day(filed_on) or _day(acted_on) or world.city.day
    from command.competence import located
    from command.competence.telling import tell_decision
    from command.competence.values import Asked

    spot = located.locate(
        world.city,
        day=filed,
        strip_m=world.snapshot.border_strip_m(filed),
        point=None if lon is None or lat is None else (lon, lat),
        crs=_crs(crs),
        township=township,
    )
    asked = Asked(
        key=_key(world.facts, code, scheme=scheme, kind=_one_of(kind, "matter", "component")),
        place=spot.place,
        district=spot.district,
        township=spot.township,
        law_day=_day(acted_on) or filed,
        filing_day=filed,
        near=spot.near,
        areas=spot.areas,
        subject=_one_of(subject, "unit", "person") if subject else None,
        amount=amount,
        severe=tuple(
            _one_of(word, "confiscation", "revocation", "closure", "ban") for word in severe or ()
        ),
        item=item,
        field=field,
        upgraded_to=upgraded_to,
        danger=danger,
    )
    for line in tell_decision(asked, world, lang.value):
        typer.echo(line)


@cli.command()
def route(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="FILE.csv")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT.csv")],
    city: City,
) -> None:
    """Say of every act of a file who is competent.

    Columns: lon, lat, crs, scheme, kind, code, occurred_at; if there are: filed_at (else
    occurred_at), subject_kind (unit, person), expected_sanction (yuan, or a severe sanction). All
    columns are kept; township, item, team, signing_body, rule_ids and reason come behind them.
    """
    world = _open(city)
    from command.competence.routing import route_file

    # Millions of short lists, and no ring among them: the collector would only walk them.
    gc.disable()
    try:
        with _refusing():
            counted = route_file(file, output, city=world.city, snapshot=world.snapshot)
    except OSError as failure:
        _refuse(f"{output} cannot be written: {failure.strerror}")
    total = sum(counted.values())
    typer.echo(f"{total:,} acts", err=True)
    for reason, count in counted.most_common():
        typer.echo(f"{count:>12,}  {reason}", err=True)


@cli.command()
def simulate(
    draft: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="A city's folder, changed.")
    ],
    city: City,
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True,
            dir_okay=False,
            metavar="[FILE.csv]",
            help="Past acts, as for route; without it, the cases of the database.",
        ),
    ] = None,
    from_: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Filed from this day.")
    ] = None,
    to: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Filed before this day.")
    ] = None,
    filed_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Take all as filed on this day."),
    ] = None,
) -> None:
    """Try a changed folder on past acts: how many change team, and each team's load."""
    changed = _open(draft)
    from command.competence.simulation import Simulator
    from command.competence.telling import tell_simulation

    def simulator(before: Snapshot) -> Simulator:
        period = _day(from_) or date.min, _day(to) or date.max
        return Simulator(before, changed.snapshot, period=period, filed_on=_day(filed_on))

    if file is None:
        found = _replayed(simulator)
    else:
        trying = simulator(_open(city).snapshot)
        with _refusing():
            for names, acts in changed.read_acts(file):
                trying.add(names, acts)
        found = trying.result()
    for line in tell_simulation(found, changed):
        typer.echo(line)


def _replayed(simulator: Callable[[Snapshot], Simulator]) -> Simulation:
    """Try the cases of the database, and the facts in force there."""
    import asyncio

    from command.catalogue.queries import load_facts
    from command.competence.snapshot import compile_facts
    from command.publishing import past
    from core.db import Database, DatabaseAway
    from core.settings import Settings

    async def replay() -> Simulation:
        database = Database(Settings().database_url)
        try:
            async with database.reading() as session:
                facts = await load_facts(session)
            trying = simulator(compile_facts(facts))
            await past.replay(database, trying)
        finally:
            await database.close()
        return trying.result()

    try:
        return asyncio.run(replay())
    except DatabaseAway as away:
        _refuse(f"The database does not answer ({away}).")


def _open(folder: Path) -> Offline:
    """Read a city's folder; the refusal of a file is one line."""
    from command.competence.offline import Offline

    with _refusing():
        return Offline(folder)


@contextmanager
def _refusing() -> Iterator[None]:
    from core.tables import BadTable

    try:
        yield
    except BadTable as bad:
        _refuse(str(bad))


def _key(facts: Facts, code: str, *, scheme: str | None, kind: str) -> ClassKey:
    """Find the class that is meant; one that nobody knows is asked as it is."""
    schemes = sorted({row.key[0] for row in facts.classes if row.key[1:] == (kind, code)})
    if scheme is None and len(schemes) > 1:
        _refuse(f"{code} is a {kind} of several schemes; name one: {', '.join(schemes)}")
    return scheme or "".join(schemes), kind, code


def _one_of(word: str, *words: str) -> Any:
    if word not in words:
        _refuse(f"{word!r} is none of {', '.join(words)}")
    return word


def _crs(name: str) -> Any:
    from grid.values import Crs

    try:
        return Crs.parse(name)
    except ValueError as unknown:
        _refuse(str(unknown))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _refuse(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(BAD_INPUT)
