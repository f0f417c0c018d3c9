"""The shell under appdaemontestframework: what it hears, does and shows."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from simulator.car import ChargingState
from simulator.world import Meters
from solar_charging.app import SolarCharging
from solar_charging.base.entity_state import LiveState
from solar_charging.base.reason import Problem
from solar_charging.publishing.entities import ENTITIES as PUBLISHED
from solar_charging.settings_file import settings_file, write_settings
from solar_charging.vehicle.car import CarState, NotAuthorized, Unreachable
from tests.household import GRID, constant_day
from tests.shell_platform import Platform, config

SWITCH = "input_boolean.solar_charging"


def test_it_listens_to_its_meters_and_switches_in_home_assistants_namespace(running: Platform) -> None:
    assert set(running.listeners) == {
        GRID,
        "sensor.solar_power",
        SWITCH,
        f"{SWITCH}_off_peak",
        f"{SWITCH}_now",
    }
    assert all(call.kwargs["namespace"] == "default" for call in running.functions["listen_state"].mock_calls)


def test_the_sun_starts_the_charge_and_home_assistant_shows_it(running: Platform) -> None:
    running.run(minutes=10)
    assert running.car.charging
    assert running.state("state") == "following_sun"
    assert float(running.state("charging_current")) == pytest.approx(running.car.current_a, abs=0.5)
    assert float(running.state("target")) == pytest.approx(3000 / 230, abs=0.2)
    assert running.state("soc") == "50"


def test_states_are_published_whole_in_text_and_without_a_check(running: Platform) -> None:
    running.run(minutes=1)
    for call in running.functions["set_state"].mock_calls:
        assert isinstance(call.kwargs["state"], str)
        assert call.kwargs["replace"] is True
        assert call.kwargs["check_existence"] is False
        assert call.kwargs["namespace"] == "default"
        assert all(call.kwargs["attributes"].values())


def test_a_switch_acts_at_once(running: Platform) -> None:
    running.run(minutes=10)
    running.set(SWITCH, "off")
    assert running.car.charging_state is ChargingState.STOPPED
    assert running.state("state") == "off"


def test_charge_now_is_switched_off_when_the_battery_is_full(running: Platform) -> None:
    running.car.set_soc(79.5, running.now_s)
    running.set(f"{SWITCH}_now", "on")
    running.run(hours=1)
    running.functions["call_service"].assert_any_call(
        "input_boolean/turn_off", namespace="default", entity_id=f"{SWITCH}_now"
    )


def test_a_missing_helper_is_named_with_the_yaml_that_creates_it(platform: Platform) -> None:
    platform.remove(SWITCH)
    platform.start()
    platform.run(minutes=10)
    (text,) = [text for text in platform.logged("ERROR") if SWITCH in text]
    assert "input_boolean:\n  solar_charging:\n    name: Solar charging" in text
    assert platform.state("state") == "setup"
    assert not platform.car.charging
    platform.set(SWITCH, "on")
    platform.run(minutes=10)
    assert platform.car.charging


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"meters": {"grid_power": GRID}, "car": {"entities": {"name": "model_3"}}}, GRID),
        ({"meters": {"grid_power": "sensor.other"}, "car": {"token_file": "tokens.json"}}, "car.token_file"),
    ],
)
def test_an_entry_leaves_its_car_to_the_one_before_it_and_goes_on_when_that_is_gone(
    platform: Platform, entry: dict[str, Any], said: str
) -> None:
    first = platform.entry("model_3", **entry)
    platform.start()
    platform.run(minutes=10)
    assert (platform.state("state"), platform.car.charging) == ("setup", False)
    (text,) = platform.logged("ERROR")
    assert text.startswith(said)
    assert " model_3 " in text
    assert text in platform.state("reason")
    assert platform.vehicle is not None
    assert platform.vehicle.reads == []
    first.stopped = True
    platform.run(minutes=1)
    assert platform.state("state") != "setup"
    platform.run(minutes=9)
    assert platform.car.charging
    assert platform.state("state") == "following_sun"


@pytest.mark.parametrize(
    ("name", "grid"), [("z_model_3", GRID), ("model_3", "sensor.grid_of_the_other_house")]
)
def test_an_entry_that_comes_later_or_shares_nothing_changes_nothing(
    platform: Platform, name: str, grid: str
) -> None:
    platform.entry(name, meters={"grid_power": grid}, car={"entities": {"name": "model_3"}})
    platform.start()
    platform.run(minutes=10)
    assert platform.car.charging
    assert platform.logged("ERROR") == []


def test_an_entry_that_has_to_make_way_ends_the_charge_that_it_has_begun(platform: Platform) -> None:
    platform.start()
    platform.run(minutes=10)
    assert platform.car.charging
    platform.entry("model_3", meters={"grid_power": GRID}, car={"entities": {"name": "model_3"}})
    platform.run(minutes=3)
    assert (platform.state("state"), platform.car.charging) == ("setup", False)


def test_a_missing_meter_is_named_once(platform: Platform) -> None:
    platform.remove("sensor.solar_power")
    platform.start()
    assert [text for text in platform.logged("WARNING") if "sensor.solar_power" in text] == [
        "sensor.solar_power is named in apps.yaml, but missing in Home Assistant"
    ]


def test_a_misspelt_meter_is_named_with_the_one_that_is_meant_and_not_for_ever(platform: Platform) -> None:
    platform.argument("meters", {"grid_power": "sensor.grid_powr"})
    platform.start()
    platform.run(seconds=30)
    sentence = (
        "sensor.grid_powr is named in apps.yaml, but missing in Home Assistant: "
        "did you mean sensor.grid_power?"
    )
    reason = f"the grid meter cannot be read, so no power is drawn for the car: {sentence}"
    assert platform.state("state") == "no_reading"
    assert str(platform.state("reason")).startswith(reason)
    created, dismissed = "persistent_notification/create", "persistent_notification/dismiss"
    assert platform.calls(created) == []
    platform.run(minutes=5)
    (note,) = platform.calls(created)
    assert note["message"] == sentence
    platform.app.terminate()
    platform.argument("meters", {"grid_power": GRID, "solar_power": "sensor.solar_power"})
    platform.start()
    assert [call["notification_id"] for call in platform.calls(dismissed)] == [note["notification_id"]]


@pytest.mark.parametrize(
    ("state", "unit", "says"),
    [
        ("-1543", "VA", "unit_of_measurement must be one of mW, W, kW, MW, got 'VA'"),
        ("-1543,5", "W", "must be a plain number such as -1543.5, is '-1543,5'"),
        ("4711", "kWh", "counts energy (kWh)"),
    ],
)
def test_a_meter_that_is_none_any_more_stops_the_charge_and_is_named(
    running: Platform, state: str, unit: str, says: str
) -> None:
    running.run(minutes=10)
    assert running.car.charging
    for _ in range(20):
        running.set(GRID, state, {"unit_of_measurement": unit})
        running.answers[GRID] = running.now_s
        running.run(seconds=10, meters=False)
    assert not running.car.charging
    assert running.state("state") == "no_reading"
    assert says in running.state("reason")
    (note,) = running.calls("persistent_notification/create")
    assert says in note["message"]
    running.run(minutes=5)
    assert running.car.charging


def test_of_a_connection_that_is_dead_without_having_ended_the_meter_and_the_switches_are_asked(
    running: Platform,
) -> None:
    running.run(minutes=10)
    assert running.car.charging
    running.live[GRID] = ("3000", "W")
    running.live["sensor.solar_power"] = ("0", "W")
    for minute in range(8):
        running.live[GRID] = (str(3000 + minute), "W")
        running.answers[GRID] = running.now_s
        running.run(minutes=1, meters=False)
    assert not running.car.charging
    # It was asked anew, and not each watt is shown.
    assert 3000 < int(running.state("grid_power")) <= 3007
    (note,) = running.calls("persistent_notification/create")
    assert "do not reach AppDaemon" in note["message"]
    running.live[SWITCH] = ("off", None)
    running.run(minutes=1, meters=False)
    assert running.state("state") == "off"
    running.live.clear()
    running.run(minutes=1)
    assert running.state("state") != "off"
    assert len(running.calls("persistent_notification/dismiss")) == 1


@pytest.mark.parametrize(
    ("answer", "live"),
    [
        ([["5", "W", 7]], LiveState("5", "W", 7.0)),
        ('[["5", null, 7.5]]', LiveState("5", None, 7.5)),
        ("[null]", None),
        ([None], None),
    ],
)
def test_home_assistants_answer_comes_as_text_or_as_what_it_means(
    running: Platform, answer: Any, live: LiveState | None
) -> None:
    running.rendered = answer
    assert running.app.ha.live([GRID]) == {GRID: live}


@pytest.mark.parametrize(
    "answer",
    [
        None,
        5,
        True,
        "",
        "unknown",
        "[",
        {},
        {"a": 1},
        [],
        [1],
        [[1]],
        [["5", "W", "x"]],
        "[[5,6,null]]",
        [["5", "W", float("nan")]],
        [["5", "W", 7], None],
    ],
)
def test_any_other_answer_is_none(running: Platform, answer: Any) -> None:
    running.rendered = answer
    assert running.app.ha.live([GRID]) is None
    running.run(minutes=4, meters=False)
    assert running.state("state") == "no_reading"


def test_an_entity_that_is_no_power_meter_is_named_once(running: Platform) -> None:
    for kwh in ("1.0", "1.1", "1.2"):
        running.set(GRID, kwh, {"unit_of_measurement": "kWh"})
    assert len([text for text in running.logged("WARNING") if "kWh" in text]) == 1


def test_a_home_assistant_that_went_away_is_told_nothing_and_everything_when_it_is_back(
    running: Platform,
) -> None:
    running.run(minutes=10)
    running.fire("plugin_stopped")
    running.functions["set_state"].reset_mock()
    running.run(minutes=1, meters=False)
    assert not running.functions["set_state"].called
    running.fire("plugin_started")
    assert running.functions["set_state"].call_count == sum(
        not (each.of_battery or each.of_watching) for each in PUBLISHED
    )


def test_during_an_outage_no_dear_power_is_drawn(running: Platform) -> None:
    running.run(minutes=10)
    running.fire("plugin_stopped")
    running.run(minutes=3, meters=False)
    assert not running.car.charging
    running.fire("plugin_started")
    running.run(minutes=15)
    assert running.car.charging


@pytest.mark.parametrize(("alive", "charging"), [(True, True), (False, False)])
def test_a_silent_meter_is_asked_for_before_it_is_called_dead(
    running: Platform, alive: bool, charging: bool
) -> None:
    running.run(minutes=10)
    for _ in range(30):
        running.answers[GRID] = running.now_s - 5 if alive else 0.0
        running.run(seconds=10, meters=False)
    assert "last_reported" in running.asked[0]
    assert running.car.charging is charging


def test_an_unavailable_meter_has_no_reading_however_often_it_is_asked(running: Platform) -> None:
    running.run(minutes=10)
    running.set(GRID, "unavailable")
    running.answers[GRID] = running.now_s
    running.run(minutes=5, meters=False)
    assert running.state("state") == "no_reading"


def test_missed_ticks_that_come_in_a_burst_make_one_beat(running: Platform) -> None:
    running.deferred = True
    for _ in range(6):
        running.app.on_beat()
    assert len(running.pending) == 1


def test_a_switch_moved_during_a_beat_is_not_lost(running: Platform) -> None:
    running.run(minutes=10)
    running.deferred = True
    running.app.on_beat()
    running.set(SWITCH, "off")
    running.work()
    assert not running.car.charging


def test_after_its_end_a_late_callback_does_nothing(running: Platform) -> None:
    running.deferred = True
    running.app.on_beat()
    running.app.terminate()
    running.functions["set_state"].reset_mock()
    running.work()
    running.run(minutes=10)
    assert not running.functions["set_state"].called
    assert not running.car.charging


def test_the_end_of_the_app_leaves_the_charge_as_it_is(running: Platform) -> None:
    running.run(minutes=10)
    running.app.terminate()
    running.run(minutes=10)
    assert running.car.charging


def test_the_tariffs_boundary_wakes_the_beat(platform: Platform) -> None:
    platform.argument("tariff", {"off_peak": [{"start": "09:12", "end": "11:00"}]})
    platform.argument("charging", {"beat_s": 600, "average_s": 600, "always_ready": True})
    platform.start()
    platform.run(minutes=11)
    assert platform.state("state") == "following_sun"
    assert platform.state("next_change") == "2026-06-15T09:12:00+00:00"
    platform.run(minutes=1, seconds=10)
    assert platform.state("state") == "off_peak"


def test_a_failure_of_the_car_is_logged_once_when_it_comes_and_once_when_it_goes(running: Platform) -> None:
    running.run(minutes=10)
    running.vehicle.fails = Unreachable(Problem.SERVICE_UNREACHABLE, cause="ConnectionError")
    running.run(minutes=45)
    running.vehicle.fails = None
    running.run(minutes=30)
    about = [text for _, text in running.logs if "reached (Conn" in text or text.startswith("the car:")]
    assert about == ["the service cannot be reached (ConnectionError)", "the car: all right again"]


def test_an_overload_is_answered_before_the_next_beat(platform: Platform) -> None:
    platform.argument("charging", {"max_import_w": 5000, "beat_s": 300})
    platform.set(f"{SWITCH}_now", "on")
    platform.start()
    platform.run(seconds=60)
    assert platform.car.requested_a == 16
    platform.set(GRID, "8000", {"unit_of_measurement": "W"})
    assert platform.car.requested_a == 5


def test_neither_a_position_nor_a_vin_is_shown_or_logged(running: Platform) -> None:
    running.run(minutes=20)
    shown = str(running.functions["set_state"].mock_calls) + str(running.logs)
    for secret in (running.car.settings.vin, str(running.car.settings.home.latitude)):
        assert secret not in shown


def test_what_needs_a_person_is_notified_once_and_taken_back_when_it_is_mended(running: Platform) -> None:
    running.run(minutes=10)
    running.vehicle.fails = NotAuthorized(Problem.LOGIN_REFUSED, answer="login_required")
    running.run(hours=2)
    (note,) = running.calls("persistent_notification/create")
    assert note["message"] == "log in again: Tesla answered login_required"
    assert note["title"] == "Solar charging needs your help"
    running.vehicle.fails = None
    running.set(SWITCH, "off")
    (dismissed,) = running.calls("persistent_notification/dismiss")
    assert dismissed["notification_id"] == note["notification_id"]


def test_a_meter_that_the_car_shows_to_be_wrong_is_told_to_a_person_until_a_switch_is_moved(
    running: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = running.world.meters

    def blind(now_s: float) -> Meters:
        meters = true(now_s)
        return meters._replace(grid_power_w=meters.grid_power_w - meters.car_power_w)

    monkeypatch.setattr(running.world, "meters", blind)
    running.run(hours=1)
    (note,) = running.calls("persistent_notification/create")
    assert "sensor.grid_power does not show what the car draws" in note["message"]
    assert (running.state("state"), running.car.charging) == ("meter_wrong", False)
    assert note["message"] in running.state("reason")
    assert note["message"] in running.logged("ERROR")
    running.set(SWITCH, "off")
    running.set(SWITCH, "on")
    running.run(minutes=1)
    (dismissed,) = running.calls("persistent_notification/dismiss")
    assert dismissed["notification_id"] == note["notification_id"]
    assert running.state("state") != "meter_wrong"


def test_a_missing_helper_is_notified(platform: Platform) -> None:
    platform.remove(SWITCH)
    platform.start()
    platform.run(minutes=2)
    (note,) = platform.calls("persistent_notification/create")
    assert SWITCH in note["message"]


ENTITIES = {
    "switch.helia_charge": ("off", {}),
    "number.helia_charge_current": ("16", {"max": 16}),
    "number.helia_charge_limit": ("80", {}),
    "device_tracker.helia_location": ("home", {}),
    "sensor.helia_charging": ("stopped", {}),
    "sensor.helia_battery_level": ("50", {}),
    "sensor.helia_charger_current": ("0", {}),
    "binary_sensor.helia_status": ("on", {}),
}


def test_a_car_that_home_assistant_knows_needs_no_token(platform: Platform) -> None:
    platform.vehicle = None
    platform.argument("car", {"entities": {"name": "helia"}, "phases": 1})
    for entity, (state, attributes) in ENTITIES.items():
        platform.set(entity, state, attributes)
    platform.start()
    platform.run(minutes=10)
    assert platform.calls("number/set_value")[0]["value"] == 13
    assert platform.calls("switch/turn_on")[0]["entity_id"] == "switch.helia_charge"
    blocks = [text for text in platform.logged("INFO") if text.startswith("Entities of helia, named as by")]
    assert len(blocks) == 1
    assert "  soc            sensor.helia_battery_level = 50" in blocks[0].splitlines()


def test_missing_entities_are_named_and_found_when_they_come(platform: Platform) -> None:
    platform.vehicle = None
    platform.argument("car", {"entities": {"name": "helia"}})
    platform.start()
    platform.run(minutes=5)
    (note,) = platform.calls("persistent_notification/create")
    assert "no car called helia" in note["message"]
    assert len([text for text in platform.logged("INFO") if text.startswith("No car called helia")]) == 1
    for entity, (state, attributes) in ENTITIES.items():
        platform.set(entity, state, attributes)
    # Nobody has to restart anything: to look again costs nothing.
    platform.run(minutes=15)
    assert platform.calls("switch/turn_on")


def test_the_only_car_needs_no_settings(platform: Platform) -> None:
    platform.vehicle = None
    platform.argument("car", {})
    for entity, (state, attributes) in ENTITIES.items():
        platform.set(entity, state, attributes)
    platform.start()
    platform.run(minutes=10)
    assert platform.calls("switch/turn_on")[0]["entity_id"] == "switch.helia_charge"


def test_without_any_car_the_ways_to_one_are_told(platform: Platform) -> None:
    platform.vehicle = None
    platform.argument("car", {})
    platform.start()
    platform.run(minutes=1)
    assert "no Tesla is found in Home Assistant" in platform.state("reason")


def test_a_persons_charge_is_still_theirs_after_the_app_was_killed(platform: Platform) -> None:
    platform.world.trace = constant_day(-500)
    platform.start()
    platform.run(minutes=5)
    platform.car.charge_start(platform.now_s)
    platform.run(minutes=30)
    assert platform.state("state") == "by_hand"
    platform.app.stopped = True
    platform.start()
    platform.run(minutes=30)
    assert platform.state("state") == "by_hand"
    assert platform.car.charging
    assert platform.car.requested_a == 16


def memory(platform: Platform, name: str = "solar_charging_solar_charging.json") -> dict[str, Any]:
    """The file that outlives a restart."""
    content: dict[str, Any] = json.loads((platform.folder / name).read_text())
    return content


def test_what_requests_cost_is_shown_and_saved_with_the_beat_that_spent_it(running: Platform) -> None:
    running.run(minutes=10)
    # Read at the start, then a current, a start and the look after it.
    assert running.state("api_cost_month") == running.state("api_cost_today") == "0.006"
    assert memory(running)["spending"]["month"] == "0.006"


def test_a_request_whose_answer_is_lost_costs_as_much(platform: Platform) -> None:
    platform.vehicle.fails = Unreachable(Problem.SERVICE_UNREACHABLE, cause="ConnectionError")
    platform.start()
    platform.vehicle.fails = None
    platform.vehicle.read = lost  # type: ignore[method-assign, union-attr]
    platform.run(seconds=30)
    assert Decimal(platform.state("api_cost_today")) > 0


def lost(_: object) -> CarState:
    raise Unreachable(Problem.LATE_ANSWER)


def test_a_restart_changes_nothing_of_what_was_learnt_and_spent(running: Platform) -> None:
    running.run(hours=1, minutes=7)
    before = running.app.controller.saved_state.to_dict(running.now)
    cost = running.state("api_cost_month")
    running.app.terminate()
    running.start()
    after = running.app.controller.saved_state.to_dict(running.now)
    for key in ("surplus_kw", "car_kwh", "quarter", "stays"):
        assert after["history"][key] == before["history"][key]
    assert after["history"]["stay"][0] == before["history"]["stay"][0], "it came when it came"
    assert any(kw is not None for kw in after["history"]["surplus_kw"])
    assert Decimal(running.state("api_cost_month")) == Decimal(cost) + Decimal("0.002"), "one look"
    running.run(minutes=10)
    assert running.car.charging
    assert running.state("state") == "following_sun"


def test_what_was_learnt_is_saved_each_quarter_of_an_hour(platform: Platform) -> None:
    platform.argument("api", {"read_price": 0.0, "command_price": 0.0, "wake_up_price": 0.0})
    platform.set(SWITCH, "off")
    platform.start()
    platform.run(minutes=10)
    first = memory(platform)["spending"]["at"]
    platform.run(minutes=4)
    assert memory(platform)["spending"]["at"] == first
    platform.run(minutes=10)
    assert memory(platform)["spending"]["at"] > first


def test_the_memory_may_lie_elsewhere(platform: Platform, tmp_path: Path) -> None:
    platform.argument("memory_file", str(tmp_path / "elsewhere.json"))
    platform.start()
    platform.app.terminate()
    assert memory(platform, "elsewhere.json")["version"] == 1


def test_a_broken_memory_is_named_kept_aside_and_no_reason_not_to_start(platform: Platform) -> None:
    file = platform.folder / "solar_charging_solar_charging.json"
    file.write_text("{")
    platform.start()
    platform.run(minutes=10)
    (warning,) = platform.logged("WARNING")
    assert str(file) in warning
    assert file.with_name(f"{file.name}.broken").read_text() == "{"
    assert platform.car.charging


def test_of_a_memory_that_is_broken_in_parts_the_rest_counts(running: Platform) -> None:
    running.run(minutes=20)
    running.app.terminate()
    kept = memory(running)
    spoilt = {**kept, "ledger": {"day": 5}, "notices": [], "car": {**kept["car"], "wake_ups": None}}
    file = running.folder / "solar_charging_solar_charging.json"
    file.write_text(json.dumps(spoilt))
    running.logs.clear()
    running.start()
    (warning,) = running.logged("WARNING")
    assert warning.startswith(f"{file}: these parts must be what the app saved: ledger (")
    assert ", car (TypeError" in warning
    assert ", notices (TypeError" in warning
    assert json.loads(file.with_name(f"{file.name}.broken").read_text()) == spoilt
    assert memory(running)["history"] != {}
    assert Decimal(memory(running)["spending"]["month"]) >= Decimal(kept["spending"]["month"]) > 0
    assert memory(running)["ledger"]["day"] == "2026-06-15"
    running.run(minutes=10)
    assert running.car.charging


def test_a_memory_that_cannot_be_written_is_named_once_and_no_reason_to_stop(platform: Platform) -> None:
    platform.argument("memory_file", str(platform.folder / "nowhere" / "memory.json"))
    platform.start()
    platform.run(minutes=40)
    assert [text for text in platform.logged("WARNING") if "nowhere" in text] == [
        f"{platform.folder}/nowhere/memory.json: cannot be written (No such file or directory)"
    ]
    assert platform.car.charging


def test_an_app_that_never_began_ends_without_a_word(platform: Platform) -> None:
    SolarCharging(platform.appdaemon, config()).terminate()
    assert list(platform.folder.iterdir()) == []


def test_the_plan_is_told_what_sun_is_forecast(platform: Platform) -> None:
    for day, wh in (("today", "21500"), ("tomorrow", "unavailable")):
        platform.set(f"sensor.forecast_{day}", wh, {"unit_of_measurement": "Wh"})
    meters = {"grid_power": GRID, "solar_power": "sensor.solar_power"}
    forecasts = {f"forecast_{day}": f"sensor.forecast_{day}" for day in ("today", "tomorrow")}
    platform.argument("meters", {**meters, **forecasts})
    platform.start()
    platform.run(minutes=16)
    saved = platform.app.controller.saved_state.to_dict(platform.now)
    assert list(saved["history"]["forecast_kwh"].values()) == [21.5]


# What charging came to


def table(platform: Platform) -> list[list[str]]:
    """The rows of the sessions file, without its header."""
    file = platform.folder / "solar_charging_solar_charging_sessions.csv"
    return [row.split(",") for row in file.read_text().splitlines()[1:]] if file.exists() else []


def drive_off(platform: Platform) -> None:
    """The car is unplugged; the next looks find it so."""
    platform.car.unplug(platform.now_s)
    platform.run(minutes=25)


def test_a_charge_is_shown_as_it_goes_on_and_written_down_at_its_end(running: Platform) -> None:
    running.run(hours=2)
    assert running.state("solar_share_today") == "100"
    drive_off(running)
    books = running.world.books
    for key in ("car_energy", "car_solar_energy", "session_energy", "energy_today", "energy_month"):
        assert float(running.state(key)) == pytest.approx(books.car_kwh, rel=0.06)
    assert float(running.state("cost_today")) == pytest.approx(0.08 * books.car_kwh, rel=0.07)
    (row,) = table(running)
    assert row[0] == "2026-06-15T09:00:00+00:00"
    assert row[2] == "50"
    assert f"{float(row[4]):.2f}" == running.state("session_energy")


def test_a_table_that_cannot_be_written_is_named_once_and_written_later(platform: Platform) -> None:
    folder = platform.folder / "later"
    platform.argument("sessions_file", str(folder / "sessions.csv"))
    platform.start()
    platform.run(minutes=10)
    drive_off(platform)
    platform.app.terminate()
    platform.start()
    platform.run(minutes=20)
    told = [text for text in platform.logged("WARNING") if "sessions.csv" in text]
    assert set(told) == {
        f"{folder}/sessions.csv: cannot be written (No such file or directory); "
        "the new rows are kept for later"
    }
    assert len(told) == 2, "once for each start"
    folder.mkdir()
    platform.run(minutes=20)
    assert len((folder / "sessions.csv").read_text().splitlines()) == 2


def test_a_session_is_written_once_whatever_happens_then(running: Platform) -> None:
    running.run(minutes=10)
    drive_off(running)
    saved = memory(running)
    running.app.terminate()
    running.start()
    running.run(minutes=20)
    assert len(table(running)) == 1
    assert saved["ledger"]["ended"] == []


def test_no_total_falls_behind_what_was_shown_when_the_app_is_killed(running: Platform) -> None:
    for _ in range(12):
        running.run(minutes=5, seconds=10)
        shown = float(running.state("car_energy"))
        kept = memory(running)["ledger"]["total"]
        assert kept[0] + kept[1] >= shown - 0.005
        running.app.stopped = True  # killed: it does not come to saving anything
        running.start()
        running.run(seconds=10)
        assert float(running.state("car_energy")) >= shown
    assert shown > 0


def test_a_kill_loses_a_minute_of_a_charge_at_most(running: Platform) -> None:
    running.run(minutes=30)
    running.app.terminate()
    whole = memory(running)["ledger"]
    running.start()
    running.run(minutes=7, seconds=30)
    ledger = memory(running)["ledger"]
    kept_kwh = sum(sum(ledger[name][:2]) - sum(whole[name][:2]) for name in ("total", "pending"))
    assert kept_kwh >= 3 * 0.95 * (7.5 - 1.5) / 60


def test_a_memory_of_before_there_was_a_ledger_is_taken_up(platform: Platform) -> None:
    platform.start()
    platform.run(minutes=10)
    platform.app.terminate()
    old = memory(platform)
    del old["ledger"]
    (platform.folder / "solar_charging_solar_charging.json").write_text(json.dumps(old))
    platform.start()
    platform.run(minutes=10)
    assert platform.logged("WARNING") == []
    assert platform.state("api_cost_month") != "0.000"
    assert float(platform.state("car_energy")) >= 0


SPOT = "sensor.spot_price"


def hourly(*prices: float) -> dict[str, Any]:
    """What a service for prices by the hour lists, from midnight on."""
    raw = [
        {
            "start": f"2026-06-15T{hour:02}:00:00+00:00",
            "end": f"2026-06-15T{hour + 1:02}:00:00+00:00",
            "value": price,
        }
        for hour, price in enumerate(prices)
    ]
    return {"unit_of_measurement": "EUR/kWh", "raw_today": raw, "raw_tomorrow": []}


DEAR_UNTIL_TEN = hourly(*[0.40] * 10, 0.05, 0.40)


def dark(platform: Platform) -> None:
    platform.world.trace = constant_day(-300)


@pytest.fixture
def by_the_hour(platform: Platform) -> Platform:
    """No sun, and a price that is low from ten to eleven."""
    dark(platform)
    platform.argument("tariff", {"price_entity": SPOT, "peak_price": 0.2})
    platform.argument("charging", {"beat_s": 600, "average_s": 600, "always_ready": True})
    platform.set(SPOT, "0.40", DEAR_UNTIL_TEN)
    platform.start()
    return platform


def test_a_step_of_the_price_wakes_the_beat(by_the_hour: Platform) -> None:
    assert SPOT in by_the_hour.listeners
    by_the_hour.run(minutes=55)
    assert by_the_hour.state("next_change") == "2026-06-15T10:00:00+00:00"
    assert not by_the_hour.car.charging
    by_the_hour.run(minutes=5, seconds=10)
    assert by_the_hour.state("state") == "off_peak"
    assert by_the_hour.state("reason") == (
        "cheap power at $0.05/kWh: charging at 16 A up to 80% (now 50%); cheap until 11:00"
    )
    by_the_hour.run(minutes=15)
    assert by_the_hour.car.charging, "it had to be woken first"
    by_the_hour.run(minutes=45)
    assert not by_the_hour.car.charging


def test_prices_that_are_published_meanwhile_count_from_the_next_beat_on(by_the_hour: Platform) -> None:
    by_the_hour.run(minutes=20)
    by_the_hour.set(SPOT, "0.40", hourly(*[0.40] * 9, 0.05, 0.05, 0.40))
    by_the_hour.run(minutes=25)
    assert by_the_hour.car.charging


def test_prices_outlive_a_restart_and_an_entity_that_is_away(by_the_hour: Platform) -> None:
    by_the_hour.app.terminate()
    by_the_hour.set(SPOT, "unavailable", {})
    by_the_hour.start()
    by_the_hour.run(hours=1, minutes=10)
    assert by_the_hour.car.charging


def test_a_price_that_makes_no_sense_is_named_once_and_the_others_count(by_the_hour: Platform) -> None:
    broken = hourly(*[0.40] * 10, 0.06, 0.40)
    broken["raw_today"][3]["value"] = "dear"
    for state in ("0.41", "0.42"):
        by_the_hour.set(SPOT, state, broken)
    (warning,) = by_the_hour.logged("WARNING")
    assert warning == (
        "sensor.spot_price: raw_today[3].value must be a number, got 'dear'; the other prices count"
    )
    by_the_hour.run(hours=1, minutes=10)
    assert by_the_hour.car.charging
    by_the_hour.set(SPOT, "0.05", DEAR_UNTIL_TEN)
    assert "sensor.spot_price: all right again" in by_the_hour.logged("INFO")


def test_prices_in_cents_are_told_to_a_person_and_nothing_is_bought_by_them(platform: Platform) -> None:
    dark(platform)
    platform.argument("tariff", {"price_entity": SPOT, "peak_price": 0.2})
    platform.set(SPOT, "40", hourly(*[40.0] * 10, 5.0, 40.0))
    platform.start()
    platform.run(hours=2)
    assert not platform.car.charging
    (note,) = platform.calls("persistent_notification/create")
    assert "half of a day costs more than 40 a kWh" in note["message"]
    assert "nothing is bought by these prices" in note["message"]
    platform.set(SPOT, "0.05", hourly(*[0.40] * 11, 0.05, 0.40))
    platform.run(minutes=20)
    assert platform.car.charging
    (dismissed,) = platform.calls("persistent_notification/dismiss")
    assert dismissed["notification_id"] == note["notification_id"]


def test_what_was_told_to_a_person_is_taken_back_where_a_lesser_fault_is_left(platform: Platform) -> None:
    platform.argument("tariff", {"price_entity": SPOT, "peak_price": 0.2})
    platform.set(SPOT, "40", hourly(*[40.0] * 12))
    platform.start()
    (note,) = platform.calls("persistent_notification/create")
    left = hourly(*[0.40] * 12)
    left["raw_today"][3]["value"] = "dear"
    platform.set(SPOT, "0.4", left)
    (dismissed,) = platform.calls("persistent_notification/dismiss")
    assert dismissed["notification_id"] == note["notification_id"]
    assert "raw_today[3].value must be a number" in platform.logged("WARNING")[-1]


def test_peak_price_in_cents_is_told_to_a_person(platform: Platform) -> None:
    platform.argument("tariff", {"peak_price": 30})
    platform.argument("api", {"currency": "EUR"})
    platform.start()
    platform.run(minutes=2)
    (note,) = platform.calls("persistent_notification/create")
    assert "tariff.peak_price is 30, and houses pay between 0.05 and 1.2 EUR a kWh" in note["message"]


def test_the_word_for_cheap_is_asked_and_then_used(platform: Platform) -> None:
    dark(platform)
    platform.argument("tariff", {"off_peak_entity": "sensor.linky"})
    platform.set("sensor.linky", "HC", {})
    platform.start()
    platform.run(hours=1)
    assert not platform.car.charging
    note, *_ = platform.calls("persistent_notification/create")
    assert "sensor.linky says HC: is that the cheap tariff or the dear one?" in note["message"]
    platform.app.terminate()
    platform.argument("tariff", {"off_peak_entity": "sensor.linky", "off_peak_states": ["HC"]})
    platform.start()
    platform.run(hours=1)
    assert platform.car.charging
    platform.set("sensor.linky", "HP", {})
    platform.run(minutes=10)
    assert not platform.car.charging


def test_a_price_of_now_that_nobody_repeats_is_not_known_for_ever(platform: Platform) -> None:
    platform.argument("tariff", {"price_entity": SPOT, "peak_price": 0.2})
    platform.set(SPOT, "0.40", {"unit_of_measurement": "EUR/kWh"})
    platform.start()
    platform.run(hours=1, minutes=55)
    assert platform.logged("WARNING") == []
    platform.run(minutes=6)
    (warning,) = platform.logged("WARNING")
    assert "the current price is not known" in warning


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("tariff", {"price_entity": "sensor.nordpol"}),
        ("tariff", {"off_peak_entity": "sensor.nordpol", "off_peak_states": ["low"]}),
        ("tariff", {"colours": {"today": "sensor.nordpol", "prices": {"red": {"peak": 1, "off_peak": 1}}}}),
        ("departure_helpers", {"time": "input_datetime.nordpol"}),
        ("departure_helpers", {"soc": "input_number.nordpol"}),
    ],
)
def test_whatever_entity_is_missing_for_long_is_told_to_a_person(
    platform: Platform, setting: str, value: dict[str, Any]
) -> None:
    platform.set("sensor.nordpool", "0.2", {"unit_of_measurement": "EUR/kWh"})
    platform.argument(setting, value)
    platform.argument("language", "de")
    platform.start()
    platform.run(minutes=1)
    assert platform.calls("persistent_notification/create") == []
    platform.run(minutes=4)
    (note,) = platform.calls("persistent_notification/create")
    wrong = next(iter(value.values()))
    entity = wrong["today"] if isinstance(wrong, dict) else wrong
    meant = ": ist sensor.nordpool gemeint?" if setting == "tariff" else ""
    assert note["message"].startswith(f"{entity} steht in apps.yaml, fehlt aber in Home Assistant{meant}")


def test_departures_that_nobody_has_set_are_none_and_the_weekly_ones_count(platform: Platform) -> None:
    platform.set("input_datetime.departure", "00:00:00")
    platform.set("input_number.departure_soc", "0.0", {"min": 0})
    helpers = {"time": "input_datetime.departure", "soc": "input_number.departure_soc"}
    platform.argument("departure_helpers", helpers)
    platform.argument("departures", [{"time": "17:30", "soc_pct": 60}])
    platform.start()
    platform.run(minutes=5)
    assert "17:30" in platform.state("plan")
    assert [text for text in platform.logged("WARNING") if text.startswith("nobody has set ")] == [
        "nobody has set input_datetime.departure, input_number.departure_soc yet, and midnight with nothing "
        "wanted is no departure: set them, or take departure_helpers out of apps.yaml"
    ]
    platform.set("input_datetime.departure", "06:15:00")
    platform.set("input_number.departure_soc", "90.0", {"min": 0})
    platform.run(minutes=2)
    assert "06:15" in platform.state("plan")
    assert any(
        text.startswith("the helpers of the departures: all right") for text in platform.logged("INFO")
    )


def test_a_price_entity_that_is_missing_is_named(platform: Platform) -> None:
    platform.argument("tariff", {"price_entity": SPOT})
    platform.start()
    assert platform.logged("WARNING") == [
        "sensor.spot_price is named in apps.yaml, but missing in Home Assistant",
        "sensor.spot_price: the current price is not known; until it is, the windows in the settings count",
    ]


def test_it_is_said_once_when_the_last_price_has_passed_and_when_there_is_one_again(
    by_the_hour: Platform,
) -> None:
    by_the_hour.set(SPOT, "unavailable", {})
    by_the_hour.run(hours=2, minutes=59)
    assert by_the_hour.logged("WARNING") == []
    by_the_hour.run(hours=1)
    (warning,) = by_the_hour.logged("WARNING")
    assert "the current price is not known" in warning
    by_the_hour.set(SPOT, "0.40", hourly(*[0.40] * 20))
    by_the_hour.run(minutes=11)
    assert "the price: all right again" in by_the_hour.logged("INFO")
    assert by_the_hour.logged("WARNING") == [warning]


def test_a_departure_set_in_home_assistant_is_shown_and_outlives_a_restart_there(platform: Platform) -> None:
    platform.argument("departure_helpers", {"time": "input_datetime.ready", "soc": "input_number.full"})
    platform.set("input_datetime.ready", "2026-06-16 05:30:00", {"has_date": True, "has_time": True})
    platform.set("input_number.full", "70.0")
    platform.start()
    for _ in range(2):
        platform.run(seconds=30)
        attributes = platform.given_that.mocked_states["sensor.solar_charging_state"]["attributes"]
        shown = attributes["departure"], attributes["departure_soc_pct"]
        assert shown == ("2026-06-16T05:30:00+00:00", "70")
        platform.app.terminate()
        platform.start()
    platform.set("input_number.full", "90.0")
    platform.run(seconds=30)
    attributes = platform.given_that.mocked_states["sensor.solar_charging_state"]["attributes"]
    assert attributes["departure_soc_pct"] == "90"


@pytest.mark.parametrize(
    ("argument", "of_home_assistant", "reason", "name"),
    [
        (None, {}, "waiting for sun", "Solar charging reason"),
        (None, {"language": "fr"}, "attend le soleil", "Solar charging raison"),
        (None, {"language": "nl"}, "waiting for sun", "Solar charging reason"),
        ("de", {"language": "fr"}, "wartet auf Sonne", "Solar charging Grund"),
    ],
)
def test_it_speaks_the_language_of_the_settings_or_of_home_assistant(
    platform: Platform, argument: str | None, of_home_assistant: dict[str, Any], reason: str, name: str
) -> None:
    dark(platform)
    platform.of_home_assistant = of_home_assistant
    platform.argument("language", argument)
    platform.start()
    platform.run(minutes=5)
    shown = platform.given_that.mocked_states["sensor.solar_charging_reason"]
    assert shown["main"].startswith(reason)
    assert shown["attributes"]["friendly_name"] == name
    assert any("waiting for sun" in text for text in platform.logged("INFO")), "the log is English"


def test_a_home_assistant_that_comes_later_is_asked_for_its_language_then(running: Platform) -> None:
    running.of_home_assistant = {"language": "de"}
    running.fire("plugin_started")
    running.run(minutes=5)
    assert running.state("reason").startswith("lädt mit ")


# Settings from the file beside apps.yaml


def bare(platform: Platform) -> None:
    """apps.yaml has the three lines alone."""
    for key in ("meters", "car"):
        del platform.given_that.mocked_passed_args[key]


def confirmed(platform: Platform, settings: dict[str, Any]) -> Path:
    """The set-up has written settings."""
    file = settings_file(platform.folder / "apps")
    file.parent.mkdir(exist_ok=True)
    write_settings(file, settings)
    return file


CONFIRMED = {
    "meters": {"grid_power": GRID, "solar_power": "sensor.solar_power"},
    "car": {"token_file": "tokens.json", "phases": 1},
}


def test_three_lines_and_a_confirmed_file_are_enough(platform: Platform) -> None:
    bare(platform)
    file = confirmed(platform, CONFIRMED)
    platform.start()
    platform.run(minutes=10)
    assert platform.car.charging
    assert f"Settings from {file}: meters, car" in platform.logged("INFO")
    saved = json.loads((platform.folder / "solar_charging_solar_charging.json").read_text())
    assert saved["settings"] == CONFIRMED


def test_apps_yaml_wins_over_the_file_and_the_log_says_of_what(platform: Platform) -> None:
    file = confirmed(platform, {"meters": {"grid_power": "sensor.other"}, "language": "fr"})
    platform.start()
    platform.run(minutes=1)
    assert platform.app.settings.meters.grid_power == (GRID,)
    assert platform.app.settings.language == "fr"
    assert f"Settings from {file}: language" in platform.logged("INFO")
    assert any(text.endswith("for apps.yaml has them: meters") for text in platform.logged("INFO"))


def test_without_settings_and_without_a_file_both_ways_are_named(platform: Platform) -> None:
    bare(platform)
    platform.start()
    platform.run(minutes=2)
    assert platform.state("state") == "setup"
    reason = platform.state("reason")
    assert "open /solar-charging-setup in Home Assistant" in reason
    assert "python -m solar_charging.setup --url URL" in reason
    assert "apps.yaml" in reason


def test_what_is_told_of_missing_settings_has_a_link_and_goes_with_the_app(platform: Platform) -> None:
    bare(platform)
    platform.start()
    platform.run(minutes=2)
    (note,) = platform.calls("persistent_notification/create")
    assert "open [/solar-charging-setup](/solar-charging-setup) in Home Assistant" in note["message"]
    platform.app.terminate()
    (gone,) = platform.calls("persistent_notification/dismiss")
    assert gone["notification_id"] == note["notification_id"]


def test_an_app_that_is_restarted_after_the_set_up_begins_by_the_file_of_then(platform: Platform) -> None:
    bare(platform)
    platform.start()
    platform.run(minutes=2)
    for language in ("fr", "de"):
        platform.app.terminate()
        confirmed(platform, {**CONFIRMED, "language": language})
        # AppDaemon restarts the same object.
        platform.app.initialize()
        platform.run(minutes=10)
        assert platform.app.settings.language == language
    assert platform.car.charging


def test_the_set_up_answers_beside_an_app_that_runs(platform: Platform) -> None:
    bare(platform)
    confirmed(platform, CONFIRMED)
    platform.start()
    platform.run(minutes=10)
    person = {"context": {"user_id": "f00d"}}
    platform.events["solar_charging_setup"](
        "solar_charging_setup", {"ask": "page", "language": "de", "metadata": person}
    )
    platform.run(minutes=1)
    (fired,) = [
        call for call in platform.functions["fire_event"].mock_calls if "intro" in call.kwargs.get("page", "")
    ]
    page = json.loads(fired.kwargs["page"])
    assert page["intro"].startswith("Die App läuft nach den Einstellungen")
    assert {"topic": "grid", "mark": "answered"}.items() <= page["lines"][0].items()
    assert platform.logged("ERROR") == []


@pytest.mark.parametrize("text", ["{", '{"meters": {"grid_power": "Netz"}}'])
def test_a_file_that_is_wrong_is_named_with_its_mistake(platform: Platform, text: str) -> None:
    bare(platform)
    file = confirmed(platform, {})
    file.write_text(text)
    platform.start()
    platform.run(minutes=2)
    assert platform.state("state") == "setup"
    (said,) = platform.logged("ERROR")
    assert str(file) in said
    assert not platform.car.charging
    assert file.read_text() == text
