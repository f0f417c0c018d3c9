"""Makes a scenario of a person's own files: a trace, perhaps sessions, perhaps the app's settings."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from simulator.trace import Trace
from solar_charging.planning.departures import Departures
from solar_charging.settings.settings import DepartureHelpers, Settings

from .house_battery import BatteryModel
from .prices import STEP_S, Prices, by_tariff, two_rates
from .scenario import CarModel, Scenario, ScenarioError, Session, on_grid, steps_of
from .sessions import with_departures


def scenario_from(
    trace: Trace,
    sessions: tuple[Session, ...] | None,
    settings: Settings | None,
    zone: ZoneInfo | None,
    battery: BatteryModel | None = None,
) -> Scenario:
    """Returns a scenario of a whole trace, with prices by its own columns, else by the settings' tariff.

    `zone` None stands for the settings' zone, else UTC. Without sessions the car is plugged in all the time.
    Where no session says what is wanted, the settings' departures do. Raises `ScenarioError` for what cannot
    be replayed.
    """
    if zone is None:
        zone = ZoneInfo((settings.time_zone if settings else None) or "UTC")
    end = trace.start + timedelta(seconds=trace.span_s)
    if sessions is None:
        sessions = (Session(trace.start, end),)
    if not any(session.plug_in < end and session.plug_out > trace.start for session in sessions):
        span = f"{trace.start.isoformat()} to {end.isoformat()}"
        raise ScenarioError(f"sessions: at least one must lie within the trace, {span}")
    if settings and settings.departures and not any(session.soc_target_pct for session in sessions):
        departures = Departures(settings.departures, DepartureHelpers(), zone)
        sessions = tuple(with_departures(sessions, departures))
    return Scenario(
        name="files",
        trace=trace,
        sessions=sessions,
        prices=_prices(trace, settings, zone),
        car=car_model(settings),
        zone=zone,
        score_from=trace.start,
        netting_s=(settings.tariff.netting_s if settings else None) or STEP_S,
        house_battery=battery,
    )


def car_model(settings: Settings | None) -> CarModel:
    """Returns the car of the settings, with a charge limit that their departures do not exceed."""
    if settings is None:
        return CarModel()
    car = settings.car
    return CarModel(
        phases=car.phases or CarModel.phases,
        voltage_v=car.voltage_v,
        min_a=car.min_current_a,
        max_a=car.max_current_a,
        battery_kwh=car.battery_kwh,
        efficiency=car.efficiency,
        overhead_kw=car.overhead_w / 1000,
        limit_pct=max([CarModel.limit_pct, *(each.soc_pct for each in settings.departures)]),
    )


def _prices(trace: Trace, settings: Settings | None, zone: ZoneInfo) -> Prices:
    start, steps = trace.start, steps_of(trace)
    usual = by_tariff(start, steps, zone, settings.tariff) if settings else two_rates(start, steps, zone)
    bought, sold = trace.import_price, trace.export_price
    return Prices(
        usual.import_per_kwh if bought is None else on_grid(bought, trace.step_s),
        usual.export_per_kwh if sold is None else on_grid(sold, trace.step_s),
    )
