"""What command refuses.

DomainError
├── NotFound
│   └── CaseNotFound     there is no such case in your scope
├── Conflict
│   ├── ReportDiffers    the same event was reported before, and said something else
│   ├── CaseChanged      somebody changed the case since you read it
│   └── CaseIllegalMove  the case is not in a state from which this can be done
├── Invalid
│   ├── TeamUnknown      there is no such team
│   └── TeamElsewhere    the team serves another place
└── Unavailable
    └── IntakeFull       more reports wait than can be promised; come back
"""

from core.errors import Conflict, Invalid, NotFound, Unavailable


class CaseNotFound(NotFound):
    """There is no such case within the caller's scope."""

    title = "No such case"


class ReportDiffers(Conflict):
    """The event is known under this id, with other content; `fields` names what differs."""

    title = "Reported before with other content"


class CaseChanged(Conflict):
    """Somebody changed the case since the caller read it; `version` is the one in force."""

    title = "Changed meanwhile"


class CaseIllegalMove(Conflict):
    """The case is not in a state from which this can be done."""

    title = "Not from this state"


class TeamUnknown(Invalid):
    """There is no such team."""

    title = "No such team"


class TeamElsewhere(Invalid):
    """The team serves another township or district than the case's."""

    title = "Not this team's place"


class IntakeFull(Unavailable):
    """More reports wait than can be promised; the sender comes back."""

    title = "Too many reports at once"
