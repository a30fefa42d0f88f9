"""The moves of a case: the whole table, no way out of the end, stages that only advance."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command.cases.lifecycle import MOVES, STAGE, CaseState, move
from command.errors import CaseIllegalMove

STAGES = ["accepted", "dispatched", "signed", "arrived", "handled", "closed"]
HAPPY = [
    CaseState.TO_JUDGE,
    CaseState.ROUTED,
    CaseState.SENT,
    CaseState.SIGNED,
    CaseState.EN_ROUTE,
    CaseState.ON_SITE,
    CaseState.HANDLED,
    CaseState.CLOSED,
]


class TestMove:
    @pytest.mark.parametrize("state", CaseState)
    @pytest.mark.parametrize("to", CaseState)
    def test_allows_what_the_table_has_and_nothing_else(
        self, state: CaseState, to: CaseState
    ) -> None:
        if to in MOVES[state]:
            assert move(state, to) is to
            return
        with pytest.raises(CaseIllegalMove) as refused:
            move(state, to)
        assert refused.value.facts == {
            "state": state.value,
            "wanted": to.value,
            "allowed": sorted(onward.value for onward in MOVES[state]),
        }

    @given(st.lists(st.sampled_from(CaseState), max_size=40))
    def test_never_leaves_a_closed_case(self, wishes: list[CaseState]) -> None:
        state, closed = CaseState.TO_JUDGE, False

        for wish in wishes:
            try:
                state = move(state, wish)
            except CaseIllegalMove:
                continue
            assert not closed
            closed = state is CaseState.CLOSED


class TestTable:
    def test_has_every_state(self) -> None:
        assert MOVES.keys() == STAGE.keys() == set(CaseState)

    def test_ends_only_when_closed(self) -> None:
        assert [state for state, onward in MOVES.items() if not onward] == [CaseState.CLOSED]

    def test_leads_every_state_to_the_end(self) -> None:
        leads = {CaseState.CLOSED}
        while more := {state for state, onward in MOVES.items() if onward & leads} - leads:
            leads |= more

        assert leads == set(CaseState)


class TestStage:
    def test_never_goes_back_on_the_happy_path(self) -> None:
        for state, onward in itertools.pairwise(HAPPY):
            move(state, onward)
        numbers = [STAGES.index(STAGE[state]) for state in HAPPY]

        assert numbers == sorted(numbers)
        assert set(numbers) == set(range(len(STAGES)))

    def test_goes_back_only_for_another_unit_or_another_judgement(self) -> None:
        backward = [
            (state, to)
            for state, onward in MOVES.items()
            for to in onward
            if STAGES.index(STAGE[to]) < STAGES.index(STAGE[state])
        ]

        at_work = {CaseState.SENT, CaseState.SIGNED, CaseState.EN_ROUTE, CaseState.ON_SITE}
        assert set(backward) == {
            (state, to) for state in at_work for to in (CaseState.ROUTED, CaseState.TO_JUDGE)
        }
