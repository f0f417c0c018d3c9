"""Makes the tables that compare the laws."""

from __future__ import annotations

from .markdown import markdown, named, percent, spoken
from .report import Report
from .scope import OURS, WALLBOXES

HONEST = (OURS, "evcc", "teslasolarcharger", "twcmanager", "seed")


def share_table(report: Report) -> str:
    """Returns the share saved by each law in every scenario and on average, the best law first."""
    rows = []
    for law in ranked(report):
        shares = [case.share(law) for case in report.cases.values()]
        rows.append([named(law), percent(report.mean_share(law)), *map(percent, shares)])
        if law in WALLBOXES:
            gross = [case.gross_share(law) for case in report.cases.values()]
            rows.append([f"{named(law)}, gross", percent(report.mean_gross_share(law)), *map(percent, gross)])
    return markdown(["law", "mean", *map(spoken, report.cases)], rows)


def effort_table(report: Report) -> str:
    first = next(iter(report.cases))
    rows = []
    for law in ranked(report):
        case = report.cases[first]
        commands = report.mean_commands(law)
        rows.append(
            [
                named(law),
                f"{case.commands_per_day(law):.1f}",
                f"{commands:.1f}",
                f"{commands / report.mean_commands('evcc'):.0%}",
                f"{case.starts_per_day(law):.2f}",
                f"{report.mean_starts(law):.2f}",
                str(report.missed(law)),
            ]
        )
    columns = ["commands a day", "mean", "of evcc's", "starts a day", "mean", "departures missed"]
    columns[0] += f", {spoken(first)}"
    columns[3] += f", {spoken(first)}"
    return markdown(["law", *columns], rows)


def gross_table(report: Report) -> str:
    rows = []
    for law in HONEST:
        shares = [case.gross_share(law) for case in report.cases.values()]
        rows.append([named(law), percent(report.mean_gross_share(law)), *map(percent, shares)])
    return markdown(["law", "mean", *map(spoken, report.cases)], rows)


def busy_table(report: Report) -> str:
    columns = ["law", "commands", "starts", "most commands on a day", "most starts on a day"]
    rows = []
    for law in ranked(report):
        that, most = report.busy_day.counts[law], report.most[law]
        rows.append([named(law), *map(str, (that.commands, that.starts, most.commands, most.starts))])
    return markdown(columns, rows)


def busy_note(report: Report) -> str:
    day = report.busy_day
    return (
        f"Of all days in all scenarios the one on which {OURS} gave most commands: {day.day}, "
        f"{spoken(day.scenario)}; beside it the most that each law gave on any day."
    )


def cloudy_table(report: Report) -> str:
    """Returns commands and starts of each law on the cloudiest day, by scenario."""
    found = report.cloudy_day.counts
    rows = []
    for law in ranked(report):
        cells = (f"{counts[law].commands} / {counts[law].starts}" for counts in found.values())
        rows.append([named(law), *cells])
    return markdown(["law", *map(spoken, found)], rows)


def cloudy_note(report: Report) -> str:
    return (
        f"The day on which the sun's power changed most: {report.cloudy_day.day}. "
        "Commands / starts in each scenario."
    )


def ranked(report: Report) -> list[str]:
    """Returns the laws, the one that saves most first."""
    return sorted(report.laws, key=lambda law: -report.mean_share(law))
