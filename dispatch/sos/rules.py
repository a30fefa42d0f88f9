"""Who may do what about a call for help. Pure."""

from dispatch.errors import NotYourSos
from dispatch.sos.values import Caller, SosDo


def see_that_he_may(*, do: SosDo, by: Caller, unit: str) -> None:
    """See that whoever called does not end the call himself, and that nobody else takes it back for him.

    Somebody with a knife at his throat presses what he is told to: a call is over when a post says so. Other
    units acknowledge it and go.

    :raises NotYourSos: when it is not his to do
    """
    his_own = by.unit == unit
    if his_own != (do is SosDo.CALL_OFF):
        raise NotYourSos("Whoever called may call it off; everybody else may do the rest.")
    if by.unit is not None and do in {SosDo.CLOSE, SosDo.FALSE_ALARM}:
        raise NotYourSos("A command post says that it is over.")
