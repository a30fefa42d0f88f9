"""The pages say what the code does: names, settings, links, tests. A page that drifts is red."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import pytest

import main
from command.cases.lifecycle import STAGE, CaseState
from command.cases.values import CaseOut
from command.catalogue.facts import Aspect, Form, Line
from command.clocks.values import ClockChange, Holder
from command.competence.values import Confidence, PlaceFact
from core import metrics, texts
from core.auth.values import Role
from core.errors import DomainError
from core.http.handlers import PLAIN
from core.http.problems import _kebab
from dispatch.limits.values import DayKind, Step, TimeUnit
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.values import Do
from field_units.values import TeamKind
from grid.values import Crs
from tests.pages import PACKAGES, PAGES, ROOT, first_cells, modules, read, section
from tools import settings_table
from web.api import UnitOut


class TestPages:
    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
    def test_links_lead_somewhere(self, page: Path) -> None:
        links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", page.read_text("utf-8"))

        lost = [
            link
            for link in links
            if not re.match(r"https?:|mailto:|#", link)
            and not (page.parent / link.partition("#")[0]).exists()
        ]

        assert lost == []

    def test_pictures_are_there(self) -> None:
        shown = {
            page.parent / link
            for page in PAGES
            for link in re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", page.read_text("utf-8"))
        }

        assert [str(picture) for picture in shown if not picture.is_file()] == []

    def test_name_only_paths_that_exist(self) -> None:
        roots = "|".join([*PACKAGES, "tests", "docs", "tools", "cities"])
        lost = {
            f"{page.relative_to(ROOT)}: {path}"
            for page in PAGES
            for path in re.findall(rf"`((?:{roots})/[\w./*-]+)`", page.read_text("utf-8"))
            if not any(ROOT.glob(path.rstrip("/.")))
        }

        assert lost == set()

    def test_of_decisions_have_their_four_parts_and_are_listed(self) -> None:
        index = read("docs/adr/README.md")
        for page in (ROOT / "docs" / "adr").glob("0*.md"):
            text = page.read_text("utf-8")
            headings = re.findall(r"^## (\w+)", text, flags=re.M)
            assert headings == ["Context", "Decision", "Consequences", "Alternatives"], page
            assert f"({page.name})" in index
            assert len(text.splitlines()) <= 60, f"{page}: one page"

    def test_are_the_same_in_both_languages_where_it_counts(self) -> None:
        blocks = re.compile(r"^```sh\n(.*?)^```", flags=re.M | re.S)
        english, chinese = read("README.md"), read("README.zh-CN.md")

        def commands(text: str) -> list[str]:
            return [re.sub(r"\s+#.*", "", block) for block in blocks.findall(text)]

        assert commands(english) == commands(chinese)
        assert len(commands(english)) == 4


class TestGlossary:
    @pytest.mark.parametrize(
        ("heading", "names"),
        [
            ("## States of a case 案件状态", CaseState),
            ("## Stages 阶段", STAGE.values()),
            ("## Roles 角色", Role),
        ],
    )
    def test_has_the_names_of_a_section_and_no_other(
        self, heading: str, names: Iterable[str]
    ) -> None:
        assert set(first_cells(section(read("docs/glossary.md"), heading))) == set(names)

    @pytest.mark.parametrize(
        ("sentence", "names"),
        [
            ("## States of a task", TaskState),
            ("What an officer may do", Do),
            ("Where a report lies", get_args(PlaceFact)),
            ("Who holds an item", get_args(Line)),
            ("The aspects of a team", get_args(Aspect)),
            ("How sure a decision is", get_args(Confidence)),
            ("How a township enforces", get_args(Form)),
            ("Kinds of team", TeamKind),
            ("How a unit stands", get_args(UnitOut.model_fields["state"].annotation)),
            ("What a limit counts", TimeUnit),
            ("What has to be done in time", Step),
            ("How a day differs from its weekday", DayKind),
            ("What happened to a clock", ClockChange),
            ("Whose time it is", Holder),
        ],
    )
    def test_has_the_names_of_a_list_and_no_other(
        self, sentence: str, names: Iterable[str]
    ) -> None:
        rest = read("docs/glossary.md").partition(sentence)[2]
        table = rest.partition("\n\n")[2].partition("\n\n")[0]

        assert set(first_cells(table)) == set(names)

    def test_has_every_reason_in_the_words_of_the_screens(self) -> None:
        rows = re.findall(
            r"^\| `(\w+)` \| (.+?) \| (.+?) \|$",
            section(read("docs/glossary.md"), "## Reasons 原因"),
            flags=re.M,
        )

        assert {key: (zh, en) for key, zh, en in rows} == {
            key.removeprefix("reason."): (zh, texts.TEXTS["en"][key])
            for key, zh in texts.TEXTS["zh"].items()
            if key.startswith("reason.")
        }

    def test_has_the_packages_the_urgencies_and_the_coordinate_systems(self) -> None:
        glossary = read("docs/glossary.md")
        urgencies = get_args(CaseOut.model_fields["urgency"].annotation)
        for name in (*PACKAGES[1:], *urgencies, *Crs):
            assert f"`{name}`" in glossary

    def test_has_every_reason_an_attachment_is_refused_for(self) -> None:
        source = read("integration/attachments.py") + read("integration/jobs.py")
        source += read("core/outbound.py")
        raised = set(re.findall(r"(?:Refused|BadAddress)\(\"(\w+)\"\)", source)) | {"no_answer"}
        rows = set(first_cells(section(read("docs/glossary.md"), "## Attachments 附件")))

        assert rows == raised | {"waiting", "stored", "refused"}


class TestOperations:
    def test_lists_every_setting_as_it_is(self) -> None:
        text = read("docs/operations.md")

        assert settings_table.page(text) == text, "run `.venv/bin/python tools/settings_table.py`"

    def test_tells_of_every_variable_that_is_read(self) -> None:
        sources = [*(file for file, _ in modules()), *(ROOT / "tools").glob("*.py")]
        sources += [ROOT / "Makefile", ROOT / "Dockerfile", *(ROOT / "tests").glob("*.py")]
        used = {
            name
            for file in sources
            for name in re.findall(r"ONEDOOR_[A-Z]\w+", file.read_text("utf-8"))
        }
        told = read("docs/operations.md") + read("CONTRIBUTING.md")

        assert {name for name in used if name not in told} == set()

    def test_names_metrics_that_there_are(self) -> None:
        body, _ = metrics.exposition()
        for name in re.findall(r"`(onedoor_\w+)", section(read("docs/operations.md"), "## Health")):
            assert f"# TYPE {name}" in body.decode()

    def test_names_commands_that_there_are(self) -> None:
        groups = {
            group.typer_instance.info.name
            for group in main.cli.registered_groups
            if group.typer_instance
        }
        commands = {
            command.name or command.callback.__name__.replace("_", "-")
            for command in main.cli.registered_commands
            if command.callback
        }
        for page in PAGES:
            for name in re.findall(r"`onedoor ([a-z-]+)", page.read_text("utf-8")):
                assert name in commands | groups, page


class TestProblems:
    def test_named_in_the_pages_are_ones_we_give(self) -> None:
        given = {_kebab(kind.__name__) for kind in _refusals(DomainError)}
        given |= {*PLAIN.values(), "internal-error", "http-error"}
        for page in PAGES:
            for name in re.findall(r"/problems/([a-z-]+)", page.read_text("utf-8")):
                assert name in given, page


def _refusals(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _refusals(narrower)


class TestPromises:
    @pytest.mark.parametrize("page", ["docs/security.md", "docs/console.md"])
    def test_name_a_test_that_exists_for_every_line(self, page: str) -> None:
        heads = ("| what", "| from", "| expected", "| question")
        lines = [
            line
            for line in read(page).splitlines()
            if line.startswith("| ") and not line.startswith(heads)
        ]

        assert len(lines) >= 10
        for line in lines:
            named = re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", line)
            assert named, line
            for file, name in named:
                assert name in _tests_in(ROOT / file), f"{file}::{name}"


def _tests_in(file: Path) -> set[str]:
    if not file.is_file():
        return set()
    found: set[str] = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            inner = (n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
            found |= {f"{node.name}::{function.name}" for function in inner}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
    return found
