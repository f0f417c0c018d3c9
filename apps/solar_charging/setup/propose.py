"""Proposes settings for a house by what Home Assistant says of it."""

from __future__ import annotations

from collections.abc import Mapping

from . import battery, forecast, grid, house, prices, sun, tesla
from .energy_dashboard import EnergyDashboard
from .proposal import Option, Proposal, Topic
from .surroundings import Surroundings


def propose(surroundings: Surroundings, answered: Mapping[Topic, Option] | None = None) -> Proposal:
    """Returns the proposal, in which what a person has `answered` already decides what else is open.

    What comes later never names a sensor that measures something else already.
    """
    answers = answered or {}
    dashboard = EnergyDashboard.of(surroundings.preferences)
    meter = grid.grid(surroundings, dashboard)
    at_grid = answers.get(Topic.GRID) or next(iter(meter.options), None)
    taken = set(at_grid.entities) if at_grid is not None else set()
    roof = sun.roof(surroundings, dashboard, taken)
    on_roof = answers.get(Topic.SOLAR) or next(iter(roof.options), None)
    taken |= set(on_roof.entities) if on_roof is not None else set()
    the_car = tesla.car(surroundings)
    chosen_car = answers.get(Topic.CAR) or the_car.proposed
    choices = (
        meter,
        roof,
        battery.battery(surroundings, dashboard, taken),
        the_car,
        *tesla.location(surroundings, chosen_car),
        *tesla.limit(surroundings, chosen_car),
        *prices.prices(surroundings, dashboard, answers),
        forecast.forecast(surroundings),
        house.fuse(surroundings, at_grid),
        house.voltage(surroundings, at_grid),
        house.departures(surroundings),
        house.notify(surroundings),
        house.time_zone(surroundings),
        house.currency(surroundings),
        house.language(surroundings),
    )
    return Proposal(choices, tuple(house.missing(surroundings)))


def wanted_statistics(surroundings: Surroundings) -> list[str]:
    """Returns whose past tells which sensor of power is meant, and its sign."""
    dashboard = EnergyDashboard.of(surroundings.preferences)
    return [*dict.fromkeys((*dashboard.counters, *surroundings.powers))] if dashboard.counters else []
