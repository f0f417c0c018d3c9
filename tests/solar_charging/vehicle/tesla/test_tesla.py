"""The real TeslaPy against the simulated service over HTTP: verbs, tokens and every failure."""

from __future__ import annotations

import json
import logging
import threading
from typing import Any

import pytest

from simulator.tokens import FIRST_REFRESH_TOKEN
from solar_charging.base.reason import Problem, Reason
from solar_charging.vehicle.car import (
    Asleep,
    ChargingState,
    CommandRefused,
    NotAuthorized,
    OwnerApiClosed,
    RateLimited,
    SigningRequired,
    Unreachable,
    VehicleError,
)
from solar_charging.vehicle.tesla.tesla import car_state
from tests.household import OFFICE, ZONE
from tests.solar_charging.vehicle.tesla.conftest import NOW_S, Service
from tests.words import raises


def test_the_car_is_read_with_its_position(service: Service) -> None:
    state = service.tesla().read(ZONE)
    assert state.at_home is True
    assert state.soc_pct == 50
    assert state.charging is ChargingState.STOPPED
    assert (state.phases, state.voltage_v) == (None, None)


def test_a_car_elsewhere_is_not_at_home(service: Service) -> None:
    service.car.drive_to(OFFICE, service.clock.s)
    assert service.tesla().read(ZONE).at_home is False


def test_without_a_home_zone_the_position_is_unknown(service: Service) -> None:
    assert service.tesla().read(None).at_home is None


def test_a_charge_is_started_adjusted_and_stopped(service: Service) -> None:
    tesla = service.tesla()
    tesla.set_current(8)
    tesla.start()
    service.passes(60)
    state = tesla.read(ZONE)
    assert (state.charging, state.offered_a, state.drawn_a) == (ChargingState.CHARGING, 8, 8)
    assert (state.phases, state.voltage_v) == (1, 230)
    tesla.stop()
    service.passes(60)
    assert tesla.read(ZONE).drawn_a == 0


@pytest.mark.parametrize("limit_pct", [50, 64, 100])
def test_a_limit_is_set_and_set_again(service: Service, limit_pct: int) -> None:
    tesla = service.tesla()
    for _ in range(2):
        tesla.set_limit(limit_pct)
    assert tesla.read(ZONE).charge_limit_pct == limit_pct
    assert service.kinds().count("set_charge_limit") == 2


def test_a_limit_is_refused_by_a_car_that_sleeps(service: Service) -> None:
    service.car.fall_asleep(service.clock.s)
    with pytest.raises(Asleep):
        service.tesla().set_limit(60)


def test_what_is_already_so_is_success(service: Service) -> None:
    tesla = service.tesla()
    tesla.stop()
    tesla.start()
    service.passes(60)
    tesla.start()
    tesla.set_current(16)
    tesla.set_current(16)


def test_a_car_that_is_not_plugged_in_refuses_to_start(service: Service) -> None:
    service.car.unplug(service.clock.s)
    with raises(CommandRefused, match="disconnected"):
        service.tesla().start()


def test_asking_whether_it_is_awake_lets_the_car_sleep(service: Service) -> None:
    tesla = service.tesla()
    for _ in range(30):
        service.passes(60)
        awake = tesla.awake()
    assert not awake
    for ask in (lambda: tesla.read(ZONE), tesla.stop):
        with pytest.raises(Asleep):
            ask()
    assert "wake_up" not in service.kinds()


def test_a_car_that_is_offline_may_sleep_or_not(service: Service) -> None:
    service.api.fail_next("summary", instead={"state": "offline"})
    with pytest.raises(Asleep):
        service.tesla().awake()


@pytest.mark.parametrize("kind", ["summary", "vehicle_data"])
def test_what_is_said_of_another_car_is_not_taken_for_this_one(service: Service, kind: str) -> None:
    service.api.fail_next(kind, instead={"vin": "5YJ3E1EA7KF999999"})
    tesla = service.tesla()
    with pytest.raises(Unreachable) as error:
        tesla.awake() if kind == "summary" else tesla.read(ZONE)
    assert error.value.reason == Reason(Problem.ANOTHER_CAR, {"car": "…9999"})
    tesla.read(ZONE)


@pytest.mark.parametrize(
    ("vins", "one"),
    [
        (["5YJ3E1EA7KF000001"], True),
        (["5YJ3E1EA7KF000001"] * 3, True),
        (["5YJ3E1EA7KF000001", None], True),
        (["5YJ3E1EA7KF000001", "5YJ3E1EA7KF000002"], False),
        ([], False),
    ],
)
def test_a_car_that_is_listed_twice_is_one(service: Service, vins: list[str | None], one: bool) -> None:
    listed = [{"vin": vin} for vin in vins]
    service.api.fail_next("products", status=200, body={"response": listed, "count": len(listed)})
    with pytest.raises(VehicleError) as error:
        service.tesla(vin=None).awake()
    assert (error.value.reason.why is Problem.NOT_ONE_CAR) is not one


def test_waking_up_returns_at_once_and_the_car_is_awake_later(service: Service) -> None:
    service.car.fall_asleep(service.clock.s)
    service.passes(1)
    tesla = service.tesla()
    tesla.wake_up()
    assert not tesla.awake()
    service.passes(20)
    assert tesla.awake()


def test_the_only_car_of_the_account_needs_no_vin(service: Service) -> None:
    tesla = service.tesla(vin=None)
    assert tesla.awake()
    assert tesla.name == f"Tesla …{service.car.settings.vin[-4:]}"


def test_nothing_but_the_few_endpoints_is_ever_asked(service: Service) -> None:
    tesla = service.tesla()
    tesla.awake()
    tesla.read(ZONE)
    tesla.start()
    assert service.kinds() == ["token", "summary", "vehicle_data", "charge_start"]


def test_a_rotated_refresh_token_is_kept_for_the_next_start(service: Service) -> None:
    service.tesla().awake()
    kept = json.loads(service.tokens.read_text())
    assert kept["refresh_token"] != FIRST_REFRESH_TOKEN
    assert service.tokens.stat().st_mode & 0o777 == 0o600
    service.tesla().awake()
    assert service.kinds().count("token") == 1


def test_a_401_is_answered_by_one_renewal_and_one_repeat(service: Service) -> None:
    tesla = service.tesla()
    tesla.awake()
    service.api.tokens.void_access_tokens()
    assert tesla.awake()
    assert service.kinds() == ["token", "summary", "summary", "token", "summary"]


def test_threads_that_meet_an_expired_token_renew_it_once(service: Service) -> None:
    tesla = service.tesla()
    tesla.awake()
    stored = json.loads(service.tokens.read_text())
    service.tokens.write_text(json.dumps({**stored, "expires_at": 1}))
    tesla = service.tesla()
    results: list[bool] = []
    threads = [threading.Thread(target=lambda: results.append(tesla.awake())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 6
    assert service.kinds().count("token") == 2


def test_revoked_tokens_ask_a_person_to_log_in_and_new_ones_are_taken_up(service: Service) -> None:
    tesla = service.tesla()
    tesla.awake()
    service.api.tokens.revoke()
    with raises(NotAuthorized, match="log in again"):
        tesla.awake()
    service.tokens.write_text(json.dumps(service.api.tokens.issue()))
    assert tesla.awake()


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        (None, 0o600, "does not exist"),
        ('{"refresh_token": "x"}', 0o640, "must have mode 0600, has 0640"),
        ("{", 0o600, "must contain JSON"),
        ("[]", 0o600, "must contain a refresh_token"),
        ("{}", 0o600, "must contain a refresh_token"),
        ('{"refresh_token": ""}', 0o600, "must contain a refresh_token"),
    ],
)
def test_a_bad_token_file_is_named(service: Service, content: str | None, mode: int, words: str) -> None:
    if content is None:
        service.tokens.unlink()
    else:
        service.tokens.write_text(content)
        service.tokens.chmod(mode)
    with raises(NotAuthorized, match=words) as error:
        service.tesla().awake()
    assert str(service.tokens) in str(error.value)


CLOSED = {"error": "forbidden, see https://developer.tesla.com/docs/fleet-api", "response": None}
FAILURES: list[tuple[dict[str, Any], type[VehicleError], str]] = [
    ({"status": 408}, Asleep, "asleep"),
    (
        {"status": 500, "body": {"error": "vehicle unavailable: vehicle is offline or asleep"}},
        Asleep,
        "asleep",
    ),
    ({"status": 403}, SigningRequired, "signed commands only"),
    ({"status": 403, "body": {"error": "forbidden, see the documentation"}}, NotAuthorized, "403"),
    ({"status": 403, "body": CLOSED}, OwnerApiClosed, "takes no renewed token since June 2026"),
    ({"status": 412}, OwnerApiClosed, "takes no renewed token since June 2026"),
    ({"status": 403, "body": {"error": "account disabled: EXCEEDED_LIMIT"}}, RateLimited, "in 15 min"),
    ({"status": 401, "times": 2}, NotAuthorized, "401"),
    ({"status": 401, "times": 2, "body": ""}, NotAuthorized, "401"),
    ({"status": 500, "body": '"a string"'}, Unreachable, "500|makes no sense"),
    ({"status": 429, "headers": {"Retry-After": "77"}}, RateLimited, "in 77 s"),
    ({"status": 429, "body": "Retry in 51499 seconds"}, RateLimited, "in 14 h"),
    ({"status": 429}, RateLimited, "in 15 min"),
    ({"status": 429, "headers": {"Retry-After": "86400"}}, RateLimited, "in 24 h"),
    ({"status": 429, "headers": {"Retry-After": "99999999999999"}}, RateLimited, "in 24 h"),
    ({"status": 429, "headers": {"Retry-After": "9" * 4000}}, RateLimited, "in 24 h"),
    ({"status": 429, "headers": {"Retry-After": "1.5"}}, RateLimited, "in a moment"),
    ({"status": 429, "headers": {"Retry-After": "-1"}}, RateLimited, "in 15 min"),
    ({"status": 429, "headers": {"Retry-After": "NaN"}}, RateLimited, "in 15 min"),
    ({"status": 429, "headers": {"Retry-After": "soon"}}, RateLimited, "in 15 min"),
    ({"status": 429, "headers": {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}}, RateLimited, "in 24 h"),
    ({"status": 429, "headers": {"Retry-After": "Fri, 31 Dec 9999 23:59:59 -2300"}}, RateLimited, "in 24 h"),
    (
        {"status": 429, "headers": {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}},
        RateLimited,
        "in a moment",
    ),
    ({"status": 429, "headers": {"Retry-After": "Thu, 01 Jan 1970 00:00:00"}}, RateLimited, "in a moment"),
    ({"status": 429, "body": "Retry in 99999999999999 seconds"}, RateLimited, "in 24 h"),
    ({"status": 404}, Unreachable, "404"),
    ({"status": 503}, Unreachable, "503"),
    ({"status": 500, "body": ["a list"]}, Unreachable, "makes no sense"),
    ({"status": 502, "body": "<html>bad gateway</html>"}, Unreachable, "502"),
    ({"status": 200, "body": "<html>log in here</html>"}, Unreachable, "makes no sense"),
    ({"status": 200, "body": {"response": None}}, Unreachable, "empty answer"),
    ({"status": 200, "body": []}, Unreachable, "makes no sense"),
    ({"status": 200, "body": "7"}, Unreachable, "makes no sense"),
    ({"status": 200, "body": "[" * 50_000}, Unreachable, "makes no sense"),
    ({"status": 200, "body": {"response": [1]}}, Unreachable, "empty answer"),
    ({"status": 200, "body": {"response": "x"}}, Unreachable, "empty answer"),
    ({"cut": True}, Unreachable, "cannot be reached"),
    ({"delay_s": 1.5}, Unreachable, "in time"),
]


@pytest.mark.parametrize(("fault", "kind", "words"), FAILURES)
@pytest.mark.parametrize("verb", ["read", "start"])
def test_every_failure_becomes_one_of_ours(
    service: Service, verb: str, fault: dict[str, Any], kind: type[VehicleError], words: str
) -> None:
    tesla = service.tesla(timeout_s=1 if "delay_s" in fault else 30)
    tesla.awake()
    service.api.fail_next("vehicle_data" if verb == "read" else "charge_start", **fault)
    with raises(kind, match=words):
        tesla.read(ZONE) if verb == "read" else tesla.start()
    tesla.awake()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"status": 503}, Unreachable),
        ({"status": 502, "body": "<html>"}, Unreachable),
        ({"status": 429, "headers": {"Retry-After": "60"}}, RateLimited),
        ({"cut": True}, Unreachable),
        ({"delay_s": 1.5}, Unreachable),
    ],
)
def test_a_failing_token_server_is_no_reason_to_log_in_again(
    service: Service, fault: dict[str, Any], kind: type[VehicleError]
) -> None:
    tesla = service.tesla(timeout_s=1 if "delay_s" in fault else 30)
    service.api.fail_next("token", **fault)
    with pytest.raises(kind):
        tesla.awake()
    if "delay_s" not in fault:
        assert tesla.awake()


def test_nobody_listening_is_unreachable(service: Service) -> None:
    nowhere = "http://127.0.0.1:9/"
    with raises(Unreachable, match="cannot be reached"):
        service.tesla(api_url=nowhere, auth_url=f"{nowhere}sso/").awake()


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("car could not execute command: is_charging", None),
        ("requested", None),
        ("complete", CommandRefused),
        ("could_not_wake_buses", CommandRefused),
        ("unsigned_cmds_hardlocked", SigningRequired),
    ],
)
def test_a_refusal_is_told_by_its_reason(
    service: Service, reason: str, kind: type[VehicleError] | None
) -> None:
    service.api.fail_next("charge_start", status=200, body={"response": {"result": False, "reason": reason}})
    if kind is None:
        service.tesla().start()
    else:
        with pytest.raises(kind):
            service.tesla().start()


def test_no_token_and_no_vin_reaches_the_log(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.DEBUG, logger="requests_oauthlib"),
        caplog.at_level(logging.DEBUG, logger="teslapy"),
    ):
        tesla = service.tesla()
        tesla.awake()
        tesla.read(ZONE)
    tokens = json.loads(service.tokens.read_text())
    assert tokens["access_token"] not in caplog.text
    assert tokens["refresh_token"] not in caplog.text
    assert FIRST_REFRESH_TOKEN not in caplog.text


@pytest.mark.parametrize(("reported", "phases"), [(None, None), (1, 1), (2, 3), (3, 3)])
def test_two_reported_phases_are_three(reported: int | None, phases: int | None) -> None:
    assert car_state({"charge_state": {"charger_phases": reported}}, None, NOW_S).phases == phases


@pytest.mark.parametrize(("reported", "volts"), [(None, None), (2, None), (79, None), (80, 80), (236, 236)])
def test_an_idle_chargers_volt_is_no_mains_voltage(reported: int | None, volts: int | None) -> None:
    assert car_state({"charge_state": {"charger_voltage": reported}}, None, NOW_S).voltage_v == volts


def test_data_are_as_old_as_the_car_says_but_never_of_the_future_nor_of_another_clock() -> None:
    day_s = 86_400
    for stamp_s, at_s in (
        (NOW_S - 40, NOW_S - 40),
        (NOW_S + 40, NOW_S),
        (NOW_S - day_s, NOW_S - day_s),
        (NOW_S - day_s - 1, NOW_S),
    ):
        assert car_state({"charge_state": {"timestamp": stamp_s * 1000}}, None, NOW_S).at_s == at_s


@pytest.mark.parametrize("word", ["Calibrating", "", None, "SomethingNew"])
def test_an_unknown_charging_state_is_unknown(word: str | None) -> None:
    assert (
        car_state({"charge_state": {"charging_state": word}}, None, NOW_S).charging is ChargingState.UNKNOWN
    )


@pytest.mark.parametrize(("reported", "kwh"), [(8.41, 8.41), (0.0, 0.0), (None, None)])
def test_what_the_car_got_is_known_if_it_says_so(reported: float | None, kwh: float | None) -> None:
    assert car_state({"charge_state": {"charge_energy_added": reported}}, None, NOW_S).added_kwh == kwh


@pytest.mark.parametrize(
    ("section", "climate"),
    [
        ({"is_climate_on": True}, True),
        ({"is_climate_on": False}, False),
        ({"is_climate_on": False, "is_preconditioning": True}, True),
        ({"is_climate_on": True, "climate_keeper_mode": "off"}, True),
        ({"is_climate_on": True, "climate_keeper_mode": "dog"}, False),
        ({"is_climate_on": True, "climate_keeper_mode": "camp"}, False),
        ({"is_climate_on": True, "climate_keeper_mode": "on"}, False),
        ({"is_climate_on": None}, None),
        ({"is_climate_on": "true"}, None),
        ({"climate_keeper_mode": "off"}, None),
        ({}, None),
        (None, None),
        ("on", None),
    ],
)
def test_a_climate_that_is_not_kept_for_something_in_the_car_prepares_it(
    section: object, climate: bool | None
) -> None:
    assert car_state({"charge_state": {}, "climate_state": section}, None, NOW_S).climate is climate
