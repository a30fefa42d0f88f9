"""What command refuses.

DomainError
├── NotFound
│   ├── CaseNotFound     there is no such case in your scope
│   ├── ItemUnknown      no item ever had this code
│   ├── DistrictUnknown  there is no such district
│   ├── EditionUnknown   that edition of the catalogue was not published yet
│   └── DraftNotFound    there is no such draft of the catalogue
├── Conflict
│   ├── ReportDiffers    the same event was reported before, and said something else
│   ├── CaseChanged      somebody changed the case since you read it
│   ├── CaseIllegalMove  the case is not in a state from which this can be done
│   ├── DraftNotOpen     the draft was published or dropped already
│   ├── DraftStale       a row that the draft changes was changed meanwhile
│   └── HolesOpen        the draft makes holes for which nobody answers
├── Invalid
│   ├── TeamUnknown      there is no such team
│   ├── DraftBroken      the facts would contradict themselves
│   └── TeamElsewhere    the team serves another place
└── Unavailable
    └── IntakeFull       more reports wait than can be promised; come back
"""

from core.errors import Conflict, Invalid, NotFound, Unavailable


class CaseNotFound(NotFound):
    """There is no such case within the caller's scope."""

    title = "No such case"


class ItemUnknown(NotFound):
    """No enforcement item ever had this code."""

    title = "No such item"


class DistrictUnknown(NotFound):
    """There is no such district."""

    title = "No such district"


class EditionUnknown(NotFound):
    """That edition of the catalogue was not published yet; `latest` is the one in force."""

    title = "No such edition"


class DraftNotFound(NotFound):
    """There is no such draft of the catalogue."""

    title = "No such draft"


class DraftNotOpen(Conflict):
    """The draft was published or dropped already; `state` says which."""

    title = "Not open any more"


class DraftStale(Conflict):
    """A row that the draft changes was changed since it was made: it must be made anew."""

    title = "Changed meanwhile"


class HolesOpen(Conflict):
    """The draft makes `holes` for which nobody answers by name and with a reason."""

    title = "Holes"


class DraftBroken(Invalid):
    """The facts would contradict themselves: `problems` says how. Nobody can answer for that."""

    title = "Cannot be published"


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
