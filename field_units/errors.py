"""What the forces' side refuses.

DomainError
├── Conflict
│   ├── IllegalDuty       from how the unit stands this cannot be said
│   └── DutyIdTaken       this id is another word's already
├── Unauthorized
│   └── DeviceUnknown     this id is no device's, or the device was revoked
├── NotFound
│   ├── DeviceNotFound    there is no device of this id that still works
│   └── RecusalNotFound   there is no such recusal
├── Invalid
│   └── OfficerUnknown    there is no such officer
└── TooMany
    └── TooManyPositions  more often than anybody needs to know where a unit is
"""

from core.errors import Conflict, Invalid, NotFound, TooMany, Unauthorized


class IllegalDuty(Conflict):
    """From how the unit stands now, this cannot be said."""

    title = "Not from this duty"


class DutyIdTaken(Conflict):
    """This id is another word's about duty already."""

    title = "Id taken"


class DeviceUnknown(Unauthorized):
    """What was shown is no device's, or the device was revoked."""

    title = "Unknown device"


class DeviceNotFound(NotFound):
    """There is no device of this id that still works."""

    title = "No such device"


class RecusalNotFound(NotFound):
    """There is no recusal of this id."""

    title = "No such recusal"


class OfficerUnknown(Invalid):
    """There is no officer of this code."""

    title = "No such officer"


class TooManyPositions(TooMany):
    """A device, or an address with wrong ids, comes more often than it may."""

    title = "Too many positions"
