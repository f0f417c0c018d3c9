"""What holds with a TeslaPy that speaks HTTP/2, by a stand-in: its thin errors, and its repeats."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tokens import FIRST_REFRESH_TOKEN
from solar_charging.base.reason import Problem
from solar_charging.vehicle.car import Asleep, ChargingState, NotAuthorized, Unreachable, VehicleError
from tests.disk import Disk
from tests.household import ZONE
from tests.solar_charging.vehicle.tesla import newer_teslapy
from tests.solar_charging.vehicle.tesla.conftest import Service
from tests.solar_charging.vehicle.tesla.test_tesla import FAILURES
from tests.words import raises


@pytest.fixture(autouse=True)
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    newer_teslapy.install(monkeypatch)


def test_a_charge_is_started_adjusted_and_stopped(service: Service) -> None:
    tesla = service.tesla()
    tesla.set_current(8)
    tesla.start()
    service.passes(60)
    state = tesla.read(ZONE)
    assert (state.charging, state.offered_a, state.drawn_a) == (ChargingState.CHARGING, 8, 8)
    tesla.stop()
    service.passes(60)
    assert tesla.read(ZONE).drawn_a == 0


@pytest.mark.parametrize(("fault", "kind", "words"), [each for each in FAILURES if "cut" not in each[0]])
def test_every_failure_becomes_one_of_ours(
    service: Service, fault: dict[str, Any], kind: type[VehicleError], words: str
) -> None:
    tesla = service.tesla(timeout_s=1 if "delay_s" in fault else 30)
    tesla.awake()
    service.api.fail_next("charge_start", **{"times": 2, **fault})
    with raises(kind, match=words):
        tesla.start()
    service.api.recover()
    tesla.awake()


@pytest.mark.parametrize("fault", [{"cut": True}, {"cut": True, "carried_out": True}])
def test_a_command_whose_answer_was_lost_is_repeated_and_the_car_is_none_the_worse(
    service: Service, fault: dict[str, Any]
) -> None:
    tesla = service.tesla()
    tesla.set_current(8)
    service.api.fail_next("charge_start", **fault)
    tesla.start()
    assert service.kinds().count("charge_start") == 2
    service.passes(60)
    assert tesla.read(ZONE).drawn_a == 8


def test_a_car_that_sleeps_is_asleep(service: Service) -> None:
    tesla = service.tesla()
    tesla.awake()
    service.car.fall_asleep(service.clock.s)
    service.passes(1)
    with pytest.raises(Asleep):
        tesla.read(ZONE)


def test_a_refused_token_is_sent_twice_and_asks_for_one_login(service: Service) -> None:
    service.tokens_are(refresh_token="used-up-long-ago")
    with raises(NotAuthorized, match="log in again"):
        service.tesla().awake()
    assert service.kinds() == ["token", "token"]


def test_a_disk_that_is_full_does_not_have_a_renewal_repeated(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An error of the disk would be taken for one of HTTP/2, and the used token sent again.
    disk = Disk(monkeypatch)
    disk.is_full()
    tesla = service.tesla()
    assert tesla.awake()
    assert service.kinds() == ["token", "summary"]
    problem = tesla.tend()
    assert problem is not None
    assert problem.why is Problem.TOKEN_FILE_UNWRITABLE
    disk.is_well()
    assert tesla.tend() is None
    assert service.kept["refresh_token"] != FIRST_REFRESH_TOKEN


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_of_the_token_server_is_not_followed(service: Service, status: int) -> None:
    away = {"Location": f"{service.api.api_url}api/1/products"}
    service.api.fail_next("token", status=status, headers=away, times=2)
    with raises(Unreachable, match="no redirect is followed"):
        service.tesla().awake()
    assert service.kinds() == ["token", "token"]
    assert service.kept == {"refresh_token": FIRST_REFRESH_TOKEN}
