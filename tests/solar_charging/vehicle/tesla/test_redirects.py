"""Redirects, and words of a service that are meant for somebody else: no token leaves, none is believed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from simulator.http_server import HttpServer, Reply, Request
from simulator.tokens import FIRST_REFRESH_TOKEN
from solar_charging.base.foreign_words import MOST_CHARACTERS
from solar_charging.vehicle.car import NotAuthorized, Unreachable, VehicleError, WrongRegion
from tests.solar_charging.vehicle.tesla.conftest import Service
from tests.words import raises, words

CANARY = "canary-access-token-of-a-stranger"


class Stranger:
    """Another host, which answers whatever it is asked as if it were the service."""

    def __init__(self) -> None:
        self.heard: list[Request] = []
        self._server = HttpServer(self._respond, 0)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def _respond(self, request: Request) -> Reply:
        self.heard.append(request)
        tokens = {"access_token": CANARY, "refresh_token": CANARY, "expires_in": 900, "token_type": "Bearer"}
        return Reply(200, {**tokens, "response": {"state": "online", "result": True}})

    def __enter__(self) -> Stranger:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    with Stranger() as stranger:
        yield stranger


PLACES = {
    "another host": "{stranger}oauth2/v3/token",
    "http, by its name": "http://localhost:{port}/oauth2/v3/token",
    "https, which is no service": "https://127.0.0.1:9/",
    "the same host": "{service}api/1/products",
    "the same host, by its path": "/api/1/products",
    "nowhere": "",
    "no address": "http://[half",
    "no scheme of ours": "javascript:alert(1)",
    "with a name and a password": "http://me:canary@localhost:{port}/",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("kind", ["token", "summary", "charge_start"])
def test_no_redirect_is_followed(
    service: Service, stranger: Stranger, kind: str, status: int, place: str, caplog: pytest.LogCaptureFixture
) -> None:
    tesla = service.tesla()
    if kind != "token":
        tesla.awake()
    before = service.tokens.read_text()
    port = stranger.url.split(":")[2].strip("/")
    to = PLACES[place].format(stranger=stranger.url, service=service.api.api_url, port=port)
    asked = len(service.api.requests)
    service.api.fail_next(kind, status=status, headers={"Location": to}, body={"access_token": CANARY})
    with caplog.at_level(logging.DEBUG), pytest.raises(Unreachable) as error:
        tesla.start() if kind == "charge_start" else tesla.awake()
    told = words(error.value)
    assert "no redirect is followed" in told or "makes no sense" in told
    assert "canary" not in told
    assert stranger.heard == []
    assert len(service.api.requests) == asked + 1
    assert service.tokens.read_text() == before
    for secret in json.loads(before).values():
        assert str(secret) not in caplog.text
    assert tesla.awake(), "when the network is itself again, so is the car"


@pytest.mark.parametrize("status", [300, 304, 305, 399])
def test_a_token_server_that_answers_beside_the_point_is_not_believed(service: Service, status: int) -> None:
    service.api.fail_next("token", status=status, body={"access_token": CANARY, "token_type": "Bearer"})
    with pytest.raises(Unreachable):
        service.tesla().awake()
    assert service.kept == {"refresh_token": FIRST_REFRESH_TOKEN}


def test_where_a_redirect_leads_is_named_without_what_it_tells(service: Service) -> None:
    service.api.fail_next(
        "summary", status=302, headers={"Location": "https://login.wifi.example/?token=abc"}
    )
    with raises(Unreachable, match=r"127\.0\.0\.1 redirects to https://login\.wifi\.example, and no"):
        service.tesla().awake()


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "body": "<html>sign in to the wifi</html>"},
        {"status": 200, "body": {}},
        {"status": 200, "body": {"error": "server_error"}},
        {"status": 400, "body": {"error": "temporarily_unavailable"}},
        {"status": 403, "body": "<html>Access denied</html>"},
        {"status": 404, "body": {"message": "no such page"}},
        {"status": 200, "body": []},
        {"status": 200, "body": "null"},
        {"status": 200, "body": {"access_token": "a", "token_type": "Bearer", "expires_in": "soon"}},
    ],
)
def test_a_token_server_that_makes_no_sense_is_no_reason_to_log_in_again(
    service: Service, answer: dict[str, Any]
) -> None:
    tesla = service.tesla()
    service.api.fail_next("token", **answer)
    with pytest.raises(Unreachable):
        tesla.awake()
    assert service.kept == {"refresh_token": FIRST_REFRESH_TOKEN}
    assert tesla.awake()


@pytest.mark.parametrize("scope", ["openid", "openid email offline_access vehicle_device_data"])
def test_other_permissions_than_were_asked_for_are_no_reason_to_lose_the_new_tokens(
    service: Service, scope: str
) -> None:
    pair = service.api.tokens.issue()
    service.api.fail_next("token", status=200, body={**pair, "scope": scope})
    service.tokens_are(refresh_token="a-token-of-before")
    assert service.tesla().awake()
    assert service.kept["refresh_token"] == pair["refresh_token"]


def failing(service: Service, reply: dict[str, Any]) -> VehicleError:
    tesla = service.tesla()
    tesla.awake()
    service.api.fail_next("charge_start", times=2, **reply)
    with pytest.raises(VehicleError) as error:
        tesla.start()
    return error.value


@pytest.mark.parametrize("status", [200, 401, 403, 404, 412, 500, 503])
@pytest.mark.parametrize(
    "said", ["long " * 500, "a\nb\x1b[31m\u202egnol", "{access_token} of {vin}", "{refresh_token}"]
)
def test_a_services_words_are_short_in_one_line_and_without_our_secrets(
    service: Service, status: int, said: str
) -> None:
    service.tesla().awake()
    vin = service.car.settings.vin
    said = said.format(**service.kept, vin=vin)
    body = {"response": {"result": False, "reason": said}} if status == 200 else {"error": said}
    told = words(failing(service, {"status": status, "body": body}))
    assert told.isprintable()
    assert len(told) < MOST_CHARACTERS + 80
    for secret in (service.kept["access_token"], service.kept["refresh_token"], vin):
        assert secret not in told


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("https://fleet-api.prd.eu.vn.cloud.tesla.com", True),
        ("https://fleet-api.prd.cn.vn.cloud.tesla.cn", True),
        ("https://evil.example", False),
        ("https://tesla.com.evil.example", False),
        ("https://evil.example/tesla.com", False),
        ("https://me@evil.example#.tesla.com", False),
    ],
)
def test_nobody_is_sent_to_a_region_that_is_not_teslas(service: Service, host: str, named: bool) -> None:
    error = failing(
        service, {"status": 421, "body": {"error": f"user out of region, use base URL: {host}, see"}}
    )
    assert isinstance(error, WrongRegion)
    assert error.base_url == (host if named else None)


def test_a_token_that_no_header_takes_is_not_told(service: Service) -> None:
    bad = {"access_token": "canary\r\nX-Evil: 1", "refresh_token": "canary-2 \n", "token_type": "Bearer"}
    service.api.fail_next("token", status=200, body=bad)
    with pytest.raises(VehicleError) as error:
        service.tesla().awake()
    assert "canary" not in words(error.value)


def test_a_certificate_that_is_not_there_is_named(service: Service) -> None:
    tls = {"ca_file": "/nowhere/ca.pem", "api_url": "https://127.0.0.1:9/"}
    tesla = service.tesla(**tls, auth_url="https://127.0.0.1:9/sso/")
    with raises(NotAuthorized, match=r"car\.ca_file: .*/nowhere/ca\.pem"):
        tesla.awake()
