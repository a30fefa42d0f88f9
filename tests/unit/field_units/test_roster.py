"""The ways into the roster: squads by township, teams by district and field."""

from field_units.values import Roster, TeamFacts, TeamKind, UnitFacts


def make_team(
    code: str,
    *,
    kind: TeamKind = TeamKind.COMPREHENSIVE,
    level: str = "district",
    district: str | None = "990101",
    township: str | None = None,
    fields: frozenset[str] = frozenset({"城市管理"}),
) -> TeamFacts:
    return TeamFacts(code, code, kind, level, district, township, fields, "局")


def roster(*teams: TeamFacts, units: tuple[UnitFacts, ...] = ()) -> Roster:
    return Roster.of(edition=1, teams=list(teams), units=list(units))


class TestByField:
    def test_finds_the_districts_team_of_each_of_its_fields(self) -> None:
        team = make_team("A", fields=frozenset({"城市管理", "建设"}))

        found = roster(team).by_field

        assert found == {("990101", "城市管理"): team, ("990101", "建设"): team}

    def test_takes_the_lower_code_of_two(self) -> None:
        lower, higher = make_team("A"), make_team("B")

        assert roster(higher, lower).by_field["990101", "城市管理"] is lower

    def test_leaves_out_squads_and_the_citys_own(self) -> None:
        squad = make_team("S", kind=TeamKind.SQUAD, level="township", township="990101001")
        own = make_team("C", kind=TeamKind.DIRECT, level="city", district=None)

        assert roster(squad, own).by_field == {}


class TestSquads:
    def test_finds_the_squad_of_a_township(self) -> None:
        squad = make_team("S", kind=TeamKind.SQUAD, level="township", township="990101001")

        assert roster(make_team("A"), squad).squads == {"990101001": squad}


def test_units_are_found_by_their_team_in_order() -> None:
    units = tuple(UnitFacts(code, code, "A", 87, 43, 0, 0, ()) for code in ("U1", "U2"))

    assert roster(make_team("A"), units=units).by_team == {"A": units}
