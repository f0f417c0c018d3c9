"""What is shown of the two days to come, checked against the plan that it is made of."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.economics import Charger
from solar_charging.base.time_grid import QUARTER_S
from solar_charging.planning.departures import Departure
from solar_charging.planning.history import History
from solar_charging.planning.outlook import QUARTERS, Outlook
from solar_charging.planning.planner import SHOWN_S
from solar_charging.planning.prospect import Prospect
from solar_charging.planning.scenarios import Battery, Known
from solar_charging.settings.tariff import Tariff
from tests.situations import CHARGING, PARKED
from tests.solar_charging.planning.test_planner import EVENING, asked, planner, settings, summer

ZURICH = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 6, 15, 18, 10, tzinfo=ZURICH)
FIRST_S = NOW.timestamp() // QUARTER_S * QUARTER_S
MORNING = datetime(2026, 6, 16, 7, 30, tzinfo=ZURICH).timestamp()
CHARGER = Charger(watts_per_amp=230.0, min_a=5, max_a=16)
PRICED = settings(tariff={"peak_price": 0.30}).tariff
DAYS_KW = (5.0, 1.0, 4.0, 2.5, 0.0, 3.0, 6.0)
"""What is left over at noon in kW, day by day."""


def past(*days_kw: float, weeks: bool = False) -> History:
    """So many days, each with so much left over from ten to four and less than nothing in the dark."""
    history = History()
    since_s = FIRST_S - len(days_kw) * 86_400
    for at_s in np.arange(since_s, FIRST_S, QUARTER_S):
        local = datetime.fromtimestamp(float(at_s), ZURICH)
        kw = days_kw[int((at_s - since_s) // 86_400)] if 10 <= local.hour < 16 else -0.3
        history.measured(float(at_s) + 450, 400.0, 1000 * kw, 0.0)
        if weeks:
            history.plugged(float(at_s), 20.0, None)
    return history


def two_prices(at_s: float) -> float:
    hour = datetime.fromtimestamp(at_s, ZURICH).hour
    return 0.20 if hour >= 22 or hour < 6 else 0.30


def prospect(
    soc_pct: float = 40.0,
    wanted_pct: float = 60.0,
    at_s: float = MORNING,
    history: History | None = None,
    **changes: Any,
) -> Prospect:
    prices = np.array([two_prices(FIRST_S + QUARTER_S * at) for at in range(288)])
    given = {
        "history": past(*DAYS_KW) if history is None else history,
        "known": Known(prices, np.full(288, 0.08), Departure(at_s, wanted_pct)),
        "battery": Battery(60.0, 0.6 * soc_pct, 48.0),
        "charger": CHARGER,
        "store": None,
        "now": NOW,
        "tariff": PRICED,
    }
    return Prospect(**{**given, **changes})


def at_departure(outlook: Outlook) -> float:
    """The last state of charge that is known."""
    return float(outlook.soc_pct[~np.isnan(outlook.soc_pct)][-1])


SOCS, WANTED = st.floats(5, 95), st.integers(10, 100)
AHEAD_H = st.floats(1.0, 47.5)
SUNS = st.lists(st.floats(0, 8), min_size=2, max_size=9)


@given(SOCS, WANTED, AHEAD_H, SUNS, st.booleans())
@effort(max_examples=60, deadline=None)
def test_what_is_shown_is_what_is_planned(
    soc_pct: float, wanted_pct: int, ahead_h: float, days_kw: list[float], weeks: bool
) -> None:
    history = past(*days_kw, weeks=weeks)
    seen = prospect(soc_pct, wanted_pct, NOW.timestamp() + 3600 * ahead_h, history)
    assert seen.made is not None
    schedule, outlook = seen.made.schedule, seen.outlook
    bought = [(each.purchase.kwh, each.cost) for each in outlook.purchases]
    per_kwh = CHARGER.drawn_per_stored(CHARGER.most_kw)
    assert bought == [
        (each.kwh, pytest.approx(each.kwh * per_kwh * each.price_per_kwh)) for each in schedule.purchases
    ]
    assert outlook.bought_kwh == pytest.approx(sum(each.kwh for each in schedule.purchases))
    assert outlook.cost == pytest.approx(sum(cost for _, cost in bought if cost is not None))
    assert outlook.missing_kwh == schedule.missing_kwh
    # The line ends at what is promised, or above it where more of the sun is expected than is counted on.
    promised_pct = schedule.soc_pct - schedule.missing_kwh / 0.6
    held_pct = soc_pct + (outlook.bought_kwh + schedule.sun_expected_kwh) / 0.6
    assert at_departure(outlook) >= promised_pct - 0.2
    assert at_departure(outlook) <= max(promised_pct, min(held_pct, max(80.0, soc_pct))) + 1e-6


@given(SOCS, WANTED, AHEAD_H, SUNS)
@effort(max_examples=40, deadline=None)
def test_the_line_never_falls_nor_leaves_the_battery(
    soc_pct: float, wanted_pct: int, ahead_h: float, days_kw: list[float]
) -> None:
    at_s = NOW.timestamp() + 3600 * ahead_h
    outlook = prospect(soc_pct, wanted_pct, at_s, past(*days_kw)).outlook
    known = ~np.isnan(outlook.soc_pct)
    line = [soc_pct, *outlook.soc_pct[known]]
    assert (np.diff(line) >= -1e-9).all()
    assert line[-1] <= max(80.0, soc_pct) + 1e-6
    # It is known to the quarter of the departure, and no further.
    assert known.sum() == min(math.ceil((at_s - FIRST_S) / QUARTER_S), QUARTERS)
    assert known[: known.sum()].all()
    assert (np.isnan(outlook.sun_kwh) == ~known).all()
    # The line's rise is what is bought and what the sun brings.
    gained_kwh = 0.6 * (line[-1] - soc_pct)
    bought_kwh = outlook.bought_kwh or 0.0
    assert gained_kwh >= np.nansum(outlook.sun_kwh) - 1e-6
    assert gained_kwh <= np.nansum(outlook.sun_kwh) + bought_kwh / 0.85 + 1e-6


def test_the_sun_is_expected_with_its_spread() -> None:
    seen = prospect(history=past(*DAYS_KW))
    sun = seen.outlook.sun
    assert sun is not None
    noon = int((datetime(2026, 6, 16, 13, tzinfo=ZURICH).timestamp() - FIRST_S) // QUARTER_S)
    # Of today's sun nothing was seen that would tell of tomorrow's noon.
    assert sun.mean_kw[noon] == pytest.approx(np.mean(DAYS_KW[:-1]), abs=0.3)
    assert sun.low_kw[noon] < sun.mean_kw[noon] < sun.high_kw[noon]
    assert (sun.low_kw[noon], sun.high_kw[noon]) == pytest.approx((0.4, 4.6), abs=0.5)
    night = int((datetime(2026, 6, 16, 2, tzinfo=ZURICH).timestamp() - FIRST_S) // QUARTER_S)
    assert (sun.low_kw[night], sun.mean_kw[night], sun.high_kw[night]) == (0.0, 0.0, 0.0)


def test_it_begins_with_the_running_quarter_and_lasts_two_days() -> None:
    outlook = prospect().outlook
    assert outlook.begin == datetime(2026, 6, 15, 16, tzinfo=timezone.utc)
    assert len(outlook.prices) == len(outlook.soc_pct) == QUARTERS == 192
    assert outlook.prices[15] == 0.30
    assert outlook.prices[16] == 0.20


@pytest.mark.parametrize(
    ("changes", "priced", "lit", "planned"),
    [
        ({}, True, True, True),
        ({"history": History()}, True, False, True),
        ({"battery": None}, True, True, False),
        ({"known": Known(np.full(288, 0.3), np.full(288, 0.08))}, True, True, False),
        ({"tariff": Tariff()}, False, True, True),
        ({"history": History(), "battery": None, "tariff": Tariff()}, False, False, False),
    ],
)
def test_what_is_not_known_is_not_shown(
    changes: dict[str, Any], priced: bool, lit: bool, planned: bool
) -> None:
    outlook = prospect(**changes).outlook
    assert np.isnan(outlook.prices).any() is np.bool_(not priced)
    assert outlook.priced is priced
    assert (outlook.sun is not None) is lit
    assert (outlook.soc_now_pct is not None) is planned
    assert np.isnan(outlook.soc_pct).all() is np.bool_(not planned)
    assert np.isnan(outlook.sun_kwh).all() is np.bool_(not (planned and lit))
    assert (outlook.missing_kwh is not None) is planned
    assert (outlook.bought_kwh is not None) is planned
    assert (outlook.cost is not None) is (planned and priced)
    assert bool(outlook.purchases) is planned


def test_of_windows_without_a_price_only_what_is_cheap_is_known() -> None:
    windows = settings().tariff
    assert (windows.timed, windows.priced) == (True, False)
    outlook = prospect(tariff=windows).outlook
    assert not np.isnan(outlook.prices).any()
    assert outlook.priced is False
    assert outlook.cost is None
    assert [each.cost for each in outlook.purchases] == [None] * len(outlook.purchases) != []


@pytest.mark.parametrize(
    ("told", "shown"), [(None, QUARTERS), (0, 1), (1, 1), (50, 50), (191, 191), (192, 192), (288, QUARTERS)]
)
def test_prices_that_are_guessed_are_told_apart(told: int | None, shown: int) -> None:
    seen = prospect()
    assert replace(seen, known=replace(seen.known, told=told)).outlook.told == shown


@pytest.mark.parametrize(
    ("prices", "cheap"),
    [
        ((0.20, 0.30), 0.2333),
        ((0.30, 0.30), None),
        ((0.286, 0.30), None),
        ((0.284, 0.30), 0.2893),
        ((-0.10, 0.20), 0.0),
        ((-0.20, -0.10), -0.1667),
        ((0.0, 0.0), None),
    ],
)
def test_cheap_is_the_lower_third_of_the_way(prices: tuple[float, float], cheap: float | None) -> None:
    seen = prospect()
    known = replace(seen.known, import_per_kwh=np.resize(prices, 288))
    assert replace(seen, known=known).outlook.cheap == (
        None if cheap is None else pytest.approx(cheap, abs=1e-4)
    )


def test_each_departure_has_its_flag() -> None:
    tomorrow = Departure(MORNING + 86_400, 80.0)
    beyond = Departure(FIRST_S + 48 * 3600 + 1, 80.0)
    seen = prospect()
    assert seen.known.departure is not None
    assert replace(seen, after=lambda _: tomorrow).outlook.departures == (seen.known.departure, tomorrow)
    assert replace(seen, after=lambda _: beyond).outlook.departures == (seen.known.departure,)
    weekly = asked(planner(summer(4.0))).prospect
    assert weekly is not None
    assert [each.at_s - EVENING.timestamp() for each in weekly.outlook.departures] == [
        36_000,
        36_000 + 86_400,
    ]


def test_another_departure_is_tried_without_touching_the_plan() -> None:
    each, alone, car = planner(summer(4.0)), planner(summer(4.0)), replace(PARKED, soc_pct=40.0)
    for minute in range(40):
        at = EVENING + timedelta(minutes=minute)
        real, expected = asked(each, at, car=car), asked(alone, at, car=car)
        tried = each.preview(at, Departure(EVENING.timestamp() + 10 * 3600, 90.0))
        assert tried is not None
        assert real.prospect is not None
        assert (tried.outlook.bought_kwh or 0) > (real.prospect.outlook.bought_kwh or 0) + 10
        assert (real.value_per_kwh, real.schedule, real.departure, real.spare_s) == (
            expected.value_per_kwh,
            expected.schedule,
            expected.departure,
            expected.spare_s,
        )


def test_a_preview_asks_for_no_more_than_the_grid_may_give() -> None:
    each = planner(summer(0.0), charging={"grid_limit_pct": 50})
    asked(each)
    tried = each.preview(EVENING, Departure(EVENING.timestamp() + 10 * 3600, 90.0))
    assert tried is not None
    assert tried.known.departure is not None
    assert tried.known.departure.soc_pct == 50


def test_nothing_is_tried_before_the_first_beat() -> None:
    assert planner().preview(EVENING, Departure(EVENING.timestamp() + 3600, 90.0)) is None


def test_the_same_is_shown_for_a_while_and_what_turns_at_once() -> None:
    each = planner(summer(4.0))
    first = asked(each).prospect
    each.outdated()
    assert asked(each, EVENING + timedelta(seconds=SHOWN_S - 1)).prospect is first
    later = asked(each, EVENING + timedelta(seconds=SHOWN_S)).prospect
    assert later is not first
    left = asked(each, EVENING + timedelta(seconds=SHOWN_S + 30), car=replace(PARKED, at_home=False)).prospect
    assert left is not None
    assert left is not later
    assert left.battery is None


def test_a_day_of_charging_and_of_news_each_minute_shows_few_plans() -> None:
    each, shown = planner(summer(4.0)), []
    for minute in range(24 * 60):
        each.outdated()
        at = EVENING + timedelta(minutes=minute)
        seen = asked(each, at, car=replace(CHARGING, soc_pct=40.0 + minute / 100), drawn_w=2000.0).prospect
        if not shown or seen is not shown[-1]:
            shown.append(seen)
    assert 100 < len(shown) <= 130
