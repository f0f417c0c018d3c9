"""Plays a fault to real processes in real time, and measures what comes of it."""

from __future__ import annotations

import math
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.result import LOST_KWH, UNSEEN_KWH, Result
from simulator.request_log import COMMANDS
from stage.environments import home_assistant_environment
from stage.processes import wait_for

from .faults import RealFault
from .trio import LEAST_A, SWITCH, Trio, can_mount

STARTS_S = 900.0
"""Within so long the car has to charge, however busy the machine is."""

SETTLES_S, SUN_GOES_S = 60.0, 10.0
"""So long the charge goes on before something breaks, and then the sun still shines."""

AFTER_S = 60.0
"""So long the sun stays away after the fault is over."""

LEAST_DARK_S = 300.0
RECOVERS_S = 420.0
ENDS_S = 120.0
"""So long after the sun has gone a charge usually ends, with the settings of these runs."""

DEAR_W = 50.0


def hindrance(fault: RealFault) -> str:
    """Says why a fault cannot be tried on this machine, "" where it can."""
    if not home_assistant_environment().ready:
        return "no Home Assistant is installed here yet: ./test --setup"
    if fault.needs_clock and shutil.which("faketime") is None:
        return "it needs Debian's faketime: apt-get install faketime"
    with tempfile.TemporaryDirectory() as folder:
        if fault.needs_disk and not can_mount(Path(folder)):
            return "it needs a superuser, who may mount a small disk"
    return ""


def play(fault: RealFault, say: Callable[[str], object] = print) -> Result:
    """Plays a fault; raises `StageError` where the three of them do not even charge before it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        trio = Trio(Path(folder) / "trio", clock=fault.needs_clock, mounted=fault.needs_disk)
        with trio:
            wait_for("a charge from the sun", trio.charges, STARTS_S, every_s=1.0)
            run = Run(fault, trio)
            run.until(time.monotonic() + SETTLES_S)
            already_kwh = float(trio.shown("car_energy") or 0)
            say(f"{fault.title}: breaks")
            run.heard = len(trio.told())
            fault.breaks(trio)
            run.unreachable = fault.unreachable
            ends_s = time.monotonic() + fault.minutes * 60
            run.until(time.monotonic() + SUN_GOES_S)
            run.sun(False)
            run.until(ends_s)
            fault.mends(trio)
            run.unreachable = False
            say(f"{fault.title}: mended")
            run.until(max(time.monotonic() + AFTER_S, run.gone_s + LEAST_DARK_S))
            run.sun(True)
            run.until(time.monotonic() + RECOVERS_S)
            return _measured(run, already_kwh)


class Run:
    """Is a fault while it is played: looks at the world each second, and adds up."""

    def __init__(self, fault: RealFault, trio: Trio) -> None:
        self.fault, self.trio = fault, trio
        self.unreachable = False
        self.heard: int | None = None
        self.dear_kwh = self.counted_kwh = self.dear_s = self.unseen_kwh = 0.0
        self.gone_s = math.inf
        self.back_s = math.inf
        self.told_s: float | None = None
        self.charges_s: float | None = None
        self.told: list[str] = []
        self._before: tuple[float, float, float] | None = None

    def sun(self, shines: bool) -> None:
        """Hides the sun, or lets it shine again."""
        self.trio.steer("sun", shines=shines)
        if shines:
            self.back_s = time.monotonic()
        else:
            self.gone_s = time.monotonic()

    def until(self, moment_s: float) -> None:
        """Looks each second until a moment of monotonic time."""
        while time.monotonic() < moment_s:
            self._look()
            time.sleep(1.0)

    def _look(self) -> None:
        state, now_s = self.trio.world.state(), time.monotonic()
        now = (now_s, state["energy"]["car_kwh"], state["energy"]["car_solar_kwh"])
        if self._before is not None:
            self._add(*(later - earlier for earlier, later in zip(self._before, now, strict=True)))
        self._before = now
        if self.heard is not None:
            self._listen(now_s)
        if now_s > self.back_s and self.charges_s is None and state["car"]["current_a"] >= LEAST_A:
            self.charges_s = now_s - self.back_s

    def _add(self, passed_s: float, kwh: float, solar_kwh: float) -> None:
        bought_kwh = kwh - solar_kwh
        self.unseen_kwh += kwh if self.unreachable else 0.0
        if passed_s > 0 and bought_kwh * 3.6e6 / passed_s > DEAR_W:
            self.dear_kwh += bought_kwh
            self.dear_s += passed_s
            self.counted_kwh += 0.0 if self.unreachable else bought_kwh

    def _listen(self, now_s: float) -> None:
        folder = f"{self.trio.disk}/"
        self.told = [text.replace(folder, "") for text in self.trio.told()[self.heard :]]
        spoken = [self.trio.log()] if self.fault.said else self.told
        words = self.fault.told or self.fault.said
        if self.told_s is None and any(_has(words, text) for text in spoken):
            self.told_s = max(now_s - self.gone_s - ENDS_S, 0.0)


def _measured(run: Run, already_kwh: float) -> Result:
    fault, trio = run.fault, run.trio
    requests = trio.requests()
    lost = []
    shown = float(trio.shown("car_energy") or 0)
    seen_kwh = trio.world.state()["energy"]["car_kwh"] - run.unseen_kwh
    if shown < max(already_kwh, seen_kwh - UNSEEN_KWH) - LOST_KWH:
        lost.append("ledger")
    states = trio.home_assistant.api.states()
    if states.get(SWITCH, {}).get("state") != "on":
        lost.append("settings")
    if not trio.login_lasts():
        lost.append("login")
    repeated = [text for text, times in Counter(run.told).items() if times > 1]
    return Result(
        dear_kwh=run.dear_kwh,
        counted_kwh=run.counted_kwh,
        dear_min=run.dear_s / 60,
        commands=sum(each["kind"] in COMMANDS for each in requests),
        requests=len(requests),
        escaped=trio.tracebacks(),
        recovered_min=None if run.charges_s is None else run.charges_s / 60,
        told_min=0.0 if not (fault.told or fault.said) else None if run.told_s is None else run.told_s / 60,
        notes=len(run.told),
        said=run.told[0] if run.told else "",
        untrue=next((text for text in run.told if _has(fault.untrue, text)), ""),
        twice=repeated[0] if repeated else "",
        lost=lost,
    )


def _has(words: str, text: str) -> bool:
    return bool(words) and re.search(words, text, re.IGNORECASE) is not None
