"""Refusals of geography.

CityNotLoaded     503   the database holds no city yet
AnotherCity       409   the database holds a city, and it is not this one
NoSuchCrs         422   a point came in a coordinate system we do not know
"""

from core.errors import Conflict, Invalid, Unavailable


class CityNotLoaded(Unavailable):
    """No city has been loaded: `onedoor load-city` comes first."""

    title = "No city loaded"


class AnotherCity(Conflict):
    """One database holds one city."""

    title = "Another city is loaded"


class NoSuchCrs(Invalid):
    """The coordinate system is not one we know."""

    title = "Unknown coordinate system"
