"""What asking the car costs, and what a cap allows: both sides of each limit, and random months."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.settings.settings import Api
from solar_charging.vehicle.api_budget import MAX_SCARCITY, ApiBudget, Purpose, Request

COMMAND, READ, WAKE_UP = Request.COMMAND, Request.READ, Request.WAKE_UP
STOP, PROMISE, ROUSE, WATCH, FOLLOW, BEGIN = Purpose
ZURICH = ZoneInfo("Europe/Zurich")
ZONES = ["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"]


FREE = Api(command_price=0.0, read_price=0.0, wake_up_price=0.0, monthly_cap=0.0)


def zurich(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZURICH)


def saved(today: object, month: object, at: datetime) -> dict[str, object]:
    """What an account keeps through a restart."""
    return {"today": today, "month": month, "at": at.isoformat()}


def spent(month: str, at: str, cap: float | None) -> ApiBudget:
    """An account on which so much was spent this month, the last of it at `at`."""
    spending = ApiBudget(Api(monthly_cap=cap), ZURICH)
    spending.from_dict(saved("0", month, zurich(at)))
    return spending


def test_each_request_costs_its_price() -> None:
    spending, noon = ApiBudget(Api(), ZURICH), zurich("2026-06-15 12:00")
    spending.pay(noon, COMMAND)
    assert spending.month(noon) == Decimal("0.001")
    spending.pay(noon, READ)
    assert spending.month(noon) == Decimal("0.003")
    spending.pay(noon, WAKE_UP)
    assert spending.month(noon) == spending.today(noon) == Decimal("0.023")


def test_a_thousand_commands_cost_what_tesla_says() -> None:
    spending, noon = ApiBudget(Api(), ZURICH), zurich("2026-06-15 12:00")
    for _ in range(1000):
        spending.pay(noon, COMMAND)
    assert spending.month(noon) == 1


@pytest.mark.parametrize(
    ("at", "now", "today", "month"),
    [
        ("2026-06-15 00:00", "2026-06-15 23:59:59", "0.02", "0.02"),
        ("2026-06-15 23:59:59", "2026-06-16 00:00", "0", "0.02"),
        ("2026-06-01 00:00", "2026-06-30 23:59:59", "0", "0.02"),
        ("2026-06-30 23:59:59", "2026-07-01 00:00", "0", "0"),
        ("2026-12-31 23:59:59", "2027-01-01 00:00", "0", "0"),
        ("2026-06-15 12:00", "2027-06-15 12:00", "0", "0"),
        ("2026-10-25 02:30", "2026-10-25 23:59", "0.02", "0.02"),  # the day of 25 hours
        ("2026-07-01 00:00", "2026-06-30 23:59:59", "0.02", "0.02"),  # the clock was put back
    ],
)
def test_days_and_months_are_those_of_the_house(at: str, now: str, today: str, month: str) -> None:
    spending = ApiBudget(Api(), ZURICH)
    spending.pay(zurich(at).astimezone(timezone.utc), WAKE_UP)
    asked = zurich(now).astimezone(timezone.utc)
    assert (spending.today(asked), spending.month(asked)) == (Decimal(today), Decimal(month))


@pytest.mark.parametrize(
    ("next_", "today", "month"),
    [("2026-06-30 23:59", "0.04", "0.04"), ("2026-07-01 00:00", "0.02", "0.02")],
)
def test_a_new_month_begins_with_nothing_spent(next_: str, today: str, month: str) -> None:
    spending = ApiBudget(Api(), ZURICH)
    spending.pay(zurich("2026-06-30 12:00"), WAKE_UP)
    spending.pay(zurich(next_), WAKE_UP)
    assert (spending.today(zurich(next_)), spending.month(zurich(next_))) == (Decimal(today), Decimal(month))


def test_what_is_spent_after_the_clock_was_put_back_adds_to_the_later_month() -> None:
    spending = ApiBudget(Api(), ZURICH)
    for moment in ("2026-07-01 00:00", "2026-06-30 23:59", "2026-07-01 00:01"):
        spending.pay(zurich(moment), WAKE_UP)
    assert spending.month(zurich("2026-07-01 00:01")) == Decimal("0.06")


@pytest.mark.parametrize(
    ("published", "restored"),
    [
        (("0.023", "1.234"), ("0.023", "1.234")),
        ((0.5, 1.5), ("0.5", "1.5")),
        (("unknown", "1.234"), ("0", "1.234")),
        (("0.023", "unavailable"), ("0.023", "0.023")),
        ((None, None), ("0", "0")),
        (("-1", "-2"), ("0", "0")),
        (("nan", "inf"), ("0", "0")),
    ],
)
def test_a_restart_takes_up_what_was_published(
    published: tuple[object, object], restored: tuple[str, str]
) -> None:
    spending = ApiBudget(Api(), ZURICH)
    spending.from_dict(saved(*published, zurich("2026-06-15 12:00")))
    now = zurich("2026-06-15 18:00")
    assert (spending.today(now), spending.month(now)) == tuple(map(Decimal, restored))


@pytest.mark.parametrize(
    ("now", "today", "month"),
    [
        ("2026-06-29 23:59", "0.5", "1.5"),
        ("2026-06-30 00:00", "0", "1.5"),
        ("2026-07-01 00:00", "0", "0"),
    ],
)
def test_what_was_published_in_another_day_or_month_is_over(now: str, today: str, month: str) -> None:
    spending = ApiBudget(Api(), ZURICH)
    spending.from_dict(saved("0.5", "1.5", zurich("2026-06-29 12:00")))
    assert (spending.today(zurich(now)), spending.month(zurich(now))) == (Decimal(today), Decimal(month))


# On the last day of a month a stop keeps 0, a promise 0.003 for it, rousing 0.006 more, watching 0.020 more,
# following 0.012 more and beginning 0.010 more; each further day that is left keeps the first three again.
@pytest.mark.parametrize(
    ("purpose", "request_", "at", "most"),
    [
        (STOP, COMMAND, "2026-06-30 12:00", "9.999"),
        (STOP, READ, "2026-06-30 12:00", "9.998"),
        (STOP, COMMAND, "2026-06-01 12:00", "9.999"),
        (PROMISE, COMMAND, "2026-06-30 12:00", "9.996"),
        (PROMISE, COMMAND, "2026-06-01 12:00", "9.909"),
        (ROUSE, WAKE_UP, "2026-06-30 12:00", "9.971"),
        (ROUSE, WAKE_UP, "2026-06-29 12:00", "9.962"),
        (WATCH, READ, "2026-06-30 12:00", "9.969"),
        (WATCH, READ, "2026-06-29 23:59", "9.940"),
        (WATCH, READ, "2026-06-30 00:00", "9.969"),
        (FOLLOW, COMMAND, "2026-06-30 12:00", "9.958"),
        (FOLLOW, COMMAND, "2026-06-21 12:00", "9.697"),
        (BEGIN, COMMAND, "2026-06-30 23:59", "9.948"),
        (BEGIN, WAKE_UP, "2026-06-30 23:59", "9.929"),
    ],
)
def test_each_purpose_leaves_what_those_above_it_need(
    purpose: Purpose, request_: Request, at: str, most: str
) -> None:
    more = str(Decimal(most) + Decimal("0.001"))
    assert spent(most, at, cap=10.0).allows(purpose, zurich(at), request_)
    assert not spent(more, at, cap=10.0).allows(purpose, zurich(at), request_)


def test_requests_that_belong_together_have_to_fit_together() -> None:
    at = "2026-06-30 23:59"
    spending = spent("9.947", at, cap=10.0)
    assert spending.allows(BEGIN, zurich(at), COMMAND, COMMAND)
    assert not spending.allows(BEGIN, zurich(at), READ, COMMAND, COMMAND)


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("request_", Request)
def test_without_a_cap_everything_is_allowed_at_its_price(purpose: Purpose, request_: Request) -> None:
    at = "2026-06-01 00:00"
    spending = spent("1000", at, cap=None)
    assert spending.allows(purpose, zurich(at), request_)
    assert spending.scarcity(zurich(at)) == 1.0


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("request_", Request)
def test_what_costs_nothing_is_allowed_under_any_cap(purpose: Purpose, request_: Request) -> None:
    now = zurich("2026-06-01 00:00")
    spending = ApiBudget(FREE, ZURICH)
    assert spending.allows(purpose, now, request_)
    assert spending.scarcity(now) == 1.0
    spending.from_dict(saved("0.1", "0.1", now))
    assert spending.allows(purpose, now, request_)


# Of a day's share of 10 in June 0.029 is kept for stops and promises: 0.30433 are the sun's. As the 16th
# begins, half of June has passed; with two days left, a fifth of the sun's money counts as a day's.
@pytest.mark.parametrize(
    ("month", "at", "scarcity"),
    [
        ("0", "2026-06-16 00:00", 1.0),
        ("5.304", "2026-06-16 00:00", 1.0),
        ("5.3044", "2026-06-16 00:00", 1.0002),
        ("6", "2026-06-16 00:00", 3.2859),
        ("8.043", "2026-06-16 00:00", 9.9989),
        ("8.044", "2026-06-16 00:00", MAX_SCARCITY),
        ("10", "2026-06-16 00:00", MAX_SCARCITY),
        ("0.304", "2026-06-01 00:00", 1.0),
        ("0.609", "2026-06-01 00:00", 2.0011),
        ("9.394", "2026-06-29 00:00", 1.0),
        ("9.6", "2026-06-29 00:00", 4.3812),
        ("10", "2026-06-29 00:00", MAX_SCARCITY),
    ],
)
def test_a_command_is_dearer_for_each_day_that_spending_is_ahead(
    month: str, at: str, scarcity: float
) -> None:
    assert spent(month, at, cap=10.0).scarcity(zurich(at)) == pytest.approx(scarcity, abs=1e-4)


@pytest.mark.parametrize(
    ("month", "at", "cap", "scarcity"),
    [
        ("6", "2026-07-16 12:00", 10.0, 3.4062),  # a month of 31 days
        ("0.25", "2026-06-16 00:00", 0.5, 1.0),  # a cap that promises alone would exceed
        ("0.255", "2026-06-16 00:00", 0.5, 3.0),
        ("0", "2026-06-16 00:00", 0.0, 1.0),
        ("0.001", "2026-06-16 00:00", 0.0, MAX_SCARCITY),
    ],
)
def test_scarcity_goes_by_the_cap_and_the_length_of_the_month(
    month: str, at: str, cap: float, scarcity: float
) -> None:
    assert spent(month, at, cap).scarcity(zurich(at)) == pytest.approx(scarcity, abs=1e-4)


@pytest.mark.parametrize(("month", "interval_s"), [("5", 600), ("5.608", 600), ("6", 985.76), ("10", 3000)])
def test_reads_become_rarer_from_two_days_ahead(month: str, interval_s: float) -> None:
    middle = "2026-06-16 00:00"
    read_s = spent(month, middle, cap=10.0).read_interval_s(600, zurich(middle))
    assert read_s == pytest.approx(interval_s, abs=0.1)


@pytest.mark.parametrize(("month", "begins"), [("6.521", True), ("6.522", False)])
def test_no_charge_from_the_sun_begins_from_five_days_ahead(month: str, begins: bool) -> None:
    middle = "2026-06-16 00:00"
    spending = spent(month, middle, cap=10.0)
    assert spending.allows(BEGIN, zurich(middle), COMMAND) is begins
    assert spending.allows(FOLLOW, zurich(middle), COMMAND)


def test_a_cap_below_every_price_allows_nothing() -> None:
    spending, now = ApiBudget(Api(monthly_cap=0.0005), ZURICH), zurich("2026-06-30 12:00")
    assert not any(spending.allows(purpose, now, request) for purpose in Purpose for request in Request)


@pytest.mark.parametrize("cap", [0.1, 0.5, 1.0, 3.0, 10.0])
def test_whoever_takes_all_that_is_allowed_can_still_stop_on_every_evening(cap: float) -> None:
    spending, now = ApiBudget(Api(monthly_cap=cap), ZURICH), zurich("2026-03-01 00:00")
    greedy = [(ROUSE, WAKE_UP), (WATCH, READ), (FOLLOW, COMMAND), (BEGIN, COMMAND), (PROMISE, COMMAND)]
    evenings = 0
    while now.month == 3:
        for purpose, request in greedy:
            if spending.allows(purpose, now, request):
                spending.pay(now, request)
        if now.hour == 21:
            evenings += 1
            assert spending.allows(STOP, now, READ, COMMAND)
            spending.pay(now, READ)
            spending.pay(now, COMMAND)
        now += timedelta(hours=1)
    assert evenings == 31


def test_a_budget_that_runs_out_loses_the_sun_before_the_promises_and_these_before_the_stops() -> None:
    spending, now = ApiBudget(Api(monthly_cap=1.0), ZURICH), zurich("2026-06-20 12:00")
    refused: list[Purpose] = []
    while len(refused) < len(Purpose):
        refused += [each for each in Purpose if each not in refused and not spending.allows(each, now, READ)]
        spending.pay(now, COMMAND)
    assert refused == [BEGIN, FOLLOW, WATCH, ROUSE, PROMISE, STOP]


@pytest.mark.parametrize(("cap", "fewest_begun"), [(10.0, 30), (5.0, 30), (3.0, 24), (2.0, 14)])
def test_a_small_budget_is_spread_over_a_sunny_month(cap: float, fewest_begun: int) -> None:
    """Each night keeps its promise; the sun has its charges in every week, with fewer changes in them."""
    spending, nights, begun = ApiBudget(Api(monthly_cap=cap), ZURICH), 0, [0] * 5
    for day in range(1, 31):
        night, morning = (zurich(f"2026-06-{day:02} {clock}") for clock in ("02:00", "09:00"))
        purchase = (WAKE_UP, READ, COMMAND, COMMAND)
        nights += take(spending, ROUSE, night, *purchase)
        take(spending, STOP, night, READ, COMMAND)
        if take(spending, BEGIN, morning, *purchase):
            begun[day // 7] += 1
            follow_a_day(spending, morning)
    assert nights == 30
    assert sum(begun) >= fewest_begun
    assert min(begun[:4]) > 0


def take(spending: ApiBudget, purpose: Purpose, now: datetime, *requests: Request) -> bool:
    """Ask for requests, and pay for them when they are allowed."""
    allowed = spending.allows(purpose, now, *requests)
    for request in requests if allowed else ():
        spending.pay(now, request)
    return allowed


def follow_a_day(spending: ApiBudget, morning: datetime) -> None:
    """Eight hours of sun: six looks and eight changes an hour, fewer as they get dearer."""
    for hour in range(8):
        now = morning + timedelta(hours=hour)
        for _ in range(round(3600 / spending.read_interval_s(600, now))):
            take(spending, WATCH, now, READ)
        for _ in range(round(8 / spending.scarcity(now))):
            take(spending, FOLLOW, now, COMMAND)
    assert take(spending, STOP, morning + timedelta(hours=9), COMMAND)


MOMENT = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001 (made aware below)
PRICE = st.sampled_from([0.0, 0.0005, 0.001, 0.002, 0.02, 0.1]) | st.floats(0.0, 1.0)
CAP = st.sampled_from([0.0, 0.0005, 0.01, 0.1, 1.0]) | st.floats(0.0, 20.0)
PRICES = st.builds(Api, command_price=PRICE, read_price=PRICE, wake_up_price=PRICE, monthly_cap=CAP)
ASKING = st.tuples(
    st.sampled_from([0.0, 30.0, 3600.0, 86_400.0, 400_000.0]),
    st.sampled_from([0.0, 10.0, 86_400.0]),
    st.sampled_from(Purpose),
    st.lists(st.sampled_from(Request), min_size=1, max_size=4),
    st.booleans(),
)


@given(PRICES, st.sampled_from(ZONES), MOMENT, st.lists(ASKING, max_size=60))
@effort(max_examples=300, deadline=None)
def test_who_asks_first_never_exceeds_the_cap(
    prices: Api,
    zone: str,
    begin: datetime,
    askings: list[tuple[float, float, Purpose, list[Request], bool]],
) -> None:
    """Whatever the prices, the pauses, the time from the answer to the request, and the restarts."""
    house = ZoneInfo(zone)
    spending, now = ApiBudget(prices, house), begin.replace(tzinfo=timezone.utc)
    assert prices.monthly_cap is not None
    for pause_s, delay_s, purpose, requests, restart in askings:
        now += timedelta(seconds=pause_s)
        allowed = spending.allows(purpose, now, *requests)
        now += timedelta(seconds=delay_s)
        for request in requests if allowed else ():
            spending.pay(now, request)
        assert spending.today(now) <= spending.month(now) <= Decimal(str(prices.monthly_cap))
        if restart:
            published = (f"{spending.today(now):f}", f"{spending.month(now):f}")
            spending = ApiBudget(prices, house)
            spending.from_dict(saved(*published, now))


@given(PRICES, MOMENT, st.floats(0.0, 30.0), st.sampled_from(list(Request)))
@effort(max_examples=200, deadline=None)
def test_what_is_allowed_for_a_purpose_is_allowed_for_each_above_it(
    prices: Api, moment: datetime, month: float, request_: Request
) -> None:
    now, spending = moment.replace(tzinfo=timezone.utc), ApiBudget(prices, ZURICH)
    spending.from_dict(saved(0, month, now))
    answers = [spending.allows(purpose, now, request_) for purpose in Purpose]
    assert answers == sorted(answers, reverse=True)


@given(PRICES, st.sampled_from(ZONES), MOMENT, st.lists(st.floats(0.0, 25.0), min_size=2, max_size=8))
@effort(max_examples=200, deadline=None)
def test_scarcity_grows_with_what_was_spent_and_fades_with_time(
    prices: Api, zone: str, moment: datetime, months: list[float]
) -> None:
    house = ZoneInfo(zone)
    now = moment.replace(tzinfo=timezone.utc)

    def scarcity(month: float, later_s: float) -> float:
        spending = ApiBudget(prices, house)
        spending.from_dict(saved(0, month, now))
        return spending.scarcity(now + timedelta(seconds=later_s))

    by_money = [scarcity(month, 0.0) for month in sorted(months)]
    by_time = [scarcity(months[0], 21_600.0 * quarter) for quarter in range(130)]
    assert all(1.0 <= each <= MAX_SCARCITY for each in by_money + by_time)
    assert all(less <= more for less, more in pairwise(by_money))
    assert all(earlier >= later for earlier, later in pairwise(by_time))


@given(st.floats(2.0, 20.0), MOMENT, st.floats(0.0, 20.0))
@effort(max_examples=200, deadline=None)
def test_scarcity_makes_no_jump_before_the_last_hour_of_a_month(
    cap: float, moment: datetime, month: float
) -> None:
    now, spending = moment.replace(tzinfo=timezone.utc), ApiBudget(Api(monthly_cap=cap), ZURICH)
    spending.from_dict(saved(0, month, now))
    if (now + timedelta(hours=1)).astimezone(ZURICH).month == now.astimezone(ZURICH).month:
        later = now + timedelta(seconds=30)
        assert spending.scarcity(later) == pytest.approx(spending.scarcity(now), abs=0.2)


def test_a_refresh_costs_what_a_read_does_even_where_reading_is_free() -> None:
    spending = ApiBudget(Api(read_price=0.002), ZURICH, reads_are_free=True)
    noon = zurich("2026-06-15 12:00")
    spending.pay(noon, Request.READ)
    assert spending.today(noon) == 0
    spending.pay(noon, Request.REFRESH)
    assert spending.today(noon) == Decimal("0.002")
