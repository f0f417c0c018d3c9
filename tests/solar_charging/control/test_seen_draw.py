"""Whether the house has seen the car draw ever since it was read."""

from __future__ import annotations

import math

import pytest

from solar_charging.control.seen_draw import STILL, SeenDraw

CAR_W = 3680.0
ENOUGH_W = STILL * CAR_W


@pytest.mark.parametrize(
    ("houses_w", "covers"),
    [
        ([], False),
        ([ENOUGH_W], True),
        ([ENOUGH_W - 1], False),
        ([9000.0, ENOUGH_W, 9000.0], True),
        ([9000.0, ENOUGH_W - 1, 9000.0], False),  # it may have left then
        ([9000.0, None, 9000.0], False),  # nobody knows
    ],
)
def test_it_has_where_the_house_never_drew_less(houses_w: list[float | None], covers: bool) -> None:
    seen = SeenDraw()
    for house_w in houses_w:
        seen.beat(100.0, house_w)
    assert seen.covers(CAR_W) is covers


def test_each_read_begins_anew() -> None:
    seen = SeenDraw()
    seen.beat(100.0, 500.0)
    assert not seen.covers(CAR_W)
    seen.beat(700.0, 9000.0)
    assert seen.covers(CAR_W)


@pytest.mark.parametrize("drawn_w", [0.0, -1.0, math.nan])
def test_of_a_car_that_is_not_known_to_draw_nothing_is_seen(drawn_w: float) -> None:
    seen = SeenDraw()
    seen.beat(100.0, 9000.0)
    assert not seen.covers(drawn_w)
