"""Says what the house's connection leaves to the car: within its main fuse, in sum and in each phase.

Falls at once, or as soon as a fuse does not bear it any longer; rises to what was free for all of REST_S. A
charge ends on the word of two readings. Without a word, the most that the house has drawn counts.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NamedTuple

from ..base.reason import Problem, Reason
from ..base.spans import Lasting
from ..settings.settings import Settings
from .house_peaks import HousePeaks
from .line import Line
from .meter import Reading
from .phase_sensors import PhaseSensors
from .screening import Jumps

REST_S = 180.0
"""What is free for so many s the car may have more of. Set by `python -m benchmarks.fuse`."""

SECOND_S, LATE_S, LONGEST_S = 10.0, 4.0, 60.0
"""A second reading is waited for so many s at least, for the meter's interval and so many s more, and no
longer than so many.
"""

SLOW_S = 25.0
"""Two readings of a meter whose interval and lateness are more, in s, come later than a fuse bears it."""

SIGN_W, SIGN_A, TURNED = 1000.0, 4.0, 20
"""Where the grid's meter shows import of so many W and the phases export of so many A, so many times in a
row, the sign of the phases is wrong.
"""

SHORT_S, SHORT = 180.0, 1.15
"""Where the grid's meter shows, for so many s, so much more than the phases carry, and SIGN_W, one of them
misses something.
"""


class Demand(NamedTuple):
    """Holds what is known of the car as it asks for room; amps.

    `offered_a` is what a running charge was asked for (None: none runs), `drawn_a` what it is known to draw
    (None: a command settles). An ampere comes to `least_per_amp` W or `most_per_amp` W. `one_phase` says that
    it charges on a single phase for sure. The grid's meter is `grid_silent`, or has shown to be `grid_wrong`.
    """

    offered_a: int | None
    drawn_a: float | None
    least_a: int
    least_per_amp: float
    most_per_amp: float
    one_phase: bool
    grid_silent: bool = False
    grid_wrong: bool = False
    lag_s: float = 0.0
    every_s: float = 0.0


class Bound(Enum):
    """Names what limits the car: the sum's fuse, a phase's, or that nothing tells what the house draws."""

    SUM = "sum"
    PHASE = "phase"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Room:
    """Holds the greatest current in A that the connection leaves to the car, and what limits it.

    `line` is 0 for the sum, else the phase's number. `peak` is the most that the house has drawn from that
    line in four weeks (None: not known), which counts where nothing is told. `again_s` is when time alone may
    change it (unix seconds). `house` is what the house draws from that line without the car. `heard` says
    that what was untold is told again, for less than REST_S.
    """

    cap_a: int
    bound: Bound
    line: int = 0
    peak: float | None = None
    again_s: float = math.inf
    house: float = 0.0
    heard: bool = False


class Connection:
    """Keeps the lines of the house's connection; times are unix seconds."""

    def __init__(self, settings: Settings, started_s: float) -> None:
        fuse_w, fuse_a = settings.charging.max_import_w, settings.charging.main_fuse_a
        self._sum = None if fuse_w is None else Line(fuse_w, patient=False)
        named = settings.meters.phase_entities if fuse_a is not None else ()
        self._phases = tuple(Line(float(fuse_a or 0), patient=True) for _ in named)
        self._numbers = {entity: number for number, entity in enumerate(named, start=1)}
        self._jumps = tuple(Jumps(float(fuse_a or 0), least_jump=0.0) for _ in named)
        self.sensors = PhaseSensors(settings.meters, named, started_s)
        self._car_phase = settings.car.phase
        self._peaks = HousePeaks(1 + len(named))
        self._recent: deque[tuple[float, Room]] = deque()
        self._one_phase = False
        self._contradictions = 0
        self._short = Lasting(SHORT_S)
        self._volts = settings.car.voltage_v

    @property
    def fused(self) -> bool:
        """Says whether there is any fuse to keep within."""
        return self._sum is not None or bool(self._phases)

    # What is taken in

    def grid(self, reading: Reading, sure: bool, car_w: float) -> None:
        """Takes in what the house draws in sum, of which `car_w` is the car's (NaN: not known)."""
        self._compare(reading)
        if self._sum is not None:
            self._sum.read(reading.at_s, reading.power_w, sure)
        if not math.isnan(car_w):
            self._peaks.drew(reading.at_s, 0, reading.power_w - car_w)

    def phase(self, entity: str, state: Mapping[str, Any], at_s: float, volts: float, car_w: float) -> None:
        """Takes in a state of a phase's sensor. Raises MeterError where it makes no sense."""
        amps = self.sensors.update(entity, state, at_s, volts)
        if amps is None:
            return
        number = self._numbers[entity]
        line, jumps = self._phases[number - 1], self._jumps[number - 1]
        self._volts = volts
        counts = jumps.judge(Reading(at_s, abs(amps) if self.turned else amps))
        if counts is None:
            return
        line.every_s = self.sensors.every_s
        line.read(at_s, counts.power_w, jumps.confirmed)
        if not math.isnan(car_w):
            own_a = car_w / (volts * (1 if self._one_phase else len(self._phases)))
            self._peaks.drew(at_s, number, counts.power_w - (own_a if self._carries(number) else 0.0))

    def phases_alive(self, at_s: float) -> None:
        """Takes in that the silent sensors of the phases work: at `at_s` they still said the same."""
        self.sensors.confirm(at_s)
        for line in self._phases:
            if line.value is not None and at_s > line.at_s:
                line.read(at_s, line.value)

    def commanded(self, at_s: float, settle_s: float, before_a: float, after_a: float) -> None:
        """Takes in that the car was asked for another current, and will draw it within `settle_s`."""
        for _, line in self._lines():
            line.changing(at_s, at_s + settle_s, before_a, after_a)

    @property
    def over(self) -> bool:
        """Says whether more flows than a fuse carries."""
        return any(line.over for _, line in self._lines())

    @property
    def turned(self) -> bool:
        """Says whether the phases tell export while the grid's meter tells import."""
        return self._contradictions >= TURNED

    @property
    def problem(self) -> Reason[Problem] | None:
        """Returns why the phases cannot be gone by; None where they can, or are merely silent."""
        short = Reason(Problem.PHASES_SHORT, {"entity": " + ".join(self.sensors.entities)})
        return self.sensors.problem or (short if self._short.known else None)

    def _compare(self, reading: Reading) -> None:
        """Takes in what the grid's meter shows, of which the phases cannot carry less."""
        grid_w = reading.power_w
        if not self._phases or any(line.value is None for line in self._phases):
            return
        total_a = sum(line.value or 0.0 for line in self._phases)
        self._short.said(reading.at_s, 0 <= SHORT * total_a * self._volts < grid_w - SIGN_W)
        if grid_w >= SIGN_W and abs(total_a) >= SIGN_A and not self.turned:
            self._contradictions = self._contradictions + 1 if total_a < 0 else 0

    # What comes of it

    def over_in_s(self) -> float | None:
        """Returns in how many s an overload of a phase has to be looked at; None where there is none."""
        return 0.0 if any(line.over for _, line in self._lines() if line is not self._sum) else None

    def room(self, demand: Demand, now_s: float) -> Room | None:
        """Returns what is left to the car at `now_s`; None without a fuse."""
        if not self.fused:
            return None
        self._one_phase = demand.one_phase
        self._settle(now_s)
        for number, line in self._lines():
            line.lag_s, line.offered_a = 0.0 if number else demand.lag_s, float(demand.offered_a or 0)
            if not number:
                line.least_per_amp, line.most_per_amp = demand.least_per_amp, demand.most_per_amp
            if demand.drawn_a is not None:
                line.drawn(demand.drawn_a)
        rooms = [self._left_by(number, line, demand, now_s) for number, line in self._lines()]
        narrow = min(rooms, key=lambda each: each.cap_a)
        again_s = min(each.again_s for each in rooms)
        lasting = self._lasting(narrow, now_s)
        offered_a = demand.offered_a
        if offered_a is not None and narrow.cap_a < offered_a:
            return replace(narrow, again_s=again_s)
        heard = narrow.bound is not Bound.UNTOLD
        return replace(lasting, cap_a=max(lasting.cap_a, offered_a or 0), again_s=again_s, heard=heard)

    def _lasting(self, newest: Room, now_s: float) -> Room:
        """Returns the least that was free for all of the last REST_S."""
        recent = [(at_s, room) for at_s, room in self._recent if now_s - REST_S < at_s <= now_s]
        self._recent = deque([*recent, (now_s, newest)])
        return min((room for _, room in self._recent), key=lambda each: each.cap_a)

    def _left_by(self, number: int, line: Line, demand: Demand, now_s: float) -> Room:
        bound = Bound.PHASE if number else Bound.SUM
        offered_a = demand.offered_a
        if demand.grid_wrong and not demand.grid_silent and not number:
            return Room(demand.least_a, Bound.UNTOLD)
        if (self._short.known or self.sensors.silent(now_s)) if number else demand.grid_silent:
            peak = self._peaks.most(now_s, number)
            fits = peak is not None and peak + demand.least_a * line.most_per_amp <= line.limit
            return Room(demand.least_a if fits else 0, Bound.UNTOLD, number, peak)
        cap_a = line.cap_a()
        if cap_a is None:
            # Not heard yet, and not silent either: nothing begins, and nothing ends.
            return Room(offered_a or 0, Bound.UNTOLD, number)
        room = Room(max(cap_a, 0), bound, number, house=line.house())
        if not line.over or not offered_a:
            return room
        every_s = self.sensors.every_s if number else demand.every_s
        wait_s = _second_s(every_s, line.late_s, cap_a)
        once = cap_a < demand.least_a and not line.tight(now_s, wait_s)
        due_s = line.due_in_s(now_s)
        if due_s > 0:
            return replace(room, cap_a=offered_a, again_s=now_s + due_s)
        if once:
            return replace(room, cap_a=demand.least_a, again_s=line.tight_until_s(wait_s))
        return replace(room, cap_a=min(room.cap_a, offered_a))

    def _settle(self, now_s: float) -> None:
        """Takes in that what nothing has denied for long counts."""
        for line, jumps in zip(self._phases, self._jumps, strict=True):
            counts = jumps.take(now_s, self.sensors.every_s)
            if counts is not None:
                line.read(counts.at_s, counts.power_w, sure=True)

    def _lines(self) -> Iterator[tuple[int, Line]]:
        """Yields the lines that the car is on, or may be on, with their numbers."""
        if self._sum is not None:
            yield 0, self._sum
        for number, line in enumerate(self._phases, start=1):
            if self._carries(number):
                yield number, line

    def _carries(self, number: int) -> bool:
        return not self._one_phase or self._car_phase in (None, number)

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what is remembered of the house, fit for JSON."""
        return {"of": list(self.sensors.entities), "peaks": self._peaks.to_dict()}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave, unless it was of other sensors.

        Raises ValueError, KeyError, TypeError or AttributeError for anything else.
        """
        if saved["of"] == list(self.sensors.entities):
            self._peaks.from_dict(saved["peaks"])


def _second_s(every_s: float, late_s: float, cap_a: int) -> float:
    """Returns for how long a second reading is waited for, before the first ends a charge.

    That of a slow meter, or of a late one, would come too late. But where the house would draw too much
    without the car, too (negative `cap_a`), an end does not help, and it is a spike, most likely.
    """
    if every_s + late_s > SLOW_S and cap_a >= 0:
        return 0.0
    return max(SECOND_S, min(every_s + LATE_S, LONGEST_S))
