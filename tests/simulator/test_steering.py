"""Looking at the simulated world and changing it over HTTP, as a demo in another process does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import oauthlib.oauth2
import pytest
import requests

from simulator.house_battery import HouseBattery
from simulator.position import HOME
from simulator.tesla_api import TeslaApi
from tests.simulator.teslapy_client import Client


def post(api: TeslaApi, what: str, body: object) -> requests.Response:
    return requests.post(f"{api.api_url}simulator/{what}", json=body, timeout=30)


def get(api: TeslaApi, what: str) -> Any:
    return requests.get(f"{api.api_url}simulator/{what}", timeout=30).json()


def test_the_state_shows_car_house_energy_and_counts(api: TeslaApi, client: Client) -> None:
    client.ask("START_CHARGE")
    client.ask("STOP_CHARGE")
    state = get(api, "state")
    assert state["commands"] == {
        "charge_start": 1,
        "charge_stop": 1,
        "set_charging_amps": 0,
        "set_charge_limit": 0,
    }
    assert state["requests"] == {"token": 1, "charge_start": 1, "charge_stop": 1}
    assert state["car"]["charging_state"] == "Stopped"
    assert state["house"]["load_w"] == 0
    assert state["energy"]["car_kwh"] == 0
    assert state["now"] == "2026-06-15T09:00:00.000+00:00"


def test_the_requests_can_be_read(api: TeslaApi, client: Client) -> None:
    client.ask("CHARGING_AMPS", charging_amps=6)
    newest = get(api, "requests")[-1]
    assert (newest["kind"], newest["body"], newest["outcome"]) == (
        "set_charging_amps",
        {"charging_amps": 6},
        [True, ""],
    )


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"plugged_in": False}, {"plugged_in": False, "charging_state": "Disconnected"}),
        ({"position": "away"}, {"at_home": False, "plugged_in": False}),
        ({"position": "away", "plugged_in": True}, {"at_home": False, "charging_state": "Starting"}),
        ({"position": [HOME.latitude, HOME.longitude]}, {"at_home": True, "plugged_in": False}),
        ({"soc_pct": 40}, {"soc_pct": 40, "charging_state": "Stopped"}),
        ({"charge_limit_pct": 90}, {"charge_limit_pct": 90}),
        ({"plugged_in": False, "soc_pct": 95}, {"soc_pct": 95}),
        ({"asleep": True}, {"state": "asleep"}),
        ({"asleep": True, "plugged_in": True}, {"state": "online"}),
        ({"plugged_in": False, "mains": False}, {"charging_state": "Disconnected"}),
    ],
)
def test_the_car_can_be_changed(api: TeslaApi, changes: dict[str, Any], seen: dict[str, Any]) -> None:
    car = post(api, "car", changes).json()["car"]
    assert seen.items() <= car.items()


def test_a_charge_ends_when_the_socket_goes_dead(api: TeslaApi, client: Client) -> None:
    client.ask("START_CHARGE")
    assert post(api, "car", {"mains": False}).json()["car"]["charging_state"] == "NoPower"
    assert post(api, "car", {"mains": True}).json()["car"]["charging_state"] == "Starting"


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        pytest.param({"cable": "loose"}, {"conn_charge_cable": "<invalid>"}, id="loose"),
        pytest.param({"cable": "unlatched"}, {"charge_port_latch": "Disengaged"}, id="unlatched"),
        pytest.param(
            {"cable": "loose", "plugged_in": True}, {"charging_state": "Starting"}, id="pushed in again"
        ),
        pytest.param(
            {"scheduled_in_s": 60},
            {"scheduled_charging_mode": "StartAt", "scheduled_charging_pending": True},
            id="timer",
        ),
        pytest.param({"scheduled_in_s": None}, {"scheduled_charging_mode": "Off"}, id="timer off"),
        pytest.param({"misreads": 1}, {"charging_state": "Disconnected"}, id="misread"),
    ],
)
def test_what_hinders_a_charge_shows_in_the_cars_data(
    api: TeslaApi, client: Client, changes: dict[str, Any], seen: dict[str, Any]
) -> None:
    assert post(api, "car", changes).ok
    assert seen.items() <= client.ask("VEHICLE_DATA")["charge_state"].items()


def test_a_car_can_be_made_deaf_and_cured(api: TeslaApi, client: Client) -> None:
    for deaf, state in ((True, "Stopped"), (False, "Starting")):
        post(api, "car", {"deaf": deaf})
        assert client.ask("START_CHARGE") == {"result": True, "reason": ""}
        assert client.ask("VEHICLE_DATA")["charge_state"]["charging_state"] == state


@pytest.mark.parametrize(
    ("event", "asked", "renewed"),
    [("voided", False, True), ("rotated", True, False), ("revoked", False, False)],
)
def test_what_happens_to_tokens(
    api: TeslaApi, client: Client, event: str, asked: bool, renewed: bool
) -> None:
    assert post(api, "tokens", {"event": event}).ok
    assert succeeds(lambda: client.ask("VEHICLE_SUMMARY")) is asked
    assert succeeds(client.refresh_token) is renewed


def succeeds(request: Callable[[], object]) -> bool:
    try:
        request()
    except (requests.HTTPError, oauthlib.oauth2.OAuth2Error):
        return False
    return True


@pytest.mark.parametrize(
    ("what", "body", "message"),
    [
        ("car", {"pluged_in": True}, "a car has position, plugged_in, cable, mains, .*, not 'pluged_in'"),
        ("car", {"position": "work"}, "a position is home, away or .*, not 'work'"),
        ("car", {"soc_pct": "half"}, "soc_pct must be a number, is 'half'"),
        ("car", {"cable": "bent"}, "a cable is loose or unlatched, not 'bent'"),
        ("car", {"scheduled_in_s": "soon"}, "scheduled_in_s must be a number, is 'soon'"),
        ("tokens", {"event": "lost"}, "an event is voided, rotated, revoked, not 'lost'"),
        ("fail", {"status": 500}, "a fault needs a kind"),
        ("fail", {"kind": "wake_up", "code": 500}, "a fault has kind, status, .*, not 'code'"),
        ("fail", {"kind": "wakeup", "status": 500}, "a fault's kind must be one of .*wake_up.*, is 'wakeup'"),
        ("fail", [], "the body: must be a JSON object"),
    ],
)
def test_what_it_does_not_know_is_refused(api: TeslaApi, what: str, body: object, message: str) -> None:
    reply = post(api, what, body)
    assert reply.status_code == 400
    assert re.search(message, reply.json()["error"])


def test_a_refused_change_leaves_the_car_as_it_was(api: TeslaApi) -> None:
    post(api, "car", {"plugged_in": False, "colour": "red"})
    assert api.world.car.plugged_in


def test_failures_are_ordered_and_taken_back(api: TeslaApi, client: Client) -> None:
    assert post(api, "fail", {"kind": "any", "status": 503, "times": 100}).ok
    with pytest.raises(requests.HTTPError, match="503"):
        client.ask("VEHICLE_SUMMARY")
    assert post(api, "recover", {}).ok
    assert client.ask("VEHICLE_SUMMARY")


def test_steering_is_not_in_the_request_log_and_needs_no_token(api: TeslaApi) -> None:
    get(api, "state")
    assert api.requests == []


def test_an_unknown_page_names_the_known_ones(api: TeslaApi) -> None:
    assert "GET simulator/state" in get(api, "weather")["error"]


def test_a_body_that_is_no_json_is_refused(api: TeslaApi) -> None:
    reply = requests.post(f"{api.api_url}simulator/car", data="plugged in", timeout=30)
    assert reply.status_code == 400


def test_the_sun_can_be_hidden(api: TeslaApi) -> None:
    assert post(api, "sun", {"shines": False}).json()["house"]["solar_power_w"] == 0
    assert api.world.overcast
    post(api, "sun", {"shines": True})
    assert not api.world.overcast
    assert "true or false" in post(api, "sun", {"shines": "no"}).json()["error"]


@pytest.mark.parametrize(
    ("battery", "changes", "words"),
    [
        (None, {"hold_w": 0}, "no battery"),
        (HouseBattery(), {"hold": 0}, "hold_w and soc_pct, not hold"),
        (HouseBattery(), {"hold_w": "0"}, "hold_w must be a number"),
    ],
)
def test_what_a_house_battery_has_not_is_refused(
    api: TeslaApi, battery: HouseBattery | None, changes: dict[str, Any], words: str
) -> None:
    api.world.battery = battery
    assert words in post(api, "battery", changes).json()["error"]


def test_a_house_battery_can_be_held_and_released(api: TeslaApi) -> None:
    battery = api.world.battery = HouseBattery()
    assert post(api, "battery", {"hold_w": 0, "soc_pct": 41}).json()["house"]["battery_soc_pct"] == 41
    assert battery.hold_w == 0
    post(api, "battery", {"hold_w": None})
    assert battery.hold_w is None
