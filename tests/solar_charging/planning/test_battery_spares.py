"""What of the house battery is never missed, against taking it out and looking what is bought instead."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import ETA_IN, ETA_OUT
from solar_charging.planning.history import History
from solar_charging.planning.house_battery import NEAR_KWH, STEP_KWH, Spares, Store, course, spares
from solar_charging.planning.scenarios import Known
from solar_charging.planning.stored_worth import Rival, stored_worth

EXPORT = 0.08
NIGHT_THEN_SUN = [-0.5] * 10 + [3.0] * 8 + [-0.5] * 6
"""In kW by the hour: a night of 5 kWh, a sunny day, an evening."""


def spared(store: Store, *days_kw: list[float], import_per_kwh: float = 0.30) -> Spares:
    surplus_kw = np.array(days_kw)
    hours = np.ones(surplus_kw.shape[1])
    found = course(surplus_kw, hours, store)
    return spares(found, hours, store, hours * import_per_kwh, hours * EXPORT)


@pytest.mark.parametrize(
    ("stored_kwh", "spare_kwh"),
    # The night takes 5 kWh, which are 5.26 out of the battery.
    [(10.0, 4.74), (6.0, 0.74), (5.0, 0.0), (0.0, 0.0)],
)
def test_what_the_night_leaves_is_never_missed_where_a_sunny_day_follows(
    stored_kwh: float, spare_kwh: float
) -> None:
    found = spared(Store(10.0, stored_kwh, 5.0, 5.0), NIGHT_THEN_SUN)
    assert found.kwh == pytest.approx([spare_kwh], abs=0.01)
    assert found.beyond_per_kwh == pytest.approx([ETA_OUT * 0.30])


def test_a_day_that_does_not_fill_it_again_spares_nothing_of_what_the_next_night_needs() -> None:
    found = spared(Store(10.0, 9.0, 5.0, 5.0), [*[-0.5] * 10, *[0.2] * 8, *[-0.6] * 14])
    assert found.kwh == pytest.approx([0.0], abs=NEAR_KWH)
    assert found.worth_per_kwh == pytest.approx(ETA_OUT * 0.30)


@pytest.mark.parametrize(
    ("price", "may_go_kwh"),
    [
        (EXPORT / ETA_IN - 0.001, 0.0),
        (EXPORT / ETA_IN + 0.001, 4.74),
        (ETA_OUT * 0.30 - 0.001, 4.74),
        (ETA_OUT * 0.30 + 0.001, math.inf),
    ],
)
def test_what_may_go_is_what_costs_less_than_a_price(price: float, may_go_kwh: float) -> None:
    found = spared(Store(10.0, 10.0, 5.0, 5.0), NIGHT_THEN_SUN)
    assert found.below(price) == pytest.approx(may_go_kwh, abs=0.01)


def test_of_a_sunny_and_a_dark_day_the_price_decides_which_counts() -> None:
    dark = [*[-0.5] * 10, *[-0.2] * 14]
    found = spared(Store(10.0, 9.0, 5.0, 5.0), NIGHT_THEN_SUN, dark)
    sun, night = EXPORT / ETA_IN, ETA_OUT * 0.30
    dark_spare_kwh, sunny_spare_kwh = sorted(found.kwh)
    assert found.below((sun + night) / 2 + 0.02) > dark_spare_kwh
    assert found.below((sun + night) / 2 + 0.02) == pytest.approx(sunny_spare_kwh)
    assert found.below((sun + night) / 2 - 0.02) <= dark_spare_kwh


@given(
    surplus_kw=st.lists(st.floats(-4, 6), min_size=2, max_size=30),
    stored=st.floats(0, 1),
    takes_kw=st.floats(1, 6),
)
def test_nothing_more_is_bought_when_what_is_spare_leaves(
    surplus_kw: list[float], stored: float, takes_kw: float
) -> None:
    store = Store(10.0, 10.0 * stored, takes_kw, 20.0)

    def bought_kwh(less_kwh: float) -> float:
        left_kw = course(
            np.array([surplus_kw]),
            np.ones(len(surplus_kw)),
            store._replace(stored_kwh=store.stored_kwh - less_kwh),
        ).left_kw
        return float(np.maximum(-left_kw, 0).sum())

    (spare_kwh,) = spared(store, surplus_kw).kwh
    assert 0 <= spare_kwh <= store.stored_kwh
    # What lies so near to the bounds counts as there.
    slack = ETA_OUT * (NEAR_KWH + 0.05) * len(surplus_kw)
    assert bought_kwh(spare_kwh) <= bought_kwh(0.0) + slack
    assert bought_kwh(0.7 * spare_kwh) <= bought_kwh(0.0) + slack


def full_history() -> tuple[History, float]:
    """Days alike: a night of 0.5 kW, and eight hours of 3 kW of sun; and midnight after the last one."""
    history, start_s = History(), 1_780_012_800.0
    for quarter in range(20 * 96):
        hour = quarter % 96 / 4
        watts = 3000.0 if 8 <= hour < 16 else -500.0
        history.measured(start_s + (quarter + 1) * 900.0, 900.0, watts, 0.0)
    return history, start_s + 20 * 86_400.0


@pytest.mark.parametrize("off_kwh", [-STEP_KWH / 2, STEP_KWH / 2])
def test_where_what_the_night_needs_is_just_there_more_is_cheap_and_less_is_dear(off_kwh: float) -> None:
    history, now_s = full_history()
    known = Known(import_per_kwh=np.full(96, 0.30), export_per_kwh=np.full(96, EXPORT))
    needed_kwh = 8 * 0.5 / ETA_OUT
    found = stored_worth(history, known, Store(10.0, needed_kwh + off_kwh, 5.0, 5.0), now_s, 0.0)
    assert found.worth_after(STEP_KWH) == pytest.approx(ETA_OUT * 0.30)
    assert found.worth_of_more == pytest.approx(EXPORT / ETA_IN)


SAVED = ETA_IN * ETA_OUT * 0.30
"""What a kWh of sun saves that the house battery takes, where the night misses it."""


@pytest.mark.parametrize(
    ("value", "given", "taken"),
    [
        pytest.param(None, EXPORT / ETA_IN, EXPORT / ETA_IN, id="no car is there"),
        pytest.param(SAVED - 0.001, ETA_OUT * 0.30, EXPORT / ETA_IN, id="it leaves the sun to the battery"),
        pytest.param(SAVED + 0.001, ETA_OUT * 0.30, ETA_OUT * 0.30, id="it never does"),
    ],
)
def test_beside_a_car_the_battery_gives_dearly_and_takes_as_dearly_as_the_car_lets_it(
    value: float | None, given: float, taken: float
) -> None:
    history, now_s = full_history()
    known = Known(import_per_kwh=np.full(96, 0.30), export_per_kwh=np.full(96, EXPORT))
    car = None if value is None else Rival(11.0, 60.0, value)
    found = stored_worth(history, known, Store(10.0, 9.0, 5.0, 5.0), now_s, 0.0, car)
    assert found.worth_per_kwh == pytest.approx(given)
    assert found.worth_of_more == pytest.approx(taken)


def test_before_a_day_was_measured_the_house_may_miss_all_of_it() -> None:
    prices = np.array([0.20] * 48 + [0.35] * 48)
    known = Known(import_per_kwh=prices, export_per_kwh=np.full(96, EXPORT))
    found = stored_worth(History(), known, Store(10.0, 8.0, 5.0, 5.0), 1_780_000_000.0, 0.0)
    assert found.worth_per_kwh == pytest.approx(ETA_OUT * 0.35)
    assert found.below(ETA_OUT * 0.34) == 0
