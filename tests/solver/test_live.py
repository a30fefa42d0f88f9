"""A day under way: whatever happens, the plan keeps every rule and published missions their times."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.solver.check import check
from dispatch.solver.instance import Due, Instance, Site, read_instance
from dispatch.solver.live import LiveDay
from dispatch.solver.plan import Plan, read_plan
from dispatch.solver.problem import problem_of
from dispatch.solver.solve import solve
from dispatch.solver.stopping import MaxIterations
from tests.solver import example
from tests.solver.days import days

patient = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def worked_example() -> tuple[Instance, Plan]:
    instance = read_instance(example.as_bytes(example.instance_document()))
    return instance, read_plan(example.plan_b(), instance)


class TestInsert:
    def test_an_urgent_visit_finds_a_free_crew_and_nothing_moves(self) -> None:
        instance, plan = worked_example()
        day = LiveDay(instance, plan)
        visit = Site("S3", None, 1, ((780, 1020),), (Due(0, 30, 5, True),), frozenset())

        change = day.insert(visit)

        assert change is not None
        assert (change.added, change.dropped, change.moved) == ((2,), (), ())
        assert check(day.plan, day.instance).feasible

    def test_a_visit_that_nobody_can_make_changes_nothing(self) -> None:
        instance, plan = worked_example()
        day = LiveDay(instance, plan)
        visit = Site("S3", None, 1, ((780, 785),), (Due(0, 30, 5, True),), frozenset())

        assert day.insert(visit) is None
        assert day.plan == plan

    def test_nobody_sets_out_before_the_visit_was_known(self) -> None:
        instance, plan = worked_example()
        day = LiveDay(instance, plan, now=900)
        visit = Site("S3", None, 1, ((540, 720), (780, 1020)), (Due(0, 30, 5, True),), frozenset())

        change = day.insert(visit)

        assert change is not None
        mission = next(m for m in day.plan.missions if m.site == 2)
        assert mission.start == 900 + 9, "from the place of the last mission"


class TestAnyDay:
    @patient
    @given(day=days(), data=st.data())
    def test_no_repair_breaks_a_rule_and_what_is_not_named_stays(
        self, day: Instance, data: st.DataObject
    ) -> None:
        plan = solve(problem_of(day), stop=MaxIterations(60), seed=1).plan
        now = data.draw(st.integers(480, 900))
        live = LiveDay(day, plan, now=now, may_move_min=data.draw(st.sampled_from((0, 15))))
        for step in range(4):
            before = {mission.site: mission for mission in live.plan.missions}
            kind = data.draw(st.sampled_from(("insert", "remove", "lose", "delay")))
            if kind == "insert":
                change = live.insert(replace(data.draw(st.sampled_from(day.sites)), id=f"N{step}"))
            elif kind == "lose":
                change = live.lose_unit(data.draw(st.integers(0, len(day.units) - 1)))
            elif not before:
                continue
            elif kind == "remove":
                change = live.remove(data.draw(st.sampled_from(sorted(before))))
            else:
                site = data.draw(st.sampled_from(sorted(before)))
                change = live.delay(site, data.draw(st.integers(1, 120)))
            after = {mission.site: mission for mission in live.plan.missions}
            named = set() if change is None else {*change.added, *change.dropped, *change.moved}

            assert check(live.plan, live.instance).violations == ()
            assert all(after.get(i) == before.get(i) for i in {*before, *after} - named)
