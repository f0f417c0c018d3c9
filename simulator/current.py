"""Models the current in a charging cable, which follows a request after a rest and along a ramp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

SLICE_S = 1.0  # the longest piece of a ramp taken at once: how exactly a full battery is met on it


class Stretch(NamedTuple):
    """Describes a span in which the current is constant or changes evenly, to `end_a` at `end_s`."""

    end_s: float
    end_a: float


@dataclass
class ChargingCurrent:
    """Moves a current in A towards `target_a`; it does not change before `rests_until_s`."""

    rise_a_per_s: float
    fall_a_per_s: float
    rests_until_s: float
    amps: float = 0.0
    target_a: float = 0.0

    def next_stretch(self, now_s: float, until_s: float) -> Stretch:
        """Returns the next stretch, which ends at `until_s` at the latest."""
        if now_s < self.rests_until_s:
            return Stretch(min(until_s, self.rests_until_s), self.amps)
        if self.amps == self.target_a:
            return Stretch(until_s, self.amps)
        rate = self.rise_a_per_s if self.amps < self.target_a else -self.fall_a_per_s
        arrival_s = now_s + (self.target_a - self.amps) / rate
        end_s = min(until_s, arrival_s, now_s + SLICE_S)
        return Stretch(end_s, self.target_a if end_s == arrival_s else self.amps + rate * (end_s - now_s))

    def rest_then_follow(self, target_a: float, now_s: float, rest_s: float) -> None:
        """Heads for `target_a`: after `rest_s` from a settled current, else without another rest."""
        if self.amps == self.target_a:
            self.rests_until_s = now_s + rest_s
        self.target_a = target_a

    def fall(self, now_s: float) -> None:
        """Ramps down to 0 from now on."""
        self.rests_until_s = now_s
        self.target_a = 0.0

    def cut(self, now_s: float) -> None:
        """Drops to 0 at once."""
        self.fall(now_s)
        self.amps = 0.0
