"""The engine on the command line: plan a day, check a plan, prove a bound.

What computes is imported when it is needed, so that a refusal comes at once.
"""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

if TYPE_CHECKING:
    from dispatch.solver.instance import Instance
    from dispatch.solver.plan import Plan
    from dispatch.solver.solve import Progress
    from dispatch.solver.verdict import Lines

    Show = Callable[[Progress], None]

BEGAN: Final = monotonic()
START_S: Final = 1.4
"""What loading may take beyond `--seconds`; a slower start is taken from the search."""
END_S: Final = 0.1
END_S_PER_SITE: Final = 0.00006
"""What is kept back to check a plan and write it down."""
LOADED_S: Final = 15
"""Whoever takes longer to load was compiling."""
ASKED_SITES: Final = 200
"""How many sites are asked why nobody goes there."""
NOT_FEASIBLE: Final = 1
BAD_INSTANCE: Final = 2

cli = typer.Typer(help="Plan joint missions.", no_args_is_help=True, add_completion=False)

InstanceFile = Annotated[
    Path, typer.Argument(metavar="INSTANCE", exists=True, dir_okay=False, help="May be gzipped.")
]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", exists=True, dir_okay=False)]
Seconds = Annotated[float, typer.Option(min=0.1, max=86_400, help="How long to think.")]


def named(arguments: Sequence[str]) -> bool:
    """Say whether a command line begins with one of these commands."""
    ours = [command.callback.__name__ for command in cli.registered_commands if command.callback]
    return arguments[:1] != [] and arguments[0] in ours


@cli.command()
def solve(
    instance: InstanceFile,
    seconds: Seconds = 10,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another plan.")] = 1,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="As a rule, one a core.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="PLAN")] = None,
) -> None:
    """Plan a day: who rides together, who visits what when. Ctrl-C gives the best plan so far."""
    day = _read(instance)
    from dispatch.solver.check import check_document
    from dispatch.solver.city import plan_city
    from dispatch.solver.plan import plan_to_json
    from dispatch.solver.solve import BrokenPlan, warm_up

    with _until_told() as told, _bar(seconds) as show:
        _load(warm_up)
        plan = plan_city(
            day,
            seconds=_left(seconds, day),
            seed=seed,
            workers=workers or len(os.sched_getaffinity(0)),
            cancel=told,
            progress=show,
        ).plan
    document = plan_to_json(plan, day)
    # What was found was checked; this is about what is handed out.
    verdict = check_document(document, day)
    if verdict.lines is None:
        raise BrokenPlan(f"{day.name}: {verdict.violations[:3]}")
    _write(document, output)
    typer.echo(_summary(verdict.lines) if plan.missions else _why_nobody_goes(day, plan), err=True)


@cli.command()
def check(instance: InstanceFile, plan: PlanFile) -> None:
    """Check a plan: feasible or not, which rules it breaks, what it is worth."""
    day = _read(instance)
    from dispatch.solver.check import check_document
    from dispatch.solver.document import Refused, load
    from dispatch.solver.plan import Violation
    from dispatch.solver.verdict import Verdict

    try:
        verdict = check_document(load(plan).value, day)
    except Refused as refused:
        verdict = Verdict((Violation("SHAPE", str(refused)),), None)
    typer.echo(json.dumps(verdict.to_json(), ensure_ascii=False, indent=1))
    if not verdict.feasible:
        raise typer.Exit(NOT_FEASIBLE)


@cli.command()
def bound(instance: InstanceFile, seconds: Seconds = 60) -> None:
    """Prove how much any plan can be worth at most."""
    day = _read(instance)
    from dispatch.solver.bound import bound as prove
    from dispatch.solver.bound import warm_up

    _load(warm_up)
    proven = prove(day, _left(seconds, day))
    said = {"bound": proven.value_20 / 20, "trivial": proven.trivial_20 / 20}
    typer.echo(json.dumps(said | {"seconds": round(proven.seconds, 1)}))


def _load(warm_up: Callable[[], None]) -> None:
    """Load the kernels before the clock of the search runs."""
    warm_up()
    if (took := monotonic() - BEGAN) > LOADED_S:
        typer.echo(f"The engine had to be compiled first, which took {took:.0f} s.", err=True)


def _left(seconds: float, day: "Instance") -> float:
    """How long to think now, of what was given: a slow start is taken from it, but not all of it."""
    start = max(0, monotonic() - BEGAN - START_S)
    return max(seconds / 2, seconds - start - END_S - END_S_PER_SITE * len(day.sites))


def _read(path: Path) -> "Instance":
    from dispatch.solver.instance import BadInstance, read_instance

    try:
        return read_instance(path)
    except BadInstance as bad:
        _refuse(str(bad))
    except OSError as error:
        _refuse(f"{path} cannot be read: {error.strerror}")


def _refuse(reason: str) -> NoReturn:
    typer.echo(reason, err=True)
    raise typer.Exit(BAD_INSTANCE)


def _write(document: dict[str, Any], output: Path | None) -> None:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
    if output is None:
        typer.echo(text, nl=False)
        return
    # Beside it first: whoever reads PLAN meanwhile finds the old one or the new one, whole.
    part = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        part.write_text(text, "utf-8")
        part.replace(output)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        _refuse(f"{output} cannot be written: {error.strerror}")


def _summary(lines: "Lines") -> str:
    return (
        f"objective {lines.objective_20 / 20:.2f}: "
        f"weight {lines.covered_weight} of {lines.total_weight}, "
        f"{lines.uncovered_weight_at_visited} left at visited sites, "
        f"{lines.visits} missions, {lines.travel_minutes} min driven, "
        f"{lines.must_missed} missed that had to be done; "
        f"{lines.units_used} units in {lines.vehicles_used} vehicles"
    )


def _why_nobody_goes(day: "Instance", plan: "Plan") -> str:
    from dispatch.solver.explain import explain

    sites = range(min(len(day.sites), ASKED_SITES))
    reasons = Counter(gap.reason for site in sites for gap in explain(day, plan, site))
    told = ", ".join(f"{reason} ({count})" for reason, count in reasons.most_common())
    return f"The plan is empty. What keeps items out of it: {told or 'there are none'}."


@contextmanager
def _until_told() -> Iterator[Event]:
    """An event that Ctrl-C or SIGTERM sets, instead of ending us without a plan."""
    told = Event()
    before = {
        number: signal.signal(number, lambda *_: told.set())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _bar(seconds: float) -> "Iterator[Show | None]":
    """A bar with the best value so far, where somebody looks on."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task("", total=seconds)

        def show(progress: "Progress") -> None:
            said = (
                f"{progress.objective_20 / 20:.2f}, {progress.missions} missions, "
                f"{progress.iterations_per_s:,.0f}/s"
            )
            bars.update(bar, completed=progress.seconds, description=said)

        yield show
