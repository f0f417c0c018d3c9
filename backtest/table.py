"""Lays results out as a table for a person."""

from __future__ import annotations

from collections.abc import Mapping

from .result import Result

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


def table(results: Mapping[str, Result], stored_price: float, best: float | None) -> str:
    """Returns one line for each law; with `best`, the cost that was possible, also its regret.

    The regret is by how much a law missed `best`. The column "all in" counts commands and starts too, less
    what is left in the battery, at `stored_price` per kWh.
    """
    columns = [*COLUMNS, "regret"] if best is not None else [*COLUMNS]
    rows = [columns, *(_row(name, result, stored_price, best) for name, result in results.items())]
    if best is not None:
        rows.append(["(optimum)", f"{best:.2f}", *[""] * (len(columns) - 3), "0.00"])
    widths = [max(len(row[at]) for row in rows) for at in range(len(columns))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: list[str], widths: list[int]) -> str:
    name, *numbers = (text.rjust(width) for text, width in zip(row, widths, strict=True))
    return "  ".join([name.strip().ljust(widths[0]), *numbers]).rstrip()


def _row(name: str, result: Result, stored_price: float, best: float | None) -> list[str]:
    days = result.days
    row = [
        name,
        f"{result.charging_cost:.2f}",
        f"{result.charging_cost / days:.3f}",
        f"{result.net(stored_price):.2f}",
        f"{result.car_kwh:.1f}",
        f"{result.car_solar_kwh / result.car_kwh:.0%}" if result.car_kwh else "-",
        f"{result.commands / days:.1f}",
        f"{result.starts / days:.1f}",
        f"{result.wakes / days:.1f}",
        f"{result.shortfall_kwh:.1f}",
    ]
    return row if best is None else [*row, f"{result.charging_cost - best:.2f}"]
