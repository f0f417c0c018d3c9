"""A simulated service with TeslaPy signed in to it, on a time that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import pytest

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN
from tests.simulator.teslapy_client import Client

START_S = datetime(2026, 6, 15, 9, tzinfo=timezone.utc).timestamp()


class Time:
    """Real time, as slow as the test wants it."""

    def __init__(self) -> None:
        self.now_s = START_S

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def real_time() -> Time:
    return Time()


@pytest.fixture
def api(real_time: Time) -> Iterator[TeslaApi]:
    clock = Clock(real_s=real_time)
    with TeslaApi(SimulatedCar(now_s=clock.now_s()), clock) as api:
        yield api


@pytest.fixture
def client(api: TeslaApi) -> Iterator[Client]:
    with Client(api) as client:
        client.refresh_token(refresh_token=FIRST_REFRESH_TOKEN)
        yield client
