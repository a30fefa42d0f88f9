"""Days as they are asked for: written as ISO 8601 has them, and never a number of seconds."""

import re
from datetime import date
from typing import Annotated, Any, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _written(value: Any) -> Any:
    """Refuse what pydantic would take for a day though nobody wrote one: 0 is not 1970-01-01."""
    if (isinstance(value, str) and not _DAY.fullmatch(value)) or isinstance(value, int | float):
        raise PydanticKnownError("date_from_datetime_parsing", {"error": "not a day"})
    return value


Day = Annotated[date, BeforeValidator(_written)]
