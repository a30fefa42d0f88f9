"""The web client's types are those of the contracts: nobody writes them by hand, and none is out of date."""

from tests.pages import read
from tools import wire_types


def test_are_what_the_contracts_say() -> None:
    written = read(str(wire_types.PLACE.relative_to(wire_types.ROOT)))

    assert written == wire_types.write(), "run `.venv/bin/python tools/wire_types.py`"
