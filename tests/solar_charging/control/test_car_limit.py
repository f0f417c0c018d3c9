"""Of the car's limit only what the app has set is undone; what a person sets stays; little is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from solar_charging.base.reason import Aside, Note, Problem, Reason
from solar_charging.control.car_limit import (
    AGAIN_S,
    BEFORE_S,
    CHANGES_A_DAY,
    DAY_S,
    KEPT_S,
    LATE_S,
    REST_S,
    TAKEN_S,
    Aim,
    CarLimit,
)
from solar_charging.control.lent_limit import TRIP_S, Order
from solar_charging.planning.departures import Departure
from solar_charging.planning.wanted_limit import Wants
from solar_charging.vehicle.car import CarState, ChargingState
from tests.situations import NOW_S

NIGHT = Wants(own_pct=80, soc_pct=40.0, draws=False, need_pct=30.0, plan_pct=60.0, sun_pct=None)
WORKS = Aim(works=True, charges=False, by_hand=False, wants=NIGHT)
OFF, BY_HAND = WORKS._replace(works=False), WORKS._replace(by_hand=True)
FAILS = Reason(Problem.COMMAND_REFUSED, {"command": "limit", "word": "busy"})
TOMORROW = Departure(NOW_S + 9 * 3600, 60)


class Home:
    """A car at its plug, and the app's memory of its limit; `says` is what the car shows of it."""

    def __init__(self, manages: bool = True, limit_pct: int = 80) -> None:
        self.now_s, self.says = NOW_S, limit_pct
        self.of: dict[str, Any] = {}
        self.leaving: Departure | None = TOMORROW
        self.obeys, self.accepts = True, True
        self.sent: list[int] = []
        self.limit = CarLimit(manages)

    @property
    def car(self) -> CarState:
        known = CarState(
            self.now_s, at_home=True, charging=ChargingState.STOPPED, soc_pct=40, charge_limit_pct=self.says
        )
        return replace(known, **self.of)

    def beat(self, aim: Aim = WORKS) -> Order | None:
        """One look, and what is sent by it."""
        self.now_s += 30
        self.limit.looked(self.now_s, self.car, self.leaving)
        order = self.limit.order(self.now_s, self.car, self._for_own(aim))
        if order is None:
            return None
        self.limit.begin(self.now_s, order)
        self.sent.append(order.pct)
        if not self.accepts:
            self.limit.failed(order, FAILS)
            return order
        self.limit.taken(order)
        self.says = order.pct if self.obeys else self.says
        return order

    def _for_own(self, aim: Aim) -> Aim:
        own_pct, wants = self.limit.own_pct, aim.wants
        return aim._replace(
            wants=None if own_pct is None or wants is None else wants._replace(own_pct=own_pct)
        )

    def run(self, seconds: float, aim: Aim = WORKS) -> Home:
        for _ in range(round(seconds / 30)):
            self.beat(aim)
        return self

    def restart(self) -> Home:
        saved = json.loads(json.dumps(self.limit.to_dict()))
        self.limit = CarLimit(self.limit.manages)
        self.limit.from_dict(saved)
        return self


def test_it_is_lowered_once_and_the_own_one_is_kept() -> None:
    home = Home().run(3600)
    assert home.sent == [60]
    assert home.limit.own_pct == 80
    assert home.limit.aside == Reason(Aside.LIMIT_LOWERED, {"own_pct": 80.0, "limit_pct": 60.0})


def test_an_app_that_does_not_manage_it_sends_nothing() -> None:
    assert Home(manages=False).run(3600).sent == []


@pytest.mark.parametrize(
    "of",
    [
        {"at_home": False},
        {"at_home": None},
        {"asleep": True},
        {"driving": True},
        {"charging": ChargingState.DISCONNECTED},
        {"cable_loose": True},
        {"charge_limit_pct": None},
        {"charge_limit_pct": 0},
    ],
)
def test_a_car_that_is_not_plugged_in_awake_at_home_is_not_limited(of: dict[str, Any]) -> None:
    home = Home()
    home.of = of
    assert home.run(3600).sent == []


@pytest.mark.parametrize(
    ("of", "aim"),
    [
        ({}, OFF),
        ({}, BY_HAND),
        ({"charging": ChargingState.DISCONNECTED}, WORKS),
        ({"cable_loose": True}, WORKS),
    ],
)
def test_the_own_one_is_put_back_when_it_ends(of: dict[str, Any], aim: Aim) -> None:
    home = Home().run(600)
    home.of = of
    home.run(3600, aim)
    assert home.sent == [60, 80]
    assert home.limit.lent is None
    assert home.limit.aside is None


@pytest.mark.parametrize(("ahead_s", "back"), [(BEFORE_S + 31, False), (BEFORE_S + 30, True), (300, True)])
def test_it_is_put_back_15_minutes_before_the_car_leaves_and_left_for_who_leaves_late(
    ahead_s: float, back: bool
) -> None:
    home = Home().run(600)
    leaves_s = home.now_s + ahead_s
    home.leaving = Departure(leaves_s, 60)
    home.beat()
    assert home.sent == ([60, 80] if back else [60])
    home.run(ahead_s)
    home.leaving = TOMORROW
    home.run(LATE_S - 60)
    assert home.sent == [60, 80]
    home.run(300)
    assert home.sent == [60, 80, 60]


@pytest.mark.parametrize("of", [{"at_home": False}, {"asleep": True}, {"at_home": None}, {"driving": True}])
def test_a_car_that_must_not_be_commanded_has_it_put_back_later(of: dict[str, Any]) -> None:
    home = Home().run(600)
    home.of = of
    home.run(600, OFF)
    assert home.sent == [60]
    assert home.limit.aside == Reason(Aside.LIMIT_GOING_BACK, {"own_pct": 80.0, "limit_pct": 60.0})
    home.of = {}
    home.run(300, OFF)
    assert home.sent == [60, 80]


def test_a_car_that_left_too_early_is_told_of_at_once_with_both_figures() -> None:
    home = Home().run(600)
    assert home.limit.alert is None
    home.of = {"at_home": False, "charging": ChargingState.DISCONNECTED}
    home.beat()
    assert home.limit.alert is not None
    assert home.limit.alert.text == Reason(Note.LIMIT_LEFT, {"own_pct": 80.0, "limit_pct": 60.0})
    home.of = {"charging": ChargingState.DISCONNECTED}
    home.run(60)
    assert home.limit.alert is None
    assert home.says == 80


def test_what_cannot_be_put_back_is_told_at_once_and_tried_again() -> None:
    home = Home().run(600)
    home.accepts = False
    home.beat(OFF)
    alert = home.limit.alert
    assert alert is not None
    assert alert.kind == "needs_you"
    told = {"own_pct": 80.0, "limit_pct": 60.0, "problem": FAILS}
    assert alert.text == Reason(Note.LIMIT_STUCK, told)
    home.accepts = True
    home.run(300, OFF)
    assert home.limit.alert is None
    assert home.limit.lent is None


def test_a_car_that_accepts_the_own_one_and_does_not_take_it_is_asked_ever_more_rarely() -> None:
    home = Home().run(600)
    home.obeys = False
    home.run(DAY_S, OFF)
    assert home.limit.alert is not None
    assert home.limit.alert.text.values["problem"] == Reason(Problem.LIMIT_NOT_TAKEN)
    assert set(home.sent[1:]) == {80}
    assert 4 <= len(home.sent[1:]) <= 12
    home.obeys = True
    home.run(6 * 3600, OFF)
    assert home.limit.lent is None


def test_a_limit_that_is_not_taken_is_no_persons_wish_and_is_not_insisted_on() -> None:
    home = Home()
    home.obeys = False
    home.run(TAKEN_S + 60)
    assert home.sent == [60]
    assert home.limit.lent is None
    home.run(REST_S)
    assert len(home.sent) == 2


@pytest.mark.parametrize("set_pct", [90, 70, 80])
def test_what_a_person_sets_stays_until_the_next_departure_and_is_the_own_one_then(set_pct: int) -> None:
    home = Home().run(600)
    home.says = set_pct
    home.run(6 * 3600)
    assert home.sent == [60]
    home.leaving = Departure(TOMORROW.at_s + DAY_S, 60)
    home.run(TOMORROW.at_s - home.now_s + LATE_S + 600)
    assert home.sent == [60, 60]
    assert home.limit.own_pct == set_pct


def test_what_a_person_sets_while_nothing_is_changed_stays_too() -> None:
    home = Home().run(60, BY_HAND)
    home.says = 90
    home.run(6 * 3600)
    assert home.sent == []


def test_a_departure_that_never_comes_keeps_a_persons_limit_for_a_week() -> None:
    home = Home().run(600)
    home.leaving = None
    home.says = 90
    home.run(KEPT_S - 60)
    assert home.sent == [60]
    assert home.run(300).sent == [60, 60]


def test_an_old_report_is_no_persons_wish() -> None:
    home = Home()
    home.beat()
    told_s = home.now_s - 30
    home.of = {"at_s": told_s, "charge_limit_pct": 80}
    home.run(600)
    home.of = {}
    home.run(600, OFF)
    assert home.sent == [60, 80]


def test_it_is_raised_for_a_trip_and_lowered_after() -> None:
    home = Home()
    home.leaving = Departure(NOW_S + TRIP_S, 100)
    trip = WORKS._replace(wants=NIGHT._replace(plan_pct=100.0, trip_pct=100.0))
    home.run(BEFORE_S, trip)
    assert home.sent == [100]
    # What is full is not lowered under the eyes of who is about to leave, but when the cable is out.
    home.leaving = Departure(home.now_s + 600, 100)
    home.run(600, trip)
    assert home.sent == [100]
    home.of = {"charging": ChargingState.DISCONNECTED}
    home.run(60, trip)
    assert home.sent == [100, 80]


@pytest.mark.parametrize(("soc_pct", "sent"), [(94.0, [95]), (95.0, [])])
def test_a_trip_for_which_enough_is_in_the_battery_needs_no_other_limit(
    soc_pct: float, sent: list[int]
) -> None:
    wants = NIGHT._replace(soc_pct=soc_pct, plan_pct=95.0, trip_pct=95.0)
    assert Home().run(60, WORKS._replace(wants=wants)).sent == sent


def test_nobody_is_told_of_a_car_that_left_with_more_than_its_own() -> None:
    home = Home()
    home.run(60, WORKS._replace(wants=NIGHT._replace(plan_pct=100.0, trip_pct=100.0)))
    home.of = {"at_home": False}
    home.beat()
    assert (home.sent, home.limit.alert) == ([100], None)


@pytest.mark.parametrize(("charges", "sent"), [(False, [60]), (True, [60, 80])])
def test_a_full_car_is_raised_only_where_a_charge_is_wanted(charges: bool, sent: list[int]) -> None:
    home = Home().run(600)
    home.of = {"charging": ChargingState.COMPLETE, "soc_pct": 60}
    sun = WORKS._replace(charges=charges, wants=NIGHT._replace(soc_pct=60, sun_pct=80.0))
    assert home.run(600, sun).sent == sent


def test_there_are_few_changes_a_day_and_the_last_is_the_persons_own() -> None:
    home = Home()
    home.leaving = None
    for plan_pct in (50.0, 60.0, 70.0, 50.0, 60.0, 70.0, 50.0, 60.0):
        home.run(TAKEN_S, WORKS._replace(wants=NIGHT._replace(plan_pct=plan_pct)))
    changes = [pct for pct in home.sent if pct != 80]
    assert len(changes) == CHANGES_A_DAY
    assert home.says in (80, 50)
    home.run(3600, WORKS._replace(wants=NIGHT._replace(plan_pct=75.0)))
    assert home.says == 80


def test_after_a_restart_the_own_one_is_put_back_first() -> None:
    home = Home().run(600)
    home.restart()
    assert home.limit.own_pct == 80
    home.beat()
    assert home.sent == [60, 80]


def test_what_was_put_back_as_the_app_ended_is_no_persons_wish_at_its_start() -> None:
    home = Home().run(600)
    home.limit.end()
    order = home.limit.order(home.now_s, home.car, Aim(False, False, False, None))
    assert order == Order(80, back=True, raises=True)
    home.limit.begin(home.now_s, order)
    home.limit.taken(order)
    home.says = 80
    home.restart().run(600)
    assert home.sent == [60, 60]


def test_a_trip_outlives_a_restart() -> None:
    home = Home()
    trip = WORKS._replace(wants=NIGHT._replace(plan_pct=100.0, trip_pct=100.0))
    home.run(600, trip).restart().run(600, trip)
    assert home.sent == [100]


def test_what_could_not_be_saved_is_not_sent() -> None:
    home = Home()
    home.limit.looked(NOW_S, home.car, TOMORROW)
    order = home.limit.order(NOW_S, home.car, WORKS)
    assert order is not None
    home.limit.begin(NOW_S, order)
    home.limit.drop(order)
    assert home.limit.lent is None
    assert home.limit.to_dict()["changed_s"] == []


# What plans and decisions see


@pytest.mark.parametrize(
    ("leaving", "works", "seen_pct"),
    [
        (TOMORROW, True, 80),
        (Departure(NOW_S + TRIP_S, 95), True, 95),
        (Departure(NOW_S + TRIP_S + 1, 95), True, 80),
        (Departure(NOW_S + 3600, 95), False, 80),
        (Departure(NOW_S + 3600, 95, learnt=True), True, 80),
        (None, True, 80),
    ],
)
def test_a_plan_sees_the_persons_limit_or_what_a_trip_may_raise_it_to(
    leaving: Departure | None, works: bool, seen_pct: float
) -> None:
    home = Home().run(600)
    seen = home.limit.for_plan(NOW_S, home.car, leaving, works)
    assert home.car.charge_limit_pct == 60
    assert seen is not None
    assert seen.charge_limit_pct == seen_pct


def test_a_plan_does_not_count_on_a_limit_that_cannot_be_put_back() -> None:
    home = Home().run(600)
    home.accepts = False
    home.beat(OFF)
    seen = home.limit.for_plan(home.now_s, home.car, None, True)
    assert seen is not None
    assert seen.charge_limit_pct == 60


@pytest.mark.parametrize("offset_s", [-7200.0, 7200.0])
def test_a_clock_that_is_set_wrongly_leaves_nothing_behind(offset_s: float) -> None:
    home = Home().run(600)
    home.now_s += offset_s
    home.run(AGAIN_S, OFF)
    assert home.says == 80
    assert home.limit.lent is None
