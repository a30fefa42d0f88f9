"""Codes as the standards form them: the province's power items, unified social credit codes."""

from __future__ import annotations

import re
from typing import Final

from command.catalogue.facts import ItemKind

_POWER: Final = re.compile(r"33(0[1-9]|10)\d{2}\d{3}\d{3}")
"""Province, kind of power, line of department, main item, sub-item: 12 digits."""
KINDS: Final[dict[str, ItemKind]] = {"02": "penalty", "03": "coercion", "06": "inspection"}
"""The kinds of power that are enforced, by the code's third and fourth digit."""
_CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The alphabet of GB 32100-2015: no I, O, S, V, Z."""


def is_wrong_item_code(code: str) -> bool:
    """Tell whether a code looks like a power item's and is none; a city's own codes look otherwise."""
    return code.isdecimal() and not _POWER.fullmatch(code)


def kind_of(code: str) -> ItemKind | None:
    """Read from an item's code what kind of power it is; None when it is no enforcement.

    A city's own code does not tell: it is a penalty's.
    """
    return KINDS.get(code[2:4]) if _POWER.fullmatch(code) else "penalty"


def is_credit_code(code: str) -> bool:
    """Tell whether a text is a unified social credit code with the right check digit (GB 32100)."""
    if len(code) != 18 or not set(code) <= set(_CREDIT):
        return False
    total = sum(_CREDIT.index(sign) * pow(3, at, 31) for at, sign in enumerate(code[:17]))
    return _CREDIT[-total % 31] == code[17]
