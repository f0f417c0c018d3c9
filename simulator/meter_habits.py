"""Describes how meters report: late, seldom, turned, in other units or words, or not what they should."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

SPIKE_W = 100_000.0
STUCK_W = 3680.0
OVEN_W, OVEN_S, OVEN_ON_S = 2000.0, 1800.0, 720.0
"""Power of an oven in W, and of each of its cycles in s the length and the part in which it is on."""


class Sees(Enum):
    """Says what the grid meter measures."""

    GRID = "grid"
    NO_CAR = "grid without the car"
    HOUSE = "house and car, without the sun"
    IMPORT = "import alone"


class CarMeter(Enum):
    """Says what the meter at the car's plug shows."""

    RIGHT = "the car"
    OVEN = "an oven"
    ZERO = "nothing"
    STUCK = "always the same"
    REVERSED = "the car with the other sign"


class House(Enum):
    """Says what else there is in the house that moves the grid's power."""

    PLAIN = "nothing"
    ZERO_EXPORT = "an inverter that never lets the grid export"
    BATTERY = "a battery that holds the grid at 0"


@dataclass(frozen=True)
class MeterHabits:
    """Says how the house's meters report; without any habit they are right, and told at once.

    A reading comes each `every_s` (0: always), `phase_s` into that span, and shows what was `lag_s` ago, or
    the `mean` of the span. Times `after` count from the first reading, None is never. A frozen meter repeats
    its value, as news where it is `told_anew`. `spikes` is the share of readings that are SPIKE_W off. A
    value is multiplied by `sign` and `scale`, written with a decimal `comma` and into `words`, and has the
    `unit` whatever it is. Of a `pair` for import and export the half in `gone` is unavailable. All is
    unavailable each other `gap_s`. After `deaf_after_s` the app hears of no change any more, and with
    `swallows` its calls of services are lost too. `battery_kwh` is what the house battery holds, half of it
    at first.
    """

    sees: Sees = Sees.GRID
    house: House = House.PLAIN
    car: CarMeter | None = None
    every_s: float = 0.0
    phase_s: float = 0.0
    lag_s: float = 0.0
    mean: bool = False
    frozen_after_s: float | None = None
    told_anew: bool = False
    spikes: float = 0.0
    sign: float = 1.0
    scale: float = 1.0
    unit: str | None = "W"
    comma: bool = False
    words: str = "{}"
    pair: bool = False
    gone: str | None = None
    gone_after_s: float = 0.0
    negative_export: bool = False
    gap_s: float = 0.0
    deaf_after_s: float | None = None
    swallows: bool = False
    battery_kwh: float = 1e6

    def written(self, value_w: float) -> str:
        """Returns what the meter writes for a power."""
        value = value_w * self.sign * self.scale
        places = 3 if self.scale < 1 else 1 if self.comma else 0
        text = f"{value:.{places}f}"
        return self.words.format(text.replace(".", ",") if self.comma else text)

    def seen_w(self, grid_w: float, load_w: float, car_w: float) -> float:
        """Returns what the grid meter measures; `load_w` is the house's without the car."""
        return {
            Sees.GRID: grid_w,
            Sees.NO_CAR: grid_w - car_w,
            Sees.HOUSE: load_w + car_w,
            Sees.IMPORT: max(grid_w, 0.0),
        }[self.sees]

    def plug_w(self, at_s: float, car_w: float) -> float:
        """Returns what the meter at the plug shows at a moment in unix seconds."""
        if self.car is CarMeter.OVEN:
            return oven_w(at_s)
        fixed = {CarMeter.ZERO: 0.0, CarMeter.STUCK: STUCK_W, CarMeter.REVERSED: -car_w}
        return fixed.get(self.car, car_w) if self.car is not None else car_w


def oven_w(at_s: float) -> float:
    """Returns the power of an oven that heats, rests and heats again."""
    return OVEN_W if at_s % OVEN_S < OVEN_ON_S else 0.0
