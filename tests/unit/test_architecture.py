"""The laws a linter does not know: each habit of the code is held here, so that nobody has to remember it."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

import main
from core import outbox
from core.events import REGISTRY, Event

ROOT: Final = Path(main.__file__).parent
PACKAGES: Final = ("core", "grid", "field_units", "dispatch", "command", "integration", "web")

ROLES: Final = {
    *("__init__", "values", "lifecycle", "rules", "models", "queries", "operations", "events"),
    *("errors", "api", "reactions", "jobs", "commands", "loading"),
}
"""The file names that mean the same everywhere."""
OWN_WORDS: Final = {
    "command": {"intake", "keeper", "replay", "routing", "story", "world"},
    "command/api": {
        *("answers", "areas", "boundaries", "cases", "catalogue", "clocks", "competence", "days"),
        *("differences", "drafts", "entries", "handovers", "inflow", "judging", "overviews"),
        *("proposals", "publications", "replays", "reviews", "simulations"),
    },
    "command/cases": {"figures", "inflow", "judging"},
    "command/catalogue": {
        *("book", "browse", "cells", "checks", "codes", "diff", "facts", "faults", "folder"),
        *("forms", "full_form", "headings", "official", "search", "sheets", "township_lists"),
        *("versions", "workbook", "xlsx_reading", "xlsx_writing"),
    },
    "command/competence": {
        *("arrays", "batches", "bulk", "candidates", "columns", "decide", "explain", "figures"),
        *("ground", "holding", "located", "numbering", "offline", "overtime", "reform", "routing"),
        *("sanction", "seeing", "seeing_many", "sending", "simulation", "snapshot", "table"),
        *("telling", "timeline", "vocabulary"),
    },
    "command/clocks": {"charges", "extensions", "following", "mending", "telling", "warnings"},
    "command/handover": {"figures"},
    "command/judging": {"correcting", "merging", "supplements", "telling"},
    "command/publishing": {
        *("coverage", "decision_table", "examination", "past", "sources"),
    },
    "dispatch": {"climbing", "field_socket", "push", "roads"},
    "dispatch/ladder": {"unanswered"},
    "dispatch/hands": {"acts", "bulk", "choosing", "following", "kept", "orders"},
    "dispatch/limits": {"work_calendar"},
    "dispatch/missions": {"folder"},
    "dispatch/notices/carriers": {"vapid", "web_push", "webhook"},
    "dispatch/sos": {"calling", "nearest"},
    "dispatch/tasks": {"past"},
    "field_units": {
        *("cells", "desk", "door", "duties", "duty", "positions", "presence", "tracks", "views"),
    },
    "grid": {
        *("areas", "folder", "generations", "geometry", "index", "raster", "review", "snapshot"),
        *("special", "strip", "surveyor", "surveys", "topology"),
    },
    "integration": {"attachments", "demo", "door", "express", "feed", "rows"},
    "web": {"health", "needs", "onlookers", "snapshot", "wall"},
}
"""The files that are a thought of their own. Whoever adds one says so here."""
EMPTY_WORDS: Final = {"util", "utils", "helper", "helpers", "manager", "service", "common", "misc"}

UNHEARD: Final[frozenset[str]] = frozenset()
"""Events that are recorded for their own sake: nobody reacts."""
GIVEN: Final = {"world", "forces", "queue", "outlets"}
"""What the relay gives to a reaction that asks for it by name."""

CLOCKLESS: Final = {"values", "lifecycle", "rules", "models", "queries", "operations", "reactions"}
"""Who is told what time it is."""
COMMITTERS: Final = {"core/db.py", "core/dump.py"}
"""Who ends a transaction: the rim, and a backup, which has none of ours."""

NO_CITY: Final = re.compile(r"hangzhou|杭州|浙江|zhejiang|\b3301\d{0,8}\b|yunze|云泽", re.I)
"""What the sample city is called and coded, and what the tests' city is called."""
SAYS: Final = {f"log.{way}" for way in ("debug", "info", "warning", "error", "exception")}
LINES: Final = 400


@cache
def sources() -> dict[str, ast.Module]:
    """Read every module of the packages, by its path."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not {"node_modules", "migrations", "__pycache__"} & set(path.parts)
    }


def modules(name: str) -> Iterator[Any]:
    """Import the modules of a role."""
    for path in sources():
        if Path(path).stem == name:
            yield importlib.import_module(path.removesuffix(".py").replace("/", "."))


class TestEvents:
    @pytest.fixture
    def events(self) -> dict[str, type[Event]]:
        assert list(modules("events"))
        return {name: kind for name, kind in REGISTRY.items() if not name.startswith("tests.")}

    def test_are_heard_or_listed_as_unheard(self, events: dict[str, type[Event]]) -> None:
        heard = {kind.name for kind in main.REACTIONS}

        assert heard | UNHEARD == events.keys()
        assert not heard & UNHEARD

    def test_are_heard_by_reactions_of_the_packages_and_each_once(self) -> None:
        for event, heard_by in main.REACTIONS.items():
            names = [outbox._name(reaction) for reaction in heard_by]
            assert names, event
            assert len(set(names)) == len(names), event
            for reaction in heard_by:
                assert reaction.__module__.endswith(".reactions"), reaction

    def test_find_reactions_that_ask_only_for_what_there_is(self) -> None:
        for heard_by in main.REACTIONS.values():
            for reaction in heard_by:
                parameters = list(inspect.signature(reaction).parameters.values())
                assert [p.name for p in parameters[:3]] == ["session", "events", "now"], reaction
                assert all(p.kind is p.KEYWORD_ONLY for p in parameters[3:]), reaction
                assert {p.name for p in parameters[3:]} <= GIVEN, reaction


class TestFiles:
    def test_of_a_package_are_roles_or_words_it_has_chosen(self) -> None:
        for path in sources():
            folder, name = str(Path(path).parent), Path(path).stem
            # The floor and the engine have words of their own.
            if not folder.startswith(("core", "dispatch/solver")):
                assert name in ROLES | OWN_WORDS.get(folder, set()), path

    def test_that_are_listed_are_there(self) -> None:
        for folder, names in OWN_WORDS.items():
            for name in names:
                assert f"{folder}/{name}.py" in sources(), (folder, name)

    def test_are_not_called_by_empty_words(self) -> None:
        for path in sources():
            assert not EMPTY_WORDS & set(re.split(r"[/_.]", path)), path

    def test_are_one_thought_each(self) -> None:
        for path, tree in sources().items():
            assert ast.get_docstring(tree) or not tree.body, path
            assert len((ROOT / path).read_text("utf-8").splitlines()) <= LINES, path

    def test_name_no_city(self) -> None:
        screens = [
            path
            for kind in ("*.ts", "*.vue", "*.html")
            for path in (ROOT / "web" / "ui" / "src").rglob(kind)
        ]
        for path in [
            ROOT / "main.py",
            ROOT / "onedoor.py",
            *screens,
            *(ROOT / source for source in sources()),
        ]:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                assert not NO_CITY.search(line), f"{path.relative_to(ROOT)}:{number}: {line}"


class TestCalls:
    def test_of_the_clock_are_made_at_the_edges(self) -> None:
        for path, tree in sources().items():
            if Path(path).stem in CLOCKLESS:
                assert "utcnow" not in names_in(tree), path

    def test_that_end_a_transaction_are_made_by_the_database_alone(self) -> None:
        for path, tree in sources().items():
            if path not in COMMITTERS:
                calls = {call.func.attr for call in calls_in(tree)}
                assert not calls & {"commit", "rollback", "begin_nested"}, path

    def test_of_the_log_say_a_constant_and_facts(self) -> None:
        for path, tree in sources().items():
            for call in calls_in(tree):
                if ast.unparse(call.func) in SAYS:
                    what = call.args[0] if call.args else None
                    assert isinstance(what, ast.Constant), f"{path}:{call.lineno}"
                    assert re.fullmatch(r"[a-z_]+", str(what.value)), f"{path}:{call.lineno}"
                    assert len(call.args) == 1, f"{path}:{call.lineno}"


class TestJobs:
    def test_take_named_facts_and_bear_those_of_a_newer_caller(self) -> None:
        jobs = [
            function
            for module in modules("jobs")
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if function.__module__ == module.__name__
            and not name.startswith("_")
            and not inspect.iscoroutinefunction(function)
        ]

        assert jobs
        for job in jobs:
            *facts, rest = inspect.signature(job).parameters.values()
            assert all(fact.kind is fact.KEYWORD_ONLY for fact in facts), job
            assert rest.kind is rest.VAR_KEYWORD, job


def calls_in(tree: ast.Module) -> Iterator[Any]:
    """Find the calls of methods."""
    return (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )


def names_in(tree: ast.Module) -> set[str]:
    """Find every name a module speaks."""
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return found | {
        alias.name
        for node in ast.walk(tree)
        for alias in getattr(node, "names", ())
        if isinstance(alias, ast.alias)
    }
