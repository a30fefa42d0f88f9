"""Words people write: text that every database can keep and a reader can see."""

import re
from typing import Annotated, Final

from pydantic import StringConstraints

PLAIN: Final = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F]*$"
"""No control character but tab and line ends: a NUL cannot be stored, the others cannot be read."""

Words = Annotated[str, StringConstraints(pattern=PLAIN)]

_PLAIN: Final = re.compile(PLAIN.replace("$", r"\Z"))


def is_plain(text: str) -> bool:
    """Tell whether a text may be asked for in a database: what cannot be stored is not there."""
    return _PLAIN.match(text) is not None
