"""Lays results out as a table for a person."""

from __future__ import annotations

from collections.abc import Mapping

from .horizon import Optimum
from .result import Result
from .scenario import Scenario

COLUMNS = (
    "law",
    "cost",
    "per day",
    "all in",
    "car kWh",
    "sun",
    "commands/d",
    "starts/d",
    "wake-ups/d",
    "missed kWh",
)
BATTERY = "battery to car kWh"


def table(results: Mapping[str, Result], scenario: Scenario, best: Optimum | None) -> str:
    """Returns one line for each law; with `best`, the cost that was possible, also its regret.

    The regret is by how much a law missed `best`. The column "all in" counts commands and starts too, less
    what is left in the battery, at the cheapest price, and in a house battery, at its worth.
    """
    columns = [*COLUMNS]
    if scenario.house_battery is not None:
        columns.append(BATTERY)
    if best is not None:
        columns.append("regret")
    rows = [columns, *(_row(name, result, scenario, best) for name, result in results.items())]
    if best is not None:
        rows.append(["(optimum)", f"{best.cost:.2f}", *[""] * (len(columns) - 3), "0.00"])
    widths = [max(len(row[at]) for row in rows) for at in range(len(columns))]
    return "\n".join(_line(row, widths) for row in rows)


def regret(result: Result, best: Optimum) -> float:
    """Returns by how much a law missed what was possible, with the house battery's gain at its worth."""
    return result.gross(best.energy_value, best.house_value) - best.cost


def _line(row: list[str], widths: list[int]) -> str:
    name, *numbers = (text.rjust(width) for text, width in zip(row, widths, strict=True))
    return "  ".join([name.strip().ljust(widths[0]), *numbers]).rstrip()


def _row(name: str, result: Result, scenario: Scenario, best: Optimum | None) -> list[str]:
    days = result.days
    house_price = scenario.cheapest_in_house if best is None else best.house_value
    row = [
        name,
        f"{result.charging_cost:.2f}",
        f"{result.charging_cost / days:.3f}",
        f"{result.net(scenario.cheapest_stored, house_price):.2f}",
        f"{result.car_kwh:.1f}",
        f"{result.car_solar_kwh / result.car_kwh:.0%}" if result.car_kwh else "-",
        f"{result.commands / days:.1f}",
        f"{result.starts / days:.1f}",
        f"{result.wakes / days:.1f}",
        f"{result.shortfall_kwh:.1f}",
    ]
    if result.house is not None:
        row.append(f"{result.house.to_car_kwh:.1f}")
    return row if best is None else [*row, f"{regret(result, best):.2f}"]
