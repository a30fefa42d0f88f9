"""Every city folder hangs together: what one file names, another file has."""

import importlib.util
import json
import re
from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
import shapely

from command.catalogue import folder as catalogue
from command.catalogue.checks import check
from command.catalogue.facts import EVERYWHERE, ClassItem, ClassKey, Facts, Rule, TownshipPower
from command.competence.vocabulary import problems_of_then, problems_of_when
from core.tables import a_day, a_minute, read_csv
from core.texts import say
from grid.folder import read_folder

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    path.parent for top in ("cities", "tests/cities") for path in ROOT.glob(f"{top}/*/city.json")
)
DAY = date(2026, 11, 20)
PROVINCIAL = re.compile(r"33(0[1-9]|10)[0-9]{8}")
"""Province, kind of power, department line, main item, sub-item."""


@lru_cache
def read(folder: Path) -> Facts:
    return catalogue.read(folder)


def column(path: Path, *names: str) -> list[tuple[str, ...]]:
    return [tuple(row[name] for name in names) for row in read_csv(path)]


def codes(path: Path) -> set[str]:
    found = [code for (code,) in column(path, "code")]
    assert len(found) == len(set(found)), f"{path.name} gives a code twice"
    return set(found)


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


class TestNames:
    def test_what_classes_and_items_name_is_there(self, folder: Path) -> None:
        items = {code for (code,) in column(folder / "items.csv", "code")}
        classes = column(folder / "event_classes.csv", "scheme", "kind", "code")

        assert len(classes) == len(set(classes))
        names = "scheme", "kind", "code", "item"
        for scheme, kind, code, item in column(folder / "class_items.csv", *names):
            assert (scheme, kind, code) in set(classes)
            assert item in items
        assert {kind for _, kind, _ in classes} == {"matter", "component"}

    def test_an_alias_leads_to_a_class(self, folder: Path) -> None:
        facts = read(folder)
        known = {row.key for row in facts.classes}

        for alias in facts.class_aliases:
            assert alias.key in known
            assert alias.means in known - {alias.key}

    def test_what_holders_name_is_there(self, folder: Path) -> None:
        facts = read(folder)
        items = {row.code for row in facts.items}
        fields = {name for team in facts.teams for name in team.fields}

        for holder in facts.holders:
            assert holder.item in items
            assert holder.area in {EVERYWHERE, *facts.districts}
            assert holder.line == "outside" or holder.field in fields
        assert {holder.item for holder in facts.holders} == items

    def test_what_powers_and_lists_name_is_there(self, folder: Path) -> None:
        facts = read(folder)
        items = {row.code for row in facts.items}
        powers: dict[str, list[TownshipPower]] = {}
        for power in facts.township_powers:
            powers.setdefault(power.township, []).append(power)

        assert set(powers) == set(facts.townships)
        assert {power.form for power in facts.township_powers} == {"empowered", "posted", "none"}
        for row in facts.township_items:
            assert row.item in items
            first = row.published_on or row.span.from_ or date.min
            (power,) = (power for power in powers[row.township] if first in power.span)
            assert power.form == "empowered"

    def test_a_townships_forms_follow_each_other_without_a_gap(self, folder: Path) -> None:
        facts = read(folder)

        for township in facts.townships:
            spans = [row.span for row in facts.township_powers if row.township == township]
            assert [span.to for span in spans[:-1]] == [span.from_ for span in spans[1:]]
            assert spans[-1].to is None

    def test_what_areas_aspects_and_bodies_name_is_there(self, folder: Path) -> None:
        facts = read(folder)
        teams = {row.code for row in facts.teams}
        bodies = {row.name for row in facts.bodies}

        assert {power.area for power in facts.area_powers} == set(facts.areas)
        assert {power.team for power in facts.area_powers} <= teams
        assert {row.team for row in facts.team_aspects} <= teams
        assert {row.body for row in facts.team_aspects} <= bodies
        for body in facts.bodies:
            assert body.district in {None, *facts.districts}
            assert body.township in {None, *facts.townships}

    def test_what_teams_units_and_officers_name_is_there(self, folder: Path) -> None:
        teams, units = codes(folder / "teams.csv"), codes(folder / "units.csv")
        officers = codes(folder / "officers.csv")

        for district, township in column(folder / "teams.csv", "district", "township"):
            assert district in codes(folder / "districts.csv") | {""}
            assert township in codes(folder / "townships.csv") | {""}
        assert {team for (team,) in column(folder / "units.csv", "team")} <= teams
        assert {unit for (unit,) in column(folder / "officers.csv", "unit")} == units
        assert {who for (who,) in column(folder / "certificates.csv", "officer")} == officers

    def test_what_accounts_name_is_there(self, folder: Path) -> None:
        nodes = {"city"}
        nodes |= {f"district:{code}" for code in codes(folder / "districts.csv")}
        nodes |= {f"township:{code}" for code in codes(folder / "townships.csv")}
        units = codes(folder / "units.csv")

        for role, node, unit in column(folder / "accounts.csv", "role", "node", "unit"):
            assert role in {"operator", "officer", "supervisor", "admin", "viewer"}
            assert node in nodes
            assert (unit in units) == (role == "officer")


class TestItems:
    def test_a_class_with_several_candidates_asks_one_question(self, folder: Path) -> None:
        links: dict[ClassKey, list[ClassItem]] = {}
        for link in read(folder).class_items:
            links.setdefault(link.key, []).append(link)

        for several in (found for found in links.values() if len(found) > 1):
            assert len({(link.question_zh, link.question_en) for link in several}) == 1
            assert several[0].question_zh
            assert several[0].question_en
            for answers in ([x.answer_zh for x in several], [x.answer_en for x in several]):
                assert len(set(answers)) == len(several)
                assert all(answers)

    def test_several_holders_are_told_apart_by_a_question_and_a_boundary(
        self, folder: Path
    ) -> None:
        facts = read(folder)
        today = {row for row in facts.holders if DAY in row.span and row.area == EVERYWHERE}

        for item, many in Counter(row.item for row in today).items():
            if many == 1:
                continue
            boundaries = {row.boundary for row in today if row.item == item}
            assert len(boundaries) == many
            assert all(boundaries)
            assert all(link.question_zh for link in facts.class_items if link.item == item)

    def test_fines_go_up_and_codes_are_of_the_provinces_form(self, folder: Path) -> None:
        for item in read(folder).items:
            for least, most in (
                (item.unit_min, item.unit_max),
                (item.person_min, item.person_max),
            ):
                assert least is None or most is None or least <= most, item.code
            if item.code.isdigit():
                assert PROVINCIAL.fullmatch(item.code), item.code

    def test_the_checks_find_nothing_wrong(self, folder: Path) -> None:
        found = check(read(folder), day=DAY)

        assert [problem.id for problem in found if problem.weight != "notice"] == []

    def test_days_that_are_given_are_in_order(self, folder: Path) -> None:
        for path in folder.glob("*.csv"):
            for row in read_csv(path):
                if row.get("valid_from") and row.get("valid_to"):
                    assert a_day(row, "valid_from") < a_day(row, "valid_to"), row.where


class TestForces:
    def test_bases_stand_on_the_ground_they_serve(self, folder: Path) -> None:
        geography = read_folder(folder)
        ground = {code: shapely.from_wkb(wkb) for code, wkb in geography.boundaries.items()}
        teams = {row["code"]: row for row in read_csv(folder / "teams.csv")}

        for unit in read_csv(folder / "units.csv"):
            team = teams[unit["team"]]
            lon, lat = float(unit["base_lon"]), float(unit["base_lat"])
            if team["township"]:
                assert shapely.contains_xy(ground[team["township"]], lon, lat), unit.where

    def test_somebody_of_every_team_is_always_on_duty(self, folder: Path) -> None:
        hours: dict[str, set[int]] = {code: set() for code in codes(folder / "teams.csv")}

        for unit in read_csv(folder / "units.csv"):
            begin, end = a_minute(unit, "shift_from"), a_minute(unit, "shift_to")
            length = (end - begin) % 1440 or 1440
            hours[unit["team"]] |= {(begin + minute) % 1440 for minute in range(length)}

        assert all(len(minutes) == 1440 for minutes in hours.values())

    def test_every_unit_is_two_officers(self, folder: Path) -> None:
        crews = Counter(unit for (unit,) in column(folder / "officers.csv", "unit"))

        assert set(crews.values()) == {2}


class TestRules:
    def test_speak_only_of_facts_and_ends_the_engine_knows(self, folder: Path) -> None:
        for rule in read(folder).rules:
            assert problems_of_when(rule.when) == [], rule.id
            assert problems_of_then(rule.then) == [], rule.id
            reason = rule.then.get("judge") or rule.then["reason"]
            assert say(f"reason.{reason}", "zh") != say(f"reason.{reason}", "en"), rule.id
            assert rule.text_zh
            assert rule.text_en
            assert rule.source

    def test_have_each_a_priority_of_their_own(self, folder: Path) -> None:
        rules = read(folder).rules

        by_id = {rule.id: rule.priority for rule in rules}
        assert len(set(by_id.values())) == len(by_id)
        assert all(rule.priority == by_id[rule.id] for rule in rules)

    def test_versions_of_a_rule_follow_each_other(self, folder: Path) -> None:
        versions: dict[str, list[Rule]] = {}
        for rule in sorted(read(folder).rules, key=lambda rule: rule.version):
            versions.setdefault(rule.id, []).append(rule)

        for rules in versions.values():
            assert [rule.version for rule in rules] == list(range(1, len(rules) + 1))
            ends = [rule.span.to for rule in rules]
            assert ends == [*(rule.span.from_ for rule in rules[1:]), None]


def test_a_citys_clock_is_in_its_file(folder: Path) -> None:
    said = json.loads((folder / "city.json").read_text(encoding="utf-8"))

    assert ZoneInfo(said["timezone"])
    assert (folder / "NOTICE").exists()


def invention() -> ModuleType:
    spec = importlib.util.spec_from_file_location("invent", ROOT / "cities" / "invent.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("city", sorted((ROOT / "cities").glob("*/city.json")), ids=str)
def test_inventing_again_makes_the_same_files(city: Path, tmp_path: Path) -> None:
    invent = invention()

    made = invent.invent(city.parent)

    for name, rows in made.items():
        invent.write(tmp_path / f"{name}.csv", invent.COLUMNS[name], rows)
        again = (tmp_path / f"{name}.csv").read_bytes()
        assert again == (city.parent / f"{name}.csv").read_bytes(), f"{name}.csv differs"
