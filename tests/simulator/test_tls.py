"""The service behind TLS, as a proxy at home is: with a certificate that nobody else knows."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Iterator

import pytest
import requests

from simulator.car import SimulatedCar
from simulator.certificate import Certificate
from simulator.clock import Clock
from simulator.http_server import HOST
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN
from tests.simulator.teslapy_client import Client

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


@pytest.fixture
def secure() -> Iterator[TeslaApi]:
    with TeslaApi(SimulatedCar(), Clock(), tls=True) as api:
        yield api


def test_teslapy_talks_to_it_with_the_certificate(secure: TeslaApi) -> None:
    assert secure.api_url.startswith("https://")
    with Client(secure) as client:
        client.refresh_token(refresh_token=FIRST_REFRESH_TOKEN)
        assert client.ask("VEHICLE_SUMMARY")["vin"] == secure.world.car.settings.vin


def test_without_the_certificate_it_is_not_trusted(secure: TeslaApi) -> None:
    with pytest.raises(requests.exceptions.SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        requests.get(f"{secure.api_url}simulator/state", timeout=30)
    assert requests.get(f"{secure.api_url}simulator/state", timeout=30, verify=str(secure.ca_file)).ok


def test_it_does_not_speak_plain_http(secure: TeslaApi) -> None:
    with pytest.raises(requests.ConnectionError):
        requests.get(secure.api_url.replace("https", "http"), timeout=30)


def test_a_client_that_never_greets_holds_nobody_up(secure: TeslaApi) -> None:
    port = int(secure.api_url.rsplit(":", 1)[1].strip("/"))
    with socket.create_connection((HOST, port)):
        assert requests.get(f"{secure.api_url}simulator/state", timeout=30, verify=str(secure.ca_file)).ok


def test_the_certificate_goes_with_the_service(secure: TeslaApi) -> None:
    assert secure.ca_file is not None
    assert secure.ca_file.exists()
    secure.stop()
    assert not secure.ca_file.parent.exists()


def test_each_service_has_its_own_certificate(secure: TeslaApi) -> None:
    stranger = Certificate(HOST)
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{secure.api_url}simulator/state", timeout=30, verify=str(stranger.file))
    assert isinstance(stranger.server_context(), ssl.SSLContext)
    stranger.discard()


def test_a_missing_openssl_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FileNotFoundError, match="openssl"):
        Certificate(HOST)


def test_what_openssl_cannot_make_is_named() -> None:
    with pytest.raises(OSError, match="openssl must make a certificate, but says: "):
        Certificate("not an address")


def test_without_tls_there_is_no_certificate() -> None:
    with TeslaApi(SimulatedCar(), Clock()) as api:
        assert api.ca_file is None
