"""Situations that the tests start from, one for each reason, and a strategy for all others."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import strategies as st

from solar_charging.decision import Situation, Switches
from solar_charging.settings import Settings, parse_settings
from solar_charging.surplus import Surplus
from solar_charging.vehicle.car import CarState, ChargingState

NOW_S = 1_780_000_000.0

ENTRY = {
    "meters": {"grid_power": "sensor.grid_power"},
    "car": {"token_file": "/config/tesla_token.json", "max_current_a": 16},
    "charging": {"off_peak_current_a": 12},
}
SETTINGS = parse_settings(ENTRY)


def fused(max_import_w: float) -> Settings:
    """The same settings in a house with a main fuse."""
    return parse_settings({**ENTRY, "charging": {"off_peak_current_a": 12, "max_import_w": max_import_w}})


DARK = Surplus(now_w=-400.0, mean_w=-400.0, coverage=1.0, silent_s=2.0)
SUNNY = Surplus(now_w=2400.0, mean_w=2350.0, coverage=1.0, silent_s=2.0)
SILENT = Surplus(now_w=None, mean_w=None, coverage=0.0, silent_s=120.1)

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

ENABLED = Switches(enabled=True, off_peak=True, charge_now=False)

WAITING = Situation(
    switches=ENABLED,
    problem=None,
    car=PARKED,
    car_problem=None,
    ours=False,
    by_hand=False,
    by_itself=False,
    surplus=DARK,
    grid_power_w=400.0,
    watts_per_amp=230.0,
    off_peak=False,
    easing=False,
    since_start_s=math.inf,
    since_stop_s=math.inf,
)
"""By day, parked at home, no sun."""

FOLLOWING = replace(WAITING, car=CHARGING, ours=True, surplus=SUNNY, grid_power_w=-50.0, since_start_s=1800.0)
"""By day, charging from the sun."""

NIGHT = replace(WAITING, off_peak=True)
"""Off-peak, parked at home."""


def mean_of(mean_w: float) -> Surplus:
    """A wholly known window with this mean."""
    return replace(SUNNY, mean_w=mean_w)


EXAMPLES: dict[str, Situation] = {
    "setup": replace(FOLLOWING, problem="the helper input_boolean.solar_charging is missing"),
    "off": replace(WAITING, switches=replace(ENABLED, enabled=False)),
    "off_stopping": replace(FOLLOWING, switches=replace(ENABLED, enabled=False)),
    "unreachable": replace(WAITING, car=None, car_problem="the service did not answer in time"),
    "away": replace(WAITING, car=replace(PARKED, at_home=False)),
    "position_unknown": replace(WAITING, car=replace(PARKED, at_home=None)),
    "unplugged": replace(WAITING, car=replace(PARKED, charging=ChargingState.DISCONNECTED)),
    "no_power": replace(WAITING, car=replace(PARKED, charging=ChargingState.NO_POWER)),
    "cable_loose": replace(WAITING, car=replace(PARKED, cable_loose=True)),
    "full": replace(WAITING, car=replace(PARKED, charging=ChargingState.COMPLETE, soc_pct=80)),
    "charge_now": replace(WAITING, switches=replace(ENABLED, charge_now=True)),
    "by_hand": replace(FOLLOWING, by_hand=True),
    "by_itself": replace(FOLLOWING, by_itself=True, surplus=replace(SUNNY, coverage=0.0)),
    "off_peak": NIGHT,
    "no_reading": replace(FOLLOWING, surplus=SILENT),
    "measuring": replace(FOLLOWING, surplus=replace(SUNNY, coverage=0.4)),
    "following_sun": FOLLOWING,
    "cloud": replace(FOLLOWING, surplus=mean_of(800.0)),
    "just_started": replace(FOLLOWING, surplus=mean_of(100.0), since_start_s=300.0),
    "too_little_sun": replace(FOLLOWING, surplus=mean_of(100.0)),
    "waiting_for_sun": WAITING,
    "just_stopped": replace(WAITING, surplus=SUNNY, since_stop_s=300.0),
}
"""One situation for each reason that `decide` gives by itself, without a fuse."""

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

surpluses = st.builds(
    Surplus,
    now_w=st.none() | _powers,
    mean_w=st.none() | _powers,
    coverage=st.floats(0, 1),
    silent_s=st.floats(0, 300),
)

any_situation = st.builds(
    Situation,
    switches=st.builds(Switches, enabled=st.booleans(), off_peak=st.booleans(), charge_now=st.booleans()),
    problem=st.sampled_from([None, None, "something is missing"]),
    car=st.none() | cars,
    car_problem=st.none() | st.just("the service did not answer in time"),
    ours=st.booleans(),
    by_hand=st.booleans(),
    by_itself=st.booleans(),
    surplus=surpluses,
    grid_power_w=st.none() | _powers,
    watts_per_amp=st.sampled_from([110.0, 230.0, 690.0]),
    off_peak=st.booleans(),
    easing=st.booleans(),
    since_start_s=st.floats(0, 2000) | st.just(math.inf),
    since_stop_s=st.floats(0, 2000) | st.just(math.inf),
)
