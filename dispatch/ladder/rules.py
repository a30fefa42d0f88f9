"""Which rung a task that nobody answers has come to, and when to look again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dispatch.ladder.values import POSTS, Ladder, Rung, Silence, Step

KNOWN_BY: Final[Mapping[Silence, frozenset[str]]] = {
    Silence.UNDELIVERED: frozenset({"offered"}),
    Silence.UNSEEN: frozenset({"offered", "delivered"}),
    Silence.UNACCEPTED: frozenset({"waiting", "offered", "delivered", "seen"}),
}
"""The states in which a thing has not happened yet."""


HEIGHT: Final[Mapping[Step, int]] = {post: height for height, post in enumerate(POSTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a task stands that nobody has accepted."""

    state: str
    urgency: str
    wanted_at: datetime
    """Since when some unit is wanted, through all that declined or did not answer: what posts count from."""
    offered_at: datetime | None
    """Since when this unit is asked; None while the task waits for one."""
    climbed: int = 0
    """The last rung taken towards this unit."""
    told: Step | None = None
    """The highest post that has been told."""


@dataclass(frozen=True, slots=True)
class Climb:
    """What is to be done now: one step towards the unit, one post to be told, and when to look again."""

    unit: Rung | None
    post: Rung | None
    at: datetime | None
    """None: nothing is to come any more."""


def climb(standing: Standing, *, ladder: Ladder, now: datetime) -> Climb:
    """Take a task straight to the rung its age calls for, however many were missed on the way."""
    limit = ladder.limit(standing.urgency)
    unit = post = None
    at: datetime | None = None
    for rung in ladder.climb(standing.urgency) if limit else ():
        assert limit is not None
        told_to_post = rung.step in HEIGHT
        since = standing.wanted_at if told_to_post else standing.offered_at
        if since is None or standing.state not in KNOWN_BY[rung.silence]:
            continue
        if _is_behind(rung, standing):
            continue
        moment = since + rung.after(limit)
        if moment > now:
            at = moment if at is None else min(at, moment)
        elif told_to_post:
            post = rung if post is None or HEIGHT[rung.step] > HEIGHT[post.step] else post
        else:
            unit = rung
    return Climb(unit, post, at)


def _is_behind(rung: Rung, standing: Standing) -> bool:
    if rung.step not in HEIGHT:
        return rung.number <= standing.climbed
    return standing.told is not None and HEIGHT[rung.step] <= HEIGHT[standing.told]


def node_of(
    step: Step, *, team: str, township: str | None, district: str | None
) -> tuple[Step, str]:
    """Name the post a step tells, or the next one up where there is none."""
    nodes = {
        Step.TEAM: f"team:{team}",
        Step.TOWNSHIP: f"township:{township}" if township else None,
        Step.DISTRICT: f"district:{district}" if district else None,
        Step.CITY: "city",
    }
    for post in POSTS[HEIGHT[step] :]:
        node = nodes[post]
        if node is not None:
            return post, node
    raise ValueError(f"{step} is no post")
