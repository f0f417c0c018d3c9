"""Writes the report for a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from benchmarks.markdown import markdown, named, percent, spoken

from .measure import EXACT, FORECASTS, PLANNERS
from .night import Night
from .outcome import Comparison, mean_regret_share
from .purchases import Purchase
from .report import Report
from .scenes import SAID
from .timing import BELOW_S, HOURS

EXPLAINED = (
    "Regret is what a planner paid beyond what hindsight would have paid for the same trips; in per cents, "
    "of what hindsight could have saved against charging at once: 0 is perfect, 100 saves nothing. Energy "
    "alone: commands and starts are free here, a missing kWh costs the dearest price, and what is in the "
    "battery in the end counts for what it is worth to hindsight. Each planner steers by its own law of the "
    "sun. `pv_excess_control` has no planner for departures: it gets a plain one, which buys what is missing "
    "in the cheapest hours. `solar_charging_forecast` is told each day what sun is expected, with the errors "
    "that such services have, and `solar_charging_free_starts` that commands and starts are free; the others "
    "of ours spare them at their usual prices, and so leave a little sun and buy a little more."
)


def document(report: Report, command: str) -> str:
    """Returns all tables under their headings."""
    parts = [
        "# What the planners buy, and what they regret",
        f"Made by `{command}`. Windows: {', '.join(report.windows)} ({report.origin}).",
        EXPLAINED,
        "\n".join(f"- **{scene}**: {text}." for scene, text in SAID.items()),
        "## Regret in all scenes, in per cents of what could be saved",
        overview(report),
        "## What a forecast is worth",
        "The same of our planner, by the forecast it is given.",
        forecasts(report),
    ]
    for name, comparison in report.scenes.items():
        parts += [f"## {spoken(name).capitalize()}", scene_table(comparison)]
    if report.night is not None:
        parts += ["## A night in which ours weighed the grid against the sun", *_night(report.night)]
    return "\n\n".join([*parts, "## The time that a plan takes", _times(report)]) + "\n"


def overview(report: Report) -> str:
    """Returns the regret of each planner in all scenes, the least regret first."""
    scenes = report.scenes
    rows = []
    for label in sorted(PLANNERS, key=lambda each: mean_regret_share(scenes, each)):
        runs = [comparison.runs[label] for comparison in scenes.values()]
        missed = f"{sum(run.missed for run in runs)} ({sum(run.missing_kwh for run in runs):.1f})"
        shares = [percent(comparison.regret_share(label)) for comparison in scenes.values()]
        rows.append([named(label), percent(mean_regret_share(scenes, label)), missed, *shares])
    return markdown(["planner", "mean", "departures missed (kWh)", *map(spoken, scenes)], rows)


def forecasts(report: Report) -> str:
    scenes = {name: each for name, each in report.scenes.items() if EXACT in each.runs}
    rows = [
        [text, *(percent(comparison.regret_share(label)) for comparison in scenes.values())]
        for text, label in FORECASTS.items()
    ]
    return markdown(["forecast", *map(spoken, scenes)], rows)


def scene_table(comparison: Comparison) -> str:
    """Returns money, departures and energy of each planner, the least regret first."""
    columns = ["planner", "EUR a day", "regret, EUR a day", "regret, %", "departures missed", "kWh missing"]
    columns += ["bought, kWh a day", "at EUR a kWh", "sun, kWh a day"]
    rows = [["(hindsight)", _eur(comparison.optimum / comparison.days), "0.000", "0.0", *[""] * 5]]
    for label in sorted(PLANNERS, key=comparison.regret):
        run, days = comparison.runs[label], comparison.days
        rows.append(
            [
                named(label),
                _eur(comparison.cost(label)),
                _eur(comparison.regret(label)),
                percent(comparison.regret_share(label)),
                str(run.missed),
                f"{run.missing_kwh:.1f}",
                f"{run.bought_kwh / days:.2f}",
                "" if run.mean_price is None else _eur(run.mean_price),
                f"{run.sun_kwh / days:.2f}",
            ]
        )
    return markdown(columns, rows)


def _night(night: Night) -> Iterator[str]:
    stay, day = night.stay, night.day
    wanted = f"{stay.wanted_pct:.0f} % was wanted" if stay.wanted_pct else "nothing was wanted"
    yield (
        f"{spoken(night.scenario).capitalize()} in {night.window}. "
        f"The car came on {_moment(stay.plug_in)} with {stay.soc_in_pct:.0f} %; "
        f"{wanted} on {_moment(stay.plug_out)}. Whenever the plan changed its mind it said, with kWh that "
        "reach the battery:"
    )
    yield "\n".join(
        f"- {each.at:%H:%M}: {each.text}. A kWh is worth {_eur(each.value)}." for each in night.notes
    )
    yield f"Bought, as drawn from the grid: {night.kwh:.1f} kWh."
    yield markdown(["from", "to", "kWh", "at EUR a kWh"], map(_bought, night.purchases))
    yield (
        f"It left with {stay.soc_out_pct:.0f} %. The next day the roof made {day.roof_kwh:.1f} kWh; of what "
        f"the house left of it while the car was there, {day.spare_kwh:.1f} kWh, the car took "
        f"{day.taken_kwh:.1f} kWh."
    )


def _moment(moment: datetime) -> str:
    return f"{moment.day} {moment:%B} at {moment:%H:%M}"


def _bought(each: Purchase) -> list[str]:
    return [f"{each.begin:%H:%M}", f"{each.end:%H:%M}", f"{each.kwh:.1f}", _eur(each.price)]


def _times(report: Report) -> str:
    rows = {
        f"a plan for {HOURS} h of quarter hours, each with its own price": report.plan_time,
        **{f"in the runs, for three days: {part}": time for part, time in report.part_times.items()},
    }
    return markdown(
        ["", "mean, ms", "slowest 1 %, ms", "may take, ms"],
        [[text, _ms(time.mean_s), _ms(time.slow_s), f"{1000 * BELOW_S:.0f}"] for text, time in rows.items()],
    )


def _eur(money: float) -> str:
    # Hardly less than nothing is nothing, and has no sign.
    return f"{round(money, 3) + 0.0:.3f}"


def _ms(span_s: float) -> str:
    return f"{1000 * span_s:.1f}"
