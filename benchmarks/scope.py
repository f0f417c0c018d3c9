"""Defines what is measured: the whole, or as much as fits into a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from backtest.laws import LAWS
from backtest.scenarios import NAMES, Window

OURS = "solar_charging"
NEAR_PEERS = ("evcc", "teslasolarcharger")
WALLBOXES = ("openwb", "smartevse")
"""Laws of projects that steer a wallbox, where a change of current is free."""

Knob = Literal["report_age_s", "start_cost", "monthly_cap"]
KNOBS: tuple[Knob, ...] = get_args(Knob)


@dataclass(frozen=True)
class Variant:
    """Describes a law where one thing is not as usual; `knob` None: all is as usual."""

    law: str
    knob: Knob | None = None
    value: float = 0.0

    @property
    def label(self) -> str:
        return self.law if self.knob is None else f"{self.law} {self.knob}={self.value:g}"

    @classmethod
    def labelled(cls, label: str) -> Variant:
        """Returns the variant of a label."""
        law, _, turned = label.partition(" ")
        for knob in KNOBS:
            if turned.startswith(f"{knob}="):
                return cls(law, knob, float(turned.removeprefix(f"{knob}=")))
        return cls(law)


@dataclass(frozen=True)
class Scope:
    """Defines the scenarios, laws and variants of a measurement.

    `detailed` scenarios also get the ages of the car's report, the dial and the budgets, but only in every
    `detail_stride`-th window, for they take long; `split` scenarios get the split of the gap.
    """

    scenarios: tuple[str, ...]
    laws: tuple[str, ...]
    detailed: tuple[str, ...]
    detail_stride: int
    split: tuple[str, ...]
    aged_laws: tuple[str, ...]
    ages_s: tuple[float, ...]
    start_costs: tuple[float, ...]
    monthly_caps: tuple[float, ...]
    days: int
    """Days of a window that has to be made up."""

    def jobs(self, windows: Sequence[Window]) -> list[Job]:
        """Returns one job for each scenario in each window, the long ones first."""
        detailed = windows[:: -self.detail_stride]
        jobs = [
            Job(name, window, self.details() if name in self.detailed and window in detailed else ())
            for name in self.scenarios
            for window in windows
        ]
        return sorted(jobs, key=lambda job: -len(job.details))

    def details(self) -> tuple[Variant, ...]:
        """Returns all variants but the laws as they come."""
        aged = [Variant(law, "report_age_s", age_s) for law in self.aged_laws for age_s in self.ages_s]
        dial = [Variant(OURS, "start_cost", cost) for cost in self.start_costs]
        budgets = [Variant(OURS, "monthly_cap", cap) for cap in self.monthly_caps]
        return (*aged, *dial, *budgets)


class Job(NamedTuple):
    """Pairs a scenario with a window, and lists what is run in it beside the laws as they come."""

    scenario: str
    window: Window
    details: tuple[Variant, ...]


FULL = Scope(
    scenarios=NAMES,
    laws=tuple(LAWS),
    detailed=("night_1ph",),
    detail_stride=2,
    split=("night_1ph", "night_3ph", "spot_1ph", "shift30_1ph"),
    aged_laws=(OURS, *NEAR_PEERS),
    ages_s=(30, 60, 120),
    start_costs=(0, 0.005, 0.01, 0.02, 0.05, 0.1),
    monthly_caps=(0.5, 1, 1.25, 1.5, 2, 5),
    days=35,
)
QUICK = Scope(
    scenarios=("night_1ph", "night_3ph"),
    laws=("at_once", "seed", OURS, *NEAR_PEERS, "twcmanager", "openwb"),
    detailed=("night_1ph",),
    detail_stride=1,
    split=("night_1ph",),
    aged_laws=(OURS, "evcc"),
    ages_s=(60,),
    start_costs=(0.005, 0.05),
    monthly_caps=(2,),
    days=5,
)
