"""The ledger: what was drawn, from where, for how much, and what charging at once would have cost."""

from __future__ import annotations

import copy
import json
import math
from dataclasses import replace
from datetime import datetime, timezone
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.accounting.bill import NOTHING, Bill, Sums
from solar_charging.accounting.ledger import Ledger, Measured
from solar_charging.base.economics import Prices
from solar_charging.vehicle.car import CarState, ChargingState
from tests.situations import CHARGING, PARKED

DEAR, CHEAP = Prices(0.30, 0.08), Prices(0.20, 0.08)
BEAT_S = 30
MOST_W = 10_000.0
MORNING = datetime(2026, 6, 15, 8, tzinfo=timezone.utc)
AWAY = replace(PARKED, at_home=False)
UNPLUGGED = replace(PARKED, charging=ChargingState.DISCONNECTED)


class Books:
    """A ledger that is told beat after beat; `metered` as by a meter at the plug."""

    def __init__(
        self,
        start: datetime = MORNING,
        zone: str = "UTC",
        metered: bool = True,
        netting_s: float | None = None,
    ) -> None:
        self.netting_s = netting_s
        self.now_s = start.timestamp()
        self.zone = ZoneInfo(zone)
        self.metered = metered
        self.sums: list[Sums] = []
        self.ledger = self._new()
        self.wait(0)

    def _new(self) -> Ledger:
        return Ledger(self.zone, 2 * BEAT_S, battery_kwh=60, netting_s=self.netting_s)

    def wait(
        self, hours: float, drawn_w: float = 0.0, surplus_w: float | None = 0.0, prices: Prices = DEAR
    ) -> Books:
        """Let so many hours of beats pass (0: a single beat)."""
        for _ in range(max(round(hours * 3600 / BEAT_S), 1)):
            self.now_s += BEAT_S if hours else 0
            measured = Measured(drawn_w, self.metered, surplus_w, prices, MOST_W)
            self.sums.append(self.ledger.beat(self.now_s, measured))
        return self

    def look(self, car: CarState, borne_out: float | None = 1.0) -> Books:
        self.ledger.looked(self.now_s, car, borne_out)
        return self

    def restart(self) -> Books:
        saved = json.loads(json.dumps(self.ledger.to_dict()))
        self.ledger = self._new()
        self.ledger.from_dict(saved)
        return self

    @property
    def shown(self) -> Sums:
        """What would be shown after a restart: all that is known."""
        saved = self.ledger.to_dict()
        fresh = self._new()
        fresh.from_dict(saved)
        return fresh.beat(self.now_s, Measured(math.nan, False, None, DEAR, MOST_W))

    @property
    def total(self) -> Bill:
        return self.shown.total

    @property
    def session(self) -> Bill:
        assert self.shown.session is not None
        return self.shown.session.bill


@pytest.mark.parametrize(
    ("drawn_w", "surplus_w", "prices", "bill"),
    [
        (0.0, 3000.0, DEAR, (0, 0, 0)),
        (3000.0, 0.0, DEAR, (0, 3, 0.90)),
        (3000.0, -2000.0, DEAR, (0, 3, 0.90)),
        (3000.0, None, DEAR, (0, 3, 0.90)),
        (3000.0, 1000.0, DEAR, (1, 2, 0.68)),
        (3000.0, 3000.0, DEAR, (3, 0, 0.24)),
        (3000.0, 9000.0, DEAR, (3, 0, 0.24)),
        (math.nan, 9000.0, DEAR, (0, 0, 0)),
        (3000.0, 1000.0, Prices(-0.05, -0.02), (1, 2, -0.12)),
    ],
)
def test_sun_first_then_the_grid_and_each_at_its_price(
    drawn_w: float, surplus_w: float | None, prices: Prices, bill: tuple[float, ...]
) -> None:
    books = Books().look(PARKED).wait(1, drawn_w, surplus_w, prices)
    assert books.total[:3] == pytest.approx(bill)
    assert books.total == books.session == books.shown.today == books.shown.month


def test_what_is_believed_counts_when_a_look_bears_it_out() -> None:
    books = Books(metered=False).look(CHARGING).wait(1, 3000)
    assert books.total == NOTHING
    assert books.look(CHARGING, None).total == NOTHING, "it is too early to tell"
    assert books.look(CHARGING).total.kwh == pytest.approx(3)


def test_of_a_charge_that_ended_unseen_its_share_counts() -> None:
    books = Books(metered=False).look(CHARGING).wait(1, 3000).look(PARKED, 0.5)
    assert books.total.kwh == pytest.approx(1.5)
    assert books.look(PARKED).total.kwh == pytest.approx(1.5), "the rest is forgotten"


def test_a_meter_at_the_plug_counts_at_once() -> None:
    assert Books().look(CHARGING).wait(1, 3000).total.kwh == pytest.approx(3)


@pytest.mark.parametrize(("gap_s", "counted_s"), [(30, 30), (60, 60), (61, 60), (86_400, 60), (-3600, 0)])
def test_what_was_not_measured_adds_nothing(gap_s: float, counted_s: float) -> None:
    books = Books().look(CHARGING)
    books.now_s += gap_s
    assert books.wait(0, 3600).total.kwh == pytest.approx(counted_s / 1000)


# A meter that nets


HOUR_S = 3600.0
GUST = [(0.5, 3000.0, -1000.0), (0.5, 3000.0, 5000.0)]
"""The car draws 3 kW for an hour; what the house has to spare comes in the second half of it."""


def netting(*spans: tuple[float, float, float], netting_s: float | None = HOUR_S, **how: bool) -> Books:
    """A car at the plug, and what was drawn and left over for so many hours each, from the full hour on."""
    books = Books(netting_s=netting_s, **how).look(PARKED)
    for hours, drawn_w, surplus_w in spans:
        books.wait(hours, drawn_w, surplus_w)
    return books


@pytest.mark.parametrize(
    ("netting_s", "bill"),
    [
        (None, (1.5, 1.5, 1.5 * 0.08 + 1.5 * 0.30)),
        (900.0, (1.5, 1.5, 1.5 * 0.08 + 1.5 * 0.30)),
        (1800.0, (1.5, 1.5, 1.5 * 0.08 + 1.5 * 0.30)),
        (3600.0, (2.0, 1.0, 2.0 * 0.08 + 1.0 * 0.30)),  # 2.5 kWh less the house's half
    ],
)
def test_a_period_is_billed_as_one(netting_s: float | None, bill: tuple[float, ...]) -> None:
    books = netting(*GUST, netting_s=netting_s).wait(0.01)
    assert books.total[:3] == pytest.approx(bill)
    assert books.total == books.session == books.shown.today == books.shown.month


def test_what_was_exported_before_the_car_came_counts() -> None:
    books = Books(netting_s=HOUR_S).wait(0.5, 0.0, 4000.0).look(PARKED).wait(0.5, 3000.0, 0.0).wait(0.01)
    assert books.total[:2] == pytest.approx((1.5, 0.0))


def test_nothing_is_booked_before_the_period_ends() -> None:
    books = netting((0.99, 3000.0, 0.0))
    assert books.total == NOTHING
    assert books.wait(0.02, 3000.0).total.kwh == pytest.approx(3.0, abs=0.03)


@pytest.mark.parametrize("gone", [AWAY, UNPLUGGED])
def test_a_car_that_leaves_is_billed_at_once(gone: CarState) -> None:
    books = netting((0.4, 3000.0, 1000.0)).look(gone)
    (session,) = books.ledger.ended
    assert session.bill[:2] == pytest.approx((0.4, 0.8))
    assert books.wait(1).total == session.bill


def test_in_a_period_too_a_look_leaves_its_share_of_what_is_believed() -> None:
    books = netting((0.2, 3000.0, 0.0), metered=False).look(CHARGING)
    books.wait(0.2, 3000.0).look(PARKED, 0.5).wait(0.7)
    assert books.total.kwh == pytest.approx(0.6 + 0.3)


def test_what_no_look_has_borne_out_when_a_period_ends_waits_for_one() -> None:
    books = netting((0.8, 3000.0, 0.0), metered=False).look(CHARGING).wait(0.3, 3000.0)
    assert books.total.kwh == pytest.approx(2.4)
    # Of the six minutes of the new period a look leaves as much as of the twelve of the old one.
    assert books.look(PARKED, 0.5).wait(1).total.kwh == pytest.approx(2.4 + 0.3 + 0.15)


def test_charging_at_once_would_have_been_billed_by_the_period_too() -> None:
    books = netting((0.5, 0.0, 6000.0), (0.5, 0.0, -1000.0)).wait(1, 2500.0, 0.0).wait(0.01)
    # At 10 kW, 10 kWh of the first hour: 2.5 of them sun.
    at_once = 2.5 * (2.5 * 0.08 + 7.5 * 0.30) / 10
    assert books.session.cost == pytest.approx(2.5 * 0.30)
    assert books.session.saved == pytest.approx(at_once - 2.5 * 0.30)


def test_a_file_from_before_is_taken_up() -> None:
    saved = netting((0.5, 3000.0, 0.0)).ledger.to_dict()
    del saved["period"]
    books = Books(netting_s=HOUR_S)
    books.ledger.from_dict(saved)
    assert books.wait(0.5, 3000.0).wait(0.6).total.kwh == pytest.approx(1.5, abs=0.03)


# Sessions


@pytest.mark.parametrize("away", [AWAY, UNPLUGGED, replace(CHARGING, at_home=False)])
def test_what_another_car_draws_is_not_counted(away: CarState) -> None:
    assert Books().look(away).wait(1, 3000).look(away).look(PARKED).total == NOTHING


def test_what_the_meter_at_the_plug_saw_before_the_car_was_found_there_counts() -> None:
    books = Books().look(AWAY).wait(0.1, 3000).look(CHARGING)
    assert books.session.kwh == pytest.approx(0.3)


def test_a_session_lasts_from_plug_in_to_plug_out() -> None:
    books = Books().wait(1).look(replace(PARKED, soc_pct=40)).wait(1, 3000).look(PARKED).look(UNPLUGGED)
    (session,) = books.ledger.ended
    assert (session.plug_in_s, session.plug_out_s) == (MORNING.timestamp() + 3600, MORNING.timestamp() + 7200)
    assert (session.soc_in_pct, session.soc_out_pct) == (40, 50)
    assert session.bill.kwh == pytest.approx(3)
    assert books.shown.session == session, "it is shown until the next begins"
    assert books.look(PARKED).session == NOTHING
    assert books.total.kwh == pytest.approx(3)


@pytest.mark.parametrize(
    "unsaid",
    [
        replace(PARKED, at_home=None),
        replace(PARKED, charging=ChargingState.UNKNOWN),
        CarState(at_s=0, asleep=True),
    ],
)
def test_a_car_that_does_not_say_where_it_is_neither_begins_nor_ends_a_session(unsaid: CarState) -> None:
    assert Books().look(unsaid).shown.session is None
    assert Books().look(PARKED).look(unsaid).ledger.ended == ()


@pytest.mark.parametrize(("soc_pct", "sessions"), [(47.0, 1), (47.1, 0), (None, 0)])
def test_a_car_that_comes_back_emptier_was_away(soc_pct: float | None, sessions: int) -> None:
    books = Books().look(PARKED).wait(1).look(replace(PARKED, soc_pct=soc_pct))
    assert len(books.ledger.ended) == sessions


def test_an_ended_session_is_kept_until_it_is_written() -> None:
    books = Books().look(PARKED).look(UNPLUGGED).wait(1).look(PARKED).restart().look(UNPLUGGED)
    first, second = books.ledger.ended
    books.ledger.written((first,))
    assert books.ledger.ended == (second,)


def test_what_was_drawn_until_an_early_plug_out_counts() -> None:
    books = Books(metered=False).look(CHARGING).wait(0.1, 3000).look(UNPLUGGED, None)
    assert books.session.kwh == pytest.approx(0.3)


# What charging at once would have cost


def test_waiting_for_the_cheap_hours_saves_their_difference() -> None:
    books = Books().look(PARKED).wait(4, prices=DEAR).wait(2, 5000, prices=CHEAP)
    assert books.session.saved == pytest.approx(10 * (0.30 - 0.20))


def test_waiting_for_the_sun_saves_what_was_not_bought() -> None:
    books = Books().look(PARKED).wait(4).wait(2, 5000, 5000)
    assert books.session.saved == pytest.approx(10 * (0.30 - 0.08))


def test_missing_the_sun_saves_less_than_nothing() -> None:
    books = Books().look(PARKED).wait(4, 0, 5000).wait(1, 5000)
    assert books.session.saved == pytest.approx(5 * (0.5 * 0.30 + 0.5 * 0.08) - 5 * 0.30)


def test_charging_at_once_saves_nothing() -> None:
    books = Books().look(PARKED).wait(1, MOST_W, 3000).wait(5)
    assert books.session.saved == pytest.approx(0)


def test_each_session_is_compared_with_its_own_plug_in() -> None:
    books = Books().look(PARKED).wait(2, 5000, 5000).look(UNPLUGGED).look(PARKED).wait(1, MOST_W)
    assert books.session.saved == pytest.approx(0)


def test_days_at_the_plug_do_not_make_the_comparison_long() -> None:
    books = Books().look(PARKED).wait(72)
    assert len(books.ledger.to_dict()["at_once"]["kwh"]) < 60
    assert books.wait(1, 5000, prices=CHEAP).session.saved == pytest.approx(0.5)


# Days and months


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Europe/Zurich", "2026-06-16T00:00:00+02:00"),
        ("Europe/Zurich", "2026-03-29T00:00:00+01:00"),
        ("Europe/Zurich", "2026-03-30T00:00:00+02:00"),
        ("Europe/Zurich", "2026-10-26T00:00:00+01:00"),
        ("America/New_York", "2026-11-02T00:00:00-05:00"),
        ("Australia/Lord_Howe", "2026-10-05T00:00:00+11:00"),
        ("America/Santiago", "2026-09-06T01:00:00-03:00"),
    ],
)
def test_a_day_begins_at_the_houses_midnight(zone: str, midnight: str) -> None:
    at = datetime.fromisoformat(midnight)
    books = Books(datetime.fromtimestamp(at.timestamp() - 1800, timezone.utc), zone).look(CHARGING)
    before = books.wait(0.5 - BEAT_S / 3600, 3000).shown.today
    assert before.kwh == pytest.approx(1.475)
    after = books.wait(0.5, 3000).shown
    assert after.today.kwh == pytest.approx(1.5)
    assert after.midnight.timestamp() == at.timestamp()
    assert after.month.kwh == after.total.kwh == pytest.approx(2.975)


def test_a_month_begins_with_its_first_day() -> None:
    books = Books(datetime(2026, 10, 31, 22, 30, tzinfo=timezone.utc), "Europe/Zurich").look(CHARGING)
    shown = books.wait(1, 3000).shown
    assert shown.month == shown.today
    assert shown.month.kwh == pytest.approx(0.025 + 1.5)
    assert shown.month_began.isoformat() == "2026-11-01T00:00:00+01:00"
    assert shown.total.kwh == pytest.approx(3)


def test_after_a_month_without_the_app_a_new_one_has_begun() -> None:
    books = Books().look(CHARGING).wait(1, 3000)
    books.now_s += 30 * 86_400
    assert books.restart().wait(0).shown.month == NOTHING
    assert books.total.kwh == pytest.approx(3)


# How often it is shown


def test_sums_stay_the_same_object_for_a_minute() -> None:
    books = Books().look(CHARGING).wait(0)
    sums = books.wait(0.1, 3000).sums[-13:]
    renewed = [later is not earlier for earlier, later in pairwise(sums)]
    assert renewed == [False, True] * 6
    assert not any(later is not earlier for earlier, later in pairwise(books.wait(1).sums[-118:]))


@pytest.mark.parametrize("car", [PARKED, UNPLUGGED])
def test_a_session_that_begins_or_ends_is_shown_with_the_next_beat(car: CarState) -> None:
    books = Books().look(UNPLUGGED if car is PARKED else PARKED).wait(0).look(car).wait(0)
    assert books.sums[-1] is not books.sums[-2]


# What outlives a restart

GOOD = Books().look(PARKED).wait(1, 3000).look(UNPLUGGED).look(PARKED).wait(1, 3000, 2000).ledger.to_dict()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["day"], "yesterday"),
        (["day"], 5),
        (["told_s"], "soon"),
        (["total"], [1.0, 2.0, 3.0, math.nan]),
        (["total"], [-1.0, 2.0, 3.0, 4.0]),
        (["today"], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]),
        (["today"], [1.0, 2.0, 3.0, 4.0, -5.0]),
        (["stored"], {"price": "cheap"}),
        (["month"], None),
        (["session"], {}),
        (["session", "bill"], ["much"]),
        (["ended"], [None]),
        (["at_once", "kwh"], [0.0, 2.0]),
        (["at_once", "kwh"], []),
        (["at_once", "quarter"], "first"),
    ],
)
def test_what_is_no_ledger_is_refused_and_changes_nothing(path: list[str], value: Any) -> None:
    broken = copy.deepcopy(GOOD)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    books = Books()
    before = books.ledger.to_dict()
    with pytest.raises((ValueError, TypeError, KeyError)):
        books.ledger.from_dict(broken)
    assert books.ledger.to_dict() == before


# What must never happen

_cars = st.sampled_from(
    [
        PARKED,
        CHARGING,
        CHARGING,
        AWAY,
        UNPLUGGED,
        replace(PARKED, soc_pct=30),
        replace(PARKED, at_home=None),
        replace(CHARGING, charging=ChargingState.UNKNOWN),
    ]
)
_looks = st.tuples(st.just("look"), _cars, st.sampled_from([1.0, 0.5, None]))
_waits = st.tuples(
    st.just("wait"),
    st.sampled_from([0.0, 0.02, 0.3, 9.0]),
    st.sampled_from([0.0, 1400.0, 7000.0, 12_000.0, math.nan]),
    st.none() | st.floats(-5000, 9000),
    st.sampled_from([DEAR, CHEAP, Prices(-0.1, 0.05)]),
)
_gaps = st.tuples(st.just("gap"), st.sampled_from([-3600, 40, 86_400, 40 * 86_400]))
lives = st.lists(_looks | _waits | _waits | _gaps, min_size=3, max_size=14)
houses = st.sampled_from(
    [("Europe/Zurich", datetime(2026, 10, 24, 20, tzinfo=timezone.utc)), ("UTC", MORNING)]
)


def lived(books: Books, events: list[tuple[Any, ...]], restarts: bool = False) -> list[Sums]:
    """What is shown after each event."""
    found = []
    for kind, *values in events:
        if kind == "gap":
            books.now_s += values[0]
            books.wait(0)
        else:
            getattr(books, kind)(*values)
        if restarts:
            books.restart()
        found.append(books.shown)
    return found


@pytest.mark.timeout(300)
@given(lives, houses, st.booleans(), st.sampled_from([None, HOUR_S]))
@effort(deadline=None)
def test_totals_never_fall_and_sessions_and_days_add_up_to_them(
    events: list[tuple[Any, ...]], house: tuple[str, datetime], metered: bool, netting_s: float | None
) -> None:
    books = Books(house[1], house[0], metered, netting_s)
    shown = lived(books, events)
    for before, after in pairwise(shown):
        assert after.total.solar_kwh >= before.total.solar_kwh
        assert after.total.grid_kwh >= before.total.grid_kwh
        if after.midnight == before.midnight:
            days = [[a - b for a, b in zip(each.total, each.today, strict=True)] for each in (before, after)]
            assert days[0] == pytest.approx(days[1], abs=1e-9)
        if after.month_began == before.month_began:
            months = [
                [a - b for a, b in zip(each.total, each.month, strict=True)] for each in (before, after)
            ]
            assert months[0] == pytest.approx(months[1], abs=1e-9)
    bills = [each.bill for each in books.ledger.ended]
    if shown[-1].session is not None and shown[-1].session not in books.ledger.ended:
        bills.append(shown[-1].session.bill)
    assert [sum(column) for column in zip(NOTHING, *bills, strict=True)] == pytest.approx(
        list(shown[-1].total), abs=1e-9
    )


@pytest.mark.timeout(300)
@given(lives, houses, st.booleans(), st.sampled_from([None, HOUR_S]))
@effort(deadline=None)
def test_restarts_at_any_moment_change_no_sum(
    events: list[tuple[Any, ...]], house: tuple[str, datetime], metered: bool, netting_s: float | None
) -> None:
    never, always = (Books(house[1], house[0], metered, netting_s) for _ in range(2))
    assert lived(never, events) == lived(always, events, restarts=True)
    assert never.ledger.to_dict() == always.ledger.to_dict()


@pytest.mark.timeout(300)
@given(st.lists(_waits, min_size=1, max_size=10))
@effort(deadline=None)
def test_sun_and_grid_are_all_that_was_drawn(waits: list[tuple[Any, ...]]) -> None:
    books = Books().look(CHARGING)
    lived(books, waits)
    drawn_kwh = sum(
        drawn_w / 1000 * round(hours * 3600 / BEAT_S) * BEAT_S / 3600
        for _, hours, drawn_w, *_ in waits
        if drawn_w > 0
    )
    assert books.total.kwh == pytest.approx(drawn_kwh)
