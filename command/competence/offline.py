"""A city's folder as it answers questions with nothing running: no database, no server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from command.catalogue import folder as catalogue
from command.competence.batches import read_batches
from command.competence.columns import AskedMany
from command.competence.routing import ask
from command.competence.snapshot import compile_facts
from core.clock import utcnow
from core.tables import BadTable
from grid.folder import read_folder, to_snapshot


class Offline:
    """The places and the facts of a folder; its edition and its boundaries are number 0."""

    def __init__(self, folder: Path) -> None:
        """Read a folder.

        :raises core.tables.BadTable: when a file of it cannot be read; names file, row and column
        """
        geography = read_folder(folder)
        self.facts = catalogue.read(folder)
        try:
            self.snapshot = compile_facts(self.facts)
        except ValueError as unreadable:
            raise BadTable(f"{folder.name}: {unreadable}") from unreadable
        self.city = to_snapshot(geography, now=utcnow())

    def read_acts(self, file: Path) -> Iterator[tuple[list[str], AskedMany]]:
        """Read a file of acts in batches, each act named by its row; places are this folder's.

        :raises core.tables.BadTable: when cells cannot be read; names each row and column
        """
        first = 2
        for batch in read_batches(file, zone=self.city.zone):
            count = len(batch.rows)
            names = [f"row {number}" for number in range(first, first + count)]
            yield names, ask(batch, self.city, self.snapshot)
            first += count
