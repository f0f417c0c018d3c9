"""Serves the simulator's own endpoints: they show the world, change it, and order failures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from simulator.car import SimulatedCar
from simulator.charge_port import Cable
from simulator.faults import Faults, fault_from_json
from simulator.http_server import Reply, Request
from simulator.position import Position
from simulator.request_log import RequestLog
from simulator.tokens import TokenOffice
from simulator.world import World

AWAY_DEGREES = 0.2  # about 22 km


class Steering:
    """Answers requests for `simulator/...`.

    They are GET `state` and `requests`, and POST `car`, `sun`, `battery`, `tokens`, `fail` and `recover`.
    """

    def __init__(self, world: World, tokens: TokenOffice, faults: Faults, request_log: RequestLog) -> None:
        self._world = world
        self._tokens = tokens
        self._faults = faults
        self._request_log = request_log

    def respond(self, request: Request, now_s: float) -> Reply:
        endpoints: dict[str, Callable[[], object]] = {
            "GET simulator/state": lambda: self._state(now_s),
            "GET simulator/requests": lambda: [asdict(entry) for entry in self._request_log.entries()],
            "POST simulator/car": lambda: self._change_car(request.body, now_s),
            "POST simulator/sun": lambda: self._change_sun(request.body, now_s),
            "POST simulator/battery": lambda: self._change_battery(request.body, now_s),
            "POST simulator/tokens": lambda: self._change_tokens(request.body),
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
        return self._world.report(now_s) | self._request_log.counts()

    def _change_car(self, changes: Mapping[str, Any], now_s: float) -> dict[str, object]:
        with self._world.lock:
            self._world.advance(now_s)
            change_car(self._world.car, changes, now_s)
            return self._state(now_s)

    def _change_sun(self, order: Mapping[str, Any], now_s: float) -> dict[str, object]:
        """Hides the sun, or lets it shine as the trace says again."""
        if not isinstance(order.get("shines"), bool):
            raise ValueError(f"the sun shines: true or false, not {order.get('shines')!r}")
        with self._world.lock:
            self._world.advance(now_s)
            self._world.overcast = not order["shines"]
            return self._state(now_s)

    def _change_battery(self, changes: Mapping[str, Any], now_s: float) -> dict[str, object]:
        """Sets the most in W that the house battery may give, `hold_w` (null: all), or its `soc_pct`."""
        battery = self._world.battery
        if battery is None:
            raise ValueError("this house has no battery")
        if unknown := set(changes) - {"hold_w", "soc_pct"}:
            raise ValueError(f"a house battery has hold_w and soc_pct, not {', '.join(sorted(unknown))}")
        with self._world.lock:
            self._world.advance(now_s)
            if "hold_w" in changes:
                hold_w = changes["hold_w"]
                battery.hold_w = None if hold_w is None else max(number("hold_w", hold_w), 0.0)
            if "soc_pct" in changes:
                battery.set_soc(min(max(number("soc_pct", changes["soc_pct"]), 0.0), 100.0))
            return self._state(now_s)

    def _change_tokens(self, order: Mapping[str, Any]) -> dict[str, object]:
        """Carries out an event: `voided` access tokens, a `rotated` refresh token, or all `revoked`.

        `rotated` stands for a sign-in by somebody else.
        """
        events: dict[object, Callable[[], object]] = {
            "voided": self._tokens.void_access_tokens,
            "rotated": self._tokens.issue,
            "revoked": self._tokens.revoke,
        }
        event = events.get(order.get("event"))
        if event is None:
            raise ValueError(f"an event is {', '.join(map(str, events))}, not {order.get('event')!r}")
        event()
        return dict(order)

    def _fail(self, order: Mapping[str, Any]) -> dict[str, object]:
        self._faults.order(fault_from_json(order))
        return {"ordered": dict(order)}

    def _recover(self) -> dict[str, object]:
        self._faults.clear()
        return {}


def change_car(car: SimulatedCar, changes: Mapping[str, Any], now_s: float) -> None:
    """Changes the car as the keys say, in their order; raises `ValueError` for an unknown key or value."""
    verbs: dict[str, Callable[[Any], object]] = {
        "position": lambda where: car.drive_to(position_of(car, where), now_s),
        "plugged_in": lambda plugged_in: car.plug_in(now_s) if plugged_in else car.unplug(now_s),
        "cable": lambda cable: car.pull(cable_of(cable), now_s),
        "mains": lambda on: car.restore_mains(now_s) if on else car.cut_mains(now_s),
        "soc_pct": lambda pct: car.set_soc(number("soc_pct", pct), now_s),
        "charge_limit_pct": lambda pct: car.change_limit(round(number("charge_limit_pct", pct)), now_s),
        "scheduled_in_s": lambda wait_s: car.schedule_charging(moment(wait_s, now_s), now_s),
        "deaf": lambda deaf: setattr(car, "deaf", bool(deaf)),
        "misreads": lambda times: setattr(car.port, "misreads_left", round(number("misreads", times))),
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


def moment(wait_s: object, now_s: float) -> float | None:
    return None if wait_s is None else now_s + number("scheduled_in_s", wait_s)


def cable_of(word: object) -> Cable:
    """Returns a cable that is half out: `loose` (it gives no sign) or `unlatched`."""
    half_out = {"loose": Cable.LOOSE, "unlatched": Cable.UNLATCHED}
    if not isinstance(word, str) or word not in half_out:
        raise ValueError(f"a cable is {' or '.join(half_out)}, not {word!r}; plugged_in puts it in or out")
    return half_out[word]


def position_of(car: SimulatedCar, where: object) -> Position:
    """Returns the position of `home`, `away` or [latitude, longitude]."""
    home = car.settings.home
    if where == "home":
        return home
    if where == "away":
        return Position(home.latitude + AWAY_DEGREES, home.longitude)
    if isinstance(where, list) and len(where) == 2:
        return Position(number("latitude", where[0]), number("longitude", where[1]))
    raise ValueError(f"a position is home, away or [latitude, longitude], not {where!r}")
