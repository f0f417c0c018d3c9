"""Days on which a person sets helpers: what is charged, bought and told then."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.reason import Why
from solar_charging.control.hands import Mode
from solar_charging.control.situation import State
from solar_charging.control.wishes import NowEnds, Wishes
from solar_charging.planning.wished import Wished
from tests.household import ALL_ON, NOT_WANTED, Household, constant_day, settings

DAWN = datetime(2026, 6, 15, 5, tzinfo=timezone.utc)
EVENING = datetime(2026, 6, 15, 20, tzinfo=timezone.utc)
NIGHT = {
    "off_peak": [{"start": "22:00", "end": "02:00"}, {"start": "02:00", "end": "06:00", "price": 0.15}],
    "peak_price": 0.30,
    "off_peak_price": 0.20,
    "export_price": 0.08,
}


def wish(home: Household, **wished: object) -> None:
    home.switches = replace(home.switches, wishes=Wishes(**wished))  # type: ignore[arg-type]


def dark(**sections: object) -> Household:
    given = {"tariff": NIGHT, "departures": [{"time": "07:30", "soc_pct": 70}], **sections}
    return Household(
        settings=settings(**given),  # type: ignore[arg-type]
        trace=constant_day(-300),
        start=EVENING,
    )


def test_only_the_sun_leaves_next_to_nothing_to_the_grid_on_a_cloudy_day() -> None:
    share, starts = {}, {}
    for only in (True, False):
        home = Household(settings=settings(departures=NOT_WANTED, tariff=NIGHT), start=DAWN, soc_pct=20)
        wish(home, sun_only=only)
        home.run(hours=15)
        bill = home.controller.ledger.total
        assert bill.solar_kwh > 13
        share[only], starts[only] = bill.grid_kwh / bill.kwh, home.verbs().count("start")
    assert share[True] < 0.06 < share[False]
    assert starts[True] <= starts[False] + 1


def test_only_the_sun_lets_a_departure_be_missed_and_the_plan_says_so() -> None:
    home = dark()
    wish(home, sun_only=True)
    home.run(hours=12)
    assert not home.car.charging
    assert home.controller.ledger.total.kwh == 0
    schedule = home.outcomes[100][1].energy_value.schedule
    assert schedule is not None
    assert (schedule.purchases, schedule.missing_kwh > 10) == ((), True)
    assert {outcome.decision.reason.why for _, outcome in home.outcomes[30:]} == {Why.SUN_ONLY}


@pytest.mark.parametrize(
    ("ceiling", "hours"), [(0.20, range(22, 31)), (0.15, range(26, 31)), (0.14, range(0))]
)
def test_what_is_bought_is_bought_below_the_ceiling_alone(ceiling: float, hours: range) -> None:
    home = dark(departures=[{"time": "07:30", "soc_pct": 80}])
    wish(home, price_ceiling=ceiling)
    home.run(hours=11)
    drew = {at.hour + 24 * (at.hour < 12) for at, each in home.outcomes if each.figures.charging_power_w}
    assert drew <= set(hours)
    assert bool(drew) is bool(hours)


def test_a_mode_acts_in_the_beat_in_which_it_is_changed() -> None:
    home = dark()
    home.run(hours=9)
    assert home.car.charging
    assert home.last.decision.state is State.BUYING
    wish(home, sun_only=True)
    outcome = home.beat()
    assert not home.car.charging
    assert outcome.hands is not None
    assert outcome.hands.mode is Mode.SUN_ONLY
    wish(home)
    assert home.beat().energy_value.bought_kwh > 1
    home.run(minutes=45)
    assert home.car.charging


def test_a_departure_that_is_wished_is_planned_for_in_the_same_beat_and_reached() -> None:
    home = dark(departures=NOT_WANTED)
    home.run(minutes=5)
    moment = datetime(2026, 6, 16, 7, tzinfo=timezone.utc)
    wish(home, departure=Wished(time(7), once=moment, soc_pct=65))
    schedule = home.beat().energy_value.schedule
    assert schedule is not None
    assert (schedule.departure, schedule.soc_pct) == (moment, 65)
    home.run(hours=11)
    assert home.car.soc_pct == pytest.approx(65, abs=1)


def test_a_charge_now_comes_back_by_itself_and_is_told_with_its_cost() -> None:
    home = dark()
    home.run(minutes=5)
    home.switches = replace(ALL_ON, charge_now=True, wishes=Wishes(now=NowEnds(kwh=2.0)))
    home.run(minutes=5)
    hands = home.last.hands
    assert hands is not None
    assert hands.mode is Mode.NOW
    assert hands.now is not None
    assert hands.now.cost == pytest.approx(0.60, abs=0.02)
    home.run(minutes=35)
    assert home.last.hands is not None
    assert home.last.hands.mode is Mode.SMART
    assert not home.car.charging
    assert [call.service for call in home.last.calls] == ["input_boolean/turn_off"]
    assert home.controller.ledger.total.kwh == pytest.approx(2.0, abs=0.1)


def test_what_was_asked_of_a_charge_now_outlives_a_restart() -> None:
    home = dark()
    home.switches = replace(ALL_ON, charge_now=True, wishes=Wishes(now=NowEnds(minutes=30)))
    home.run(minutes=20)
    saved = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
    home.restart()
    assert home.controller.saved_state.from_dict(saved) == []
    home.run(minutes=8)
    assert home.car.charging
    home.run(minutes=4)
    assert not home.car.charging


def test_a_pause_holds_what_is_cheap_and_needed_and_ends_by_itself() -> None:
    home = dark()
    until = EVENING + timedelta(hours=9)
    wish(home, pause_until=until)
    home.run(hours=9)
    assert home.controller.ledger.total.kwh == 0
    assert home.last.decision.reason.why is Why.PAUSED
    home.run(minutes=10)
    assert home.car.charging


@pytest.mark.parametrize("limit_pct", [51, 60])
def test_the_sun_fills_up_to_its_limit_and_no_farther(limit_pct: float) -> None:
    home = Household(settings=settings(departures=NOT_WANTED), trace=constant_day(3000))
    wish(home, sun_limit_pct=limit_pct)
    home.run(hours=6)
    assert home.car.soc_pct == pytest.approx(limit_pct, abs=1)
    assert not home.car.charging
    assert home.last.decision.reason.why is Why.SUN_LIMIT


moments = st.none() | st.integers(-3, 12).map(lambda hours: EVENING + timedelta(hours=hours))
per_cents = st.none() | st.floats(1, 100)
any_wishes = st.builds(
    Wishes,
    sun_only=st.booleans(),
    now=st.builds(NowEnds, soc_pct=per_cents, kwh=st.none() | st.floats(0.1, 20), minutes=per_cents),
    grid_limit_pct=per_cents,
    sun_limit_pct=per_cents,
    minimum_pct=per_cents,
    price_ceiling=st.none() | st.floats(-0.1, 0.4),
    departure=st.none()
    | st.builds(
        Wished,
        time=st.just(time(6, 30)),
        days=st.sampled_from([("mon",), ("tue", "wed"), ("sat", "sun")]),
        once=moments,
        soc_pct=per_cents,
    ),
    skip=st.sampled_from([None, "input_boolean.skip"]),
    pause_until=moments,
)


@given(
    nights=st.lists(
        st.tuples(any_wishes, st.booleans(), st.sampled_from([0.02, 0.5, 2.0]), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
@effort(max_examples=15)
def test_whatever_a_person_sets_and_when_nothing_is_charged_against_it(
    nights: list[tuple[Wishes, bool, float, bool]],
) -> None:
    home = dark()
    home.run(minutes=10)
    for wishes, charge_now, hours, restarts in nights:
        home.switches = replace(ALL_ON, charge_now=charge_now, wishes=wishes)
        if restarts:
            saved = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
            home.restart()
            assert home.controller.saved_state.from_dict(saved) == []
        home.outcomes.clear()
        home.run(hours=hours)
        for at, outcome in home.outcomes:
            state, price = outcome.decision.state, outcome.energy_value.prices.import_per_kwh
            ceiling = -math.inf if wishes.sun_only else wishes.price_ceiling
            if wishes.pause_until is not None and at < wishes.pause_until:
                assert not outcome.decision.current_a
            if ceiling is not None and price > ceiling + 1e-6:
                assert state not in (State.BUYING, State.DEPARTURE, State.OFF_PEAK)
        paused = wishes.pause_until is not None and home.now < wishes.pause_until
        assert not (paused and home.car.charging)
