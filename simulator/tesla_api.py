"""Tesla's service over HTTP, with a simulated car behind it."""

from __future__ import annotations

import time
from typing import Any

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.faults import Fault, Faults
from simulator.http_server import HOST, HttpServer, Reply, Request
from simulator.journal import Entry, Journal
from simulator.owner_api import KINDS, Answer, Call, OwnerApi, call_of
from simulator.steering import Steering
from simulator.tokens import TokenOffice
from simulator.world import World, dark_house


class TeslaApi:
    """The service for one car at `api_url` and `auth_url`, from `start` to `stop` or as a context manager.

    `world` may be a bare car, which then stands in front of a dark house. Port 0 takes a free one; a taken
    one raises `OSError`. `tokens` hands out and voids tokens.
    """

    def __init__(self, world: World | SimulatedCar, clock: Clock, port: int = 0) -> None:
        self.world = world if isinstance(world, World) else World(dark_house(), world, clock.now_s())
        self.tokens = TokenOffice()
        self._clock = clock
        self._faults = Faults(KINDS)
        self._journal = Journal()
        self._owner_api = OwnerApi(self.world, self.tokens)
        self._steering = Steering(self.world, self._faults, self._journal)
        self._server = HttpServer(self._respond, port)
        self.api_url = f"http://{HOST}:{self._server.server_port}/"
        self.auth_url = f"{self.api_url}sso/"  # its own prefix, by which TeslaPy tells the services apart

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        """End the service and every connection to it."""
        self._server.stop()

    def __enter__(self) -> TeslaApi:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def requests(self) -> list[Entry]:
        """The newest requests, oldest first; those that steer the simulator are not among them."""
        return self._journal.entries()

    @property
    def commands(self) -> list[Entry]:
        """The requests among them that reached the car as commands, whatever it answered."""
        return [entry for entry in self.requests if entry.outcome is not None]

    def fail_next(self, kind: str, **fault: Any) -> None:
        """Let the next requests of a kind fail; `fault` holds the other fields of `Fault`.

        The kinds: `any`, `token`, `products`, `summary`, `vehicle_data`, `wake_up`, `charge_start` and so on;
        `ValueError` for one that there is not.
        """
        self._faults.order(Fault(kind, **fault))

    def recover(self) -> None:
        """Take all failures back."""
        self._faults.clear()

    def _respond(self, request: Request) -> Reply | None:
        if request.path.startswith("simulator/"):
            return self._steering.respond(request, self._clock.now_s())
        call = call_of(request)
        fault = self._faults.take(call.kind)
        reply, outcome = self._fail(call, fault) if fault else self._answer(call)
        status = None if reply is None else reply.status
        self._journal.add(Entry(self._clock.now_s(), call.kind, request.path, request.body, status, outcome))
        return reply

    def _answer(self, call: Call) -> Answer:
        return self._owner_api.answer(call, self._clock.now_s())

    def _fail(self, call: Call, fault: Fault) -> Answer:
        time.sleep(fault.delay_s)
        answer = self._answer(call) if fault.passes or fault.carried_out else Answer(None)
        return answer if fault.passes else Answer(fault.reply(), answer.outcome)
