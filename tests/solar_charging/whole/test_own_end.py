"""The app's own end is seen: wrong settings, a crash at the start, a stop, and events that anybody fires."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from simulator.car import ChargingState
from simulator.position import Position
from solar_charging.base.reason import Problem
from solar_charging.publishing import last_words
from solar_charging.vehicle.car import Unreachable
from tests.household import ALWAYS_READY, GRID, constant_day
from tests.shell_platform import Platform

SWITCH = "input_boolean.solar_charging"
CREATE, DISMISS = "persistent_notification/create", "persistent_notification/dismiss"
WRONG: dict[str, Any] = {"tariff": {"peak_price": "0,30"}}
SENTENCE = "apps.yaml: solar_charging.tariff.peak_price: must be a number: write 0.30 with a point"
OF_NOW = ("charging_power", "surplus", "grid_power", "target", "next_change", "plan")


def begin_anew(platform: Platform, **arguments: Any) -> None:
    """AppDaemon stops the app and starts it again, by other settings."""
    platform.app.terminate()
    for key, value in arguments.items():
        platform.argument(key, value)
    platform.start()


def mend(platform: Platform) -> None:
    begin_anew(platform, tariff={})


def stops(platform: Platform) -> list[str]:
    return [text for text in platform.logged("INFO") if text.startswith("stop - ")]


@pytest.fixture
def charging(platform: Platform) -> Platform:
    """The app has begun a charge in the sun."""
    platform.start()
    platform.run(minutes=10)
    assert platform.car.charging
    return platform


# Without any good settings


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (WRONG, SENTENCE),
        ({"charging": {"beat_s": "soon"}}, "solar_charging.charging.beat_s: must be a number, got 'soon'"),
        ({"meters": None}, "solar_charging.meters: is required: name your grid meter"),
        ({"meters": ["sensor.grid_power"]}, "solar_charging.meters: must be a section, with settings of its"),
        ({"car": "model_y"}, "solar_charging.car: must be a section"),
        ({"meters": {"grid_power": "Grid Power"}}, "solar_charging.meters.grid_power: must be an entity id"),
        ({"home_assistant": 5, "language": "xx"}, "solar_charging.language: must be 'en', 'fr' or 'de'"),
        ({"state_file": []}, "solar_charging.state_file: must be text"),
        ({"time_zone": "Europe/Bern"}, "solar_charging.time_zone: must be a time zone such as Europe/Paris"),
    ],
)
def test_wrong_settings_are_shown_and_told_and_nothing_is_commanded(
    platform: Platform, arguments: dict[str, Any], said: str
) -> None:
    for key, value in arguments.items():
        platform.argument(key, value)
    platform.start()
    platform.run(minutes=20)
    assert platform.state("state") == "setup"
    assert platform.state("reason").startswith("needs your help: apps.yaml: ")
    assert said in platform.state("reason")
    assert [platform.state(key) for key in OF_NOW] == ["unknown"] * len(OF_NOW)
    (note,) = platform.calls(CREATE)
    assert note["title"] == "Solar charging needs your help"
    assert said in note["message"]
    assert note["message"].endswith("there are no former settings to go by")
    (error,) = platform.logged("ERROR")
    assert said in error
    assert not platform.car.charging
    assert platform.vehicle is not None
    assert platform.vehicle.reads == []
    assert list(platform.folder.iterdir()) == []


@pytest.mark.parametrize("args", [None, [], ["meters"], "meters", {}])
def test_an_entry_that_is_no_section_is_told_too(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, args: Any
) -> None:
    monkeypatch.setattr("solar_charging.app.SolarCharging.args", args, raising=False)
    platform.start()
    platform.run(minutes=1)
    assert platform.state("state") == "setup"
    said = "must be a section" if args != {} else "has no settings yet"
    assert said in platform.state("reason")


def test_a_heartbeat_goes_on_without_settings_too(platform: Platform) -> None:
    beats = set()
    platform.argument("tariff", WRONG["tariff"])
    platform.start()
    for _ in range(6):
        beats.add(datetime.fromisoformat(platform.state("heartbeat")))
        assert 0 <= (platform.now - max(beats)).total_seconds() < 600
        platform.run(minutes=5)
    assert len(beats) >= 5


def test_the_heartbeat_is_another_one_each_five_minutes(running: Platform) -> None:
    running.functions["set_state"].reset_mock()
    running.run(hours=2)
    told = [
        call.kwargs["state"]
        for call in running.functions["set_state"].mock_calls
        if call.args == ("sensor.solar_charging_heartbeat",)
    ]
    assert len(told) == 24
    assert sorted(set(told)) == told
    assert (running.now - datetime.fromisoformat(told[-1])).total_seconds() < 330


def test_a_name_that_home_assistant_cannot_take_is_told_but_shows_nothing(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("appdaemon.plugins.hass.hassapi.Hass.name", "solar-charging")
    platform.argument("name", "solar-charging")
    platform.start()
    platform.run(minutes=10)
    platform.app.terminate()
    assert not platform.functions["set_state"].called
    assert "must have a name of a-z, 0-9 and _" in platform.calls(CREATE)[0]["message"]


def test_the_language_and_the_service_of_wrong_settings_count_where_they_are_right(
    platform: Platform,
) -> None:
    for key, value in {**WRONG, "language": "fr", "notify": "notify.mobile_app_phone"}.items():
        platform.argument(key, value)
    platform.start()
    (note,) = platform.calls("notify/mobile_app_phone")
    assert note["title"] == "Solar charging a besoin de votre aide"
    assert platform.state("reason").startswith("a besoin de votre aide : apps.yaml : solar_charging.tariff")


def test_home_assistant_hears_again_of_what_is_wrong_when_it_is_back(platform: Platform) -> None:
    platform.argument("tariff", WRONG["tariff"])
    platform.start()
    platform.fire("plugin_stopped")
    platform.functions["set_state"].reset_mock()
    platform.run(minutes=20)
    assert not platform.functions["set_state"].called
    platform.fire("plugin_started")
    assert platform.state("state") == "setup"
    assert platform.functions["set_state"].called
    assert len(platform.calls(CREATE)) == 2


# By the last good settings


def test_a_dear_charge_of_the_apps_own_is_ended_by_the_last_good_settings(charging: Platform) -> None:
    charging.world.trace = constant_day(-500)
    begin_anew(charging, **WRONG)
    charging.run(minutes=2)
    assert charging.car.charging_state is ChargingState.STOPPED
    assert charging.state("state") == "setup"
    assert charging.state("reason").startswith(f"needs your help: {SENTENCE}")
    (note,) = charging.calls(CREATE)
    assert note["message"].endswith("the former settings only end a dear charge of the app's own")
    assert len(stops(charging)) == 1
    assert charging.vehicle is not None
    charging.run(minutes=5)
    reads = len(charging.vehicle.reads)
    charging.world.trace = constant_day(5000)
    charging.run(hours=12)
    assert len(charging.vehicle.reads) == reads, "then nothing more"
    assert not charging.car.charging


def test_when_the_settings_are_mended_the_notification_goes_and_the_charge_comes(charging: Platform) -> None:
    charging.world.trace = constant_day(-500)
    begin_anew(charging, **WRONG)
    charging.run(minutes=30)
    begin_anew(charging)
    charging.run(minutes=1)
    (note,) = charging.calls(CREATE)[:1]
    charging.world.trace = constant_day(3000)
    mend(charging)
    assert [each["notification_id"] for each in charging.calls(DISMISS)] == [note["notification_id"]]
    charging.run(minutes=15)
    assert charging.car.charging
    assert charging.state("state") == "following_sun"


def test_a_charge_from_the_sun_goes_on_until_it_is_dear(charging: Platform) -> None:
    begin_anew(charging, **WRONG)
    charging.run(minutes=20)
    assert charging.car.charging
    charging.world.trace = constant_day(1000)
    charging.run(minutes=2)
    assert not charging.car.charging


def by_night(platform: Platform) -> None:
    """Cheap power is bought for the next half an hour."""
    platform.world.trace = constant_day(-500)
    until = platform.now + timedelta(minutes=30)
    platform.argument("tariff", {"off_peak": [{"start": "00:00", "end": f"{until:%H:%M}"}]})
    platform.argument("charging", ALWAYS_READY)
    platform.start()
    platform.run(minutes=10)
    assert platform.state("state") == "off_peak"


def test_cheap_power_flows_on_until_it_is_cheap_no_more(platform: Platform) -> None:
    by_night(platform)
    begin_anew(platform, charging={"beat_s": "soon"})
    platform.run(minutes=19)
    assert platform.car.charging
    platform.run(minutes=3)
    assert not platform.car.charging


@pytest.mark.parametrize(
    "whose", ["a person's", "charge now's", "of a car that is away", "one that began at plug-in"]
)
def test_no_other_charge_is_ended(charging: Platform, whose: str) -> None:
    charging.world.trace = constant_day(-500)
    if whose == "charge now's":
        charging.set(f"{SWITCH}_now", "on")
    charging.run(minutes=3)
    if whose == "a person's":
        for _ in range(2):
            charging.car.charge_start(charging.now_s)
            charging.run(minutes=11)
        assert charging.state("state") == "by_hand"
    if whose == "one that began at plug-in":
        charging.car.unplug(charging.now_s)
        charging.run(minutes=30)
        assert charging.state("state") == "unplugged"
    charging.app.terminate()
    if whose == "one that began at plug-in":
        charging.car.plug_in(charging.now_s)
    if whose == "of a car that is away":
        charging.car.drive_to(Position(50.0, 11.5), charging.now_s)
        charging.car.plug_in(charging.now_s)
    assert charging.car.charging
    before = stops(charging)
    charging.argument("tariff", WRONG["tariff"])
    charging.start()
    charging.run(minutes=30)
    assert charging.state("state") == "setup"
    assert stops(charging) == before


def test_a_stop_that_does_not_get_through_is_tried_until_the_car_confirms_it(charging: Platform) -> None:
    charging.world.trace = constant_day(-500)
    assert charging.vehicle is not None
    charging.vehicle.fails = Unreachable(Problem.SERVICE_UNREACHABLE, cause="ConnectionError")
    begin_anew(charging, **WRONG)
    charging.run(minutes=30)
    assert charging.car.charging
    charging.vehicle.fails = None
    charging.run(minutes=15)
    assert not charging.car.charging


def test_a_stop_that_is_accepted_and_not_obeyed_is_repeated(charging: Platform) -> None:
    charging.world.trace = constant_day(-500)
    assert charging.vehicle is not None
    obeys, asked = charging.vehicle.stop, []

    def stop() -> None:
        asked.append(charging.now_s)
        if len(asked) > 2:
            obeys()

    charging.vehicle.stop = stop  # type: ignore[method-assign]
    begin_anew(charging, **WRONG)
    charging.run(hours=1)
    assert not charging.car.charging
    assert len(asked) == 3


def test_a_password_in_an_address_is_neither_taken_nor_kept_nor_repeated(platform: Platform) -> None:
    platform.argument("car", {"token_file": "tokens.json", "command_url": "https://me:hunter2@proxy:4443/"})
    platform.start()
    platform.run(minutes=10)
    assert platform.state("state") == "setup"
    written = [file.read_text() for file in platform.folder.iterdir() if file.is_file()]
    shown = str(platform.functions["set_state"].mock_calls)
    assert "hunter2" not in str((written, platform.logs, platform.calls(CREATE), shown))


def test_good_settings_are_kept(platform: Platform) -> None:
    car = {"token_file": "tokens.json", "phases": 1, "command_url": "https://proxy:4443/"}
    platform.argument("car", car)
    platform.start()
    platform.run(minutes=1)
    text = (platform.folder / "solar_charging_solar_charging.json").read_text()
    assert json.loads(text)["settings"]["car"] == car


@pytest.mark.parametrize("spoilt", [None, 5, [], {}, {"meters": {"grid_power": 3}}, {"new_setting": 1}])
def test_last_settings_that_are_good_no_more_command_nothing(charging: Platform, spoilt: object) -> None:
    charging.world.trace = constant_day(-500)
    charging.app.terminate()
    file = charging.folder / "solar_charging_solar_charging.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "settings": spoilt}))
    charging.argument("tariff", WRONG["tariff"])
    charging.start()
    charging.run(minutes=10)
    assert charging.state("state") == "setup"
    assert charging.calls(CREATE)[0]["message"].endswith("there are no former settings to go by")
    assert charging.car.charging
    charging.app.terminate()
    charging.start()
    assert len(charging.calls(CREATE)) == 2, "put into Home Assistant's own list again, not told anew"
    mend(charging)
    assert charging.calls(DISMISS)
    assert json.loads(file.read_text())["history"]


@pytest.mark.parametrize("content", ["", "[]", "null", "{", '{"version": 0}'])
def test_wrong_settings_and_a_broken_state_file_are_told_all_the_same(
    platform: Platform, content: str
) -> None:
    (platform.folder / "solar_charging_solar_charging.json").write_text(content)
    platform.argument("tariff", WRONG["tariff"])
    platform.start()
    assert platform.state("state") == "setup"
    assert SENTENCE in platform.calls(CREATE)[0]["message"]


# A crash at the start, a missing helper


def crash(_: object) -> None:
    raise RuntimeError("out of order")


def test_a_crash_at_the_start_is_shown_and_logged_whole(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solar_charging.app.SolarCharging.make_vehicle", crash)
    platform.broken = True
    platform.start()
    platform.run(minutes=10)
    assert platform.app.last_resort.count == 1
    assert platform.state("state") == "setup"
    said = "needs your help: the app cannot start: RuntimeError: out of order. "
    assert platform.state("reason").startswith(said)
    trace, told = platform.logged("ERROR")
    assert "Traceback" in trace
    assert "in crash" in trace
    assert "cannot start" in told
    platform.app.terminate()
    assert platform.state("state") == "stopped"


def test_a_crash_by_new_settings_leaves_the_end_of_a_dear_charge_to_the_last_good_ones(
    charging: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    charging.world.trace = constant_day(-500)
    make = type(charging.app).make_vehicle
    monkeypatch.setattr(
        "solar_charging.app.SolarCharging.make_vehicle",
        lambda app: crash(app) if app.settings.charging.beat_s == 20 else make(app),
    )
    charging.broken = True
    begin_anew(charging, charging={"beat_s": 20})
    charging.run(minutes=3)
    assert charging.state("state") == "setup"
    assert "RuntimeError: out of order" in charging.state("reason")
    assert not charging.car.charging


def test_an_unknown_time_zone_of_appdaemons_is_told(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("appdaemon.plugins.hass.hassapi.Hass.get_timezone", lambda _: "Mars/Base")
    platform.broken = True
    platform.start()
    assert platform.state("state") == "setup"
    assert "Mars/Base" in platform.state("reason")


def test_a_helper_that_is_missing_does_not_let_dear_power_flow_on(charging: Platform) -> None:
    charging.world.trace = constant_day(-500)
    charging.app.terminate()
    charging.remove(SWITCH)
    charging.start()
    charging.run(minutes=3)
    assert charging.state("state") == "setup"
    assert not charging.car.charging


def test_an_entry_that_only_ends_its_charge_makes_way_for_all_others(charging: Platform) -> None:
    charging.world.trace = constant_day(-500)
    charging.entry("z_other", meters={"grid_power": "sensor.other"}, car={"token_file": "tokens.json"})
    begin_anew(charging, **WRONG)
    charging.run(minutes=5)
    assert charging.car.charging, "the other entry has this car"
    assert charging.state("state") == "setup"


# The end


def test_a_stop_is_shown(charging: Platform) -> None:
    charging.app.terminate()
    assert charging.state("state") == "stopped"
    assert charging.state("reason") == "the app was stopped: until it runs again, nobody controls the car"
    assert [charging.state(key) for key in OF_NOW] == ["unknown"] * len(OF_NOW)
    assert float(charging.state("car_energy")) >= 0
    assert charging.car.charging


def test_a_stop_without_home_assistant_says_nothing(charging: Platform) -> None:
    charging.fire("plugin_stopped")
    charging.functions["set_state"].reset_mock()
    charging.app.terminate()
    assert not charging.functions["set_state"].called


@pytest.mark.parametrize("arguments", [{}, WRONG])
def test_a_stop_waits_for_no_home_assistant_that_hangs(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, arguments: dict[str, Any]
) -> None:
    for key, value in arguments.items():
        platform.argument(key, value)
    platform.start()
    hangs = threading.Event()
    platform.functions["set_state"].side_effect = lambda *_, **__: hangs.wait(60)
    monkeypatch.setattr(last_words, "LAST_WORDS_S", 0.01)
    platform.app.terminate()
    assert not hangs.is_set()
    hangs.set()
    for thread in threading.enumerate():
        if thread.name == last_words.__name__:
            thread.join()


# Events that anybody can fire


def test_an_event_that_anybody_fires_does_not_silence_the_app(charging: Platform) -> None:
    charging.fire_falsely("plugin_stopped")
    charging.run(minutes=20)
    assert charging.state("charging_power") != "unknown"
    heard = datetime.fromisoformat(charging.state("heartbeat"))
    assert (charging.now - heard).total_seconds() < 330
    assert charging.car.charging
    assert charging.logged("WARNING") == []


def test_an_event_that_anybody_fires_ends_no_pause(charging: Platform) -> None:
    asked: list[str] = []
    retry: Callable[[], None] = charging.app.controller.try_again
    charging.app.controller.try_again = lambda: (asked.append("again"), retry())  # type: ignore[method-assign]
    charging.functions["set_state"].reset_mock()
    charging.fire_falsely("plugin_started")
    assert asked == []
    assert not charging.functions["set_state"].called
    charging.fire("plugin_stopped")
    charging.fire_falsely("plugin_started")
    assert asked == []
    assert not charging.app.present
    charging.fire("plugin_started")
    assert asked == ["again"]
    assert charging.app.present


def test_a_return_that_nobody_told_of_is_seen_at_the_next_beat(charging: Platform) -> None:
    charging.fire("plugin_stopped")
    told, charging.events["plugin_started"] = charging.events["plugin_started"], lambda *_: None
    charging.fire("plugin_started")
    assert not charging.app.present
    charging.events["plugin_started"] = told
    charging.run(minutes=1)
    assert charging.app.present
    assert charging.state("charging_power") != "unknown"


def test_where_appdaemon_knows_of_no_connection_its_events_are_believed(
    charging: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solar_charging.base.presence.Presence._plugin", None)
    charging.fire_falsely("plugin_stopped")
    charging.run(minutes=3)
    assert not charging.app.present
    charging.fire_falsely("plugin_started")
    assert charging.app.present


def test_a_connection_that_was_lost_and_made_again_at_once_is_a_new_one(charging: Platform) -> None:
    charging.functions["set_state"].reset_mock()
    charging.fire("plugin_started")
    shown = {call.args[0] for call in charging.functions["set_state"].mock_calls}
    assert "sensor.solar_charging_car_energy" in shown


# Notifications that nothing stands behind any more


def test_what_the_settings_no_longer_name_is_taken_back(platform: Platform) -> None:
    platform.argument("switches", {"enabled": "input_boolean.solar_chargin"})
    platform.start()
    (note,) = platform.calls(CREATE)
    begin_anew(platform, switches={})
    assert [each["notification_id"] for each in platform.calls(DISMISS)] == [note["notification_id"]]
    platform.fire("plugin_stopped")
    platform.fire("plugin_started")
    assert len(platform.calls(CREATE)) == 1


@pytest.mark.parametrize(
    ("before", "now", "taken_back", "told_anew"),
    [
        ({}, {"notify": "notify.mobile_app_phone"}, DISMISS, ["notify/mobile_app_phone"]),
        ({"notify": "notify.mobile_app_phone"}, {"notify": None}, "notify/mobile_app_phone", [CREATE]),
        ({}, {"notifications": []}, DISMISS, []),
        ({"notifications": []}, {"notifications": ["needs_you"]}, None, [CREATE]),
        ({}, {}, None, [CREATE]),
    ],
)
def test_what_was_told_by_another_way_is_taken_back_by_that(
    platform: Platform,
    before: dict[str, Any],
    now: dict[str, Any],
    taken_back: str | None,
    told_anew: list[str],
) -> None:
    platform.remove(SWITCH)
    for key, value in before.items():
        platform.argument(key, value)
    platform.start()
    platform.run(minutes=1)
    platform.functions["call_service"].reset_mock()
    begin_anew(platform, **now)
    platform.run(minutes=1)
    called = [call.args[0] for call in platform.functions["call_service"].mock_calls]
    assert called == [*([taken_back] if taken_back else []), *told_anew]


def test_the_meter_is_read_by_the_last_good_settings_meanwhile(charging: Platform) -> None:
    begin_anew(charging, **WRONG)
    charging.run(minutes=1)
    assert charging.state("grid_power") != "unknown"
    assert GRID in charging.listeners
