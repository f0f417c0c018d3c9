"""Writes what was measured in houses with a battery as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from benchmarks.markdown import markdown, named, percent
from benchmarks.windows import Stretches

from .homes import MAX_KW, Home
from .measure import Case, Tally

Cases = Mapping[Home, Case]

SETTING = (
    f"The house battery holds 10 kWh (5 kWh where it is said so) and takes and gives {MAX_KW:g} kW, down "
    "to 5 %; 5 % are lost on the way in and again on the way out. Its inverter keeps the grid meter at "
    "zero; a law may hold it, then it gives nothing. The shares are per cents of what hindsight could "
    "save against charging at once at every plug-in, net, with 0.001 for each command and 0.02 for each "
    "start. EUR are those by which the car makes the house with its battery dearer, less what is in "
    "both batteries in the end, worth what the optimum says. The optimum knows the future, and charges "
    "and discharges the house battery as it likes, but not from the grid."
)
ROWS = (
    "'Grid meter only' was told of no battery. evcc runs by its defaults (the car first); "
    "TeslaSolarCharger has no defaults for a battery: here it is given 20 % as the least charge; openWB "
    "has three modes, the first its default. 'Tuned' is what was best in other windows, first without a "
    "battery, then of its settings of the battery (`python -m benchmarks.battery.tune`). The means are "
    "those of the scenarios with 10 kWh."
)
DEAR = (
    "What the house battery gave to the car was dear where it has cost the house more than the car would "
    "have paid: a kWh that leaves the battery is missing in it until it is full and sun is fed in (then it "
    "has cost what that sun brought, with the losses), or until it is empty and power is bought (then it "
    "has cost that price), whichever comes first; buying it for the car would have cost the least price of "
    "the next 24 hours in which the car is at the plug. The rest was cheap, or no dearer than that."
)


def document(cases: Cases, windows: Stretches, command: str) -> str:
    names = ", ".join(window.name for window in windows.windows)
    whole = [home for home in cases if home.capacity_kwh == Home.capacity_kwh]
    parts = [
        "# With a house battery",
        f"Made by `{command}`. Windows: {names} ({windows.origin}).",
        SETTING,
        ROWS,
        DEAR,
        _means(cases, whole),
        "## Share of the possible saving, %",
        _by_home(cases, lambda case, law: percent(case.share(law))),
        "## EUR a day",
        _by_home(cases, lambda case, law: f"{case.runs[law].net / case.days:.3f}"),
        "The best that was possible: "
        + "; ".join(f"{home.label} {case.optimum / case.days:.3f}" for home, case in cases.items())
        + ".",
        "## From the house battery into the car, kWh a day",
        _by_home(cases, lambda case, law: f"{case.runs[law].to_car_kwh / case.days:.2f}"),
        "## Of it dear, kWh a day",
        _by_home(cases, lambda case, law: f"{case.runs[law].dear_to_car_kwh / case.days:.2f}"),
        "## Starts a day",
        _by_home(cases, lambda case, law: f"{case.runs[law].starts / case.days:.2f}"),
    ]
    return "\n\n".join(parts) + "\n"


def ranked(cases: Cases, homes: Sequence[Home]) -> list[str]:
    """Returns the laws, the one that saves most first."""
    return sorted(next(iter(cases.values())).runs, key=lambda law: -_share(cases, homes, law))


def _share(cases: Cases, homes: Sequence[Home], law: str) -> float:
    return float(np.mean([cases[home].share(law) for home in homes]))


def _means(cases: Cases, homes: Sequence[Home]) -> str:
    """Returns a row for each law: its mean share, and what it came to a day."""
    columns = [
        "law",
        "share, %",
        "EUR",
        "battery to car, kWh",
        "of it cheap",
        "of it dear",
        "bought, kWh",
        "commands",
        "starts",
        "holds",
        "missed in all",
    ]

    def a_day(law: str, of: Callable[[Tally], float], decimals: int) -> str:
        return f"{np.mean([of(cases[home].runs[law]) / cases[home].days for home in homes]):.{decimals}f}"

    rows = [
        [
            named(law),
            percent(_share(cases, homes, law)),
            a_day(law, lambda tally: tally.net, 3),
            a_day(law, lambda tally: tally.to_car_kwh, 2),
            a_day(law, lambda tally: tally.to_car_kwh - tally.dear_to_car_kwh, 2),
            a_day(law, lambda tally: tally.dear_to_car_kwh, 2),
            a_day(law, lambda tally: tally.import_kwh, 2),
            a_day(law, lambda tally: tally.commands, 1),
            a_day(law, lambda tally: tally.starts, 2),
            a_day(law, lambda tally: tally.holds, 1),
            str(sum(cases[home].runs[law].missed for home in homes)),
        ]
        for law in ranked(cases, homes)
    ]
    return markdown(columns, rows)


def _by_home(cases: Cases, shown: Callable[[Case, str], str]) -> str:
    whole = [home for home in cases if home.capacity_kwh == Home.capacity_kwh]
    rows = [
        [named(law), *(shown(case, law) for case in cases.values())]
        for law in ranked(cases, whole or [*cases])
    ]
    return markdown(["law", *(home.label for home in cases)], rows)
