"""Rows of the catalogue: a table for each form.

A row is good for the days of its span, and was published from edition `since` up to, not including,
edition `until`. It is never changed but for `until`, once, and never deleted: the database refuses
(core/migrations). What was closed and comes back is a row again, with the same id and a new `since`.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, Float, Integer, String, Table, Uuid
from sqlalchemy.types import TypeEngine

from command.catalogue.cells import Sort
from command.catalogue.forms import KEPT, Form
from core import db

_TYPES: Final[Mapping[Sort, TypeEngine[Any]]] = {
    "text": String(),
    "number": Float(),
    "count": Integer(),
    "flag": Boolean(),
    "day": Date(),
    "list": db.Json,
    "object": db.Json,
}


def _table(form: Form) -> Table:
    return Table(
        form.table or "",
        db.metadata,
        Column("id", Uuid(as_uuid=False), primary_key=True),
        Column("since", Integer, primary_key=True, autoincrement=False),
        Column("until", Integer),
        *(
            # A rule's own id stands beside the row's.
            Column(
                "rule" if column.name == "id" else column.name,
                _TYPES[column.sort],
                nullable=column.optional,
            )
            for column in form.columns
        ),
    )


TABLES: Final[Mapping[Form, Table]] = {form: _table(form) for form in KEPT}
"""Columns in the order of the form, after `id`, `since` and `until`."""
