"""Situations that the tests start from, one for each reason, and a strategy for all others."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
from hypothesis import strategies as st

from solar_charging.base.economics import Charger, Prices, Storage
from solar_charging.base.reason import Problem, Reason, Sign
from solar_charging.control.promises import least_current_a, max_current_a
from solar_charging.control.situation import Charge, Situation, SwitchPositions
from solar_charging.control.wishes import NowEnds
from solar_charging.metering.connection import Connection, Demand
from solar_charging.metering.hidden_sun import Hidden
from solar_charging.metering.meter import Reading
from solar_charging.metering.surplus import Surplus
from solar_charging.metering.trust import Trust
from solar_charging.planning.departures import Departure
from solar_charging.planning.finish import Kept
from solar_charging.planning.planner import EnergyValue
from solar_charging.settings.settings import Settings, parse_settings
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.ownership import Owner

NOW_S = 1_780_000_000.0
EARLIER = datetime.fromtimestamp(NOW_S - 3600, timezone.utc)

ENTRY: dict[str, Any] = {
    "meters": {"grid_power": "sensor.grid_power"},
    "car": {"token_file": "/config/tesla_token.json", "max_current_a": 16},
    "charging": {"off_peak_current_a": 12, "minimum_soc_pct": 20},
}
SETTINGS = parse_settings(ENTRY)


def fused(max_import_w: float) -> Settings:
    """The same settings in a house with a main fuse."""
    return parse_settings({**ENTRY, "charging": {**ENTRY["charging"], "max_import_w": max_import_w}})


def behind(fuse_w: float, situation: Situation, sure: bool = True) -> Situation:
    """The same situation in a house with a main fuse, of which nobody knows how much it may draw."""
    connection = Connection(fused(fuse_w), NOW_S)
    grid_w, car = situation.grid_power_w, situation.car
    if grid_w is not None:
        connection.grid(Reading(NOW_S, grid_w), sure, math.nan)
    offered_a = (car.offered_a or 0) if car is not None and situation.charging else None
    demand = Demand(
        offered_a=offered_a,
        drawn_a=float(offered_a or 0),
        least_a=SETTINGS.car.min_current_a,
        least_per_amp=situation.least_watts_per_amp,
        most_per_amp=situation.most_watts_per_amp,
        one_phase=False,
        grid_silent=situation.surplus.silent,
        grid_wrong=situation.trust.wrong is not None,
    )
    return replace(situation, room=connection.room(demand, NOW_S))


def steady(surplus_w: float) -> Surplus:
    """A wholly known window in which the surplus was the same all the time."""
    return Surplus(surplus_w, surplus_w, 1.0, 2.0, np.array([surplus_w]), np.array([300.0]))


DARK = steady(-400.0)
SUNNY = steady(2400.0)
BLIND = Reason(Problem.METER_BLIND, {"entity": "sensor.grid_power"})
SILENT = Surplus(now_w=None, mean_w=None, coverage=0.0, silent_s=120.1, silent=True)

PARKED = CarState(
    at_s=NOW_S - 20,
    at_home=True,
    charging=ChargingState.STOPPED,
    soc_pct=50,
    charge_limit_pct=80,
    offered_a=16,
    drawn_a=0,
    max_current_a=16,
    phases=1,
    voltage_v=230,
)
CHARGING = replace(PARKED, charging=ChargingState.CHARGING, offered_a=10, drawn_a=10)
NEVER_SEEN = CarState(at_s=NOW_S, asleep=True)

CHARGER = Charger(watts_per_amp=230.0, min_a=5, max_a=16)
ENERGY_VALUE = EnergyValue(
    value_per_kwh=0.20,
    prices=Prices(import_per_kwh=0.30, export_per_kwh=0.08),
    departure=None,
    spare_s=math.inf,
    bought_kwh=0.0,
)
"""5 A pay from 720 W on: 1.15 kW drawn at 0.30, of which 0.933 kW are stored at 0.20."""

SOON = replace(ENERGY_VALUE, departure=Departure(at_s=NOW_S + 7200, soc_pct=70), spare_s=900.0)
"""A departure for which what is missing cannot wait any longer."""

ENABLED = SwitchPositions(enabled=True, off_peak=True, charge_now=False)

WAITING = Situation(
    switches=ENABLED,
    problem=None,
    car=PARKED,
    car_problem=None,
    charge=Charge(),
    commanded=False,
    surplus=DARK,
    trust=Trust(),
    grid_power_w=400.0,
    least_watts_per_amp=230.0,
    most_watts_per_amp=230.0,
    phases_wanted=False,
    off_peak=False,
    rousable=True,
    since_start_s=86_400.0,
    empty_spare_s=math.inf,
    charger=CHARGER,
    energy_value=ENERGY_VALUE,
    waited_cost=0.0,
    command_cost=0.001,
    start_cost=0.02,
)
"""By day, parked at home, no sun."""

FOLLOWING = replace(
    WAITING, car=CHARGING, charge=Charge(Owner.APP), commanded=True, surplus=SUNNY, grid_power_w=-50.0
)
"""By day, charging from the sun."""

NIGHT = replace(WAITING, off_peak=True)
"""Off-peak, parked at home."""


PATIENT, AT_AN_END = 0.01, 0.0101
"""What waiting may add up to, half the price of a start, and a little more."""

SPARE_BATTERY = Storage(takes_kw=5.0, gives_kw=5.0, taken_per_kwh=0.08, given_per_kwh=0.10)
"""A house battery of which a kWh is worth less than one in the car."""

NEEDED_BATTERY = Storage(takes_kw=5.0, gives_kw=5.0, taken_per_kwh=0.27, given_per_kwh=0.30)
"""A house battery of which a kWh is worth more than one in the car."""

MUTE_BATTERY = Reason(
    Problem.BATTERY_SILENT, {"entity": "sensor.battery_power", "silent": timedelta(minutes=5)}
)
"""Nobody knows what the house battery gives."""

LATER = datetime.fromtimestamp(NOW_S + 7200, timezone.utc)


def wishing(situation: Situation, **wished: Any) -> Situation:
    """The same situation with what a person has set by helpers."""
    wishes = replace(situation.switches.wishes, **wished)
    return replace(situation, switches=replace(situation.switches, wishes=wishes))


EXAMPLES: dict[str, Situation] = {
    "setup": replace(
        FOLLOWING, problem=Reason(Problem.HELPER_MISSING, {"entity": "input_boolean.solar_charging"})
    ),
    "off": replace(WAITING, switches=replace(ENABLED, enabled=False)),
    "off_stopping": replace(FOLLOWING, switches=replace(ENABLED, enabled=False)),
    "paused": wishing(WAITING, pause_until=LATER),
    "paused_stopping": wishing(FOLLOWING, pause_until=LATER),
    "unreachable": replace(WAITING, car=None, car_problem=Reason(Problem.LATE_ANSWER)),
    "away": replace(WAITING, car=replace(PARKED, at_home=False)),
    "away_by": replace(WAITING, car=replace(PARKED, at_home=False, distance_m=1234.0, radius_m=100.0)),
    "position_unknown": replace(WAITING, car=replace(PARKED, at_home=None)),
    "unplugged": replace(WAITING, car=replace(PARKED, charging=ChargingState.DISCONNECTED)),
    "no_power": replace(WAITING, car=replace(PARKED, charging=ChargingState.NO_POWER)),
    "cable_loose": replace(WAITING, car=replace(PARKED, cable_loose=True)),
    "full": replace(WAITING, car=replace(PARKED, charging=ChargingState.COMPLETE, soc_pct=80)),
    "limit_too_low": replace(
        WAITING,
        car=replace(PARKED, soc_pct=80),
        energy_value=replace(ENERGY_VALUE, departure=Departure(at_s=NOW_S + 7200, soc_pct=90)),
    ),
    "charge_now": replace(WAITING, switches=replace(ENABLED, charge_now=True)),
    "charge_now_until": wishing(
        replace(WAITING, switches=replace(ENABLED, charge_now=True)),
        now=NowEnds(soc_pct=80, kwh=5.0, minutes=90, until=LATER),
    ),
    "by_hand": replace(FOLLOWING, charge=Charge(Owner.PERSON)),
    "by_hand_since": replace(FOLLOWING, charge=Charge(Owner.PERSON, since=EARLIER, sign=Reason(Sign.SEEN))),
    "stopped_by_hand": replace(WAITING, charge=Charge(stopped=EARLIER, resumes=EARLIER + timedelta(days=1))),
    "ended_nobodys": replace(
        FOLLOWING, charge=Charge(sign=Reason(Sign.SCHEDULE)), surplus=replace(SUNNY, coverage=0.0)
    ),
    "look_first": replace(WAITING, car=NEVER_SEEN),
    "by_itself_ending": replace(
        FOLLOWING, charge=Charge(Owner.PLUG_IN), surplus=replace(SUNNY, coverage=0.0)
    ),
    "off_peak": NIGHT,
    "no_reading": replace(FOLLOWING, surplus=SILENT),
    "meter_unreadable": replace(
        FOLLOWING,
        surplus=SILENT,
        unreadable=Reason(Problem.METER_UNIT, {"entity": "sensor.grid", "known": "W, kW", "unit": "'VA'"}),
    ),
    "meter_wrong": replace(FOLLOWING, trust=Trust(wrong=BLIND)),
    "meter_doubted": replace(FOLLOWING, trust=Trust(doubt=BLIND)),
    "meter_on_trial": replace(FOLLOWING, trust=Trust(trial=BLIND)),
    "measuring_phases": replace(FOLLOWING, phases_wanted=True),
    "measuring": replace(FOLLOWING, surplus=replace(SUNNY, coverage=0.4, ready_s=30.0)),
    "minimum": replace(WAITING, car=replace(PARKED, soc_pct=18.9)),
    "departure": replace(WAITING, energy_value=SOON),
    "departure_learnt": replace(
        WAITING, energy_value=replace(SOON, departure=Departure(NOW_S + 7200, 70, learnt=True))
    ),
    "climate": replace(
        WAITING, energy_value=replace(ENERGY_VALUE, departure=Departure(NOW_S + 3600, 50)), prepares=True
    ),
    "kept_for_last": replace(
        WAITING,
        energy_value=replace(
            ENERGY_VALUE,
            value_per_kwh=0.35,
            departure=Departure(NOW_S + 7200, 55),
            spare_s=5400.0,
            kept=Kept(1.5, NOW_S + 4500),
        ),
    ),
    "holiday": replace(
        NIGHT, energy_value=replace(ENERGY_VALUE, value_per_kwh=0.35, pause=EARLIER + timedelta(days=2))
    ),
    "departure_awake": replace(WAITING, energy_value=replace(SOON, spare_s=6 * 3600.0), rousable=False),
    "following_sun": FOLLOWING,
    "from_battery": replace(WAITING, storage=SPARE_BATTERY, waited_cost=AT_AN_END),
    "battery_first": replace(WAITING, surplus=SUNNY, storage=NEEDED_BATTERY),
    "battery_untold": replace(FOLLOWING, battery_untold=MUTE_BATTERY),
    "battery_untold_waiting": replace(
        FOLLOWING, car=PARKED, waited_cost=AT_AN_END, battery_untold=MUTE_BATTERY
    ),
    "hidden_sun": replace(
        WAITING, surplus=steady(0.0), grid_power_w=0.0, hidden=Hidden(w=3000.0, odds=2 / 3, hours=2.0)
    ),
    "cloud": replace(FOLLOWING, surplus=steady(700.0), waited_cost=PATIENT),
    "too_little_sun": replace(FOLLOWING, surplus=steady(700.0), waited_cost=AT_AN_END),
    "waiting_for_sun": WAITING,
    "nothing_pays": replace(WAITING, energy_value=replace(ENERGY_VALUE, value_per_kwh=0.08)),
    "gathering": replace(WAITING, surplus=SUNNY, waited_cost=PATIENT),
    "buying": replace(WAITING, energy_value=replace(ENERGY_VALUE, value_per_kwh=0.35), waited_cost=AT_AN_END),
}
"""One situation for each reason that `decide` gives by itself, without a fuse."""


def charging_set(**charging: Any) -> Settings:
    """The same settings with others of the charge in force, as a person wishes them by helpers."""
    return SETTINGS.model_copy(update={"charging": SETTINGS.charging.model_copy(update=charging)})


SUN_ONLY = charging_set(price_ceiling=-math.inf)
"""Nothing is bought, whatever it costs."""

WISHED: dict[str, tuple[Situation, Settings]] = {
    "sun_limit": (replace(FOLLOWING, car=replace(CHARGING, soc_pct=70)), charging_set(sun_limit_pct=70)),
    "sun_only": (wishing(WAITING, sun_only=True), SUN_ONLY),
    "price_ceiling": (EXAMPLES["buying"], charging_set(price_ceiling=0.25)),
}
"""One situation for each reason that only a wish in the settings in force gives, with these."""

_powers = st.floats(-20_000, 20_000)
_maybe_pct = st.none() | st.floats(0, 100)

cars = st.builds(
    CarState,
    at_s=st.just(NOW_S),
    asleep=st.booleans(),
    driving=st.booleans(),
    at_home=st.sampled_from([True, True, False, None]),
    charging=st.sampled_from(ChargingState),
    soc_pct=_maybe_pct,
    charge_limit_pct=_maybe_pct,
    offered_a=st.none() | st.integers(0, 48),
    drawn_a=st.none() | st.floats(0, 48),
    max_current_a=st.none() | st.integers(0, 48),
    phases=st.sampled_from([None, 1, 3]),
    voltage_v=st.none() | st.floats(90, 260),
    cable_loose=st.booleans(),
    scheduled=st.booleans(),
)

_windows = st.lists(st.tuples(_powers, st.floats(0.1, 60)), max_size=5)

_prices = st.floats(-0.5, 1.0)
_departures = st.none() | st.builds(
    Departure, at_s=st.floats(NOW_S, NOW_S + 86_400), soc_pct=st.floats(0, 100)
)


@st.composite
def surpluses(draw: st.DrawFn) -> Surplus:
    """Windows that know something, or nothing at all."""
    window = draw(_windows)
    return Surplus(
        now_w=draw(st.none() | _powers),
        mean_w=draw(st.none() | _powers),
        coverage=draw(st.floats(0, 1)) if window else 0.0,
        silent_s=draw(st.floats(0, 300)),
        samples_w=np.array([power_w for power_w, _ in window]),
        held_s=np.array([held_s for _, held_s in window]),
        spare_w=draw(st.none() | _powers),
        silent=draw(st.booleans()),
        ready_s=draw(st.just(math.inf) | st.floats(0, 450)),
    )


storages = st.builds(
    Storage,
    takes_kw=st.floats(0, 1000),
    gives_kw=st.floats(0, 1000),
    taken_per_kwh=_prices,
    given_per_kwh=_prices,
)

worths = st.builds(
    EnergyValue,
    value_per_kwh=st.floats(-1, 2),
    prices=st.builds(Prices, import_per_kwh=_prices, export_per_kwh=_prices, storage=st.none() | storages),
    departure=_departures,
    spare_s=st.floats(-3600, 86_400) | st.just(math.inf),
    bought_kwh=st.floats(0, 60),
    pause=st.none() | st.just(EARLIER + timedelta(days=1)),
    kept=st.none() | st.just(Kept(1.5, NOW_S + 3600)),
)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Any situation, with a charger that is the car's."""
    situation = draw(_bare_situations)
    most_a = max_current_a(situation.car, SETTINGS)
    per_amp, least_a = situation.least_watts_per_amp, least_current_a(situation.car, SETTINGS)
    most_per_amp = per_amp * draw(st.sampled_from([1.0, 1.0, 3.0]))
    return replace(situation, most_watts_per_amp=most_per_amp, charger=Charger(per_amp, least_a, most_a))


_moments = st.none() | st.just(datetime.fromtimestamp(NOW_S - 600, timezone.utc))
charges = st.builds(
    Charge,
    owner=st.sampled_from(Owner),
    since=_moments,
    sign=st.none() | st.just(Reason(Sign.SEEN)),
    stopped=_moments,
    resumes=_moments,
    ended_sign=st.none() | st.just(Reason(Sign.SCHEDULE)),
)

hiddens = st.builds(
    Hidden, w=st.floats(0, 20_000), odds=st.floats(0, 1), hours=st.floats(0, 2), probing=st.booleans()
)

_bare_situations = st.builds(
    Situation,
    switches=st.builds(
        SwitchPositions, enabled=st.booleans(), off_peak=st.booleans(), charge_now=st.booleans()
    ),
    problem=st.sampled_from([None, None, Reason(Problem.HELPER_MISSING, {"entity": "input_boolean.x"})]),
    car=st.none() | cars,
    car_problem=st.none() | st.just(Reason(Problem.LATE_ANSWER)),
    charge=charges,
    commanded=st.booleans(),
    surplus=surpluses(),
    trust=st.builds(
        Trust, wrong=st.none() | st.just(BLIND), doubt=st.none() | st.just(BLIND), remarks=st.just(())
    ),
    grid_power_w=st.none() | _powers,
    least_watts_per_amp=st.sampled_from([110.0, 230.0, 690.0]),
    most_watts_per_amp=st.just(690.0),
    phases_wanted=st.booleans(),
    off_peak=st.booleans(),
    rousable=st.booleans(),
    prepares=st.booleans(),
    since_start_s=st.floats(0, 86_400),
    empty_spare_s=st.floats(-86_400, 86_400) | st.just(math.inf),
    charger=st.just(CHARGER),
    energy_value=worths,
    waited_cost=st.floats(0, 0.1),
    command_cost=st.floats(0, 0.01),
    start_cost=st.floats(0, 0.4),
    storage=st.none() | storages,
    battery_untold=st.sampled_from([None, None, MUTE_BATTERY]),
    hidden=st.none() | hiddens,
)

any_situation = situations()
