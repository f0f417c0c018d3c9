"""Makes up a house whose loads step up and down on its three phases, and the sensors of these phases."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

import numpy as np

from simulator.habits import Past
from simulator.trace import DAY_S, Trace

BEGIN = datetime(2026, 1, 15, tzinfo=timezone.utc)
HOURS, PHASES, VOLTS = 6.0, 3, 230.0
STEPS, SEED, LEAST_W = 30, 3, 200.0
SPIKE_W = 100_000.0
WOBBLE_S, WOBBLE_A = 10.0, 7
"""No house draws the same to the hundredth of an ampere: each 10 s it is one more, then fewer again."""

Amps = tuple[float, float, float]


@dataclass(frozen=True)
class Step:
    """Says that from `at_s` on, counted from the begin, a phase's load is `load_w`."""

    at_s: float
    phase: int
    load_w: float


def steps(top_w: float, phases: Sequence[int], number: int = STEPS, hours: float = HOURS) -> tuple[Step, ...]:
    """Returns steps at any moments, each to any load up to `top_w` on one of the phases."""
    dice = random.Random(SEED)
    moments = sorted(dice.uniform(0, hours * 3600) for _ in range(number))
    return tuple(Step(at_s, dice.choice(phases), dice.uniform(LEAST_W, top_w)) for at_s in moments)


def pairs(first_w: float, second_w: float, apart_s: float, hours: float = HOURS) -> tuple[Step, ...]:
    """Returns pairs of steps up, some seconds apart, each pair at another second of a meter's interval."""
    found: list[Step] = []
    for number in range(int(hours * 2)):
        at_s = 600 + 1800 * number + 1.7 * number
        found += [Step(at_s, 0, first_w), Step(at_s + apart_s, 0, second_w), Step(at_s + 600, 0, LEAST_W)]
    return tuple(found)


def loads_w(happens: Sequence[Step]) -> np.ndarray:
    """Returns each phase's load in W at each second of a day, of shape (PHASES, seconds)."""
    found = np.full((PHASES, int(DAY_S)), LEAST_W / PHASES)
    for step in happens:
        found[step.phase, int(step.at_s) :] = step.load_w
    return found


def trace(of_phases_w: np.ndarray) -> Trace:
    """Returns the same house for a world that knows no phases."""
    total_w = of_phases_w.sum(axis=0)
    return Trace(BEGIN, 1.0, total_w, np.zeros_like(total_w))


@dataclass(frozen=True)
class Telling:
    """Says how sensors of phases tell what flows: in what `unit`, rounded to what, and how far apart in time.

    Those of a meter of three devices speak `apart_s` after one another.
    """

    unit: str = "A"
    rounds_to: float = 0.01
    apart_s: float = 0.0

    @property
    def blur_a(self) -> float:
        """Returns within how many A such a sensor cannot tell."""
        return 0.6 * self.rounds_to / (VOLTS if self.unit == "W" else 1.0)

    def said(self, amps: float) -> str:
        """Returns what a sensor says of a current."""
        value = amps * VOLTS if self.unit == "W" else amps
        return f"{round(value / self.rounds_to) * self.rounds_to:.2f}"


EXACT = Telling()


class PhaseSensors:
    """Tells what flows in each phase: each `every_s`, as it was `lag_s` ago, a share of it with a spike."""

    def __init__(
        self, every_s: float, lag_s: float = 0.0, spikes: float = 0.0, telling: Telling = EXACT
    ) -> None:
        self._every_s = every_s
        self._spikes = spikes
        self._lag_s = lag_s
        self._telling = telling
        self._past: Past[Amps] = Past(lag_s)
        self._dice = random.Random(1)

    def advance(self, now_s: float, flows: Amps) -> dict[int, str]:
        """Lets time pass to a whole second; returns what those sensors say that are due, by their phases."""
        self._past.note(now_s, flows)
        then = self._past.at(now_s - self._lag_s)
        apart_s = self._telling.apart_s
        due = [each for each in range(PHASES) if (now_s - each * apart_s) % self._every_s < 1.0]
        wobble_a = now_s / WOBBLE_S % WOBBLE_A / 100
        return {each: self._telling.said(then[each] + self._spike_a(each) + wobble_a) for each in due}

    def _spike_a(self, phase: int) -> float:
        return SPIKE_W / VOLTS if phase == 0 and self._dice.random() < self._spikes else 0.0
