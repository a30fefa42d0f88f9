"""`python -m bench.missions`: our engine and its peers on the same machine, judged by the same check.

Without an argument everything is measured, which takes hours; arguments are names of instances or parts
of names, such as `hz-60` or `vall`, `year` or `urgent`. INSTANCES=DIR adds those of another folder.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from bench.missions import urgent, year
from bench.missions.cases import find_cases, read_baselines, read_best_known
from bench.missions.measuring import measure, say, usual_seconds
from bench.missions.one import PEERS
from bench.missions.table import to_markdown
from bench.missions.targets import judge

RESULTS: Final = Path(__file__).parents[1] / "results"


def main() -> None:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(prog="python -m bench.missions", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="INSTANCE")
    parser.add_argument("--seconds", type=float, help="others than the targets are about")
    parser.add_argument("--seeds", type=int, default=3, help="how many (3)")
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    given = parser.parse_args()
    seeds = range(1, given.seeds + 1)
    if not given.names or "year" in given.names:
        year.main(seeds)
    if not given.names or "urgent" in given.names:
        urgent.main(urgent.NAMES)
    measured = []
    for case in find_cases():
        if given.names and not any(name in case.name for name in given.names):
            continue
        seconds = given.seconds or usual_seconds(case)
        one = measure(
            case,
            seconds=seconds,
            seeds=seeds,
            peers=given.peers,
            published=read_baselines(seconds=seconds).get(case.name, {}),
        )
        measured.append(one)
    if not measured:
        return
    targets = [] if given.seconds else judge(measured, read_best_known())
    table = to_markdown(measured, targets)
    say(f"\n{table}")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "missions.md").write_text(table, "utf-8")
    everything = json.dumps([asdict(one) for one in measured], indent=1, default=str)
    (RESULTS / "missions.json").write_text(everything + "\n", "utf-8")


if __name__ == "__main__":
    main()
