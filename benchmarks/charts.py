"""Draws the report's charts: share against commands, the dial, every scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
from adjustText import adjust_text

from .case import REFERENCE, Case
from .detail_tables import variants
from .markdown import spoken
from .report import Report
from .scope import NEAR_PEERS, OURS, Knob

mpl.use("Agg")
from matplotlib import pyplot as plt

OWN, DARK, MIDDLE, LIGHT = "#1b6ca8", "#4a4a4a", "#8a8a8a", "#c4c4c4"
WORDS_PT, CURVE_STEPS = 7.5, 10
COLOURS: Mapping[Knob, str] = {"start_cost": OWN, "monthly_cap": "#d1495b"}
BARS = {OURS: OWN, NEAR_PEERS[0]: DARK, NEAR_PEERS[1]: MIDDLE, "seed": LIGHT}


def _by_share(case: Case, label: str) -> tuple[float, float]:
    return case.commands_per_day(label), 100 * case.share(label)


def _by_energy(case: Case, label: str) -> tuple[float, float]:
    return case.starts_per_day(label), case.runs[label].gross / case.days


class Axes(NamedTuple):
    """Describes what a chart shows of each law, and the knobs by which ours becomes a curve."""

    across: str
    up: str
    place: Callable[[Case, str], tuple[float, float]]
    knobs: tuple[Knob, ...]


SHARES = Axes(
    "commands a day", "share of the possible saving, net, %", _by_share, ("monthly_cap", "start_cost")
)
ENERGY = Axes("starts a day", "energy, EUR a day", _by_energy, ("start_cost",))


def draw(report: Report, folder: Path) -> None:
    """Draws all charts as PNG files into an existing folder."""
    _scatter(report, SHARES, folder / "share_against_commands.png")
    _scatter(report, ENERGY, folder / "dial.png")
    _scenarios(report, folder / "scenarios.png")


def _scatter(report: Report, shown: Axes, path: Path) -> None:
    """Draws the peers as points and our law as curves."""
    figure, panels = _panels(len(report.details))
    for axes, (name, case) in zip(panels, report.details.items(), strict=True):
        laws = {law: shown.place(case, law) for law in _moving(report)}
        # Beside a budget that can hardly wake the car up nothing else could be told apart.
        floor = min(up for _, up in laws.values()) - abs(max(up for _, up in laws.values())) / 10
        words = _peers(axes, laws)
        for knob in shown.knobs:
            words += _curve(axes, case, knob, shown.place, floor)
        axes.plot(*shown.place(case, OURS), "*", color=OWN, markersize=14, label=f"{OURS}, as it comes")
        axes.set(title=spoken(name), xlabel=shown.across, xlim=(0, None))
        _apart(axes, words)
    panels[0].set_ylabel(shown.up)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="outside lower center",
        ncols=1 if len(panels) == 1 else len(labels),
        frameon=False,
    )
    _save(figure, path)


def _scenarios(report: Report, path: Path) -> None:
    """Draws the share saved in each scenario and on average."""
    figure, axes = plt.subplots(figsize=(11, 4.2), constrained_layout=True)
    names = ["mean", *report.cases]
    width = 0.8 / len(BARS)
    for at, (law, colour) in enumerate(BARS.items()):
        shares = [report.mean_share(law), *(case.share(law) for case in report.cases.values())]
        places = [place - 0.4 + (at + 0.5) * width for place in range(len(names))]
        axes.bar(places, [100 * share for share in shares], width, color=colour, label=law)
    axes.set(ylabel="share of the possible saving, net, %", xlim=(-0.6, len(names) - 0.4))
    axes.set_xticks(range(len(names)), [name.replace("_", "\n") for name in names])
    axes.axhline(0, color="0.3", linewidth=0.8)
    axes.legend(ncols=len(BARS), loc="upper right", bbox_to_anchor=(1, 1.12), frameon=False)
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    _save(figure, path)


def _moving(report: Report) -> list[str]:
    """Returns the laws that follow the sun; the others are far off."""
    return [law for law in report.laws if law not in (REFERENCE, "night_80")]


def _panels(count: int) -> tuple[Any, Any]:
    figure, panels = plt.subplots(
        1, count, figsize=(max(5.5 * count, 8), 5), constrained_layout=True, squeeze=False
    )
    for axes in panels[0]:
        axes.grid(alpha=0.3)
        axes.margins(0.14)
        axes.spines[["top", "right"]].set_visible(False)
    return figure, panels[0]


def _peers(axes: Any, points: dict[str, tuple[float, float]]) -> list[Any]:
    """Draws a point for each law but ours, which is a curve; returns the labels of their names."""
    words = []
    for law, at in points.items():
        if law != OURS:
            colour = OWN if law.startswith(OURS) else MIDDLE
            axes.plot(*at, "o", color=colour, markersize=5)
            words.append(axes.text(*at, law, color=DARK, fontsize=WORDS_PT))
    return words


def _curve(
    axes: Any, case: Case, knob: Knob, place: Callable[[Case, str], tuple[float, float]], floor: float
) -> list[Any]:
    """Draws our law's values along a knob as a curve; returns their labels.

    What lies below the floor is named in the legend instead.
    """
    found = {variant.value: place(case, variant.label) for variant in variants(case, knob)}
    places = {value: at for value, at in found.items() if at[1] >= floor}
    below = ", ".join(f"{value:g}: {at[1]:.0f}" for value, at in found.items() if value not in places)
    label = f"{OURS}, by {knob}" + (f" (below: {below})" if below else "")
    if not places:
        return []
    axes.plot(*zip(*places.values(), strict=True), "o-", color=COLOURS[knob], markersize=4, label=label)
    return [
        axes.text(*at, f"{value:g}", color=COLOURS[knob], fontsize=WORDS_PT) for value, at in places.items()
    ]


def _apart(axes: Any, words: list[Any]) -> None:
    """Moves the words so that none covers another, a point or a curve."""
    paths = [line.get_path().interpolated(CURVE_STEPS).vertices for line in axes.get_lines()]
    across, up = np.concatenate(paths).T
    adjust_text(
        words,
        x=across,
        y=up,
        ax=axes,
        expand=(1.15, 1.5),
        arrowprops={"arrowstyle": "-", "color": LIGHT, "linewidth": 0.8},
    )


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, dpi=110)
    plt.close(figure)
