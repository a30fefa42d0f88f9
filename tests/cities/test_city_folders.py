"""Every city folder hangs together: what one file names, another file has."""

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest
import shapely

from core.tables import a_day, a_list, a_minute, an_object, read_csv
from grid.loading import read_folder

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    path.parent for top in ("cities", "tests/cities") for path in ROOT.glob(f"{top}/*/city.json")
)
REASONS = {
    "unknown_class", "no_place", "outside_city", "place_contradiction", "not_enforcement",
    "no_item", "several_items", "two_holders", "outside_holder", "routed_empowered",
    "routed_posted", "routed_district", "routed_professional",
}  # fmt: skip
FACTS: dict[str, set[str | bool]] = {
    "class": {"known", "unknown"},
    "place": {"inside", "outside", "missing", "contradiction"},
    "kind": {"matter", "component"},
    "items": {"none", "one", "many"},
    "holder": {"comprehensive", "professional", "ask", "outside"},
    "form": {"empowered", "posted", "none"},
    "listed": {True, False},
    "squad": {"able", "unable"},
}


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
        items = codes(folder / "items.csv")
        classes = column(folder / "event_classes.csv", "scheme", "kind", "code")

        assert len(classes) == len(set(classes))
        for scheme, kind, code, item in column(
            folder / "class_items.csv", "scheme", "kind", "code", "item"
        ):
            assert (scheme, kind, code) in set(classes)
            assert item in items
        assert {kind for _, kind, _ in classes} == {"matter", "component"}

    def test_what_powers_and_lists_name_is_there(self, folder: Path) -> None:
        townships = codes(folder / "townships.csv")
        powers = {row["township"]: row["form"] for row in read_csv(folder / "township_powers.csv")}
        listed = column(folder / "township_items.csv", "township", "item")

        assert set(powers) == townships
        assert set(powers.values()) == {"empowered", "posted", "none"}
        assert {powers[township] for township, _ in listed} == {"empowered"}
        assert {item for _, item in listed} <= codes(folder / "items.csv")

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
    def test_a_class_with_several_candidates_asks_a_question(self, folder: Path) -> None:
        rows = [
            ((row["scheme"], row["kind"], row["code"]), row)
            for row in read_csv(folder / "class_items.csv")
        ]
        candidates = Counter(key for key, _ in rows)

        for key, row in rows:
            open_question = candidates[key] > 1 or row["holder_kind"] == "ask"
            assert bool(row["question_zh"]) == bool(row["question_en"]) == open_question
            assert row["holder_kind"] in FACTS["holder"]
            assert (len(a_list(row["fields"])) > 1) == (row["holder_kind"] == "ask")

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
        for row in read_csv(folder / "routing_rules.csv"):
            for fact, wanted in an_object(row, "when").items():
                values = wanted if isinstance(wanted, list) else [wanted]
                assert set(values) <= FACTS[fact], row.where
            then = an_object(row, "then")
            if "judge" in then:
                assert then.keys() == {"judge"}
                assert then["judge"] in REASONS
            else:
                assert then["team"] in {"township_squad", "district_field"}
                assert then["name"] in {"own", "bureau"}
                assert then["reason"] in REASONS
            assert row["text_zh"]
            assert row["text_en"]
            assert row["source"]

    def test_have_each_an_id_and_a_priority_of_their_own(self, folder: Path) -> None:
        rules = column(folder / "routing_rules.csv", "id", "version", "priority")

        assert len({(rule, version) for rule, version, _ in rules}) == len(rules)
        assert len({priority for _, _, priority in rules}) == len(rules)


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
