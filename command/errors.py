"""What command refuses.

DomainError
├── NotFound
│   ├── CaseNotFound     there is no such case in your scope
│   ├── ItemUnknown      no item ever had this code
│   ├── DistrictUnknown  there is no such district
│   ├── EditionUnknown   that edition of the catalogue was not published yet
│   ├── ExtensionNotFound  the case has no such extension
│   ├── HandoverNotFound  there is no such hand-over sheet in your scope
│   └── DraftNotFound    there is no such draft of the catalogue
├── Conflict
│   ├── HandoverDone     that side of the sheet is signed, or both are
│   ├── HandoverNotLeft  whoever leaves signs first
│   ├── SamePerson       nobody hands over to himself
│   ├── ReportDiffers    the same event was reported before, and said something else
│   ├── CaseChanged      somebody changed the case since you read it
│   ├── CaseIllegalMove  the case is not in a state from which this can be done
│   ├── ClockStands      the case has no clock that runs
│   ├── ClockIllegalMove  the clock rests already, or does not rest
│   ├── RestNotAllowed   no row lets the clock rest on this ground now
│   ├── NoExtension      no more time can be given
│   ├── ExtensionTooLong  more time than the case's row gives
│   ├── ExtensionOpen    another extension waits for an answer
│   ├── ExtensionAnswered  it was answered already
│   ├── DraftNotOpen     the draft was published or dropped already
│   ├── JudgementKnown   this id is another decision's
│   ├── NotAsked         nothing is asked of the platform
│   ├── SupplementDiffers  the same supplement was sent before, and said something else
│   ├── RulingOpen       the rules ask a question before anybody can be named
│   ├── DraftStale       a row that the draft changes was changed meanwhile
│   └── HolesOpen        the draft makes holes for which nobody answers
├── Forbidden
│   ├── RulingBeyond     only who stands for a district or the city names who deals with a case
│   ├── NotApprover      a higher level answers this
│   └── ExtensionOwn     nobody answers what he asked for himself
├── Invalid
│   ├── BadSpan          no sheet is made for such a span
│   ├── BadJudgement     the decision lacks what it needs, or names what is not in force
│   ├── HeadUnfit        nothing is merged into this case
│   ├── TeamUnknown      there is no such team
│   ├── DraftBroken      the facts would contradict themselves
│   └── TeamElsewhere    the team serves another place
└── Unavailable
    └── IntakeFull       more reports wait than can be promised; come back
"""

from core.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable


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


class JudgementKnown(Conflict):
    """This id is another decision's, or this one's with other words."""

    title = "Decided otherwise before"


class NotAsked(Conflict):
    """Nothing is asked of the platform about this event: it is in this `state`."""

    title = "Nothing is asked"


class SupplementDiffers(Conflict):
    """The supplement is known under this id, with other content; `fields` names what differs."""

    title = "Supplemented before with other content"


class BadJudgement(Invalid):
    """The decision lacks a word it needs, or names a ground that is not in force: `errors` says which."""

    title = "Not a whole decision"


class HeadUnfit(Invalid):
    """Nothing is merged into this case: it is not there, it is the same one, or it is over."""

    title = "Not to be merged into"


class RulingOpen(Conflict):
    """Whoever is named, a question comes first: `reason`, `question`."""

    title = "A question is open"


class RulingBeyond(Forbidden):
    """Who is to deal with a case is named by a district or the city, not by a township or a team."""

    title = "Not for this node to decide"


class ClockStands(Conflict):
    """The case has no clock, or it has stopped since the case is handled."""

    title = "No clock runs"


class ClockIllegalMove(Conflict):
    """The clock rests already, or does not rest."""

    title = "Not from this state"


class RestNotAllowed(Conflict):
    """No row lets the clock of a case in this `state` rest on this `ground`."""

    title = "The clock goes on"


class NoExtension(Conflict):
    """The limit (`rule`) may be extended `most` times, which it was."""

    title = "No more time"


class ExtensionOpen(Conflict):
    """Another `extension` of the case waits for its answer, or has this id."""

    title = "One is asked for already"


class ExtensionAnswered(Conflict):
    """The extension was answered already: `state`."""

    title = "Answered already"


class ExtensionNotFound(NotFound):
    """The case has no extension of this id."""

    title = "No such extension"


class ExtensionTooLong(Conflict):
    """More time than the row this case stands under gives (`most`, in `unit`), or part of a day."""

    title = "Too much time"


class NotApprover(Forbidden):
    """Somebody of this `level` or above answers it."""

    title = "For a higher level"


class ExtensionOwn(Forbidden):
    """Nobody answers what he asked for himself."""

    title = "Your own"


class TeamUnknown(Invalid):
    """There is no such team."""

    title = "No such team"


class TeamElsewhere(Invalid):
    """The team serves another township or district than the case's."""

    title = "Not this team's place"


class IntakeFull(Unavailable):
    """More reports wait than can be promised; the sender comes back."""

    title = "Too many reports at once"


class HandoverNotFound(NotFound):
    """There is no such hand-over sheet within the caller's scope."""

    title = "No such sheet"


class HandoverDone(Conflict):
    """That `side` of the sheet is signed: nothing is added to it any more."""

    title = "Signed already"


class HandoverNotLeft(Conflict):
    """Whoever leaves signs before whoever comes."""

    title = "Not signed by the one who leaves"


class SamePerson(Conflict):
    """Nobody hands over to himself."""

    title = "The same person"


class BadSpan(Invalid):
    """A sheet is made for a span that is over, not empty, and not longer than a week."""

    title = "No such span"
