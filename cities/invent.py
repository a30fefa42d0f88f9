"""Invent the forces of a demo city: its teams, units, officers and certificates.

    python cities/invent.py cities/<city>

Real forces are not public, so a demo city gets made-up ones that behave like real ones. Read from
the folder: city.json, districts.csv, townships.csv, townships.geojson, special_areas.csv and
.geojson, area_powers.csv, items.csv, township_items.csv, accounts.csv. Written: teams.csv, units.csv, officers.csv
and certificates.csv. Rows there with `invented` = false are facts and stay; every other row is made
anew and marked `invented` = true. The same folder gives the same files, byte for byte: whatever
varies is drawn from a hash of the code it belongs to.

What is made:

* of the city, the team directly under its bureau, five teams of departments that had one, seven
  professional teams, and a team for each special area;
* of each district, a bureau with one team for the departments that had none of their own, five
  teams of departments that had one, and seven professional teams; one unit each, round the clock;
* of each township, a squad for what has no team of its own and for what its own list gives it, with
  two units, 08:00-20:00 and 20:00-08:00; two officers to a unit. A township whose unit a demo
  account rides with has a single unit, round the clock, whose certificates hold in every field:
  whatever the squad takes there reaches whoever shows the demo;
* certificates, of which a few have ended, end soon, or hold in one field only, as in life.
"""

import argparse
import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import shapely

from core.tables import a_list, read_csv
from grid.folder import Geography, read_folder

SOURCE: Final = "为演示而虚构"
SINCE: Final = "2021-07-01"
COMMON: Final = "城市管理"
OWN_TEAM: Final = {"能源": "ny", "林业水利": "ls", "民政": "mz", "人力社保": "rs", "卫生健康": "wj"}
"""Fields of the departments whose teams joined the bureau."""
NO_TEAM: Final = (
    "建设", "科技", "人防", "审计", "统计", "公积金", "医保", "住保房管", "商务", "体育", "教育",
    "退役军人", "财政", "民族宗教", "司法", "档案",
)  # fmt: skip
"""Fields of the departments that had no team and handed over their powers."""
PROFESSIONAL: Final = {
    "市场监管": ("sj", "市场监督管理局"),
    "生态环境": ("hb", "生态环境局"),
    "文化市场": ("wh", "文化和旅游局"),
    "交通运输": ("jt", "交通运输局"),
    "农业农村": ("nn", "农业农村局"),
    "规划资源": ("gh", "规划和自然资源局"),
    "应急管理": ("yj", "应急管理局"),
}
COMPREHENSIVE: Final = (COMMON, *NO_TEAM, *OWN_TEAM)

COLUMNS: Final = {
    "teams": (
        "code", "name", "kind", "level", "district", "township", "fields", "body",
        "valid_from", "valid_to", "source", "invented",
    ),
    "units": (
        "code", "name", "team", "base_lon", "base_lat", "shift_from", "shift_to", "invented",
    ),
    "officers": ("code", "name", "unit", "invented"),
    "certificates": ("officer", "field", "number", "valid_from", "valid_to", "invented"),
}  # fmt: skip

Row = Mapping[str, Any]


class Crew(NamedTuple):
    """A unit before it is written: where it waits, when it works, what it may do."""

    code: str
    name: str
    team: str
    lon: float
    lat: float
    shift: tuple[str, str]
    fields: tuple[str, ...]
    always_able: bool


def draw(below: int, *words: str) -> int:
    """Draw a number that is always the same for the same words."""
    return int.from_bytes(hashlib.sha256("/".join(words).encode()).digest()[:8]) % below


def invent(folder: Path) -> dict[str, list[Row]]:
    """Make a folder's invented rows, by file name, after the rows that are facts."""
    geography = read_folder(folder)
    grounds = {code: shapely.from_wkb(wkb) for code, wkb in geography.boundaries.items()}
    shown = {row["unit"].rpartition("-zf-")[0] for row in read_csv(folder / "accounts.csv")}
    kept = {name: _facts(folder / f"{name}.csv") for name in COLUMNS}
    crews = [*_city_crews(geography, grounds), *_district_crews(geography, grounds)]
    crews += _township_crews(geography, grounds, shown)
    crews += _field_crews(geography, grounds)
    crews += _area_crews(geography, folder)
    officers, certificates = _people(crews)
    made: dict[str, list[Row]] = {
        "teams": [
            *_bureau_teams(geography),
            *_area_teams(geography, folder),
            *_squads(geography, folder),
        ],
        "units": [_unit(crew) for crew in crews],
        "officers": officers,
        "certificates": certificates,
    }
    return {name: [*kept[name], *rows] for name, rows in made.items()}


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows as CSV; a column a row does not give is empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _facts(path: Path) -> list[Row]:
    if not path.exists():
        return []
    return [dict(row) for row in read_csv(path) if row["invented"] == "false"]


def _team(**facts: str) -> Row:
    return {"valid_from": SINCE, "source": SOURCE, "invented": "true", **facts}


def _bureau_teams(geography: Geography) -> list[Row]:
    city = geography.city
    bureau = f"{city.name}综合行政执法局"
    teams = [
        _team(
            code=f"{city.code}-zs",
            name=f"{bureau}直属队",
            kind="direct",
            level="city",
            fields="|".join(COMPREHENSIVE),
            body=bureau,
        ),
        *_field_teams(city.code, city.name, {"level": "city"}),
    ]
    for district, name in geography.districts.items():
        at = {"level": "district", "district": district}
        bureau = f"{name}综合行政执法局"
        teams.append(
            _team(
                code=f"{district}-zs",
                name=f"{bureau}直属中队",
                kind="comprehensive",
                fields="|".join((COMMON, *NO_TEAM)),
                body=bureau,
                **at,
            )
        )
        teams += _field_teams(district, name, at)
    return teams


def _field_teams(code: str, name: str, at: Mapping[str, str]) -> list[Row]:
    """Make the teams of one field each that a city or a district has."""
    bureau = f"{name}综合行政执法局"
    own = [
        _team(
            code=f"{code}-{tail}",
            name=f"{bureau}({field})行政执法队",
            kind="comprehensive",
            fields=field,
            body=bureau,
            **at,
        )
        for field, tail in OWN_TEAM.items()
    ]
    professional = [
        _team(
            code=f"{code}-{tail}",
            name=f"{name}{field}行政执法队",
            kind="professional",
            fields=field,
            body=f"{name}{body}",
            **at,
        )
        for field, (tail, body) in PROFESSIONAL.items()
    ]
    return [*own, *professional]


def _area_teams(geography: Geography, folder: Path) -> list[Row]:
    fields = _area_fields(folder)
    return [
        _team(
            code=f"{area.code}-zf",
            name=f"{area.name}综合行政执法队",
            kind="comprehensive",
            level="city",
            fields="|".join(fields[area.code]),
            body=f"{area.name}管理委员会",
        )
        for area in geography.special_areas
    ]


def _area_fields(folder: Path) -> dict[str, list[str]]:
    """List the fields in which a special area has powers of its own or shares them."""
    path = folder / "area_powers.csv"
    fields: dict[str, list[str]] = {}
    for power in read_csv(path) if path.exists() else ():
        known = fields.setdefault(power["area"], [])
        known.extend(name for name in a_list(power["fields"]) if name not in known)
    return fields


def _squads(geography: Geography, folder: Path) -> list[Row]:
    field_of = {row["code"]: row["field"] for row in read_csv(folder / "items.csv")}
    given: dict[str, set[str]] = {}
    for row in read_csv(folder / "township_items.csv"):
        given.setdefault(row["township"], set()).add(field_of[row["item"]])
    return [
        _team(
            code=f"{code}-zf",
            name=f"{name}综合行政执法队",
            kind="squad",
            level="township",
            district=district,
            township=code,
            fields="|".join(dict.fromkeys((COMMON, *NO_TEAM, *sorted(given.get(code, ()))))),
            body=f"{geography.districts[district]}综合行政执法局",
        )
        for code, (name, _kind, district) in geography.townships.items()
    ]


def _city_crews(geography: Geography, grounds: Mapping[str, Any]) -> list[Crew]:
    code = f"{geography.city.code}-zs"
    lon, lat = _spot(_nearest(grounds, geography), "city")
    unit = Crew(f"{code}-1", "市直属队一组", code, lon, lat, ("00:00", "00:00"), ("*",), False)
    return [unit]


def _nearest(grounds: Mapping[str, Any], geography: Geography) -> Any:
    centre = shapely.Point(geography.city.lon, geography.city.lat)
    return min(grounds.values(), key=lambda ground: float(shapely.distance(ground, centre)))


def _district_crews(geography: Geography, grounds: Mapping[str, Any]) -> list[Crew]:
    crews = []
    tails: dict[str, tuple[str, ...]] = {"zs": (COMMON, *NO_TEAM)}
    tails |= {tail: (field,) for field, tail in OWN_TEAM.items()}
    tails |= {tail: (field,) for field, (tail, _body) in PROFESSIONAL.items()}
    for district in geography.districts:
        name = geography.districts[district]
        own = [code for code, facts in geography.townships.items() if facts[2] == district]
        for tail, fields in tails.items():
            team = f"{district}-{tail}"
            lon, lat = _spot(grounds[own[draw(len(own), "base", team)]], team)
            label = f"{name}{'直属' if tail == 'zs' else fields[0]}一组"
            shift = ("00:00", "00:00")
            crews.append(Crew(f"{team}-1", label, team, lon, lat, shift, fields, False))
    return crews


def _field_crews(geography: Geography, grounds: Mapping[str, Any]) -> Iterator[Crew]:
    tails = {tail: field for field, tail in OWN_TEAM.items()}
    tails |= {tail: field for field, (tail, _body) in PROFESSIONAL.items()}
    ground = _nearest(grounds, geography)
    for tail, field in tails.items():
        team = f"{geography.city.code}-{tail}"
        lon, lat = _spot(ground, team)
        yield Crew(
            f"{team}-1", f"市{field}一组", team, lon, lat, ("00:00", "00:00"), (field,), False
        )


def _area_crews(geography: Geography, folder: Path) -> Iterator[Crew]:
    fields = _area_fields(folder)
    for area in geography.special_areas:
        team = f"{area.code}-zf"
        lon, lat = _spot(area.polygon, team)
        yield Crew(
            f"{team}-1", f"{area.name}一组", team, lon, lat, ("00:00", "00:00"),
            tuple(fields[area.code]), False,
        )  # fmt: skip


def _township_crews(
    geography: Geography, grounds: Mapping[str, Any], shown: set[str]
) -> list[Crew]:
    crews = []
    for code, (name, _kind, _district) in geography.townships.items():
        shifts = [("00:00", "00:00")] if code in shown else [("08:00", "20:00"), ("20:00", "08:00")]
        for number, shift in enumerate(shifts, 1):
            unit = f"{code}-zf-{number}"
            lon, lat = _spot(grounds[code], unit)
            label = f"{name}{'一二三'[number - 1]}组"
            fields = (COMMON, *NO_TEAM)
            crews.append(Crew(unit, label, f"{code}-zf", lon, lat, shift, fields, code in shown))
    return crews


def _spot(ground: Any, *words: str) -> tuple[float, float]:
    """Find a place for a base: inside the ground, a little off its middle."""
    middle = shapely.point_on_surface(ground)
    reach = float(shapely.distance(middle, shapely.boundary(ground))) * 0.6
    east = (draw(2001, "east", *words) / 1000 - 1) * reach * 0.7
    north = (draw(2001, "north", *words) / 1000 - 1) * reach * 0.7
    return round(middle.x + east, 6), round(middle.y + north, 6)


def _unit(crew: Crew) -> Row:
    return {
        "code": crew.code,
        "name": crew.name,
        "team": crew.team,
        "base_lon": crew.lon,
        "base_lat": crew.lat,
        "shift_from": crew.shift[0],
        "shift_to": crew.shift[1],
        "invented": "true",
    }


def _people(crews: Sequence[Crew]) -> tuple[list[Row], list[Row]]:
    officers: list[Row] = []
    certificates: list[Row] = []
    for number, crew in enumerate(crews, 1):
        for seat, stem in (("a", "甲"), ("b", "乙")):
            code = f"{crew.code}-{seat}"
            officers.append(
                {
                    "code": code,
                    "name": f"演示{stem}{number:03d}",
                    "unit": crew.code,
                    "invented": "true",
                }
            )
            field, until = _certificate(crew, code)
            certificates.append(
                {
                    "officer": code,
                    "field": field,
                    "number": f"演示{number:04d}{seat.upper()}",
                    "valid_from": date(min(until.year - 5, 2025), 1, 1),
                    "valid_to": until,
                    "invented": "true",
                }
            )
    return officers, certificates


def _certificate(crew: Crew, officer: str) -> tuple[str, date]:
    """Most hold for years in every field; a few have ended, end soon, or hold in one field."""
    luck = draw(100, "certificate", officer)
    if crew.always_able:
        return "*", date(2035, 1, 1)
    if luck < 2:
        return "*", date(2026, 1 + draw(9, "ended", officer), 1)
    if luck < 5:
        return "*", date(2027, 1 + draw(3, "soon", officer), 1)
    field = crew.fields[0] if luck < 12 or len(crew.fields) == 1 else "*"
    return field, date(2029 + draw(3, "year", officer), 1 + draw(12, "month", officer), 1)


def main() -> None:
    """Rewrite the invented files of the folder that was named."""
    parser = argparse.ArgumentParser(description="Invent the forces of a demo city.")
    parser.add_argument("folder", type=Path, help="a city's folder, cities/<city>")
    folder = parser.parse_args().folder
    for name, rows in invent(folder).items():
        write(folder / f"{name}.csv", COLUMNS[name], rows)


if __name__ == "__main__":
    main()
