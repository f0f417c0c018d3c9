"""What the shell sends: notifications, events, the trace."""

from __future__ import annotations

import json
from typing import Any

import pytest
from appdaemon.exceptions import ServiceException

from solar_charging.base.reason import Problem, Reason
from solar_charging.vehicle.car import NotAuthorized
from tests.shell_platform import Platform

SWITCH = "input_boolean.solar_charging"
CREATE, DISMISS = "persistent_notification/create", "persistent_notification/dismiss"
PHONE = "notify/mobile_app_phone"


def complete(platform: Platform) -> None:
    """The battery reaches its limit."""
    platform.car.set_soc(79.5, platform.now_s)
    platform.run(hours=1)
    assert platform.state("state") == "full"


def unplug(platform: Platform) -> None:
    platform.car.unplug(platform.now_s)
    platform.run(hours=1)
    assert platform.state("state") == "unplugged"


def events(platform: Platform, name: str) -> list[dict[str, Any]]:
    calls = platform.functions["fire_event"].mock_calls
    return [call.kwargs for call in calls if call.args == (name,)]


def started(platform: Platform, **arguments: Any) -> Platform:
    for key, value in arguments.items():
        platform.argument(key, value)
    platform.start()
    platform.run(minutes=10)
    return platform


def test_a_complete_charge_is_told_once_and_taken_back_when_the_car_leaves(running: Platform) -> None:
    running.run(minutes=10)
    complete(running)
    (note,) = running.calls(CREATE)
    assert note["title"] == "Solar charging: charging complete"
    assert note["message"].startswith("The battery is at 80%: ")
    assert running.calls(DISMISS) == []
    unplug(running)
    assert [each["notification_id"] for each in running.calls(DISMISS)] == [note["notification_id"]]


def test_a_service_of_a_phone_gets_the_note_and_takes_it_back(platform: Platform) -> None:
    started(platform, notify="notify.mobile_app_phone", language="de")
    complete(platform)
    unplug(platform)
    told, cleared = platform.calls(PHONE)
    assert told["title"] == "Solar charging: Ladung beendet"
    assert "% von der Sonne" in told["message"]
    assert cleared["message"] == "clear_notification"
    assert told["data"] == cleared["data"] == {"tag": "solar_charging_complete"}
    assert platform.calls(CREATE) == []


def test_any_other_service_gets_the_note_alone(platform: Platform) -> None:
    started(platform, notify="notify.mail")
    complete(platform)
    unplug(platform)
    (told,) = platform.calls("notify/mail")
    assert set(told) == {"namespace", "title", "message"}


@pytest.mark.parametrize(("kinds", "told"), [([], 0), (["needs_you", "departure"], 0), (["complete"], 1)])
def test_kinds_can_be_silenced(platform: Platform, kinds: list[str], told: int) -> None:
    started(platform, notifications=kinds)
    complete(platform)
    assert len(platform.calls(CREATE)) == told


def test_a_login_that_is_silenced_is_still_logged(platform: Platform) -> None:
    started(platform, notifications=[])
    assert platform.vehicle is not None
    platform.vehicle.fails = NotAuthorized(Problem.LOGIN_REFUSED, answer="401 Unauthorized")
    platform.run(hours=1)
    assert platform.logged("ERROR") == ["log in again: Tesla answered 401 Unauthorized"]
    assert platform.calls(CREATE) == platform.calls(DISMISS) == []


def test_what_needs_a_person_is_told_in_their_language_and_logged_in_english(platform: Platform) -> None:
    platform.remove(SWITCH)
    started(platform, language="fr")
    (note,) = platform.calls(CREATE)
    assert note["title"] == "Solar charging a besoin de votre aide"
    assert note["message"].startswith(f"{SWITCH} manque dans Home Assistant ; créez cette entrée")
    assert "input_boolean:\n  solar_charging:\n" in note["message"]
    assert any("is missing in Home Assistant" in text for text in platform.logged("ERROR"))


def test_a_departure_at_risk_is_told_once(platform: Platform) -> None:
    started(platform, departures=[{"time": "10:00", "soc_pct": 80}])
    platform.run(minutes=30)
    (note,) = platform.calls(CREATE)
    assert note["title"] == "Solar charging: departure at risk"
    assert note["message"].startswith("By Monday 10:00 the battery will be at about 5")
    platform.run(minutes=40)
    assert [each["notification_id"] for each in platform.calls(DISMISS)] == [note["notification_id"]]


def restart(platform: Platform) -> None:
    platform.app.terminate()
    platform.start()
    platform.run(minutes=30)


def test_no_phone_is_told_again_after_a_restart(platform: Platform) -> None:
    started(platform, notify="notify.mobile_app_phone", departures=[{"time": "11:00", "soc_pct": 80}])
    platform.run(minutes=30)
    assert platform.vehicle is not None
    platform.vehicle.fails = NotAuthorized(Problem.LOGIN_REFUSED, answer="401 Unauthorized")
    platform.run(minutes=30)
    told = [each["title"] for each in platform.calls(PHONE)]
    assert told == ["Solar charging: departure at risk", "Solar charging needs your help"]
    restart(platform)
    assert len(platform.calls(PHONE)) == 2
    platform.vehicle.fails = None
    platform.run(hours=2)
    cleared = {
        each["data"]["tag"] for each in platform.calls(PHONE)[2:] if each["message"] == "clear_notification"
    }
    assert cleared == {"solar_charging_departure", "solar_charging_the_car"}


@pytest.mark.parametrize("whose", ["ours", "home assistant's"])
def test_a_restart_leaves_what_needs_a_person_in_home_assistants_own_list(
    platform: Platform, whose: str
) -> None:
    platform.remove(SWITCH)
    started(platform)
    (note,) = platform.calls(CREATE)
    if whose == "ours":
        restart(platform)
    else:
        platform.fire("plugin_stopped")
        platform.fire("plugin_started")
        platform.run(minutes=30)
    assert platform.calls(CREATE) == [note, note]
    assert platform.calls(DISMISS) == []


def test_notes_wait_for_a_home_assistant_that_is_away(running: Platform) -> None:
    running.set(f"{SWITCH}_now", "on")
    running.run(minutes=10)
    running.fire("plugin_stopped")
    running.car.set_soc(79.9, running.now_s)
    running.run(minutes=40, meters=False)
    assert running.calls(CREATE) == []
    running.fire("plugin_started")
    running.run(minutes=1)
    assert len(running.calls(CREATE)) == 1


ROWS = [
    {"namespace": "default", "domain": "notify", "service": name} for name in ("mobile_app_phone", "mail")
]


def served(platform: Platform, rows: list[dict[str, str]]) -> None:
    """Home Assistant has these services, and refuses any other."""

    def call(service: str, **_: Any) -> dict[str, Any]:
        domain, _, name = service.partition("/")
        if domain == "notify" and name not in {row["service"] for row in rows}:
            raise ServiceException("default", domain, name, [])
        return {"success": True}

    platform.functions["call_service"].side_effect = call
    platform.services = rows


def notes(platform: Platform) -> list[tuple[str, str]]:
    return [(note["notification_id"], note["message"]) for note in platform.calls(CREATE)]


MISSPELT = (
    "Home Assistant hat keinen Dienst notify.mobile_app_fone, den notify in apps.yaml nennt: ist einer von "
    "diesen gemeint: notify.mobile_app_phone? Bis dahin stehen die Benachrichtigungen hier"
)
OF_SERVICE = "solar_charging_notify.mobile_app_fone"


def test_a_service_that_there_is_not_is_told_before_the_first_note(platform: Platform) -> None:
    served(platform, ROWS)
    started(platform, notify="notify.mobile_app_fone", language="de")
    assert notes(platform) == [(OF_SERVICE, MISSPELT)]
    assert any("is one of these meant: notify.mobile_app_phone?" in text for text in platform.logged("ERROR"))
    restart(platform)
    assert notes(platform) == [(OF_SERVICE, MISSPELT)]


def test_a_note_that_no_service_takes_is_listed_and_taken_back_there(platform: Platform) -> None:
    served(platform, ROWS)
    platform.remove(SWITCH)
    started(platform, notify="notify.mobile_app_fone", language="de")
    (helper, text), (service, said) = notes(platform)
    assert (helper, service, said) == (f"solar_charging_{SWITCH}", OF_SERVICE, MISSPELT)
    assert text.startswith(f"{SWITCH} fehlt in Home Assistant")
    platform.set(SWITCH, "on")
    platform.run(minutes=2)
    assert [each["notification_id"] for each in platform.calls(DISMISS)] == [helper]


def test_a_service_that_comes_is_used_and_what_was_listed_is_taken_back(platform: Platform) -> None:
    served(platform, ROWS)
    started(platform, notify="notify.mobile_app_fone")
    platform.app.terminate()
    served(platform, [*ROWS, {**ROWS[0], "service": "mobile_app_fone"}])
    platform.start()
    platform.run(minutes=5)
    assert [each["notification_id"] for each in platform.calls(DISMISS)] == [OF_SERVICE]
    complete(platform)
    assert platform.calls("notify/mobile_app_fone")[-1]["title"] == "Solar charging: charging complete"
    assert len(platform.calls(CREATE)) == 1


def test_once_the_settings_are_mended_nothing_is_left_of_a_service_that_there_was_not(
    platform: Platform,
) -> None:
    served(platform, ROWS)
    platform.remove(SWITCH)
    started(platform, notify="notify.mobile_app_fone")
    platform.app.terminate()
    platform.argument("notify", "notify.mobile_app_phone")
    platform.start()
    platform.run(minutes=5)
    taken_back = {each["notification_id"] for each in platform.calls(DISMISS)}
    assert taken_back == {OF_SERVICE, f"solar_charging_{SWITCH}"}
    (told,) = platform.calls(PHONE)
    assert told["message"].startswith(f"{SWITCH} is missing")


def test_a_service_that_fails_for_once_loses_no_note(platform: Platform) -> None:
    served(platform, ROWS)
    started(platform, notify="notify.mobile_app_phone")

    def call(service: str, **_: Any) -> dict[str, Any]:
        wrong = {"code": "home_assistant_error", "message": "no such device"}
        return {"success": False, "error": wrong} if service == PHONE else {"success": True}

    platform.functions["call_service"].side_effect = call
    complete(platform)
    ((_, text),) = notes(platform)
    assert text.startswith("The battery is at 80%: ")
    assert platform.logged("WARNING") == ["notify/mobile_app_phone failed: no such device"]


def test_no_beat_waits_for_a_note(running: Platform) -> None:
    running.run(minutes=10)
    running.deferred = True
    running.app.notifications.problem("the car", Reason(Problem.LOGIN_REFUSED, {"answer": "no"}), person=True)
    assert running.calls(CREATE) == []
    running.work()
    assert len(running.calls(CREATE)) == 1


@pytest.mark.parametrize("service", ["mobile_app_phone", "light.turn_on", "notify.Phone"])
def test_what_is_no_notify_service_is_refused(platform: Platform, service: str) -> None:
    platform.argument("notify", service)
    platform.start()
    assert platform.state("state") == "setup"
    assert "solar_charging.notify: must be a service such as " in platform.state("reason")


def test_a_changed_decision_is_an_event(running: Platform) -> None:
    running.run(minutes=10)
    before = len(events(running, "solar_charging_decision"))
    running.set(SWITCH, "off")
    told = events(running, "solar_charging_decision")[before]
    assert told.pop("reason").startswith("switched off: stopping")
    assert told == {
        "namespace": "default",
        "name": "solar_charging",
        "state": "off",
        "previous_state": "following_sun",
        "kind": "off_stopping",
        "current_a": 0,
        "previous_current_a": 13,
    }


def test_the_same_decision_is_no_event_again(running: Platform) -> None:
    running.run(minutes=10)
    running.set(SWITCH, "off")
    running.run(minutes=2)
    count = len(events(running, "solar_charging_decision"))
    running.run(minutes=30)
    assert len(events(running, "solar_charging_decision")) == count


def test_a_session_that_ended_is_one_event_through_a_restart_too(running: Platform) -> None:
    running.run(minutes=30)
    assert events(running, "solar_charging_session") == []
    unplug(running)
    running.app.terminate()
    running.start()
    running.run(minutes=30)
    (told,) = events(running, "solar_charging_session")
    assert told["name"] == "solar_charging"
    assert told["plug_in"].startswith("2026-06-15T09:00")
    assert told["kwh"] == pytest.approx(told["solar_kwh"] + told["grid_kwh"], abs=0.002)
    assert told["kwh"] > 0.5
    assert told["currency"] == "USD"


@pytest.mark.parametrize(
    ("set_to", "currency"),
    [({}, "CHF"), ({"api": {"read_price": 0}}, "CHF"), ({"api": {"currency": "SEK"}}, "SEK")],
)
def test_money_is_in_home_assistants_currency_unless_the_settings_name_one(
    platform: Platform, set_to: dict[str, Any], currency: str
) -> None:
    platform.of_home_assistant = {"currency": "CHF"}
    started(platform, **set_to)
    shown = platform.given_that.mocked_states["sensor.solar_charging_saved_today"]["attributes"]
    assert shown["unit_of_measurement"] == currency
    unplug(platform)
    (told,) = events(platform, "solar_charging_session")
    assert told["currency"] == currency


def test_no_event_tells_where_the_car_is_or_which(running: Platform) -> None:
    running.run(minutes=30)
    unplug(running)
    told = str(running.functions["fire_event"].mock_calls)
    for secret in (running.car.settings.vin, str(running.car.settings.home.latitude)):
        assert secret not in told


def test_the_trace_is_a_file_and_its_last_changes_are_beside_the_reason(running: Platform) -> None:
    running.run(minutes=10)
    running.set(SWITCH, "off")
    lines = (running.folder / "solar_charging_solar_charging_decisions.jsonl").read_text().splitlines()
    states = [json.loads(line)["state"] for line in lines]
    assert states[-1] == "off"
    assert "following_sun" in states
    recent = running.given_that.mocked_states["sensor.solar_charging_reason"]["attributes"]["recent"]
    assert recent[0].startswith("09:10 switched off")
    assert len(recent) <= 5
    running.app.terminate()
    running.start()
    running.run(minutes=1)
    file = running.folder / "solar_charging_solar_charging_decisions.jsonl"
    assert file.read_text().splitlines()[: len(lines)] == lines


def test_a_trace_that_cannot_be_written_is_named_once(platform: Platform) -> None:
    started(platform, trace_file=str(platform.folder / "nowhere" / "trace.jsonl"))
    platform.run(minutes=30)
    assert len([text for text in platform.logged("WARNING") if "nowhere" in text]) == 1


def test_the_log_says_once_what_the_car_was_asked_for_and_why(running: Platform) -> None:
    running.run(minutes=10)
    first, *lines = (text for text in running.logged("INFO") if " keeps no past " not in text)
    assert (first, lines[0].partition(":")[0]) == ("Solar Charging 0.1.0", "sun")
    assert lines[1].startswith("13 A, start - charging at 13 A with ")
    running.set(SWITCH, "off")
    assert running.logged("INFO")[-1] == "stop - switched off: stopping the charge that the app had started"


def test_one_cause_is_told_once_whatever_meets_it_and_until_nothing_does(running: Platform) -> None:
    notes = running.app.notifications
    cause = Reason(Problem.OWNER_API_CLOSED)
    notes.problem("the car", cause, person=True)
    notes.problem("its commands", cause, person=True)
    assert len(running.calls(CREATE)) == 1
    notes.mended("the car")
    notes.problem("its commands", cause, person=True)
    notes.problem("its commands", cause, person=True)
    assert len(running.calls(CREATE)) == 2
    notes.mended("its commands")
    assert len(running.calls(DISMISS)) == 2
