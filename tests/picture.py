"""A client's picture, folded as docs/wire.md says; what ours must be able to do with nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Picture:
    """What is open in a scope, as of a number."""

    seq: int
    cases: dict[str, Any] = field(default_factory=dict)
    tasks: dict[str, Any] = field(default_factory=dict)
    instructions: dict[str, Any] = field(default_factory=dict)
    sos: dict[str, Any] = field(default_factory=dict)
    alerts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, opening: dict[str, Any]) -> Picture:
        """Read a snapshot."""
        shown = opening["snapshot"]
        return cls(
            opening["seq"],
            {case["case_no"]: case for case in shown["cases"]},
            {task["id"]: task for task in shown["tasks"]},
            {one["id"]: one for one in shown["instructions"]},
            {one["id"]: one for one in shown["sos"]},
            {one["id"]: one for one in shown.get("alerts", ())},
        )

    def fold(self, frame: dict[str, Any]) -> None:
        """Fold the next frame in; one that is not the next is a broken promise."""
        assert frame["seq"] == self.seq + 1, f"{frame['seq']} after {self.seq}"
        self.seq = frame["seq"]
        name, data = frame["name"], frame["data"]
        if name == "case.changed":
            _put(self.cases, data["case_no"], data, gone=data["closed"])
        elif name == "case.left":
            self.cases.pop(data["case_no"], None)
        elif name in ("task.offered", "task.changed"):
            _put(self.tasks, data["id"], data, gone=data["ended"])
        elif name == "instruction.changed":
            _put(self.instructions, data["id"], data, gone=data["ended"])
        elif name == "instruction.receipt" and data["instruction"] in self.instructions:
            receipts = self.instructions[data["instruction"]]["receipts"]
            now = {key: value for key, value in data.items() if key != "instruction"}
            receipts[:] = [now if one["unit"] == now["unit"] else one for one in receipts]
        elif name == "alert.changed":
            _put(self.alerts, data["id"], data, gone=data["ended"])
        elif name == "sos.changed":
            _put(self.sos, data["id"], data, gone=data["ended"])


def _put(things: dict[str, Any], key: str, thing: Any, *, gone: bool) -> None:
    if gone:
        things.pop(key, None)
    else:
        things[key] = thing
