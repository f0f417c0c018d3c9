"""Keeps the colours of the days, of a tariff that has them, as entities of Home Assistant report them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ..base.errors import MeterError
from ..base.reason import Problem
from ..base.shown import shown
from ..settings.tariff import ColourPrices, Colours
from .timetable import Rate


class DayColours:
    """Keeps the colours of the running day and of the next one; days begin at `day_start`."""

    def __init__(self, colours: Colours, zone: ZoneInfo) -> None:
        self._colours = colours
        self._zone = zone
        self._prices = {name.casefold(): prices for name, prices in colours.prices.items()}
        self._prices_of: dict[str, ColourPrices | None] = {}
        every = colours.prices.values()
        self._dearest = ColourPrices(
            peak=max(each.peak for each in every), off_peak=max(each.off_peak for each in every)
        )

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities to listen to."""
        named = (self._colours.today, self._colours.tomorrow)
        return tuple(entity for entity in named if entity is not None)

    def update(self, entity: str, state: Mapping[str, Any]) -> None:
        """Takes in a state of one of the entities.

        Raises MeterError where the running day's colour is not known by it.
        """
        name = str(state.get("state"))
        self._prices_of[entity] = self._prices.get(name.strip().casefold())
        if self._prices_of[entity] is None and entity == self._colours.today:
            known = ", ".join(self._colours.prices)
            raise MeterError(Problem.COLOUR_UNKNOWN, entity=entity, known=known, said=shown(name))

    def rate(self, at: datetime, now: datetime, in_window: bool) -> Rate:
        """Returns the price at `at` as known at `now` (both aware), inside or outside the windows.

        Days after tomorrow are like tomorrow; a day whose colour is not known costs what the dearest does.
        """
        tomorrow = self._day(at) > self._day(now)
        entity = self._colours.tomorrow if tomorrow else self._colours.today
        prices = (self._prices_of.get(entity) if entity is not None else None) or self._dearest
        price = prices.off_peak if in_window else prices.peak
        return Rate(price, in_window and prices.off_peak < prices.peak)

    def _day(self, at: datetime) -> date:
        wall = at.astimezone(self._zone)
        begun = wall.time() >= self._colours.day_start
        return wall.date() if begun else wall.date() - timedelta(days=1)
