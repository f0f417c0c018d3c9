"""Puts together what a decision depends on, from all that was measured and believed."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from ..base.economics import Charger, Prices
from ..base.local_days import LocalDays
from ..base.reason import Problem, Reason
from ..metering.edge import Seen
from ..metering.hidden_sun import Hidden, HiddenSun
from ..metering.house_battery import Stored
from ..metering.house_meters import HouseMeters
from ..metering.surplus import Surplus
from ..planning.battery_estimate import BatteryEstimator
from ..planning.departures import Departure
from ..planning.inputs import ConfiguredInputs
from ..planning.planner import Planner
from ..planning.solar_forecast import Forecast
from ..settings.settings import Settings
from ..vehicle.car_access import CarAccess
from ..vehicle.ownership import AGAIN_S, STOP_RESPECTED_S, Ownership
from .alerts import Alert
from .api_gate import ApiGate
from .charging_power import ChargingPower
from .climate import ClimateHold
from .dear_charge import DearCharge
from .fuse import room
from .hold import Hold, need
from .house_battery import given_per_kwh, idle, storage, store, untold
from .law_view import prices_to_go_by
from .limit_keeper import LimitKeeper
from .patience import Patience
from .promises import least_current_a, max_current_a
from .seen_draw import SeenDraw
from .situation import Charge, Decision, Situation, SwitchPositions
from .solar_law import best_benefit_per_h
from .wear import Wear

JUMP = 0.8
"""Share of a charging power: by as much the house uses more when a charge begins, less when it ends."""

STOPPED = 0.7
"""Share of what the car drew: a fall of the house's load by as much shows that the car has obeyed a stop."""

UNTOLD_MOST_A = 16
"""The greatest current that plans reckon with where neither the car nor the settings say one."""


class Assessment:
    """Assesses the situation at each beat; keeps the patience, and the charger while it stays the same.

    `settings` are those in force.
    """

    def __init__(
        self,
        settings: Settings,
        zone: ZoneInfo,
        house: HouseMeters,
        access: CarAccess,
        api_gate: ApiGate,
        inputs: ConfiguredInputs,
        forecast: Forecast,
        planner: Planner,
        estimator: BatteryEstimator,
        started_s: float,
    ) -> None:
        self.settings = settings
        self._house = house
        self._access = access
        self._api_gate = api_gate
        self._inputs = inputs
        self._forecast = forecast
        self._planner = planner
        self._estimator = estimator
        self._started_s = started_s
        self._days = LocalDays(zone)
        self.power = ChargingPower(settings.car, house, access)
        self.wear = Wear(zone)
        self._patience = Patience(settings.charging.beat_s)
        self.dear = DearCharge(2 * settings.charging.beat_s)
        self.hold = Hold(settings.battery)
        self.keeper = LimitKeeper(settings, access, api_gate, planner, estimator)
        self.hidden_sun = HiddenSun(settings.meters.export_limit_w, started_s)
        self._climate = ClimateHold(settings.charging.climate_hold)
        self._chargers: dict[int, Charger] = {}
        self._before_stop: tuple[float, float] | None = None
        self._seen_draw = SeenDraw()

    def stopping(self) -> None:
        """Takes in that a stop is being sent: the house will use so much less."""
        drawn_w = self._house.surplus.car.power_w
        self._before_stop = None if self._house.house_w is None else (self._house.house_w, drawn_w)

    def watch_stop(self, now_s: float) -> None:
        """Believes a stop that the meter has shown, where the car itself has not said so yet."""
        belief, house_w = self._access.belief, self._house.house_w
        until_s = belief.stopping_until_s
        if until_s is None or self._before_stop is None or house_w is None or now_s < until_s:
            return
        before_w, drawn_w = self._before_stop
        if before_w - house_w >= STOPPED * drawn_w > 0:
            belief.seen_stopped(now_s)

    def still_draws(self) -> bool:
        """Says whether the house has drawn what the car does at each beat since the car was last read."""
        return self._seen_draw.covers(self._house.surplus.car.power_w)

    def house_jumped(self, now_s: float) -> bool:
        """Says whether the house began to use as much as a car that was plugged in: an idle car may be it.

        Or whether it uses so much less that a person may have ended the charge.
        """
        rise_w, car = self._house.rise_w(), self._access.car
        if car is None:
            return False
        if not car.draws:
            # One that was away may have come home: it begins with what it was offered last.
            least_a = least_current_a(car, self.settings)
            away_a = car.offered_a or max_current_a(car, self.settings)
            begun_a = max(away_a, least_a) if car.at_home is False else least_a
            return rise_w > JUMP * begun_a * self.power.least_watts_per_amp
        drawn_w = self._house.surplus.car.at(now_s)  # not known, and so no jump, while a command settles
        return self._house.solar_power_w is not None and -rise_w > JUMP * drawn_w > 0

    def situation(
        self, now: datetime, switches: SwitchPositions, problem: Reason[Problem] | None
    ) -> Situation:
        """Assesses the situation at `now`; `problem` is what a person has to mend before anything works."""
        now_s, belief, house = now.timestamp(), self._access.belief, self._house
        car = self.keeper.car(now_s, switches.works and problem is None)
        self.power.beat(now_s)
        forecast_kwh = self._forecast.ahead(now)
        self._inputs.forecast_is(forecast_kwh)
        surplus = house.surplus_at(now_s)
        metered = not surplus.silent and house.solar_power_w is not None
        self._seen_draw.beat(self._access.polling.read_s, house.house_w if metered else None)
        most_a = max_current_a(car, self.settings)
        charger, planned = self._charger(most_a), self._charger(self._most_planned_a(most_a))
        drawn_w = house.surplus.car.at(now_s)
        drawn_w = 0.0 if math.isnan(drawn_w) else drawn_w
        stored = None if house.battery is None else house.battery.stored(now_s)
        whole = self._with_hidden(surplus)
        filled = self.settings.charging.always_ready and switches.off_peak
        energy_value = self._planner.energy_value(now, whole, car, drawn_w, planned, store(stored), filled)
        prepares = self._climate.beat(now_s, car, energy_value.departure)
        belief.ownership.leaving = self._climate.near
        scarcity = self._api_gate.budget.scarcity(now)
        battery = self.settings.battery
        has = None
        if battery is not None and house.battery is not None:
            held, holdable = self.hold.holds, self.hold.works(now_s)
            takes_w, draws = house.battery.takes_w(now_s), belief.draws
            has = storage(battery, stored, energy_value, switches.battery, held, holdable, takes_w, draws)
            self.hold.measured(now_s, surplus.mean_w, house.battery.power_w(now_s))
        prices = prices_to_go_by(car, energy_value, self.settings, has)
        rate = best_benefit_per_h(
            charger, prices, energy_value.value_per_kwh, surplus.lasting_w, surplus.coverage
        )
        start_cost = self._start_cost(now, scarcity, belief.draws)
        battery_untold = untold(self.settings, house, now_s)
        hidden = self._hidden(now, surplus, stored, prices, forecast_kwh.get(0))
        # What hides is no lack of sun on the meter's side.
        self._watch_meters(now, self._with_hidden(surplus), forecast_kwh.get(0))
        return Situation(
            switches=switches,
            problem=problem,
            car=car,
            car_problem=self._access.reading.problem or self._api_gate.problem,
            charge=_charge(belief.ownership, now_s),
            commanded=belief.commanded,
            surplus=surplus,
            trust=house.trust(now_s),
            grid_power_w=None if house.grid is None else house.grid.power_w,
            least_watts_per_amp=self.power.least_watts_per_amp,
            most_watts_per_amp=self.power.most_watts_per_amp,
            phases_wanted=self.power.wanted,
            off_peak=self._inputs.rates.off_peak(now),
            rousable=self._api_gate.rouses(now),
            since_start_s=now_s - self._started_s,
            empty_spare_s=self._empty_spare_s(energy_value.departure, planned, now_s),
            charger=charger,
            energy_value=energy_value,
            waited_cost=self._patience.waited_cost(rate, start_cost, now_s, belief.draws, belief.missed),
            command_cost=self.settings.api.command_price * scarcity * self.wear.on_commands(now),
            start_cost=start_cost,
            unreadable=house.unreadable,
            room=room(house, self._access, self.power, charger.min_a, now_s),
            phases_unreadable=house.connection.problem,
            phases_turned=house.connection.turned,
            storage=has,
            stored=stored,
            battery_untold=battery_untold,
            reckoned_pct=self._planner.reckoned_pct(car),
            hidden=None if battery_untold else hidden,
            prepares=prepares,
        )

    def told_of_dear(self, now_s: float, decision: Decision, situation: Situation) -> tuple[Alert, ...]:
        """Returns what a person should hear of a charge that is to end, and goes on."""
        drawn_w = self._house.surplus.car.power_w
        return self.dear.beat(now_s, decision, situation, drawn_w, self._access)

    def holds(self, now_s: float, decision: Decision, situation: Situation) -> bool:
        """Says whether the house battery is to be held now."""
        battery, needed = self.settings.battery, None
        worth, may = situation.energy_value, situation.switches.battery
        known = situation.stored is not None and worth.stored_per_kwh is not None
        # Of a battery of which nothing is known nobody can say that it is worth holding, but a person.
        if battery is not None and (known or not may):
            given = given_per_kwh(battery, situation.stored, worth, may)
            drawn_w, kwh = self._house.surplus.car.likely_w(now_s), self._estimator.estimate.battery_kwh
            needed = need(decision, situation, drawn_w, kwh, given)
        allowed = situation.switches.works and situation.problem is None
        wanted = self.hold.wanted(now_s, needed, allowed)
        if self._house.battery is not None:
            self._house.battery.held = wanted or self.hold.held is not None
        return wanted

    def _with_hidden(self, surplus: Surplus) -> Surplus:
        """Returns the surplus with what is likely to hide, which plans are to expect again."""
        likely_w = self.hidden_sun.likely_w
        if not likely_w or surplus.now_w is None:
            return surplus
        return replace(surplus, now_w=surplus.now_w + likely_w)

    def _hidden(
        self,
        now: datetime,
        surplus: Surplus,
        stored: Stored | None,
        prices: Prices,
        forecast_kwh: float | None,
    ) -> Hidden | None:
        """Returns what may hide of the sun; None where nothing says that any does."""
        house, now_s, per_amp = self._house, now.timestamp(), self.power.watts_per_amp
        drawn_w = house.surplus.car.at(now_s) if self._access.belief.draws else 0.0
        return self.hidden_sun.beat(
            Seen(
                now_s=now_s,
                today=self._days.date(now),
                hour=(now - self._days.midnight(now)).total_seconds() / 3600,
                grid_w=None if surplus.silent or house.grid is None else house.grid.power_w,
                solar_w=house.solar_power_w,
                surplus_w=surplus.now_w,
                drawn_w=drawn_w,
                idle=idle(self.settings.battery, stored, house.battery_at(now_s)),
                export_per_kwh=prices.export_per_kwh,
                forecast_kwh=forecast_kwh,
                least_w=least_current_a(self._access.car, self.settings) * per_amp,
                per_amp_w=per_amp,
            )
        )

    def _watch_meters(self, now: datetime, surplus: Surplus, forecast_kwh: float | None) -> None:
        """Has the meters checked by the car's last step, and by what the day has shown so far."""
        house, now_s = self._house, now.timestamp()
        house.check.beat(now_s)
        house.lean_days.beat(
            now_s,
            self._days.date(now),
            None if surplus.silent or house.grid is None else house.grid.power_w,
            surplus.now_w,
            house.solar_power_w,
            forecast_kwh,
            least_current_a(self._access.car, self.settings) * self.power.watts_per_amp,
        )

    def _empty_spare_s(self, departure: Departure | None, charger: Charger, now_s: float) -> float:
        """Returns how long charging could wait, were the battery empty; infinite without a departure."""
        if departure is None:
            return math.inf
        wanted_kwh = departure.soc_pct / 100 * self._estimator.estimate.battery_kwh
        return departure.at_s - now_s - wanted_kwh / charger.most_stored_kw * 3600

    def _start_cost(self, now: datetime, scarcity: float, charging: bool) -> float:
        """Returns what a start costs; a car that sleeps has to be woken up for it."""
        car = self._access.car
        asleep = car is not None and car.asleep
        wake_up_cost = self.settings.api.wake_up_price * scarcity if asleep else 0.0
        return self.settings.charging.start_cost * self.wear.on_starts(now, charging) + wake_up_cost

    def _most_planned_a(self, most_a: int) -> int:
        """Returns the greatest current that plans reckon with: no more than the car is known to take."""
        car, settings = self._access.car, self.settings.car
        told = (car is not None and car.max_current_a) or "max_current_a" in settings.model_fields_set
        return most_a if told else max(min(most_a, UNTOLD_MOST_A), settings.min_current_a)

    def _charger(self, most_a: int) -> Charger:
        """Returns a charger up to a current: the same as long as nothing of it is another."""
        settings = self.settings.car
        # A volt more or less is no other charger.
        per_amp, efficiency = round(self.power.watts_per_amp), self._estimator.estimate.efficiency
        known = self._chargers.get(most_a)
        if known is None or (per_amp, efficiency) != (known.watts_per_amp, known.efficiency):
            least_a = min(settings.min_current_a, most_a)
            known = Charger(per_amp, least_a, most_a, efficiency, settings.overhead_w)
            self._chargers[most_a] = known
        return known


def _charge(ownership: Ownership, now_s: float) -> Charge:
    """Returns whose the charge is, as a decision looks at it."""
    stopped_s = ownership.stopped_s if ownership.stop_respected(now_s) else None
    return Charge(
        owner=ownership.owner,
        since=_moment(ownership.since_s),
        sign=ownership.sign,
        stopped=_moment(stopped_s),
        resumes=_moment(None if stopped_s is None else stopped_s + STOP_RESPECTED_S),
        ended_sign=ownership.ended_sign if now_s < ownership.ended_s + AGAIN_S else None,
    )


def _moment(at_s: float | None) -> datetime | None:
    """Returns a moment in unix seconds as an aware datetime."""
    return None if at_s is None else datetime.fromtimestamp(at_s, timezone.utc)
