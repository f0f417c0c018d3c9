"""What a plan is about to do: what is bought when, and what is left to the sun."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.economics import Charger
from solar_charging.planning.departures import Departure
from solar_charging.planning.offers import COUNTED
from solar_charging.planning.plan import plan
from solar_charging.planning.scenarios import USABLE, Scenarios, Usage
from solar_charging.planning.schedule import Schedule, make_schedule

CHARGER = Charger(watts_per_amp=1000.0, min_a=1, max_a=10, efficiency=1.0, overhead_w=0.0)
ZURICH = ZoneInfo("Europe/Zurich")
MIDNIGHT = datetime(2026, 6, 15, tzinfo=ZURICH)
HOURS, NIGHT_H = 24, 6
SLOT_KWH = 10 * COUNTED
"""What an hour at the greatest current is counted for."""

DARK: Mapping[int, float] = {}
NOON = dict.fromkeys(range(10, 14), 5.0)
"""The sun of four hours: 4 kW of it can be followed."""
NOON_KWH = 4 * 5.0 * USABLE * COUNTED


def intended(
    *suns: Mapping[int, float],
    hour: int = 0,
    departure_h: float = 20,
    wanted_kwh: float = 15.0,
    stored_kwh: float = 0.0,
    limit_kwh: float = 60.0,
    most_kwh: float = math.inf,
    back_h: float = HOURS,
    prices: Sequence[float] = (*[0.20] * NIGHT_H, *[0.30] * (HOURS - NIGHT_H)),
) -> Schedule:
    """A day by the hour, from `hour` on: cheap until six, sun sold for 0.08; the car is back at `back_h`."""
    wanted = np.zeros(HOURS)
    wanted[int(departure_h)] = wanted_kwh
    plugged = np.clip(departure_h - np.arange(HOURS), 0.0, 1.0) + (np.arange(HOURS) >= back_h)
    scenarios = Scenarios(
        hours=np.ones(HOURS - hour),
        import_per_kwh=np.array(prices)[hour:],
        export_per_kwh=np.full(HOURS - hour, 0.08),
        surplus_kw=np.array([[sun.get(at, 0.0) for at in range(hour, HOURS)] for sun in suns]),
        usages=[Usage(plugged[hour:], np.zeros(HOURS - hour), wanted[hour:])],
        stored_kwh=stored_kwh,
        limit_kwh=limit_kwh,
        final_value_per_kwh=0.15,
    )
    now = MIDNIGHT + timedelta(hours=hour)
    departure = Departure((MIDNIGHT + timedelta(hours=departure_h)).timestamp(), 25.0)
    return make_schedule(scenarios, plan(scenarios, CHARGER), CHARGER, departure, wanted_kwh, most_kwh, now)


def spans(found: Schedule) -> list[tuple[str, str, float, float]]:
    return [
        (f"{each.begin:%H:%M}", f"{each.end:%H:%M}", round(each.kwh, 2), round(each.price_per_kwh, 4))
        for each in found.purchases
    ]


@pytest.mark.parametrize(
    ("wanted_kwh", "bought"),
    [
        (0.0, []),
        (SLOT_KWH - 0.01, [("05:00", "06:00", 8.5, 0.2)]),
        (SLOT_KWH + 0.01, [("04:00", "06:00", 17.0, 0.2)]),
        (2 * SLOT_KWH + 0.01, [("03:00", "06:00", 25.5, 0.2)]),
    ],
)
def test_what_no_sun_brings_is_bought_in_one_span_of_the_latest_cheap_hours(
    wanted_kwh: float, bought: list[tuple[str, str, float, float]]
) -> None:
    assert spans(intended(DARK, wanted_kwh=wanted_kwh)) == bought


def test_hours_apart_are_purchases_of_their_own() -> None:
    prices = [0.3, 0.1, 0.3, 0.3, 0.1, *[0.3] * 19]
    found = spans(intended(DARK, wanted_kwh=2 * SLOT_KWH - 0.01, prices=prices))
    assert found == [("01:00", "02:00", 8.5, 0.1), ("04:00", "05:00", 8.5, 0.1)]


def test_a_span_over_several_prices_has_the_mean_of_what_is_paid() -> None:
    prices = [0.3, 0.3, 0.10, 0.15, *[0.3] * 20]
    assert spans(intended(DARK, wanted_kwh=16, prices=prices)) == [("02:00", "04:00", 17.0, 0.125)]


def test_a_purchase_ends_with_the_departure() -> None:
    ((begin, end, kwh, _),) = spans(intended(DARK, departure_h=4.5, wanted_kwh=4))
    assert (begin, end) == ("04:00", "04:30")
    assert kwh == pytest.approx(4.25, abs=0.01)


@pytest.mark.parametrize(
    ("wanted_kwh", "stored_kwh", "counted_kwh", "bought"),
    [
        (13.5, 0.0, 13.5, False),
        (NOON_KWH - 0.1, 0.0, NOON_KWH - 0.1, False),
        (NOON_KWH + 4.0, 0.0, NOON_KWH + 4.0 - SLOT_KWH, True),
        (15.0, 10.0, 5.0, False),
        (15.0, 15.0, 0.0, False),
        (15.0, 20.0, 0.0, False),
    ],
)
def test_of_the_sun_is_counted_what_is_missing_and_not_bought(
    wanted_kwh: float, stored_kwh: float, counted_kwh: float, bought: bool
) -> None:
    found = intended(NOON, wanted_kwh=wanted_kwh, stored_kwh=stored_kwh)
    assert found.sun_expected_kwh == pytest.approx(NOON_KWH)
    assert found.sun_counted_kwh == pytest.approx(counted_kwh)
    assert bool(found.purchases) is bought
    assert found.missing_kwh == 0


def test_the_sun_that_is_expected_is_the_mean_of_the_suns_until_the_departure() -> None:
    assert intended(NOON, DARK).sun_expected_kwh == pytest.approx(NOON_KWH / 2)
    assert intended(NOON, NOON, departure_h=12).sun_expected_kwh == pytest.approx(NOON_KWH / 2)
    assert intended(NOON, departure_h=10).sun_expected_kwh == 0


@pytest.mark.parametrize(("sun_kw", "share"), [(20.0, 10.0), (5.0, 4.0), (1.3, 1.04)])
def test_more_than_the_charger_can_take_is_not_expected(sun_kw: float, share: float) -> None:
    assert intended({10: sun_kw}).sun_expected_kwh == pytest.approx(share * COUNTED)


def test_sun_that_is_too_thin_to_pay_is_not_expected() -> None:
    three_phases = Charger(watts_per_amp=1000.0, min_a=5, max_a=10, efficiency=1.0, overhead_w=0.0)
    scenarios = Scenarios(
        hours=np.ones(2),
        import_per_kwh=np.full(2, 0.30),
        export_per_kwh=np.full(2, 0.08),
        surplus_kw=np.array([[2.0, 5.0]]),
        usages=[Usage(np.ones(2), np.zeros(2), np.zeros(2))],
        stored_kwh=0.0,
        limit_kwh=60.0,
        final_value_per_kwh=0.15,
    )
    at = Departure((MIDNIGHT + timedelta(hours=2)).timestamp(), 0.0)
    found = make_schedule(scenarios, plan(scenarios, three_phases), three_phases, at, 0.0, math.inf, MIDNIGHT)
    # 5 kW of which 1.6 are sun cost 0.23 each, with 4 of sun 0.124.
    assert found.sun_expected_kwh == pytest.approx(4.0 * COUNTED)


def test_by_day_the_coming_cheap_hours_fill_what_the_mean_sun_leaves() -> None:
    prices = [*[0.30] * 18, *[0.20] * 6]
    found = intended(NOON, hour=11, departure_h=23, wanted_kwh=16, prices=prices)
    assert found.sun_expected_kwh == pytest.approx(0.75 * NOON_KWH)
    assert spans(found) == [("22:00", "23:00", 8.5, 0.2)]
    assert found.sun_counted_kwh == pytest.approx(16 - SLOT_KWH)


def test_what_is_bought_after_the_departure_is_not_told() -> None:
    prices = [*[0.2] * 5, -0.05, *[0.3] * 18]
    found = intended(DARK, departure_h=4, back_h=5, wanted_kwh=8, prices=prices)
    assert spans(found) == [("03:00", "04:00", 8.5, 0.2)]


def test_of_a_sunny_hour_that_is_bought_only_the_grids_share_is_told() -> None:
    prices = [*[0.30] * 12, -0.05, *[0.30] * 11]
    found = intended({10: 1.0, 12: 5.0}, hour=10, wanted_kwh=0, prices=prices)
    assert spans(found) == [("12:00", "13:00", pytest.approx(0.6 * SLOT_KWH), -0.05)]


def test_power_that_is_paid_for_is_bought_by_day_as_long_as_there_is_room() -> None:
    prices = [*[0.30] * 12, -0.05, -0.05, -0.05, *[0.30] * 9]
    roomy, narrow = (
        spans(intended({10: 1.0}, hour=10, wanted_kwh=0, limit_kwh=kwh, prices=prices)) for kwh in (60, 9)
    )
    assert roomy == [("12:00", "15:00", 25.5, -0.05)]
    assert narrow == [("14:00", "15:00", 8.5, -0.05)]


@pytest.mark.parametrize(
    ("most_kwh", "bought"),
    [(0.0, []), (10.0, [("04:00", "06:00", 10.0, 0.2)]), (20.0, [("04:00", "06:00", 17.0, 0.2)])],
)
def test_no_more_is_bought_than_may_be(most_kwh: float, bought: list[tuple[str, str, float, float]]) -> None:
    assert spans(intended(DARK, wanted_kwh=16, most_kwh=most_kwh)) == bought


@pytest.mark.parametrize(("wanted_kwh", "missing_kwh"), [(19.9, 0.0), (20.0, 0.0), (20.5, 0.5), (30.0, 10.0)])
def test_what_two_hours_cannot_bring_will_be_missing(wanted_kwh: float, missing_kwh: float) -> None:
    found = intended(DARK, departure_h=2, wanted_kwh=wanted_kwh)
    assert found.missing_kwh == pytest.approx(missing_kwh)


def test_more_than_the_cars_own_limit_is_not_missing() -> None:
    assert intended(DARK, departure_h=2, wanted_kwh=30, limit_kwh=20).missing_kwh == 0


@pytest.mark.parametrize(("limit_kwh", "soc_pct"), [(15.0, 25.0), (12.0, 20.0), (60.0, 25.0)])
def test_no_more_is_promised_than_the_cars_own_limit(limit_kwh: float, soc_pct: float) -> None:
    assert intended(DARK, wanted_kwh=15, limit_kwh=limit_kwh).soc_pct == soc_pct


@pytest.mark.parametrize(
    ("day", "hour", "shown"),
    [
        ((2026, 3, 29), 0, ("04:00", "07:00")),  # of six hours from midnight on: the clock jumps forward
        ((2026, 10, 25), 0, ("02:00", "05:00")),
        ((2026, 6, 15), 0, ("03:00", "06:00")),
    ],
)
def test_times_are_those_of_the_houses_clock(
    day: tuple[int, int, int], hour: int, shown: tuple[str, str]
) -> None:
    scenarios = Scenarios(
        hours=np.ones(HOURS),
        import_per_kwh=np.array([0.20] * NIGHT_H + [0.30] * (HOURS - NIGHT_H)),
        export_per_kwh=np.full(HOURS, 0.08),
        surplus_kw=np.zeros((1, HOURS)),
        usages=[Usage(np.ones(HOURS), np.zeros(HOURS), np.eye(HOURS)[20] * 25)],
        stored_kwh=0.0,
        limit_kwh=60.0,
        final_value_per_kwh=0.15,
    )
    now = datetime(*day, hour, tzinfo=ZURICH)
    departure = Departure(now.timestamp() + 20 * 3600, 50.0)
    found = make_schedule(scenarios, plan(scenarios, CHARGER), CHARGER, departure, 25.0, math.inf, now)
    ((begin, end, _, _),) = spans(found)
    assert (begin, end) == shown
    assert found.departure.tzinfo is ZURICH


suns = st.lists(st.dictionaries(st.integers(5, 20), st.floats(0, 12), max_size=8), min_size=1, max_size=3)


@effort(deadline=None)
@given(
    suns,
    st.integers(0, 20),
    st.floats(0.1, 23.9),
    st.floats(0, 70),
    st.floats(0, 60),
    st.sampled_from([0.0, 3.3, math.inf]),
    st.lists(st.sampled_from([-0.05, 0.1, 0.2, 0.3]), min_size=HOURS, max_size=HOURS),
)
def test_what_is_intended_lies_ahead_in_order_and_adds_up(
    suns: list[dict[int, float]],
    hour: int,
    departure_h: float,
    wanted_kwh: float,
    stored_kwh: float,
    most_kwh: float,
    prices: list[float],
) -> None:
    departure_h = max(departure_h, hour + 0.1)
    found = intended(
        *suns,
        hour=hour,
        departure_h=departure_h,
        wanted_kwh=wanted_kwh,
        stored_kwh=stored_kwh,
        most_kwh=most_kwh,
        prices=prices,
    )
    moments = [moment for each in found.purchases for moment in (each.begin, each.end)]
    bounds = (MIDNIGHT + timedelta(hours=hour), *moments, found.departure)
    times = [moment.astimezone(timezone.utc).timestamp() for moment in bounds]
    assert times == sorted(times)
    bought_kwh = sum(each.kwh for each in found.purchases)
    assert all(
        each.kwh > 0 and min(prices) - 1e-9 <= each.price_per_kwh <= 0.3 + 1e-9 for each in found.purchases
    )
    assert bought_kwh <= most_kwh + 1e-6
    assert 0 <= found.sun_counted_kwh <= found.sun_expected_kwh
    lacking_kwh = max(min(wanted_kwh, 60) - stored_kwh, 0)
    assert lacking_kwh <= bought_kwh / COUNTED + found.sun_counted_kwh + found.missing_kwh + 0.3


DEAR_FIRST = (0.40, 0.40, 0.30, *[0.20] * 3, *[0.30] * (HOURS - 6))


@pytest.mark.parametrize(
    ("hour", "wanted_kwh", "saved"),
    [
        (0, SLOT_KWH - 0.01, SLOT_KWH * 0.20),
        (0, 2 * SLOT_KWH - 0.01, 10 * 0.20 + 7 * 0.20),
        (2, SLOT_KWH - 0.01, SLOT_KWH * 0.10),
        (3, SLOT_KWH - 0.01, 0.0),
        (0, 0.0, 0.0),
    ],
)
def test_a_plan_saves_what_the_same_energy_would_cost_more_at_once(
    hour: int, wanted_kwh: float, saved: float
) -> None:
    found = intended(DARK, hour=hour, departure_h=7, wanted_kwh=wanted_kwh, prices=DEAR_FIRST)
    assert found.saved == pytest.approx(saved)
    assert sum(each.cost or 0.0 for each in found.purchases) == pytest.approx(
        0.20 * sum(each.kwh for each in found.purchases)
    )


def test_waiting_for_the_sun_saves_what_it_is_cheaper_than_the_grid() -> None:
    found = intended(NOON, wanted_kwh=10.0, prices=[0.30] * HOURS)
    assert found.purchases == ()
    assert found.saved == pytest.approx(10.0 * (0.30 - 0.08))


def test_the_line_of_the_sun_adds_up_to_what_is_expected() -> None:
    found = intended(NOON, {11: 5.0})
    hours = [(at_s - MIDNIGHT.timestamp()) / 3600 for at_s, _ in found.sun_line]
    added = [kwh for _, kwh in found.sun_line]
    assert hours == [11, 12, 13, 14]
    assert added == sorted(added)
    assert added[-1] == pytest.approx(found.sun_expected_kwh)


@pytest.mark.parametrize("told", [True, False])
def test_without_a_tariff_there_is_no_sum_of_money(told: bool) -> None:
    found = intended(DARK, prices=DEAR_FIRST).priced(told)
    assert (found.saved is not None) is told
    assert all((each.cost is not None) is told for each in found.purchases)
