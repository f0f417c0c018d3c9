"""The car's own limit is managed, and a person's comes back: the real app by entities, and by TeslaPy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.shell import Shell
from benchmarks.vehicles import HandClock, brought
from benchmarks.virtual_home import GRID, SOLAR, SWITCH
from simulator.car import SimulatedCar
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.profiles import OWNER_LEGACY
from simulator.tesla_api import TeslaApi
from simulator.trace import Trace
from simulator.world import World
from tests.disk import Disk
from tests.household import OFFICE

EVENING_S = datetime(2026, 6, 15, 20, tzinfo=timezone.utc).timestamp()
HOUR_S, AWAKE_H = 3600.0, 0.2
DAY = [datetime(2026, 6, 15, tzinfo=timezone.utc), 3600.0]
SUN_W = np.clip(4500 * np.sin((np.arange(24) - 6) / 12 * np.pi), 0, None) * (np.arange(24) < 18)
ARGUMENTS: dict[str, Any] = {
    "meters": {"grid_power": GRID, "solar_power": SOLAR},
    "tariff": {"peak_price": 0.30, "off_peak": [{"start": "22:00", "end": "06:00", "price": 0.15}]},
    "departures": [{"time": "07:30", "soc_pct": 60}],
}
CAR = {"phases": 1, "manage_limit": True}


class Evening:
    """A car at 40 % that has just been plugged in; its limit is 80 %, and 60 % are wanted at half past 7."""

    def __init__(self, shell: Shell, car: SimulatedCar) -> None:
        self.shell, self.car = shell, car

    def run(self, hours: float) -> Evening:
        self.shell.run(self.shell.now_s + hours * HOUR_S)
        return self

    @property
    def limit(self) -> int:
        return self.car.charge_limit_pct

    @property
    def reason(self) -> str:
        return str(self.shell.get_state("sensor.solar_charging_reason"))

    @property
    def notes(self) -> list[str]:
        return [text for _, text in self.shell.home.notes]

    def limits(self) -> list[str]:
        """What was logged of limits."""
        return [text.partition(" - ")[0] for _, _, text in self.shell.logs if text.startswith("limit")]


Opens = Callable[..., Evening]


@pytest.fixture(params=["entities", "TeslaPy"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opens]:
    with ExitStack() as stack:

        def evening(**arguments: Any) -> Evening:
            clock = HandClock(datetime.fromtimestamp(EVENING_S, timezone.utc))
            car = SimulatedCar(now_s=EVENING_S, soc_pct=40)
            world = World(Trace(DAY[0], DAY[1], np.full(24, 400.0), SUN_W), car, EVENING_S)
            given = {**ARGUMENTS, **arguments}
            if request.param == "entities":
                entities = SimulatedEntities(car, "model_y", Habits(), EVENING_S)
                given["car"] = {**CAR, "entities": {"name": "model_y"}}
                shell = Shell(world, clock, tmp_path, given, entities)
            else:
                api = stack.enter_context(TeslaApi(world, clock, profile=OWNER_LEGACY))
                tokens = tmp_path / "tokens.json"
                tokens.touch(mode=0o600)
                tokens.write_text(json.dumps(brought(api)))
                ways = {"api_url": api.api_url, "auth_url": api.auth_url, "vin": car.settings.vin}
                given["car"] = {**CAR, **ways, "token_file": str(tokens), "timeout_s": 30}
                shell = Shell(world, clock, tmp_path, given, api=api)
            stack.enter_context(shell)
            shell.start()
            return Evening(shell, car)

        yield evening


def test_a_night_has_its_limit_and_who_unplugs_finds_the_own_one(opens: Opens) -> None:
    evening = opens().run(AWAKE_H)
    assert evening.limit == 65
    assert "the car's limit is 65% for now, your 80% comes back before you leave" in evening.reason
    assert evening.shell.get_state("sensor.solar_charging_state", "own_limit_pct") == "80"
    evening.run(9.5)
    assert 60 <= evening.car.soc_pct <= 63
    assert evening.limit == 65
    evening.run(1.5)
    evening.car.unplug(evening.shell.now_s)
    evening.run(0.1)
    assert evening.limit == 80
    assert evening.limits() == ["limit 65 %", "limit 80 %"]
    assert evening.notes == []


def test_it_is_put_back_15_minutes_before_the_car_leaves_where_it_is_awake(opens: Opens) -> None:
    evening = opens(departures=[{"time": "21:30", "soc_pct": 42}])
    limits = []
    for _ in range(15):
        evening.car.rouse(evening.shell.now_s)
        limits.append(evening.run(0.1).limit)
    assert limits == [60] * 12 + [80] * 3
    assert not evening.car.charging


def test_a_switch_puts_it_back_and_a_car_that_sleeps_is_not_woken_for_it(opens: Opens) -> None:
    evening = opens().run(AWAKE_H)
    evening.shell.home.set(SWITCH, "off")
    evening.run(0.1)
    assert evening.limit == 80
    evening.shell.home.set(SWITCH, "on")
    evening.car.rouse(evening.shell.now_s)
    evening.run(AWAKE_H)
    assert evening.limit == 65
    evening.car.fall_asleep(evening.shell.now_s)
    evening.run(0.1)
    evening.shell.home.set(SWITCH, "off")
    evening.run(0.5)
    assert evening.limit == 65
    assert evening.car.power_state.value == "asleep"
    assert "your 80% comes back as soon as the car is awake at home" in evening.reason
    evening.car.rouse(evening.shell.now_s)
    evening.run(0.5)
    assert evening.limit == 80


def test_the_end_of_the_app_puts_it_back_and_says_where_it_cannot(opens: Opens) -> None:
    evening = opens().run(AWAKE_H)
    assert evening.shell.app is not None
    evening.shell.app.terminate()
    assert evening.limit == 80
    evening.shell.kill()
    evening.run(AWAKE_H)
    evening.car.rouse(evening.shell.now_s)
    evening.shell.start()
    evening.run(AWAKE_H)
    assert evening.limit == 65
    evening.car.fall_asleep(evening.shell.now_s)
    evening.run(0.2)
    evening.shell.app.terminate()
    assert evening.limit == 65
    (note,) = evening.notes
    assert "stays at 65% instead of your 80%" in note
    evening.shell.kill()
    evening.car.rouse(evening.shell.now_s)
    evening.shell.start()
    evening.run(0.05)
    assert evening.limit == 80
    assert evening.notes[-1] == "", "it is taken back"


def test_a_killed_app_puts_it_back_at_its_start(opens: Opens) -> None:
    evening = opens().run(AWAKE_H)
    evening.shell.kill()
    evening.run(AWAKE_H)
    assert evening.limit == 65
    evening.car.rouse(evening.shell.now_s)
    evening.shell.arguments = {**evening.shell.arguments}
    evening.shell.arguments["car"] = {**evening.shell.arguments["car"], "manage_limit": False}
    evening.shell.start()
    evening.run(0.2)
    assert evening.limit == 80
    assert evening.run(AWAKE_H).limits() == ["limit 65 %", "limit 80 %"]


def test_a_trip_has_its_limit_and_the_own_one_comes_back_after(opens: Opens) -> None:
    evening = opens(departures=[{"time": "22:30", "soc_pct": 95, "days": ["mon"]}]).run(AWAKE_H)
    assert evening.limit == 95
    assert "the car's limit is 95% for the trip, your 80% comes back after it" in evening.reason
    evening.run(2.2)
    assert evening.limit == 95
    evening.car.unplug(evening.shell.now_s)
    evening.run(0.2)
    assert evening.limit == 80
    assert evening.limits() == ["limit 95 %", "limit 80 %"]


def test_who_sets_it_has_it_until_the_car_leaves(opens: Opens) -> None:
    evening = opens().run(AWAKE_H)
    evening.car.change_limit(90, evening.shell.now_s)
    evening.run(3)
    assert evening.limit == 90
    assert evening.limits() == ["limit 65 %"]


def test_a_car_that_leaves_too_early_is_told_of_at_once(opens: Opens) -> None:
    evening = opens().run(AWAKE_H)
    evening.car.drive_to(OFFICE, evening.shell.now_s)
    for _ in range(6):
        # Where it is asked for its data, that is seldom.
        evening.car.rouse(evening.shell.now_s)
        evening.run(0.1)
    (note,) = evening.notes
    assert "has left with a charge limit of 65% instead of your 80%" in note
    assert evening.limit == 65


def test_what_cannot_be_saved_is_not_set(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    disk.is_full()
    evening = opens().run(AWAKE_H)
    assert evening.limit == 80
    assert any("what would have to be put back cannot be saved" in text for *_, text in evening.shell.logs)
    disk.is_well()
    evening.car.rouse(evening.shell.now_s)
    assert evening.run(AWAKE_H).limit == 65


def test_a_full_car_that_goes_on_to_charge_as_it_is_put_back_does_so_gently_and_not_for_long(
    opens: Opens,
) -> None:
    """At the limit that the app has set a car is full, and begins to charge when that is raised."""
    evening = full(opens())
    begun_a = []
    change = evening.car.change_limit

    def noting(pct: int, now_s: float) -> Any:
        begun_a.append(evening.car.requested_a)
        return change(pct, now_s)

    evening.car.change_limit = noting  # type: ignore[method-assign]
    evening.shell.home.set(SWITCH, "off")
    evening.run(0.2)
    assert evening.limit == 80
    assert begun_a == [5]
    assert not evening.car.charging
    assert evening.car.requested_a == 16


def full(evening: Evening) -> Evening:
    """The battery is at the limit that the app has set, and the app has seen that."""
    evening.run(AWAKE_H)
    evening.car.set_soc(65, evening.shell.now_s)
    evening.car.charge_start(evening.shell.now_s)
    for _ in range(9):
        evening.car.rouse(evening.shell.now_s)
        evening.run(AWAKE_H / 3)
    assert evening.limit == 65
    assert evening.car.charging_state.value == "Complete"
    assert evening.shell.get_state("sensor.solar_charging_state", "car_charging") == "complete"
    return evening


def test_an_app_that_ends_leaves_no_full_car_charging(opens: Opens) -> None:
    evening = full(opens())
    assert evening.shell.app is not None
    evening.shell.app.terminate()
    assert (evening.limit, evening.car.requested_a) == (80, 16)
    assert not evening.car.charging
