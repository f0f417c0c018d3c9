"""Lists what breaks at Tesla's service, its tokens and its answers."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from typing import Any

import requests

from .acts import (
    CAR_KINDS,
    READ_KINDS,
    answers,
    api_recovers,
    both,
    disk_refuses,
    instead,
    measured_ago,
    network,
    redirects,
    void_tokens,
)
from .fault import DEAR, DEAR_KWH, EARLY_MIN, LOGIN, RETRY_KWH, Fault, cut_off

TIMEOUT_S = 10.0
"""After which the app waits no longer, by its own default."""

OTHER_WAYS = r"Fleet|Teslemetry|Tessie"
DISK = r"No space|Read-only|disk"
COMMANDS = ("charge_start", "charge_stop", "set_charging_amps")


def faults() -> Iterator[Fault]:
    """Yields the faults of the service."""
    yield from _dead()
    yield from _slow()
    yield from _limits()
    yield from _tokens()
    yield from _data()
    yield from _times()
    yield from _refusals()
    yield from _redirects()


def _dead() -> Iterator[Fault]:
    for title, fault in (
        ("hangs up", {"cut": True}),
        ("500", {"status": 500}),
        ("503 HTML", {"status": 503, "body": "<html>Service Unavailable</html>"}),
        ("200 HTML", {"status": 200, "body": "<html>Welcome to this network</html>"}),
        ("truncated JSON", {"status": 200, "body": '{"response": {"charge_state": {"batt'}),
        ("response null", {"status": 200, "body": {"response": None}}),
        ("response []", {"status": 200, "body": {"response": []}}),
        ("response 'x'", {"status": 200, "body": {"response": "x"}}),
        ("response true", {"status": 200, "body": {"response": True}}),
        ("an empty list", {"status": 200, "body": []}),
    ):
        quick = title in ("hangs up", "200 HTML")
        yield cut_off(f"API: {title}", answers(CAR_KINDS, **fault), api_recovers, quick=quick)
    for title, error in (
        ("its name is not found", requests.ConnectionError("Temporary failure in name resolution")),
        ("its certificate is not right", requests.exceptions.SSLError("certificate verify failed")),
    ):
        yield cut_off(f"API: {title}", network(error), network(None))
    yield Fault(
        "API: reads fail, commands work",
        answers(READ_KINDS, status=500),
        api_recovers,
        early_min=EARLY_MIN,
        untrue=LOGIN,
    )


def _slow() -> Iterator[Fault]:
    yield Fault("API 9 s slow", answers(delay_s=TIMEOUT_S - 1), api_recovers)
    late = TIMEOUT_S + 1
    yield cut_off(
        "API too slow (30 s)",
        answers(delay_s=late, status=500),
        api_recovers,
    )
    yield Fault(
        "API too slow, carried out",
        answers(delay_s=late, status=200, carried_out=True),
        api_recovers,
        unreachable=True,
        retried=True,
        untrue=LOGIN,
    )


def _limits() -> Iterator[Fault]:
    for title, times, header in (
        ("Retry-After 300", 1, "300"),
        ("no Retry-After", 1, None),
        ("Retry-After junk", 1, "soon"),
        ("Retry-After -5", 1, "-5"),
        ("Retry-After 86400, once", 1, "86400"),
        ("Retry-After 99999999999999, 3 times", 3, "99999999999999"),
        ("Retry-After in 2099", 1, "Thu, 01 Jan 2099 00:00:00 GMT"),
    ):
        headers = {} if header is None else {"Retry-After": header}
        yield Fault(
            f"429, {title}",
            answers(times=times, status=429, headers=headers),
            api_recovers,
            minutes=45,
            early_min=EARLY_MIN,
            # So many tries are in vain.
            dear_kwh=DEAR_KWH + (times - 1) * RETRY_KWH,
            retried=True,
            untrue=LOGIN,
            quick=header == "86400",
        )
    yield cut_off(
        "429 all the time, Retry-After 86400",
        answers(CAR_KINDS, status=429, headers={"Retry-After": "86400"}),
        api_recovers,
    )


def _tokens() -> Iterator[Fault]:
    yield Fault("401, tokens renewed", void_tokens, minutes=1)
    refused = {"status": 401, "body": {"error": "login_required"}}
    yield _renewal("401, then 401 of the token server", refused, LOGIN, untrue="")
    for title, fault in (
        ("500", {"status": 500}),
        ("hang-up", {"cut": True}),
        ("HTML", {"status": 200, "body": "<html>Welcome</html>"}),
        ("429", {"status": 429, "headers": {"Retry-After": "86400"}}),
        ("a list", {"status": 200, "body": []}),
    ):
        yield _renewal(f"401, then {title} of the token server", fault)
    for title, number in (("full", errno.ENOSPC), ("read-only", errno.EROFS)):
        yield Fault(
            f"disk {title} while tokens are renewed",
            both(disk_refuses(number), void_tokens),
            disk_refuses(None),
            told=DISK,
            untrue=rf"{LOGIN}|ca_file",
            quick=title == "full",
        )
    forbidden = "forbidden, see https://developer.tesla.com/docs/fleet-api"
    body = {"response": None, "error": forbidden, "error_description": ""}
    yield cut_off(
        "Owner API refuses renewed tokens",
        both(answers(CAR_KINDS, times=1, status=401), answers(CAR_KINDS, status=403, body=body)),
        api_recovers,
        told=OTHER_WAYS,
    )


def _renewal(title: str, fault: Mapping[str, Any], told: str = DEAR, untrue: str = LOGIN) -> Fault:
    broken = both(void_tokens, answers(("token",), **fault))
    return cut_off(title, broken, api_recovers, told=told, untrue=untrue)


def _data() -> Iterator[Fault]:
    """Yields answers in which a field is of another type, or has a value that cannot be."""
    for title, values in (
        ("latitude 'abc'", {"drive_state__latitude": "abc"}),
        ("timestamp 'x'", {"charge_state__timestamp": "x"}),
        ("timestamp 1e30", {"charge_state__timestamp": 1e30}),
        ("battery_level '80'", {"charge_state__battery_level": "80"}),
        ("battery_level NaN", {"charge_state__battery_level": float("nan")}),
        ("charger_actual_current []", {"charge_state__charger_actual_current": []}),
        ("charger_voltage {}", {"charge_state__charger_voltage": {}}),
        ("charging_state 5", {"charge_state__charging_state": 5}),
        ("charge_limit_soc 'eighty'", {"charge_state__charge_limit_soc": "eighty"}),
        ("charge_current_request_max 1e9", {"charge_state__charge_current_request_max": 1e9}),
        ("charge_state []", {"charge_state": []}),
        ("charge_state null", {"charge_state": None}),
        ("drive_state 'x'", {"drive_state": "x"}),
        ("state 7", {"state": 7}),
        ("charging_state 'Calibrating'", {"charge_state__charging_state": "Calibrating"}),
    ):
        yield Fault(
            f"vehicle_data: {title}",
            instead(**values),
            api_recovers,
            minutes=30 + EARLY_MIN,
            early_min=EARLY_MIN,
            untrue=LOGIN,
            quick=title == "battery_level '80'",
        )


def _times() -> Iterator[Fault]:
    """Yields data of another time than it is asked at."""
    for title, seconds in (("hours old", 3 * 3600), ("of a day ago", 25 * 3600), ("of the future", -3600)):
        yield Fault(
            f"vehicle_data {title}",
            measured_ago(seconds),
            api_recovers,
            minutes=30 + EARLY_MIN,
            early_min=EARLY_MIN,
            untrue=LOGIN,
        )


def _refusals() -> Iterator[Fault]:
    for title, body, quick in (
        ("accepted, not done", {"response": {"result": True, "reason": ""}}, True),
        ("refused", {"response": {"result": False, "reason": "could_not_wake_buses"}}, False),
        ("refused by a word of its own", {"response": {"result": False, "reason": "moon_in_aries"}}, False),
        ("refused without a word", {"response": {"result": False, "reason": ""}}, False),
    ):
        yield Fault(
            f"charge_stop {title}",
            answers(("charge_stop",), status=200, body=body),
            api_recovers,
            unreachable=True,
            retried=True,
            told=DEAR,
            quick=quick,
        )
    yield Fault(
        "all commands 403: signing required",
        answers(COMMANDS, status=403),
        api_recovers,
        unreachable=True,
        retried=True,
        told=r"sign|Vehicle Command",
    )
    yield Fault("vehicle_data of another car", instead(vin="5YJ3E1EA7KF999999"), api_recovers, untrue=LOGIN)
    yield cut_off(
        "408, though it charges",
        answers(CAR_KINDS, status=408),
        api_recovers,
    )


def _redirects() -> Iterator[Fault]:
    for status in (302, 307):
        yield cut_off(
            f"API redirects, {status}",
            redirects(CAR_KINDS, status),
            api_recovers,
        )
        yield cut_off(
            f"token server redirects, {status}",
            both(void_tokens, redirects(("token",), status)),
            api_recovers,
            quick=status == 307,
        )
