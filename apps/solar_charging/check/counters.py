"""Compares the grid meter with the counters of the Energy dashboard: whether its sign is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

from ..settings.meters import Meters
from ..setup.energy_dashboard import EnergyDashboard, Source
from ..setup.measured import AGREES, Measured, Past, differs_by
from ..setup.surroundings import Surroundings

PREFERENCES, PAST = "energy/get_prefs", "recorder/statistics_during_period"
PAST_HOURS = 48


def asked_of_sign(meters: Meters, ask: Callable[..., Any], now: datetime) -> bool | None:
    """Asks Home Assistant whether its counters agree with the sign of the grid meter at `now` (aware).

    `ask` takes a command of its websocket and its data; returns None where that is not known.
    """
    preferences = ask(PREFERENCES)
    if not isinstance(preferences, Mapping):
        return None
    counters = [each for source in EnergyDashboard.of(preferences).grids for each in source.counters]
    if not counters:
        return None
    past = ask(
        PAST,
        start_time=(now - timedelta(hours=PAST_HOURS)).isoformat(),
        statistic_ids=[*counters, *meters.grid_entities],
        period="hour",
        types=["change", "mean"],
        units={"energy": "kWh", "power": "W"},
    )
    answers = {PREFERENCES: preferences, PAST: past}
    return sign_agrees(meters, Surroundings.of_answers(answers, now.timestamp()))


def sign_agrees(meters: Meters, surroundings: Surroundings) -> bool | None:
    """Says whether the counters agree with the sign of the grid meter; None where they do not tell."""
    grids = EnergyDashboard.of(surroundings.preferences).grids
    if not grids:
        return None
    source: Source = reduce(Source.and_of, grids)
    way = measured(meters)
    for agrees, each in ((True, way), (False, way.turned())):
        if _agrees(each, source, surroundings.past):
            return agrees
    return None


def measured(meters: Meters) -> Measured:
    """Returns how the settings measure the grid."""
    if not meters.grid_power:
        return Measured(meters.import_power, meters.export_power)
    way = Measured(meters.grid_power)
    return way if meters.grid_power_positive == "import" else way.turned()


def _agrees(way: Measured, source: Source, past: Past) -> bool:
    share = differs_by(way, source, past)
    return share is not None and share <= AGREES
