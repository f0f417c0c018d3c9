"""When the house battery is held: while power is bought for less than it gives; seldom, and not for ever."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.economics import Prices
from solar_charging.base.reason import Aside, Problem, Reason, Why
from solar_charging.control.held import Held
from solar_charging.control.hold import CHANGES_A_DAY, DAY_S, Hold, Need, need
from solar_charging.control.situation import Decision, Situation, State
from solar_charging.settings.house_battery import HouseBattery
from tests.situations import CHARGING, ENERGY_VALUE, FOLLOWING, NOW_S, steady

LIMIT = "number.max_discharge"
BATTERY = HouseBattery.model_validate(
    {"power": "sensor.battery", "soc": "sensor.soc", "hold": {"entity": LIMIT, "value": 0}}
)
LONG, UNTOLD = Need(7200.0), Need(math.inf)

BUYING = replace(
    FOLLOWING,
    surplus=steady(-400.0),
    energy_value=replace(ENERGY_VALUE, prices=Prices(0.15, 0.08), bought_kwh=9.2),
)
"""Cheap power is bought at night: 2.3 kW for four hours."""

DAY_PRICE = 0.30
"""What a kWh that the house battery gives is worth."""


def decided(state: State, current_a: int | None = 10, **values: Any) -> Decision:
    return Decision(state, current_a, Reason(Why.BUYING, values))


@pytest.mark.parametrize(
    ("decision", "changes", "drawn_w", "given", "needed"),
    [
        (decided(State.BUYING), {}, 2300.0, DAY_PRICE, 4 * 3600),
        (decided(State.OFF_PEAK, wanted_pct=70.0), {}, 2300.0, DAY_PRICE, 4 * 3600),
        (decided(State.OFF_PEAK, wanted_pct=50.0), {}, 2300.0, DAY_PRICE, 0),
        (decided(State.MINIMUM, wanted_pct=60.0), {}, 2300.0, DAY_PRICE, 2 * 3600),
        (decided(State.DEPARTURE, wanted_pct=60.0), {}, 2300.0, DAY_PRICE, 2 * 3600),
        (decided(State.CHARGE_NOW), {}, 2300.0, DAY_PRICE, 6 * 3600),
        (decided(State.BY_HAND, None), {}, 2300.0, DAY_PRICE, 6 * 3600),
        (decided(State.BY_HAND, None), {"car": replace(CHARGING, soc_pct=None)}, 2300.0, DAY_PRICE, math.inf),
        # By the sun, or not at all.
        (decided(State.FOLLOWING_SUN), {}, 2300.0, DAY_PRICE, None),
        (decided(State.OFF, None), {}, 2300.0, DAY_PRICE, None),
        (decided(State.BUYING, 0), {}, 2300.0, DAY_PRICE, None),
        (decided(State.BUYING), {"car": None}, 2300.0, DAY_PRICE, None),
        (decided(State.BUYING), {}, math.nan, DAY_PRICE, None),
        # What the sun carries is not bought.
        (decided(State.BUYING), {"surplus": steady(1801.0)}, 2300.0, DAY_PRICE, None),
        (decided(State.BUYING), {"surplus": steady(1800.0)}, 2300.0, DAY_PRICE, 4 * 3600),
        # Nothing is gained where the battery gives as cheaply.
        (decided(State.BUYING), {}, 2300.0, 0.16, None),
        (decided(State.BUYING), {}, 2300.0, 0.161, 4 * 3600),
    ],
)
def test_a_hold_is_needed_while_the_car_draws_power_that_is_bought_for_less_than_the_battery_s(
    decision: Decision, changes: dict[str, Any], drawn_w: float, given: float, needed: float | None
) -> None:
    situation: Situation = replace(BUYING, **changes)
    found = need(decision, situation, drawn_w, 46.0, given)
    assert (None if found is None else found.left_s) == (None if needed is None else pytest.approx(needed))


def run(hold: Hold, seconds: float, needed: Need | None, since_s: float, allowed: bool = True) -> float:
    """Lets time pass, in beats of half a minute; returns the moment after it. Whatever is wanted is done."""
    now_s = since_s
    while now_s < since_s + seconds:
        wanted = hold.wanted(now_s, needed, allowed)
        if wanted and hold.held is None:
            hold.begin(now_s, Held(now_s, []))
        elif not wanted and hold.held is not None:
            hold.end()
            hold.ended(now_s)
        now_s += 30.0
    return now_s


@pytest.mark.parametrize(
    ("bought_s", "needed", "held"),
    [
        (60, LONG, False),
        (90, LONG, True),
        (540, Need(59.0), False),
        (540, Need(100.0), True),
        (600, UNTOLD, False),
        (630, UNTOLD, True),
    ],
)
def test_it_is_held_once_power_is_bought_for_long_enough_to_be_worth_it(
    bought_s: float, needed: Need, held: bool
) -> None:
    hold = Hold(BATTERY)
    run(hold, bought_s, needed, NOW_S)
    assert hold.holds is held


@pytest.mark.parametrize(
    ("held_s", "idle_s", "held"),
    [(570, 120, False), (570, 90, True), (300, 210, True), (300, 240, True), (300, 330, False)],
)
def test_a_hold_lasts_ten_minutes_and_outlasts_a_short_pause(
    held_s: float, idle_s: float, held: bool
) -> None:
    hold = Hold(BATTERY)
    now_s = run(hold, 90 + held_s, LONG, NOW_S)
    run(hold, idle_s + 30, None, now_s)
    assert hold.holds is held


def test_it_rests_for_ten_minutes_before_the_next() -> None:
    hold = Hold(BATTERY)
    now_s = run(hold, 900, LONG, NOW_S)
    now_s = run(hold, 180, None, now_s)
    assert hold.held is None
    now_s = run(hold, 540, LONG, now_s)
    assert hold.held is None
    run(hold, 120, LONG, now_s)
    assert hold.holds


@pytest.mark.parametrize("why", ["switched off", "spent"])
def test_it_ends_at_once_when_a_person_switches_off_or_something_is_in_the_way(why: str) -> None:
    hold = Hold(BATTERY)
    now_s = run(hold, 120, LONG, NOW_S)
    if why == "spent":
        hold.spend()
    assert hold.wanted(now_s, LONG, why == "spent") is False


def test_after_twelve_hours_it_ends_until_power_is_bought_anew() -> None:
    hold = Hold(BATTERY)
    now_s = run(hold, 12 * 3600 + 60, LONG, NOW_S)
    assert hold.holds
    now_s = run(hold, 90, LONG, now_s)
    assert hold.held is None
    now_s = run(hold, 4 * 3600, LONG, now_s)
    assert hold.held is None
    assert not hold.works(now_s)
    now_s = run(hold, 300, None, now_s)
    run(hold, 300, LONG, now_s)
    assert hold.holds


def test_without_a_way_to_hold_it_nothing_is_held() -> None:
    for battery in (None, HouseBattery.model_validate({"power": "sensor.b", "soc": "sensor.s"})):
        hold = Hold(battery)
        run(hold, 3600, LONG, NOW_S)
        assert hold.held is None
        assert not hold.works(NOW_S)


@given(
    spans=st.lists(
        st.tuples(
            st.sampled_from([600, 900, 1800, 5400]),
            st.booleans(),
            st.booleans(),
            st.floats(-4000, 0),
            st.booleans(),
        ),
        min_size=10,
        max_size=60,
    )
)
def test_never_more_than_six_holds_and_changes_of_one_a_day_also_after_restarts(
    spans: list[tuple[float, bool, bool, float, bool]],
) -> None:
    hold, now_s, changes = Hold(BATTERY), NOW_S, []
    for span_s, needed, allowed, surplus_w, restarts in spans:
        until_s = now_s + span_s
        while now_s < until_s:
            hold.measured(now_s, surplus_w, None)
            wanted = hold.wanted(now_s, LONG if needed else None, allowed)
            if wanted and hold.held is None:
                hold.begin(now_s, Held(now_s, [], hold.limit_w))
                changes.append(now_s)
            elif not wanted and hold.held is not None:
                hold.end()
                hold.ended(now_s)
            elif hold.limit_due(now_s):
                assert hold.held is not None
                hold.held.limit_w = hold.limit_w
                hold.updated(now_s)
                changes.append(now_s)
            now_s += 120.0
        if restarts:
            saved = hold.to_dict()
            hold = Hold(BATTERY)
            hold.from_dict(saved)
            hold.ended(now_s)
    for since_s in changes:
        assert len([each for each in changes if since_s <= each < since_s + DAY_S]) <= CHANGES_A_DAY


@pytest.mark.parametrize(("set_back_s", "held"), [(3600, True), (0, True)])
def test_a_clock_that_was_set_back_neither_ends_a_hold_nor_makes_it_eternal(
    set_back_s: float, held: bool
) -> None:
    hold = Hold(BATTERY)
    now_s = run(hold, 1200, LONG, NOW_S) - set_back_s
    now_s = run(hold, 600, LONG, now_s)
    assert hold.holds is held
    run(hold, 14 * 3600, LONG, now_s)
    assert hold.held is None


# The house yes, the car no


@pytest.mark.parametrize(("surplus_w", "limit_w"), [(-400, 400), (-401, 500), (0, 0), (900, 0), (None, None)])
def test_the_limit_is_what_the_house_lacks_rounded_up(surplus_w: float | None, limit_w: float | None) -> None:
    hold = Hold(BATTERY)
    hold.measured(NOW_S, surplus_w, None)
    assert hold.limit_w == limit_w


def limited(limit_w: float) -> Hold:
    hold = Hold(BATTERY)
    hold.begin(NOW_S, Held(NOW_S, [], limit_w))
    return hold


@pytest.mark.parametrize(
    ("surplus_w", "off_s", "held_s", "due"),
    [
        (-800, 600, 1800, False),
        (-801, 600, 1800, True),
        (-200, 600, 1800, False),
        (-100, 600, 1800, True),
        (-2000, 590, 1800, False),
        (-2000, 600, 1790, False),
    ],
)
def test_another_limit_is_sent_seldom_and_for_a_load_that_lasts(
    surplus_w: float, off_s: float, held_s: float, due: bool
) -> None:
    hold = limited(500)
    for at_s in (held_s - off_s, held_s):
        hold.measured(NOW_S + at_s, surplus_w, None)
    assert hold.limit_due(NOW_S + held_s) is due


@pytest.mark.parametrize(
    ("limit_w", "given_w", "for_s", "told"),
    [
        (None, 301, 600, True),
        (None, 300, 600, False),
        (None, 301, 590, False),
        (500, 801, 600, True),
        (500, 800, 600, False),
        (None, None, 900, False),
    ],
)
def test_a_battery_that_gives_though_it_is_held_is_noticed(
    limit_w: float | None, given_w: float | None, for_s: float, told: bool
) -> None:
    hold = Hold(BATTERY)
    hold.begin(NOW_S, Held(NOW_S, [], limit_w))
    for at_s in (0.0, for_s):
        hold.measured(NOW_S + at_s, -400.0, given_w)
    said = hold.in_vain(NOW_S + for_s)
    assert (said is not None and said.why is Problem.HOLD_IN_VAIN) is told


def test_what_is_said_of_it() -> None:
    hold = Hold(BATTERY)
    assert hold.aside is None
    for held, said in (
        (Held(NOW_S, []), Reason(Aside.HELD)),
        (Held(NOW_S, [], 500), Reason(Aside.HELD_TO_HOUSE, {"limit_w": 500})),
    ):
        hold.begin(NOW_S, held)
        assert hold.wanted(NOW_S, LONG, allowed=True)
        assert hold.aside == said
    hold.wanted(NOW_S, LONG, allowed=False)
    assert hold.aside == Reason(Aside.LETTING_GO)


# What outlives a restart


def test_what_was_held_before_a_restart_is_only_let_go() -> None:
    before = limited(500)
    after = Hold(BATTERY)
    after.from_dict(before.to_dict())
    assert after.held is not None
    assert after.held.ending
    assert not after.holds
    assert not after.works(NOW_S)
    assert after.wanted(NOW_S + 3600, LONG, allowed=True) is False


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {"held": {}, "changed_s": [], "ended_s": None},
        {"held": None, "changed_s": ["x"], "ended_s": None},
        {"held": None, "changed_s": [math.nan], "ended_s": None},
        {"held": None, "changed_s": [], "ended_s": True},
    ],
)
def test_what_no_app_has_saved_is_refused(spoilt: dict[str, Any]) -> None:
    hold = Hold(BATTERY)
    with pytest.raises((ValueError, LookupError, TypeError)):
        hold.from_dict(spoilt)
    assert hold.held is None
