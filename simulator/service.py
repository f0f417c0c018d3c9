"""Implements the endpoints of a service for one car, as a profile has them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from simulator import tesla_json
from simulator.car import CarAsleepError
from simulator.habits import Habits, Past
from simulator.http_server import Reply
from simulator.profiles import Profile
from simulator.request_log import COMMANDS
from simulator.routes import UNKNOWN, Call
from simulator.tesla_terms import Outcome
from simulator.tokens import TokenOffice, TokenRefusedError
from simulator.world import World

SHUNNED = "forbidden, see https://developer.tesla.com/docs/fleet-api"
SECTIONS = ("charge_state", "drive_state", "vehicle_state", "location_data")
ARGUMENTS = {"set_charging_amps": "charging_amps", "set_charge_limit": "percent"}


class Answer(NamedTuple):
    """Holds the reply (None: hang up), and the car's own answer where a command reached it."""

    reply: Reply | None
    outcome: Outcome | None = None


class Service:
    """Answers calls for the car of a world."""

    def __init__(self, world: World, tokens: TokenOffice, profile: Profile, habits: Habits) -> None:
        self._world = world
        self._car = world.car
        self._tokens = tokens
        self._profile = profile
        self._dialect = profile.dialect
        self._habits = habits
        self._past: Past[tesla_json.Json] = Past(habits.cache_s)
        if habits.cache_s:
            self._note(world.now_s)
            world.watchers.append(self._note)

    def answer(self, call: Call, now_s: float) -> Answer:
        """Returns the service's answer at `now_s`."""
        public = call.kind == "token" or not self._profile.needs_token
        if not public and not self._tokens.accepts(call.request.bearer):
            return self._refusal(call, 401)
        if not public and self._tokens.shuns(call.request.bearer):
            return Answer(self._dialect.failure(call, 403, SHUNNED))
        if call.kind == UNKNOWN or call.kind in self._profile.closed:
            return self._refusal(call, self._profile.closed.get(call.kind, 404))
        if call.kind == "token":
            return self._token(call)
        with self._world.lock:
            self._world.advance(now_s)
            return self._about_vehicle(call, now_s) if call.vehicle else self._about_account()

    def _refusal(self, call: Call, status: int) -> Answer:
        return Answer(self._dialect.error(call, status))

    def _token(self, call: Call) -> Answer:
        try:
            return Answer(Reply(200, self._tokens.refresh(call.request.body)))
        except TokenRefusedError as refused:
            body = {"error": refused.error, "error_description": str(refused)}
            return Answer(Reply(refused.status, body))

    def _about_account(self) -> Answer:
        cars = [self._marked(tesla_json.summary(self._car))]
        return Answer(Reply(200, {"response": cars, "count": len(cars)}))

    def _marked(self, vehicle: tesla_json.Json) -> tesla_json.Json:
        return vehicle | {"command_signing": self._profile.command_signing}

    def _about_vehicle(self, call: Call, now_s: float) -> Answer:
        if not self._knows(call.vehicle):
            return Answer(self._dialect.stranger(call))
        try:
            if call.kind in COMMANDS:
                return self._command(call, now_s)
            if call.kind == "vehicle_data":
                return self._data(call, now_s)
        except CarAsleepError:
            return Answer(self._dialect.asleep(call))
        before = self._marked(tesla_json.summary(self._car))
        if call.kind == "summary":
            return Answer(self._dialect.data(call, before))
        self._car.wake_up(now_s)
        return Answer(self._dialect.woken(call, before))

    def _knows(self, vehicle: str) -> bool:
        settings = self._car.settings
        by_number = self._profile.by_number and vehicle == str(settings.numeric_id)
        return vehicle == settings.vin or by_number

    def _data(self, call: Call, now_s: float) -> Answer:
        endpoints = {name for name in call.request.query.get("endpoints", "").split(";") if name}
        readable = self._profile.readable
        if readable is not None and not endpoints <= readable:
            return Answer(self._dialect.failure(call, 503, f"unrecognized state category in {endpoints}"))
        if not self._profile.location:
            endpoints = {"drive_state" if name == "location_data" else name for name in endpoints}
        self._car.read(now_s)
        data = self._as_told(tesla_json.vehicle_data(self._car, now_s, endpoints), endpoints, now_s)
        return Answer(self._dialect.data(call, self._marked(data)))

    def _note(self, now_s: float) -> None:
        self._past.note(now_s, tesla_json.vehicle_data(self._car, now_s, SECTIONS))

    def _as_told(self, data: tesla_json.Json, endpoints: Collection[str], now_s: float) -> tesla_json.Json:
        """Returns the data as the service's habits let it through; what is old says so by its time."""
        if self._habits.cache_s:
            old = self._past.at(now_s - self._habits.cache_s)
            if "location_data" not in endpoints:
                old = old | {"drive_state": data.get("drive_state")}
            data = {name: old.get(name, value) for name, value in data.items()}
        told = self._habits.told
        return {name: told(part) if isinstance(part, dict) else part for name, part in data.items()}

    def _command(self, call: Call, now_s: float) -> Answer:
        argument = ARGUMENTS.get(call.kind)
        value = call.request.body.get(argument) if argument else None
        if argument and not isinstance(value, int):
            words = f"invalid {argument}: must be an integer, is {value!r}"
            return Answer(self._dialect.failure(call, 400, words))
        if self._profile.rouses:
            self._car.rouse(now_s)
        outcome = self._obey(call.kind, value, now_s)
        return Answer(self._dialect.outcome(call, outcome), outcome)

    def _obey(self, command: str, value: int | None, now_s: float) -> Outcome:
        verb = getattr(self._car, command)
        outcome: Outcome = verb(now_s) if value is None else verb(value, now_s)
        return outcome
