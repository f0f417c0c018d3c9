"""Describes where a car is."""

from __future__ import annotations

import math
from typing import NamedTuple

METERS_PER_DEGREE = 111_195.0


class Position(NamedTuple):
    """Holds a place on Earth, in degrees north and east."""

    latitude: float
    longitude: float

    def distance_m(self, other: Position) -> float:
        north = self.latitude - other.latitude
        east = (self.longitude - other.longitude) * math.cos(math.radians(self.latitude))
        return METERS_PER_DEGREE * math.hypot(north, east)


HOME = Position(48.137, 11.575)
