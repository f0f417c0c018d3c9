"""What a slot offers beside a house battery: the least cost of each power, made convex."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import Charger
from solar_charging.planning.battery_claims import Claims
from solar_charging.planning.offers import COUNTED, WEAR, make_offers
from solar_charging.planning.scenarios import USABLE, Scenarios, Usage

CHARGER = Charger(watts_per_amp=690.0, min_a=5, max_a=16)
SOLD, BOUGHT = 0.08, 0.30


def slot(sun_kw: float, free_kw: float, claimed: float) -> Scenarios:
    """An hour with so much sun that can be followed, of which the house battery does without a part."""
    return Scenarios(
        hours=np.ones(1),
        import_per_kwh=np.array([BOUGHT]),
        export_per_kwh=np.array([SOLD]),
        surplus_kw=np.array([[sun_kw / USABLE]]),
        usages=[Usage(np.ones(1), np.zeros(1), np.zeros(1))],
        stored_kwh=0.0,
        limit_kwh=60.0,
        final_value_per_kwh=0.15,
        claims=Claims(np.array([[free_kw / USABLE]]), np.array([[claimed]])),
    )


def cost(drawn_kw: float, sun_kw: float, free_kw: float, claimed: float) -> float:
    free = min(drawn_kw, free_kw)
    sun = min(drawn_kw, sun_kw) - free
    return free * (SOLD + WEAR) + sun * (claimed + WEAR) + (drawn_kw - free - sun) * BOUGHT


@given(st.floats(0, 12), st.floats(0, 1), st.floats(SOLD, 0.35), st.floats(0, 0.5))
def test_what_is_cheaper_than_a_value_is_what_earns_most_at_it(
    sun_kw: float, share: float, claimed: float, value: float
) -> None:
    free_kw = sun_kw * share
    offers = make_offers(slot(sun_kw, free_kw, claimed), CHARGER)
    price, kwh = offers.price[:, 0, 0], offers.kwh[:, 0, 0] / COUNTED
    assert (np.diff(price[kwh > 0]) >= -1e-9).all()
    taken = price < value
    earned = float((kwh * (value - np.where(taken, price, value))).sum())
    powers_kw = np.clip([free_kw, sun_kw, 11.04], 3.45, 11.04)
    best = max(
        0.0,
        *(
            value * float(CHARGER.stored_kw(np.array(kw))) - cost(kw, sun_kw, free_kw, claimed)
            for kw in powers_kw.tolist()
        ),
    )
    assert earned == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize(("free_kw", "claimed"), [(6.0, 0.27), (0.0, SOLD)])
def test_sun_that_the_battery_does_without_costs_what_it_does_without_a_battery(
    free_kw: float, claimed: float
) -> None:
    offers = make_offers(slot(6.0, free_kw, claimed), CHARGER)
    stored = float(CHARGER.stored_kw(np.array(6.0)))
    assert offers.price[0, 0, 0] == pytest.approx(6.0 * (SOLD + WEAR) / stored)
