"""The moves of a task: the whole table, and no way out of an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.errors import IllegalMove
from dispatch.tasks.lifecycle import ENDED, MOVES, UNANSWERED, TaskState, move
from dispatch.tasks.values import LEADS_TO, NEEDS, Do


class TestMove:
    @pytest.mark.parametrize("state", TaskState)
    @pytest.mark.parametrize("to", TaskState)
    def test_allows_what_the_table_has_and_nothing_else(
        self, state: TaskState, to: TaskState
    ) -> None:
        if to in MOVES[state]:
            assert move(state, to) is to
            return
        with pytest.raises(IllegalMove) as refused:
            move(state, to)
        assert refused.value.facts["allowed"] == sorted(onward.value for onward in MOVES[state])

    @given(st.lists(st.sampled_from(TaskState), max_size=40))
    def test_never_leaves_an_end(self, wishes: list[TaskState]) -> None:
        state = TaskState.WAITING

        for wish in wishes:
            ended = state in ENDED
            try:
                state = move(state, wish)
            except IllegalMove:
                continue
            assert not ended


class TestTable:
    def test_has_every_state(self) -> None:
        assert MOVES.keys() == set(TaskState)

    def test_ends_done_or_declined(self) -> None:
        assert {TaskState.DONE, TaskState.DECLINED} == ENDED

    def test_leads_every_state_that_is_not_declined_to_done(self) -> None:
        leads = {TaskState.DONE}
        while more := {state for state, onward in MOVES.items() if onward & leads} - leads:
            leads |= more

        assert leads == set(TaskState) - {TaskState.DECLINED}

    def test_lets_a_unit_say_no_only_before_it_has_said_yes(self) -> None:
        may_decline = {state for state, onward in MOVES.items() if TaskState.DECLINED in onward}

        assert may_decline == UNANSWERED

    def test_comes_back_to_no_state(self) -> None:
        def reach(state: TaskState, seen: frozenset[TaskState]) -> bool:
            return state in seen or any(reach(to, seen | {state}) for to in MOVES[state])

        assert not any(reach(state, frozenset()) for state in TaskState)


class TestActs:
    def test_lead_each_to_a_state_of_its_own(self) -> None:
        assert LEADS_TO.keys() == set(Do)
        assert len(set(LEADS_TO.values())) == len(Do)

    def test_that_end_a_task_must_say_why_or_how(self) -> None:
        assert {LEADS_TO[do] for do in NEEDS} == ENDED
