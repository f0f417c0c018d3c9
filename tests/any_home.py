"""Any home: a house, its meters, a car and settings, and what may happen there, as dice fall.

One number makes a whole home. Dice of one's own, for hypothesis varies what it has drawn before, and would
live many days in few homes.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import numpy as np

from simulator.habits import Habits
from simulator.meter_habits import CarMeter, House, MeterHabits, Sees
from simulator.trace import Trace
from solar_charging.settings.settings import Settings, parse_settings

GRID, IMPORT, EXPORT, SOLAR = ("sensor.grid_power", "sensor.import_power", "sensor.export_power",
                               "sensor.solar_power")  # fmt: skip
PLUG, VOLTAGE, SPOT, SOLD = "sensor.car_power", "sensor.voltage", "sensor.spot", "sensor.sold"
TODAY, TOMORROW = "sensor.forecast_today", "sensor.forecast_tomorrow"
PHASES = ("sensor.l1", "sensor.l2", "sensor.l3")
ENTITIES = {"grid": GRID, "import": IMPORT, "export": EXPORT, "solar": SOLAR, "car": PLUG}
"""The meters by their names in the simulator."""

SEASONS = (
    datetime(2026, 6, 15, 9, tzinfo=timezone.utc),
    datetime(2026, 6, 30, 20, tzinfo=timezone.utc),  # a month ends
    datetime(2026, 3, 28, 23, tzinfo=timezone.utc),  # the clocks go forward in Europe
    datetime(2026, 10, 24, 23, tzinfo=timezone.utc),  # and back
    datetime(2026, 12, 31, 21, tzinfo=timezone.utc),
)
ZONES = ("UTC", "Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati")


@dataclass(frozen=True)
class Home:
    """Is a home as it is set up: what is in apps.yaml, the car, and how car and meters report.

    With `habits` the car is known by entities. The house leaves so many W over, one after the other of
    `surplus_w`, each for `span_s`; in each phase it draws a share of `loads_a` besides.
    """

    given: Mapping[str, Any]
    car: Mapping[str, Any]
    meters: MeterHabits
    habits: Habits | None
    surplus_w: tuple[float, ...]
    span_s: float
    loads_a: tuple[float, float, float]
    start: datetime
    zone: str
    soc_pct: float
    limit_pct: int
    plugged_in: bool
    tick_s: float

    @property
    def settings(self) -> Settings:
        """The settings, with a way to the car that nobody goes."""
        way = {"token_file": "tokens.json"} if self.habits is None else {"entities": {"name": "model_y"}}
        return parse_settings({**self.given, "car": {**self.given["car"], **way}})

    @property
    def trace(self) -> Trace:
        """The house without its car: it never draws the same twice."""
        net_w = np.resize(np.array(self.surplus_w, dtype=float), round(86_400 / self.span_s))
        load_w = 800 - np.minimum(net_w + 800, 0) + 37 * np.sin(np.arange(len(net_w)))
        start = datetime(2026, 1, 1, tzinfo=timezone.utc)
        return Trace(start, self.span_s, load_w, np.maximum(net_w + 800, 0))

    @property
    def right(self) -> bool:
        """Says whether the grid meter shows what flows, be it seldom or late."""
        habits = self.meters
        wrong = (habits.scale != 1, habits.sign != 1, habits.mean, habits.comma, habits.unit != "W")
        odd = (habits.words != "{}", habits.frozen_after_s is not None, habits.spikes > 0, habits.gap_s > 0)
        return habits.sees is Sees.GRID and not any(wrong) and not any(odd) and habits.gone is None


class Dice(random.Random):
    """Makes choices, the same ones for the same seed."""

    def one(self, *choices: Any) -> Any:
        """One of these."""
        return self.choice(choices)

    def some(self, **choices: Sequence[Any]) -> dict[str, Any]:
        """Few of these fields, each with one of its values."""
        few = self.random() ** 2
        return {name: self.choice(values) for name, values in choices.items() if self.random() < few}

    def yes(self, share: float = 0.5) -> bool:
        """Says yes so often."""
        return self.random() < share


YES_NO = (False, True)


def right_meters(dice: Dice) -> MeterHabits:
    """Meters that show what flows, be it late or seldom."""
    return MeterHabits(
        every_s=dice.one(0.0, 0.0, 0.0, 10.0, 30.0, 60.0, 300.0, 900.0),
        phase_s=dice.one(0.0, 7.0, 50.0),
        lag_s=dice.one(0.0, 0.0, 0.0, 20.0, 60.0),
        pair=dice.yes(),
        house=dice.one(House.PLAIN, House.PLAIN, House.PLAIN, House.BATTERY, House.ZERO_EXPORT),
        battery_kwh=dice.one(2.0, 10.0, 1e6),
        told_anew=dice.yes(),
    )


def odd_meters(dice: Dice) -> MeterHabits:
    """Meters that may show anything else."""
    odd = dice.some(
        every_s=(10.0, 60.0, 900.0),
        lag_s=(60.0, 300.0),
        mean=YES_NO,
        sees=tuple(Sees),
        frozen_after_s=(0.0, 600.0, 5000.0),
        told_anew=YES_NO,
        spikes=(0.01, 0.3),
        sign=(-1.0,),
        scale=(0.001, 1000.0),
        unit=("kW", "VA", "mW", "kWh", "", None),
        comma=(True,),
        words=("{} W", "unavailable", "unknown", "nan", "inf", "", "1e999", "²"),
        gap_s=(300.0, 70.0),
        pair=(True,),
        gone=("import", "export"),
        negative_export=YES_NO,
        car=tuple(CarMeter),
    )
    return MeterHabits(**odd)


def ways_to_report(dice: Dice) -> Habits:
    """How an integration may tell of the car."""
    roles = ("drawn", "soc", "voltage", "phases", "limit", "odometer", "added", "max", "power", "location")
    return Habits(
        poll_s=dice.one(0.0, 15.0, 120.0, 600.0),
        phase_s=dice.one(0.0, 7.0, 110.0),
        cache_s=dice.one(0.0, 0.0, 60.0),
        snaps_back_s=dice.one(0.0, 60.0),
        untold=frozenset(role for role in roles if dice.yes(0.08)),
        lost_asleep=dice.yes(),
        repeats_told=dice.yes(),
        obeys_update_entity=dice.yes(),
        wakes_for_commands=dice.yes(),
    )


def tariff(dice: Dice) -> dict[str, Any]:
    """Prices that may be flat, of two tariffs, listed by an entity, or negative."""
    starts = [dice.randrange(24) for _ in range(dice.randrange(4))]
    windows = [
        {"start": f"{hour:02}:00", "end": f"{(hour + dice.one(1, 5, 12)) % 24:02}:00"} for hour in starts
    ]
    return dice.some(
        off_peak=[windows],
        peak_price=(0.3, 0.0, -0.1, 1.5),
        off_peak_price=(0.2, 0.05, -0.05),
        export_price=(0.08, 0.0, -0.05, 0.4),
        netting_s=(900, 3600),
        price_entity=(SPOT,),
        export_price_entity=(SOLD,),
        cheap_hours=(0.25, 3.0, 24.0),
    )


def charging(dice: Dice) -> dict[str, Any]:
    """How the charge is controlled."""
    given = dice.some(
        beat_s=(10.0, 30.0, 120.0),
        command_interval_s=(5.0, 30.0, 900.0),
        average_s=(120.0, 900.0),
        start_cost=(0.0, 0.002, 0.1),
        off_peak_soc_pct=(0, 50, 100),
        minimum_soc_pct=(20, 60),
        off_peak_current_a=(1, 5, 8, 40),
        max_import_w=(9000.0, 17_000.0, 9000.0, 6000.0, 9000.0, 4000.0, 2300.0, 0.0),
        main_fuse_a=(25, 40, 25, 16, 6),
    )
    given["average_s"] = max(given.get("average_s", 300.0), given.get("beat_s", 30.0))
    return given


def car(dice: Dice, phases: int, volts: float) -> dict[str, Any]:
    """What is set of the car; of its phases and volts nothing that is wrong."""
    given = dice.some(
        min_current_a=(5, 6, 1, 8),
        max_current_a=(10, 16, 32, 48),
        settle_s=(5.0, 90.0),
        start_settle_s=(20.0, 180.0),
        read_s=(120.0, 600.0, 3600.0),
        idle_read_s=(300.0, 1260.0),
        wake_ups_per_day=(0, 1, 6),
        at_plug_in=("stop", "minimum", "leave"),
        respect_manual_start=YES_NO,
        refresh=("free", "always", "never"),
        battery_kwh=(20.0, 100.0),
    )
    given |= {"phases": phases, "phase": 1} if dice.yes() else {}
    given |= {"voltage_v": volts} if volts < 200 or dice.yes() else {}
    # A die of its own, so that all others fall as they did.
    return given | {"manage_limit": Dice(str(given)).yes()}


def arguments(dice: Dice, pair: bool, phases: int, volts: float) -> dict[str, Any]:
    """What is in apps.yaml of a home, without the way to the car."""
    control = charging(dice)
    meters = dice.some(
        solar_power=(SOLAR,),
        car_power=(PLUG,),
        voltage=(VOLTAGE,),
        forecast_today=(TODAY,),
        forecast_tomorrow=(TOMORROW,),
        stale_s=(120.0, 1800.0, 30.0),
    )
    if "main_fuse_a" in control:
        meters["phase_sensors"] = list(PHASES)
    meters |= {"import_power": IMPORT, "export_power": EXPORT} if pair else {"grid_power": GRID}
    leaving = [dice.randrange(24) for _ in range(dice.one(0, 0, 1, 2))]
    return {
        "meters": meters,
        "car": car(dice, phases, volts),
        "charging": control,
        "tariff": tariff(dice),
        "departures": [{"time": f"{hour:02}:30", "soc_pct": dice.randint(1, 100)} for hour in leaving],
        "api": dice.some(
            command_price=(0.001, 0.02),
            read_price=(0.002, 0.05),
            wake_up_price=(0.02, 0.2),
            monthly_cap=(10.0, 10.0, 3.0, 3.0, 0.5, 0.05, 0.0),
        ),
    }


def any_home(dice: Dice, odd: bool = True) -> Home:
    """Any home; one that is not `odd` has meters that are right."""
    reports = odd_meters(dice) if odd and dice.yes(0.3) else right_meters(dice)
    phases, volts = dice.one(1, 1, 3), dice.one(230.0, 230.0, 240.0, 222.0, 115.0)
    return Home(
        given=arguments(dice, reports.pair, phases, volts),
        car={
            "phases": phases,
            "voltage_v": volts,
            "max_current_a": dice.one(16, 13, 32, 6, 48),
            "charges_on_plug_in": dice.yes(),
            "starting_s": dice.one(5.0, 5.0, 45.0, 200.0),
            "reaction_s": dice.one(2.0, 20.0),
            "wake_delay_s": dice.one(15.0, 120.0),
        },
        meters=reports,
        habits=ways_to_report(dice) if dice.yes() else None,
        surplus_w=tuple(dice.choice(LEVELS_W) for _ in range(dice.randint(3, 11))),
        span_s=dice.one(60.0, 300.0, 1800.0),
        loads_a=(dice.choice(LOADS_A), dice.choice(LOADS_A), dice.choice(LOADS_A)),
        start=dice.choice(SEASONS),
        zone=dice.choice(ZONES),
        soc_pct=dice.one(50.0, 50.0, 40.0, 3.0, 30.0, 78.0, 99.5),
        limit_pct=dice.one(80, 80, 80, 100, 100, 50),
        plugged_in=dice.yes(0.9),
        tick_s=dice.one(10.0, 10.0, 30.0),
    )


LEVELS_W = (4000.0, 2500.0, 7000.0, 4000.0, 1300.0, 12_000.0, 400.0, -300.0, -1500.0, -5500.0, -15_000.0)
"""What the house leaves over without the car, in W; negative is what it draws."""

LOADS_A = (3.0, 0.0, 3.0, 9.0, 3.0, 15.0, 24.0)
