"""The endpoints of Tesla's Owner API, for one car."""

from __future__ import annotations

import re
from typing import NamedTuple

from simulator import tesla_json
from simulator.car import CarAsleepError
from simulator.faults import error_body
from simulator.http_server import Reply, Request
from simulator.journal import COMMANDS
from simulator.tesla_terms import Outcome
from simulator.tokens import LoginRequiredError, TokenOffice
from simulator.world import World

CAR = r"api/1/vehicles/(?P<vehicle>[^/]+)"
ROUTES = (
    ("POST", r"sso/oauth2/v3/token", "token"),
    ("GET", r"api/1/products", "products"),
    ("GET", r"api/1/vehicles", "vehicles"),
    ("GET", r"api/1/users/orders", "orders"),
    ("GET", CAR, "summary"),
    ("GET", rf"{CAR}/vehicle_data", "vehicle_data"),
    ("POST", rf"{CAR}/wake_up", "wake_up"),
    *(("POST", rf"{CAR}/command/{name}", name) for name in COMMANDS),
)
KINDS = tuple(kind for _, _, kind in ROUTES)
ARGUMENTS = {"set_charging_amps": "charging_amps", "set_charge_limit": "percent"}


class Call(NamedTuple):
    """A request, by the name of its endpoint or command and by the vehicle in its path."""

    kind: str
    vehicle: str
    request: Request


class Answer(NamedTuple):
    """The reply (None: hang up), and the car's own answer where a command reached it."""

    reply: Reply | None
    outcome: Outcome | None = None


def call_of(request: Request) -> Call:
    """Which endpoint a request is for; kind `unknown` when there is none."""
    for method, pattern, kind in ROUTES:
        match = re.fullmatch(pattern, request.path)
        if match and method == request.method:
            return Call(kind, match.groupdict().get("vehicle", ""), request)
    return Call("unknown", "", request)


def refusal(status: int) -> Answer:
    return Answer(Reply(status, error_body(status)))


def success(response: object) -> Answer:
    return Answer(Reply(200, {"response": response}))


class OwnerApi:
    """Answers calls for the car of a world, addressed by VIN or by number."""

    def __init__(self, world: World, tokens: TokenOffice) -> None:
        self._world = world
        self._car = world.car
        self._tokens = tokens

    def answer(self, call: Call, now_s: float) -> Answer:
        """What Tesla would say at `now_s`."""
        if call.kind == "token":
            return self._token(call.request)
        if not self._tokens.accepts(call.request.bearer):
            return refusal(401)
        with self._world.lock:
            self._world.advance(now_s)
            return self._about_vehicle(call, now_s) if call.vehicle else self._about_account(call)

    def _token(self, request: Request) -> Answer:
        try:
            return Answer(Reply(200, self._tokens.refresh(request.body)))
        except LoginRequiredError:
            words = "Please sign in again: the refresh token is not valid."
            return Answer(Reply(401, {"error": "login_required", "error_description": words}))

    def _about_account(self, call: Call) -> Answer:
        if call.kind == "products":
            products = [tesla_json.summary(self._car)]
            return Answer(Reply(200, {"response": products, "count": len(products)}))
        return refusal(412 if call.kind == "vehicles" else 404)

    def _about_vehicle(self, call: Call, now_s: float) -> Answer:
        if call.vehicle not in (self._car.settings.vin, str(self._car.settings.numeric_id)):
            return refusal(404)
        try:
            if call.kind in COMMANDS:
                return self._command(call, now_s)
            if call.kind == "vehicle_data":
                self._car.read(now_s)
                endpoints = [name for name in call.request.query.get("endpoints", "").split(";") if name]
                return success(tesla_json.vehicle_data(self._car, now_s, endpoints))
        except CarAsleepError:
            return refusal(408)
        before = tesla_json.summary(self._car)
        if call.kind == "wake_up":
            self._car.wake_up(now_s)
        return success(before)

    def _command(self, call: Call, now_s: float) -> Answer:
        argument = ARGUMENTS.get(call.kind)
        if argument is None:
            outcome = (
                self._car.charge_start(now_s) if call.kind == "charge_start" else self._car.charge_stop(now_s)
            )
        else:
            value = call.request.body.get(argument)
            if not isinstance(value, int):
                words = f"invalid {argument}: must be an integer, is {value!r}"
                return Answer(Reply(400, {"response": None, "error": words, "error_description": ""}))
            obey = (
                self._car.set_charging_amps
                if call.kind == "set_charging_amps"
                else self._car.set_charge_limit
            )
            outcome = obey(value, now_s)
        return Answer(Reply(200, {"response": outcome._asdict()}), outcome)
