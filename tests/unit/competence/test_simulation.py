"""Changed facts on past acts: what is counted is what deciding each of them twice says."""

from collections import Counter
from datetime import date
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command.competence import simulation
from command.competence.columns import AskedMany
from command.competence.decide import decide
from command.competence.simulation import Simulator
from command.competence.snapshot import compile_facts
from tests.unit.competence.chance import Chance

ALWAYS: Final = (date.min, date.max)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    period=st.sampled_from([ALWAYS, (date(2024, 1, 1), date(2026, 1, 1))]),
    filed_on=st.none() | st.dates(date(2021, 1, 1), date(2027, 1, 1)),
)
def test_counts_what_two_decisions_of_each_act_say(
    seed: int, period: tuple[date, date], filed_on: date | None
) -> None:
    chance = Chance(seed)
    before, after = (compile_facts(chance.facts()) for _ in range(2))
    acts = [chance.asked() for _ in range(25)]
    names = [f"act {number}" for number in range(25)]
    kept = [
        (name, act if filed_on is None else act._replace(filing_day=filed_on))
        for name, act in zip(names, acts, strict=True)
        if period[0] <= act.filing_day < period[1]
    ]
    answers = [(decide(act, before).team, decide(act, after).team) for _, act in kept]

    simulator = Simulator(before, after, period=period, filed_on=filed_on)
    simulator.add(names[:10], AskedMany.of(acts[:10]))
    simulator.add(names[10:], AskedMany.of(acts[10:]))
    found = simulator.result()

    assert found.acts == len(kept)
    moved = [
        (name, act, *teams)
        for (name, act), teams in zip(kept, answers, strict=True)
        if teams[0] != teams[1]
    ]
    assert found.changed == len(moved)
    assert [tuple(one) for one in found.moved] == moved
    had, has = Counter(was for was, _ in answers), Counter(becomes for _, becomes in answers)
    assert found.by_team == {team: (had[team], has[team]) for team in {*had, *has}}
    townships = Counter(act.township for _, act in kept)
    changed = Counter(act.township for _, act, _, _ in moved)
    assert found.by_township == {code: (n, changed[code]) for code, n in townships.items()}


def test_only_the_first_that_move_are_kept_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "KEPT", 3)
    seeds = (Chance(seed) for seed in range(1000))
    for chance in seeds:
        before, after = (compile_facts(chance.facts()) for _ in range(2))
        acts = [chance.asked() for _ in range(40)]
        simulator = Simulator(before, after)
        simulator.add([str(number) for number in range(40)], AskedMany.of(acts))
        if (found := simulator.result()).changed > 3:
            break

    assert found.changed > len(found.moved) == 3
