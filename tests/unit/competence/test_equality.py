"""One answer, three ways: singly, by the million, and plainly from the rules."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command.competence import sending, table
from command.competence.bulk import CompetenceMany, decide_many
from command.competence.columns import AskedMany
from command.competence.decide import decide
from command.competence.snapshot import compile_facts
from command.competence.values import Competence
from tests.unit.competence import plain
from tests.unit.competence.chance import Chance

COLUMNS = [column.name for column in fields(CompetenceMany) if column.name in Competence._fields]


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_single_decision_is_what_the_rules_say(seed: int) -> None:
    chance = Chance(seed)
    facts = chance.facts()
    snapshot = compile_facts(facts)

    for _ in range(20):
        asked = chance.asked()
        assert decide(asked, snapshot) == plain.decide(asked, facts)


def test_a_decision_is_the_same_when_memory_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "REMEMBERED", 2)
    monkeypatch.setattr(table, "REMEMBERED", 2)
    for seed in range(20):
        chance = Chance(seed)
        facts = chance.facts()
        snapshot = compile_facts(facts)

        for asked in [chance.asked() for _ in range(20)] * 2:
            assert decide(asked, snapshot) == plain.decide(asked, facts)

        assert len(snapshot.sendings) <= 2


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(0, 40))
def test_many_decisions_are_each_what_a_single_one_is(seed: int, count: int) -> None:
    chance = Chance(seed)
    snapshot = compile_facts(chance.facts())
    asked = [chance.asked() for _ in range(count)]

    answers = decide_many(AskedMany.of(asked), snapshot)

    for row, question in enumerate(asked):
        single = decide(question, snapshot)
        assert answers.asked.at(row) == question
        for name in COLUMNS:
            assert (name, getattr(answers, name)[row]) == (name, getattr(single, name))
        assert answers.to_competence(row) == single
