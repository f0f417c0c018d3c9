"""Makes the tables of what is measured in some scenarios: old reports, split of the gap, dial, budgets."""

from __future__ import annotations

from itertools import pairwise

from .case import REFERENCE, Case
from .markdown import a_day, commands_a_day, markdown, named, percent, spoken
from .report import Report
from .scope import OURS, Knob, Variant


def age_table(report: Report) -> str:
    """Returns the share saved and the commands a day of each aged law, by the age of the car's report."""
    aged = variants(next(iter(report.details.values())), "report_age_s")
    ages = sorted({variant.value for variant in aged})
    laws = dict.fromkeys(variant.law for variant in aged)
    columns = ["law", "scenario", *(f"{age:g} s" for age in (0.0, *ages))]
    columns += [f"commands a day, {age:g} s" for age in (0.0, *ages)]
    rows = []
    for law in laws:
        for name, case in report.details.items():
            labels = [law, *(Variant(law, "report_age_s", age).label for age in ages)]
            shares = [percent(case.share(label)) for label in labels]
            rows.append(
                [named(law), spoken(name), *shares, *(commands_a_day(case, label) for label in labels)]
            )
    return markdown(columns, rows)


def split_table(report: Report) -> str:
    columns = ["scenario", "at once", "hindsight", "actuation", "", "switching", "", "information", "", OURS]
    rows = []
    for name, case in report.cases.items():
        if case.attainable is None:
            continue
        ours, dumb = case.runs[OURS].net, case.runs[REFERENCE].net
        steps = (case.optimum, case.attainable.energy, case.attainable.switching, ours)
        parts = [after - before for before, after in pairwise(steps)]
        row = [spoken(name), a_day(case, dumb), a_day(case, case.optimum)]
        for part in parts:
            row += [a_day(case, part), f"{100 * part / (dumb - case.optimum):.1f} %"]
        rows.append([*row, a_day(case, ours)])
    return markdown(columns, rows)


def dial_table(report: Report) -> str:
    columns = ["start_cost", "energy, EUR a day", "starts a day", "commands a day", "share saved, net"]
    return _knob_table(report, "start_cost", columns)


def budget_table(report: Report) -> str:
    columns = ["monthly_cap", "API in 30 days", "starts a day", "commands a day", "share saved, net"]
    return _knob_table(report, "monthly_cap", columns)


def _knob_table(report: Report, knob: Knob, columns: list[str]) -> str:
    """Returns our law's figures by a setting's values.

    The cost is the energy's for the dial, and the API's for the budgets.
    """
    rows = []
    for name, case in report.details.items():
        labels = {f"{variant.value:g}": variant.label for variant in variants(case, knob)}
        if knob == "monthly_cap":
            labels["none"] = OURS
        for value, label in labels.items():
            tally = case.runs[label]
            cost = tally.gross if knob == "start_cost" else tally.api_cost * 30
            starts = f"{case.starts_per_day(label):.2f}"
            share = percent(case.share(label))
            rows.append([spoken(name), value, a_day(case, cost), starts, commands_a_day(case, label), share])
    return markdown(["scenario", *columns], rows)


def variants(case: Case, knob: Knob) -> list[Variant]:
    """Returns the variants in which a knob was turned."""
    found = (Variant.labelled(label) for label in case.runs)
    return [variant for variant in found if variant.knob == knob]
