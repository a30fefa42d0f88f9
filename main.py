"""The roof, read it first: what the platform is made of, who reacts to what, how a process begins."""

import asyncio
import contextlib
import gc
import inspect
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import structlog
import typer
import uvicorn
import uvloop
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col
from starlette.staticfiles import StaticFiles

import command.api.areas
import command.api.boundaries
import command.api.cases
import command.api.catalogue
import command.api.clocks
import command.api.competence
import command.api.drafts
import command.api.handovers
import command.api.inflow
import command.api.judging
import command.api.publications
import command.api.replays
import command.api.reviews
import command.api.simulations
import command.catalogue.loading
import command.clocks.commands
import command.clocks.reactions
import command.commands
import command.judging.loading
import command.publishing.commands
import command.reactions
import core.auth.api
import core.auth.commands
import core.run
import core.timers
import dispatch.alerts.api
import dispatch.api
import dispatch.hands.api
import dispatch.instructions.api
import dispatch.instructions.reactions
import dispatch.ladder.loading
import dispatch.limits.loading
import dispatch.notices.api
import dispatch.notices.jobs
import dispatch.notices.reactions
import dispatch.reactions
import dispatch.sending.loading
import dispatch.solver.commands
import dispatch.sos.api
import dispatch.sos.reactions
import field_units.api
import field_units.commands
import field_units.loading
import field_units.reactions
import field_units.recusals.api
import field_units.recusals.loading
import grid.api
import grid.commands
import grid.loading
import integration.api
import integration.commands
import integration.jobs
import integration.loading
import integration.reactions
import web.api
import web.health
import web.needs
import web.wall
from command.clocks import operations as clocks
from command.clocks.mending import reckon_anew
from command.clocks.warnings import watch_calendar
from command.events import AttachmentsReported, CaseRouted, CaseToJudge
from command.intake import Door, take_numbers
from command.keeper import Keeper
from command.world import World
from core import backup, channels, db, editions, http, outbox, queue, schema, tracing
from core.auth import operations as sign_ins
from core.auth import queries as accounts
from core.bus import Bus
from core.clock import utcnow
from core.commands import on_database
from core.db import Database, DatabaseAway
from core.errors import DomainError
from core.events import Event
from core.files import FileStore
from core.health import Health
from core.hub import Hub, hear_bus
from core.ids import new_id
from core.lease import Turn
from core.log import configure
from core.loops import every, running
from core.outbox import Reaction, Relay
from core.preflight import CannotStart
from core.scope import WHOLE
from core.settings import Settings
from core.tables import BadTable
from core.timers import Alarm, Watch
from core.wire import SERVING, framed
from dispatch import climbing, push
from dispatch.events import InstructionIssued, SosCalled, TaskAlerted, TaskMoved
from dispatch.field_socket import Acks
from dispatch.instructions.values import UNSIGNED
from dispatch.ladder import operations as ladder
from dispatch.notices import operations as notices
from dispatch.notices.carriers import vapid
from dispatch.notices.operations import Outlets
from dispatch.push import Forces
from dispatch.roads import Roads
from dispatch.sos.nearest import Nearest
from dispatch.sos.values import UNANSWERED
from dispatch.tasks.past import Loads
from field_units import operations as units
from field_units import tracks
from field_units.desk import DutyDesk
from field_units.door import DeviceDoor
from field_units.duties import Duties
from field_units.models import Team, Unit
from field_units.positions import Positions
from field_units.presence import Presence
from field_units.tracks import Tracks
from field_units.views import Views
from grid.models import District, Township
from grid.values import EDITION
from integration import demo
from integration.door import PlatformDoor
from integration.express import ExpressLane
from integration.models import Platform
from integration.operations import has_demo_tokens
from web.onlookers import Onlookers
from web.wall import Walls

log = structlog.get_logger()

REACTIONS: Final[Mapping[type[Event], Sequence[Reaction]]] = {
    # Its clock first: that changes the case, and sending out rests on the case as it stands.
    CaseRouted: (command.clocks.reactions.arm_clocks, command.reactions.send_out),
    CaseToJudge: (command.clocks.reactions.arm_clocks,),
    TaskMoved: (
        command.reactions.follow_tasks,
        command.clocks.reactions.follow_work,
        command.reactions.ask_the_next,
        dispatch.reactions.end_together,
        dispatch.reactions.stand_down,
        dispatch.notices.reactions.tell_of_offers,
    ),
    TaskAlerted: (dispatch.notices.reactions.tell_of_alerts,),
    InstructionIssued: (dispatch.notices.reactions.tell_of_instructions,),
    SosCalled: (dispatch.notices.reactions.tell_of_calls_for_help,),
    AttachmentsReported: (integration.reactions.fetch_attachments,),
}
"""The map of the system: news on the left, who acts on it on the right. The relay walks it."""

ALARMS: Final[Mapping[str, Alarm]] = {
    ladder.KIND: climbing.climb,
    clocks.TIMER: command.clocks.reactions.warn_of_clocks,
    units.BREAK: field_units.reactions.end_breaks,
    UNSIGNED: dispatch.instructions.reactions.raise_unsigned,
    UNANSWERED: dispatch.sos.reactions.call_again,
}
"""Timers on the left, by their kind; who acts when they are due on the right. The relay's watch fires them."""

LEASE: Final = timedelta(seconds=5)
RELAY_PATIENCE_S: Final = 60.0
"""How long a transaction of the relay may take: nobody waits for it but the events that come after."""
SAY_AGAIN_S: Final = 15
"""How often the relay tells how far every channel has come, whether or not it has moved since."""
OVERLAP: Final = timedelta(seconds=10)
"""How far back one asks anew which sessions ended: commits are seen later than the moment they carry."""
RECKONED: Final = 200
"""Clocks reckoned anew in one transaction."""
KEEP: Final = timedelta(days=7)
"""How long frames and handled events stay, for those who come back late."""
SKIPPED_CASES: Final = 1_000_000
SKIPPED_FRAMES: Final = 1_000_000_000
"""More than a city gives out between two backups."""
HALF_WRITTEN: Final = timedelta(hours=1)
"""A file that did not come to its end in this time never will."""
QUIET: Final = frozenset(
    {
        *("/healthz", "/readyz", "/metrics", "/api/v1/events", "/api/v1/changes", "/api/v1/wall"),
        *("/api/v1/positions/osmand", "/api/v1/positions/owntracks"),
    }
)
BODY_LIMITS: Final = {
    "/api/v1/events:batch": 16 * 2**20,
    "/api/v1/catalogue/drafts": 32 * 2**20,
    "/api/v1/boundaries": 32 * 2**20,
    "/api/v1/boundaries:review": 32 * 2**20,
}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the web process: every router, one lifespan."""
    settings = settings or Settings()
    app = FastAPI(
        title="OneDoor 一门",
        version="1",
        summary="Unified command and dispatch for a city's administrative enforcement",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        # FastAPI's own spans and logs hold paths, queries and the text of errors; ours do not.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    app.state.settings = settings
    limits = {**BODY_LIMITS, "/api/v1/files": settings.file_max_bytes + 64 * 1024}
    http.install(app, settings=settings, body_limits=limits, quiet=QUIET)
    for router in (
        integration.api.router,
        core.auth.api.router,
        dispatch.api.router,
        dispatch.notices.api.router,
        dispatch.instructions.api.router,
        dispatch.sos.api.router,
        dispatch.hands.api.router,
        field_units.recusals.api.router,
        dispatch.alerts.api.router,
        command.api.cases.router,
        command.api.inflow.router,
        command.api.replays.router,
        command.api.judging.router,
        command.api.competence.router,
        command.api.catalogue.router,
        command.api.clocks.router,
        command.api.reviews.router,
        command.api.drafts.router,
        command.api.handovers.router,
        command.api.simulations.router,
        command.api.publications.router,
        command.api.areas.router,
        command.api.boundaries.router,
        field_units.api.router,
        grid.api.router,
        web.api.router,
        web.needs.router,
        web.wall.router,
        web.health.router,
    ):
        # `include_router` would work each route out again, and match each request twice.
        app.routes.extend(router.routes)
    app.add_middleware(ExpressLane, settings=settings)
    app.mount("/assets", StaticFiles(directory=settings.static_dir / "assets", check_dir=False))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    async with AsyncExitStack() as stack:
        database, bus = await _connect(settings, stack, patience_s=db.PATIENCE_S)
        world = Keeper(database)
        await world.refresh()
        hub = Hub(database, queue_size=settings.socket_queue)
        presence = Presence(bus.redis, prefix=settings.redis_prefix)
        health = Health(database, bus, settings)
        intake = Door(
            database, world=world, room=settings.intake_queue, batch=settings.intake_batch
        )
        acks = Acks(database)
        app.state.database, app.state.bus, app.state.hub = database, bus, hub
        app.state.world, app.state.presence, app.state.health = world, presence, health
        app.state.intake, app.state.acks = intake, acks
        duties, views = Duties(database), Views(hub, bus, roster=lambda: world().roster)
        trail, door = Tracks(database), DeviceDoor(database)
        app.state.duties, app.state.views, app.state.device_door = duties, views, door
        onlookers = Onlookers(database, bus, prefix=settings.redis_prefix)
        app.state.onlookers = onlookers
        app.state.positions = positions = Positions(
            presence=presence,
            duties=duties,
            views=views,
            tracks=trail,
            roster=lambda: world().roster,
            zone=lambda: world().city.zone,
            weights=lambda: world().weights,
        )
        app.state.desk = DutyDesk(
            database,
            duties=duties,
            positions=positions,
            roster=lambda: world().roster,
            zone=lambda: world().city.zone,
            weights=lambda: world().weights,
        )
        app.state.forces = lambda: muster(world(), presence, duties)
        app.state.nearest = whoever_is_near(world, presence, duties)
        key = vapid.find_key(settings)
        app.state.push_key = key.public if key else None
        app.state.platforms = PlatformDoor(database)
        app.state.walls = Walls(database, world=world, presence=presence)
        files = FileStore(settings.data_dir / "files", most=settings.file_max_bytes)
        await asyncio.to_thread(files.sweep, before=utcnow() - HALF_WRITTEN)
        app.state.files = files

        async def announce(frames: Sequence[channels.Numbered]) -> None:
            for frame in frames:
                hub.deliver(frame.channel, frame.seq, frame.body)
            await bus.frames(frames)

        database.session_info |= {"announce": announce, "nudge": bus.nudge}

        async def keep_world() -> None:
            await world.refresh()
            app.state.city = world().city

        async def catch_up_alone() -> None:
            # While the bus is deaf the database is asked, so that frames are late but not lost.
            if not bus.connected.is_set():
                await hub.catch_up()

        asked = utcnow()

        async def hang_up() -> None:
            nonlocal asked
            now = utcnow()
            async with database.reading() as session:
                # Since we last got an answer: what ends while the database is away ends all the same.
                ended = await accounts.ended_since(session, since=asked - OVERLAP)
            hub.end(ended, now=now)
            asked = now

        async def tell_health() -> None:
            text = channels.unnumbered("platform.health", await health.report(), utcnow())
            frame = framed(text)
            for line in list(hub.lines):
                if not line.channel.startswith("unit:"):
                    line.loose(frame)

        async def keep_present() -> None:
            now = utcnow()
            for line in hub.lines:
                kind, _, unit = line.channel.partition(":")
                if kind == "unit":
                    presence.note(unit=unit, now=now)

        await keep_world()
        await duties.refresh()
        await presence.exchange()
        await positions.refresh()
        await stack.enter_async_context(
            running(
                bus.speak(),
                hear_bus(hub, bus.hear_frames(), moved=views.hear, touched=onlookers.hear),
                intake.run(),
                acks.run(),
                views.run(),
                onlookers.run(),
                trail.run(),
                every(1, duties.refresh),
                every(5, positions.refresh),
                every(1, catch_up_alone),
                every(2, keep_world),
                every(1, presence.exchange),
                every(20, keep_present),
                every(2, hang_up),
                every(5, tell_health),
            )
        )
        settle()
        yield
        hub.hang_up_all()


async def relay(settings: Settings) -> None:
    """Run the relay: hand events to reactions, find units for what waits, re-send what was lost.

    Any number may run; the one that holds the lease acts.
    """
    async with AsyncExitStack() as stack:
        database, bus = await _connect(settings, stack, patience_s=RELAY_PATIENCE_S)
        world = Keeper(database)
        await world.refresh()
        presence, duties = Presence(bus.redis, prefix=settings.redis_prefix), Duties(database)
        roads = None
        if settings.road_engine_url:
            roads = Roads(settings.road_engine_url, kind=settings.road_engine_kind)
            stack.push_async_callback(roads.close)

        loads = Loads()

        def forces() -> Forces:
            return muster(world(), presence, duties, roads=roads, loads=loads)

        jobs = queue.open_queue(settings)
        errands = queue.open_queue(settings, "notices")
        wake_sender = partial(queue.wake, errands, dispatch.notices.jobs.send_notices)
        given = {
            "world": world,
            "forces": forces,
            "queue": jobs,
            "outlets": Outlets(webhook=bool(settings.notice_webhook_url), wake=wake_sender),
            "nearest": whoever_is_near(world, presence, duties),
        }
        reactor = Relay(database, bind(REACTIONS, given))
        watch = Watch(
            database,
            {kind: give(alarm, given) for kind, alarm in ALARMS.items()},
            is_waited_for=lambda: reactor.is_pressed,
        )

        async def react_again() -> None:
            reactor.nudged.set()

        database.session_info |= {"announce": bus.frames, "nudge": react_again}
        turn = Turn(database, name=outbox.RELAY, holder=new_id(), lasts=LEASE)
        heads: dict[str, int] = {}

        async def sweep() -> None:
            if turn.is_mine:
                async with database.transaction() as session:
                    await push.sweep(session, forces=forces(), now=utcnow())

        async def arm_forgotten() -> None:
            if turn.is_mine:
                async with database.reading() as session:
                    ids = await climbing.list_forgotten(session, forces=forces())
                if ids:
                    async with database.transaction() as session:
                        await climbing.arm_forgotten(
                            session, ids=ids, forces=forces(), now=utcnow()
                        )

        async def keep_clocks() -> None:
            last = None
            while turn.is_mine:
                async with database.transaction() as session:
                    last = await reckon_anew(
                        session, world=world(), after=last, most=RECKONED, now=utcnow()
                    )
                    if last is None:
                        await watch_calendar(session, world=world(), now=utcnow())
                        return

        async def resend() -> None:
            if turn.is_mine:
                async with database.glance() as session:
                    found = await channels.list_heads(session)
                news = {name: seq for name, seq in found.items() if heads.get(name) != seq}
                if news:
                    await bus.heads(news)
                    heads.update(news)

        async def say_all_again() -> None:
            # The bus may lose that, too.
            heads.clear()

        async def ask_again() -> None:
            if turn.is_mine:
                for case_no in await integration.jobs.list_forgotten(database):
                    await queue.enqueue(jobs, integration.jobs.fetch_attachments, case_no=case_no)

        async def send_late() -> None:
            # What was to be tried again, and what a lost waking-up left lying.
            if turn.is_mine and await dispatch.notices.jobs.are_due(database):
                await wake_sender()

        async def forget() -> None:
            if turn.is_mine:
                async with database.transaction() as session:
                    before = utcnow() - KEEP
                    await channels.forget_before(session, moment=before, keep="platform:")
                    await outbox.forget_before(session, moment=before)
                    await sign_ins.forget_old(session, before=before, now=utcnow())
                    await notices.forget_before(session, moment=before)
                    kept = timedelta(days=world().weights.track_days)
                    await tracks.forget_before(session, moment=utcnow() - kept)

        await duties.refresh()
        await presence.exchange()
        await stack.enter_async_context(
            running(
                bus.speak(),
                bus.hear_nudges(reactor.nudged),
                turn.keep(),
                every(2, world.refresh),
                every(2, presence.exchange),
                every(1, duties.refresh),
                every(2, sweep),
                every(60, arm_forgotten),
                every(20, keep_clocks),
                every(1, resend),
                every(SAY_AGAIN_S, say_all_again),
                every(120, ask_again),
                every(2, send_late),
                every(3600, forget),
            )
        )
        settle()
        log.info("relay_started")
        # Inside: the lease is given up when nothing is reacted to any more.
        async with running(reactor.run(turn), watch.run(turn)):
            await asyncio.Event().wait()


def whoever_is_near(world: Keeper, presence: Presence, duties: Duties) -> Nearest:
    """Give what a call for help asks: where units are, and who is on duty."""
    return Nearest(
        presence=presence,
        forces=lambda: muster(world(), presence, duties),
    )


def muster(
    world: World,
    presence: Presence,
    duties: Duties,
    *,
    roads: Roads | None = None,
    loads: Loads | None = None,
) -> Forces:
    """Put together what is known of the city's units at this moment."""
    day = utcnow().astimezone(world.city.zone).date()
    return Forces(
        roster=world.roster,
        zone=world.city.zone,
        positions=presence.where,
        said=duties.of,
        weights=world.weights,
        roads=roads,
        loads=loads,
        ladder=world.ladder,
        arrive_radius_m=world.snapshot.parameter("arrive_radius_m", day),
    )


async def _connect(
    settings: Settings, stack: AsyncExitStack, *, patience_s: float
) -> tuple[Database, Bus]:
    database = Database(settings.database_url, pool_size=settings.pool_size, patience_s=patience_s)
    stack.push_async_callback(database.close)
    bus = Bus(settings.redis_url, prefix=settings.redis_prefix)
    stack.push_async_callback(bus.close)
    try:
        async with database.reading() as session:
            current = await schema.find_current(session)
    except DatabaseAway as away:
        raise CannotStart(f"The database does not answer ({away}).") from away
    if current != schema.HEAD:
        raise CannotStart(
            f"The database is at {current}, not {schema.HEAD}: run `onedoor migrate`."
        )
    if settings.production:
        async with database.reading() as session:
            if await accounts.has_demo_accounts(session) or await has_demo_tokens(session):
                raise CannotStart("Demo accounts or tokens exist: production does not start.")
    return database, bus


async def _try(settings: Settings) -> None:
    """Refuse in one line here what the server would wrap in fifty."""
    async with AsyncExitStack() as stack:
        await _connect(settings, stack, patience_s=db.PATIENCE_S)


def bind(
    reactions: Mapping[type[Event], Sequence[Reaction]], given: Mapping[str, Any]
) -> dict[type[Event], list[Reaction]]:
    """Give each reaction what it asks for by name."""
    return {
        event: [give(reaction, given) for reaction in heard_by]
        for event, heard_by in reactions.items()
    }


def give(act: Reaction | Alarm, given: Mapping[str, Any]) -> partial[Awaitable[None]]:
    """Give a reaction or an alarm what it asks for by name."""
    asked = inspect.signature(act).parameters
    return partial(act, **{name: given[name] for name in asked if name in given})


def settle() -> None:
    """Take what start-up has made out of the collector's sight.

    Full collections over some 10^6 long-lived objects were what made the slowest percent of requests
    slow: see docs/performance.md.
    """
    gc.collect()
    gc.freeze()


cli = typer.Typer(
    name="onedoor",
    help="OneDoor 一门: a city's command and dispatch.",
    no_args_is_help=True,
    add_completion=False,
)
cli.add_typer(core.auth.commands.cli)
cli.add_typer(integration.commands.cli)
cli.add_typer(command.publishing.commands.cli)
cli.add_typer(command.clocks.commands.cli)
cli.add_typer(grid.commands.cli)
cli.add_typer(field_units.commands.cli)
cli.registered_commands += command.commands.cli.registered_commands
cli.registered_commands += dispatch.solver.commands.cli.registered_commands


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option()] = None,
    port: Annotated[int | None, typer.Option()] = None,
) -> None:
    """Serve HTTP and sockets: one web process. Start as many as there are cores to give."""
    settings = _begin("web")
    asyncio.run(_try(settings))
    # uvicorn ends in order on SIGTERM and then passes it on: to us that is an end as any other.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(
        "main:create_app",
        factory=True,
        host=host or settings.host,
        port=port or settings.port,
        timeout_graceful_shutdown=5,
        **SERVING,
    )


@cli.command("relay")
def start_relay() -> None:
    """Hand events to their reactions; one acts, others wait."""
    settings = _begin("relay")
    _run_until_told(relay(settings))


@cli.command()
def worker() -> None:
    """Do the slow work: fetch files that platforms named."""
    queue.work(_begin("worker"))


@cli.command()
def run() -> None:
    """Start everything on this machine in one terminal, as `make run` does."""
    core.run.main()


@cli.command()
def migrate() -> None:
    """Bring the database to this release's schema."""
    _begin()
    on_database(schema.upgrade)


@cli.command("backup")
def make_backup(folder: Annotated[Path, typer.Argument(file_okay=False)]) -> None:
    """Back up rows and files into a folder of backups, while the platform works."""
    settings = _begin()

    async def work(database: Database) -> str:
        place = await backup.make(database, data_dir=settings.data_dir, folder=folder, now=utcnow())
        return f"Backed up into {place}."

    on_database(work)


@cli.command()
def restore(folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Bring a backup, or the newest of a folder of them, back into an empty database."""
    settings = _begin()

    async def work(database: Database) -> str:
        found = await backup.restore(
            database, data_dir=settings.data_dir, folder=folder, renumber=skip_numbers
        )
        later = "" if found.schema == schema.HEAD else " Run `onedoor migrate` next."
        return f"Restored {sum(found.counts.values())} rows as of {found.at}.{later}"

    on_database(work)


async def skip_numbers(session: AsyncSession) -> None:
    """Leave out the numbers of cases and frames that may have been given out after a backup.

    Somebody knows them still: none may come to mean another case, or another frame. Channels on which
    nothing had been said when the backup was made are no exception.
    """
    names = {WHOLE, *await channels.list_heads(session)}
    for kind, code in (
        ("district", District.code),
        ("township", Township.code),
        ("team", Team.code),
        ("unit", Unit.code),
        ("platform", Platform.code),
    ):
        names |= {f"{kind}:{found}" for found in await session.scalars(select(col(code)))}
    await channels.skip(session, channels=names, most=SKIPPED_FRAMES)
    await take_numbers(session, block=SKIPPED_CASES)


@cli.command("load-city")
def load_city(folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)]) -> None:
    """Load a city's folder: places, people, catalogue, platforms. Again changes nothing."""
    _begin()
    on_database(partial(load_folder, folder=folder))


@cli.command()
def prepare(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    base_url: Annotated[str, typer.Option(help="Where the platform will answer.")],
) -> None:
    """Make a demonstration ready: schema, city, accounts; keeps what is there already."""
    settings = _begin()

    async def work(database: Database) -> None:
        await schema.upgrade(database)
        async with database.reading() as session:
            loaded = await editions.find(session, name=EDITION)
        if not loaded:
            await load_folder(database, folder=folder)
        await demo.prepare(database, folder=folder, data_dir=settings.data_dir, base_url=base_url)
        vapid.make_key(settings.data_dir)

    on_database(work)


async def load_folder(database: Database, *, folder: Path) -> None:
    """Load a city's folder whole, or not at all.

    :raises CannotStart: when a cell cannot be read; names file, row and column
    """
    try:
        async with database.transaction() as session:
            edition = await editions.publish(session, name=EDITION)
            await grid.loading.load(session, folder=folder, now=utcnow())
            await field_units.loading.load(session, folder=folder)
            await dispatch.sending.loading.load(session, folder=folder)
            await field_units.recusals.loading.load(session, folder=folder, now=utcnow())
            await dispatch.ladder.loading.load(session, folder=folder)
            await dispatch.limits.loading.load(session, folder=folder)
            await command.judging.loading.load(session, folder=folder)
            await command.catalogue.loading.load(session, folder=folder, edition=edition)
            await integration.loading.load(session, folder=folder)
    except (BadTable, DomainError) as refused:
        raise CannotStart(f"The city was not loaded: {refused}") from refused


def _begin(traced_as: str | None = None) -> Settings:
    settings = Settings()
    configure(as_json=settings.log_json)
    if traced_as is not None:
        tracing.begin(settings.otlp_endpoint, part=traced_as)
    return settings


def _run_until_told(work: Coroutine[Any, Any, None]) -> None:
    """Run until SIGTERM or SIGINT, which cancel the work so that it can tidy up."""

    async def watched() -> None:
        task = asyncio.create_task(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    uvloop.run(watched())


if __name__ == "__main__":
    cli()
