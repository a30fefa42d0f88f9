"""docs/competence.md says what the sample city's table and the engine do."""

from command.competence.vocabulary import SITUATION
from tests.domain.asking import TODAY, City
from tests.pages import first_cells, read, section

PAGE = read("docs/competence.md")


def test_the_page_has_the_rules_in_force_in_their_order(hangzhou: City) -> None:
    in_force = {rule.id: rule.priority for rule in hangzhou.facts.rules if TODAY in rule.span}

    said = list(first_cells(section(PAGE, "## The rules of the sample city")))

    assert said == sorted(in_force, key=in_force.__getitem__)


def test_the_page_has_every_key_a_rule_may_ask() -> None:
    said = first_cells(section(PAGE, "## How an answer comes about"))

    assert list(said) == list(SITUATION)
