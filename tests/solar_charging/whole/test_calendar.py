"""The app in a house whose calendar tells when the car leaves, and when everybody is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from benchmarks.shell import Shell
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import GRID, SOLAR
from simulator.car import SimulatedCar
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.world import World
from tests.household import constant_day

FAMILY = "calendar.family"
NOON = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
ARGUMENTS = {
    "meters": {"grid_power": GRID, "solar_power": SOLAR},
    "car": {"entities": {"name": "model_y"}, "phases": 1},
    "tariff": {"off_peak": [{"start": "11:00", "end": "16:00"}], "off_peak_price": 0.05},
    "departures": [{"time": "15:30", "soc_pct": 60}],
    "departures_calendar": FAMILY,
    "time_zone": "UTC",
}


class House:
    """A dark house with cheap power until four, and a calendar of which a test says what is in it."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.fails = shell, False
        self.events: list[dict[str, str]] = []
        shell.home.set(FAMILY, "off")
        shell.connection.websocket_send_json = self._send  # type: ignore[method-assign]

    async def _send(self, *_: Any, type: str, **data: Any) -> Any:
        if self.fails or (type, data.get("service")) != ("call_service", "get_events"):
            return {"success": False, "error": {"code": "unknown_error", "message": "Out of reach"}}
        return {"success": True, "result": {"response": {FAMILY: {"events": self.events}}}}

    def passes(self, minutes: float) -> None:
        self.shell.run(self.shell.now_s + 60 * minutes)

    def said(self, key: str) -> str:
        return str(self.shell.get_state(f"sensor.solar_charging_{key}"))

    @property
    def current_a(self) -> float:
        return self.shell.world.car.current_a


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    now_s = NOON.timestamp()
    world = World(constant_day(-300), SimulatedCar(now_s=now_s, soc_pct=40), now_s)
    entities = SimulatedEntities(world.car, "model_y", Habits(), now_s)
    with Shell(world, HandClock(NOON), tmp_path, ARGUMENTS, entities) as shell:
        yield House(shell)


def event(summary: str, start: str, end: str) -> dict[str, str]:
    return {"summary": summary, "start": start, "end": end}


TODAY = "2026-06-15", "2026-06-16"


def test_without_an_event_the_weekly_departure_buys(house: House) -> None:
    house.shell.start()
    house.passes(10)
    assert house.current_a > 0
    assert house.said("plan").startswith("15:30: 60%; buying")


def test_an_event_is_the_departure_of_its_day(house: House) -> None:
    house.events = [event("Mum 50 %", "2026-06-15T14:00:00+00:00", "2026-06-15T16:00:00+00:00")]
    house.shell.start()
    house.passes(10)
    assert house.said("plan").startswith("14:00: 50%; buying")


def test_a_holiday_is_said_and_nothing_is_bought(house: House) -> None:
    house.events = [event("Urlaub", *TODAY)]
    house.shell.start()
    house.passes(30)
    assert house.current_a == 0
    assert (
        house.said("plan")
        == "holiday until tomorrow 00:00, by the calendar: no departure, and nothing is bought"
    )
    assert house.said("reason").startswith("holiday until tomorrow 00:00, by the calendar: nothing is bought")


def test_a_holiday_that_is_entered_ends_the_charge_and_one_that_is_deleted_is_over(house: House) -> None:
    house.shell.start()
    house.passes(10)
    assert house.current_a > 0
    house.events = [event("Urlaub", *TODAY)]
    house.passes(20)
    assert house.current_a == 0
    house.events = []
    house.passes(20)
    assert house.current_a > 0


def test_a_calendar_that_is_lost_keeps_the_holiday_through_a_restart(house: House) -> None:
    house.events = [event("Urlaub", *TODAY)]
    house.shell.start()
    house.passes(10)
    house.fails = True
    assert house.shell.app is not None
    house.shell.app.terminate()
    house.shell.kill()
    house.shell.start()
    house.passes(30)
    assert house.current_a == 0
    assert house.said("plan").startswith("holiday until")
    until = (NOON + timedelta(days=2)).strftime("%A")
    logged = [text for _, level, text in house.shell.logs if level == "WARNING"]
    assert any(FAMILY in text and "Out of reach" in text and until in text for text in logged)
