"""Route a file of acts: its columns as they are, and beside them whose each act is."""

from __future__ import annotations

import csv
import os
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from command.competence.batches import SUBJECTS, BadFile, Batch, read_batches, read_header
from command.competence.bulk import decide_many
from command.competence.columns import AskedMany, Column
from command.competence.located import locate_many
from command.competence.snapshot import Snapshot
from grid.snapshot import CitySnapshot

ANSWER: Final = ("township", "item", "team", "signing_body", "rule_ids", "reason")
"""What is written behind the columns of the file."""


def route_file(
    source: Path, target: Path, *, city: CitySnapshot, snapshot: Snapshot
) -> Counter[str]:
    """Write every act with its answer and count the reasons; a file that is refused leaves nothing.

    :raises BadFile: when cells cannot be read, or the file has a column of ours already
    """
    header = read_header(source)
    if taken := [name for name in ANSWER if name in header]:
        raise BadFile(f"{source.name} has a column {taken[0]!r} already")
    counted: Counter[str] = Counter()
    # Beside it first: whoever reads the target meanwhile finds the old one or the new one, whole.
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*header, *ANSWER])
            for batch in read_batches(source, zone=city.zone):
                answers = _answers(batch, city, snapshot)
                counted.update(reason for *_, reason in answers)
                writer.writerows(
                    [*row, *answer] for row, answer in zip(batch.rows, answers, strict=True)
                )
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    return counted


def _answers(batch: Batch, city: CitySnapshot, snapshot: Snapshot) -> list[tuple[str, ...]]:
    asked = ask(batch, city, snapshot)
    found = decide_many(asked, snapshot)
    rule = Column(
        [f"{rule[0]} v{rule[1]}" if rule else "" for rule in found.rule.values], found.rule.index
    )
    columns = (
        asked.township, found.item, found.team, found.signing_body, rule, found.reason,
    )  # fmt: skip
    return list(zip(*(_written(column) for column in columns), strict=True))


def ask(batch: Batch, city: CitySnapshot, snapshot: Snapshot) -> AskedMany:
    """Ask of every row of a batch who is competent."""
    spots = locate_many(
        city,
        days=batch.filing_days,
        strip_m=snapshot.border_strip_m,
        lons=batch.lons,
        lats=batch.lats,
        crs=batch.crs,
    )
    return AskedMany.make(
        key=Column(batch.keys, batch.key),
        place=spots.place,
        district=spots.district,
        township=spots.township,
        law_day=batch.law_days,
        filing_day=batch.filing_days,
        near=spots.near,
        areas=spots.areas,
        subject=Column((None, *SUBJECTS), batch.subjects),
        amount=batch.amounts,
        severe=Column.of(batch.severe),
    )


def _written(column: Column[Any]) -> list[str]:
    """Write a column out, each value once; nothing is an empty cell."""
    return Column(
        ["" if value is None else value for value in column.values], column.index
    ).to_list()
