"""Lists what breaks around real processes, and how."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.faults.fault import LOGIN, Expected

from .trio import Trio, mount

HOUR_S = 3600
Act = Callable[[Trio], object]


@dataclass(frozen=True)
class RealFault(Expected):
    """Is what happens to real processes: what `breaks` is mended after `minutes`; `said` is in the log.

    It `needs_clock` that can be set, or a disk of its own (`needs_disk`).
    """

    breaks: Act
    mends: Act
    minutes: float
    needs_clock: bool = False
    needs_disk: bool = False


def _nothing(_: Trio) -> None:
    """Does nothing."""


def _set_clock(ahead_s: float) -> Act:
    def act(trio: Trio) -> None:
        assert trio.clock is not None
        trio.clock.set(ahead_s)

    return act


def _kill_ha(trio: Trio) -> None:
    # Home Assistant saves the helpers' positions now and then.
    trio.home_assistant.api.call_service("homeassistant.save_persistent_states")
    trio.home_assistant.kill()


def _fill(trio: Trio) -> None:
    filler = trio.disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    trio.steer("tokens", event="voided")


def _empty(trio: Trio) -> None:
    (trio.disk / "filler").unlink()


def _read_only(trio: Trio) -> None:
    mount("-o", "remount,ro", str(trio.disk))
    trio.steer("tokens", event="voided")


def _writable(trio: Trio) -> None:
    mount("-o", "remount,rw", str(trio.disk))


def _all_down(trio: Trio) -> None:
    trio.steer("fail", kind="any", cut=True, times=10**9)
    _kill_ha(trio)


def _all_up(trio: Trio) -> None:
    trio.steer("recover")
    trio.home_assistant.start(180)


NONE = RealFault("nothing", _nothing, _nothing, 5)

FAULTS: tuple[RealFault, ...] = (
    NONE,
    RealFault(
        "half-open websocket",
        lambda trio: trio.proxy.swallow(),
        _nothing,
        10,
        said=r"connection|do not reach|no longer",
    ),
    RealFault(
        "disk full while tokens are renewed",
        _fill,
        _empty,
        8,
        told=r"No space|disk",
        untrue=rf"{LOGIN}|ca_file",
        needs_disk=True,
    ),
    RealFault(
        "disk read-only while tokens are renewed",
        _read_only,
        _writable,
        8,
        told=r"Read-only|disk",
        untrue=rf"{LOGIN}|ca_file",
        needs_disk=True,
    ),
    RealFault("clock 1 h back", _set_clock(-HOUR_S), _set_clock(0), 8, needs_clock=True),
    RealFault(
        "clock 1 h ahead, set right after 4 min", _set_clock(HOUR_S), _set_clock(0), 4, needs_clock=True
    ),
    RealFault(
        "HA and API down together", _all_down, _all_up, 5, unreachable=True, retried=True, untrue=LOGIN
    ),
    RealFault(
        "AppDaemon killed",
        lambda t: t.appdaemon.kill(),
        lambda t: t.appdaemon.start(90),
        3,
        unreachable=True,
    ),
    RealFault(
        "AppDaemon stopped",
        lambda t: t.appdaemon.freeze(),
        lambda t: t.appdaemon.thaw(),
        5,
        unreachable=True,
    ),
    RealFault("HA killed", _kill_ha, lambda t: t.home_assistant.start(180), 5),
    RealFault(
        "HA stopped for 3 min", lambda t: t.home_assistant.freeze(), lambda t: t.home_assistant.thaw(), 3
    ),
    RealFault(
        "HA stopped for 15 min", lambda t: t.home_assistant.freeze(), lambda t: t.home_assistant.thaw(), 15
    ),
)
