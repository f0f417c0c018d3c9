"""Makes up a house, its roof and its sky from a seed, for anyone without recorded ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from simulator.trace import Series, Trace

from .prices import STEP_S

DAY_STEPS = 86_400 // STEP_S
LATITUDE = np.radians(47.0)
TILT = np.radians(30.0)
ROOF_W = 7000.0


def made_up_trace(start: datetime, days: int, seed: int) -> Trace:
    """Returns a made-up trace in steps of 10 s.

    Clouds come and go at random, kettles, ovens and hobs run when people use them.
    """
    dice = np.random.default_rng(seed)
    steps = days * DAY_STEPS
    first_day = start.timetuple().tm_yday
    solar_w = clear_sky_w(first_day, steps) * _sky(days, dice)
    return Trace(
        start,
        float(STEP_S),
        _load_w(days, dice),
        np.round(np.clip(solar_w, 0.0, ROOF_W), 1).astype(np.float64),
    )


def clear_sky_w(first_day: int, steps: int) -> Series:
    """Returns the solar power of a roof that faces south under a clear sky, per step."""
    step = np.arange(steps)
    season = np.radians(23.45) * np.sin(2 * np.pi * (284 + first_day + step // DAY_STEPS) / 365)
    turn = 2 * np.pi * ((step % DAY_STEPS) / DAY_STEPS - 0.5)
    height = np.sin(LATITUDE) * np.sin(season) + np.cos(LATITUDE) * np.cos(season) * np.cos(turn)
    facing = np.sin(LATITUDE - TILT) * np.sin(season)
    facing += np.cos(LATITUDE - TILT) * np.cos(season) * np.cos(turn)
    up = np.maximum(height, 0.02)
    direct = 1.353 * np.power(0.7, np.power(up, -0.678))
    clear: Series = ROOF_W * 0.86 * direct * (np.maximum(facing, 0) + 0.1)
    return np.where(height > 0.02, clear, 0.0)


def _sky(days: int, dice: np.random.Generator) -> Series:
    """Returns the share of the clear sky's power that comes through; each day has its own clouds."""
    parts = []
    for _ in range(days):
        cloudy_share, depth = dice.beta(0.8, 0.8), dice.uniform(0.15, 0.6)
        clear_s = 600 * (1 - cloudy_share) + 60
        cloud_s = 600 * cloudy_share + 30
        parts.append(_telegraph(DAY_STEPS, clear_s, cloud_s, depth, dice))
    # A cloud's edge takes half a minute to pass.
    through: Series = np.asarray(np.convolve(np.concatenate(parts), np.full(3, 1 / 3), mode="same"), float)
    return through


def _telegraph(steps: int, clear_s: float, cloud_s: float, depth: float, dice: np.random.Generator) -> Series:
    through = np.ones(steps)
    at = 0
    while at < steps:
        at += 1 + int(dice.exponential(clear_s) / STEP_S)
        end = at + 1 + int(dice.exponential(cloud_s) / STEP_S)
        through[at:end] = depth * dice.uniform(0.8, 1.2)
        at = end
    return through


def _load_w(days: int, dice: np.random.Generator) -> Series:
    load_w: Series = 200 + dice.normal(0, 8, days * DAY_STEPS)
    minutes = np.arange(len(load_w)) * STEP_S / 60
    load_w += 90 * (minutes % 41 < 14)
    for first, pulses in _appliances(days, dice):
        last = min(first + len(pulses), len(load_w))
        load_w[first:last] += pulses[: last - first]
    return np.round(np.maximum(load_w, 50.0), 1).astype(np.float64)


def _appliances(days: int, dice: np.random.Generator) -> Iterator[tuple[int, Series]]:
    """Yields the first step of each use of an appliance, and the power in W that it draws from there on."""
    for day in range(days):
        for hour in (6.8, 10.2, 15.5, 19.0):
            yield _at(day, hour + dice.normal(0, 0.5)), np.full(18, 2000.0)  # a kettle
        for hour in (12.0, 18.5):
            if dice.random() < 0.6:
                # A hob's plate is switched on for 20 s of each minute, an oven's heater for 2 minutes of 5.
                yield _at(day, hour + dice.normal(0, 0.4)), _pulses(40 * 6, 6, 2, 1800.0)
                yield _at(day, hour + dice.normal(0, 0.4)), _pulses(60 * 6, 30, 12, 2200.0)
        if dice.random() < 0.5:
            yield _at(day, dice.uniform(8, 20)), np.full(15 * 6, 1900.0)  # a dishwasher heats


def _at(day: int, hour: float) -> int:
    return day * DAY_STEPS + int(hour * 360)


def _pulses(steps: int, cycle: int, on: int, power_w: float) -> Series:
    heats = np.arange(steps) % cycle < on
    return np.where(heats, power_w, 0.0)
