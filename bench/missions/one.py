"""`python -m bench.missions.one PEER INSTANCE SECONDS SEED SIZE`: one run of one peer, in its own process.

It prints two plans, the peer's own and the one with what still fitted, as one JSON array.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Final

from bench.missions.filling import finish
from bench.missions.teams import deal
from dispatch.solver.instance import read_instance
from dispatch.solver.plan import plan_to_json

PEERS: Final = {
    "vroom": "vroom:route",
    "pyvrp": "pyvrp:route",
    "ortools": "ortools:route",
    "ortools_pci": "ortools:route_in_parallel",
    "vrpcli": "vrpcli:route",
}


def main(peer: str, path: str, seconds: str, seed: str, size: str) -> None:
    """Deal the teams, let the peer route them, and write its plan down."""
    module, _, function = PEERS[peer].partition(":")
    route = getattr(importlib.import_module(f"bench.missions.peers.{module}"), function)
    instance = read_instance(Path(path))
    day = deal(instance, size=int(size), seed=int(seed))
    routes = route(day, seconds=float(seconds), seed=int(seed))
    plans = [finish(day, routes, fill=fill) for fill in (False, True)]
    sys.stdout.write(json.dumps([plan_to_json(plan, instance) for plan in plans]))


if __name__ == "__main__":
    main(*sys.argv[1:])
