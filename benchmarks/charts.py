"""The report's pictures: share against commands, the dial, every scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl

from .case import REFERENCE, Case
from .detail_tables import variants
from .markdown import spoken
from .plan import NEAR_PEERS, OURS, Knob
from .report import Report

mpl.use("Agg")
from matplotlib import pyplot as plt

OWN, BUDGET, DARK, MIDDLE, LIGHT = "#1b6ca8", "#d1495b", "#4a4a4a", "#8a8a8a", "#c4c4c4"
BARS = {OURS: OWN, NEAR_PEERS[0]: DARK, NEAR_PEERS[1]: MIDDLE, "seed": LIGHT}


def draw(report: Report, folder: Path) -> None:
    """All charts as PNG files in an existing folder."""
    _share_against_commands(report, folder / "share_against_commands.png")
    _dial(report, folder / "dial.png")
    _scenarios(report, folder / "scenarios.png")


def _share_against_commands(report: Report, path: Path) -> None:
    """The peers as points, our law as curves over dial and budgets."""
    figure, panels = _panels(len(report.details))
    for axes, (name, case) in zip(panels, report.details.items(), strict=True):
        points = {law: (case.commands_per_day(law), 100 * case.share(law)) for law in _moving(report)}
        _peers(axes, points)
        _curve(axes, case, "monthly_cap", BUDGET, "monthly_cap", _by_share)
        _curve(axes, case, "start_cost", OWN, "start_cost", _by_share)
        _own_point(axes, *points[OURS])
        axes.set(title=spoken(name), xlabel="commands a day", xlim=(0, None))
    panels[0].set_ylabel("share of the possible saving, %")
    panels[0].legend(loc="lower right", frameon=False)
    _save(figure, path)


def _dial(report: Report, path: Path) -> None:
    """What a quieter contactor costs in energy."""
    figure, panels = _panels(len(report.details))
    for axes, (name, case) in zip(panels, report.details.items(), strict=True):
        points = {law: _by_energy(case, law) for law in _moving(report)}
        _peers(axes, points)
        _curve(axes, case, "start_cost", OWN, "start_cost", _by_energy)
        _own_point(axes, *points[OURS])
        axes.set(title=spoken(name), xlabel="starts a day", xlim=(0, None))
    panels[0].set_ylabel("energy, EUR a day")
    panels[0].legend(loc="upper right", frameon=False)
    _save(figure, path)


def _scenarios(report: Report, path: Path) -> None:
    """The share saved in each scenario and on average."""
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
    """The laws that follow the sun; the others are far off."""
    return [law for law in report.laws if law not in (REFERENCE, "night_80")]


def _by_share(case: Case, label: str) -> tuple[float, float]:
    return case.commands_per_day(label), 100 * case.share(label)


def _by_energy(case: Case, label: str) -> tuple[float, float]:
    return case.starts_per_day(label), case.runs[label].gross / case.days


def _panels(count: int) -> tuple[Any, Any]:
    figure, panels = plt.subplots(
        1, count, figsize=(5.5 * count, 4.6), constrained_layout=True, squeeze=False
    )
    for axes in panels[0]:
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    return figure, panels[0]


def _peers(axes: Any, points: dict[str, tuple[float, float]]) -> None:
    for law, (across, up) in points.items():
        if law != OURS:
            axes.plot(across, up, "o", color=MIDDLE, markersize=5)
            axes.annotate(law, (across, up), (4, 4), textcoords="offset points", color=DARK, fontsize=7.5)


def _curve(axes: Any, case: Case, knob: Knob, colour: str, label: str, place: Any) -> None:
    found = [(variant.value, *place(case, variant.label)) for variant in variants(case, knob)]
    _, across, up = zip(*found, strict=True)
    axes.plot(across, up, "o-", color=colour, markersize=4, linewidth=1.6, label=f"{OURS}, by {label}")
    for value, x, y in found:
        axes.annotate(f"{value:g}", (x, y), (-3, 6), textcoords="offset points", color=colour, fontsize=7.5)


def _own_point(axes: Any, across: float, up: float) -> None:
    axes.plot(across, up, "*", color=OWN, markersize=13, label=f"{OURS}, as it comes")


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, dpi=110)
    plt.close(figure)
