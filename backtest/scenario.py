"""Describes what is replayed: a house, its prices, a car and when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from simulator.trace import Series, Trace

from .export_limit import ExportLimit
from .house_battery import BatteryModel, BatteryRun, left_alone
from .prices import STEP_S, Prices

FIRST_SOC_PCT = 50.0


class ScenarioError(ValueError):
    """Reports a scenario that cannot be replayed; the text names what, the rule and the value."""


@dataclass(frozen=True)
class CarModel:
    """Describes the car.

    Of what it draws it stores `efficiency`, less `overhead_kw` while it charges. A command takes a random
    time of up to `latency_s`, a start `start_latency_s` more; what the car reports of its current is
    `report_age_s` old. It sleeps after `sleep_after_s` without a charge, a command or a read of its data, and
    takes `wake_delay_s` to wake.
    """

    battery_kwh: float = 60.0
    phases: Literal[1, 3] = 1
    voltage_v: float = 230.0
    min_a: int = 5
    max_a: int = 32
    limit_pct: float = 80.0
    efficiency: float = 0.98
    overhead_kw: float = 0.194
    latency_s: float = 30.0
    start_latency_s: float = 20.0
    report_age_s: float = 0.0
    sleep_after_s: float = 720.0
    wake_delay_s: float = 15.0

    @property
    def watts_per_amp(self) -> float:
        return self.voltage_v * self.phases

    def drawn_kw(self, amps: float) -> float:
        return amps * self.watts_per_amp / 1000

    def stored_kw(self, amps: float) -> float:
        """Returns the part of the power drawn at `amps` that reaches the battery, in kW."""
        return max(self.efficiency * self.drawn_kw(amps) - self.overhead_kw, 0.0) if amps else 0.0

    @property
    def limit_kwh(self) -> float:
        return self.limit_pct / 100 * self.battery_kwh


@dataclass(frozen=True)
class Session:
    """Describes one time at the plug, from `plug_in` to `plug_out` (aware), where `soc_target_pct` is wanted.

    The car arrives with `soc_in_pct`, or else with what it left with less the `trip_kwh` before this session.
    A session that begins when another ends is the same charge: only somebody wanted it ready.
    """

    plug_in: datetime
    plug_out: datetime
    soc_target_pct: float = 0.0
    soc_in_pct: float | None = None
    trip_kwh: float = 0.0


@dataclass(frozen=True, eq=False)
class Scenario:
    """Holds everything that a law can meet, on a grid of 10 s; only what follows `score_from` is counted.

    `forecast_error` is how much worse than usual the solar energy is forecast: 1 as usual, 0 exactly. Import
    and export are billed as one sum over each `netting_s`: by default a step. `house_battery` None: there is
    none. `export_limit` None: all of the sun that nobody takes is fed in. `told` False: no law hears when the
    car leaves, nor what is wanted then.
    """

    name: str
    trace: Trace
    sessions: tuple[Session, ...]
    prices: Prices
    car: CarModel
    zone: ZoneInfo
    score_from: datetime
    soc_start_pct: float = FIRST_SOC_PCT
    forecast_error: float = 1.0
    netting_s: float = STEP_S
    house_battery: BatteryModel | None = None
    export_limit: ExportLimit | None = None
    told: bool = True

    def __post_init__(self) -> None:
        _check_step(self.trace.step_s)
        if self.netting_s < STEP_S or self.netting_s % STEP_S:
            raise ScenarioError(f"netting_s: must be a multiple of {STEP_S}, is {self.netting_s:g}")
        _check_sessions(self.sessions)
        if self.first_scored >= self.steps:
            raise ScenarioError(
                f"score_from: must lie before the trace's end, is {self.score_from.isoformat()}"
            )
        for name in ("import_per_kwh", "export_per_kwh"):
            if len(getattr(self.prices, name)) != self.steps:
                raise ScenarioError(
                    f"{name}: must have one price for each of the {self.steps} steps, "
                    f"has {len(getattr(self.prices, name))}"
                )

    @property
    def steps(self) -> int:
        return steps_of(self.trace)

    @property
    def start_s(self) -> float:
        """Returns the unix seconds of the first step."""
        return self.trace.start.timestamp()

    @property
    def first_scored(self) -> int:
        return min(max(self.step_of(self.score_from), 0), self.steps)

    @property
    def days(self) -> float:
        """Returns the number of scored days."""
        return (self.steps - self.first_scored) * STEP_S / 86_400

    def step_of(self, moment: datetime) -> int:
        return round((moment - self.trace.start).total_seconds() / STEP_S)

    def time_of(self, step: int) -> datetime:
        """Returns the beginning of a step, in the house's time."""
        return (self.trace.start + timedelta(seconds=step * STEP_S)).astimezone(self.zone)

    def periods(self, first: int, last: int) -> NDArray[np.intp]:
        """Returns the steps at which a period of the meter begins, from `first` to `last` (excluded).

        They are counted from `first`, which begins one in any case.
        """
        number = (self.start_s + np.arange(first, last) * STEP_S) // self.netting_s
        return np.flatnonzero(np.diff(number, prepend=-1.0))

    @cached_property
    def load_w(self) -> Series:
        """Returns the house's load without the car, per step."""
        return on_grid(self.trace.load_w, self.trace.step_s)

    @cached_property
    def solar_w(self) -> Series:
        return on_grid(self.trace.solar_w, self.trace.step_s)

    @cached_property
    def battery_alone(self) -> BatteryRun | None:
        """Returns what the house battery does without the car; None without one."""
        model = self.house_battery
        return left_alone(model, self.load_w - self.solar_w) if model else None

    @cached_property
    def limits_w(self) -> Series | None:
        """Returns the most that may be exported in each step; None where nothing limits it."""
        limit = self.export_limit
        return None if limit is None else limit.limits_w(self.export_price)

    @property
    def import_price(self) -> Series:
        return self.prices.import_per_kwh

    @property
    def export_price(self) -> Series:
        return self.prices.export_per_kwh

    @cached_property
    def session_index(self) -> NDArray[np.int32]:
        """Returns for each step the number of its session, -1 where the car is not plugged in."""
        index = np.full(self.steps, -1, dtype=np.int32)
        for number, session in enumerate(self.sessions):
            first, last = self.step_of(session.plug_in), self.step_of(session.plug_out)
            index[max(first, 0) : max(last, 0)] = number
        return index

    @cached_property
    def dearest(self) -> float:
        """Returns the dearest import price of the scored steps: what a missing kWh costs."""
        return float(self.import_price[self.first_scored :].max())

    @cached_property
    def cheapest_stored(self) -> float:
        """Returns the cost of a kWh in the battery at full current and the least import price scored."""
        cheapest = max(float(self.import_price[self.first_scored :].min()), 0.0)
        return cheapest * self.car.drawn_kw(self.car.max_a) / self.car.stored_kw(self.car.max_a)

    @cached_property
    def cheapest_in_house(self) -> float:
        """Returns what a kWh in the house battery spares at the least import price scored."""
        cheapest = max(float(self.import_price[self.first_scored :].min()), 0.0)
        return cheapest * self.house_battery.efficiency_out if self.house_battery else 0.0


def steps_of(trace: Trace) -> int:
    return int(trace.span_s // STEP_S)


def on_grid(values: Series, step_s: float) -> Series:
    """Returns the values of another step on the grid of 10 s: held, or averaged where theirs is finer."""
    if step_s >= STEP_S:
        return np.repeat(values, round(step_s / STEP_S))
    share = round(STEP_S / step_s)
    whole: Series = values[: len(values) // share * share].reshape(-1, share)
    return np.asarray(whole.mean(axis=1))


def _check_step(step_s: float) -> None:
    whole = step_s % STEP_S == 0 if step_s >= STEP_S else STEP_S % step_s == 0
    if not whole:
        raise ScenarioError(f"the trace's step must be a multiple or a whole part of 10 s, is {step_s:g} s")


def _check_sessions(sessions: Sequence[Session]) -> None:
    for number, session in enumerate(sessions, start=1):
        if session.plug_out <= session.plug_in:
            raise ScenarioError(
                f"session {number}: plug_out must be later than plug_in, is {session.plug_out.isoformat()}"
            )
        if number > 1 and session.plug_in < sessions[number - 2].plug_out:
            raise ScenarioError(
                f"session {number}: must not begin before the one before it ends, "
                f"begins {session.plug_in.isoformat()}"
            )
