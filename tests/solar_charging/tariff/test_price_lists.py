"""What entities of Home Assistant list as prices: their shapes, their units, and nonsense."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.base.errors import MeterError
from solar_charging.settings.price_units import per_kwh
from solar_charging.tariff.price_curve import PriceCurve, Step
from solar_charging.tariff.price_lists import read_curve
from tests.words import words as said

ZURICH = ZoneInfo("Europe/Zurich")
ENTITY = "sensor.price"
MIDNIGHT = datetime(2026, 6, 15, tzinfo=ZURICH)
HOUR = timedelta(hours=1)


def state(unit: str | None = "EUR/kWh", **attributes: Any) -> dict[str, Any]:
    return {"state": "0.2", "attributes": {"unit_of_measurement": unit, **attributes}}


def read(told: dict[str, Any], unit: str | None = None, at: datetime = MIDNIGHT + 9 * HOUR) -> PriceCurve:
    curve = read_curve(ENTITY, told, unit, ZURICH, at.timestamp())
    assert curve is not None
    return curve


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


def test_a_unit_set_by_hand_is_stronger_than_any_other() -> None:
    told = state("EUR/kWh", raw_today=hours("start", "end", "value", 10.0))
    assert prices(read(told, "ct/kWh"), MIDNIGHT) == [pytest.approx(0.1)]
    pence = state(None, rates=hours("start", "end", "value_inc_vat", 10.0))
    assert prices(read(pence, "p/kWh"), MIDNIGHT) == [pytest.approx(0.1)]


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
            curve = read_curve(ENTITY, state(**{name: [0.1] * count}), None, where, at.timestamp())
        except MeterError:
            continue
        assert curve is not None
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
    ("told", "unknown"),
    [
        (hours("start", "end", "value", 0.1, None, 0.3), HOUR),
        (hours("start", "end", "value", 0.1, 0.1, 0.3)[::2], HOUR),
        ([*hours("start", "end", "value", 0.1), *hours("start", "end", "value", 0.3, day=1)], 23 * HOUR),
    ],
)
def test_of_a_gap_nothing_is_known_and_the_rest_counts(
    told: list[dict[str, Any]], unknown: timedelta
) -> None:
    curve = read(state(data=told))
    assert prices(curve, MIDNIGHT, MIDNIGHT + HOUR, MIDNIGHT + unknown) == [0.1, None, None]
    assert prices(curve, MIDNIGHT + HOUR + unknown) == [0.3]


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
    assert read_curve(ENTITY, told, None, ZURICH, MIDNIGHT.timestamp()) is None


def test_an_empty_list_leaves_the_word_to_another() -> None:
    assert read(state(raw_today=[], today=[0.1] * 24)) == read(state(today=[0.1] * 24))


def entries(**changes: Any) -> list[dict[str, Any]]:
    """Three hours of which the second is changed."""
    found = hours("start", "end", "value", 0.1, 0.2, 0.3)
    found[1] = {**found[1], **changes}
    return found


SUMMER = "2026-06-15T"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (state(), ["must list prices", "raw_today", "rates"]),
        (state(raw_today="[0.1, 0.2]"), ["raw_today must be a list", "'[0.1, 0.2]'"]),
        (state(raw_today=entries(value="0.2 EUR")), ["raw_today[1].value must be a number", "'0.2 EUR'"]),
        (state(raw_today=entries(value=float("nan"))), ["raw_today[1].value must be a number", "nan"]),
        (state(raw_today=entries(value=True)), ["raw_today[1].value must be a number", "True"]),
        (state(raw_today=entries(value=1000.5)), ["at most 1000 per kWh", "1000.5"]),
        (state(raw_today=entries(start="soon")), ["raw_today[1].start must be a time", "'soon'"]),
        (state(raw_today=entries(start=1e300)), ["raw_today[1].start must be a time", "1e+300"]),
        (state(raw_today=entries(start=True)), ["raw_today[1].start must be a time", "True"]),
        (state(raw_today=entries(start=f"{SUMMER}01:00")), ["raw_today[1].start", "time zone", "01:00'"]),
        (state(raw_today=entries(end=f"{SUMMER}01:00:00+02:00")), ["must hold for some time", "14 23:00 to"]),
        (state(raw_today=entries(end=f"{SUMMER}00:30:00+02:00")), ["must hold for some time"]),
        (
            state(raw_today=entries(end=f"{SUMMER}02:01:00+02:00")),
            ["one price at a time", "0.2 from 2026-06-14 23:00 to 2026-06-15 00:01 UTC and 0.3 from"],
        ),
        (
            state(raw_today=[*entries(), *entries(value=0.5)]),
            ["one price at a time", "0.2 from 2026-06-14 23:00", "0.5 from 2026-06-14 23:00"],
        ),
        (state(today=[10**400] * 24), ["today[0] must be a number"]),
        (state(prices={f"{hour}:00": 0.1 for hour in range(24)}), ["prices must be a list", "...}"]),
        (state(raw_today=[{"value": 0.1}]), ["raw_today[0] must have a begin", "startsAt"]),
        (state(raw_today=[{"start": SUMMER}]), ["raw_today[0] must have", "a price", "value_inc_vat"]),
        (state(today=[0.1] * 23), ["today must have 96 / 48 / 24 prices for a day of 24 h", "23"]),
        (state(today=[0.1] * 23 + ["x"]), ["today[23] must be a number", "'x'"]),
        (state(today=[0.1] * 23 + [None]), ["today[23] must be a number", "None"]),
        (state(None, raw_today=entries()), ["unit_of_measurement", "EUR/kWh", "price_unit", "None"]),
        (state("kWh", raw_today=entries()), ["unit_of_measurement", "'kWh'"]),
    ],
)
def test_nonsense_is_named_with_entity_rule_and_value(told: dict[str, Any], words: list[str]) -> None:
    with pytest.raises(MeterError) as caught:
        read(told)
    text = said(caught.value)
    assert text.startswith(f"{ENTITY}: ")
    assert [word for word in words if word not in text] == []


json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.just(f"{SUMMER}01:00Z"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["start", "end", "value", "price", "time"]), inner, max_size=3)
    ),
)


@pytest.mark.timeout(300)
@effort(deadline=None)
@given(
    st.dictionaries(st.sampled_from(["raw_today", "raw_tomorrow", "today", "data"]), json_like, max_size=3)
)
def test_whatever_an_entity_lists_is_a_curve_in_order_or_an_error(attributes: dict[str, Any]) -> None:
    with suppress(MeterError):
        curve = read_curve(ENTITY, state(**attributes), None, ZURICH, MIDNIGHT.timestamp())
        steps = () if curve is None else curve.steps
        assert all(one.end_s <= other.begin_s for one, other in pairwise(steps))
        assert all(step.begin_s < step.end_s for step in steps)


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
