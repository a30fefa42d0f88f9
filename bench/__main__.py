"""`python -m bench [--quick] [PART…]`: measure, print, and write down.

A full run writes bench/results/latest.json and the table in docs/performance.md; anything less is
written beside it, under the name of what was run, and is nobody's reference.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from bench import (
    choosing,
    crowd,
    deciding,
    delivery,
    drawing,
    footprint,
    intake,
    ladder,
    locating,
    machine,
    painting,
    positions,
    simulating,
)
from bench.figures import Figure, Pace, fill_in, make_result, to_table, write_result
from bench.stand import Stand, standing
from core.clock import utcnow
from core.run import ROOT

PARTS: Final[Mapping[str, Callable[[Stand, Pace], list[Figure]]]] = {
    "intake": intake.measure,
    "delivery": delivery.measure,
    "locate": locating.measure,
    "competence": deciding.measure,
    "simulate": simulating.measure,
    "ladder": ladder.measure,
    "choosing": choosing.measure,
    "positions": positions.measure,
    "drawing": drawing.measure,
    "memory": footprint.measure_memory,
    "broadcast": crowd.measure_broadcast,
    "reconnect": crowd.measure_reconnect,
    "start": footprint.measure_start,
    "paint": painting.measure,
}
RESULTS: Final = ROOT / "bench" / "results"
DOCUMENT: Final = ROOT / "docs" / "performance.md"


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="cut short: not a measurement")
    given = parser.parse_args()
    if unknown := set(given.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    names = [name for name in PARTS if name in given.parts] or list(PARTS)
    pace = Pace(quick=given.quick)
    at = utcnow()
    with standing() as stand:
        facts = asyncio.run(
            machine.describe(
                postgres_url=stand.server, redis_url=stand.redis_url, scratch=stand.scratch
            )
        )
        before = machine.calibrate(redis_url=stand.redis_url, scratch=stand.scratch)
        figures: list[Figure] = []
        for name in names:
            _say(f"{name} …")
            found = PARTS[name](stand, pace)
            for figure in found:
                _say(_line(figure))
            figures += found
        after = machine.calibrate(redis_url=stand.redis_url, scratch=stand.scratch)
    result = make_result(
        at=at,
        machine=facts,
        calibration={"before": before, "after": after},
        figures=figures,
        quick=pace.quick,
    )
    whole = set(names) == PARTS.keys() and not pace.quick
    path = RESULTS / ("latest.json" if whole else _partial_name(names, quick=pace.quick))
    write_result(path, result)
    if whole:
        fill_in(DOCUMENT, to_table(result))
    _say(f"calibration {json.dumps(result['calibration'])}")
    _say(f"written to {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}")
    if pace.quick:
        _say("--quick: durations were cut short; this is not a measurement.")


def _partial_name(names: list[str], *, quick: bool) -> str:
    return f"{'quick-' if quick else ''}{'-'.join(names)}.json"


def _line(figure: Figure) -> str:
    verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
    promise = f"{figure.target or '':>9} {verdict}"
    return f"  {figure.name:<38} {figure.value:>12,.4g} {figure.unit:<10} {promise}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
