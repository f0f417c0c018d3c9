"""Runs the app's own law: the very controller, with inputs and commands as the app gives it."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from itertools import starmap
from typing import Any

import numpy as np

from backtest.house_battery import BatteryModel
from backtest.law import View
from backtest.prices import STEP_S
from backtest.scenario import CarModel
from solar_charging.accounting.bill import Sums
from solar_charging.base.economics import Prices, Values
from solar_charging.base.time_grid import QUARTER_S
from solar_charging.control.controller import Controller
from solar_charging.control.held import Held
from solar_charging.control.outcome import Outcome
from solar_charging.control.situation import SwitchPositions
from solar_charging.metering.probes import Probes
from solar_charging.planning.departures import NOTHING_TOLD, Departure, Told
from solar_charging.planning.scenarios import HORIZON, Known
from solar_charging.settings.hold import Write
from solar_charging.settings.house_battery import HouseBattery as BatterySettings
from solar_charging.settings.meters import Meters
from solar_charging.settings.settings import Settings, parse_settings
from solar_charging.tariff.price_curve import PriceCurve, Step
from solar_charging.tariff.price_forecast import forecast_prices
from solar_charging.vehicle.api_budget import Request, paid_as
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.commands import Command, Verb
from solar_charging.vehicle.polling import Look

GRID, SOLAR, FORECAST = "sensor.grid_power", "sensor.solar_power", "sensor.solar_forecast_today"
BATTERY, BATTERY_SOC = "sensor.battery_power", "sensor.battery_soc"
HOUR_S = 3600
HORIZON_H = HORIZON * QUARTER_S / 3600
FULL_PCT = 0.01
"""Missing per cents up to which a battery is full, for sums of many small gains are never exact."""

WATTS, PER_CENT = {"unit_of_measurement": "W"}, {"unit_of_measurement": "%"}
KWH = {"unit_of_measurement": "kWh"}


class SolarCharging:
    """Passes the controller what changes at the meters, beats, and passes its commands on.

    It is told of a house battery where there is one, unless it is `blind` to it, and what the sun makes where
    that is `lit`. `sums` is what the app
    itself would show of its charges, `outcome` the outcome of the last beat.
    """

    name = "solar_charging"

    def __init__(
        self,
        car: CarModel,
        settings: Settings | None = None,
        forecast: bool = False,
        blind: bool = False,
        lit: bool = False,
    ) -> None:
        settings = settings or settings_for(car)
        described = settings.meters.model_dump(include={"stale_s", "export_limit_w"})
        if lit:
            described |= {"solar_power": SOLAR} | ({"forecast_today": FORECAST} if forecast else {})
        meters = Meters.model_validate({"grid_power": GRID, **described})
        self._settings = settings.model_copy(update={"meters": meters})
        self._forecast = forecast
        self._blind = blind
        self.sums: Sums | None = None
        self.outcome: Outcome | None = None
        self._controller: Controller | None = None
        self._told: dict[str, int] = {}
        self._told_s: dict[str, float] = {}
        self._beat_s = -math.inf

    @property
    def probes(self) -> Probes | None:
        """Returns what it has tried of hidden sun; None before its first beat."""
        return None if self._controller is None else self._controller.saved_state.hidden_sun.probes

    def decide(self, view: View) -> int | None:
        controller = self._controller
        if controller is None:
            netting_s = view.netting_s if view.netting_s > STEP_S else None
            tariff = self._settings.tariff.model_copy(update={"netting_s": netting_s})
            battery = None if self._blind else battery_settings(view.house_battery, self._settings)
            settings = self._settings.model_copy(update={"tariff": tariff, "battery": battery})
            inputs = _ViewInputs(view, self._forecast)
            controller = self._controller = Controller(settings, view.zone, view.now_s, inputs=inputs)
        self._tell_meters(controller, view)
        if view.now_s - self._beat_s < self._settings.charging.beat_s:
            return None
        self._beat_s = view.now_s
        return self._beat(controller, view)

    def _tell_meters(self, controller: Controller, view: View) -> None:
        """Passes readings on when they change, as Home Assistant does.

        Meters that repeat themselves are confirmed as alive before they are stale.
        """
        if controller.house.battery is not None and view.battery_soc_pct is not None:
            self._tell(controller, BATTERY_SOC, round(view.battery_soc_pct), PER_CENT, view.now_s)
            self._tell(controller, BATTERY, round(view.battery_w), WATTS, view.now_s)
        meters = self._settings.meters
        if meters.solar_power:
            self._tell(controller, SOLAR, round(view.solar_w), WATTS, view.now_s)
        if meters.forecast_today and (FORECAST not in self._told or not view.now_s % HOUR_S):
            self._tell(controller, FORECAST, round(view.forecast_kwh()[0]), KWH, view.now_s)
        self._tell(controller, GRID, round(view.grid_w), WATTS, view.now_s)
        silent = {
            entity
            for entity, told_s in self._told_s.items()
            if view.now_s - told_s >= self._settings.meters.stale_s / 2
        }
        if silent:
            controller.grid_alive(
                view.now_s if GRID in silent else 0.0,
                battery_s=view.now_s if BATTERY in silent else 0.0,
            )
            self._told_s.update(dict.fromkeys(silent, view.now_s))

    def _tell(
        self, controller: Controller, entity: str, reading: int, unit: dict[str, str], now_s: float
    ) -> None:
        """Passes a reading on if it is news."""
        if reading != self._told.get(entity):
            controller.meter(entity, {"state": str(reading), "attributes": unit}, now_s)
            self._told[entity], self._told_s[entity] = reading, now_s

    def _beat(self, controller: Controller, view: View) -> int | None:
        now = datetime.fromtimestamp(view.now_s, timezone.utc)
        switches = SwitchPositions(enabled=True, off_peak=True, charge_now=False)
        _look(controller, controller.look(view.now_s), view)
        outcome = controller.beat(now, switches, None)
        if outcome.read_first:
            _look(controller, Look.READ, view)
            outcome = controller.beat(now, switches, None)
        self.outcome, self.sums = outcome, outcome.sums
        self._hold(controller, outcome, view)
        wanted_a = None
        for command in outcome.commands:
            controller.pay(now, *paid_as(command))
            wanted_a = _wish(command, outcome, view)
            controller.command_accepted(command, outcome.decision.state, now)
        return wanted_a

    def _hold(self, controller: Controller, outcome: Outcome, view: View) -> None:
        """Holds the house battery as the app does, with an inverter that obeys at once."""
        held = controller.hold.held
        if outcome.hold and held is None:
            controller.hold.begin(view.now_s, Held(view.now_s, [], sent_s=view.now_s))
        elif held is not None and not outcome.hold:
            controller.hold.ended(view.now_s)
        view.battery_limit_w = 0.0 if controller.hold.held is not None else math.inf


class _ViewInputs:
    """Provides the scenario's prices, guessed where not published, and the running session's departure."""

    def __init__(self, view: View, forecast: bool) -> None:
        self._view = view
        self._forecast = forecast
        self._bought = PriceCurve()

    def prices(self, now: datetime) -> Prices:
        del now  # the view is of this moment
        return Prices(self._view.import_price, self._view.export_price)

    def departure(self, now: datetime) -> Departure | None:
        del now
        view = self._view
        if view.departure_s is None or not view.soc_target_pct:
            return None
        return Departure(view.departure_s, view.soc_target_pct)

    def untold(self, now: datetime) -> bool:
        del now
        return not self._view.told

    def told(self, now: datetime) -> Told:
        del now
        return NOTHING_TOLD

    @property
    def regular(self) -> bool:
        return self._view.told

    def known(self, now: datetime) -> Known:
        bought, sold = self._view.prices_ahead(HORIZON_H)
        forecast_kwh = self._view.forecast_kwh() if self._forecast else ()
        return Known(self._continued(bought), sold, self.departure(now), forecast_kwh)

    def _continued(self, published: Values) -> Values:
        """Returns the prices of the whole horizon, as far as they can be guessed."""
        if len(published) == HORIZON:
            return published
        at_s: Values = self._view.now_s // QUARTER_S * QUARTER_S + QUARTER_S * np.arange(float(HORIZON))
        if self._bought.at(float(at_s[len(published) - 1])) is None:
            steps = zip(at_s, at_s + QUARTER_S, published, strict=False)
            self._bought = self._bought.renewed(PriceCurve(tuple(starmap(Step, steps))))
        bought = forecast_prices(self._bought, at_s, self._view.zone)
        return bought[: int(np.isnan(bought).argmax()) or HORIZON]


class WithForecast(SolarCharging):
    """Runs the same law with a forecast of the solar energy, renewed each day."""

    name = "solar_charging_forecast"

    def __init__(self, car: CarModel, settings: Settings | None = None) -> None:
        super().__init__(car, settings, forecast=True)


def settings_for(car: CarModel) -> Settings:
    """Returns the app's defaults for a car; prices come from the scenario."""
    given: dict[str, Any] = {
        "meters": {"grid_power": GRID},
        "car": {
            "token_file": "-",
            "phases": car.phases,
            "voltage_v": car.voltage_v,
            "min_current_a": car.min_a,
            "max_current_a": car.max_a,
            "battery_kwh": car.battery_kwh,
            "efficiency": car.efficiency,
            "overhead_w": 1000 * car.overhead_kw,
        },
    }
    return parse_settings(given)


def battery_settings(model: BatteryModel | None, settings: Settings) -> BatterySettings | None:
    """Returns the settings of a house battery as its owner would write them; None without one.

    What the app's own settings say of it holds, but for its sensors.
    """
    if model is None:
        return None
    described = {
        "capacity_kwh": (model.capacity_kwh,),
        "max_charge_w": 1000 * model.max_charge_kw,
        "max_discharge_w": 1000 * model.max_discharge_kw,
        "floor_pct": round(model.floor_pct),
        "hold": (Write(entity="number.battery_max_discharge_power", value=0.0),),
    }
    if settings.battery is not None:
        described |= settings.battery.model_dump(include={"first_below_pct", "keep_pct"})
    return BatterySettings.model_validate({"power": BATTERY, "soc": BATTERY_SOC, **described})


def _look(controller: Controller, look: Look, view: View) -> None:
    if look is Look.AWAKE:
        controller.car_awake(not view.asleep, view.now_s)
        look = controller.look(view.now_s)
    if look is Look.READ and view.asleep:
        controller.car_awake(False, view.now_s)
    elif look is Look.READ:
        controller.pay(datetime.fromtimestamp(view.now_s, timezone.utc), Request.READ)
        view.read()
        controller.car_read(_state(view), view.now_s)


def _state(view: View) -> CarState:
    """Returns what the car reports when its data is read."""
    car = view.car
    if not view.plugged:
        charging = ChargingState.DISCONNECTED
    elif view.charging:
        charging = ChargingState.CHARGING if view.car_a else ChargingState.STARTING
    elif view.soc_pct >= car.limit_pct - FULL_PCT:
        charging = ChargingState.COMPLETE
    else:
        charging = ChargingState.STOPPED
    return CarState(
        at_s=view.car_reported_s,
        at_home=view.plugged,
        charging=charging,
        soc_pct=view.soc_pct,
        charge_limit_pct=car.limit_pct,
        offered_a=view.offered_a,
        drawn_a=float(view.car_a),
        max_current_a=car.max_a,
        phases=car.phases,
        voltage_v=car.voltage_v,
    )


def _wish(command: Command, outcome: Outcome, view: View) -> int | None:
    """Returns the amps that a command leads to, None for one that lets nothing flow."""
    if command.verb is Verb.WAKE_UP:
        view.wake()
        return None
    if command.verb is Verb.STOP:
        return 0
    return outcome.decision.current_a
