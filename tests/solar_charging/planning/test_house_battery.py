"""What the house battery does by itself, and what one more kWh in it is worth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import ETA_IN, ETA_OUT
from solar_charging.planning.house_battery import Store, Taker, course, spares

HALF_FULL = Store(kwh=9.5, stored_kwh=5.0, takes_kw=5.0, gives_kw=5.0)
QUARTER_H = 0.25


def day(*parts: tuple[float, int]) -> np.ndarray:
    """One scenario: so many kW left over for so many hours, one part after the other."""
    return np.concatenate([np.full(4 * hours, kw) for kw, hours in parts])[None, :]


def hours_of(surplus_kw: np.ndarray) -> np.ndarray:
    return np.full(surplus_kw.shape[1], QUARTER_H)


@pytest.mark.parametrize(
    ("store", "net_kw", "left_kw"),
    [
        (HALF_FULL, 3.0, 0.0),
        (HALF_FULL, 7.0, 2.0),  # it takes no more than 5 kW
        (HALF_FULL, -3.0, 0.0),
        (HALF_FULL, -7.0, -2.0),
        (HALF_FULL._replace(stored_kwh=9.5), 3.0, 3.0),
        (HALF_FULL._replace(stored_kwh=0.0), -3.0, -3.0),
        (HALF_FULL._replace(stored_kwh=9.5), -3.0, 0.0),
        (HALF_FULL._replace(stored_kwh=0.0), 3.0, 0.0),
        (HALF_FULL._replace(stored_kwh=9.25), 3.0, 3.0 - 0.25 / (ETA_IN * QUARTER_H)),
    ],
)
def test_it_takes_what_is_left_over_and_gives_what_is_missing(
    store: Store, net_kw: float, left_kw: float
) -> None:
    found = course(np.array([[net_kw]]), np.array([QUARTER_H]), store)
    assert found.left_kw[0, 0] == pytest.approx(left_kw)


BOUGHT, SOLD = 0.30, 0.08


def worth_per_kwh(surplus_kw: np.ndarray, store: Store, bought: np.ndarray) -> float:
    hours = hours_of(surplus_kw)
    found = course(surplus_kw, hours, store)
    return spares(found, hours, store, bought, np.full(len(hours), SOLD)).worth_per_kwh


@pytest.mark.parametrize(
    ("surplus_kw", "store", "worth"),
    [
        # It would be empty in the night: one more kWh is one less from the grid.
        (day((-0.5, 12), (-0.5, 12)), HALF_FULL, ETA_OUT * BOUGHT),
        # The sun fills it before anything is missing.
        (day((4.0, 6), (-0.3, 12)), HALF_FULL, SOLD / ETA_IN),
        # Empty first, full later: the first counts.
        (day((-1.0, 6), (6.0, 12)), HALF_FULL, ETA_OUT * BOUGHT),
        # Neither empty nor full.
        (day((-0.1, 24)), HALF_FULL, (ETA_OUT * BOUGHT + SOLD / ETA_IN) / 2),
        # More is missing than it can give, but it is not empty: one more kWh gives no more power.
        (day((-6.0, 1), (8.0, 10)), HALF_FULL._replace(stored_kwh=9.0), SOLD / ETA_IN),
    ],
)
def test_a_kwh_is_worth_what_it_saves_where_it_would_be_empty_or_full_first(
    surplus_kw: np.ndarray, store: Store, worth: float
) -> None:
    slots = surplus_kw.shape[1]
    found = worth_per_kwh(surplus_kw, store, np.full(slots, BOUGHT))
    assert found == pytest.approx(worth)


def test_it_is_worth_the_price_of_the_hour_at_which_it_would_be_empty() -> None:
    surplus_kw = day((-1.0, 24))
    bought = np.where(np.arange(96) < 24, 0.20, 0.40)
    for stored_kwh, price in ((2.0, 0.20), (7.5, 0.40)):
        store = HALF_FULL._replace(stored_kwh=stored_kwh)
        assert worth_per_kwh(surplus_kw, store, bought) == pytest.approx(ETA_OUT * price)


def test_suns_that_differ_are_weighed() -> None:
    surplus_kw = np.concatenate([day((4.0, 6)), day((-1.0, 6))])
    found = worth_per_kwh(surplus_kw, HALF_FULL, np.full(24, BOUGHT))
    assert found == pytest.approx((ETA_OUT * BOUGHT + SOLD / ETA_IN) / 2)


@given(
    st.lists(st.floats(-20, 20), min_size=1, max_size=30),
    st.floats(0.5, 50),
    st.floats(0, 1),
    st.floats(0, 20),
    st.floats(0, 20),
)
def test_no_energy_comes_from_nothing(
    net_kw: list[float], kwh: float, share: float, takes_kw: float, gives_kw: float
) -> None:
    surplus_kw = np.array([net_kw])
    store = Store(kwh, share * kwh, takes_kw, gives_kw)
    left_kw = course(surplus_kw, hours_of(surplus_kw), store).left_kw
    moved_kw = surplus_kw - left_kw
    held_kwh = store.stored_kwh + np.cumsum(
        QUARTER_H * np.where(moved_kw > 0, ETA_IN * moved_kw, moved_kw / ETA_OUT)
    )
    assert (held_kwh >= -1e-6).all()
    assert (held_kwh <= kwh + 1e-6).all()
    assert (left_kw * surplus_kw >= -1e-9).all(), "it turns no sun into import"


@pytest.mark.parametrize(
    ("car", "left_kw", "worth"),
    [
        (None, 0.0, SOLD / ETA_IN),  # the sun of the afternoon fills it
        # The car has that sun first, and what the night takes is missed in the morning.
        (Taker(7.0, 50.0, np.ones(4 * 30)), 0.0, ETA_OUT * BOUGHT),
        (Taker(7.0, 50.0, np.zeros(4 * 30)), 0.0, SOLD / ETA_IN),  # it is not there
        (Taker(7.0, 1.0, np.ones(4 * 30)), 0.0, SOLD / ETA_IN),  # it is full soon
        (Taker(1.0, 50.0, np.ones(4 * 30)), 0.0, SOLD / ETA_IN),  # it leaves 3 kW
    ],
)
def test_what_the_car_takes_does_not_fill_it(car: Taker | None, left_kw: float, worth: float) -> None:
    surplus_kw = day((4.0, 6), (-0.5, 24))
    hours = hours_of(surplus_kw)
    found = course(surplus_kw, hours, HALF_FULL, car)
    bought, sold = np.full(len(hours), BOUGHT), np.full(len(hours), SOLD)
    assert found.left_kw[0, 0] == pytest.approx(left_kw)
    assert spares(found, hours, HALF_FULL, bought, sold).worth_per_kwh == pytest.approx(worth)
