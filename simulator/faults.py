"""Makes requests fail on order, as a test or a demo wants."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from simulator.http_server import Reply

ANY = "any"


@dataclass(frozen=True)
class Fault:
    """Describes what happens to the next `times` requests of a kind.

    A kind is `any`, an endpoint's name or a command's. The requests are answered after `delay_s` of real
    time: by `status` with `body` and `headers` (without them, with what the service usually sends along), not
    at all when `cut`, otherwise as usual, but for the values `instead`, by their places in the response, such
    as charge_state.battery_level. With `carried_out` a command reaches the car all the same.
    """

    kind: str
    status: int | None = None
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int = 1
    delay_s: float = 0.0
    cut: bool = False
    carried_out: bool = False
    instead: Mapping[str, Any] = field(default_factory=dict)

    @property
    def passes(self) -> bool:
        """Says whether the request is answered as usual after all."""
        return self.status is None and not self.cut

    def reply(self, usual: Callable[[int], Reply]) -> Reply | None:
        """Returns the reply to send instead, None for no reply.

        `usual` is the service's own reply for a status.
        """
        if self.cut or self.status is None:
            return None
        reply = usual(self.status)
        body = reply.body if self.body is None else self.body
        return Reply(self.status, body, self.headers or reply.headers)

    def spoilt(self, reply: Reply | None) -> Reply | None:
        """Returns a usual reply with what is to be there instead."""
        if reply is None or not self.instead:
            return reply
        body = copy.deepcopy(reply.body)
        for place, value in self.instead.items():
            *sections, name = place.split(".")
            found = body.get("response") if isinstance(body, dict) else None
            for section in sections:
                found = found.get(section) if isinstance(found, dict) else None
            if isinstance(found, dict):
                found[name] = value
        return Reply(reply.status, body, reply.headers)


def fault_from_json(order: Mapping[str, Any]) -> Fault:
    """Returns a fault from its JSON; raises `ValueError` for an unknown key or a missing kind."""
    known = [each.name for each in fields(Fault)]
    for key in order:
        if key not in known:
            raise ValueError(f"a fault has {', '.join(known)}, not {key!r}")
    if "kind" not in order:
        raise ValueError("a fault needs a kind, such as vehicle_data or charge_start")
    return Fault(**order)


class Faults:
    """Keeps the open orders, oldest first, for requests of the given kinds."""

    def __init__(self, kinds: Collection[str]) -> None:
        self._kinds = (ANY, *kinds)
        self._open: list[tuple[Fault, int]] = []
        self._lock = threading.Lock()

    def order(self, fault: Fault) -> None:
        """Adds an order; raises `ValueError` for an unknown kind."""
        if fault.kind not in self._kinds:
            raise ValueError(f"a fault's kind must be one of {', '.join(self._kinds)}, is {fault.kind!r}")
        with self._lock:
            self._open.append((fault, fault.times))

    def take(self, kind: str) -> Fault | None:
        """Returns the fault due for a request of this kind, and uses it up by one; None where none is due."""
        with self._lock:
            for index, (fault, left) in enumerate(self._open):
                if fault.kind in (kind, ANY):
                    self._open[index : index + 1] = [(fault, left - 1)] if left > 1 else []
                    return fault
            return None

    def clear(self) -> None:
        with self._lock:
            self._open.clear()
