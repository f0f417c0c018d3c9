"""Failures on order, and what TeslaPy makes of them."""

from __future__ import annotations

import time
from typing import Any

import oauthlib.oauth2
import pytest
import requests

from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN
from tests.simulator.teslapy_client import Client


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param({"status": 408}, "408 .*vehicle is offline or asleep", id="asleep"),
        pytest.param({"status": 403}, "403 .*Vehicle Command Protocol required", id="signing"),
        pytest.param({"status": 429}, "429 .*too many requests", id="too many"),
        pytest.param({"status": 405}, "405 .*currently in service", id="in the workshop"),
        pytest.param({"status": 412}, "412 .*only available on fleetapi", id="closed"),
        pytest.param(
            {"status": 421}, "421 .*use base URL: https://fleet-api.prd.eu.vn.cloud.tesla.com", id="region"
        ),
        pytest.param({"status": 540}, "540 .*device unexpected response", id="the car's own failure"),
        pytest.param({"status": 500, "body": {"error": "upstream"}}, "500 .*upstream", id="own words"),
        pytest.param({"status": 502, "body": "<html>Bad</html>"}, "502 .*Bad Gateway", id="HTML"),
        pytest.param({"status": 401, "body": ""}, "401 ", id="empty body"),
    ],
)
def test_a_status_is_raised_with_its_words(
    api: TeslaApi, client: Client, fault: dict[str, Any], words: str
) -> None:
    api.fail_next("vehicle_data", **fault)
    with pytest.raises(requests.HTTPError, match=words):
        client.ask("VEHICLE_DATA")
    assert client.ask("VEHICLE_DATA")["state"] == "online"


def test_headers_come_with_it(api: TeslaApi, client: Client) -> None:
    api.fail_next("summary", status=429, body="Retry in 60 seconds", headers={"Retry-After": "60"})
    with pytest.raises(requests.HTTPError) as error:
        client.ask("VEHICLE_SUMMARY")
    assert error.value.response.headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("body", "raised"),
    [
        pytest.param("<html>Who are you?</html>", requests.JSONDecodeError, id="a portal's page"),
        pytest.param([], TypeError, id="not an object"),
        pytest.param({"error": None}, KeyError, id="no response"),
        pytest.param("", requests.JSONDecodeError, id="an empty body"),
    ],
)
def test_nonsense_with_status_200_is_possible(
    api: TeslaApi, client: Client, body: object, raised: type[Exception]
) -> None:
    api.fail_next("vehicle_data", status=200, body=body)
    with pytest.raises(raised):
        client.ask("VEHICLE_DATA")


def test_a_cut_connection(api: TeslaApi, client: Client) -> None:
    api.fail_next("charge_start", cut=True)
    with pytest.raises(requests.ConnectionError):
        client.ask("START_CHARGE")
    assert (api.requests[-1].status, api.commands) == (None, [])


def test_a_command_can_reach_the_car_though_its_answer_is_lost(api: TeslaApi, client: Client) -> None:
    api.fail_next("charge_start", cut=True, carried_out=True)
    with pytest.raises(requests.ConnectionError):
        client.ask("START_CHARGE")
    assert [entry.kind for entry in api.commands] == ["charge_start"]
    assert client.ask("START_CHARGE") == {"result": False, "reason": "is_charging"}


def test_a_slow_answer(api: TeslaApi, client: Client) -> None:
    api.fail_next("summary", delay_s=0.15)
    before_s = time.monotonic()
    assert client.ask("VEHICLE_SUMMARY")["state"] == "online"
    assert time.monotonic() - before_s >= 0.15


def test_an_answer_slower_than_the_client_waits(api: TeslaApi, client: Client) -> None:
    client.timeout = 0.05
    api.fail_next("summary", delay_s=0.3)
    with pytest.raises(requests.ReadTimeout):
        client.ask("VEHICLE_SUMMARY")


def test_faults_last_as_often_as_ordered_and_only_for_their_kind(api: TeslaApi, client: Client) -> None:
    api.fail_next("wake_up", status=500, times=2)
    assert client.ask("VEHICLE_SUMMARY")
    for _ in range(2):
        with pytest.raises(requests.HTTPError):
            client.ask("WAKE_UP")
    assert client.ask("WAKE_UP")


def test_any_kind_fails_until_the_service_recovers(api: TeslaApi, client: Client) -> None:
    api.fail_next("any", status=503, times=1000)
    for name in ("VEHICLE_SUMMARY", "START_CHARGE"):
        with pytest.raises(requests.HTTPError, match="503"):
            client.ask(name)
    api.recover()
    assert client.ask("VEHICLE_SUMMARY")


def test_the_sign_in_can_fail_too(api: TeslaApi, client: Client) -> None:
    api.fail_next("token", status=401, body={"error": "login_required"})
    with pytest.raises(oauthlib.oauth2.OAuth2Error, match="login_required"):
        client.refresh_token()
    client.refresh_token()
    assert client.token["refresh_token"] != FIRST_REFRESH_TOKEN


def test_a_fault_is_checked_when_it_is_ordered(api: TeslaApi) -> None:
    with pytest.raises(ValueError, match=r"a fault's kind must be one of .*charge_start.*, is 'charge'"):
        api.fail_next("charge", status=500)


def test_values_can_be_put_into_a_usual_answer(api: TeslaApi, client: Client) -> None:
    spoilt = {"charge_state.battery_level": "80", "drive_state": [], "no_section.name": 1}
    api.fail_next("vehicle_data", instead=spoilt)
    data = client.ask("VEHICLE_DATA")
    assert (data["charge_state"]["battery_level"], data["drive_state"]) == ("80", [])
    assert data["charge_state"]["charge_limit_soc"] == 80
    assert client.ask("VEHICLE_DATA")["charge_state"]["battery_level"] == 50
