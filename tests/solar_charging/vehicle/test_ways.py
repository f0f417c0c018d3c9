"""The ways to a Tesla that are not Tesla's Owner API: other hosts, other tokens, commands apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.profiles import BLE, FLEET_PROXY, OWNER_2026, OWNER_LEGACY, OWNER_MODERN, TESSIE_LIKE, Profile
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN, STATIC_TOKEN
from simulator.world import World, dark_house
from solar_charging.settings.car import Car as CarSettings
from solar_charging.vehicle.car import (
    Asleep,
    CommandRefused,
    NotAuthorized,
    OwnerApiClosed,
    SigningRequired,
    Unreachable,
    WrongRegion,
)
from solar_charging.vehicle.tesla.tesla import TeslaCar
from tests.household import ZONE
from tests.words import raises, words


@dataclass
class Street:
    """One car, and the services that lead to it."""

    folder: Path
    services: ExitStack
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        car = SimulatedCar(now_s=self.clock.now_s(), soc_pct=50)
        self.world = World(dark_house(), car, self.clock.now_s())

    def service(self, profile: Profile, tls: bool = False) -> TeslaApi:
        return self.services.enter_context(TeslaApi(self.world, self.clock, profile=profile, tls=tls))

    def tesla(self, service: TeslaApi, tokens: dict[str, Any], **settings: Any) -> TeslaCar:
        file = self.folder / "tokens.json"
        file.touch(mode=0o600)
        file.write_text(json.dumps(tokens))
        return TeslaCar(
            CarSettings(
                token_file=str(file),
                vin=self.world.car.settings.vin,
                **{"api_url": service.api_url, "auth_url": service.auth_url, "timeout_s": 2, **settings},
            )
        )


REFRESH = {"refresh_token": FIRST_REFRESH_TOKEN}
STATIC = {"access_token": STATIC_TOKEN}


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with ExitStack() as services:
        yield Street(tmp_path, services)


def test_a_modern_car_is_read_by_the_owner_api_and_says_why_it_is_not_commanded(street: Street) -> None:
    tesla = street.tesla(street.service(OWNER_MODERN), REFRESH)
    assert tesla.read(ZONE).soc_pct == 50
    with raises(SigningRequired, match="signed commands only"):
        tesla.start()


def test_the_fleet_api_wants_the_applications_own_client_id(street: Street) -> None:
    proxy = street.service(FLEET_PROXY)
    with pytest.raises(NotAuthorized):
        street.tesla(proxy, REFRESH).awake()
    tesla = street.tesla(proxy, REFRESH, client_id="simulated-client-id")
    assert tesla.awake()
    tesla.start()


def test_a_proxys_own_certificate_is_trusted_by_file_only(street: Street) -> None:
    proxy = street.service(TESSIE_LIKE, tls=True)
    with raises(Unreachable, match="SSLError"):
        street.tesla(proxy, STATIC).awake()
    assert street.tesla(proxy, STATIC, ca_file=str(proxy.ca_file)).awake()


def test_a_certificate_that_is_not_there_is_named(street: Street) -> None:
    with raises(NotAuthorized, match=r"car\.ca_file: .*nowhere\.pem"):
        street.tesla(street.service(TESSIE_LIKE, tls=True), STATIC, ca_file="/nowhere.pem").awake()


def test_the_certificate_of_the_settings_beats_that_of_the_environment(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/hostname")
    proxy = street.service(TESSIE_LIKE, tls=True)
    assert street.tesla(proxy, STATIC, ca_file=str(proxy.ca_file)).awake()


def test_a_services_own_token_is_used_as_it_is(street: Street) -> None:
    tesla = street.tesla(street.service(TESSIE_LIKE), STATIC)
    tesla.set_current(7)
    tesla.start()
    assert json.loads((street.folder / "tokens.json").read_text()) == STATIC


def test_a_services_own_token_that_is_refused_asks_for_another(street: Street) -> None:
    service = street.service(TESSIE_LIKE)
    with raises(NotAuthorized, match=r"refuses the token in .*tokens\.json"):
        street.tesla(service, {"access_token": "wrong"}).awake()
    assert [entry.kind for entry in service.requests] == ["summary"]


def test_commands_by_bluetooth_carry_no_token_and_wait_for_the_car(street: Street) -> None:
    cloud, proxy = street.service(TESSIE_LIKE), street.service(BLE)
    tesla = street.tesla(cloud, STATIC, command_url=proxy.api_url)
    tesla.set_current(3)
    tesla.start()
    tesla.wake_up()
    assert [entry.kind for entry in proxy.requests] == [
        "set_charging_amps",
        "set_charging_amps",
        "charge_start",
        "wake_up",
    ]
    assert not any(entry.bearer_sent for entry in proxy.requests)
    assert tesla.read(ZONE).at_home is True
    assert [entry.kind for entry in cloud.requests] == ["vehicle_data"]


def test_a_refusal_by_bluetooth_is_the_cars_own_word(street: Street) -> None:
    tesla = street.tesla(street.service(TESSIE_LIKE), STATIC, command_url=street.service(BLE).api_url)
    street.world.car.unplug(street.clock.now_s())
    with raises(CommandRefused, match="disconnected"):
        tesla.start()


def test_commands_at_another_host_of_the_cloud_do_carry_the_token(street: Street) -> None:
    reads, commands = street.service(OWNER_MODERN), street.service(OWNER_LEGACY, tls=True)
    commands.tokens.void_access_tokens()
    tesla = street.tesla(reads, REFRESH, command_url=commands.api_url, ca_file=str(commands.ca_file))
    with pytest.raises(NotAuthorized):
        tesla.start()
    assert all(entry.bearer_sent for entry in commands.requests)


@pytest.mark.parametrize("profile", [FLEET_PROXY, TESSIE_LIKE])
def test_a_sleeping_car_is_asleep_on_every_way(street: Street, profile: Profile) -> None:
    service = street.service(profile)
    tokens = STATIC if profile.static_token else REFRESH
    tesla = street.tesla(service, tokens, client_id=profile.client_id or "ownerapi")
    street.world.car.fall_asleep(street.clock.now_s())
    assert not tesla.awake()
    for verb in (tesla.start, tesla.stop, lambda: tesla.set_current(8), lambda: tesla.read(ZONE)):
        with pytest.raises(Asleep):
            verb()


@pytest.mark.parametrize(
    ("status", "region"),
    [
        (421, "https://fleet-api.prd.eu.vn.cloud.tesla.com"),
        (412, "https://fleet-api.prd.na.vn.cloud.tesla.com"),
    ],
)
def test_the_wrong_region_names_the_right_one(street: Street, status: int, region: str) -> None:
    service = street.service(TESSIE_LIKE)
    service.fail_next("charge_start", status=status)
    with pytest.raises(WrongRegion) as error:
        street.tesla(service, STATIC).start()
    assert error.value.base_url == region
    assert f"set car.api_url to {region}" in words(error.value)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(405, Unreachable), (500, Unreachable), (503, Unreachable), (540, Unreachable)],
)
def test_other_words_of_the_owner_api(street: Street, status: int, kind: type[Exception]) -> None:
    service = street.service(OWNER_LEGACY)
    service.fail_next("charge_start", status=status)
    with raises(kind, match=str(status)):
        street.tesla(service, REFRESH).start()


FORBIDDEN = {"error": "forbidden, see https://developer.tesla.com/docs/fleet-api"}


def test_a_login_lasts_until_it_is_renewed_and_another_login_is_no_advice(street: Street) -> None:
    service = street.service(OWNER_2026)
    tesla = street.tesla(service, service.tokens.issue())
    assert tesla.awake()
    tesla.start()
    service.tokens.void_access_tokens()
    for _ in range(2):
        with raises(OwnerApiClosed, match="^Tesla's Owner API takes no renewed token since June 2026"):
            tesla.awake()
    asked = [entry.kind for entry in service.requests]
    assert asked.count("token") == 1, "it is renewed once, and not for each refusal"
    street.tesla(service, service.tokens.issue())
    assert tesla.awake(), "a new login is taken up"


def test_a_refresh_token_alone_never_gets_that_far(street: Street) -> None:
    tesla = street.tesla(street.service(OWNER_2026), REFRESH)
    with pytest.raises(OwnerApiClosed):
        tesla.awake()


@pytest.mark.parametrize(
    ("profile", "tokens", "settings"),
    [
        (TESSIE_LIKE, STATIC, {}),
        (FLEET_PROXY, REFRESH, {"client_id": FLEET_PROXY.client_id}),
    ],
)
def test_who_does_not_use_the_owner_api_is_not_told_that_it_is_closed(
    street: Street, profile: Profile, tokens: dict[str, str], settings: dict[str, Any]
) -> None:
    service = street.service(profile)
    tesla = street.tesla(service, tokens, **settings)
    service.fail_next("summary", status=403, body=FORBIDDEN)
    with raises(NotAuthorized, match="log in again: Tesla answered 403 forbidden"):
        tesla.awake()


def test_a_token_that_somebody_else_renewed_asks_for_a_log_in_once(street: Street) -> None:
    service = street.service(OWNER_LEGACY)
    tesla = street.tesla(service, REFRESH)
    service.tokens.issue()
    with raises(NotAuthorized, match="log in again"):
        tesla.awake()
    assert [entry.kind for entry in service.requests] == ["token"]
