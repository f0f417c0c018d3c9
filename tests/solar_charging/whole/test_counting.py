"""The ledger in the controller, beside what the simulated car and house know of themselves."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from simulator.world import Books
from solar_charging.accounting.bill import Session, Sums
from tests.household import ALL_ON, ALWAYS_READY, GRID, OFFICE, PLUG, SOLAR, Household, constant_day, settings
from tests.situations import PARKED

METERED = {"grid_power": GRID, "solar_power": SOLAR, "car_power": PLUG}


def counted(home: Household) -> Sums:
    return home.last.sums


def counted_after_a_beat(home: Household) -> Session | None:
    home.beat()
    return counted(home).session


def unplug(home: Household) -> Session:
    """The car is unplugged, and the next looks find it so."""
    home.car.unplug(home.now.timestamp())
    home.run(minutes=25)
    session = counted(home).session
    assert session is not None
    assert session.plug_out_s is not None
    return session


def restart_with_memory(home: Household) -> None:
    saved = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
    home.restart()
    home.controller.saved_state.from_dict(saved)


def books_of(home: Household) -> Books:
    return home.world.books


@pytest.mark.parametrize(("metered", "near"), [(True, 0.015), (False, 0.05)])
def test_a_cloudy_day_is_counted_as_it_was(metered: bool, near: float) -> None:
    meters = METERED if metered else {}
    home = Household(settings=settings(meters=meters)).run(hours=9)
    unplug(home)
    books, total = books_of(home), counted(home).total
    assert books.car_kwh > 10
    assert total.kwh == pytest.approx(books.car_kwh, rel=near)
    assert total.solar_kwh == pytest.approx(books.car_solar_kwh, rel=near)


@pytest.mark.parametrize("restart_at_min", [7, 61, 62, 118])
def test_a_restart_in_the_middle_of_a_charge_loses_no_more_than_its_own_time(restart_at_min: int) -> None:
    home = Household(settings=settings(meters=METERED), trace=constant_day(3000)).run(minutes=restart_at_min)
    restart_with_memory(home)
    home.run(minutes=150 - restart_at_min)
    session = unplug(home)
    assert session.bill.kwh == pytest.approx(books_of(home).car_kwh, rel=0.02)
    assert session.bill == counted(home).total


def test_a_charge_that_the_full_battery_ended_is_not_counted_on() -> None:
    home = Household(trace=constant_day(5000), soc_pct=70).run(hours=6)
    books = books_of(home)
    assert home.last.decision.state.value == "full"
    # Its end lay somewhere between two looks: ten minutes of 3.7 kW, of which half are counted.
    assert counted(home).total.kwh == pytest.approx(books.car_kwh, abs=0.35)


def test_what_is_charged_on_the_way_is_not_counted() -> None:
    home = Household(trace=constant_day(3000)).run(hours=1)
    unplug(home)
    at_home_kwh = counted(home).total.kwh
    home.car.drive_to(OFFICE, home.now.timestamp())
    home.car.plug_in(home.now.timestamp())
    home.run(hours=2)
    assert home.car.charging
    assert counted(home).total.kwh == at_home_kwh


def test_a_session_begins_when_the_car_was_found_whatever_its_own_clock_says() -> None:
    home = Household()
    now_s = home.now.timestamp()
    home.controller.car_read(replace(PARKED, at_s=now_s - 7200), now_s)
    session = counted_after_a_beat(home)
    assert session is not None
    assert session.plug_in_s == now_s


def test_power_that_was_asked_for_at_once_saves_nothing() -> None:
    now = replace(ALL_ON, charge_now=True)
    home = Household(settings=settings(meters=METERED), trace=constant_day(-400), switches=now)
    session = unplug(home.run(hours=2))
    assert session.bill.kwh > 5
    assert session.bill.solar_kwh == 0
    assert session.bill.cost == pytest.approx(0.30 * session.bill.kwh)
    assert session.bill.saved == pytest.approx(0, abs=1e-6)


def test_a_night_of_cheap_power_saves_what_the_evening_would_have_cost_more() -> None:
    tariff = {"off_peak": [{"start": "12:00", "end": "18:00"}]}
    home = Household(
        settings=settings(meters=METERED, tariff=tariff, charging=ALWAYS_READY), trace=constant_day(-400)
    ).run(hours=8)
    session = unplug(home)
    assert session.bill.cost == pytest.approx(0.20 * session.bill.kwh, rel=0.01)
    # Three hours of 3.68 kW would have been dear.
    assert session.bill.saved == pytest.approx(0.10 * 3 * 3.68, rel=0.02)


@pytest.mark.timeout(300)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=3))
@effort(max_examples=10, deadline=None)
def test_no_restart_makes_a_total_fall(pauses_min: list[int]) -> None:
    home = Household(settings=settings(meters=METERED)).run(minutes=20)
    for pause_min in pauses_min:
        shown = counted(home).total
        restart_with_memory(home)
        home.run(minutes=pause_min)
        total = counted(home).total
        assert total.solar_kwh >= shown.solar_kwh
        assert total.grid_kwh >= shown.grid_kwh
    assert counted(home).total.kwh == pytest.approx(books_of(home).car_kwh, rel=0.05, abs=0.1)
