"""What a person sets by helpers acts within one beat, is shown, and is put back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.household import constant_day
from tests.shell_platform import SWITCH, Platform

MODE, SKIP = "input_select.solar_charging_mode", "input_boolean.solar_charging_skip"
PAUSE = "input_datetime.solar_charging_pause_until"
DEPARTURE, DEPARTURE_SOC, DAYS = (
    "input_datetime.solar_charging_departure",
    "input_number.solar_charging_departure_soc",
    "input_select.solar_charging_departure_days",
)
NOW = f"{SWITCH}_now"


def number(role: str) -> str:
    return f"input_number.solar_charging_{role}"


def shown(platform: Platform) -> dict[str, Any]:
    """What the card gets of a person's hand."""
    attributes = platform.given_that.mocked_states["sensor.solar_charging_state"]["attributes"]
    hands: dict[str, Any] = attributes["hands"]
    return hands


def dark(platform: Platform) -> None:
    platform.world.trace = constant_day(-300)


@pytest.fixture
def priced(platform: Platform) -> Platform:
    """In the dark, with power that is cheap all day, and all helpers as Home Assistant makes them."""
    dark(platform)
    platform.argument("tariff", {"off_peak": [], "peak_price": 0.30, "off_peak_price": 0.20})
    platform.set(MODE, "Smart")
    for role in ("now_soc", "now_energy", "now_minutes", "grid_limit", "sun_limit", "minimum"):
        platform.set(number(role), "0.0", {"min": 0, "max": 100})
    platform.set(number("price_ceiling"), "0.0", {"min": 0})
    platform.set(DEPARTURE, "2026-06-15 00:00:00")
    platform.set(DEPARTURE_SOC, "0.0", {"min": 0})
    platform.set(DAYS, "Once")
    platform.set(SKIP, "off")
    platform.set(PAUSE, "2026-06-15 00:00:00")
    platform.start()
    platform.run(minutes=6)
    return platform


def test_a_home_without_helpers_is_ruled_by_its_switches_and_hears_of_no_trouble(running: Platform) -> None:
    running.run(minutes=2)
    attributes = running.given_that.mocked_states["sensor.solar_charging_state"]["attributes"]
    assert attributes["hands"] == {"mode": "smart"}
    assert set(attributes["controls"]) == {"enabled", "off_peak", "charge_now"}
    assert running.logged("WARNING") == running.logged("ERROR") == []
    running.set(SWITCH, "off")
    assert shown(running)["mode"] == "off"


def test_helpers_that_nobody_has_set_say_nothing(priced: Platform) -> None:
    assert shown(priced) == {"mode": "smart"}
    assert priced.state("state") == "waiting_for_sun"
    attributes = priced.given_that.mocked_states["sensor.solar_charging_state"]["attributes"]
    assert attributes["controls"]["departure_days"] == DAYS
    assert len(attributes["controls"]) == 3 + 13
    assert priced.logged("WARNING") == []


def test_what_apps_yaml_says_is_shown_where_no_helper_says_otherwise(platform: Platform) -> None:
    told = {"grid_limit_pct": 60, "sun_limit_pct": 90, "minimum_soc_pct": 20, "price_ceiling": 0.25}
    platform.argument("charging", told)
    platform.set(number("grid_limit"), "70.0", {"min": 0})
    platform.set(MODE, "Sun only")
    platform.start()
    platform.run(minutes=6)
    limits = {"grid_limit_pct": 70.0, "sun_limit_pct": 90, "minimum_pct": 20, "price_ceiling": 0.25}
    assert shown(platform) == {"mode": "sun_only", **limits}


@pytest.mark.parametrize(
    ("entity", "state", "hands", "said"),
    [
        (MODE, "Sun only", {"mode": "sun_only"}, "only from the sun, as you chose"),
        (MODE, "Nur Sonne", {"mode": "sun_only"}, "only from the sun, as you chose"),
        (
            PAUSE,
            "2026-06-16 18:00:00",
            {"mode": "paused", "paused_until": "2026-06-16T18:00:00+00:00"},
            "paused until tomorrow 18:00",
        ),
        (number("minimum"), "60.0", {"mode": "smart", "minimum_pct": 60.0}, "the battery is below 60%"),
        (number("grid_limit"), "40.0", {"mode": "smart", "grid_limit_pct": 40.0}, "waiting for sun"),
        (number("sun_limit"), "50.0", {"mode": "smart", "sun_limit_pct": 50.0}, "the battery is at 50%"),
        (number("price_ceiling"), "0.29", {"mode": "smart", "price_ceiling": 0.29}, "waiting for sun"),
        (NOW, "on", {"mode": "now"}, "charging at 16 A right now"),
    ],
)
def test_a_helper_acts_within_one_beat_and_the_reason_answers(
    priced: Platform, entity: str, state: str, hands: dict[str, Any], said: str
) -> None:
    priced.set(entity, state)
    priced.run(seconds=10)
    found = {key: value for key, value in shown(priced).items() if key != "now"}
    assert found == hands
    assert priced.state("reason").startswith(said)


def test_a_departure_that_is_set_is_answered_by_the_plan(priced: Platform) -> None:
    priced.set(DEPARTURE, "2026-06-16 07:30:00")
    priced.set(DEPARTURE_SOC, "70.0")
    priced.run(seconds=10)
    assert "tomorrow 07:30: 70%" in priced.state("plan")
    priced.set(DEPARTURE_SOC, "60.0")
    priced.run(seconds=10)
    assert "tomorrow 07:30: 60%" in priced.state("plan")


def test_a_departure_is_left_out_until_its_moment_and_the_helper_is_switched_off_then(
    priced: Platform,
) -> None:
    priced.set(DEPARTURE, "2026-06-15 09:20:00")
    priced.set(DEPARTURE_SOC, "60.0")
    priced.set(DAYS, "Every day")
    priced.run(seconds=10)
    assert priced.state("plan").startswith("09:20: 60%")
    priced.set(SKIP, "on")
    priced.run(seconds=10)
    assert shown(priced)["skipped"] == "2026-06-15T09:20:00+00:00"
    assert "tomorrow 09:20: 60%" in priced.state("plan")
    assert priced.calls("input_boolean/turn_off") == []
    priced.app.terminate()
    priced.start()
    priced.run(minutes=15)
    assert priced.calls("input_boolean/turn_off")[0]["entity_id"] == SKIP
    assert "skipped" not in shown(priced)
    assert "tomorrow 09:20: 60%" in priced.state("plan"), "the next is not left out"


def test_nothing_of_the_apps_runs_on_in_a_pause_and_it_ends_by_itself(running: Platform) -> None:
    running.run(minutes=10)
    assert running.car.charging
    until = running.now.replace(microsecond=0) + timedelta(minutes=20)
    running.set(PAUSE, until.strftime("%Y-%m-%d %H:%M:%S"))
    running.run(minutes=1)
    assert (running.state("state"), running.car.charging) == ("off", False)
    running.run(minutes=18)
    assert not running.car.charging
    running.run(minutes=12)
    assert running.car.charging


@pytest.mark.parametrize(
    ("role", "value", "minutes"),
    [("now_minutes", "30.0", 30), ("now_energy", "2.0", 33), ("now_soc", "53.0", 40)],
)
@pytest.mark.parametrize("restarts", [False, True])
def test_charge_now_ends_where_it_was_asked_to_also_across_a_restart(
    priced: Platform, role: str, value: str, minutes: float, restarts: bool
) -> None:
    priced.set(number(role), value, {"min": 0})
    priced.set(NOW, "on")
    priced.run(minutes=2)
    assert priced.car.charging
    now = shown(priced)["now"]
    assert set(now) == {"ends_at", "kwh", "cost", "until_pct"}
    assert now["cost"] == pytest.approx(0.30 * now["kwh"], abs=0.02)
    if restarts:
        priced.app.terminate()
        priced.start()
    priced.run(minutes=minutes - 12)
    assert priced.car.charging
    priced.run(minutes=14)
    assert not priced.car.charging
    off, reset = priced.calls("input_boolean/turn_off"), priced.calls("input_number/set_value")
    assert off[0]["entity_id"] == NOW
    assert reset == [], "which waits until the switch is off: else the charge would go on without an end"
    priced.set(NOW, "off")
    priced.run(seconds=10)
    (reset_call,) = priced.calls("input_number/set_value")
    assert (reset_call["entity_id"], reset_call["value"]) == (number(role), 0.0)


@pytest.mark.parametrize(
    ("entity", "state", "said"),
    [
        (MODE, "Turbo", "'Turbo'; it knows Smart"),
        (number("grid_limit"), "101.0", "must be between 0 and 100%"),
        (number("minimum"), "plenty", "must be between 0 and 100%"),
        (number("now_minutes"), "-5", "must be a number from 0 to 10080"),
        (number("price_ceiling"), "nan", "must be a number"),
        (PAUSE, "18:00:00", "must be a date with a time"),
        (DEPARTURE, "07:30:00", "must be a date with a time"),
        (DAYS, "Someday", "'Someday'; it knows Once"),
    ],
)
def test_what_makes_no_sense_is_named_on_the_screen_and_says_nothing(
    priced: Platform, entity: str, state: str, said: str
) -> None:
    before = priced.state("reason")
    priced.set(entity, state)
    priced.run(seconds=10)
    attributes = priced.given_that.mocked_states["sensor.solar_charging_reason"]["attributes"]
    (remark,) = attributes["remarks"]
    assert entity in remark
    assert said in remark
    assert shown(priced) == {"mode": "smart"}
    assert priced.state("reason").split(":")[0] == before.split(":")[0]


def test_a_helper_is_asked_for_where_home_assistants_changes_are_lost(priced: Platform) -> None:
    priced.live["sensor.solar_power"] = ("0", "W")
    for minute in range(6):
        priced.live["sensor.grid_power"] = (str(400 + 50 * minute), "W")
        priced.live[MODE] = ("Sun only", None)
        priced.answers.update(dict.fromkeys(("sensor.grid_power", "sensor.solar_power", MODE), priced.now_s))
        priced.run(meters=False, minutes=1)
    assert shown(priced)["mode"] == "sun_only"
    priced.live.clear()
    priced.run(minutes=1)
    assert shown(priced)["mode"] == "smart", "what is heard is up to date again"
