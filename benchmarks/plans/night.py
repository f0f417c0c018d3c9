"""Shows one night as our law saw it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from backtest.law import SLOT_S, View
from backtest.laws.ours import SolarCharging
from backtest.result import KWH_PER_W, Result
from backtest.scenario import CarModel, Scenario
from solar_charging.control.outcome import Outcome
from solar_charging.publishing.plan_entity import plan_text
from solar_charging.publishing.translator import Translator

from .purchases import Purchase, bought_w, purchases, telling_night, weighed_kwh


class Noting(SolarCharging):
    """Runs our law, and keeps the last outcome of each quarter of an hour."""

    def __init__(self, car: CarModel) -> None:
        super().__init__(car)
        self._outcomes: dict[int, Outcome] = {}

    def decide(self, view: View) -> int | None:
        wanted_a = super().decide(view)
        if self.outcome is not None:
            self._outcomes[int(view.now_s // SLOT_S)] = self.outcome
        return wanted_a

    def notes(self, begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Note]:
        """Yields what the plan said between two moments, once where it did not change."""
        speech, said = Translator("en", zone, "EUR"), None
        for quarter in range(int(begin.timestamp() // SLOT_S), int(end.timestamp() // SLOT_S)):
            outcome = self._outcomes.get(quarter)
            if outcome is None or outcome.energy_value.schedule is None:
                continue
            plan = outcome.energy_value.schedule
            saying = [each.end for each in plan.purchases], round(plan.sun_counted_kwh)
            if saying != said:
                text = plan_text(outcome, speech)
                yield Note(
                    datetime.fromtimestamp(quarter * SLOT_S, zone), text, outcome.energy_value.value_per_kwh
                )
            said = saying


class Note(NamedTuple):
    """Holds what the plan said at a moment, and what a kWh in the battery was worth."""

    at: datetime
    text: str
    value: float


@dataclass(frozen=True)
class Stay:
    """Describes the car's time at the plug: state of charge on arrival and departure, and what was wanted."""

    plug_in: datetime
    plug_out: datetime
    soc_in_pct: float
    soc_out_pct: float
    wanted_pct: float


@dataclass(frozen=True)
class Day:
    """Adds up the solar energy of a day.

    `roof_kwh` is the production, `spare_kwh` the surplus while the car was there, `taken_kwh` what the car
    took of it.
    """

    roof_kwh: float
    spare_kwh: float
    taken_kwh: float


@dataclass(frozen=True)
class Night:
    """Describes a night: its purchases, what the plan said, a stay and the next day.

    The notes reach from the evening to the last of the purchases, the stay is the one in which the first of
    them was made, and the day is the one after the night. `weighed_kwh` is the lesser of what was bought and
    what the sun brought then.
    """

    scenario: str
    window: str
    purchases: tuple[Purchase, ...]
    notes: tuple[Note, ...]
    stay: Stay
    day: Day
    weighed_kwh: float

    @property
    def kwh(self) -> float:
        return sum(each.kwh for each in self.purchases)


def night_of(name: str, window: str, scenario: Scenario, result: Result, law: Noting) -> Night | None:
    """Returns the scored night that tells most of buying and of the sun; None without a purchase."""
    span = telling_night(scenario, result.amps)
    found = purchases(scenario, result.amps, *span) if span else ()
    if not span or not found:
        return None
    stay = _stay(scenario, result, found[0])
    return Night(
        scenario=name,
        window=window,
        purchases=found,
        notes=tuple(law.notes(max(span[0], stay.plug_in), found[-1].end, scenario.zone)),
        stay=stay,
        day=_day(scenario, result, span[1]),
        weighed_kwh=weighed_kwh(scenario, result.amps, span),
    )


def _stay(scenario: Scenario, result: Result, first: Purchase) -> Stay:
    # A quarter of an hour may begin before the car came.
    session = scenario.sessions[scenario.session_index[scenario.step_of(first.end) - 1]]
    came, left = (scenario.step_of(moment) for moment in (session.plug_in, session.plug_out))
    return Stay(
        plug_in=session.plug_in.astimezone(scenario.zone),
        plug_out=session.plug_out.astimezone(scenario.zone),
        soc_in_pct=float(result.soc_pct[came]),
        soc_out_pct=float(result.soc_pct[left - 1]),
        wanted_pct=session.soc_target_pct,
    )


def _day(scenario: Scenario, result: Result, morning: datetime) -> Day:
    """Adds up the day around a morning, from midnight to midnight."""
    midnight = morning.replace(hour=0, minute=0)
    begin, end = (scenario.step_of(moment) for moment in (midnight, midnight + timedelta(days=1)))
    steps = slice(begin, min(end, scenario.steps))
    spare_w = np.maximum(scenario.solar_w - scenario.load_w, 0.0)[steps]
    car_w = (result.amps * scenario.car.watts_per_amp)[steps]
    there = scenario.session_index[steps] >= 0
    return Day(
        roof_kwh=float(scenario.solar_w[steps].sum()) * KWH_PER_W,
        spare_kwh=float(spare_w[there].sum()) * KWH_PER_W,
        taken_kwh=float((car_w - bought_w(scenario, result.amps)[steps]).sum()) * KWH_PER_W,
    )
