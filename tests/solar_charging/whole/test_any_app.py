"""What holds of the real app in any home, whatever happens there, to Home Assistant and to AppDaemon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests import any_laws
from tests.any_app import ELSE, NO_STATES, any_app
from tests.any_day import EVENTS, happenings
from tests.any_home import Dice, any_home

LAWS = (
    any_laws.keeps_within_settings_and_car,
    any_laws.never_raises_a_charge_by_hand,
    any_laws.commands_no_car_that_is_not_at_the_plug_at_home,
    any_laws.commands_seldom,
    any_laws.limits_within_bounds,
    any_laws.limits_seldom,
    any_laws.stays_within_the_budget,
    any_laws.tells_why,
)
HAPPENS = tuple(each for each in (*EVENTS, *ELSE) if not each.startswith("clock"))
"""Without clocks that are set: those of AppDaemon's timers are played in test_clock_set."""

MANY = max(12 * effort.default.max_examples // 100, 1)


@pytest.mark.timeout(300)
@effort(max_examples=MANY)
@given(st.integers(0, 2**32 - 1))
def test_nothing_escapes_the_last_resort_is_not_needed_and_all_laws_hold(number: int) -> None:
    dice = Dice(number)
    with any_app(any_home(dice)) as life:
        life.lives(happenings(dice, HAPPENS))
        assert life.shell.escaped == []
        assert life.caught == 0, [text for _, level, text in life.shell.logs if level == "ERROR"]
        if life.shell.home.present:
            assert not set(life.shown) & set(NO_STATES), life.shown
        for law in LAWS:
            law(life)
