"""What a task's move means for its case, and what its being sent back means for who is competent. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from command.cases.lifecycle import CaseState
from command.catalogue.book import Book
from command.catalogue.facts import ClassKey
from command.competence.decide import decide
from command.competence.explain import Why, asked_again, stored
from command.competence.snapshot import Snapshot
from command.competence.values import Competence
from core.clock import iso
from dispatch.tasks.values import NOBODY, ReturnCode, Rivalry, Role

Step = tuple[CaseState, str]
"""A state to go to, and the reason."""

PATH: Final = (
    CaseState.ROUTED,
    CaseState.SENT,
    CaseState.SIGNED,
    CaseState.EN_ROUTE,
    CaseState.ON_SITE,
    CaseState.HANDLED,
    CaseState.CLOSED,
)
"""The way of a case that has a team."""

FORWARD: Final[Mapping[str, tuple[Step, ...]]] = {
    "offered": ((CaseState.SENT, "offered"),),
    "accepted": ((CaseState.SIGNED, "accepted"),),
    "en_route": ((CaseState.EN_ROUTE, "departed"),),
    "on_site": ((CaseState.ON_SITE, "arrived"),),
    # All there was to do is done and no re-check is asked for: the system closes the case.
    "done": ((CaseState.HANDLED, "finished"), (CaseState.CLOSED, "all_done")),
}
BACK: Final[Mapping[str, Step]] = {
    "declined": (CaseState.ROUTED, "declined"),
    "expired": (CaseState.ROUTED, "unanswered"),
    "replaced": (CaseState.ROUTED, "reassigned"),
    "recalled": (CaseState.TO_JUDGE, "recalled"),
    "returned": (CaseState.TO_JUDGE, "returned"),
}
REFUSES: Final = frozenset({ReturnCode.OTHER_AREA, ReturnCode.OTHER_MATTER})
"""Sent back because it is another's to deal with: what counts as a refusal of competence."""


def follow(state: CaseState, *, task: str, role: str, others: Rivalry = NOBODY) -> tuple[Step, ...]:
    """Tell where a case goes when one of its tasks has moved to the state `task`.

    It goes forward with whichever of its tasks is furthest, and back only with the one that leads it. A
    rival takes it back only as far as the others let it; who assists moves nothing; the last of the parts
    moves the task that was split, and that moves the case.
    """
    if role == Role.ASSIST or state not in PATH:
        return ()
    if task in FORWARD:
        if role == Role.PART and task == "done":
            return ()
        here = PATH.index(state)
        return tuple(step for step in FORWARD[task] if PATH.index(step[0]) > here)
    back = BACK.get(task)
    if back is None or role == Role.PART:
        return ()
    if role == Role.RIVAL and others.alive:
        if others.asked:
            return ()
        if back[0] is CaseState.TO_JUDGE:
            back = BACK["declined"]
    # What is handled stays so, whatever comes late.
    return () if state in (back[0], CaseState.HANDLED, CaseState.CLOSED) else (back,)


def sent_back(
    why: Why,
    *,
    key: ClassKey,
    team: str | None,
    unit: str,
    code: str,
    snapshot: Snapshot,
    book: Book,
    now: datetime,
) -> tuple[str, dict[str, Any]]:
    """Ask again who is competent, now that a team has sent it back; give the reason and what is kept.

    Nobody is sent by it: whose it is after all a person says. But from the second refusal on the rules
    call it disputed, and who received it first keeps dealing with what is urgent (首接负责).
    """
    returns = [
        *why.get("returns", ()),
        {"team": team, "unit": unit, "code": code, "at": iso(now)},
    ]
    reason = f"returned_{code}"
    if code not in REFUSES or "asked" not in why:
        return reason, {**why, "returns": returns}
    asked = asked_again(why, key=key)
    asked = asked._replace(
        refusals=asked.refusals + 1, first_receiver=asked.first_receiver or team, upgraded_to=None
    )
    decision = decide(asked, snapshot)
    told = stored(decision, asked, book, boundaries=why["boundaries"])
    return (
        "disputed" if decision.reason == "disputed" else reason,
        {**why, **told, "returns": returns},
    )


def ruled(
    why: Why, *, key: ClassKey, team: str, item: str | None, snapshot: Snapshot, book: Book
) -> tuple[Competence, dict[str, Any]]:
    """Ask again who is competent, now that a recorded decision names a team (提级、指定管辖)."""
    asked = asked_again(why, key=key)
    asked = asked._replace(upgraded_to=team, item=item or asked.item)
    decision = decide(asked, snapshot)
    return decision, {
        **why,
        **stored(decision, asked, book, boundaries=why["boundaries"]),
    }
