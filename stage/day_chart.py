"""Draws a day from what Home Assistant has recorded."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import matplotlib.dates as mdates

from stage.day import ZONE, Curve, Day
from stage.figures import off_peak
from stage.observation import PREFIX

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DARK_BLUE, PINK, LIGHT_BLUE = "#1f3f8f", "#e85aa0", "#8fd0f5"
GREY, ORANGE, GREEN, TEAL = "#8a8a8a", "#e8a21c", "#2f9e6d", "#3b8079"
NIGHT = "#e9ebf7"
STEP = timedelta(minutes=10)


def draw(day: Day, file: Path) -> None:
    """Writes the picture of a day as a PNG."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, (current, power, battery) = plt.subplots(
        3, 1, figsize=(13, 9), sharex=True, height_ratios=(5, 4, 2), layout="constrained"
    )
    _draw_current(day, current)
    _draw_power(day, power)
    _draw_battery(day, battery)
    for axes in (current, power, battery):
        _shade_off_peak(day, axes)
        axes.grid(alpha=0.3)
        axes.legend(loc="upper left", ncols=4, fontsize="small", framealpha=0.9)
    battery.set_xlim(day.begin, day.end)
    battery.xaxis.set_major_formatter(mdates.DateFormatter("%H:%M", tz=ZONE))  # type: ignore[no-untyped-call]
    current.set_title(
        f"{day.begin.astimezone(ZONE):%Y-%m-%d}: what Home Assistant showed (off-peak shaded)", loc="left"
    )
    figure.savefig(file, dpi=110)
    plt.close(figure)


def _draw_current(day: Day, axes: Axes) -> None:
    _fill(axes, _app(day, "charging_current"), LIGHT_BLUE, "charging", day.end)
    _step(axes, _app(day, "target_now"), DARK_BLUE, "target now", day.end, 0.6)
    _step(axes, _app(day, "target"), PINK, "smoothed target", day.end, 1.6)
    axes.set_ylabel("current (A)")
    axes.set_ylim(bottom=0)


def _draw_power(day: Day, axes: Axes) -> None:
    _fill(axes, day.curves.get("sensor.solar_power", []), ORANGE, "solar", day.end, 0.45)
    _step(axes, _app(day, "house_load"), GREY, "house", day.end, 0.7)
    _step(axes, _app(day, "surplus"), GREEN, "surplus", day.end, 1.2)
    _step(axes, _app(day, "charging_power"), DARK_BLUE, "car", day.end, 1.2)
    if _app(day, "battery_power"):
        _step(axes, _app(day, "battery_power"), TEAL, "house battery gives", day.end, 0.9)
    axes.set_ylabel("power (W)")


def _draw_battery(day: Day, axes: Axes) -> None:
    _step(axes, _app(day, "soc"), GREEN, "battery", day.end, 1.6)
    if _app(day, "battery_soc"):
        _step(axes, _app(day, "battery_soc"), TEAL, "house battery", day.end, 1.2)
    axes.set_ylabel("charge (%)")
    axes.set_ylim(0, 100)


def _app(day: Day, key: str) -> Curve:
    return day.curves.get(PREFIX + key, [])


def _points(curve: Curve, end: datetime) -> tuple[Any, Any]:
    """Returns the times and values of a curve; the last value holds to the end."""
    times = [datetime.fromtimestamp(at_s, timezone.utc) for at_s, _ in curve]
    values = [value for _, value in curve]
    return ([*times, end], [*values, values[-1]]) if curve else ([], [])


def _step(axes: Axes, curve: Curve, color: str, label: str, end: datetime, width: float) -> None:
    axes.step(*_points(curve, end), where="post", color=color, label=label, linewidth=width)


def _fill(axes: Axes, curve: Curve, color: str, label: str, end: datetime, alpha: float = 1) -> None:
    axes.fill_between(*_points(curve, end), step="post", color=color, label=label, alpha=alpha, linewidth=0)


def _shade_off_peak(day: Day, axes: Axes) -> None:
    at = day.begin
    while at < day.end:
        if off_peak(at.astimezone(ZONE)):
            axes.axvspan(at, at + STEP, color=NIGHT, linewidth=0, zorder=-1)  # type: ignore[arg-type]
        at += STEP
