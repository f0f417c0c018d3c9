"""Keeps the past and the plan that follows from it: what a kWh in the battery is worth now."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ..base.economics import Charger, Prices
from ..base.time_grid import QUARTER_S
from ..metering.surplus import Surplus
from ..settings.settings import Settings
from ..vehicle.car import PLUGGED, CarState, ChargingState
from .battery_estimate import BatteryEstimator
from .clear_sky import ClearSky, Guess
from .departures import Departure
from .habits import Habit
from .history import History
from .house_battery import Spares, Store
from .inputs import Inputs
from .learnt_departures import Correction
from .plan import Plan, plan
from .scenarios import Battery, make_scenarios, usual_value_per_kwh
from .schedule import Schedule, make_schedule
from .stored_worth import Rival, stored_worth
from .wanted import Wanted

SPARE_KWH = 0.1
"""Charged beyond what is missing for a departure, so that none fails by a rounding; not worth a start."""

STORE_MOVED_KWH = 0.25
"""A house battery that has moved by so many kWh is valued anew."""

FULL_PCT = 100.0

UNTOLD_S = 1800.0
"""A state of charge that is so much older than what else the car says, in s, is not told any more."""

HOUR_S = 3600


@dataclass(slots=True)
class EnergyValue:
    """Holds what a kWh in the battery is worth now, and what it costs to get it there.

    `value_per_kwh` is in money per kWh. `spare_s` is how long what is missing for the departure can still
    wait (infinite: nothing is missing), `bought_kwh` what the plan wants bought until the next sunrise or
    departure. `schedule` is the plan for a person (None: there is no departure, or no car at the plug).
    `spares` says what the kWh in the house battery are worth (None: there is none, or nothing is known).
    `guess` is what the sun may bring by the departure, or in a day (None: the house's own sun is known).
    `habit` is what the departure was learnt from (None: somebody told it), `correction` says that it proved
    too small of late. `dark` says that the sun is not expected for a while.
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
    dark: bool = False

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
        self.history, self.sky = history, ClearSky()
        self.recalled = False
        self._guess: Guess | None = None
        self.history = history
        self.wanted = Wanted(settings, zone, inputs)
        self._battery_estimator = learnt
        self._settings = settings
        self._zone = zone
        self._inputs = inputs
        self._planned: tuple[int, bool, Departure | None, bool] | None = None
        self._plan: Plan | None = None
        self._schedule: Schedule | None = None
        self._usual = 0.0
        self._unsaid = 0.0, 0.0, 0.0
        self._reckoned_pct: float | None = None
        self._enough_kwh = math.inf
        self._updated_s = math.inf
        self._spares: Spares | None = None
        self._store_valued: tuple[float, Store | None] = 0.0, None

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
        elif self._store_moved(now_s, store):
            self._value_store(now, store, battery, charger)
        prices, made = self._inputs.prices(now), self._plan
        learnt = departure is not None and departure.learnt
        return EnergyValue(
            value_per_kwh=self._usual if made is None else made.value_per_kwh,
            prices=prices,
            departure=departure,
            spare_s=_spare_s(departure, battery, charger, now_s),
            bought_kwh=0.0 if made is None else min(made.bought_kwh, self._room_kwh(battery)),
            schedule=self._schedule,
            spares=self._spares,
            guess=self._guess,
            habit=self.wanted.learnt.habit(now) if learnt else None,
            correction=self.wanted.learnt.correction(now_s) if learnt else None,
            dark=made is not None and len(made.night_kwh) > 0,
        )

    def _value_store(
        self, now: datetime, store: Store | None, battery: Battery | None, charger: Charger
    ) -> None:
        """Values a kWh in the house battery, for the next quarter of an hour."""
        now_s, car = now.timestamp(), None
        self._store_valued = now_s // QUARTER_S, store
        if store is None:
            self._spares = None
            return
        if battery is not None:
            room_kwh = max(battery.limit_kwh - battery.stored_kwh, 0.0) / charger.efficiency
            value = self._usual if self._plan is None else self._plan.value_per_kwh
            car = Rival(charger.most_kw, room_kwh, value * charger.efficiency)
        known, clock_s = self.wanted.known(now), self._clock_s(now)
        self._spares = stored_worth(self.history, known, store, now_s, clock_s, car)

    def _store_moved(self, now_s: float, store: Store | None) -> bool:
        """Says whether a kWh in the house battery may be worth another price than when it was valued."""
        quarter, valued = self._store_valued
        if store is None or valued is None:
            return store is not valued
        return now_s // QUARTER_S != quarter or abs(store.stored_kwh - valued.stored_kwh) >= STORE_MOVED_KWH

    def _clock_s(self, now: datetime) -> float:
        """Returns how far the wall clock is ahead of UTC."""
        offset = now.astimezone(self._zone).utcoffset()
        return offset.total_seconds() if offset is not None else 0.0

    def _room_kwh(self, battery: Battery | None) -> float:
        """Returns how many kWh may be bought until the grid's limit; infinite where there is none."""
        limit_pct = self._settings.charging.grid_limit_pct
        if limit_pct is None or battery is None:
            return math.inf
        return max(limit_pct / 100 * battery.kwh - battery.stored_kwh, 0.0)

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
        return Battery(kwh, stored_kwh, limit_kwh, car.draws)

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
        known = self.wanted.known(now)
        now_s = now.timestamp()
        local = now.astimezone(self._zone)
        today = local.date().toordinal() - EPOCH_DAY
        if known.forecast_kwh:
            self.history.forecast_made(today, known.forecast_kwh[0])
        until_s = math.inf if known.departure is None else known.departure.at_s
        self._guess = self.sky.guess(self.history, now_s, until_s)
        self._plan = self._schedule = None
        self._enough_kwh = math.inf
        self._usual = usual_value_per_kwh(self.history, known, charger, now_s)
        if battery is None or known.departure is None:
            return
        clock_s = self._clock_s(now)
        coming = make_scenarios(self.history, known, charger, battery, now_s, clock_s, store)
        if coming is not None:
            # As long as nothing is known of the sun, nobody has asked to buy before it must be.
            unlit = known.departure.learnt and not coming.surplus_kw.any()
            if unlit:
                coming = replace(coming, charging=False)
            made = self._plan = plan(coming, charger)
            if made.bought_kwh > 0:
                self._enough_kwh = battery.stored_kwh + made.bought_kwh
            wanted_kwh = known.departure.soc_pct / 100 * battery.kwh
            if store is not None and battery.stored_kwh < wanted_kwh:
                # Whole slots are bought: what is beyond may be had from the sun that the battery leaves.
                self._enough_kwh = min(self._enough_kwh, wanted_kwh + SPARE_KWH)
            self._schedule = make_schedule(
                coming, made, charger, known.departure, wanted_kwh, self._room_kwh(battery), local
            )
            if unlit and not made.night_kwh[:1].any():
                # And the little sun that there is must not look like a bargain.
                self._plan = replace(made, value_per_kwh=min(made.value_per_kwh, self._usual))


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
