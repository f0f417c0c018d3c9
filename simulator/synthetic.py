"""Makes up a summer day of a house in Central Europe: `python -m simulator.synthetic > FILE`.

A 6 kWp roof faces south, and all that matters happens in the two hours from 09:00 UTC: the sun comes out,
fair-weather clouds, a kettle and a heat pump pass, and a dark cloud puts an end to it.
"""

from __future__ import annotations

import math
import random
import sys
from datetime import datetime, timedelta, timezone
from typing import NamedTuple, TextIO

START = datetime(2026, 6, 15, tzinfo=timezone.utc)
STEP_S = 30
STEPS = 24 * 3600 // STEP_S

LATITUDE, LONGITUDE = math.radians(48.137), 11.575
DECLINATION = math.radians(23.3)
NOON_H = 12 - LONGITUDE / 15
TILT = math.radians(30)
ROOF_KWP = 6.0
PERFORMANCE = 0.86


class Span(NamedTuple):
    """Describes something that lasts from one time of day to another, as HH:MM, and its amount."""

    start: str
    end: str
    amount: float

    def covers(self, minute: float) -> bool:
        return minute_of(self.start) <= minute < minute_of(self.end)


CLEAR = 1.0
SKY = (  # what part of the clear sky's power comes through; the first that covers a moment counts
    Span("00:00", "07:10", 0.9),
    Span("07:10", "08:20", 0.35),
    Span("08:20", "09:04", 0.16),
    Span("09:25", "09:27", 0.34),
    Span("09:31", "09:34", 0.48),
    Span("09:39", "09:40", 0.30),
    Span("09:45", "09:49", 0.41),
    Span("09:53", "09:55", 0.28),
    Span("10:00", "10:03", 0.45),
    Span("09:04", "09:12", 0.68),
    Span("09:12", "09:24", 0.76),
    Span("09:24", "10:05", 0.84),
    Span("10:20", "10:50", 0.07),
    Span("12:24", "12:27", 0.40),
    Span("13:41", "13:44", 0.55),
    Span("13:52", "13:54", 0.33),
    Span("15:16", "15:21", 0.45),
    Span("16:38", "16:43", 0.60),
)
APPLIANCES = (  # W while they run
    Span("04:48", "04:51", 2000.0),  # kettle
    Span("05:10", "05:22", 1400.0),  # hair drier
    Span("09:36", "09:38:30", 2000.0),  # kettle
    Span("14:10", "14:12:30", 2000.0),  # kettle
    Span("17:20", "18:05", 1500.0),  # hob
    Span("18:30", "20:30", 110.0),  # television
    Span("18:40", "18:52", 1900.0),  # dishwasher heats
    Span("19:25", "19:35", 1900.0),  # and again
)
HEAT_PUMP_W = 1200.0
HEAT_PUMP_MIN = range(6 * 60 + 14, 20 * 60, 48)  # it starts, and runs for
HEAT_PUMP_ON_MIN = 18
OVEN = Span("11:30", "12:20", 2200.0)
OVEN_ON_MIN, OVEN_CYCLE_MIN, OVEN_WARM_UP_MIN = 1.5, 4.0, 9.0
FRIDGE_W, FRIDGE_ON_MIN, FRIDGE_CYCLE_MIN = 90.0, 12.0, 37.0


def minute_of(text: str) -> float:
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return hours * 60 + minutes + (seconds[0] / 60 if seconds else 0)


def clear_sky_w(hour: float) -> float:
    """Returns the solar power under a clear sky at an hour of the day in UTC."""
    turn = math.radians((hour - NOON_H) * 15)
    height = math.sin(LATITUDE) * math.sin(DECLINATION)
    height += math.cos(LATITUDE) * math.cos(DECLINATION) * math.cos(turn)
    if height <= 0.02:
        return 0.0
    facing = math.sin(LATITUDE - TILT) * math.sin(DECLINATION)
    facing += math.cos(LATITUDE - TILT) * math.cos(DECLINATION) * math.cos(turn)
    direct = 1.353 * math.pow(0.7, math.pow(height, -0.678))
    return ROOF_KWP * 1000 * PERFORMANCE * direct * (max(facing, 0.0) + 0.1)


def solar_w(minute: float, dice: random.Random) -> float:
    through = next((span.amount for span in SKY if span.covers(minute)), CLEAR)
    shimmer = 0.01 if through == CLEAR else 0.04
    return clear_sky_w(minute / 60) * through * (1 + dice.uniform(-shimmer, shimmer))


def load_w(minute: float, dice: random.Random) -> float:
    load = 165 + dice.uniform(-12, 12) + 40 * (minute_of("05:00") <= minute < minute_of("21:00"))
    load += FRIDGE_W * (minute % FRIDGE_CYCLE_MIN < FRIDGE_ON_MIN)
    load += HEAT_PUMP_W * any(start <= minute < start + HEAT_PUMP_ON_MIN for start in HEAT_PUMP_MIN)
    load += sum(span.amount for span in APPLIANCES if span.covers(minute))
    return load + (OVEN.amount if oven_heats(minute) else 0.0)


def oven_heats(minute: float) -> bool:
    into_min = minute - minute_of(OVEN.start)
    return OVEN.covers(minute) and (into_min < OVEN_WARM_UP_MIN or into_min % OVEN_CYCLE_MIN < OVEN_ON_MIN)


def write_day(file: TextIO, seed: int = 1) -> None:
    """Writes the day as a trace in CSV; the same seed writes the same day."""
    dice = random.Random(seed)
    file.write("timestamp_utc,load_w,solar_w\n")
    for step in range(STEPS):
        minute = step * STEP_S / 60
        when = START + timedelta(minutes=minute)
        file.write(f"{when:%Y-%m-%dT%H:%M:%SZ},{load_w(minute, dice):.0f},{solar_w(minute, dice):.0f}\n")


if __name__ == "__main__":
    write_day(sys.stdout)
