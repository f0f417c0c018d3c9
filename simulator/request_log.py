"""Records the requests to the simulated service and their outcomes."""

from __future__ import annotations

import threading
from collections import Counter, deque
from dataclasses import dataclass
from typing import Any

from simulator.tesla_terms import Outcome

COMMANDS = ("charge_start", "charge_stop", "set_charging_amps", "set_charge_limit")
KEPT = 10_000


@dataclass(frozen=True)
class Entry:
    """Records one request: `at_s` in simulated unix seconds, `status` None when it was cut off.

    `outcome` is the car's answer to a command, None when the command did not reach it; `bearer_sent` says
    whether the request brought a token.
    """

    at_s: float
    kind: str
    path: str
    body: Any
    status: int | None
    outcome: Outcome | None = None
    bearer_sent: bool = False


class RequestLog:
    """Keeps the newest entries, and counts all of them."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._requests: Counter[str] = Counter()
        self._commands: Counter[str] = Counter(dict.fromkeys(COMMANDS, 0))
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)
            self._requests[entry.kind] += 1
            if entry.outcome is not None:
                self._commands[entry.kind] += 1

    def entries(self) -> list[Entry]:
        with self._lock:
            return list(self._entries)

    def counts(self) -> dict[str, dict[str, int]]:
        """Returns the number of requests by kind, and of the commands among them that reached the car."""
        with self._lock:
            return {"requests": dict(self._requests), "commands": dict(self._commands)}
