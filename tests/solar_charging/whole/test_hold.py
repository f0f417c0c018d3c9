"""A house battery that is not emptied into the car while power is bought: the real app in a virtual home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from benchmarks.shell import Shell
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import GRID, SOLAR, SWITCH
from simulator.car import SimulatedCar
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.world import Meters, World
from solar_charging.planning.history import History
from tests.disk import Disk
from tests.household import ALWAYS_READY, constant_day

NIGHT_S = datetime(2026, 6, 15, 21, 50, tzinfo=timezone.utc).timestamp()
MINUTE_S, HOUR_S = 60.0, 3600.0
LIMIT, POWER, SOC = "number.battery_max_discharge", "sensor.battery_power", "sensor.battery_soc"
RANGE = {"min": 0, "max": 5000, "step": 1, "unit_of_measurement": "W"}
ARGUMENTS: dict[str, Any] = {
    "meters": {"grid_power": GRID, "solar_power": SOLAR},
    "car": {"entities": {"name": "model_y"}, "phases": 1},
    "tariff": {
        "peak_price": 0.30,
        "off_peak": [{"start": "22:00", "end": "06:00", "price": 0.15, "days": ["mon", "tue"]}],
    },
    "battery": {"power": POWER, "soc": SOC, "capacity_kwh": 10, "hold": [{"entity": LIMIT, "value": 0}]},
    "switches": {"battery": "input_boolean.car_may_use_battery"},
    "charging": {**ALWAYS_READY, "off_peak_soc_pct": 70},
}


class Inverter:
    """A battery of 10 kWh that gives what house and car lack, up to a limit that Home Assistant sets."""

    def __init__(self, shell: Shell, world: World) -> None:
        self.shell, self.kwh, self.at_s, self.given_w = shell, 7.0, NIGHT_S, 0.0
        self.written: list[tuple[float, float]] = []
        self.fails = False
        self._meters, self._serve = world.meters, shell.home.serve
        world.meters = self.meters  # type: ignore[method-assign]
        shell.home.serve = self.serve  # type: ignore[method-assign]
        shell.home.set("input_boolean.car_may_use_battery", "off")
        shell.home.set(LIMIT, "5000", RANGE)

    @property
    def limit_w(self) -> float:
        said = self.shell.home.states[LIMIT]["state"]
        return 5000.0 if said == "unavailable" else float(said)

    def meters(self, now_s: float) -> Meters:
        meters = self._meters(now_s)
        self.kwh -= self.given_w * max(now_s - self.at_s, 0.0) / 3_600_000
        self.given_w = min(max(meters.grid_power_w, 0.0), self.limit_w) if self.kwh > 0.5 else 0.0
        self.at_s = now_s
        home = self.shell.home
        if home.present:
            home.set(POWER, f"{self.given_w + now_s % 7:.0f}", {"unit_of_measurement": "W"})
            home.set(SOC, f"{100 * self.kwh / 10:.1f}", {"unit_of_measurement": "%"})
        grid_w, load_w = meters.grid_power_w - self.given_w, meters.load_w - self.given_w
        return meters._replace(grid_power_w=grid_w, load_w=load_w)

    def serve(
        self, service: str, entity_id: Any, value: Any, message: str, note: str = ""
    ) -> dict[str, Any] | None:
        if entity_id != LIMIT:
            return self._serve(service, entity_id, value, message, note)
        if not self.shell.home.present:
            return None
        assert service == "number/set_value"
        if self.fails:
            return {"success": False, "error": {"code": "home_assistant_error", "message": "inverter busy"}}
        self.written.append((self.shell.now_s, value))
        self.shell.home.set(LIMIT, f"{value:.0f}", RANGE)
        return {"success": True}

    @property
    def values(self) -> list[float]:
        return [value for _, value in self.written]


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    world = World(constant_day(-600, 600), SimulatedCar(now_s=NIGHT_S, soc_pct=40), NIGHT_S)
    clock = HandClock(datetime.fromtimestamp(NIGHT_S, timezone.utc))
    entities = SimulatedEntities(world.car, "model_y", Habits(), NIGHT_S)
    with Shell(world, clock, tmp_path, ARGUMENTS, entities) as shell:
        yield shell


@pytest.fixture
def inverter(shell: Shell) -> Inverter:
    return Inverter(shell, shell.world)


def held(shell: Shell, inverter: Inverter) -> None:
    """Half an hour of cheap power."""
    shell.start()
    shell.run(NIGHT_S + 40 * MINUTE_S)
    assert shell.world.car.charging
    assert inverter.values == [0.0]


def reason(shell: Shell) -> str:
    return str(shell.get_state("sensor.solar_charging_reason"))


def test_it_is_held_while_cheap_power_is_bought_and_let_go_after(shell: Shell, inverter: Inverter) -> None:
    shell.start()
    shell.run(NIGHT_S + 9 * HOUR_S)
    (held_s, _), (free_s, _) = inverter.written
    assert inverter.values == [0.0, 5000.0]
    # Held soon after the price has fallen; let go soon after the car is full, or the price has risen.
    assert NIGHT_S + 10 * MINUTE_S < held_s < NIGHT_S + 17 * MINUTE_S
    assert held_s + HOUR_S < free_s < NIGHT_S + 8 * HOUR_S + 20 * MINUTE_S
    # The car has got next to nothing of it, the house what it drew before and after.
    assert inverter.kwh > 4.5


@pytest.mark.parametrize(("off_peak", "is_held"), [(0.15, True), (0.295, False)])
def test_what_a_kwh_in_it_is_worth_decides(
    shell: Shell, inverter: Inverter, tmp_path: Path, off_peak: float, is_held: bool
) -> None:
    """By all that is known it is empty at eight in the morning, when a kWh costs 0.30 again."""
    history = History()
    for quarter_s in range(round(NIGHT_S) - 14 * 86_400, round(NIGHT_S), 900):
        history.measured(quarter_s, 900, -600, 0)
    saved = {"version": 1, "history": history.to_dict()}
    (tmp_path / "solar_charging_solar_charging.json").write_text(json.dumps(saved))
    windows = [{**ARGUMENTS["tariff"]["off_peak"][0], "price": off_peak}]
    shell.arguments = {**ARGUMENTS, "tariff": {"peak_price": 0.30, "off_peak": windows}}
    shell.home.set("input_boolean.car_may_use_battery", "on")
    shell.start()
    shell.run(NIGHT_S + 30 * MINUTE_S)
    assert shell.world.car.charging
    assert inverter.values == ([0.0] if is_held else [])


def test_the_reason_says_so(shell: Shell, inverter: Inverter) -> None:
    held(shell, inverter)
    assert "; the house battery is held meanwhile" in reason(shell)


def test_switched_off_it_is_let_go_at_once(shell: Shell, inverter: Inverter) -> None:
    held(shell, inverter)
    shell.home.set(SWITCH, "off")
    shell.run(shell.now_s + 2 * MINUTE_S)
    assert inverter.values == [0.0, 5000.0]


def test_the_end_of_the_app_lets_it_go(shell: Shell, inverter: Inverter) -> None:
    held(shell, inverter)
    assert shell.app is not None
    shell.app.terminate()
    assert inverter.values == [0.0, 5000.0]


def test_a_killed_app_lets_it_go_when_it_starts_again(shell: Shell, inverter: Inverter) -> None:
    held(shell, inverter)
    shell.kill()
    shell.run(shell.now_s + HOUR_S)
    assert inverter.limit_w == 0
    shell.start()
    shell.run(shell.now_s + 2 * MINUTE_S)
    assert inverter.values == [0.0, 5000.0]


def test_beats_that_fail_let_it_go(shell: Shell, inverter: Inverter, monkeypatch: pytest.MonkeyPatch) -> None:
    held(shell, inverter)
    assert shell.app is not None
    shell.escaped = []
    monkeypatch.setattr(shell.app.controller, "beat", lambda *_: 1 / 0)
    shell.run(shell.now_s + 2 * MINUTE_S)
    assert inverter.values == [0.0, 5000.0]


def test_settings_that_are_broken_meanwhile_do_not_keep_it_held(shell: Shell, inverter: Inverter) -> None:
    held(shell, inverter)
    shell.kill()
    shell.arguments = {**ARGUMENTS, "charging": {"beat_s": "often"}}
    shell.start()
    shell.run(shell.now_s + 12 * MINUTE_S)
    assert inverter.values == [0.0, 5000.0]


def test_nor_does_it_where_no_former_settings_are_known(
    shell: Shell, inverter: Inverter, tmp_path: Path
) -> None:
    held(shell, inverter)
    shell.kill()
    (file,) = tmp_path.glob("*.json")
    file.write_text(json.dumps({**json.loads(file.read_text()), "settings": None}))
    shell.arguments, shell.escaped = {"meters": None}, []
    shell.start()
    shell.run(shell.now_s + 12 * MINUTE_S)
    assert inverter.values == [0.0, 5000.0]
    assert json.loads(file.read_text())["hold"]["held"] is None
    assert shell.escaped == []


def test_when_home_assistant_comes_back_it_is_let_go_and_held_again_later(
    shell: Shell, inverter: Inverter
) -> None:
    held(shell, inverter)
    shell.leave()
    shell.run(shell.now_s + 30 * MINUTE_S)
    shell.home.set(LIMIT, "unavailable")
    shell.come_back()
    shell.home.load_car()
    shell.run(shell.now_s + 3 * MINUTE_S)
    shell.home.set(LIMIT, "0", RANGE)
    shell.run(shell.now_s + 2 * MINUTE_S)
    assert inverter.values == [0.0, 5000.0]
    shell.run(shell.now_s + HOUR_S)
    assert inverter.values == [0.0, 5000.0, 0.0]


def test_what_somebody_else_sets_stays(shell: Shell, inverter: Inverter) -> None:
    held(shell, inverter)
    shell.home.set(LIMIT, "1500", RANGE)
    shell.run(shell.now_s + 3 * HOUR_S)
    assert (inverter.values, inverter.limit_w) == ([0.0], 1500)
    assert any("number.battery_max_discharge says '1500'" in text for text in shell.home.noted)


def test_without_a_state_file_nothing_is_held(
    shell: Shell, inverter: Inverter, monkeypatch: pytest.MonkeyPatch
) -> None:
    Disk(monkeypatch).is_read_only()
    shell.start()
    shell.run(NIGHT_S + HOUR_S)
    assert shell.world.car.charging
    assert inverter.values == []
    assert any("so the house battery is not held" in text for text in shell.home.noted)


def test_a_service_that_fails_is_told_and_nothing_is_left_behind(shell: Shell, inverter: Inverter) -> None:
    inverter.fails = True
    shell.start()
    shell.run(NIGHT_S + 20 * MINUTE_S)
    assert any("inverter busy" in text for text in shell.home.noted)
    inverter.fails = False
    shell.run(NIGHT_S + HOUR_S)
    assert inverter.values == [5000.0, 0.0]


def test_a_hold_that_cannot_be_ended_is_told_after_ten_minutes_and_when_it_is_over(
    shell: Shell, inverter: Inverter
) -> None:
    held(shell, inverter)
    inverter.fails = True
    shell.home.set(SWITCH, "off")
    shell.run(shell.now_s + 9 * MINUTE_S)
    assert not any("still held" in text for text in shell.home.noted)
    shell.run(shell.now_s + 3 * MINUTE_S)
    assert any("still held, so that it gives nothing" in text for text in shell.home.noted)
    inverter.fails = False
    shell.run(shell.now_s + 20 * MINUTE_S)
    assert inverter.limit_w == 5000
    assert any("is held no more" in text for text in shell.home.noted)
