"""The simulator's own endpoints: look at the world, change it, order failures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from simulator.car import SimulatedCar
from simulator.faults import Faults, fault_from_json
from simulator.http_server import Reply, Request
from simulator.journal import Journal
from simulator.position import Position
from simulator.world import World

AWAY_DEGREES = 0.2  # about 22 km


class Steering:
    """GET `simulator/state` and `requests` there; POST `simulator/car`, `fail` and `recover`."""

    def __init__(self, world: World, faults: Faults, journal: Journal) -> None:
        self._world = world
        self._faults = faults
        self._journal = journal

    def respond(self, request: Request, now_s: float) -> Reply:
        endpoints: dict[str, Callable[[], object]] = {
            "GET simulator/state": lambda: self._state(now_s),
            "GET simulator/requests": lambda: [asdict(entry) for entry in self._journal.entries()],
            "POST simulator/car": lambda: self._change_car(request.body, now_s),
            "POST simulator/fail": lambda: self._fail(request.body),
            "POST simulator/recover": lambda: self._recover(),
        }
        endpoint = endpoints.get(f"{request.method} {request.path}")
        if endpoint is None:
            return Reply(404, {"error": f"there are {', '.join(endpoints)}"})
        try:
            return Reply(200, endpoint())
        except ValueError as error:
            return Reply(400, {"error": str(error)})

    def _state(self, now_s: float) -> dict[str, object]:
        return self._world.report(now_s) | self._journal.counts()

    def _change_car(self, changes: Mapping[str, Any], now_s: float) -> dict[str, object]:
        with self._world.lock:
            self._world.advance(now_s)
            change_car(self._world.car, changes, now_s)
            return self._state(now_s)

    def _fail(self, order: Mapping[str, Any]) -> dict[str, object]:
        self._faults.order(fault_from_json(order))
        return {"ordered": dict(order)}

    def _recover(self) -> dict[str, object]:
        self._faults.clear()
        return {}


def change_car(car: SimulatedCar, changes: Mapping[str, Any], now_s: float) -> None:
    """Do to the car what the keys say, in their order; `ValueError` names a key or value it does not know."""
    verbs: dict[str, Callable[[Any], object]] = {
        "position": lambda where: car.drive_to(position_of(car, where), now_s),
        "plugged_in": lambda plugged_in: car.plug_in(now_s) if plugged_in else car.unplug(now_s),
        "mains": lambda on: car.restore_mains(now_s) if on else car.cut_mains(now_s),
        "soc_pct": lambda pct: car.set_soc(number("soc_pct", pct), now_s),
        "charge_limit_pct": lambda pct: car.change_limit(round(number("charge_limit_pct", pct)), now_s),
        "asleep": lambda asleep: car.fall_asleep(now_s) if asleep else car.rouse(now_s),
    }
    for key in changes:
        if key not in verbs:
            raise ValueError(f"a car has {', '.join(verbs)}, not {key!r}")
    for key, value in changes.items():
        verbs[key](value)


def number(name: str, value: object) -> float:
    if not isinstance(value, (int, float)):
        raise ValueError(f"{name} must be a number, is {value!r}")
    return value


def position_of(car: SimulatedCar, where: object) -> Position:
    """`home`, `away` or [latitude, longitude]."""
    home = car.settings.home
    if where == "home":
        return home
    if where == "away":
        return Position(home.latitude + AWAY_DEGREES, home.longitude)
    if isinstance(where, list) and len(where) == 2:
        return Position(number("latitude", where[0]), number("longitude", where[1]))
    raise ValueError(f"a position is home, away or [latitude, longitude], not {where!r}")
