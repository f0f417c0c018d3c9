"""Tesla's service as the real TeslaPy sees it."""

from __future__ import annotations

from typing import Any

import oauthlib.oauth2
import pytest
import requests

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.profiles import FLEET_PROXY, TESSIE_LIKE
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN, STATIC_TOKEN
from tests.simulator.conftest import START_S, Time
from tests.simulator.teslapy_client import Client


def test_a_refresh_token_alone_signs_in_and_finds_the_car(api: TeslaApi, client: Client) -> None:
    (product,) = client.api("PRODUCT_LIST")["response"]
    assert product["vin"] == api.world.car.settings.vin
    assert product["state"] == "online"


def test_the_car_can_be_addressed_by_vin_and_by_number(client: Client) -> None:
    number = client.ask("VEHICLE_SUMMARY")["id_s"]
    assert client.api("VEHICLE_SUMMARY", {"vehicle_id": number})["response"]["id_s"] == number
    with pytest.raises(requests.HTTPError, match="404"):
        client.api("VEHICLE_SUMMARY", {"vehicle_id": "5YJSA1E20HF999999"})


@pytest.mark.parametrize(
    ("endpoints", "sections", "located"),
    [
        pytest.param({}, {"charge_state", "drive_state", "vehicle_state"}, False, id="all"),
        pytest.param({"endpoints": "charge_state"}, {"charge_state"}, False, id="one"),
        pytest.param({"endpoints": "location_data"}, {"drive_state"}, True, id="location"),
        pytest.param(
            {"endpoints": "charge_state;drive_state"}, {"charge_state", "drive_state"}, False, id="two"
        ),
        pytest.param(
            {"endpoints": "drive_state;location_data"}, {"drive_state"}, True, id="drive state with location"
        ),
    ],
)
def test_vehicle_data_has_what_was_asked_for(
    client: Client, endpoints: dict[str, str], sections: set[str], located: bool
) -> None:
    data = client.ask("VEHICLE_DATA", **endpoints)
    assert {name for name in data if name.endswith("_state")} == sections
    assert ("latitude" in data.get("drive_state", {})) is located


def test_charging_shows_in_vehicle_data(client: Client, real_time: Time) -> None:
    idle = client.ask("VEHICLE_DATA")["charge_state"]
    assert (idle["charging_state"], idle["charger_phases"], idle["charger_voltage"]) == ("Stopped", None, 1)
    assert client.ask("CHARGING_AMPS", charging_amps=13) == {"result": True, "reason": ""}
    assert client.ask("START_CHARGE") == {"result": True, "reason": ""}
    real_time.now_s += 60
    charging = client.ask("VEHICLE_DATA")["charge_state"]
    assert charging["timestamp"] == int(real_time.now_s * 1000)
    assert charging["charger_power"] == 2  # 2.99 kW, cut off
    assert {
        "charging_state": "Charging",
        "charger_actual_current": 13,
        "charge_current_request": 13,
        "charge_current_request_max": 16,
        "charger_phases": 1,
        "charger_voltage": 230,
    }.items() <= charging.items()
    assert client.ask("STOP_CHARGE") == {"result": True, "reason": ""}


def test_an_unplugged_car_shows_it(api: TeslaApi, client: Client, real_time: Time) -> None:
    api.world.car.unplug(real_time.now_s)
    state = client.ask("VEHICLE_DATA")["charge_state"]
    assert (state["charging_state"], state["conn_charge_cable"]) == ("Disconnected", "<invalid>")
    assert client.ask("START_CHARGE") == {"result": False, "reason": "disconnected"}


def test_the_limit_can_be_set(api: TeslaApi, client: Client) -> None:
    assert client.ask("CHANGE_CHARGE_LIMIT", percent=90)["result"]
    assert client.ask("CHANGE_CHARGE_LIMIT", percent=90) == {"result": False, "reason": "already_set"}
    assert api.world.car.charge_limit_pct == 90


@pytest.mark.parametrize("arguments", [{}, {"charging_amps": "many"}, {"charging_amps": 6.5}])
def test_a_current_that_is_no_integer_does_not_reach_the_car(
    api: TeslaApi, client: Client, arguments: dict[str, Any]
) -> None:
    with pytest.raises(requests.HTTPError, match="must be an integer"):
        client.ask("CHARGING_AMPS", **arguments)
    assert api.commands == []


def test_a_sleeping_car_answers_408_until_it_was_woken(client: Client, real_time: Time) -> None:
    real_time.now_s += 720
    for name in ("VEHICLE_DATA", "START_CHARGE"):
        with pytest.raises(requests.HTTPError, match="vehicle is offline or asleep") as error:
            client.ask(name)
        assert error.value.response.status_code == 408
    assert client.ask("VEHICLE_SUMMARY")["state"] == "asleep"
    assert client.ask("WAKE_UP")["state"] == "asleep"
    real_time.now_s += 14
    assert client.ask("VEHICLE_SUMMARY")["state"] == "asleep"
    real_time.now_s += 1
    assert client.ask("VEHICLE_SUMMARY")["state"] == "online"
    assert client.ask("VEHICLE_DATA")["charge_state"]["charging_state"] == "Stopped"


@pytest.mark.parametrize(("name", "state"), [("VEHICLE_SUMMARY", "asleep"), ("VEHICLE_DATA", "online")])
def test_data_keeps_the_car_awake_but_the_summary_does_not(
    client: Client, real_time: Time, name: str, state: str
) -> None:
    real_time.now_s += 700
    client.ask(name)
    real_time.now_s += 20
    assert client.ask("VEHICLE_SUMMARY")["state"] == state


@pytest.mark.parametrize(
    ("path", "status"), [("api/1/vehicles", 412), ("api/1/users/orders", 404), ("x", 404)]
)
def test_endpoints_that_tesla_closed_say_so(client: Client, path: str, status: int) -> None:
    with pytest.raises(requests.HTTPError) as error:
        client.request("GET", path)
    assert error.value.response.status_code == status


def test_each_refresh_voids_the_token_before(client: Client) -> None:
    with pytest.raises(oauthlib.oauth2.OAuth2Error, match="login_required"):
        client.refresh_token(refresh_token=FIRST_REFRESH_TOKEN)
    client.refresh_token()
    assert client.ask("VEHICLE_SUMMARY")["state"] == "online"


def test_an_expired_access_token_is_refreshed_by_teslapy(api: TeslaApi, client: Client) -> None:
    api.tokens.expires_in_s = -1
    client.refresh_token()
    api.tokens.expires_in_s = 3600
    assert client.ask("VEHICLE_SUMMARY")["state"] == "online"


def test_voided_and_revoked_tokens_are_refused(api: TeslaApi, client: Client) -> None:
    api.tokens.void_access_tokens()
    with pytest.raises(requests.HTTPError, match="401"):
        client.ask("VEHICLE_SUMMARY")
    client.refresh_token()
    client.ask("VEHICLE_SUMMARY")
    api.tokens.revoke()
    with pytest.raises(oauthlib.oauth2.OAuth2Error, match="login_required"):
        client.refresh_token()


def test_a_refresh_token_used_by_somebody_else_is_void_but_the_access_token_lives_on(
    api: TeslaApi, client: Client
) -> None:
    api.tokens.issue()
    assert client.ask("VEHICLE_SUMMARY")
    with pytest.raises(oauthlib.oauth2.OAuth2Error, match="login_required"):
        client.refresh_token()


def test_teslapy_signs_in_as_a_registered_client_when_it_leaves_the_scope_out(real_time: Time) -> None:
    with (
        TeslaApi(SimulatedCar(now_s=START_S), Clock(real_s=real_time), profile=FLEET_PROXY) as api,
        Client(api) as client,
    ):
        with pytest.raises(oauthlib.oauth2.OAuth2Error, match="invalid_client"):
            client.refresh_token(refresh_token=FIRST_REFRESH_TOKEN)
        client.auto_refresh_kwargs = {"client_id": FLEET_PROXY.client_id}
        with pytest.raises(oauthlib.oauth2.OAuth2Error, match="invalid_scope"):
            client.refresh_token(refresh_token=FIRST_REFRESH_TOKEN)
        client.scope = None
        client.refresh_token(refresh_token=FIRST_REFRESH_TOKEN)
        assert client.ask("START_CHARGE") == {"result": True, "reason": ""}


def test_teslapy_needs_nothing_but_a_static_token_where_there_is_one(real_time: Time) -> None:
    with (
        TeslaApi(SimulatedCar(now_s=START_S), Clock(real_s=real_time), profile=TESSIE_LIKE) as api,
        Client(api) as client,
    ):
        client.token = {"access_token": STATIC_TOKEN, "token_type": "Bearer", "expires_at": 0}
        assert client.ask("START_CHARGE") == {"result": True, "reason": ""}
        assert [entry.kind for entry in api.requests] == ["charge_start"]


def test_without_a_token_nothing_is_told(api: TeslaApi) -> None:
    assert requests.get(f"{api.api_url}api/1/products", timeout=30).status_code == 401


def test_the_request_log_tells_what_reached_the_car(api: TeslaApi, client: Client, real_time: Time) -> None:
    client.ask("CHARGING_AMPS", charging_amps=6)
    real_time.now_s += 720
    with pytest.raises(requests.HTTPError):
        client.ask("START_CHARGE")
    assert [(entry.kind, entry.status) for entry in api.requests] == [
        ("token", 200),
        ("set_charging_amps", 200),
        ("charge_start", 408),
    ]
    (command,) = api.commands
    assert (command.kind, command.body, command.at_s) == (
        "set_charging_amps",
        {"charging_amps": 6},
        START_S,
    )
    assert command.outcome == (True, "")


def test_a_stopped_service_hangs_up_and_gives_its_port_back(api: TeslaApi, client: Client) -> None:
    client.ask("VEHICLE_SUMMARY")
    api.stop()
    with pytest.raises(requests.ConnectionError):
        client.ask("VEHICLE_SUMMARY")
    port = int(api.api_url.rsplit(":", 1)[1].strip("/"))
    with TeslaApi(SimulatedCar(), Clock(), port) as again:
        assert again.api_url == api.api_url
        with pytest.raises(OSError, match="in use"):
            TeslaApi(SimulatedCar(), Clock(), port)
