"""What entities of Home Assistant list as prices: their shapes, their units, and nonsense."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.errors import MeterError
from solar_charging.base.reason import Problem
from solar_charging.settings.price_units import currency_of, per_kwh
from solar_charging.settings.tariff import Tariff
from solar_charging.tariff.price_curve import PriceCurve, Step
from solar_charging.tariff.price_lists import Reading, read_prices
from solar_charging.tariff.price_scale import UnitByHand
from solar_charging.tariff.rates import Rates
from tests.words import words as said

ZURICH = ZoneInfo("Europe/Zurich")
ENTITY = "sensor.price"
SUMMER = "2026-06-15T"
MIDNIGHT = datetime(2026, 6, 15, tzinfo=ZURICH)
HOUR = timedelta(hours=1)


def state(unit: str | None = "EUR/kWh", **attributes: Any) -> dict[str, Any]:
    return {"state": "0.2", "attributes": {"unit_of_measurement": unit, **attributes}}


BY_ITS_OWN = UnitByHand()


def reading(
    told: dict[str, Any],
    unit: UnitByHand = BY_ITS_OWN,
    at: datetime = MIDNIGHT + 9 * HOUR,
    known: PriceCurve | None = None,
) -> Reading:
    return read_prices(ENTITY, told, unit, ZURICH, at.timestamp(), known)


def read(
    told: dict[str, Any], unit: UnitByHand = BY_ITS_OWN, at: datetime = MIDNIGHT + 9 * HOUR
) -> PriceCurve:
    """The curve of a state of which everything is good."""
    found = reading(told, unit, at)
    assert (found.curve.steps != (), found.left_out, found.remarks) == (True, (), ())
    return found.curve


def prices(curve: PriceCurve, *at: datetime) -> list[float | None]:
    return [curve.at(each.timestamp()) for each in at]


def hours(
    begin: str, end: str | None, price: str, *values: float | None, day: int = 0
) -> list[dict[str, Any]]:
    """Entries of the first hours of a day, under those names."""
    found = []
    for number, value in enumerate(values):
        since = MIDNIGHT + timedelta(days=day) + number * HOUR
        entry = {begin: since.isoformat(), price: value}
        found.append(entry if end is None else {**entry, end: (since + HOUR).isoformat()})
    return found


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(
            state(
                today=[0.9] * 24,
                tomorrow=[],
                raw_today=hours("start", "end", "value", 0.1, 0.2),
                raw_tomorrow=[],
            ),
            id="Nord Pool",
        ),
        pytest.param(
            state("Öre/kWh", raw_today=hours("start", "end", "value", 10.0, 20.0)), id="Nord Pool in cents"
        ),
        pytest.param(state("NOK/kWh", today=hours("startsAt", None, "total", 0.1, 0.2)), id="Tibber"),
        pytest.param(
            state(
                prices_today=hours("time", None, "price", 0.1, 0.2),
                prices_tomorrow=[],
                prices=hours("time", None, "price", 0.9, 0.9),
            ),
            id="ENTSO-e",
        ),
        pytest.param(
            state(
                "EUR/MWh",
                data=[
                    {**entry, "price_ct_per_kwh": entry["price_eur_per_mwh"] / 10}
                    for entry in hours("start_time", "end_time", "price_eur_per_mwh", 100.0, 200.0)
                ],
            ),
            id="EPEX Spot",
        ),
        pytest.param(
            state("EUR/MWh", data=hours("start_time", "end_time", "price_per_kwh", 0.1, 0.2)),
            id="EPEX Spot since 3.0",
        ),
        pytest.param(
            state("ct/kWh", data=hours("start_time", "end_time", "price_ct_per_kwh", 10.0, 20.0)),
            id="EPEX Spot before",
        ),
        pytest.param(
            state("DKK/kWh", raw_today=hours("hour", None, "price", 0.1, 0.2), raw_tomorrow=None),
            id="Energi Data Service",
        ),
        pytest.param(
            {
                "state": "2026-06-15T00:00:03+00:00",
                "attributes": {"rates": hours("start", "end", "value_inc_vat", 0.1, 0.2)},
            },
            id="Octopus Energy",
        ),
        pytest.param(
            state(
                None,
                data=[
                    {
                        "start_timestamp": 1000 * (MIDNIGHT + number * HOUR).timestamp(),
                        "end_timestamp": 1000 * (MIDNIGHT + (number + 1) * HOUR).timestamp(),
                        "marketprice": price,
                        "unit": "Eur/MWh",
                    }
                    for number, price in enumerate((100.0, 200.0))
                ],
            ),
            id="aWATTar",
        ),
        pytest.param(
            state("pence/kWh", data=hours("start_time", "end_time", "price_pence_per_kwh", 10.0, 20.0)),
            id="EPEX Spot in Great Britain before 3.0",
        ),
        pytest.param(state("CHF/kWh", prices=hours("from", "till", "price", 0.1, 0.2)), id="Frank Energie"),
        pytest.param(state("Rp./kWh", today=[10.0, 20.0, *[90.0] * 22]), id="mere numbers"),
    ],
)  # fmt: skip
def test_each_integrations_list_becomes_the_same_curve(told: dict[str, Any]) -> None:
    curve = read(told)
    assert prices(curve, MIDNIGHT, MIDNIGHT + 0.99 * HOUR, MIDNIGHT + HOUR) == pytest.approx([0.1, 0.1, 0.2])
    assert prices(curve, MIDNIGHT - timedelta(seconds=1)) == [None]


@pytest.mark.parametrize(
    ("unit", "per"),
    [
        ("EUR/kWh", 1.0),
        ("€/kWh", 1.0),
        ("CHF / kWh", 1.0),
        ("kr/kWh", 1.0),
        ("ct/kWh", 0.01),
        ("c/kWh", 0.01),
        ("Cents/kWh", 0.01),
        ("Øre/kWh", 0.01),
        ("öre/kWh", 0.01),
        ("p/kWh", 0.01),
        ("Rp./kWh", 0.01),
        ("EUR/MWh", 0.001),
        ("£/MWh", 0.001),
        ("€ per kWh", 1.0),
        ("Cent per kWh", 0.01),
        ("SEK/Wh", 1000.0),
        ("EUR", None),
        ("kWh", None),
        ("€/m³", None),
        ("/kWh", None),
        ("x/kWh", None),
        (None, None),
        (3, None),
    ],
)
def test_a_unit_is_money_per_energy(unit: object, per: float | None) -> None:
    assert per_kwh(unit) == (None if per is None else pytest.approx(per))


FORCED = UnitByHand("ct/kWh", forced=True)
AWATTAR = [{"start": "2026-06-15T00:00:00+02:00", "marketprice": 136.7, "unit": "Eur/MWh"}]


@pytest.mark.parametrize(
    ("told", "unit", "price", "contradicted"),
    [
        (state("EUR/kWh", raw_today=hours("start", "end", "value", 0.2)), UnitByHand("ct/kWh"), 0.2, True),
        (state("EUR/kWh", raw_today=hours("start", "end", "value", 20.0)), FORCED, 0.2, False),
        (state("EUR/kWh", raw_today=hours("start", "end", "value", 0.2)), UnitByHand("€ / kWh"), 0.2, False),
        (state(None, raw_today=hours("start", "end", "value", 20.0)), UnitByHand("ct/kWh"), 0.2, False),
        (state("%", raw_today=hours("start", "end", "value", 20.0)), UnitByHand("ct/kWh"), 0.2, False),
        (state("ct/kWh", data=AWATTAR), BY_ITS_OWN, 0.1367, False),
        (state(None, data=AWATTAR), UnitByHand("ct/kWh"), 0.1367, True),
        (state(None, data=AWATTAR), FORCED, 1.367, False),
        (
            state(None, data=[{"start": "2026-06-15T00:00+02:00", "value": 136.7, "unit": "EUR/MWh"}]),
            UnitByHand("ct/kWh"),
            0.1367,
            True,
        ),
    ],
)
def test_the_prices_own_unit_is_stronger_than_that_of_the_settings_unless_it_is_forced(
    told: dict[str, Any], unit: UnitByHand, price: float, contradicted: bool
) -> None:
    found = reading(told, unit)
    assert prices(found.curve, MIDNIGHT) == [pytest.approx(price)]
    assert [each.why for each in found.remarks] == [Problem.PRICE_UNIT_CONTRADICTED] * contradicted


@pytest.mark.parametrize(
    ("unit", "currency"),
    [
        ("EUR/kWh", "EUR"), ("sek/MWh", "SEK"), ("€/kWh", "EUR"), ("£/kWh", "GBP"), ("zł/kWh", "PLN"),
        ("Kč/kWh", "CZK"), ("Ft/kWh", "HUF"), ("kr/kWh", None), ("$/kWh", None), ("ct/kWh", None),
        ("öre/kWh", None), ("kWh", None), (None, None),
    ],
)  # fmt: skip
def test_a_unit_says_the_currency_where_its_sign_is_one_countrys(unit: object, currency: str | None) -> None:
    assert currency_of(unit) == currency


@pytest.mark.parametrize("minutes", [15, 30, 60])
def test_steps_may_be_of_an_hour_or_a_part_of_it(minutes: int) -> None:
    count = 24 * 60 // minutes
    curve = read(state(today=[number / 100 for number in range(count)]))
    assert [step.end_s - step.begin_s for step in curve.steps] == [60.0 * minutes] * count
    assert prices(curve, MIDNIGHT + timedelta(minutes=minutes)) == [0.01]


@pytest.mark.parametrize(
    ("day", "zone", "counts"),
    [
        ("2026-06-15", "Europe/Zurich", {24, 48, 96}),
        ("2026-03-29", "Europe/Zurich", {23, 46, 92}),
        ("2026-10-25", "Europe/Zurich", {25, 50, 100}),
        ("2026-10-04", "Australia/Lord_Howe", {47, 94}),
        ("2026-04-05", "Australia/Lord_Howe", {49, 98}),
    ],
)
@pytest.mark.parametrize("day_before", [False, True])
def test_a_day_of_mere_numbers_is_as_long_as_the_clock_makes_it(
    day: str, zone: str, counts: set[int], day_before: bool
) -> None:
    where = ZoneInfo(zone)
    begin = datetime.fromisoformat(day).replace(tzinfo=where)
    at = begin + timedelta(hours=12) - timedelta(days=day_before)
    name, accepted = "tomorrow" if day_before else "today", set()
    for count in range(1, 101):
        try:
            curve = read_prices(
                ENTITY, state(**{name: [0.1] * count}), BY_ITS_OWN, where, at.timestamp()
            ).curve
        except MeterError:
            continue
        accepted.add(count)
        end = begin + timedelta(days=1)
        assert (curve.steps[0].begin_s, curve.steps[-1].end_s) == (begin.timestamp(), end.timestamp())
    assert accepted == counts


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(hours("start", "end", "value", 0.1, 0.2, 0.3)[::-1], id="the latest first"),
        pytest.param(hours("time", None, "price", 0.1, 0.2, 0.3)[::-1], id="the latest first, without ends"),
        pytest.param(hours("start", "end", "value", 0.1, 0.2, 0.3) * 2, id="each twice"),
        pytest.param(hours("time", None, "price", 0.1, 0.2, 0.3) * 2, id="each twice, without ends"),
    ],
)
def test_what_is_listed_in_another_order_or_twice_is_the_same(listed: list[dict[str, Any]]) -> None:
    assert read(state(data=listed)) == read(state(data=hours("start", "end", "value", 0.1, 0.2, 0.3)))


@pytest.mark.parametrize(
    "entry",
    [
        {"start_time": "2026-06-15T00:00:01+02:00", "end_time": "2026-06-15T00:30:00+02:00"},  # as Amber
        {"start_time": "2026-06-15T00:00:00+02:00", "end_time": "2026-06-15T00:29:59+02:00"},
    ],
)
def test_a_second_more_or_less_is_none(entry: dict[str, Any]) -> None:
    (step,) = read(state(forecasts=[{**entry, "per_kwh": 0.2}])).steps
    assert step == (MIDNIGHT.timestamp(), MIDNIGHT.timestamp() + 1800, 0.2)


@pytest.mark.parametrize(
    ("told", "hole"),
    [
        (hours("start", "end", "value", 0.1, 0.1, 0.3)[::2], HOUR),
        (hours("time", None, "value", 0.1, 0.2, 0.3, 0.3)[::2], HOUR),  # as long as those beside it
        ([*hours("start", "end", "value", 0.1), *hours("start", "end", "value", 0.3, day=1)], 23 * HOUR),
    ],
)
def test_of_a_gap_nothing_is_known_and_the_rest_counts(told: list[dict[str, Any]], hole: timedelta) -> None:
    curve = read(state(data=told))
    assert prices(curve, MIDNIGHT, MIDNIGHT + HOUR + hole) == [0.1, 0.3]


def begun(*minutes: int) -> list[dict[str, Any]]:
    """Entries without an end that begin so many minutes after midnight; each price is its number."""
    return [
        {"time": (MIDNIGHT + timedelta(minutes=each)).isoformat(), "price": number / 10}
        for number, each in enumerate(minutes, start=1)
    ]


@pytest.mark.parametrize(
    ("minutes", "lengths"),
    [
        ((0, 60, 120), (60, 60, 60)),
        ((0, 60, 180, 240), (60, 60, 60, 60)),  # an hour is missing
        ((0, 60, 240, 300, 360), (60, 60, 60, 60, 60)),  # two are
        ((0, 15, 30, 60, 75), (15, 15, 15, 15, 15)),  # a quarter of one is
        ((0, 60, 120, 135, 150, 165), (60, 60, 15, 15, 15, 15)),  # from here on in quarters
        ((0, 15, 30, 45, 60, 120, 180), (15, 15, 15, 15, 60, 60, 60)),
        ((0,), (60,)),
        ((0, 360, 1320), (360, 360, 360)),  # of unequal lengths no more than the shorter is known
    ],
)
def test_an_entry_without_an_end_lasts_as_long_as_is_usual_in_its_list(
    minutes: tuple[int, ...], lengths: tuple[int, ...]
) -> None:
    steps = read(state(data=begun(*minutes))).steps
    assert [round(step.begin_s - MIDNIGHT.timestamp()) // 60 for step in steps] == list(minutes)
    assert [round(step.end_s - step.begin_s) // 60 for step in steps] == list(lengths)


def test_prices_that_are_not_published_yet_are_left_out() -> None:
    told = state(raw_today=hours("start", "end", "value", 0.1, 0.2, None, None))
    assert prices(read(told), MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR) == [0.2, None]
    assert read(state(today=[0.1] * 24, tomorrow=[None] * 24)) == read(state(today=[0.1] * 24))


@pytest.mark.parametrize(
    "told",
    [
        {"state": "unavailable", "attributes": {}},
        {"state": "unknown", "attributes": {}},
        state(raw_today=[], raw_tomorrow=None),
    ],
)
def test_an_entity_that_is_away_or_has_no_prices_yet_tells_no_curve(told: dict[str, Any]) -> None:
    assert reading(told) == Reading()


def test_an_empty_list_leaves_the_word_to_another() -> None:
    assert read(state(raw_today=[], today=[0.1] * 24)) == read(state(today=[0.1] * 24))


def entries(**changes: Any) -> list[dict[str, Any]]:
    """Three hours of which the second is changed."""
    found = hours("start", "end", "value", 0.1, 0.2, 0.3)
    found[1] = {**found[1], **changes}
    return found


def buried(depth: int) -> dict[str, Any]:
    """Sections within sections, and no list in the innermost."""
    found: dict[str, Any] = {}
    for _ in range(depth):
        found = {"a": found}
    return found


UNREADABLE: list[tuple[dict[str, Any], list[str]]] = [
    ({"state": "on", "attributes": {}}, ["must list prices", "raw_today", "the price of now"]),
    ({"state": "0.2", "attributes": {}}, ["unit_of_measurement", "price_unit", "None"]),
    (state(raw_today="0.1, 0.2"), ["raw_today must be a list", "'0.1, 0.2'"]),
    (state(raw_today="[" * 100_000), ["raw_today must be a list"]),
    (state(raw_today=buried(1000)), ["must be a list", "a.a.a"]),
    (state(raw_today={"SE3": 1, "SE4": 2}), ["raw_today must be a list", "SE3"]),
    (
        state(prices={"SE3": entries(), "SE4": entries()}),
        ["prices must hold one list of prices", "(SE3, SE4)"],
    ),
    (state(today=[10**400] * 24), ["today[0] must be a number"]),
    (state(today=[0.1] * 23), ["today must have 96 / 48 / 24 prices for a day of 24 h", "23"]),
    (state(raw_today=[{"value": 0.1}]), ["raw_today[0] must have a begin", "startsAt"]),
    (state(raw_today=[{"start": SUMMER}]), ["raw_today[0] must have", "a price", "value_inc_vat"]),
    (state(None, raw_today=entries()), ["unit_of_measurement", "EUR/kWh", "price_unit", "None"]),
    (state("kWh", raw_today=entries()), ["unit_of_measurement", "'kWh'"]),
]


@pytest.mark.parametrize(("told", "words"), UNREADABLE)
def test_nonsense_is_named_with_entity_rule_and_value(told: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(MeterError) as caught:
        reading(told)
    text = said(caught.value)
    assert text.startswith(f"{ENTITY}: ")
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (entries(value="0.2 EUR"), ["[1].value must be a number", "'0.2 EUR'"]),
        (entries(value=None), ["[1].value must be a number", "None"]),
        (entries(value=float("nan")), ["[1].value must be a number", "nan"]),
        (entries(value=True), ["[1].value must be a number", "True"]),
        (entries(value=[0.2]), ["[1].value must be a number", "[0.2]"]),
        (entries(value=100_001), ["[1].value must be at most 100000 per kWh", "100001"]),
        (entries(start="soon"), ["[1].start must be a time", "'soon'"]),
        (entries(start=1e300), ["[1].start must be a time", "1e+300"]),
        (entries(start=True), ["[1].start must be a time", "True"]),
        (entries(start="0001-01-01T00:00:00"), ["[1].start must be a time", "0001"]),
        (entries(end=f"{SUMMER}01:00:00+02:00"), ["[1] must hold for some time", "14 23:00 to"]),
        (entries(end=f"{SUMMER}00:30:00+02:00"), ["[1] must hold for some time"]),
        ([*entries()[:1], "nothing", *entries()[2:]], ["[1] must have a begin"]),
        ([*entries()[:1], None, *entries()[2:]], ["[1] must have a begin"]),
        (
            [*entries(), *entries(value=0.5)],
            ["one price at a time", "0.2 from 2026-06-14 23:00", "0.5 from 2026-06-14 23:00"],
        ),
    ],
)
def test_one_bad_entry_is_named_and_leaves_the_others(told: list[Any], words: list[str]) -> None:
    found = reading(state(raw_today=told, raw_tomorrow=hours("start", "end", "value", 0.4, day=1)))
    assert prices(found.curve, MIDNIGHT, MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR) == [0.1, None, 0.3]
    assert prices(found.curve, MIDNIGHT + 24 * HOUR) == [0.4]
    (problem,) = found.left_out
    assert [word for word in (ENTITY, *words) if word not in said(problem)] == []


def test_of_entries_that_overlap_none_counts_and_the_first_are_named() -> None:
    listed = entries(end=f"{SUMMER}02:01:00+02:00")
    found = reading(state(raw_today=listed))
    assert [step.price_per_kwh for step in found.curve.steps] == [0.1]
    assert "0.2 from 2026-06-14 23:00 to 2026-06-15 00:01 UTC and 0.3 from" in said(found.left_out[0])


@pytest.mark.parametrize(
    ("tomorrow", "known"),
    [
        ([0.2] * 5 + [None] + [0.2] * 18, 23),  # a hole
        ([0.2] * 5 + ["-"] + [0.2] * 18, 23),
        ([0.2] * 23, 0),  # one is missing, and nobody knows which
        ("soon", 0),
    ],
)
def test_a_bad_tomorrow_leaves_today(tomorrow: object, known: int) -> None:
    found = reading(state(today=[0.1] * 24, tomorrow=tomorrow))
    assert [step.price_per_kwh for step in found.curve.steps] == [0.1] * 24 + [0.2] * known
    assert len(found.left_out) == 1


json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([f"{SUMMER}01:00Z", f"{SUMMER}02:00", "03:00", "[0.1]", "0,2", "2026-06-15"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["start", "end", "value", "price", "time", "hour", "date", "unit", "amount"]),
            inner,
            max_size=3,
        )
        | st.dictionaries(st.sampled_from([f"{SUMMER}04:00", "05:00", "SE3", "today"]), inner, max_size=2)
    ),
)
NAMES = ("raw_today", "raw_tomorrow", "today", "data", "prices", "price_00h", "price_02h_d", f"{SUMMER}06:00")
TIMES = st.none() | st.integers() | st.sampled_from([f"{SUMMER}01:00Z", "2026-06-10T01:00+00:00", "soon"])


@pytest.mark.timeout(300)
@effort(deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), json_like, max_size=3),
    st.none() | st.integers() | st.text(max_size=5) | st.just("0.2"),
    TIMES,
)
def test_whatever_an_entity_says_is_steps_in_order_or_an_error(
    attributes: dict[str, Any], said: object, updated: object
) -> None:
    source = Rates(Tariff(price_entity=(ENTITY,), peak_price=0.3), ZURICH, "EUR")
    told = {**state(**attributes), "state": said, "last_updated": updated, "last_changed": updated}
    for hours in (0, 24):
        at = MIDNIGHT + hours * HOUR
        with suppress(MeterError):
            source.update(ENTITY, told, at.timestamp())
        steps = [Step(*step) for step in source.to_dict()["bought"]]
        assert all(one.end_s <= other.begin_s for one, other in pairwise(steps))
        assert all(step.begin_s < step.end_s for step in steps)
        assert np.isfinite(source.ahead(at, 96)[0]).all()
        assert source.prices(at).import_per_kwh == source.ahead(at, 1)[0][0]
        again = Rates(Tariff(price_entity=(ENTITY,), peak_price=0.3), ZURICH, "EUR")
        again.from_dict(json.loads(json.dumps(source.to_dict())))
        assert again.prices(at) == source.prices(at)


def curve(*spans: tuple[float, float, float]) -> PriceCurve:
    return PriceCurve(tuple(Step(*span) for span in spans))


DAY = 86_400.0


@pytest.mark.parametrize(
    ("old", "newer", "both"),
    [
        ([(0, 10, 1)], [(0, 10, 2)], [(0, 10, 2)]),
        ([(0, 10, 1)], [(10, 20, 2)], [(0, 10, 1), (10, 20, 2)]),
        ([(10, 20, 1)], [(0, 10, 2)], [(0, 10, 2), (10, 20, 1)]),
        ([(0, 10, 1), (10, 20, 1)], [(5, 15, 2)], [(5, 15, 2)]),
        ([(0, 10, 1)], [(30, 40, 2)], [(0, 10, 1), (30, 40, 2)]),
        ([(10, 20, 1)], [(0, 10, 2), (20, 30, 2)], [(0, 10, 2), (10, 20, 1), (20, 30, 2)]),
        ([(10, 21, 1)], [(0, 10, 2), (20, 30, 2)], [(0, 10, 2), (20, 30, 2)]),
        ([(0, 10, 1)], [(14 * DAY, 14 * DAY + 10, 2)], [(14 * DAY, 14 * DAY + 10, 2)]),
        ([(1, 10, 1)], [(14 * DAY, 14 * DAY + 10, 2)], [(1, 10, 1), (14 * DAY, 14 * DAY + 10, 2)]),
    ],
)
def test_a_newer_curve_replaces_what_it_covers(old: list[Any], newer: list[Any], both: list[Any]) -> None:
    assert curve(*old).renewed(curve(*newer)) == curve(*both)
