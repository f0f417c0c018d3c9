"""Which sun the house battery can do without, and what the rest is worth to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import ETA_IN, ETA_OUT
from solar_charging.planning.battery_claims import Claims, claims
from solar_charging.planning.house_battery import Store, course

EMPTY, HALF, FULL = (Store(9.5, kwh, 5.0, 5.0) for kwh in (0.0, 5.0, 9.5))
DAY, NIGHT, SOLD = 0.30, 0.20, 0.08


def claimed(
    surplus_kw: list[float],
    store: Store,
    takes_kw: list[float] | None = None,
    bought: list[float] | None = None,
) -> Claims:
    count = len(surplus_kw)
    return claims(
        np.array([surplus_kw]),
        np.ones(count),
        store,
        np.array([takes_kw or [11.0] * count]),
        np.array(bought or [DAY] * count),
        np.full(count, SOLD),
    )


@pytest.mark.parametrize(
    ("store", "surplus_kw", "takes_kw", "free_kw"),
    [
        pytest.param(FULL, [3.0, 3.0, -1.0], None, [3.0, 3.0, 0.0], id="a full battery takes nothing"),
        pytest.param(EMPTY, [3.0, 3.0, -1.0], None, [0.0, 0.0, 0.0], id="an empty one has room for all"),
        pytest.param(EMPTY, [5.0, 5.0, 5.0], None, [0.0, 0.0, 5.0], id="the last is left, when it is full"),
        pytest.param(
            EMPTY, [5.0, 5.0, 5.0], [11.0, 11.0, 0.0], [0.0, 5.0, 0.0], id="a car that leaves has it before"
        ),
        pytest.param(EMPTY, [5.0, 5.0, 5.0], [2.0, 2.0, 0.0], [2.0, 2.0, 0.0], id="as much as it draws"),
        pytest.param(EMPTY, [7.0, -9.0, -9.0], None, [2.0, 0.0, 0.0], id="what is beyond its power is left"),
        pytest.param(
            EMPTY, [1.0, 7.0, -9.0], [11.0, 0.0, 0.0], [0.0, 0.0, 0.0], id="and makes up for nothing before"
        ),
        pytest.param(
            EMPTY,
            [5.0, -9.0, 5.0, 5.0, 5.0],
            None,
            [0.0, 0.0, 0.0, 0.0, 5.0],
            id="not over a night it is empty",
        ),
    ],
)
def test_the_car_has_what_the_battery_does_without(
    store: Store, surplus_kw: list[float], takes_kw: list[float] | None, free_kw: list[float]
) -> None:
    found = claimed(surplus_kw, store, takes_kw)
    assert found.free_kw[0] == pytest.approx(free_kw, abs=0.6)


@pytest.mark.parametrize(
    ("surplus_kw", "per_kwh"),
    [
        pytest.param([3.0, 1.0, -9.0], [DAY * ETA_IN * ETA_OUT] * 3, id="what it would save"),
        pytest.param(
            [3.0, -9.0, 3.0, -9.0],
            [NIGHT * ETA_IN * ETA_OUT] * 2 + [DAY * ETA_IN * ETA_OUT] * 2,
            id="when it is empty next",
        ),
        pytest.param([3.0, 3.0], [(DAY * ETA_IN * ETA_OUT + SOLD) / 2] * 2, id="nothing comes"),
    ],
)
def test_the_rest_is_worth_what_is_bought_instead(surplus_kw: list[float], per_kwh: list[float]) -> None:
    bought = [NIGHT, NIGHT, DAY, DAY][: len(surplus_kw)] if len(surplus_kw) == 4 else None
    assert claimed(surplus_kw, EMPTY, bought=bought).per_kwh[0] == pytest.approx(per_kwh)


POWERS_KW = st.lists(st.floats(-6, 8), min_size=2, max_size=12)


@given(POWERS_KW, st.floats(0, 9.5), st.floats(0, 11), st.integers(0, 12))
def test_what_is_free_is_never_missed(
    surplus_kw: list[float], stored_kwh: float, most_kw: float, leaves: int
) -> None:
    store, count = Store(9.5, stored_kwh, 5.0, 5.0), len(surplus_kw)
    takes_kw = [most_kw if slot < leaves else 0.0 for slot in range(count)]
    free_kw = claimed(surplus_kw, store, takes_kw).free_kw
    assert (free_kw >= 0).all()
    assert (free_kw <= np.minimum(np.maximum(surplus_kw, 0), takes_kw) + 1e-9).all()

    def bought_kwh(sun_kw: np.ndarray) -> float:
        return float(np.maximum(-course(sun_kw, np.ones(count), store).left_kw, 0).sum())

    before, after = bought_kwh(np.array([surplus_kw])), bought_kwh(np.array([surplus_kw]) - free_kw)
    assert after == pytest.approx(before, abs=0.06)
