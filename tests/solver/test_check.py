"""The independent check: each rule has a plan that breaks it, and only it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.solver.check import check, check_document
from dispatch.solver.instance import read_instance
from dispatch.solver.plan import Plan, plan_to_json, read_plan
from dispatch.solver.verdict import Verdict
from tests.solver.example import Document, as_bytes, instance_document, plan_a, plan_b

Break = Callable[[Document, Document], Any]


def verdict(plan: Document, instance: Document | None = None) -> Verdict:
    return check_document(plan, read_instance(as_bytes(instance or instance_document())))


BREAKS_OF_B: dict[str, list[Break]] = {
    "SHAPE": [
        lambda day, plan: plan.pop("missions"),
        lambda day, plan: plan.update(format="joint-mission-plan/2"),
        lambda day, plan: plan.update(crews={}),
        lambda day, plan: plan["missions"].append(7),
        lambda day, plan: plan["missions"][0].update(start="540"),
        lambda day, plan: plan["missions"][0].update(start=True),
    ],
    "INSTANCE": [lambda day, plan: day.update(name="another day")],
    "UNKNOWN_VEHICLE": [lambda day, plan: plan["crews"][0].update(vehicle="V9")],
    "UNKNOWN_UNIT": [lambda day, plan: plan["crews"][0]["units"].append("U9")],
    "UNKNOWN_SITE": [lambda day, plan: plan["missions"][0].update(site="S9")],
    "UNKNOWN_AGENCY": [lambda day, plan: part(plan, 0, 0).update(agencies=["XX"])],
    "VEHICLE_TWICE": [
        lambda day, plan: plan["crews"].append({"vehicle": "V1", "units": ["U3"]}),
    ],
    "EMPTY_CREW": [lambda day, plan: plan["crews"].append({"vehicle": "V2", "units": []})],
    "SEATS": [
        lambda day, plan: plan["crews"][0]["units"].append("U3"),
        lambda day, plan: day["vehicles"][0].update(seats=3),
    ],
    "BASE": [
        lambda day, plan: (
            day["units"][2].update(base="P1"),
            plan["crews"].append({"vehicle": "V2", "units": ["U3"]}),
        )
    ],
    "UNIT_TWO_CREWS": [
        lambda day, plan: plan["crews"].append({"vehicle": "V2", "units": ["U2"]}),
        lambda day, plan: (
            day["vehicles"][0].update(seats=6),
            plan["crews"][0]["units"].append("U2"),
        ),
    ],
    "NO_VEHICLE": [lambda day, plan: plan["crews"][0]["units"].remove("U2")],
    "SITE_TWICE": [
        lambda day, plan: plan["missions"].append(
            {"site": "S2", "start": 640, "parts": [{"unit": "U1", "agencies": ["SJ"]}]}
        )
    ],
    "EMPTY_MISSION": [lambda day, plan: plan["missions"][1].update(parts=[])],
    "EMPTY_PART": [lambda day, plan: part(plan, 1, 1).update(agencies=[])],
    "UNIT_TWICE_AT_SITE": [
        lambda day, plan: (
            day["units"][0]["agencies"].append("XF"),
            part(plan, 0, 1).update(unit="U1"),
        )
    ],
    "NOT_DUE": [lambda day, plan: part(plan, 1, 1)["agencies"].append("XF")],
    "NOT_HELD": [
        lambda day, plan: (
            part(plan, 0, 0).update(agencies=["XF"]),
            part(plan, 0, 1).update(agencies=["SJ"]),
            day["units"][0].update(agencies=["SJ", "XF"]),
        )
    ],
    "AGENCY_TWICE": [
        lambda day, plan: (
            day["units"][0]["agencies"].append("HJ"),
            part(plan, 1, 0).update(agencies=["HJ"]),
        ),
        lambda day, plan: part(plan, 1, 1).update(agencies=["HJ", "HJ"]),
    ],
    "RECUSED": [lambda day, plan: day["sites"][0].update(recused=["U2"])],
    "START": [lambda day, plan: plan["missions"][1].update(start=593.5)],
    "WINDOW": [
        lambda day, plan: plan["missions"][0].update(start=539),
        lambda day, plan: day["sites"][1].update(windows=[[510, 617]]),
        lambda day, plan: day["sites"][1].update(windows=[[510, 600], [601, 700]]),
    ],
    "MAX_WORK": [lambda day, plan: day["units"][1].update(max_work_minutes=69)],
    "SHIFT_END": [lambda day, plan: day["units"][1].update(shift=[520, 632])],
    "LATE": [
        lambda day, plan: plan["missions"][1].update(start=592),
        lambda day, plan: plan["missions"][1].update(start=540),
        lambda day, plan: day["units"][0].update(shift=[531, 1050]),
    ],
}
"""By code, what makes of the example and its plan B a plan that breaks this rule and no other."""


def part(plan: Document, mission: int, number: int) -> Document:
    found: Document = plan["missions"][mission]["parts"][number]
    return found


class TestARule:
    @pytest.mark.parametrize(
        ("code", "break_it"),
        [(code, break_it) for code, breaks in BREAKS_OF_B.items() for break_it in breaks],
    )
    def test_has_a_plan_that_breaks_it_alone(self, code: str, break_it: Break) -> None:
        day, plan = instance_document(), plan_b()

        break_it(day, plan)
        found = verdict(plan, day)

        assert {violation.code for violation in found.violations} == {code}
        assert (found.feasible, found.objective_20) == (False, None)
        assert all(violation.text for violation in found.violations)

    @pytest.mark.parametrize(
        "keep_it",
        [
            lambda day: day["sites"][1].update(windows=[[593, 618]]),
            lambda day: day["units"][1].update(max_work_minutes=70),
            lambda day: day["units"][1].update(shift=[530, 633]),
            lambda day: day["sites"][1].update(recused=["U3"]),
        ],
    )
    def test_is_kept_up_to_its_border(self, keep_it: Callable[[Document], Any]) -> None:
        day = instance_document()

        keep_it(day)

        assert verdict(plan_b(), day).objective_20 == 387

    def test_of_the_day_is_broken_by_a_start_beyond_it(self) -> None:
        plan = plan_b()
        plan["missions"][1]["start"] = 1441

        assert "START" in {violation.code for violation in verdict(plan).violations}

    def test_that_is_broken_twice_is_told_twice(self) -> None:
        plan = plan_b()
        plan["crews"][0]["units"] += ["U8", "U9"]

        assert [violation.code for violation in verdict(plan).violations] == ["UNKNOWN_UNIT"] * 2

    def test_about_two_vehicles_at_a_site_lets_each_leave_with_its_own_units(self) -> None:
        day = instance_document()
        day["units"][0]["shift"] = day["units"][1]["shift"] = [520, 628]

        assert verdict(plan_a(), day).feasible

    def test_about_a_recused_unit_lets_it_wait_in_the_vehicle(self) -> None:
        day, plan = instance_document(), plan_b()
        day["sites"][1]["recused"] = ["U2"]
        plan["missions"][1]["parts"].pop()

        assert verdict(plan, day).feasible


class TestTheValue:
    def test_of_the_worked_example_is_the_one_in_the_text(self) -> None:
        a, b = verdict(plan_a()), verdict(plan_b())

        assert (a.objective_20, b.objective_20) == (357, 387)
        assert b.to_json() == {
            "feasible": True,
            "violations": [],
            "lines": {
                "covered_weight": 23,
                "uncovered_weight_at_visited": 0,
                "visits": 2,
                "travel_minutes": 33,
                "must_missed": 0,
                "total_weight": 23,
                "covered_items": 4,
                "sites_complete": 2,
                "travel_metres": 10300,
                "vehicles_used": 1,
                "units_used": 2,
                "waiting_minutes": 0,
            },
            "objective": 19.35,
        }

    def test_counts_what_is_left_undone_at_a_visited_site_by_half(self) -> None:
        plan = plan_b()
        plan["missions"][1]["parts"].pop()
        found = verdict(plan).lines

        assert found is not None
        assert (found.covered_weight, found.uncovered_weight_at_visited) == (17, 6)
        assert found.objective_20 == 20 * 17 - 10 * 6 - 20 * 2 - 33

    def test_of_the_empty_plan_is_what_must_be_done_and_was_not(self) -> None:
        instance = read_instance(as_bytes(instance_document()))

        assert check(Plan(), instance).objective_20 == -1000

    def test_does_not_depend_on_the_order_of_the_lists(self) -> None:
        plan = plan_a()
        plan["crews"].reverse()
        plan["missions"].reverse()

        assert verdict(plan).objective_20 == 357

    @given(start=st.integers(-5, 1500), again=st.integers(-5, 1500))
    def test_is_only_given_to_plans_that_keep_every_rule(self, start: int, again: int) -> None:
        plan = plan_b()
        plan["missions"][0]["start"], plan["missions"][1]["start"] = start, again
        found = verdict(plan)

        in_time = (540 <= start <= 675 or 780 <= start <= 975) and (
            again >= start + 53 or start >= again + 34
        )
        assert found.feasible == (in_time and 535 <= again <= 675)


class TestAPlan:
    def test_is_the_same_when_written_and_read_again(self) -> None:
        instance = read_instance(as_bytes(instance_document()))
        plan = read_plan(plan_a(), instance)

        assert read_plan(plan_to_json(plan, instance), instance) == plan
