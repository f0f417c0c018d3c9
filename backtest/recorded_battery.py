"""Learns the house battery of a recorded house from what it did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series, Trace

from .house_battery import BatteryModel
from .scenario import ScenarioError

ENOUGH_PCT = 20.0
"""Rise and fall of the state of charge, hour by hour and in all, from which on the capacity can be learnt."""

IDLE_W, SHORT_W = 50.0, 200.0
"""A battery that gives less, while the house lacks more, is at its floor."""

FLOOR_PCT = BatteryModel.floor_pct


def battery_of(
    trace: Trace, capacity_kwh: float | None = None, power_kw: float | None = None
) -> BatteryModel | None:
    """Returns the battery that a trace's columns show, with what is given in place of what can be learnt.

    None where the trace has none of its columns and no capacity is given. Its greatest powers are those seen.
    Raises `ScenarioError` for a capacity that can neither be learnt nor is given, or is none.
    """
    power_w, soc_pct = trace.battery_power_w, trace.battery_soc_pct
    if capacity_kwh is None:
        if power_w is None and soc_pct is None:
            return None
        capacity_kwh = _capacity_kwh(trace)
    usual = BatteryModel()
    seen_kw = (np.inf, np.inf) if power_w is None else (-power_w.min() / 1000, power_w.max() / 1000)
    takes_kw, gives_kw = (
        power_kw or (float(seen) if 0 < seen < np.inf else default)
        for seen, default in zip(seen_kw, (usual.max_charge_kw, usual.max_discharge_kw), strict=True)
    )
    floor_pct = _floor_pct(trace)
    start_pct = usual.start_pct if soc_pct is None else float(soc_pct[0])
    try:
        return BatteryModel(
            capacity_kwh, takes_kw, gives_kw, floor_pct=floor_pct, start_pct=max(start_pct, floor_pct)
        )
    except ValueError as problem:
        raise ScenarioError(f"house battery, {problem}") from None


def _capacity_kwh(trace: Trace) -> float:
    """Returns the capacity by which what went in and out, hour by hour, explains how the charge changed."""
    power_w, soc_pct = trace.battery_power_w, trace.battery_soc_pct
    if power_w is None or soc_pct is None:
        missing = "battery_power_w" if power_w is None else "battery_soc_pct"
        raise ScenarioError(f"house battery: its capacity must be given, the trace has no {missing}")
    usual = BatteryModel()
    stored_w = np.where(power_w > 0, -power_w / usual.efficiency_out, -power_w * usual.efficiency_in)
    per_hour = max(round(3600 / trace.step_s), 1)
    edges = np.arange(0, len(power_w), per_hour)
    rise_pct = np.diff(soc_pct[edges])
    if float(np.abs(rise_pct).sum()) < ENOUGH_PCT:
        raise ScenarioError(
            f"house battery: its capacity must be given: its charge moves less than {ENOUGH_PCT:g} % in all"
        )
    stored_kwh = np.add.reduceat(stored_w, edges)[:-1] * trace.step_s / 3.6e6
    kwh = float(rise_pct @ stored_kwh / (rise_pct @ rise_pct)) * 100
    if kwh <= 0:
        raise ScenarioError(
            "house battery: battery_power_w must be positive where it discharges, is where its charge rises"
        )
    return kwh


def _floor_pct(trace: Trace) -> float:
    """Returns the least charge seen where the battery gave no more of it, else what is usual."""
    power_w, soc_pct = trace.battery_power_w, trace.battery_soc_pct
    if soc_pct is None:
        return FLOOR_PCT
    least_pct = float(soc_pct.min())
    low = soc_pct <= least_pct + 1.0
    if power_w is not None and _gives_no_more(trace.load_w - trace.solar_w, power_w, low):
        return least_pct
    return min(FLOOR_PCT, least_pct)


def _gives_no_more(net_w: Series, power_w: Series, low: NDArray[np.bool_]) -> bool:
    return bool((low & (power_w < IDLE_W) & (net_w - power_w > SHORT_W)).any())


def spoken(battery: BatteryModel) -> str:
    """Says what a battery is taken for."""
    return (
        f"{battery.capacity_kwh:.1f} kWh from {battery.floor_pct:.0f} % on, takes up to "
        f"{battery.max_charge_kw:.1f} kW, gives up to {battery.max_discharge_kw:.1f} kW"
    )
