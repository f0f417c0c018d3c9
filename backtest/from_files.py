"""A scenario from what a person has: a trace, perhaps sessions, perhaps the app's settings."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from simulator.trace import Trace
from solar_charging.settings import Settings

from .prices import STEP_S, Prices, by_tariff, two_rates
from .scenario import CarModel, Scenario, ScenarioError, Session, on_grid, steps_of


def scenario_from(
    trace: Trace, sessions: tuple[Session, ...] | None, settings: Settings | None, zone: ZoneInfo | None
) -> Scenario:
    """All of a trace, with prices by the trace's own columns, else by the settings' tariff.

    `zone` None: the settings', else UTC. Without sessions the car is plugged in all the time and nothing
    is wanted of it. Raises `ScenarioError` for what cannot be replayed.
    """
    if zone is None:
        zone = ZoneInfo((settings.time_zone if settings else None) or "UTC")
    end = trace.start + timedelta(seconds=trace.span_s)
    if sessions is None:
        sessions = (Session(trace.start, end),)
    if not any(session.plug_in < end and session.plug_out > trace.start for session in sessions):
        span = f"{trace.start.isoformat()} to {end.isoformat()}"
        raise ScenarioError(f"sessions: at least one must lie within the trace, {span}")
    return Scenario(
        name="files",
        trace=trace,
        sessions=sessions,
        prices=_prices(trace, settings, zone),
        car=_car(settings),
        zone=zone,
        score_from=trace.start,
        netting_s=(settings.tariff.netting_s if settings else None) or STEP_S,
    )


def _car(settings: Settings | None) -> CarModel:
    if settings is None:
        return CarModel()
    car = settings.car
    return CarModel(
        phases=car.phases,
        voltage_v=car.voltage_v,
        min_a=car.min_current_a,
        max_a=car.max_current_a,
        battery_kwh=car.battery_kwh,
        efficiency=car.efficiency,
        overhead_kw=car.overhead_w / 1000,
    )


def _prices(trace: Trace, settings: Settings | None, zone: ZoneInfo) -> Prices:
    start, steps = trace.start, steps_of(trace)
    usual = by_tariff(start, steps, zone, settings.tariff) if settings else two_rates(start, steps, zone)
    bought, sold = trace.import_price, trace.export_price
    return Prices(
        usual.import_per_kwh if bought is None else on_grid(bought, trace.step_s),
        usual.export_per_kwh if sold is None else on_grid(sold, trace.step_s),
    )
