"""Makes the twelve scenarios: six lives and tariffs, one phase and three, in any window of a house's time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from simulator.trace import Series, Trace
from solar_charging.settings.tariff import TariffWindow

from .made_up import made_up_trace
from .prices import NIGHT_WINDOWS, Prices, two_rates
from .scenario import CarModel, Scenario, on_grid, steps_of
from .sessions import Person, commuter, life, shift_worker

SHARED = Path(__file__).parents[2] / "shared" / "data"
PAIR = "pair_fr_sceaux_1min_8windows.parquet"
ZONE = ZoneInfo("Europe/Paris")
WARM_UP = timedelta(days=14)
ROOF_KWP = 7.0

TUNING = ("2016_winter", "2016_spring", "2016_summer", "2016_autumn")
"""Windows on which constants may be set."""

REPORTING = ("2017_winter", "2017_spring", "2017_summer", "2017_autumn")
"""Windows that no constant has seen."""

WEEKEND_WINDOWS = (
    *NIGHT_WINDOWS,
    TariffWindow.model_validate({"start": "00:00", "end": "24:00", "days": ["sat", "sun"]}),
)


@dataclass(frozen=True, eq=False)
class Window:
    """Holds a stretch of a house's time; `spot` is the day-ahead price per kWh at the trace's step."""

    name: str
    trace: Trace
    spot: Series


@dataclass(frozen=True)
class Kind:
    """Describes a tariff and a life."""

    person: Person = commuter
    limit_pct: float = 80.0
    windows: tuple[TariffWindow, ...] = NIGHT_WINDOWS
    peak: float = 0.30
    off_peak: float = 0.20
    feed_in: float = 0.08
    spot: bool = False


KINDS: Mapping[str, Kind] = {
    "night": Kind(),
    "weekend": Kind(windows=WEEKEND_WINDOWS),
    "ch": Kind(peak=0.36, off_peak=0.28, feed_in=0.155),
    "spot": Kind(spot=True, feed_in=0.06),
    "shift30": Kind(person=shift_worker, limit_pct=50.0),
    "shift48": Kind(person=shift_worker),
}
PHASES: tuple[Literal[1, 3], ...] = (1, 3)
NAMES = tuple(f"{kind}_{phases}ph" for kind in KINDS for phases in PHASES)
"""The twelve scenarios by name, such as `night_1ph`."""

SPOT_FACTOR, SPOT_FIXED, SPOT_PUBLISHED_HOUR = 1.2, 0.14, 13
"""Tax factor on the exchange's price, grid fee per kWh, and hour at which tomorrow's prices come out."""


def scenario(name: str, window: Window, seed: int = 1, warm_up: timedelta = WARM_UP) -> Scenario:
    """Returns one of the twelve in one window, scored after `warm_up`; the seed is that of the car's trips.

    Raises `KeyError` for a name that is none of them.
    """
    kind, _, phases = name.partition("_")
    if name not in NAMES:
        raise KeyError(f"no scenario {name}: one of {', '.join(NAMES)}")
    return scenario_of(name, KINDS[kind], 3 if phases == "3ph" else 1, window, seed, warm_up)


def scenario_of(
    name: str, kind: Kind, phases: Literal[1, 3], window: Window, seed: int = 1, warm_up: timedelta = WARM_UP
) -> Scenario:
    """Returns the scenario of any tariff and life in one window."""
    trace = window.trace
    end = trace.start + timedelta(seconds=trace.span_s)
    return Scenario(
        name=f"{name} {window.name}",
        trace=trace,
        sessions=life(kind.person, trace.start, end, ZONE, f"{window.name} {seed}"),
        prices=_prices(kind, window),
        car=car_model(phases, kind.limit_pct),
        zone=ZONE,
        score_from=trace.start + warm_up,
    )


def car_model(phases: Literal[1, 3], limit_pct: float = 80.0) -> CarModel:
    """Returns a car with 7 kW on one phase, or 11 kW on three."""
    return CarModel(phases=phases, max_a=32 if phases == 1 else 16, limit_pct=limit_pct)


def _prices(kind: Kind, window: Window) -> Prices:
    trace, steps = window.trace, steps_of(window.trace)
    if not kind.spot:
        return two_rates(trace.start, steps, ZONE, kind.windows, kind.peak, kind.off_peak, kind.feed_in)
    bought = on_grid(window.spot, trace.step_s) * SPOT_FACTOR + SPOT_FIXED
    return Prices(bought, np.full(steps, kind.feed_in), SPOT_PUBLISHED_HOUR)


def read_windows(folder: Path = SHARED) -> dict[str, Window]:
    """Returns the recorded windows by name, none where the file is not there."""
    path = folder / PAIR
    return windows_in(path) if path.exists() else {}


def windows_in(path: Path) -> dict[str, Window]:
    """Reads the windows of a Parquet file of the shape of the recorded ones, by name."""
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    labels = table.column("window").combine_chunks()
    names, number = labels.dictionary.to_pylist(), labels.indices.to_numpy()
    times = table.column("timestamp_utc").to_numpy()
    load_w, roof, spot = (
        table.column(name).to_numpy().astype(float) for name in ("load_w", "pv_s30_w_per_kwp", "de_eur_mwh")
    )
    windows = {}
    for index, name in enumerate(names):
        rows = number == index
        start = datetime.fromtimestamp(int(times[rows][0].astype("datetime64[s]").astype(int)), timezone.utc)
        solar_w = np.clip(_filled(roof[rows]) * ROOF_KWP, 0.0, ROOF_KWP * 1000)
        windows[name] = Window(name, Trace(start, 60.0, load_w[rows], solar_w), spot[rows] / 1000)
    return windows


def _filled(minutes: Series) -> Series:
    """Fills minutes without a value with those of the day before."""
    filled: Series = minutes.copy()
    for at in np.flatnonzero(np.isnan(filled)):
        filled[at] = filled[at - 1440] if at >= 1440 else 0.0
    return filled


def made_up_window(seed: int, days: int = 21, month: int = 5) -> Window:
    """Returns a made-up window, which anyone can have; its exchange has cheap nights and noons."""
    start = datetime(2018, month, 1, tzinfo=timezone.utc)
    return with_made_up_spot(f"made_up_{seed}", made_up_trace(start, days, seed), seed)


def with_made_up_spot(name: str, trace: Trace, seed: int) -> Window:
    """Returns a trace with an exchange whose nights and noons are cheap."""
    steps_per_day = round(86_400 / trace.step_s)
    step = np.arange(len(trace.load_w))
    hour = step % steps_per_day * 24 // steps_per_day
    days = -(-len(step) // steps_per_day)
    dice = np.random.default_rng([seed, 1])
    daily = 1 + 0.3 * np.repeat(dice.normal(0, 1, days), steps_per_day)[: len(step)]
    shape = (
        0.045 + 0.018 * np.sin((hour - 14) / 12 * 2 * np.pi) + 0.012 * np.cos((hour - 19) / 24 * 2 * np.pi)
    )
    return Window(name, trace, shape * np.clip(daily, 0.2, 2.0))
