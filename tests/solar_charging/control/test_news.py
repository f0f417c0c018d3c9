"""What a person may want to hear of though nothing is wrong: a plan that changed, tomorrow, the week."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.accounting.bill import NOTHING, Bill
from solar_charging.base.reason import Because, Note, PlanText
from solar_charging.control.alert import Alert
from solar_charging.control.news import News
from solar_charging.control.plan_change import MUCH_COST, MUCH_PCT, PlanChange
from solar_charging.control.situation import Situation, State
from solar_charging.control.tomorrow import Tomorrow
from solar_charging.control.week import LEAST_KWH, Week
from solar_charging.planning.departures import Departure
from solar_charging.planning.schedule import Purchase, Schedule
from tests.situations import CHARGER, ENERGY_VALUE, PARKED, WAITING

ZONE = ZoneInfo("Europe/Paris")
KWH = 60.0


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


# The week

SUNDAY = at("2026-06-14T18:00")
WEEK = Bill(solar_kwh=30.0, grid_kwh=10.0, cost=5.4, saved=3.2)


def weeks(week: Week, *beats: tuple[str, Bill]) -> list[Alert | None]:
    return [week.beat(at(when), total) for when, total in beats]


@pytest.mark.parametrize(
    ("began", "told_at", "tells"),
    [
        ("2026-06-07T18:00", "2026-06-14T17:59", False),
        ("2026-06-07T18:00", "2026-06-14T18:00", True),
        ("2026-06-08T09:00", "2026-06-14T18:00", True),
        ("2026-06-12T19:00", "2026-06-14T18:00", True),  # two days are a week already
        ("2026-06-13T07:00", "2026-06-14T18:00", False),
        ("2026-06-13T07:00", "2026-06-21T18:00", True),
        ("2026-06-08T09:00", "2026-06-16T08:00", True),  # the app was away on Sunday
        ("2026-03-22T18:00", "2026-03-29T17:59", False),  # an hour is missing that week
        ("2026-03-22T18:00", "2026-03-29T18:00", True),
        ("2026-10-18T18:00", "2026-10-25T17:59", False),
        ("2026-10-18T18:00", "2026-10-25T18:00", True),
    ],
)
def test_the_week_is_told_on_sunday_evening_by_the_clock_of_the_house(
    began: str, told_at: str, tells: bool
) -> None:
    week = Week(ZONE, priced=True)
    assert (weeks(week, (began, NOTHING), (told_at, WEEK))[-1] is not None) is tells


@pytest.mark.parametrize(
    ("total", "priced", "note"),
    [
        (WEEK, True, Note.WEEK_SAVED),
        (WEEK._replace(saved=0.04), True, Note.WEEK_COST),
        (WEEK._replace(saved=-1.0), True, Note.WEEK_COST),
        (WEEK, False, Note.WEEK_ENERGY),
        (Bill(grid_kwh=LEAST_KWH), True, Note.WEEK_COST),
        (Bill(grid_kwh=LEAST_KWH - 0.01), True, None),
        (NOTHING, True, None),
    ],
)
def test_it_says_what_is_known_of_it(total: Bill, priced: bool, note: Note | None) -> None:
    (_, told) = weeks(Week(ZONE, priced), ("2026-06-07T18:00", NOTHING), ("2026-06-14T18:00", total))
    assert (None if told is None else told.text.why) is note


def test_it_counts_from_one_sunday_to_the_next() -> None:
    first, second = Bill(10, 10, 4.0, 1.0), Bill(16, 20, 6.5, 2.0)
    beats = ("2026-06-01T12:00", NOTHING), ("2026-06-07T18:30", first), ("2026-06-14T18:00", second)
    _, one, two = weeks(Week(ZONE, True), *beats)
    assert one is not None
    assert two is not None
    assert (one.text.values["count"], one.text.values["kwh"]) == (6, 20)
    expected = {"count": 7, "kwh": 16.0, "solar_pct": 37.5, "cost": 2.5, "saved": 1.0}
    assert two.text.values == pytest.approx(expected)
    assert one.essence != two.essence


@pytest.mark.parametrize(
    "stop", ["2026-06-10T12:00", "2026-06-14T17:59", "2026-06-14T18:01", "2026-06-17T12:00"]
)
def test_a_restart_neither_repeats_nor_loses_it(stop: str) -> None:
    times = [at("2026-06-07T18:00") + hours * 3600 for hours in range(24 * 13)]
    week, told = Week(ZONE, True), []
    for now_s in times:
        if now_s - 3600 < at(stop) <= now_s:
            again = Week(ZONE, True)
            again.from_dict(json.loads(json.dumps(week.to_dict())))
            week = again
        found = week.beat(now_s, WEEK.times((now_s - times[0]) / 1e6))
        if found is not None and found.essence not in told:
            told.append(found.essence)
    assert told == [("week", SUNDAY, "week_saved")]


def test_books_that_were_begun_anew_are_no_week() -> None:
    week = Week(ZONE, True)
    assert weeks(week, ("2026-06-07T18:00", WEEK), ("2026-06-10T18:00", NOTHING)) == [None, None]
    told = week.beat(SUNDAY, Bill(grid_kwh=5.0))
    assert told is not None
    assert told.text.values["kwh"] == 5.0


# Tomorrow

DEPARTURE = Departure(at("2026-06-16T07:30"), 60.0)
NIGHT = Purchase(moment("2026-06-16T02:00"), moment("2026-06-16T04:00"), 12.0, 0.20, 2.6)
PLAN = Schedule(moment("2026-06-16T07:30"), 60.0, (NIGHT,), 0.0, 0.0, 0.0)


def value(departure: Departure | None = DEPARTURE, plan: Schedule | None = PLAN) -> Any:
    return replace(ENERGY_VALUE, departure=departure, schedule=plan)


@pytest.mark.parametrize(
    ("now", "departure", "tells"),
    [
        ("2026-06-15T18:59", DEPARTURE, False),
        ("2026-06-15T19:00", DEPARTURE, True),
        ("2026-06-15T23:59", DEPARTURE, True),
        ("2026-06-16T07:00", DEPARTURE, False),  # who was not asked in the evening sleeps, or leaves
        ("2026-06-14T19:00", DEPARTURE, False),
        ("2026-06-15T19:00", DEPARTURE._replace(at_s=at("2026-06-16T23:59")), True),
        ("2026-06-15T19:00", DEPARTURE._replace(at_s=at("2026-06-17T00:00")), False),
        ("2026-06-15T19:00", DEPARTURE._replace(at_s=at("2026-06-15T22:00")), True),
        ("2026-06-15T19:00", None, False),
    ],
)
def test_tomorrow_is_told_in_the_evening(now: str, departure: Departure | None, tells: bool) -> None:
    found = Tomorrow(ZONE).beat(at(now), State.WAITING_FOR_SUN, value(departure), 50)
    assert (found is not None) is tells


@pytest.mark.parametrize("state", State)
def test_a_departure_that_is_a_persons_affair_is_not_told(state: State) -> None:
    found = Tomorrow(ZONE).beat(at("2026-06-15T19:00"), state, value(), 50)
    assert (found is None) is (state in (State.OFF, State.SETUP))


@pytest.mark.parametrize(
    ("plan", "note"),
    [
        (None, Note.TOMORROW_ONLY),
        (replace(PLAN, purchases=()), Note.TOMORROW_FREE),
        (PLAN, Note.TOMORROW_PAYING),
        (PLAN.priced(told=False), Note.TOMORROW_BUYING),
    ],
)
def test_it_says_what_is_bought_for_it(plan: Schedule | None, note: Note) -> None:
    found = Tomorrow(ZONE).beat(at("2026-06-15T19:00"), State.WAITING_FOR_SUN, value(plan=plan), None)
    assert found is not None
    assert found.text.why is note


@pytest.mark.parametrize("restarts", [False, True])
def test_it_stays_as_it_was_said_until_the_wish_is_another_or_it_has_passed(restarts: bool) -> None:
    tomorrow = Tomorrow(ZONE)

    def beat(now: str, told: Any) -> Alert | None:
        nonlocal tomorrow
        if restarts:
            saved = json.loads(json.dumps(tomorrow.to_dict()))
            tomorrow = Tomorrow(ZONE)
            tomorrow.from_dict(saved)
        return tomorrow.beat(at(now), State.WAITING_FOR_SUN, told, 50)

    first = beat("2026-06-15T19:00", value())
    second = beat("2026-06-16T01:00", value(plan=None))
    assert first is not None
    assert second is not None
    assert first.essence == second.essence
    more = beat("2026-06-16T01:01", value(DEPARTURE._replace(soc_pct=80.0)))
    assert more is not None
    assert more.text.values["wanted_pct"] == 80.0
    assert beat("2026-06-16T07:30", value()) is None


def test_a_departure_that_was_left_out_is_told_no_more() -> None:
    tomorrow = Tomorrow(ZONE)
    assert tomorrow.beat(at("2026-06-15T19:00"), State.WAITING_FOR_SUN, value(), 50)
    after = DEPARTURE._replace(at_s=at("2026-06-17T07:30"))
    assert tomorrow.beat(at("2026-06-15T19:05"), State.WAITING_FOR_SUN, value(after), 50) is None


# A plan that changes

EVENING, LATER = at("2026-06-15T19:00"), at("2026-06-16T01:00")


def planned(
    missing_pct: float = 0.0,
    cost: float | None = 2.6,
    limit_pct: float = 80.0,
    soc_pct: float = 40.0,
    most_a: int = 16,
    sun_kwh: float = 5.0,
    price: float = 0.20,
    kwh: float = 12.0,
    wanted_pct: float = 60.0,
) -> Situation:
    purchase = NIGHT._replace(cost=cost, price_per_kwh=price, kwh=kwh)
    plan = replace(PLAN, missing_kwh=missing_pct / 100 * KWH, purchases=(purchase,), sun_expected_kwh=sun_kwh)
    departure = DEPARTURE._replace(soc_pct=wanted_pct)
    return replace(
        WAITING,
        car=replace(PARKED, soc_pct=soc_pct, charge_limit_pct=limit_pct),
        charger=replace(CHARGER, max_a=most_a),
        energy_value=value(departure, replace(plan, soc_pct=wanted_pct)),
    )


def changes(
    *situations: Situation, change: PlanChange | None = None, began_s: float = EVENING
) -> Alert | None:
    """What holds after the last of them, six hours later."""
    change, found = change or PlanChange(ZONE), None
    for number, situation in enumerate(situations):
        found = change.beat(began_s if number == 0 else LATER + number, State.WAITING_FOR_SUN, situation, KWH)
    return found


@pytest.mark.parametrize(
    ("now", "tells"),
    [
        (planned(MUCH_PCT - 0.1), False),
        (planned(MUCH_PCT + 0.001), True),
        (planned(cost=2.6 + 0.5 * 2.6 - 0.01), False),
        (planned(cost=2.6 + 0.5 * 2.6 + 0.01), True),
        (planned(cost=1.0), False),
        (planned(cost=None), False),
        (planned(30.0, wanted_pct=90.0), False),  # a person wants another thing
    ],
)
def test_a_plan_that_changes_much_is_told(now: Situation, tells: bool) -> None:
    assert (changes(planned(), now) is not None) is tells


@pytest.mark.parametrize(("more", "tells"), [(MUCH_COST - 0.01, False), (MUCH_COST, True)])
def test_small_change_is_no_change(more: float, tells: bool) -> None:
    assert (changes(planned(cost=0.25), planned(cost=0.25 + more)) is not None) is tells


@pytest.mark.parametrize(
    ("now", "because"),
    [
        (planned(12.0, limit_pct=50.0), Because.LIMIT),
        (planned(12.0, most_a=8), Because.WEAKER),
        (planned(12.0, sun_kwh=1.4), Because.LESS_SUN),
        (planned(12.0, sun_kwh=1.5), Because.REPLANNED),
        (planned(cost=5.0, price=0.221), Because.DEARER),
        (planned(cost=5.0, price=0.21), Because.REPLANNED),
        (planned(cost=5.0, kwh=20.0, sun_kwh=1.0), Because.LESS_SUN),
    ],
)
def test_it_says_why(now: Situation, because: Because) -> None:
    found = changes(planned(), now)
    assert found is not None
    assert found.text.values["because"].why is because  # type: ignore[union-attr]


@pytest.mark.parametrize(("soc_pct", "because"), [(41.0, Because.SLOWER), (59.0, Because.REPLANNED)])
def test_a_charge_that_did_not_flow_is_the_cause(soc_pct: float, because: Because) -> None:
    change = PlanChange(ZONE)
    change.beat(EVENING, State.WAITING_FOR_SUN, planned(), KWH)
    after = at("2026-06-16T04:30")
    found = change.beat(after, State.WAITING_FOR_SUN, planned(12.0, soc_pct=soc_pct), KWH)
    assert found is not None
    assert found.text.values["because"].why is because  # type: ignore[union-attr]


def test_of_a_wish_that_nobody_has_told_no_change_is_told() -> None:
    before, after = (
        replace(each, energy_value=replace(each.energy_value, departure=DEPARTURE._replace(learnt=True)))
        for each in (planned(), planned(30.0))
    )
    assert changes(before, after) is None


def test_tomorrow_says_what_is_only_assumed() -> None:
    assumed = value(DEPARTURE._replace(learnt=True))
    found = Tomorrow(ZONE).beat(at("2026-06-15T19:00"), State.WAITING_FOR_SUN, assumed, 50)
    assert found is not None
    assert found.text.values["wish"].why is PlanText.ASSUMED  # type: ignore[union-attr]


def test_not_sixty_but_forty_eight_per_cent() -> None:
    found = changes(planned(), planned(12.0, sun_kwh=0.0))
    assert found is not None
    assert found.text.values["wanted_pct"] == pytest.approx(60)
    assert found.text.values["expected_pct"] == pytest.approx(48)


def test_it_is_told_once_a_night_and_taken_back_when_all_is_well() -> None:
    change = PlanChange(ZONE)
    told = changes(planned(), planned(12.0), change=change)
    assert told is not None
    assert change.beat(LATER + 60, State.WAITING_FOR_SUN, planned(25.0), KWH) == told
    assert change.beat(LATER + 120, State.WAITING_FOR_SUN, planned(), KWH) is None
    assert change.beat(LATER + 180, State.WAITING_FOR_SUN, planned(25.0), KWH) is None


@pytest.mark.parametrize(("began", "tells"), [("2026-06-15T17:59", False), ("2026-06-15T18:00", True)])
def test_what_a_plan_was_in_the_afternoon_nobody_reckons_with(began: str, tells: bool) -> None:
    assert (changes(planned(), planned(12.0), began_s=at(began)) is not None) is tells


@pytest.mark.parametrize(
    "between", [replace(WAITING, energy_value=value(plan=None)), replace(WAITING, car=None)]
)
def test_a_car_that_was_away_is_another_matter(between: Situation) -> None:
    assert changes(planned(), between, planned(30.0)) is None


def test_what_is_bought_already_is_no_change() -> None:
    assert changes(planned(cost=4.0), planned(cost=1.0), planned(cost=1.9)) is None


def test_a_restart_repeats_nothing_and_takes_nothing_back() -> None:
    change = PlanChange(ZONE)
    told = changes(planned(), planned(12.0), change=change)
    again = PlanChange(ZONE)
    again.from_dict(json.loads(json.dumps(change.to_dict())))
    found = again.beat(LATER + 60, State.WAITING_FOR_SUN, planned(12.0), KWH)
    assert told is not None
    assert found is not None
    assert found.essence == told.essence


# All of it

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=9)),
    lambda each: st.one_of(
        st.lists(each, max_size=4), st.dictionaries(st.text(max_size=9), each, max_size=4)
    ),
)


@given(st.fixed_dictionaries({"plan": JSON, "tomorrow": JSON, "week": JSON}))
def test_whatever_was_saved_either_counts_or_is_refused(saved: Any) -> None:
    news = News(ZONE, True)
    try:
        news.from_dict(saved)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        news = News(ZONE, True)
    news.beat(EVENING, State.WAITING_FOR_SUN, planned(), WEEK, KWH)


def test_days_of_beats_tell_each_thing_once() -> None:
    news, told = News(ZONE, True), []
    began, ends = at("2026-06-12T12:00"), at("2026-06-16T07:00")
    for now_s in range(int(began), int(ends), 600):
        situation = planned() if now_s < LATER else planned(12.0)
        total = WEEK.times((now_s - began) / 1e5)
        for each in news.beat(now_s, State.WAITING_FOR_SUN, situation, total, KWH):
            if each.essence not in told:
                told.append(each.essence)
    assert told == [
        ("week", SUNDAY, "week_saved"),
        ("tomorrow", DEPARTURE.at_s, "tomorrow_paying"),
        ("plan", DEPARTURE.at_s, "plan_less"),
    ]
