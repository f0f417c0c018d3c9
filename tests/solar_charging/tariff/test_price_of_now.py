"""An entity that tells the price of now alone: what counts now, for how long, and what is learnt by it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from solar_charging.base.errors import MeterError
from solar_charging.base.reason import Problem
from solar_charging.settings.tariff import Tariff
from solar_charging.tariff.rates import Rates
from tests.words import raises

PARIS = ZoneInfo("Europe/Paris")
NOW, FEED_IN = "sensor.price_of_now", "sensor.feed_in"
HOUR = timedelta(hours=1)
NIGHT = [{"start": "22:00", "end": "06:00"}]
MONDAY = datetime(2026, 6, 15, tzinfo=PARIS)


def rates(**changes: Any) -> Rates:
    tariff = {"price_entity": NOW, "off_peak": tuple(NIGHT), "peak_price": 0.30, **changes}
    return Rates(Tariff.model_validate(tariff), PARIS, "EUR")


def state(price: object, since: datetime | None = None, told: datetime | None = None) -> dict[str, Any]:
    times = {"last_changed": since, "last_updated": told or since}
    named = {name: at.isoformat() for name, at in times.items() if at is not None}
    return {"state": str(price), "attributes": {"unit_of_measurement": "EUR/kWh"}, **named}


def tell(rates: Rates, at: datetime, price: object, entity: str = NOW) -> None:
    rates.update(entity, state(price, at), at.timestamp())


def paid(rates: Rates, *at: datetime) -> list[float]:
    return [rates.prices(each).import_per_kwh for each in at]


def week(rates: Rates, days: int, day: list[float], weekend: list[float] | None = None) -> datetime:
    """Tells a price each hour of days from Monday on; returns the midnight after them."""
    for number in range(24 * days):
        at = MONDAY + number * HOUR
        prices = weekend if weekend and at.weekday() >= 5 else day
        tell(rates, at, prices[at.hour])
    return MONDAY + timedelta(days=days)


def test_it_is_what_a_kwh_costs_now() -> None:
    told = rates(price_adder=0.05, price_factor=2.0)
    tell(told, MONDAY, 0.10)
    assert paid(told, MONDAY) == pytest.approx([0.30])
    assert told.missing(MONDAY) is None


@pytest.mark.parametrize(
    ("silent", "price"),
    [(timedelta(0), 0.17), (HOUR, 0.17), (2 * HOUR - timedelta(seconds=1), 0.17), (2 * HOUR, 0.30)],
)
def test_it_does_not_hold_for_ever(silent: timedelta, price: float) -> None:
    told, noon = rates(), MONDAY + 12 * HOUR
    tell(told, noon, 0.17)
    assert paid(told, noon, noon + silent) == [0.17, price]
    missing = told.missing(noon + silent)
    assert (missing is None) is (price == 0.17)


@pytest.mark.parametrize(
    ("hours", "silent", "holds"), [(16, 16, True), (16, 18, False), (100, 72, True), (100, 75, False)]
)
def test_it_holds_as_long_as_a_price_used_to(hours: int, silent: int, holds: bool) -> None:
    told, at = rates(), MONDAY
    for _ in range(2):  # a day with one price from six to ten
        for price in (0.17, 0.27):
            tell(told, at, price)
            for repeated in range(1, hours):
                since, now = at, at + repeated * HOUR
                told.update(NOW, state(price, since, now), now.timestamp())
            at += hours * HOUR
    tell(told, at, 0.11)
    assert (paid(told, at + (silent - 1) * HOUR) == [0.11]) is holds


def test_what_home_assistant_heard_long_ago_is_no_price_of_now() -> None:
    told, noon = rates(), MONDAY + 12 * HOUR
    told.update(NOW, state(0.05, noon - 5 * HOUR), noon.timestamp())
    assert paid(told, noon) == [0.30]
    told.update(NOW, state(0.05, noon - 5 * HOUR, noon - HOUR), noon.timestamp())
    assert paid(told, noon) == [0.05]


def test_one_that_repeats_itself_goes_on_and_is_asked_after_an_hour() -> None:
    told, noon = rates(), MONDAY + 12 * HOUR
    tell(told, noon, 0.17)
    assert told.silent_entities(noon + HOUR) == []
    late = noon + HOUR + timedelta(seconds=1)
    assert told.silent_entities(late) == [NOW]
    told.repeated(NOW, late.timestamp())
    assert told.silent_entities(late) == []
    assert paid(told, late + 2 * HOUR - timedelta(seconds=1), late + 2 * HOUR) == [0.17, 0.30]


@pytest.mark.parametrize("word", ["unavailable", "unknown"])
def test_an_entity_that_is_away_tells_no_price(word: str) -> None:
    told, noon = rates(), MONDAY + 12 * HOUR
    tell(told, noon, 0.17)
    told.update(NOW, state(word), (noon + HOUR / 2).timestamp())
    assert paid(told, noon + HOUR / 2) == [0.30]
    missing = told.missing(noon + HOUR / 2)
    assert missing is not None
    assert missing.why is Problem.PRICE_OF_NOW_UNKNOWN


@pytest.mark.parametrize("said", ["cheap", "nan", "0.2 EUR", "1_000", "on", ""])
def test_what_is_no_price_is_named(said: str) -> None:
    told = rates()
    with raises(MeterError, match=rf"{NOW}: must list prices .*or say the price of now as a number"):
        tell(told, MONDAY, said)


def test_what_comes_later_is_learnt_by_the_hour_and_the_kind_of_day() -> None:
    told = rates()
    day = [0.15] * 6 + [0.25] * 18
    weekend = [0.12] * 24
    midnight = week(told, 7, day, weekend)
    tell(told, midnight, 0.15)
    bought, _ = told.ahead(midnight, 6 * 96)
    usual = [price for price in day for _ in range(4)]
    assert bought[:96] == pytest.approx(usual, abs=0.03)  # moved by what lasts of a cheap Sunday
    assert bought[96 : 2 * 96] == pytest.approx(usual, abs=0.03)
    assert bought[5 * 96 : 6 * 96] == pytest.approx([0.12] * 96, abs=0.03)


def test_where_nothing_was_learnt_the_windows_count_for_later() -> None:
    told, noon = rates(), MONDAY + 12 * HOUR
    tell(told, noon, 0.17)
    bought, _ = told.ahead(noon, 48)
    assert bought[0] == 0.17
    assert set(bought[1:40]) == {0.30}
    assert set(bought[40:]) == {0.20}


def test_the_cheapest_hours_are_known_after_a_day_of_them() -> None:
    told = rates(off_peak=(), cheap_hours=6)
    day = [0.15] * 6 + [0.25] * 18
    tell(told, MONDAY, 0.15)
    assert not told.off_peak(MONDAY), "nobody knows yet whether the day has cheaper hours"
    midnight = week(told, 2, day)
    tell(told, midnight, 0.15)
    assert told.off_peak(midnight)
    tell(told, midnight + 6 * HOUR, 0.25)
    assert not told.off_peak(midnight + 6 * HOUR)


def test_a_price_that_changes_each_five_minutes_is_kept_by_the_quarter_of_an_hour() -> None:
    told = rates()
    for number in range(12 * 24):
        tell(told, MONDAY + number * HOUR / 12, 0.10 + 0.03 * (number % 3))
    assert len(told.to_dict()["bought"]) <= 96
    bought, _ = told.ahead(MONDAY + 24 * HOUR - HOUR / 12, 96)
    assert bought[1:] == pytest.approx([0.13] * 95)


def test_it_outlives_a_restart() -> None:
    told = rates()
    midnight = week(told, 2, [0.15] * 6 + [0.25] * 18)
    tell(told, midnight, 0.16)
    again = rates()
    again.from_dict(json.loads(json.dumps(told.to_dict())))
    assert paid(again, midnight) == [0.16]
    assert again.ahead(midnight, 96)[0].tolist() == told.ahead(midnight, 96)[0].tolist()
    other = rates(price_entity="sensor.other")
    other.from_dict(json.loads(json.dumps(told.to_dict())))
    assert paid(other, midnight) == [0.20]


def test_what_is_fed_in_may_be_told_the_same_way() -> None:
    told = rates(export_price_entity=FEED_IN)
    tell(told, MONDAY, 0.03, FEED_IN)
    assert told.prices(MONDAY).export_per_kwh == 0.03


@pytest.mark.parametrize("price", [30, 250, 0.0025])
def test_a_price_that_no_house_pays_is_named_and_does_not_count(price: float) -> None:
    told, noon = rates(), MONDAY + 12 * HOUR
    with raises(MeterError, match="houses pay between"):
        tell(told, noon, price)
    assert paid(told, noon) == [0.30]


@pytest.mark.parametrize("price", [5.0, 0.0, -0.4])
def test_a_spike_after_a_day_of_others_counts(price: float) -> None:
    told = rates()
    midnight = week(told, 1, [0.25] * 24)
    tell(told, midnight, price)
    assert paid(told, midnight) == [price]


def test_there_is_no_next_change_that_nobody_knows() -> None:
    told, noon = rates(), MONDAY + 12 * HOUR
    tell(told, noon, 0.17)
    coming = told.coming(noon)
    assert coming is not None
    assert coming.at == MONDAY + 22 * HOUR, "only that of the windows is known"


def test_a_list_that_covers_now_is_stronger() -> None:
    told = rates(price_entity=["sensor.list", NOW])
    noon = MONDAY + 12 * HOUR
    listed = [{"start": noon.isoformat(), "value": 0.22}]
    attributes = {"unit_of_measurement": "EUR/kWh", "data": listed}
    told.update("sensor.list", {"state": "0.2", "attributes": attributes}, noon.timestamp())
    tell(told, noon, 0.17)
    assert paid(told, noon, noon + HOUR) == [0.22, 0.17]
