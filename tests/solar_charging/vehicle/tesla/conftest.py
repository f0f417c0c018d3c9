"""The real TeslaPy in the app's own adapter, before the simulated service."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.profiles import OWNER_LEGACY, Profile
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN
from solar_charging.settings.car import Car as CarSettings
from solar_charging.vehicle.tesla.tesla import TeslaCar

NOW_S = datetime(2026, 6, 15, 12, tzinfo=timezone.utc).timestamp()


class HandClock(Clock):
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.s = NOW_S

    def now_s(self) -> float:
        return self.s


@dataclass
class Service:
    """The simulated service, its car, and our adapter that talks to it."""

    clock: HandClock
    api: TeslaApi
    tokens: Path
    settings: dict[str, Any]

    @property
    def car(self) -> SimulatedCar:
        return self.api.world.car

    def tesla(self, **changes: Any) -> TeslaCar:
        return TeslaCar(CarSettings(**{**self.settings, **changes}))

    def passes(self, seconds: float) -> None:
        self.clock.s += seconds
        self.api.world.advance(self.clock.s)

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.api.requests]

    def tokens_are(self, **tokens: Any) -> None:
        """A person writes other tokens into the file."""
        self.tokens.write_text(json.dumps(tokens))

    @property
    def kept(self) -> dict[str, Any]:
        """The tokens in the file."""
        return dict(json.loads(self.tokens.read_text()))


@pytest.fixture
def profile() -> Profile:
    return OWNER_LEGACY


@pytest.fixture
def service(tmp_path: Path, profile: Profile) -> Iterator[Service]:
    clock = HandClock()
    car = SimulatedCar(now_s=NOW_S, soc_pct=50)
    tokens = tmp_path / "tokens.json"
    tokens.touch(mode=0o600)
    tokens.write_text(json.dumps({"refresh_token": FIRST_REFRESH_TOKEN}))
    with TeslaApi(car, clock, profile=profile) as api:
        settings = {
            "token_file": str(tokens),
            "api_url": api.api_url,
            "auth_url": api.auth_url,
            "vin": car.settings.vin,
            "timeout_s": 30,
        }
        yield Service(clock, api, tokens, settings)
