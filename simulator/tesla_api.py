"""Serves Tesla's API over HTTP, with a simulated car behind it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.car import SimulatedCar
from simulator.certificate import Certificate
from simulator.clock import Clock
from simulator.faults import Fault, Faults
from simulator.habits import Habits
from simulator.http_server import HOST, HttpServer, Reply, Request
from simulator.profiles import OWNER_LEGACY, Profile
from simulator.request_log import Entry, RequestLog
from simulator.routes import KINDS, Call, call_of
from simulator.service import Answer, Service
from simulator.steering import Steering
from simulator.tokens import TokenOffice
from simulator.world import World, dark_house


class TeslaApi:
    """Serves one car at `api_url` and `auth_url`, from `start` to `stop` or as a context manager.

    `world` may be a bare car, which then stands in front of a house without load and sun. Port 0 takes a free
    one; a taken one raises `OSError`. `profile` is the kind of service, `habits` how it reports the car.
    `tokens` hands out and voids tokens. With `tls` the addresses are https, and `ca_file` is the certificate
    to trust, made anew each time; raises `OSError` where the command openssl, which makes it, is missing or
    fails. A slow answer waits by `sleep`.
    """

    def __init__(
        self,
        world: World | SimulatedCar,
        clock: Clock,
        port: int = 0,
        *,
        profile: Profile = OWNER_LEGACY,
        tls: bool = False,
        habits: Habits | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self.world = world if isinstance(world, World) else World(dark_house(), world, clock.now_s())
        self.profile = profile
        self.tokens = TokenOffice(
            client_id=profile.client_id,
            static_token=profile.static_token,
            renewals_shunned=profile.renewals_shunned,
        )
        self._clock = clock
        self._sleep = sleep
        self._faults = Faults(KINDS)
        self._request_log = RequestLog()
        self._service = Service(self.world, self.tokens, profile, habits or Habits())
        self._steering = Steering(self.world, self.tokens, self._faults, self._request_log)
        self._certificate = certificate = Certificate(HOST) if tls else None
        self._server = HttpServer(self._respond, port, certificate.server_context() if certificate else None)
        self.api_url = f"{'https' if tls else 'http'}://{HOST}:{self._server.server_port}/"
        self.auth_url = f"{self.api_url}sso/"  # its own prefix, by which TeslaPy tells the services apart

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        """Ends the service and every connection to it."""
        self._server.stop()
        if self._certificate:
            self._certificate.discard()

    @property
    def ca_file(self) -> Path | None:
        """Returns the path of the certificate that a client must trust; None without TLS."""
        return self._certificate.file if self._certificate else None

    def __enter__(self) -> TeslaApi:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def requests(self) -> list[Entry]:
        """Returns the newest requests, oldest first, without those that steer the simulator."""
        return self._request_log.entries()

    @property
    def commands(self) -> list[Entry]:
        """Returns the requests among them that reached the car as commands, whatever it answered."""
        return [entry for entry in self.requests if entry.outcome is not None]

    def fail_next(self, kind: str, **fault: Any) -> None:
        """Lets the next requests of a kind fail; `fault` holds the other fields of `Fault`.

        The kinds are `any`, `token`, `products`, `summary`, `vehicle_data`, `wake_up`, `charge_start` and so
        on; raises `ValueError` for an unknown one.
        """
        self._faults.order(Fault(kind, **fault))

    def recover(self) -> None:
        """Cancels all ordered failures."""
        self._faults.clear()

    def _respond(self, request: Request) -> Reply | None:
        if request.path.startswith("simulator/"):
            return self._steering.respond(request, self._clock.now_s())
        call = call_of(request, self.profile.routes)
        fault = self._faults.take(call.kind)
        reply, outcome = self._fail(call, fault) if fault else self._answer(call)
        status = None if reply is None else reply.status
        now_s, sent = self._clock.now_s(), bool(request.bearer)
        self._request_log.add(Entry(now_s, call.kind, request.path, request.body, status, outcome, sent))
        return reply

    def _answer(self, call: Call) -> Answer:
        return self._service.answer(call, self._clock.now_s())

    def _fail(self, call: Call, fault: Fault) -> Answer:
        self._sleep(fault.delay_s)
        answer = self._answer(call) if fault.passes or fault.carried_out else Answer(None)
        if fault.passes:
            return Answer(fault.spoilt(answer.reply), answer.outcome)
        return Answer(fault.reply(lambda status: self.profile.dialect.error(call, status)), answer.outcome)
