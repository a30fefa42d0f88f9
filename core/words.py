"""Words people write: text that every database can keep and a reader can see, and moments written out."""

import re
from typing import Annotated, Final

from pydantic import AwareDatetime, BeforeValidator, StringConstraints

PLAIN: Final = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F]*$"
"""No control character but tab and line ends: a NUL cannot be stored, the others cannot be read."""

Words = Annotated[str, StringConstraints(pattern=PLAIN)]

_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]")


def _written_out(value: object) -> object:
    if isinstance(value, str) and not _MOMENT.match(value):
        raise ValueError("a moment is written out, with its offset")
    if isinstance(value, int | float):
        raise ValueError("a number is no moment")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
"""A moment as clients write it (RFC 3339): never a number, of which nobody knows what it counts."""

_PLAIN: Final = re.compile(PLAIN.replace("$", r"\Z"))


def is_plain(text: str) -> bool:
    """Tell whether a text may be asked for in a database: what cannot be stored is not there."""
    return _PLAIN.match(text) is not None
