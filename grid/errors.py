"""Refusals of geography.

CityNotLoaded     503   the database holds no city yet
AnotherCity       409   the database holds a city, and it is not this one
NoSuchCrs         422   a point came in a coordinate system we do not know
SurveyRefused     422   surveyed boundaries cannot be read, or cannot be true
GroundContested   409   two townships claim the same ground
SurveyUnchanged   409   the boundaries are as they were published last
BoundariesMoved   409   other boundaries were published since the survey was reviewed

A `BadSurvey` is what is wrong with a file; whoever answers for the file puts it into a reader's words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core import texts
from core.errors import Conflict, Invalid, Unavailable
from core.tables import BadTable
from core.texts import Lang


class CityNotLoaded(Unavailable):
    """No city has been loaded: `onedoor load-city` comes first."""

    title = "No city loaded"


class AnotherCity(Conflict):
    """One database holds one city."""

    title = "Another city is loaded"


class NoSuchCrs(Invalid):
    """The coordinate system is not one we know."""

    title = "Unknown coordinate system"


class SurveyRefused(Invalid):
    """Surveyed boundaries cannot be read or cannot be true; `errors` says of each feature why."""

    title = "Survey not valid"


class GroundContested(Conflict):
    """Two townships claim the same ground: `places` of it. Nobody could say whose an act there is."""

    title = "Ground claimed twice"


class SurveyUnchanged(Conflict):
    """The same boundaries were published last, for the same day: there is nothing to publish."""

    title = "Nothing to publish"


class BoundariesMoved(Conflict):
    """Other boundaries were published since the survey was reviewed; `last` is their number."""

    title = "Reviewed against older boundaries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What is wrong with a survey: a rule (a word of `survey.*`) that the file or one feature breaks."""

    rule: str
    feature: int | None = None
    """Which one, counted from 1; None: the file as a whole."""
    code: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    def said(self, lang: Lang) -> str:
        """Say it to a person."""
        broken = texts.say(f"survey.{self.rule}", lang, **self.facts)
        if self.feature is None:
            return broken
        return texts.say("survey.of", lang, n=self.feature, code=self.code, broken=broken)


class BadSurvey(BadTable):
    """A survey that cannot be read or cannot be true."""

    def __init__(self, name: str, flaws: Sequence[Flaw]) -> None:
        super().__init__("\n".join(f"{name} {flaw.said('en')}" for flaw in flaws))
        self.flaws = tuple(flaws)
