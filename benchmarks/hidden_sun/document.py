"""Writes what was measured of hidden sun as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.markdown import markdown, percent
from benchmarks.windows import Stretches

from .homes import FOUND, TRIP_KWH, Home
from .measure import Case, Tally

SETTING = (
    "The inverter makes no more than house and car take, or lets out no more than is said; the meters show "
    f"what is left of the sun. The car is at home but for an evening's drive of {TRIP_KWH:g} kWh. The first "
    "row is our law that sees the sun as if nothing were thrown away; the others see what the meters show. A "
    "failed probe is a charge that began for hidden sun and was not carried by it; what the probes bought is "
    "what was imported while the app said that it looks for hidden sun. Ours is told of "
    "a limit where that is more than nothing. "
    "The EUR of the first row are those of a house that feeds all of the rest in."
)


def document(cases: Mapping[Home, Case], windows: Stretches, command: str) -> str:
    names = ", ".join(window.name for window in windows.windows)
    return (
        "\n\n".join(
            [
                "# Hidden sun",
                f"Made by `{command}`. Windows: {names} ({windows.origin}).",
                SETTING,
                "## From the sun into the car, % of what the law gets that sees all of it",
                _table(cases, lambda case, law: percent(case.share(law))),
                "## From the sun into the car, kWh a day",
                _table(cases, lambda case, law: f"{case.runs[law].sun_kwh / case.days:.2f}"),
                *(_home(home, case) for home, case in cases.items()),
            ]
        )
        + "\n"
    )


def _table(cases: Mapping[Home, Case], cell: Callable[[Case, str], str]) -> str:
    laws = next(iter(cases.values())).runs
    rows = [[_named(law), *(cell(case, law) for case in cases.values())] for law in laws]
    return markdown(["", *(home.label for home in cases)], rows)


def _named(law: str) -> str:
    return f"**{law}**" if law == FOUND else law


def _home(home: Home, case: Case) -> str:
    """Returns a home's table of a day."""
    columns = [
        "a day",
        "from the grid",
        "EUR",
        "commands",
        "starts",
        "failed probes",
        "bought by probes",
        "missed",
    ]
    rows = [[_named(law), *_cells(tally, case.days)] for law, tally in case.runs.items()]
    return f"## {home.label[0].upper()}{home.label[1:]}\n\n" + markdown(columns, rows)


def _cells(tally: Tally, days: float) -> list[str]:
    return [
        f"{tally.grid_kwh / days:.2f}",
        f"{tally.cost / days:.2f}",
        f"{tally.commands / days:.1f}",
        f"{tally.starts / days:.2f}",
        f"{tally.failed / days:.2f}",
        f"{tally.bought_kwh / days:.2f}",
        f"{tally.missed}",
    ]
