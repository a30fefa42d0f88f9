"""What dispatch refuses.

DomainError
├── Conflict
│   └── IllegalMove   the task is not in a state from which this can be done
├── NotFound
│   └── TaskNotFound  there is no such task of yours
└── Invalid
    └── BadAct        an act that cannot be read
"""

from core.errors import Conflict, Invalid, NotFound


class IllegalMove(Conflict):
    """The task is not in a state from which this can be done."""

    title = "Not from this state"


class TaskNotFound(NotFound):
    """There is no such task within the caller's scope."""

    title = "No such task"


class BadAct(Invalid):
    """An act that cannot be read as one; `errors` names each field that is wrong."""

    title = "Not an act"
