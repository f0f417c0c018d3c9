"""The real app on a virtual clock: its time, its restarts, and Home Assistant's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest

from benchmarks.shell import Shell
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import GRID, SOLAR, SWITCH
from simulator.car import SimulatedCar
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.meter_habits import MeterHabits
from simulator.world import World
from solar_charging.base.home_assistant import INTEGRATION, LAST_REPORTED
from tests.household import constant_day

NOON_S = datetime(2026, 6, 15, 12, tzinfo=timezone.utc).timestamp()
HOUR_S = 3600.0


ARGUMENTS = {
    "meters": {"grid_power": GRID, "solar_power": SOLAR},
    "car": {"entities": {"name": "model_y"}, "phases": 1},
}


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime.fromtimestamp(NOON_S, timezone.utc))


@pytest.fixture
def world() -> World:
    return World(constant_day(3000), SimulatedCar(now_s=NOON_S, soc_pct=40), NOON_S)


@pytest.fixture
def shell(world: World, clock: HandClock, tmp_path: Path) -> Iterator[Shell]:
    entities = SimulatedEntities(world.car, "model_y", Habits(), NOON_S)
    with Shell(world, clock, tmp_path, ARGUMENTS, entities) as shell:
        yield shell


def state(shell: Shell) -> str:
    return str(shell.get_state("sensor.solar_charging_state"))


def verbs(shell: Shell) -> list[str]:
    return [verb for _, verb in shell.asked()]


def test_an_hour_of_sun_charges_the_car(shell: Shell) -> None:
    shell.start()
    shell.run(NOON_S + HOUR_S)
    assert shell.now_s == NOON_S + HOUR_S
    assert (state(shell), verbs(shell)) == ("following_sun", ["set", "start"])
    assert shell.world.car.current_a == 13


def test_a_killed_app_does_nothing_and_finds_its_file_when_it_starts_again(
    shell: Shell, tmp_path: Path
) -> None:
    shell.start()
    shell.run(NOON_S + HOUR_S)
    shell.kill()
    before = verbs(shell)
    shell.run(NOON_S + 2 * HOUR_S)
    assert verbs(shell) == before
    assert (tmp_path / "solar_charging_solar_charging.json").exists()
    shell.start()
    shell.run(NOON_S + 3 * HOUR_S)
    assert state(shell) == "following_sun"


def test_home_assistant_goes_and_comes_back(shell: Shell) -> None:
    shell.start()
    shell.run(NOON_S + HOUR_S)
    shell.leave()
    assert shell.call_service("switch/turn_off", entity_id="switch.model_y_charge") is None
    assert shell.render_template("{{ states['sensor.grid_power'] }}") is None
    shell.run(NOON_S + HOUR_S + 60)
    shell.come_back()
    assert shell.get_state("sensor.model_y_charging") == "unavailable"
    shell.run(NOON_S + HOUR_S + 120)
    shell.home.load_car()
    assert shell.get_state("sensor.model_y_charging") == "unknown"
    shell.run(NOON_S + 2 * HOUR_S)
    assert shell.get_state("sensor.model_y_charging") == "charging"
    assert [text for _, _, text in shell.logs if text.startswith("Home Assistant is")] == [
        "Home Assistant is gone: going on without meters and switches",
        "Home Assistant is back",
    ]


def test_a_silent_meter_is_noticed(shell: Shell) -> None:
    shell.start()
    shell.run(NOON_S + HOUR_S)
    shell.home.metering = False
    shell.run(NOON_S + HOUR_S + 600)
    assert state(shell) == "no_reading"


def test_a_switch_is_heard_at_once(shell: Shell) -> None:
    shell.start()
    shell.home.set(SWITCH, "off")
    assert state(shell) == "off"


def test_a_template_is_answered_with_the_newest_reports(shell: Shell) -> None:
    shell.start()
    shell.run(NOON_S + 100)
    asked = [LAST_REPORTED.format(entity=entity) for entity in ("sensor.model_y_charging", "zone.home")]
    assert [shell.render_template(each) for each in asked] == [NOON_S + 100, NOON_S]
    assert shell.render_template(" ".join(asked)) == f"{NOON_S + 100} {NOON_S}"


@pytest.mark.parametrize(
    ("entity", "integration"), [("sensor.model_y_charging", "tesla_fleet"), ("sensor.grid_power", "")]
)
def test_a_template_is_answered_with_the_integration(shell: Shell, entity: str, integration: str) -> None:
    asked = INTEGRATION.format(names=["tessie", "tesla_fleet"], entity=entity)
    assert shell.render_template(asked) == integration


def test_a_dead_connection_leaves_the_app_with_what_it_heard_last(
    world: World, clock: HandClock, tmp_path: Path
) -> None:
    habits = MeterHabits(deaf_after_s=60, swallows=True)
    with Shell(world, clock, tmp_path, ARGUMENTS, meters=habits) as shell:
        told: list[str] = []
        shell.listen_state(lambda *_, **__: told.append(str(shell.get_state(GRID))), GRID, attribute="all")
        shell.run(NOON_S + 50)
        assert told[-1] == shell.get_state(GRID)
        shell.run(NOON_S + 100)
        assert told[-1] == shell.get_state(GRID)
        assert shell.render_template(f"{{{{ states('{GRID}') }}}}") != float(told[-1])
        assert shell.call_service("input_boolean/turn_off", entity_id=SWITCH) is None


def test_a_value_that_is_told_anew_is_an_event(world: World, clock: HandClock, tmp_path: Path) -> None:
    for anew, events in ((False, 0), (True, 6)):
        habits = MeterHabits(frozen_after_s=0, told_anew=anew)
        with Shell(world, clock, tmp_path, ARGUMENTS, meters=habits) as shell:
            told: list[str] = []
            shell.listen_state(lambda *_, **__: told.append(""), GRID, attribute="all")  # noqa: B023
            shell.run(shell.now_s + 60)
            assert len(told) == events
