"""What a task's move means for its case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command.cases import rules
from command.cases.lifecycle import MOVES, CaseState
from dispatch.tasks.lifecycle import TaskState
from dispatch.tasks.values import NOBODY, Rivalry, Role

others = st.sampled_from((NOBODY, Rivalry(alive=True), Rivalry(alive=True, asked=True)))


def go(state: str, task: str, role: str = "lead", by: Rivalry = NOBODY) -> list[str]:
    """Give the states a case goes through."""
    steps = rules.follow(CaseState(state), task=task, role=role, others=by)
    return [to.value for to, _ in steps]


@pytest.mark.parametrize(
    ("state", "task", "role", "goes"),
    [
        ("routed", "offered", "lead", ["sent"]),
        ("sent", "accepted", "lead", ["signed"]),
        ("signed", "on_site", "lead", ["on_site"]),
        ("on_site", "done", "lead", ["handled", "closed"]),
        ("on_site", "on_site", "lead", []),
        ("on_site", "accepted", "lead", []),
        ("on_site", "suspended", "lead", []),
        ("sent", "split", "lead", []),
        ("sent", "declined", "lead", ["routed"]),
        ("sent", "expired", "lead", ["routed"]),
        ("routed", "declined", "lead", []),
        ("en_route", "replaced", "lead", ["routed"]),
        ("en_route", "recalled", "lead", ["to_judge"]),
        ("on_site", "returned", "lead", ["to_judge"]),
        ("to_judge", "recalled", "lead", []),
        ("closed", "recalled", "lead", []),
        ("routed", "offered", "part", ["sent"]),
        ("on_site", "accepted", "part", []),
        ("signed", "on_site", "part", ["on_site"]),
        ("on_site", "done", "part", []),
        ("on_site", "returned", "part", []),
        ("sent", "accepted", "assist", []),
        ("on_site", "done", "assist", []),
    ],
)
def test_a_case_goes_forward_with_the_furthest_and_back_with_its_lead(
    state: str, task: str, role: str, goes: list[str]
) -> None:
    assert go(state, task, role) == goes


@pytest.mark.parametrize("task", ["declined", "expired", "returned", "recalled"])
def test_a_rival_takes_its_case_back_only_as_far_as_the_others_let_it(task: str) -> None:
    judged = task in ("returned", "recalled")

    assert go("sent", task, "rival") == (["to_judge"] if judged else ["routed"])
    assert go("sent", task, "rival", Rivalry(alive=True)) == ["routed"]
    assert go("sent", task, "rival", Rivalry(alive=True, asked=True)) == []


@given(
    state=st.sampled_from(CaseState),
    task=st.sampled_from(TaskState),
    role=st.sampled_from(Role),
    others=others,
)
def test_no_case_leaves_the_table_of_its_moves_or_its_end(
    state: CaseState, task: TaskState, role: Role, others: Rivalry
) -> None:
    # A unit that has not accepted is on no way: these are forbidden by the task's own table.
    early = {CaseState.ROUTED, CaseState.SENT, CaseState.SIGNED, CaseState.EN_ROUTE}
    if task is TaskState.DONE and state in early:
        return
    if task in (TaskState.EN_ROUTE, TaskState.ON_SITE) and state in early - {CaseState.SIGNED}:
        return
    for to, _ in rules.follow(state, task=task, role=role, others=others):
        assert to in MOVES[state]
        state = to
