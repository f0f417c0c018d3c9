"""How far the battery is filled from the grid and the sun, and what is not bought at any need."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import Charger
from solar_charging.planning.battery_claims import Claims
from solar_charging.planning.battery_estimate import BatteryEstimator
from solar_charging.planning.departures import Departure
from solar_charging.planning.history import History
from solar_charging.planning.inputs import ConfiguredInputs
from solar_charging.planning.limits import Limits
from solar_charging.planning.offers import make_offers
from solar_charging.planning.planner import EnergyValue, Planner
from solar_charging.planning.scenarios import USABLE, Scenarios, Usage
from solar_charging.settings.settings import parse_settings
from tests.situations import PARKED, steady

CHARGER = Charger(watts_per_amp=230.0, min_a=5, max_a=16)
EVENING = datetime(2026, 6, 15, 21, 30, tzinfo=timezone.utc)
UTC = ZoneInfo("UTC")
TOLD, LEARNT = Departure(0.0, 90.0), Departure(0.0, 90.0, learnt=True)


@pytest.mark.parametrize(
    ("ceiling", "price", "sells"),
    [
        (None, 99.0, True),
        (0.25, 0.25, True),
        (0.25, 0.251, False),
        (0.30, 0.1 + 0.2, True),
        (0.0, -0.01, True),
        (-math.inf, -5.0, False),
    ],
)
def test_nothing_is_for_sale_above_the_ceiling(ceiling: float | None, price: float, sells: bool) -> None:
    assert Limits(price_ceiling=ceiling).sells(price) is sells


@pytest.mark.parametrize(
    ("limit", "departure", "pct"),
    [(None, TOLD, None), (80, None, 80), (80, LEARNT, 80), (80, TOLD, 90), (95, TOLD, 95)],
)
def test_the_sun_may_fill_what_a_person_wants_by_a_departure(
    limit: float | None, departure: Departure | None, pct: float | None
) -> None:
    assert Limits(sun_limit_pct=limit).sunny_pct(departure) == pct


def scenarios(surplus_kw: list[float], prices: list[float], claims: float | None = None) -> Scenarios:
    count = len(surplus_kw)
    known = np.array([surplus_kw])
    found = None
    if claims is not None:
        found = Claims(np.minimum(known.clip(0.0), claims), np.full(known.shape, 0.15))
    return Scenarios(
        hours=np.full(count, 1.0),
        import_per_kwh=np.array(prices),
        export_per_kwh=np.full(count, 0.08),
        surplus_kw=known,
        usages=[Usage(np.ones(count), np.zeros(count), np.zeros(count))],
        stored_kwh=10.0,
        limit_kwh=60.0,
        final_value_per_kwh=0.15,
        claims=found,
    )


@given(
    slots=st.lists(st.tuples(st.floats(-5, 12), st.floats(-0.1, 0.6)), min_size=1, max_size=8),
    ceiling=st.floats(-0.2, 0.7) | st.just(-math.inf),
    claims=st.none() | st.floats(0, 5),
)
def test_a_slot_that_is_too_dear_never_offers_more_than_its_sun(
    slots: list[tuple[float, float]], ceiling: float, claims: float | None
) -> None:
    surplus_kw, prices = [kw for kw, _ in slots], [price for _, price in slots]
    coming = scenarios(surplus_kw, prices, claims)
    free = make_offers(coming, CHARGER)
    bound = make_offers(Limits(price_ceiling=ceiling).bound(coming, 0.0), CHARGER)
    for slot, (kw, price) in enumerate(slots):
        kwh = bound.kwh[:, 0, slot]
        if Limits(price_ceiling=ceiling).sells(price):
            assert kwh == pytest.approx(free.kwh[:, 0, slot])
        else:
            usable_kw = max(kw, 0.0) * USABLE
            assert kwh.sum() <= max(usable_kw, 0.0)
            assert usable_kw >= CHARGER.drawn_kw[0] or kwh.sum() == 0


def asked(paused_h: float = 0.0, **charging: Any) -> EnergyValue:
    """A beat in the evening of a house without sun, with cheap power at night."""
    given_settings = parse_settings(
        {
            "meters": {"grid_power": "sensor.grid_power"},
            "car": {"token_file": "tokens.json", "battery_kwh": 60},
            "tariff": {
                "off_peak": [{"start": "22:00", "end": "06:00"}], "peak_price": 0.3, "off_peak_price": 0.2
            },
            "departures": [{"time": "07:30", "soc_pct": 60}],
        }
    )  # fmt: skip
    inputs = ConfiguredInputs(given_settings, UTC)
    planner = Planner(given_settings, UTC, inputs, History(), BatteryEstimator(given_settings.car, 60))
    limits = Limits.of(given_settings.charging.model_copy(update=charging))
    planner.limit(limits._replace(paused_until_s=EVENING.timestamp() + 3600 * paused_h))
    inputs.wish(None, limits.grid_limit_pct)
    car = replace(PARKED, at_s=EVENING.timestamp(), soc_pct=50.0)
    return planner.energy_value(EVENING, steady(0.0), car, 0.0, CHARGER)


@pytest.mark.parametrize(
    ("ceiling", "bought_kwh", "missing_kwh"),
    [(None, 6.0, 0.0), (0.3, 6.0, 0.0), (0.2, 6.0, 0.0), (0.199, 0.0, 6.0), (-math.inf, 0.0, 6.0)],
)
def test_the_plan_buys_nothing_above_the_ceiling_but_says_what_is_missing(
    ceiling: float | None, bought_kwh: float, missing_kwh: float
) -> None:
    found = asked(price_ceiling=ceiling).schedule
    assert found is not None
    assert sum(each.kwh for each in found.purchases) == pytest.approx(bought_kwh, abs=0.6)
    assert found.missing_kwh == pytest.approx(missing_kwh, abs=0.1)
    assert all(each.price_per_kwh <= (0.3 if ceiling is None else ceiling) for each in found.purchases)


@pytest.mark.parametrize(
    ("pause_h", "bought_kwh", "first"),
    [(0.0, 6.0, "03:45"), (7.0, 6.0, "04:30"), (8.0, 6.0, "05:30"), (8.5, 4.4, "06:00"), (10.0, 0.0, None)],
)
def test_the_plan_buys_nothing_before_the_end_of_a_pause(
    pause_h: float, bought_kwh: float, first: str | None
) -> None:
    found = asked(paused_h=pause_h).schedule
    assert found is not None
    begins = [f"{each.begin:%H:%M}" for each in found.purchases]
    assert begins[:1] == ([] if first is None else [first])
    assert sum(each.kwh for each in found.purchases) == pytest.approx(bought_kwh, abs=0.6)


def test_limits_that_change_make_the_plan_anew_in_the_same_beat() -> None:
    assert asked(grid_limit_pct=55).departure == replace_soc(asked().departure, 55)


def replace_soc(departure: Departure | None, soc_pct: float) -> Departure | None:
    return None if departure is None else departure._replace(soc_pct=soc_pct)


@pytest.mark.parametrize(("sun_limit", "soc_pct"), [(None, 60.0), (55, 60.0), (70, 60.0)])
def test_a_told_departure_is_wanted_in_full_above_the_suns_limit(
    sun_limit: float | None, soc_pct: float
) -> None:
    found = asked(sun_limit_pct=sun_limit)
    assert found.departure is not None
    assert found.departure.soc_pct == soc_pct
    assert found.schedule is not None
    assert found.schedule.soc_pct == soc_pct
