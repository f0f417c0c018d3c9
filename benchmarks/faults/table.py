"""Writes the results as a table in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.markdown import markdown

from .result import Result

Results = Mapping[str, Result]

COLUMNS = (
    "what breaks",
    "dear kWh (counted)",
    "dear min",
    "commands",
    "requests",
    "asleep / away / free",
    "escaped / strangers",
    "recovered after",
    "told after",
    "lost",
    "out of bounds",
)

LEGEND = """\
Dear: bought between 6 and 22 h while there is no sun for it; in brackets what of it counts, while app and car
could be reached. Asleep: `vehicle_data` and commands to a sleeping car; away: commands and wake-ups of a car
known to be away; free: summaries of either, which cost nothing and wake no car. Escaped: exceptions that no
part of the app was ready for; strangers: requests that followed a redirect to another address. Recovered:
minutes until it charges again after the fault is over and the sun is back. Told: minutes since the charge
should have ended, or since it broke where that is later; `-` where there is nothing to tell. Of all phases
the worst. **In bold: out of bounds.**"""


def table(results: Results) -> str:
    """Returns the results as a table in Markdown, with what they mean, and what a person was told."""
    rows = [_row(title, result) for title, result in results.items()]
    said = [(title, result.untrue or result.twice or result.said) for title, result in results.items()]
    words = "\n".join(f"- {title}: *{text}*" for title, text in said if text)
    return "\n\n".join(
        [markdown(COLUMNS, rows), LEGEND, "What a person was told:", words, out_of_bounds(results)]
    )


def out_of_bounds(results: Results) -> str:
    """Says how many faults are out of bounds."""
    return f"{sum(bool(each.out) for each in results.values())} of {len(results)} faults are out of bounds."


def _row(title: str, result: Result) -> tuple[str, ...]:
    out = ", ".join(result.out)
    return (
        f"**{title}**" if out else title,
        f"{result.dear_kwh:.2f} ({result.counted_kwh:.2f})",
        f"{result.dear_min:.0f}",
        str(result.commands),
        str(result.requests),
        f"{result.asleep} / {result.away} / {result.summaries}",
        f"{result.escaped} / {result.strangers}",
        _minutes(result.recovered_min),
        "-" if result.told_min == 0.0 and not result.said else _minutes(result.told_min),
        ", ".join(result.lost),
        f"**{out}**" if out else "",
    )


def _minutes(minutes: float | None) -> str:
    return "never" if minutes is None else f"{minutes:.0f} min"
