"""What somebody wants done about a task: asked under one id of his own, on any line, until it is answered."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, Literal
from uuid import UUID

import httpx

from tests.chaos.story import GONE
from tests.platform import now_text

PATIENCE_S: Final = 30
"""How long an answer may be waited for before it counts as lost."""
CUT_WITHIN_S: Final = 0.03
"""When a line that is cut is cut: about when the answer comes."""
DONE: Final = "done"


def new_id(chance: Random) -> str:
    """Make an id as a client does, but so that the same seed makes the same ones."""
    return str(UUID(int=chance.getrandbits(128), version=4))


@dataclass(eq=False)
class Deed:
    """An act of a crew or an order of a post, and all that was ever answered to it."""

    kind: Literal["acts", "orders"]
    task: str
    body: dict[str, Any]
    token: str
    answers: list[str] = field(default_factory=list)
    asked: int = 0

    @classmethod
    def of(
        cls,
        chance: Random,
        kind: Literal["acts", "orders"],
        task: Mapping[str, Any],
        do: str,
        token: str,
        **more: Any,
    ) -> "Deed":
        """Make up one's mind about a task."""
        return cls(kind, task["id"], {"do": do, "id": new_id(chance), **more}, token)

    @property
    def id(self) -> str:
        """The id it is asked under."""
        found: str = self.body["id"]
        return found

    @property
    def is_done(self) -> bool:
        """Whether it was ever answered that it is done."""
        return DONE in self.answers

    def hear(self, answer: Mapping[str, Any]) -> None:
        """Take an answer, from either line, without what belongs to the line."""
        if answer.get("done") == self.id:
            self.answers.append(DONE)
            return
        problem = answer.get("problem", answer)
        told = {key: problem[key] for key in problem if key not in ("instance", "request_id")}
        self.answers.append(json.dumps(told, sort_keys=True, ensure_ascii=False))


@dataclass
class Lines:
    """The way over HTTP to every web process."""

    clients: Sequence[httpx.AsyncClient]
    chance: Random

    async def ask(self, deed: Deed, *, is_cut: bool = False) -> None:
        """Ask any of them; nobody there, a cut line and a refusal to say anything now are no answer.

        :raises AssertionError: when the answer is none that a client is promised
        """
        deed.asked += 1
        span_s = self.chance.uniform(0, CUT_WITHIN_S) if is_cut else PATIENCE_S
        with suppress(*GONE, TimeoutError):
            async with asyncio.timeout(span_s):
                answer = await self.chance.choice(self.clients).post(
                    f"/api/v1/tasks/{deed.task}/{deed.kind}",
                    json=deed.body,
                    headers={"Authorization": f"Bearer {deed.token}"},
                )
            if answer.status_code != 503:
                assert answer.status_code in (200, 409, 422), (deed.body, answer.text)
                deed.hear(answer.json())

    async def ask_until_answered(self, deed: Deed) -> None:
        """Ask until there is one answer more."""
        before = len(deed.answers)
        while len(deed.answers) == before:
            await self.ask(deed)
            await asyncio.sleep(0.05)


def act(chance: Random, task: Mapping[str, Any], do: str, token: str) -> Deed:
    """Make an act of a crew, with the word it cannot do without."""
    words: dict[str, dict[str, Any]] = {
        "decline": {"reason": "忙"},
        "finish": {"result": "已劝离"},
        "return": {"code": "already_handled"},
        "suspend": {"ground": "testing"},
    }
    return Deed.of(chance, "acts", task, do, token, at=now_text(), **words.get(do, {}))
