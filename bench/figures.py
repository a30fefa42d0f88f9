"""What a measurement says: figures with their targets, the file of results, and the table of them."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

BEGIN: Final = "<!-- figures: written by `make bench`, not by hand -->"
END: Final = "<!-- /figures -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number, how it was measured, and what it must be where that is promised."""

    name: str
    value: float
    unit: str
    method: str
    least: float | None = None
    most: float | None = None

    @property
    def target(self) -> str | None:
        """The promise, as people read it."""
        if self.least is not None:
            return f">= {self.least:g}"
        return None if self.most is None else f"<= {self.most:g}"

    @property
    def met(self) -> bool | None:
        """Whether the promise is kept; None where nothing was promised."""
        if self.least is not None:
            return self.value >= self.least
        return None if self.most is None else self.value <= self.most

    def to_json(self) -> dict[str, Any]:
        """Give the figure as the file of results holds it."""
        return {
            "name": self.name,
            "value": shorten(self.value),
            "unit": self.unit,
            "target": self.target,
            "met": self.met,
            "method": self.method,
        }


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a run takes: in full, or cut short while the benchmark itself is worked on."""

    quick: bool = False

    def of(self, full: float, quick: float) -> float:
        """Choose between the full and the short value."""
        return quick if self.quick else full

    def count(self, full: int, quick: int) -> int:
        """Choose between the full and the short count."""
        return quick if self.quick else full


def shorten(value: float) -> float:
    """Keep four digits, or the whole number: the rest is noise."""
    return float(f"{value:.4g}") if abs(value) < 10_000 else float(round(value))


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which this share of the values lies; nan of none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def make_result(
    *,
    at: datetime,
    machine: Mapping[str, Any],
    calibration: Mapping[str, Any],
    figures: Sequence[Figure],
    quick: bool,
) -> dict[str, Any]:
    """Put a run together; a quick one says first of all that it measures nothing."""
    warning = {"not_a_measurement": "durations cut short by --quick"} if quick else {}
    return {
        **warning,
        "at": at.isoformat(timespec="seconds"),
        "machine": dict(machine),
        "calibration": dict(calibration),
        "figures": [figure.to_json() for figure in figures],
    }


def write_result(path: Path, result: Mapping[str, Any]) -> None:
    """Write a run's file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    path.write_text(re.sub(r"\bNaN\b", "null", text), "utf-8")


def to_table(result: Mapping[str, Any]) -> str:
    """Write a run as the Markdown that docs/performance.md shows."""
    lines = [f"Measured {result['at']}.", ""]
    lines += ["| machine | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in result["machine"].items()]
    lines += ["", "| calibration | before | after |", "|---|---:|---:|"]
    before, after = result["calibration"]["before"], result["calibration"]["after"]
    lines += [f"| {name} | {before[name]:g} | {after[name]:g} |" for name in before]
    lines += ["", "| figure | value | unit | target | met |", "|---|---:|---|---:|---|"]
    words = {True: "yes", False: "**no**", None: ""}
    lines += [
        f"| {f['name']} | {f['value']:,g} | {f['unit']} | {f['target'] or ''} | {words[f['met']]} |"
        for f in result["figures"]
    ]
    lines += ["", "How each was measured:", ""]
    lines += [f"- `{f['name']}`: {f['method']}" for f in result["figures"]]
    return "\n".join(lines)


def fill_in(document: Path, table: str) -> None:
    """Put a table between the marks of a document."""
    text = document.read_text("utf-8")
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{document} has no marks for the figures.")
    document.write_text(f"{head}{BEGIN}\n\n{table}\n\n{END}{tail}", "utf-8")
