"""Gathers what is known of the time ahead: prices, departures, and the forecast that Home Assistant has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from ..base.economics import Prices
from ..base.reason import Problem, Reason
from ..settings.settings import Settings
from ..tariff.rates import Rates
from .agenda import Agenda
from .departures import Departure, Departures, Told
from .scenarios import HORIZON, Known
from .wished import Wished


class Inputs(Protocol):
    """Says where the prices, the departures and the forecast come from."""

    def prices(self, now: datetime) -> Prices:
        """Returns what a kWh costs and brings now."""

    def departure(self, now: datetime) -> Departure | None:
        """Returns the next departure; None without any."""

    def untold(self, now: datetime) -> bool:
        """Says whether nobody tells when the car leaves, so that it has to be learnt."""

    def told(self, now: datetime) -> Told:
        """Returns what a calendar tells."""

    @property
    def regular(self) -> bool:
        """Says whether departures are told for days to come, and not for single ones alone."""

    def known(self, now: datetime) -> Known:
        """Returns what is known of the days ahead."""


class ConfiguredInputs:
    """Joins the tariff and the weekly departures of apps.yaml with what Home Assistant's entities add."""

    def __init__(self, settings: Settings, zone: ZoneInfo) -> None:
        currency = settings.api.currency if "currency" in settings.api.model_fields_set else ""
        self.rates = Rates(settings.tariff, zone, currency)
        self._grid_limit_pct: float | None = settings.charging.grid_limit_pct
        self._departures = Departures(settings.departures, settings.departure_helpers, zone)
        self.agenda = Agenda(settings.departures_calendar, zone)
        self._departure: tuple[datetime, Departure | None, Told] | None = None
        self._forecast_kwh: dict[int, float] = {}

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the ids of the entities to listen to."""
        calendar = () if self.agenda.entity is None else (self.agenda.entity,)
        return (*self.rates.entities, *self._departures.entities, *calendar)

    @property
    def departures_unset(self) -> Reason[Problem] | None:
        """Returns that nobody has set the helpers of the departures yet, None where somebody has."""
        if not self._departures.unset:
            return None
        return Reason(Problem.DEPARTURES_UNSET, {"entities": ", ".join(self._departures.entities)})

    def update(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state of one of the entities. Raises MeterError where it makes no sense."""
        if entity in self._departures.entities:
            self._departure = None
            self._departures.update(entity, state)
        elif entity == self.agenda.entity:
            self.agenda.changed()
        else:
            self.rates.update(entity, state, at_s)

    def wish(self, wished: Wished | None, grid_limit_pct: float | None) -> None:
        """Takes in the departure that a person has set by helpers of every day, and the grid's limit."""
        if (wished, grid_limit_pct) != (self._departures.wished, self._grid_limit_pct):
            self._departures.wished, self._grid_limit_pct = wished, grid_limit_pct
            self._departure = None

    def forecast_is(self, forecast_kwh: dict[int, float]) -> None:
        """Takes in the forecast of solar energy in kWh, by the days from today (0) on."""
        self._forecast_kwh = forecast_kwh

    @property
    def forecast_days(self) -> int:
        """Returns for how many days from today on a forecast is known."""
        return len(self._forecast_kwh)

    def prices(self, now: datetime) -> Prices:
        return self.rates.prices(now)

    def departure(self, now: datetime) -> Departure | None:
        told = self.told(now)
        if self._departure is not None and self._departure[2] is told:
            since, found, _ = self._departure
            if found is not None and since <= now and now.timestamp() < found.at_s:
                return found
        found = self._departures.next(now, told)
        if found is not None and self._grid_limit_pct is not None:
            # What lies above is the sun's affair, and nothing can be promised of it.
            found = found._replace(soc_pct=min(found.soc_pct, self._grid_limit_pct))
        self._departure = (now, found, told)
        return found

    def untold(self, now: datetime) -> bool:
        if self.departure(now) is not None:
            return False
        # Before a long holiday those of each week still tell that there is none.
        return not (self.regular and self.told(now).pauses)

    def told(self, now: datetime) -> Told:
        return self.agenda.told(now.timestamp())

    @property
    def regular(self) -> bool:
        return self._departures.regular

    def known(self, now: datetime) -> Known:
        bought, sold = self.rates.ahead(now, HORIZON)
        forecast_kwh = [self._forecast_kwh[lead] for lead in range(2) if lead in self._forecast_kwh]
        return Known(bought, sold, self.departure(now), forecast_kwh, self.rates.told(now))
