"""Lists what breaks at AppDaemon, its computer and its files, and what breaks at the same time."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator

from simulator.meter_habits import MeterHabits

from .acts import (
    CAR_KINDS,
    answers,
    api_recovers,
    both,
    clock_jumps,
    disk_refuses,
    ha_leaves,
    ha_returns,
    kill,
    meters,
    meters_recover,
    restart,
    restart_with_file,
    section,
    start,
    start_with,
    void_tokens,
)
from .fault import LOGIN, WRONG_METER_KWH, Fault, cut_off
from .of_the_home import UNIT
from .of_the_service import DISK

HOUR_S = 3600.0
SECTIONS = (
    "spending", "ledger", "prices", "learnt", "restraint", "alerts", "dear_charge", "hold", "car",
    "meters", "hidden_sun", "departures", "hand", "agenda", "limit",
    "notices", "settings", "history",
)  # fmt: skip
"""Of the state file."""

KEPT = frozenset({"history", "spending", "ledger"})
"""What must not be lost, whatever else is."""


def faults() -> Iterator[Fault]:
    """Yields the faults of AppDaemon and its computer, and those that come together."""
    yield from _ends()
    yield from _clock()
    yield from _disk()
    yield from _state_file()
    yield from _together()


def _ends() -> Iterator[Fault]:
    yield Fault("app restarted", restart)
    yield Fault("AppDaemon killed for 5 min", kill, start, minutes=5, unreachable=True, quick=True)
    yield Fault("AppDaemon killed for 30 min", kill, start, unreachable=True)
    for title, settings, told in (
        ("a price 'abc'", {"peak_price": "abc"}, "peak_price"),
        ("a misspelt setting", {"peek_price": 0.3}, "peek_price"),
    ):
        yield Fault(f"restarted with {title}", start_with("tariff", **settings), restart, told=told)


def _clock() -> Iterator[Fault]:
    for title, seconds in (("1 h back", -HOUR_S), ("1 h ahead", HOUR_S), ("a day ahead", 24 * HOUR_S)):
        yield Fault(
            f"clock {title} for 4 min",
            clock_jumps(seconds),
            clock_jumps(-seconds),
            minutes=4,
            quick=seconds == -HOUR_S,
        )
        yield Fault(f"clock {title}", clock_jumps(seconds), clock_jumps(-seconds))


def _disk() -> Iterator[Fault]:
    for title, number in (("full", errno.ENOSPC), ("read-only", errno.EROFS)):
        yield Fault(f"disk {title}", disk_refuses(number), disk_refuses(None))


def _state_file() -> Iterator[Fault]:
    spoils: list[tuple[str, Callable[[str], str]]] = [
        ("truncated", lambda text: text[: len(text) // 2]),
        ("empty", lambda _: ""),
        ("garbage", lambda _: "\x00\ufffd{"),
        ("null", lambda _: "null"),
        ("of version 2", section("version", 2)),
    ]
    for title, spoil in spoils:
        yield Fault(f"state file {title}", restart_with_file(spoil), loses=KEPT)
    for name in SECTIONS:
        for value in ("x",) if name not in KEPT else ("x", None, {"total": [float("nan")]}):
            yield Fault(
                f"state file: {name} is {value!r}",
                restart_with_file(section(name, value)),
                loses=frozenset({name}),
                quick=name == "meters",
            )


def _together() -> Iterator[Fault]:
    dead, full = answers(CAR_KINDS, status=500), disk_refuses(errno.ENOSPC)
    unavailable = meters(MeterHabits(words="unavailable"))
    va = meters(MeterHabits(unit="VA"))
    # Nobody can be told while Home Assistant is gone.
    yield cut_off("HA gone, API dead", both(ha_leaves, dead), both(ha_returns, api_recovers), told="")
    yield cut_off("app restarted, API dead", both(dead, restart), api_recovers, quick=True)
    yield cut_off("API dead, meter unavailable", both(dead, unavailable), both(api_recovers, meters_recover))
    yield cut_off(
        "clock 1 h back, API dead",
        both(clock_jumps(-HOUR_S), dead),
        both(clock_jumps(HOUR_S), api_recovers),
    )
    yield Fault(
        "unit VA, app restarted", both(va, restart), meters_recover, dear_kwh=WRONG_METER_KWH, said=UNIT
    )
    yield Fault(
        "disk full while tokens are renewed, app restarted",
        both(full, void_tokens, restart),
        disk_refuses(None),
        told=DISK,
        untrue=LOGIN,
    )
    yield Fault("HA gone, app restarted", both(ha_leaves, restart), ha_returns)
