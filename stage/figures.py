"""Computes the figures of a day from the looks into the simulated world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from stage.demo_settings import OFF_PEAK

START, END = (time.fromisoformat(OFF_PEAK[key]) for key in ("start", "end"))


@dataclass(frozen=True)
class Figures:
    """Holds energy in kWh and counts of what the car was asked."""

    car_kwh: float
    solar_kwh: float
    off_peak_kwh: float
    peak_kwh: float
    starts: int
    stops: int
    amps: int
    reads: int
    wake_ups: int

    def lines(self) -> Iterable[str]:
        """Yields the figures as lines for a person."""
        yield f"Charged {self.car_kwh:.1f} kWh: {self.solar_kwh:.1f} from the sun,"
        yield f"  {self.off_peak_kwh:.1f} bought off-peak, {self.peak_kwh:.1f} bought at peak."
        yield f"{self.starts} starts, {self.stops} stops, {self.amps} changes of current,"
        yield f"  {self.reads} reads of the car's data, {self.wake_ups} wake-ups."


def off_peak(at: datetime) -> bool:
    """Says whether a local time lies in the demo's off-peak window, which crosses midnight."""
    return at.time() >= START or at.time() < END


def figures(looks: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> Figures:
    """Adds up a day's looks, oldest first."""
    bought = {True: 0.0, False: 0.0}
    for before, after in pairwise(looks):
        at = datetime.fromisoformat(after["now"]).astimezone(zone)
        bought[off_peak(at)] += _bought_kwh(after) - _bought_kwh(before)
    last = looks[-1]
    commands, requests = last["commands"], last["requests"]
    return Figures(
        car_kwh=last["energy"]["car_kwh"],
        solar_kwh=last["energy"]["car_solar_kwh"],
        off_peak_kwh=bought[True],
        peak_kwh=bought[False],
        starts=commands.get("charge_start", 0),
        stops=commands.get("charge_stop", 0),
        amps=commands.get("set_charging_amps", 0),
        reads=requests.get("vehicle_data", 0),
        wake_ups=requests.get("wake_up", 0),
    )


def _bought_kwh(look: Mapping[str, Any]) -> float:
    energy = look["energy"]
    return float(energy["car_kwh"] - energy["car_solar_kwh"])
