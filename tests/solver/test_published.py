"""The check agrees, to the twentieth, with every published value of a plan."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dispatch.solver.check import check_document
from dispatch.solver.document import load
from dispatch.solver.instance import read_instance
from tests.solver.example import ROOT, schema

CARRIED = ROOT / "bench" / "missions"


def published(folder: Path, instances: str) -> Iterator[tuple[Path, Path, int]]:
    with (folder / "best_known.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            (instance,) = (folder / instances).glob(f"{row['instance']}.json*")
            (plan,) = (folder / "plans").glob(f"{row['instance']}.json*")
            value = row.get("objective") or row["best_known"]
            yield instance, plan, round(20 * float(value))


@pytest.mark.parametrize(
    ("instance", "plan", "value"),
    list(published(CARRIED, "instances")),
    ids=lambda given: given.name.partition(".")[0] if isinstance(given, Path) else str(given),
)
def test_a_published_plan_is_worth_what_was_published(
    instance: Path, plan: Path, value: int
) -> None:
    found = check_document(load(plan).value, read_instance(instance))

    assert found.violations == ()
    assert found.objective_20 == value


def test_published_plans_found_outside_are_worth_what_was_published() -> None:
    folder = Path(os.environ.get("INSTANCES", ""))
    if not (folder / "best_known.csv").is_file():
        pytest.skip("INSTANCES names no folder with public/, plans/ and best_known.csv")

    for instance, plan, value in published(folder, "public"):
        found = check_document(load(plan).value, read_instance(instance))
        assert (found.violations, found.objective_20) == ((), value), plan.name


def test_the_schemas_say_what_the_documents_say() -> None:
    day = Draft202012Validator(schema("joint-mission-day-1"))
    plan = Draft202012Validator(schema("joint-mission-plan-1"))
    for folder, validator in (("instances", day), ("plans", plan)):
        for path in sorted((CARRIED / folder).glob("hz-[1-9]?-*")):
            assert list(validator.iter_errors(load(path).value)) == [], path.name
