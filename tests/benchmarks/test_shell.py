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
from simulator.world import World
from tests.household import constant_day

NOON_S = datetime(2026, 6, 15, 12, tzinfo=timezone.utc).timestamp()
HOUR_S = 3600.0


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    clock = HandClock(datetime.fromtimestamp(NOON_S, timezone.utc))
    car = SimulatedCar(now_s=NOON_S, soc_pct=40)
    entities = SimulatedEntities(car, "model_y", Habits(), NOON_S)
    arguments = {
        "meters": {"grid_power": GRID, "solar_power": SOLAR},
        "car": {"entities": {"name": "model_y"}, "phases": 1},
    }
    with Shell(World(constant_day(3000), car, NOON_S), clock, tmp_path, arguments, entities) as shell:
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


def test_a_template_is_answered_with_the_newest_report(shell: Shell) -> None:
    shell.start()
    shell.run(NOON_S + 100)
    asked = "{{ [states['sensor.model_y_charging'], states['zone.home']] }}"
    assert shell.render_template(asked) == NOON_S + 100
    assert shell.render_template("{{ states['zone.home'] }}") == NOON_S


def test_a_template_is_answered_with_the_integration(shell: Shell) -> None:
    asked = "{% for name in ['tessie'] if 'ENTITY' in integration_entities(name) %}{{ name }}{% endfor %}"
    assert shell.render_template(asked.replace("ENTITY", "sensor.model_y_charging")) == "tesla_fleet"
    assert shell.render_template(asked.replace("ENTITY", "sensor.grid_power")) == ""
