"""Lists what is tried: a fuse, a car, how its meter reports, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.car_settings import CarSettings
from simulator.meter_habits import MeterHabits

from .house import EXACT, HOURS, Step, Telling, pairs, steps

FUSE_A = 25
ONE_W, THREE_W = 9000.0, 14_000.0
FULL = 0.9
"""The house's own load stays below this share of what the fuse carries."""

QUICK_HOURS = 1.0
STARTS, LATE_STARTS = 4, 6
"""The most starts of a case, and of one whose meter is a minute late."""


@dataclass(frozen=True)
class Case:
    """Says what is tried.

    `fuse_w` holds for the sum, or `fuse_a` for each phase, whose sensors tell it as `telling` says. A
    one-phase car is on the first phase. The service needs `api_s` for each
    command, and is `dead` after the charge has begun.
    """

    title: str
    meters: MeterHabits
    car: CarSettings
    happens: Sequence[Step]
    fuse_w: float | None = None
    fuse_a: int | None = None
    telling: Telling = EXACT
    api_s: float = 0.0
    dead: bool = False
    starts: int = STARTS
    hours: float = HOURS

    @property
    def bounded(self) -> bool:
        """Says whether it must keep to its bounds: nobody can relieve a house whose car cannot be asked."""
        return not self.dead


def _car(phases: int, most_a: int) -> CarSettings:
    return CarSettings(phases=phases, max_current_a=most_a, battery_kwh=200)


METER = MeterHabits(every_s=10)
SLOW_SPIKES = MeterHabits(every_s=60, spikes=0.01)
TELLINGS: Mapping[str, Telling] = {
    "whole A": Telling(rounds_to=1.0),
    "whole 100 W": Telling("W", rounds_to=100.0),
    "sensors 3 s apart": Telling(apart_s=3.0),
}
"""As smart meters tell it, and inverters, and three plugs."""

PAIRS_STARTS = 13
"""So many of them are started for: once at the begin, and after each pair."""


def _variants(case: Case) -> Iterator[Case]:
    """Yields a case with each kind of meter and of service."""
    title = case.title
    yield replace(case, title=f"{title}, meter 10 s")
    yield replace(case, title=f"{title}, meter 2 s", meters=MeterHabits(every_s=2))
    yield replace(case, title=f"{title}, meter 60 s", meters=MeterHabits(every_s=60))
    yield replace(case, title=f"{title}, meter 10 s, 60 s late", meters=MeterHabits(every_s=10, lag_s=60),
                  starts=LATE_STARTS)  # fmt: skip
    yield replace(case, title=f"{title}, 1 % spikes of 100 kW", meters=MeterHabits(every_s=10, spikes=0.01))
    yield replace(case, title=f"{title}, API 9 s slow", api_s=9)
    yield replace(case, title=f"{title}, API dead", dead=True)


def cases(quick: bool = False) -> list[Case]:
    """Lists all cases; the quick ones are three, and shorter."""
    one, three = _car(1, 32), _car(3, 16)
    total = Case("sum, 1 phase, 9 kW", METER, one, steps(FULL * ONE_W, [0]), fuse_w=ONE_W)
    triple = Case("sum, 3 phases, 14 kW", METER, three, steps(FULL * THREE_W, [0]), fuse_w=THREE_W)
    top_w = FULL * FUSE_A * 230
    phase = Case("each phase, 25 A, 1-phase car", METER, one, steps(top_w, [0, 1, 2]), fuse_a=FUSE_A)
    phases = replace(phase, title="each phase, 25 A, 3-phase car", car=three)
    found = [*_variants(total), *_variants(triple), *_variants(phase), *_variants(phases)]
    for title, telling in TELLINGS.items():
        found += [replace(case, title=f"{case.title}, {title}", telling=telling) for case in (phase, phases)]
    found += [replace(case, title=f"{case.title}, meter 60 s, 1 % spikes of 100 kW", meters=SLOW_SPIKES)
              for case in (total, triple, phase, phases)]  # fmt: skip
    for apart_s in (5, 20):
        twice = f"two steps {apart_s} s apart"
        big = pairs(4500.0, 7500.0, apart_s)
        found.append(replace(total, title=f"sum, 1 phase, 9 kW, {twice}", happens=big, starts=PAIRS_STARTS))
        small = pairs(2500.0, 4500.0, apart_s)
        found.append(
            replace(
                phase, title=f"each phase, 25 A, 1-phase car, {twice}", happens=small, starts=PAIRS_STARTS
            )
        )
    if not quick:
        return found
    short = [case for case in found if case.title.endswith("meter 10 s") and "3-phase" not in case.title]
    return [replace(case, hours=QUICK_HOURS) for case in short]
