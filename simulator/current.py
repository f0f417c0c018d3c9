"""The current in a charging cable, which follows what is asked of it after a rest and along a ramp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

SLICE_S = 1.0  # the longest piece of a ramp taken at once: how exactly a full battery is met on it


class Stretch(NamedTuple):
    """A time in which the current is constant or changes evenly, to `end_a` at `end_s`."""

    end_s: float
    end_a: float


@dataclass
class ChargingCurrent:
    """A current in A on its way to `target_a`; it does not stir before `rests_until_s`."""

    rise_a_per_s: float
    fall_a_per_s: float
    rests_until_s: float
    amps: float = 0.0
    target_a: float = 0.0

    def next_stretch(self, now_s: float, until_s: float) -> Stretch:
        """What comes next, at most until `until_s`."""
        if now_s < self.rests_until_s:
            return Stretch(min(until_s, self.rests_until_s), self.amps)
        if self.amps == self.target_a:
            return Stretch(until_s, self.amps)
        rate = self.rise_a_per_s if self.amps < self.target_a else -self.fall_a_per_s
        arrival_s = now_s + (self.target_a - self.amps) / rate
        end_s = min(until_s, arrival_s, now_s + SLICE_S)
        return Stretch(end_s, self.target_a if end_s == arrival_s else self.amps + rate * (end_s - now_s))

    def rest_then_follow(self, target_a: float, now_s: float, rest_s: float) -> None:
        """Go for `target_a`: a settled current after `rest_s`, one that rests or moves already as it does."""
        if self.amps == self.target_a:
            self.rests_until_s = now_s + rest_s
        self.target_a = target_a

    def fall(self, now_s: float) -> None:
        """Go down to nothing, from now on."""
        self.rests_until_s = now_s
        self.target_a = 0.0

    def cut(self, now_s: float) -> None:
        """Be nothing, at once."""
        self.fall(now_s)
        self.amps = 0.0
