"""Finds public holidays by the package `holidays`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from .rules import Rule
from .words import RuleError

IsHoliday = Callable[[date], bool]


def no_holidays(day: date) -> bool:
    """Returns False for every day: the calendar of those who set no holidays."""
    del day
    return False


def holiday_calendar(country: str, subdivision: str | None) -> IsHoliday:
    """Returns a function that says of a day whether it is a public holiday there.

    Raises RuleError where the country or its subdivision is not known, or the package is not installed.
    """
    try:
        # Who sets no holidays need not have the package.
        from holidays import country_holidays, list_supported_countries
    except ImportError:
        raise RuleError(Rule.HOLIDAYS_PACKAGE) from None
    subdivisions = list_supported_countries().get(country)
    if subdivisions is None:
        raise RuleError(Rule.COUNTRY, country=repr(country))
    try:
        return country_holidays(country, subdiv=subdivision).__contains__
    except NotImplementedError:
        known = ", ".join(subdivisions) or "none"
        raise RuleError(
            Rule.SUBDIVISION, country=country, known=known, subdivision=repr(subdivision)
        ) from None
