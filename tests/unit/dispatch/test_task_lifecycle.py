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

    def test_ends_done_given_back_or_taken_away(self) -> None:
        assert {
            TaskState.DONE,
            TaskState.DECLINED,
            TaskState.RETURNED,
            TaskState.RECALLED,
            TaskState.REPLACED,
            TaskState.EXPIRED,
        } == ENDED

    def test_leads_every_state_that_is_not_an_end_to_done(self) -> None:
        leads = {TaskState.DONE}
        while more := {state for state, onward in MOVES.items() if onward & leads} - leads:
            leads |= more

        assert leads == set(TaskState) - ENDED | {TaskState.DONE}

    def test_lets_a_unit_say_no_only_before_it_has_said_yes(self) -> None:
        may_decline = {state for state, onward in MOVES.items() if TaskState.DECLINED in onward}

        assert may_decline == UNANSWERED

    def test_lets_silence_run_out_only_where_an_answer_is_waited_for(self) -> None:
        may_expire = {state for state, onward in MOVES.items() if TaskState.EXPIRED in onward}

        assert may_expire == UNANSWERED

    def test_lets_a_command_post_take_away_whatever_has_not_ended(self) -> None:
        may_recall = {state for state, onward in MOVES.items() if TaskState.RECALLED in onward}

        assert may_recall == set(TaskState) - ENDED

    def test_comes_back_to_a_state_only_after_a_rest(self) -> None:
        def reach(state: TaskState, seen: frozenset[TaskState]) -> bool:
            return state in seen or any(
                reach(to, seen | {state})
                for to in MOVES[state]
                if TaskState.SUSPENDED not in (state, to)
            )

        assert not any(reach(state, frozenset()) for state in TaskState)


class TestActs:
    def test_lead_each_to_a_state_of_its_own_but_going_on_which_leads_back(self) -> None:
        assert LEADS_TO.keys() == set(Do) - {Do.RESUME}
        assert len(set(LEADS_TO.values())) == len(LEADS_TO)

    def test_that_end_or_rest_a_task_must_say_why_or_how(self) -> None:
        ends = {do for do, to in LEADS_TO.items() if to in ENDED | {TaskState.SUSPENDED}}

        assert NEEDS.keys() == ends
