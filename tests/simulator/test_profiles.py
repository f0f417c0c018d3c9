"""What each kind of service says on the wire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.profiles import BLE, FLEET_PROXY, OWNER_LEGACY, OWNER_MODERN, PROFILES, TESSIE_LIKE, Profile
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN, STATIC_TOKEN
from tests.simulator.conftest import Time

SIGNING = "Tesla Vehicle Command Protocol required"
ASLEEP = "vehicle unavailable: vehicle is offline or asleep"


class Caller:
    """Somebody who is signed in to a service and asks for its car by VIN."""

    def __init__(self, profile: Profile, real_time: Time) -> None:
        clock = Clock(real_s=real_time)
        self.time = real_time
        self.api = TeslaApi(SimulatedCar(now_s=clock.now_s()), clock, profile=profile)
        self.car = self.api.world.car
        bearer = profile.static_token or (
            self.api.tokens.issue()["access_token"] if profile.needs_token else ""
        )
        self.headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}

    def ask(self, what: str, body: object = None, vehicle: str = "") -> requests.Response:
        """GET `summary` or a path below the vehicle, POST `wake_up` and everything below `command/`."""
        below = "" if what == "summary" else f"/{what}"
        url = f"{self.api.api_url}api/1/vehicles/{vehicle or self.car.settings.vin}{below}"
        method = "POST" if what.startswith(("command", "wake_up")) else "GET"
        return requests.request(method, url, json=body, headers=self.headers, timeout=30)

    def account(self, what: str) -> requests.Response:
        return requests.get(f"{self.api.api_url}api/1/{what}", headers=self.headers, timeout=30)


@pytest.fixture
def caller(profile: Profile, real_time: Time) -> Iterator[Caller]:
    caller = Caller(profile, real_time)
    with caller.api:
        yield caller


def rows(*cases: tuple[Profile, str, int, str]) -> list[object]:
    return [pytest.param(*case, id=f"{case[0].name} {case[1]}") for case in cases]


@pytest.mark.parametrize(
    ("profile", "what", "status", "words"),
    rows(
        (OWNER_LEGACY, "summary", 200, '"state": "online"'),
        (OWNER_LEGACY, "command/charge_start", 200, '{"response": {"result": true, "reason": ""}}'),
        (OWNER_LEGACY, "command/charge_stop", 200, '{"result": false, "reason": "not_charging"}'),
        (OWNER_MODERN, "summary", 200, '"command_signing": "required"'),
        (OWNER_MODERN, "vehicle_data", 200, '"charging_state": "Stopped"'),
        (OWNER_MODERN, "wake_up", 200, '"state": "online"'),
        (OWNER_MODERN, "command/charge_start", 403, SIGNING),
        (OWNER_MODERN, "command/charge_stop", 403, SIGNING),
        (OWNER_MODERN, "command/set_charging_amps", 403, SIGNING),
        (FLEET_PROXY, "summary", 200, '"command_signing": "required"'),
        (FLEET_PROXY, "wake_up", 200, '"state": "online"'),
        (FLEET_PROXY, "command/charge_start", 200, '{"response": {"result": true, "reason": ""}}'),
        (
            FLEET_PROXY,
            "command/charge_stop",
            200,
            '{"result": false, "string": "car could not execute command: not_charging"}',
        ),
        (TESSIE_LIKE, "summary", 200, '"state": "online"'),
        (TESSIE_LIKE, "command/charge_stop", 200, '{"result": false, "reason": "not_charging"}'),
        (BLE, "summary", 404, "not found"),
        (BLE, "wake_up", 404, "not found"),
        (BLE, "command/wake_up", 200, "will be processed shortly"),
        (BLE, "command/wake_up?wait=true", 200, "successfully processed"),
        (BLE, "command/charge_start?wait=true", 200, "successfully processed"),
        (BLE, "command/charge_stop?wait=true", 200, "successfully processed"),
        (BLE, "vehicle_data", 200, '"response": {"charge_state": '),
        (BLE, "vehicle_data?endpoints=charge_state", 200, '"response": {"charge_state": '),
        (BLE, "vehicle_data?endpoints=charge_state;location_data", 503, "unrecognized state category"),
        (BLE, "vehicle_data?endpoints=drive_state", 503, "unrecognized state category"),
    ),
)
def test_an_awake_car_is_told_of_in_the_services_words(
    caller: Caller, what: str, status: int, words: str
) -> None:
    reply = caller.ask(what)
    assert (reply.status_code, words in reply.text) == (status, True), reply.text


@pytest.mark.parametrize(
    ("profile", "what", "status", "words"),
    rows(
        (OWNER_LEGACY, "summary", 200, '"state": "asleep"'),
        (OWNER_LEGACY, "vehicle_data", 408, ASLEEP),
        (OWNER_LEGACY, "command/charge_start", 408, ASLEEP),
        (OWNER_MODERN, "vehicle_data", 408, ASLEEP),
        (OWNER_MODERN, "command/charge_start", 403, SIGNING),
        (FLEET_PROXY, "vehicle_data", 408, "Request Timeout"),
        (FLEET_PROXY, "command/charge_start", 500, f'{{"response": null, "error": "{ASLEEP}"'),
        (TESSIE_LIKE, "vehicle_data", 408, ASLEEP),
        (TESSIE_LIKE, "command/charge_start", 408, ASLEEP),
        (BLE, "vehicle_data", 503, "vehicle is sleeping"),
        (BLE, "command/charge_start?wait=true", 200, "successfully processed"),
    ),
)
def test_a_sleeping_car_is_told_of_in_the_services_words(
    caller: Caller, what: str, status: int, words: str
) -> None:
    caller.time.now_s += 3600
    reply = caller.ask(what)
    assert (reply.status_code, words in reply.text) == (status, True), reply.text


@pytest.mark.parametrize(("profile", "drawn_a"), [(BLE, 16), (FLEET_PROXY, 0)])
def test_only_near_the_car_a_command_wakes_it(caller: Caller, drawn_a: float) -> None:
    caller.time.now_s += 3600
    caller.ask("command/charge_start")
    caller.car.advance(caller.time.now_s + 60)
    assert caller.car.current_a == drawn_a


@pytest.mark.parametrize(
    ("profile", "status", "words"),
    [
        pytest.param(OWNER_LEGACY, 200, "online", id="owner-legacy"),
        pytest.param(OWNER_MODERN, 200, "online", id="owner-modern"),
        pytest.param(FLEET_PROXY, 404, "expected 17-character VIN in path", id="fleet-proxy"),
        pytest.param(TESSIE_LIKE, 404, "not found", id="tessie-like"),
    ],
)
def test_only_the_owner_api_knows_the_car_by_its_number(caller: Caller, status: int, words: str) -> None:
    reply = caller.ask("summary", vehicle=str(caller.car.settings.numeric_id))
    assert (reply.status_code, words in reply.text) == (status, True)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_stranger_to_the_account_is_never_read(caller: Caller) -> None:
    reply = caller.ask("vehicle_data", vehicle="5YJSA1E20HF999999")
    assert reply.status_code in (404, 503)


@pytest.mark.parametrize(
    ("profile", "statuses"),
    [
        pytest.param(OWNER_LEGACY, [200, 412, 404], id="owner-legacy"),
        pytest.param(OWNER_MODERN, [200, 412, 404], id="owner-modern"),
        pytest.param(FLEET_PROXY, [200, 200, 404], id="fleet-proxy"),
        pytest.param(TESSIE_LIKE, [200, 200, 404], id="tessie-like"),
        pytest.param(BLE, [404, 404, 404], id="ble"),
    ],
)
def test_what_is_known_of_the_account(caller: Caller, statuses: list[int]) -> None:
    told = [caller.account(what).status_code for what in ("products", "vehicles", "users/orders")]
    assert told == statuses


@pytest.mark.parametrize(
    ("profile", "signing"),
    [(OWNER_LEGACY, "off"), (OWNER_MODERN, "required"), (FLEET_PROXY, "required"), (TESSIE_LIKE, "required")],
)
def test_the_products_tell_whether_commands_must_be_signed(caller: Caller, signing: str) -> None:
    (product,) = caller.account("products").json()["response"]
    assert product["command_signing"] == signing


@pytest.mark.parametrize(
    ("profile", "form", "status", "error"),
    [
        pytest.param(OWNER_LEGACY, {"client_id": "ownerapi", "scope": "openid"}, 200, None, id="owner"),
        pytest.param(FLEET_PROXY, {"client_id": "simulated-client-id"}, 200, None, id="registered"),
        pytest.param(FLEET_PROXY, {"client_id": "ownerapi"}, 401, "invalid_client", id="another client"),
        pytest.param(FLEET_PROXY, {}, 401, "invalid_client", id="no client"),
        pytest.param(
            FLEET_PROXY,
            {"client_id": "simulated-client-id", "scope": "openid"},
            400,
            "invalid_scope",
            id="with a scope",
        ),
        pytest.param(
            FLEET_PROXY,
            {"client_id": "simulated-client-id", "refresh_token": "old"},
            401,
            "login_required",
            id="a void token",
        ),
        pytest.param(
            replace(FLEET_PROXY, client_id="mine"), {"client_id": "mine"}, 200, None, id="one's own client"
        ),
        pytest.param(TESSIE_LIKE, {}, 404, "not found", id="tessie-like"),
        pytest.param(BLE, {}, 404, None, id="ble"),
    ],
)
def test_who_may_trade_tokens(
    profile: Profile, real_time: Time, form: dict[str, str], status: int, error: str | None
) -> None:
    with TeslaApi(SimulatedCar(), Clock(real_s=real_time), profile=profile) as api:
        known = {"grant_type": "refresh_token", "refresh_token": FIRST_REFRESH_TOKEN}
        reply = requests.post(f"{api.auth_url}oauth2/v3/token", data=known | form, timeout=30)
    assert (reply.status_code, reply.json().get("error")) == (status, error)


@pytest.mark.parametrize("profile", [p for p in PROFILES.values() if p.needs_token], ids=lambda p: p.name)
def test_a_wrong_token_is_refused(caller: Caller) -> None:
    caller.headers = {"Authorization": "Bearer wrong"}
    assert [caller.ask(what).status_code for what in ("summary", "command/charge_start")] == [401, 401]


@pytest.mark.parametrize("profile", [TESSIE_LIKE])
def test_a_static_token_is_good_until_it_is_revoked(caller: Caller) -> None:
    assert caller.headers == {"Authorization": f"Bearer {STATIC_TOKEN}"}
    assert caller.ask("summary").ok
    caller.api.tokens.revoke()
    assert caller.ask("summary").status_code == 401


@pytest.mark.parametrize("profile", [BLE])
def test_a_proxy_near_the_car_asks_for_no_token_but_the_request_log_tells_of_one(caller: Caller) -> None:
    caller.ask("command/charge_start")
    caller.headers = {"Authorization": "Bearer of-the-cloud"}
    caller.ask("command/charge_stop")
    assert [entry.bearer_sent for entry in caller.api.requests] == [False, True]


@pytest.mark.parametrize(
    ("profile", "located"),
    [
        pytest.param(OWNER_LEGACY, True, id="owner-legacy"),
        pytest.param(FLEET_PROXY, True, id="granted"),
        pytest.param(replace(FLEET_PROXY, location=False), False, id="not granted"),
    ],
)
def test_where_the_car_is_needs_a_permission(caller: Caller, located: bool) -> None:
    data = caller.ask("vehicle_data?endpoints=charge_state;location_data").json()["response"]
    assert ("latitude" in data["drive_state"]) is located
    assert data["charge_state"]["battery_level"] == 50


@pytest.mark.parametrize(
    ("what", "told"),
    [
        pytest.param("command/charge_start", 200, id="answered before the car was asked"),
        pytest.param("command/charge_start?wait=true", 503, id="waited for"),
    ],
)
@pytest.mark.parametrize("profile", [BLE])
def test_near_the_car_a_no_is_heard_only_by_those_who_wait(caller: Caller, what: str, told: int) -> None:
    caller.car.unplug(caller.time.now_s)
    reply = caller.ask(what)
    assert reply.status_code == told
    assert reply.json()["response"]["result"] is (told == 200)
    assert caller.api.commands[-1].outcome == (False, "disconnected")


@pytest.mark.parametrize(
    ("profile", "status", "retry_after", "words"),
    [
        pytest.param(OWNER_LEGACY, 429, None, "too many requests", id="owner-legacy"),
        pytest.param(TESSIE_LIKE, 429, "30", "too many requests", id="tessie-like"),
        pytest.param(TESSIE_LIKE, 503, None, "service unavailable", id="tessie-like, busy"),
        pytest.param(FLEET_PROXY, 429, None, "Too Many Requests", id="fleet-proxy"),
        pytest.param(BLE, 429, None, "too many requests", id="ble"),
    ],
)
def test_a_failure_comes_with_what_the_service_adds_to_it(
    caller: Caller, status: int, retry_after: str | None, words: str
) -> None:
    caller.api.fail_next("vehicle_data", status=status)
    reply = caller.ask("vehicle_data")
    assert reply.status_code == status
    assert reply.headers.get("Retry-After") == retry_after
    assert words in reply.text


@pytest.mark.parametrize("profile", [FLEET_PROXY])
def test_the_signing_proxy_keeps_the_words_of_a_commands_error_alone(caller: Caller) -> None:
    caller.api.fail_next("any", status=421, times=2)
    told = [caller.ask(what).json()["error"] for what in ("command/charge_start", "summary")]
    assert told[0].startswith(
        "user out of region, use base URL: https://fleet-api.prd.eu.vn.cloud.tesla.com,"
    )
    assert told[1] == "Misdirected Request"


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize(
    ("body", "status"), [({"charging_amps": 7}, 200), ({"charging_amps": "many"}, 400), ({}, 400)]
)
def test_a_current_reaches_the_car_where_commands_do(
    caller: Caller, body: dict[str, Any], status: int
) -> None:
    reply = caller.ask("command/set_charging_amps", body)
    closed = caller.api.profile is OWNER_MODERN
    assert reply.status_code == (403 if closed else status)
    assert (caller.car.requested_a == 7) is (reply.status_code == 200)
