"""The sample city whole: every mapped class in one empowered, one posted and one plain township."""

from datetime import date

import pytest

from command.catalogue.values import Mapped
from command.routing import rules
from command.routing.values import Route
from command.world import World
from field_units.values import TeamFacts

DAY = date(2026, 11, 20)
FORMS = ("empowered", "posted", "none")


def township_of(world: World, form: str) -> str:
    """Name the first township that enforces in this form."""
    return next(
        code
        for code in sorted(world.city.townships)
        for power in world.book.powers[code]
        if power.form == form and DAY in power.span
    )


def wanted(world: World, form: str, township: str, link: Mapped) -> TeamFacts | None:
    """Say by law, not by our rules, who takes an item: None is a person's judgement."""
    district = world.city.townships[township].district
    squad = world.roster.squads[township]
    listed = (township, link.item) in world.book.lists
    (field,) = link.fields if len(link.fields) == 1 else (None,)
    if link.holder == "ask":
        return None
    if form == "empowered" and listed and field in squad.fields:
        return squad
    if link.holder == "comprehensive" and form == "posted" and field in squad.fields:
        return squad
    if link.holder in {"comprehensive", "professional"}:
        return next(
            team
            for team in world.roster.teams.values()
            if team.level == "district" and team.district == district and field in team.fields
        )
    return None


@pytest.mark.parametrize("form", FORMS)
def test_every_class_goes_where_its_holder_says(hangzhou: World, form: str) -> None:
    township = township_of(hangzhou, form)
    seen: set[str] = set()

    for key, links in hangzhou.book.mapped.items():
        route = decide(hangzhou, key, township)

        if len(links) > 1:
            assert route.reason == "several_items", key
            assert route.why["question"], key
            continue
        (link,) = links
        team = wanted(hangzhou, form, township, link)
        seen.add(route.reason)
        assert route.team == (team.code if team else None), (key, route.reason)
        if team is None:
            assert route.reason == {"ask": "two_holders", "outside": "outside_holder"}[link.holder]
        elif route.reason == "routed_empowered":
            (power,) = hangzhou.book.powers[township]
            assert route.body == power.name_used
        else:
            assert route.body == team.body

    always = {"two_holders", "outside_holder", "routed_district", "routed_professional"}
    own = {"empowered": {"routed_empowered"}, "posted": {"routed_posted"}, "none": set()}
    assert seen == always | own[form]


def test_forest_and_water_is_not_the_posted_squads(hangzhou: World) -> None:
    township = township_of(hangzhou, "posted")

    route = decide(hangzhou, ("LOCAL", "matter", "LOC-FOREST"), township)

    assert route.reason == "routed_district"
    assert hangzhou.roster.teams[route.team or ""].fields == {"林业水利"}


def decide(world: World, key: tuple[str, str, str], township: str) -> Route:
    return rules.choose_team(
        key=key,
        place="inside",
        district=world.city.townships[township].district,
        township=township,
        law_day=DAY,
        filing_day=DAY,
        book=world.book,
        roster=world.roster,
        boundaries=world.city.version,
    )
