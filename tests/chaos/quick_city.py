"""Yunze with more crews, and a ladder that is climbed in seconds: what waits for hours elsewhere happens here."""

import shutil
from pathlib import Path
from typing import Final

from tests.conftest import YUNZE

CREWS: Final = {
    "YZ-U1": "YZ-T1",
    "YZ-U1-2": "YZ-T1",
    "YZ-U1-3": "YZ-T1",
    "YZ-U2A": "YZ-T2",
    "YZ-U2B": "YZ-T2",
}
"""The units of the two squads, all on duty round the clock, and whose they are."""
_TOWNSHIPS: Final = {"YZ-T1": "990101001", "YZ-T2": "990101002"}
_LADDER: Final = """\
urgency,number,silence,after_s,after_accept,step,valid_from,valid_to,source,invented
*,1,undelivered,0.5,,alert,2026-01-01,,虚构,true
*,2,unseen,,0.5,alert,2026-01-01,,虚构,true
*,3,unaccepted,,1,next_unit,2026-01-01,,虚构,true
*,4,unaccepted,,1.5,team,2026-01-01,,虚构,true
*,5,unaccepted,,2,township,2026-01-01,,虚构,true
*,6,unaccepted,,3,district,2026-01-01,,虚构,true
*,7,unaccepted,,4,city,2026-01-01,,虚构,true
"""
_LIMITS: Final = """\
urgency,accept_min,arrive_min,valid_from,valid_to,source,invented
general,240,,2026-01-01,,虚构,true
urgent,0.03,0.05,2026-01-01,,虚构,true
"""
"""What is urgent is to be accepted within 1.8 s; the city's post is told after 7.2 s."""


def officer_of(unit: str) -> str:
    """Name the account of a unit's officer."""
    return f"yz-{unit.removeprefix('YZ-').lower()}"


def make(folder: Path) -> Path:
    """Write the city into a folder of its own."""
    shutil.copytree(YUNZE, folder)
    (folder / "ladder.csv").write_text(_LADDER, "utf-8")
    (folder / "response_limits.csv").write_text(_LIMITS, "utf-8")
    units = folder / "units.csv"
    rows = units.read_text("utf-8").replace(",08:00,20:00,", ",00:00,00:00,")
    units.write_text(rows.replace(",20:00,08:00,", ",00:00,00:00,"), "utf-8")
    for number, unit in enumerate(("YZ-U1-2", "YZ-U1-3")):
        _add(units, f"{unit},东湖{number + 2}组,YZ-T1,87.0{number + 1},43.02,00:00,00:00,true")
        for letter in "AB":
            officer = f"{unit}-{letter}"
            _add(folder / "officers.csv", f"{officer},测试{officer},{unit},true")
            row = f"{officer},*,YZ-9{number}{letter},2025-01-01,2030-12-31,true"
            _add(folder / "certificates.csv", row)
    for unit, team in CREWS.items():
        node = f"township:{_TOWNSHIPS[team]}"
        _add(folder / "accounts.csv", f"{officer_of(unit)},{unit}队员,officer,{node},{unit}")
    return folder


def _add(table: Path, row: str) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
