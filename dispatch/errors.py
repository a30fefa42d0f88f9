"""What dispatch refuses.

DomainError
├── Conflict
│   ├── AlertOver     the alert is over: there is nothing to take in hand
│   ├── IllegalMove   the task is not in a state from which this can be done
│   ├── TaskGone      somebody took the task away meanwhile; says who has it now
│   ├── TaskChanged   somebody changed the task since it was read
│   ├── OffDuty       the unit is not on duty
│   ├── CrewUnfit     fewer than two of its officers may act in the field today, those recused left out
│   ├── TooFar        too far from the place to have arrived there
│   ├── UnitTaken     the unit works on this case already
│   ├── NoticeNotDead         only what was given up can be tried again by hand
│   ├── InstructionOver       the instruction was closed
│   ├── SosIllegalMove        the call for help is not in a state from which this can be done
│   └── IdTaken               this id names something else already
├── NotFound
│   ├── AlertNotFound there is no such alert within your scope
│   ├── TaskNotFound  there is no such task of yours
│   ├── NoticeNotFound        there is no such notice in your scope
│   ├── SubscriptionNotFound  you have no such subscription to pushes
│   ├── InstructionNotFound   there is no such instruction in your scope
│   └── SosNotFound           there is no such call for help in your scope
├── Forbidden
│   └── NotYourSos    whoever calls for help does not end the call; somebody else does
└── Invalid
    ├── SubscriptionRefused   pushes do not go to that address
    ├── BadAct        an act that cannot be read
    └── UnitUnknown   no such unit, or team, that could be sent
"""

from core.errors import Conflict, Forbidden, Invalid, NotFound


class IllegalMove(Conflict):
    """The task is not in a state from which this can be done."""

    title = "Not from this state"


class TaskGone(Conflict):
    """The task was recalled, replaced or ran out meanwhile; `state`, `since`, `by`, `reason`, `now_with`."""

    title = "No longer yours"


class TaskChanged(Conflict):
    """Somebody changed the task since the caller read it; `version` is the one in force."""

    title = "Changed meanwhile"


class OffDuty(Conflict):
    """The unit is not on duty; `unit`, and the moment it was judged at as `at`."""

    title = "Not on duty"


class CrewUnfit(Conflict):
    """Fewer officers than the law asks for may act in the field today: `needed`, `certified`, `recused`."""

    title = "Crew not fit"


class TooFar(Conflict):
    """Too far away to have arrived, without a reason: `distance_m`, `accuracy_m`, `radius_m`."""

    title = "Not there yet"


class UnitTaken(Conflict):
    """The unit has an open task of this case already."""

    title = "Works on it already"


class TaskNotFound(NotFound):
    """There is no such task within the caller's scope."""

    title = "No such task"


class AlertNotFound(NotFound):
    """There is no such alert within the caller's scope."""

    title = "No such alert"


class AlertOver(Conflict):
    """What the alert was about is over; there is nothing to take in hand any more."""

    title = "Over"


class BadAct(Invalid):
    """An act that cannot be read as one; `errors` names each field that is wrong."""

    title = "Not an act"


class UnitUnknown(Invalid):
    """There is no such unit or team within the caller's scope that could be sent for this."""

    title = "Nobody to send"


class NoticeNotFound(NotFound):
    """There is no such notice within the caller's scope."""

    title = "No such notice"


class NoticeNotDead(Conflict):
    """Only a notice that was given up can be tried again by hand; `state` says where it is."""

    title = "Not given up"


class SubscriptionNotFound(NotFound):
    """The caller has no such subscription to pushes."""

    title = "No such subscription"


class SubscriptionRefused(Invalid):
    """Pushes do not go to this address: it is no address, or neither over TLS nor on this machine."""

    title = "No pushes to there"


class InstructionNotFound(NotFound):
    """There is no such instruction within the caller's scope."""

    title = "No such instruction"


class InstructionOver(Conflict):
    """The instruction was closed: nothing more can be done about it."""

    title = "Closed"


class SosNotFound(NotFound):
    """There is no such call for help within the caller's scope."""

    title = "No such call"


class SosIllegalMove(Conflict):
    """The call for help is not in a state from which this can be done."""

    title = "Not from this state"


class NotYourSos(Forbidden):
    """Whoever calls for help calls it off at most; that it is over is said by somebody else."""

    title = "Not yours to end"


class IdTaken(Conflict):
    """The client's id names something else already."""

    title = "Id taken"
