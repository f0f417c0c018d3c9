"""Knows between what the values of any car lie: what is beyond them was never measured."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..base.reason import Problem, Reason
from ..base.shown import shown


class Span(NamedTuple):
    """Holds the least and the most that a value may be."""

    least: float
    most: float

    def times(self, factor: float) -> Span:
        """Returns the span in another unit."""
        return Span(factor * self.least, factor * self.most)

    def number(self, value: Any) -> float | None:
        """Returns a number within the span, None for anything else."""
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float))
            or not self.least <= value <= self.most
        ):
            return None
        return value

    def problem(self, where: str, value: Any) -> Reason[Problem]:
        """Returns what is wrong with a value that is none, and where it was said."""
        numeric = isinstance(value, (int, float)) and not isinstance(value, bool) and value == value
        if not numeric:
            return Reason(Problem.NO_NUMBER, {"where": where, "got": shown(value)})
        values = {"where": where, "least": f"{self.least:g}", "most": f"{self.most:g}", "got": shown(value)}
        return Reason(Problem.NUMBER_BEYOND, values)


PER_CENT = Span(0.0, 100.0)
AMPS = Span(-5.0, 500.0)
"""What is drawn may dip a little below 0, and much is drawn on the road."""

OFFERED_A = Span(0.0, 500.0)
"""What the car is asked for, or may be."""

VOLTS = Span(0.0, 1000.0)
KILOWATTS = Span(-500.0, 500.0)
KWH = Span(0.0, 1000.0)
KM = Span(0.0, 5_000_000.0)
PHASES = Span(0.0, 3.0)
LATITUDE, LONGITUDE = Span(-90.0, 90.0), Span(-180.0, 180.0)
RADIUS_M = Span(0.1, 1_000_000.0)


def position(latitude: Any, longitude: Any) -> tuple[float, float] | None:
    """Returns a position in degrees, None where it is none; nobody lives at 0, 0, in the sea."""
    found = LATITUDE.number(latitude), LONGITUDE.number(longitude)
    return None if None in found or found == (0.0, 0.0) else found  # type: ignore[return-value]
