"""Plays a fault to real processes in real time, and measures what comes of it."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from benchmarks.faults.result import LOST_KWH, UNSEEN_KWH, Result
from simulator.request_log import COMMANDS
from stage.environments import home_assistant_environment
from stage.processes import StageError

from .faults import RealFault
from .trio import SWITCH, Trio, can_mount

BEFORE_S = 300.0
"""Until all three run, and the car charges with all that it can take."""

FAULT_BEFORE_S = 10.0
AFTER_S = 60.0
"""So long the sun stays away after the fault is over."""

LEAST_DARK_S = 300.0
RECOVERS_S = 420.0
ENDS_S = 120.0
"""So long after the sun has gone a charge usually ends, with the settings of these runs."""

LEAST_A = 5.0
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


@dataclass
class Measure:
    """Adds up what the simulator reports, look by look."""

    dear_kwh: float = 0.0
    counted_kwh: float = 0.0
    dear_s: float = 0.0
    unseen_kwh: float = 0.0
    told_s: float | None = None
    charges_s: float | None = None
    told: list[str] = field(default_factory=list)
    _before: tuple[float, float, float] | None = None

    def look(self, trio: Trio, now_s: float, unreachable: bool) -> dict[str, Any]:
        """Takes in the world at a moment; returns its report."""
        state = trio.world.state()
        energy = state["energy"]
        now = (now_s, energy["car_kwh"], energy["car_solar_kwh"])
        if self._before is not None:
            passed_s, kwh, solar_kwh = (b - a for a, b in zip(self._before, now, strict=True))
            bought_kwh = kwh - solar_kwh
            self.unseen_kwh += kwh if unreachable else 0.0
            if passed_s > 0 and bought_kwh * 3.6e6 / passed_s > DEAR_W:
                self.dear_kwh += bought_kwh
                self.dear_s += passed_s
                self.counted_kwh += 0.0 if unreachable else bought_kwh
        self._before = now
        return dict(state)


def play(fault: RealFault, say: Callable[[str], object] = print) -> Result:
    """Plays a fault; raises `StageError` where the three of them do not even charge before it."""
    gone = datetime.now(timezone.utc) + timedelta(seconds=BEFORE_S)
    dark_s = max(fault.minutes * 60 + AFTER_S, LEAST_DARK_S)
    back = gone + timedelta(seconds=dark_s)
    measure = Measure()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        trio = Trio(Path(folder) / "trio", (gone, back), clock=fault.needs_clock, mounted=fault.needs_disk)
        with trio:
            _until(trio, measure, gone - timedelta(seconds=FAULT_BEFORE_S), fault, False)
            car_a = measure.look(trio, time.monotonic(), False)["car"]["current_a"]
            if car_a < LEAST_A:
                log = trio.appdaemon.log_file.read_text(errors="replace")[-2000:]
                raise StageError(f"{fault.title}: the car does not charge before the fault\n{log}")
            already = float(trio.shown("car_energy") or 0)
            heard = len(trio.told())
            say(f"{fault.title}: breaks")
            fault.breaks(trio)
            ends = datetime.now(timezone.utc) + timedelta(minutes=fault.minutes)
            _until(trio, measure, ends, fault, fault.unreachable, heard, gone)
            fault.mends(trio)
            say(f"{fault.title}: mended")
            _until(trio, measure, back, fault, False, heard, gone)
            _until(trio, measure, back + timedelta(seconds=RECOVERS_S), fault, False, heard, gone, back)
            return _measured(fault, trio, measure, already)


def _until(
    trio: Trio,
    measure: Measure,
    moment: datetime,
    fault: RealFault,
    unreachable: bool,
    heard: int | None = None,
    gone: datetime | None = None,
    back: datetime | None = None,
) -> None:
    """Looks each second until a moment; `heard` notifications are older than the fault."""
    while (now := datetime.now(timezone.utc)) < moment:
        state = measure.look(trio, time.monotonic(), unreachable)
        if heard is not None and gone is not None:
            measure.told = trio.told()[heard:]
            spoken = [trio.log()] if fault.said else measure.told
            if measure.told_s is None and any(_has(fault.told or fault.said, text) for text in spoken):
                measure.told_s = max((now - gone).total_seconds() - ENDS_S, 0.0)
        if back is not None and measure.charges_s is None and state["car"]["current_a"] >= LEAST_A:
            measure.charges_s = (now - back).total_seconds()
        time.sleep(1.0)


def _measured(fault: RealFault, trio: Trio, measure: Measure, already_kwh: float) -> Result:
    requests = trio.requests()
    lost = []
    shown = float(trio.shown("car_energy") or 0)
    seen_kwh = trio.world.state()["energy"]["car_kwh"] - measure.unseen_kwh
    if shown < max(already_kwh, seen_kwh - UNSEEN_KWH) - LOST_KWH:
        lost.append("ledger")
    states = trio.home_assistant.api.states()
    if states.get(SWITCH, {}).get("state") != "on":
        lost.append("settings")
    if not trio.login_lasts():
        lost.append("login")
    repeated = [text for text, times in Counter(measure.told).items() if times > 1]
    return Result(
        dear_kwh=measure.dear_kwh,
        counted_kwh=measure.counted_kwh,
        dear_min=measure.dear_s / 60,
        commands=sum(each["kind"] in COMMANDS for each in requests),
        requests=len(requests),
        escaped=trio.tracebacks(),
        recovered_min=None if measure.charges_s is None else measure.charges_s / 60,
        told_min=0.0
        if not (fault.told or fault.said)
        else None
        if measure.told_s is None
        else measure.told_s / 60,
        notes=len(measure.told),
        said=measure.told[0] if measure.told else "",
        untrue=next((text for text in measure.told if _has(fault.untrue, text)), ""),
        twice=repeated[0] if repeated else "",
        lost=lost,
    )


def _has(words: str, text: str) -> bool:
    return bool(words) and re.search(words, text, re.IGNORECASE) is not None
