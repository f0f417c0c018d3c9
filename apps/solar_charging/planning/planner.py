"""Keeps the past and the plan that follows from it: what a kWh in the battery is worth now."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ..base.economics import Charger, Prices
from ..base.spans import lasts
from ..base.time_grid import QUARTER_S
from ..metering.surplus import Surplus
from ..settings.settings import Settings
from ..vehicle.car import PLUGGED, CarState, ChargingState
from .battery_estimate import BatteryEstimator
from .clear_sky import ClearSky, Guess
from .departures import Departure
from .finish import Finish, Kept
from .habits import Habit
from .history import History
from .house_battery import Spares, Store
from .inputs import Inputs
from .learnt_departures import Correction
from .limits import Limits
from .plan import Plan
from .prospect import SPARE_KWH, Prospect, clock_ahead_s
from .scenarios import Battery, Known, usual_value_per_kwh
from .schedule import Schedule
from .store_value import StoreValue, rival
from .wanted import Wanted

FULL_PCT = 100.0

UNTOLD_S = 1800.0
"""A state of charge that is so much older than what else the car says, in s, is not told any more."""

HOUR_S = 3600

SHOWN_S = 720.0
"""So long in s a plan is shown at least before one that is much like it: 120 a day at most."""


@dataclass(slots=True)
class EnergyValue:
    """Holds what a kWh in the battery is worth now, and what it costs to get it there.

    `value_per_kwh` is in money per kWh. `spare_s` is how long what is missing for the departure can still
    wait (infinite: nothing is missing), `bought_kwh` what the plan wants bought until the next sunrise or
    departure. `schedule` is the plan for a person (None: there is no departure, or no car at the plug).
    `spares` says what the kWh in the house battery are worth (None: there is none, or nothing is known).
    `guess` is what the sun may bring by the departure, or in a day (None: the house's own sun is known).
    Until the end of a holiday, `pause`, nothing is bought, nor while the last part of a charge is `kept` for
    the end. `habit` is what the departure was learnt from (None: somebody told it), `correction` says that it
    proved too small of late. `prospect` is the plan that is shown (None: nothing was planned yet). `dark`
    says that the sun is not expected for a while.
    """

    value_per_kwh: float
    prices: Prices
    departure: Departure | None
    spare_s: float
    bought_kwh: float
    schedule: Schedule | None = None
    spares: Spares | None = None
    guess: Guess | None = None
    habit: Habit | None = None
    correction: Correction | None = None
    prospect: Prospect | None = None
    pause: datetime | None = None
    kept: Kept | None = None
    dark: bool = False

    @property
    def buys(self) -> bool:
        """Says whether anything may be bought now."""
        return self.pause is None and self.kept is None

    @property
    def stored_per_kwh(self) -> float | None:
        """Returns what a kWh in the house battery is worth; None where there is none, or it is not known."""
        return None if self.spares is None else self.spares.worth_per_kwh


class Planner:
    """Plans from what is measured at each beat.

    Plans anew each hour, each quarter of one while the car charges or something is to be bought, when the
    car came, when the departure is another, and when all is bought that was to be.
    """

    def __init__(
        self, settings: Settings, zone: ZoneInfo, inputs: Inputs, history: History, learnt: BatteryEstimator
    ) -> None:
        self.history, self.sky, self.finish = history, ClearSky(), Finish(settings.charging)
        self.recalled = False
        self._guess: Guess | None = None
        self.wanted = Wanted(settings, zone, inputs)
        self._limits = Limits.of(settings.charging)
        self._battery_estimator = learnt
        self._settings = settings
        self._zone = zone
        self._inputs = inputs
        self._planned: tuple[int, bool, Departure | None, bool] | None = None
        self._plan: Plan | None = None
        self._schedule: Schedule | None = None
        self._newest: Prospect | None = None
        self._shown: Prospect | None = None
        self._seen: tuple[Battery | None, Charger, Store | None] | None = None
        self._usual = 0.0
        self._unsaid = 0.0, 0.0, 0.0
        self._reckoned_pct: float | None = None
        self._enough_kwh = math.inf
        self._updated_s = math.inf
        self._store = StoreValue()

    def remember(self, history: History) -> None:
        """Takes up the past that was remembered."""
        self.history = history

    def recall(self, past: History) -> None:
        """Takes up a past that Home Assistant has kept, where it was not measured here."""
        self.history.recall(past)
        self.recalled = True
        self.outdated()

    def outdated(self) -> None:
        """Takes in that more is known than when the plan was made: the next beat makes it anew."""
        self._planned = None

    def limit(self, limits: Limits) -> None:
        """Takes in the limits that are in force."""
        if limits != self._limits:
            self._limits = self.wanted.limits = limits
            self.outdated()

    def energy_value(
        self,
        now: datetime,
        surplus: Surplus,
        car: CarState | None,
        drawn_w: float,
        charger: Charger,
        store: Store | None = None,
        filled: bool = False,
    ) -> EnergyValue:
        """Remembers what the house and the car do, and returns what a kWh is worth.

        `drawn_w` is what the car draws (0: nothing, or not known), `store` the house battery. `filled` says
        that a car of which nobody tells when it leaves is always to be ready.
        """
        now_s = now.timestamp()
        departure = self.wanted.beat(now, car, filled)
        battery = self._battery(car, drawn_w, charger, now_s)
        self._remember(now_s, surplus, car, drawn_w, departure, battery)
        busy = car is not None and car.draws
        busy = busy or (self._plan is not None and self._plan.bought_kwh > 0)
        due = (int(now_s // (QUARTER_S if busy else HOUR_S)), busy, departure, battery is not None)
        if due != self._planned or (battery is not None and battery.stored_kwh >= self._enough_kwh):
            self._planned = due
            self._make(now, battery, charger, store)
            self._value_store(now, store, battery, charger)
        elif self._store.moved(now_s, store):
            self._value_store(now, store, battery, charger)
        self._seen = battery, charger, store
        self._show(now_s)
        prices, made, pause = self._inputs.prices(now), self._plan, self.wanted.pause
        spare_s = _spare_s(departure, battery, charger, now_s)
        kept = self.finish.kept(departure, spare_s, charger, now_s, prices.import_per_kwh)
        buys = made is not None and pause is None and kept is None
        learnt = departure is not None and departure.learnt
        return EnergyValue(
            value_per_kwh=self._usual if made is None else made.value_per_kwh,
            prices=prices,
            departure=departure,
            spare_s=spare_s,
            bought_kwh=min(made.bought_kwh, self._room_kwh(battery)) if buys and made is not None else 0.0,
            schedule=self._schedule,
            spares=self._store.spares,
            guess=self._guess,
            habit=self.wanted.habit,
            correction=self.wanted.learnt.correction(now_s) if learnt else None,
            prospect=self._shown,
            pause=pause,
            kept=kept,
            dark=made is not None and len(made.night_kwh) > 0,
        )

    def _value_store(
        self, now: datetime, store: Store | None, battery: Battery | None, charger: Charger
    ) -> None:
        if store is None:
            self._store = StoreValue()
            return
        value = self._usual if self._plan is None else self._plan.value_per_kwh
        car, clock_s = rival(battery, charger, value), clock_ahead_s(now.astimezone(self._zone))
        self._store.value(self.history, self.wanted.known(now), store, now.timestamp(), clock_s, car)

    def _room_kwh(self, battery: Battery | None) -> float:
        """Returns how many kWh may be bought until the grid's limit; infinite where there is none."""
        limit_pct = self._limits.grid_limit_pct
        if limit_pct is None or battery is None:
            return math.inf
        return max(limit_pct / 100 * battery.kwh - battery.stored_kwh, 0.0)

    def soc_pct(self, car: CarState | None) -> float | None:
        """Returns how full the battery is: as the car says, or where it does not, by what it drew."""
        reckoned_pct = self.reckoned_pct(car)
        told_pct = None if car is None else car.soc_pct
        return told_pct if reckoned_pct is None else reckoned_pct

    def reckoned_pct(self, car: CarState | None) -> float | None:
        """Returns how full the battery is by what it drew since it was told; None where that is fresh."""
        if car is None or car.soc_s is None or car.at_s - car.soc_s < UNTOLD_S:
            return None
        return self._reckoned_pct

    def _battery(
        self, car: CarState | None, drawn_w: float, charger: Charger, now_s: float
    ) -> Battery | None:
        """Returns what the battery holds by now; None for a car that is not at the plug, or does not say."""
        if car is None or car.soc_pct is None or car.at_home is not True or car.charging not in PLUGGED:
            return None
        kwh = self._battery_estimator.estimate.battery_kwh
        stored_kwh = car.soc_pct / 100 * kwh
        stored_kwh += self._unsaid_kwh(car, drawn_w, charger, now_s)
        limit_pct = FULL_PCT if car.charge_limit_pct is None else car.charge_limit_pct
        limit_kwh = limit_pct / 100 * kwh
        stored_kwh = min(stored_kwh, max(limit_kwh, car.soc_pct / 100 * kwh))
        self._reckoned_pct = 100 * stored_kwh / kwh
        sunny_pct = self._limits.sunny_pct(self.wanted.departure)
        most_kwh = limit_kwh if sunny_pct is None else min(limit_kwh, sunny_pct / 100 * kwh)
        return Battery(kwh, stored_kwh, most_kwh, car.draws)

    def _unsaid_kwh(self, car: CarState, drawn_w: float, charger: Charger, now_s: float) -> float:
        """Returns what was stored since the car said how full it is, be the charge over by now or not."""
        told_s = car.at_s if car.soc_s is None else car.soc_s
        since_s, kwh, until_s = self._unsaid
        if since_s != told_s:
            kwh, until_s = 0.0, told_s
        if car.draws and drawn_w > 0:
            stored_kw = max(charger.efficiency * drawn_w - charger.overhead_w, 0.0) / 1000
            kwh += stored_kw * max(now_s - until_s, 0.0) / 3600
        self._unsaid = told_s, kwh, now_s
        return kwh

    def _remember(
        self,
        now_s: float,
        surplus: Surplus,
        car: CarState | None,
        drawn_w: float,
        departure: Departure | None,
        battery: Battery | None,
    ) -> None:
        span_s = min(max(now_s - self._updated_s, 0.0), 2 * self._settings.charging.beat_s)
        self._updated_s = now_s
        if surplus.now_w is not None and span_s > 0:
            self.history.measured(now_s, span_s, surplus.now_w, drawn_w)
        if battery is not None:
            ready = None
            if departure is not None and not departure.learnt:
                ready = departure.at_s, departure.soc_pct / 100 * battery.kwh
            self.history.plugged(now_s, battery.stored_kwh, ready)
        elif car is not None and car.charging is not ChargingState.UNKNOWN:
            self.history.unplugged(now_s)

    def _make(self, now: datetime, battery: Battery | None, charger: Charger, store: Store | None) -> None:
        prospect = self._prospect(now, self.wanted.known(now), battery, charger, store)
        known, now_s = prospect.known, now.timestamp()
        if known.forecast_kwh:
            today = prospect.now.date().toordinal() - EPOCH_DAY
            self.history.forecast_made(today, known.forecast_kwh[0])
        until_s = math.inf if known.departure is None else known.departure.at_s
        self._guess = self.sky.guess(self.history, now_s, until_s)
        self.finish.planned(known, now_s)
        self._usual, self._newest, made = prospect.usual, prospect, prospect.made
        self._plan = None if made is None else made.plan
        self._schedule = None if made is None else made.schedule
        self._enough_kwh = math.inf if made is None else made.enough_kwh

    def _prospect(
        self, now: datetime, known: Known, battery: Battery | None, charger: Charger, store: Store | None
    ) -> Prospect:
        return Prospect(
            history=self.history,
            known=known,
            battery=battery,
            charger=charger,
            store=store,
            now=now.astimezone(self._zone),
            room_kwh=self._room_kwh(battery),
            usual=usual_value_per_kwh(self.history, known, charger, now.timestamp()),
            after=self.wanted.after,
            tariff=self._settings.tariff,
            limits=self._limits,
            moved=self.finish.moved,
        )

    def _show(self, now_s: float) -> None:
        """Shows the newest plan, unless it is much like one that was shown just now."""
        newest, shown = self._newest, self._shown
        rests = shown is not None and lasts(now_s, shown.now.timestamp(), SHOWN_S)
        if not rests or (newest is not None and shown is not None and newest.turns(shown)):
            self._shown = newest

    def preview(self, now: datetime, departure: Departure) -> Prospect | None:
        """Returns what would be planned for another next departure; None before the first beat.

        What is planned stays as it is.
        """
        if self._seen is None:
            return None
        limit_pct = self._limits.grid_limit_pct
        if limit_pct is not None:
            departure = departure._replace(soc_pct=min(departure.soc_pct, limit_pct))
        return self._prospect(now, self.wanted.known(now), *self._seen).instead(departure)


EPOCH_DAY = datetime(1970, 1, 1).toordinal()  # noqa: DTZ001 - a date, in any zone
"""Ordinal of the day from which days are numbered."""


def _spare_s(departure: Departure | None, battery: Battery | None, charger: Charger, now_s: float) -> float:
    """Returns how many seconds what is missing can wait until it needs the greatest current to the end.

    Infinite where nothing is missing; negative where it is too late.
    """
    if departure is None or battery is None:
        return math.inf
    spare_kwh = SPARE_KWH if battery.charging else 0.0
    wanted_kwh = min(departure.soc_pct / 100 * battery.kwh + spare_kwh, battery.limit_kwh)
    missing_kwh = wanted_kwh - battery.stored_kwh
    if missing_kwh <= 0:
        return math.inf
    return departure.at_s - now_s - missing_kwh / charger.most_stored_kw * 3600
