"""What people and mains do to a simulated car, by a name for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from simulator.car import SimulatedCar
from simulator.charge_port import Cable
from tests.household import HOME, OFFICE

Act = Callable[[SimulatedCar, float], Any]


def _drive_off(car: SimulatedCar, now_s: float) -> None:
    car.drive_to(OFFICE, now_s)
    car.plug_in(now_s)


def _come_home(car: SimulatedCar, now_s: float, plugs_in: bool) -> None:
    car.drive_to(HOME, now_s)
    if plugs_in:
        car.plug_in(now_s)


def _by_hand(act: Act) -> Act:
    def acts(car: SimulatedCar, now_s: float) -> None:
        car.rouse(now_s)
        act(car, now_s)

    return acts


def _amps(by_a: int) -> Act:
    return _by_hand(lambda car, now_s: car.set_charging_amps(max(car.requested_a + by_a, 5), now_s))


def _has(name: str, value: object) -> Act:
    return lambda car, _: setattr(car, name, value)


OF_THE_CAR: Mapping[str, Act] = {
    "drive off": _drive_off,
    "come home": partial(_come_home, plugs_in=False),
    "come home and plug in": partial(_come_home, plugs_in=True),
    "unplug": SimulatedCar.unplug,
    "plug in": SimulatedCar.plug_in,
    "plug half out": lambda car, now_s: car.pull(Cable.LOOSE, now_s),
    "fall asleep": SimulatedCar.fall_asleep,
    "wake": SimulatedCar.rouse,
    "start by hand": _by_hand(SimulatedCar.charge_start),
    "stop by hand": _by_hand(SimulatedCar.charge_stop),
    "more amps by hand": _amps(7),
    "fewer amps by hand": _amps(-6),
    "raise the limit": lambda car, now_s: car.change_limit(100, now_s),
    "lower the limit": lambda car, now_s: car.change_limit(50, now_s),
    "cut the mains": SimulatedCar.cut_mains,
    "restore the mains": SimulatedCar.restore_mains,
    "schedule": lambda car, now_s: car.schedule_charging(now_s + 900, now_s),
    "deaf": _has("deaf", True),
    "hears": _has("deaf", False),
    "weak cable": _has("cable_a", 10),
    "own cable": _has("cable_a", None),
    "lose charge": lambda car, now_s: car.set_soc(max(car.soc_pct - 30, 2.0), now_s),
}
