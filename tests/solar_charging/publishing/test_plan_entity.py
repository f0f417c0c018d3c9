"""The plan in a sentence."""

from __future__ import annotations

import re
import string
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.planning.departures import Departure
from solar_charging.planning.schedule import Purchase, Schedule
from solar_charging.publishing.entity import number
from solar_charging.publishing.plan_entity import MOST_LISTED, PLAN, plan_text
from solar_charging.publishing.translations import en
from solar_charging.publishing.translator import Translator
from tests.situations import ENERGY_VALUE
from tests.solar_charging.publishing.test_entities import COSTS, FOLLOWING, outcome

MIDNIGHT = COSTS.midnight
ENGLISH = Translator("en", ZoneInfo("Etc/GMT-2"))
HALF_PAST_SEVEN = MIDNIGHT + timedelta(hours=31.5)


def at(hour: float) -> datetime:
    return MIDNIGHT + timedelta(hours=24 + hour)


NIGHT = Purchase(at(2), at(4.25), 6.24, 0.1901)
LATER = Purchase(at(5), at(5.5), 1.0, -0.05)
INTENDED = Schedule(
    departure=HALF_PAST_SEVEN,
    soc_pct=60,
    purchases=(NIGHT,),
    sun_expected_kwh=9.04,
    sun_counted_kwh=4.96,
    missing_kwh=0.0,
)


def said(departure: datetime | None = HALF_PAST_SEVEN, plan: Schedule | None = INTENDED) -> str:
    return plan_text(told(departure, plan), ENGLISH)


def told(departure: datetime | None, plan: Schedule | None) -> Any:
    wanted = None if departure is None else Departure(departure.timestamp(), 60)
    return replace(outcome(FOLLOWING), energy_value=replace(ENERGY_VALUE, departure=wanted, schedule=plan))


def with_(**changes: Any) -> Schedule:
    return replace(INTENDED, **changes)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        (
            INTENDED,
            "buying 6.2 kWh 02:00-04:15 at 0.19 for 07:30 (60 %); 9.0 kWh of sun expected, 5.0 counted on",
        ),
        (
            with_(soc_pct=50.0, purchases=(), sun_expected_kwh=0.0, sun_counted_kwh=0.0),
            "nothing to buy for 07:30 (50 %): enough is in the battery",
        ),
        (
            with_(sun_expected_kwh=0.09, sun_counted_kwh=0.0),
            "buying 6.2 kWh 02:00-04:15 at 0.19 for 07:30 (60 %)",
        ),
        (
            with_(purchases=(NIGHT, LATER), sun_expected_kwh=0.0, sun_counted_kwh=0.0),
            "buying 6.2 kWh 02:00-04:15 at 0.19, 1.0 kWh 05:00-05:30 at -0.05 for 07:30 (60 %)",
        ),
        (
            with_(purchases=(), sun_counted_kwh=4.96),
            "nothing to buy for 07:30 (60 %): the sun brings 9.0 kWh, needed 5.0",
        ),
        (
            with_(purchases=(), sun_counted_kwh=0.0),
            "nothing to buy for 07:30 (60 %): "
            "enough is in the battery; 9.0 kWh of sun expected, 0.0 counted on",
        ),
        (
            with_(purchases=(), sun_expected_kwh=0.0, sun_counted_kwh=0.0),
            "nothing to buy for 07:30 (60 %): enough is in the battery",
        ),
        (
            with_(sun_expected_kwh=0.0, sun_counted_kwh=0.0, missing_kwh=3.21),
            "buying 6.2 kWh 02:00-04:15 at 0.19 for 07:30 (60 %); 3.2 kWh will be missing",
        ),
        (
            with_(purchases=(), sun_expected_kwh=0.0, sun_counted_kwh=0.0, missing_kwh=3.21),
            "nothing can be bought for 07:30 (60 %) any more; 3.2 kWh will be missing",
        ),
        (None, "no plan for 07:30 (60 %) while the car is not at the plug at home"),
    ],
)
def test_the_plan_is_said_with_its_numbers(plan: Schedule | None, sentence: str) -> None:
    assert said(plan=plan) == sentence


def test_without_a_departure_the_value_is_all_there_is() -> None:
    assert said(None, None) == "no departure is set: a kWh in the battery is worth 0.200"


@pytest.mark.parametrize(
    ("hours", "time"), [(20, "20:00"), (35.9, "11:54"), (36, "2026-06-16 12:00"), (80, "2026-06-18 08:00")]
)
def test_a_departure_far_ahead_has_its_date(hours: float, time: str) -> None:
    assert f"for {time} (60 %)" in said(MIDNIGHT + timedelta(hours=hours), None)


def test_many_purchases_are_summed_up() -> None:
    many = with_(purchases=(NIGHT,) * MOST_LISTED + (LATER, LATER))
    sentence = said(plan=many)
    assert sentence.count("02:00-04:15") == MOST_LISTED
    assert "at 0.19 and 2.0 kWh more for 07:30" in sentence


def test_the_attributes_tell_all_in_text() -> None:
    more = PLAN.attributes("garage", told(HALF_PAST_SEVEN, INTENDED))
    assert more["departure"] == "2026-06-16T05:30:00+00:00"
    assert more["departure_soc_pct"] == "60"
    assert more["value_per_kwh"] == "0.200"
    assert (more["sun_expected_kwh"], more["sun_counted_kwh"], more["missing_kwh"]) == ("9.0", "5.0", "0.0")
    assert more["purchases"] == [
        {
            "begin": "2026-06-16T00:00:00+00:00",
            "end": "2026-06-16T02:15:00+00:00",
            "kwh": "6.2",
            "price_per_kwh": "0.190",
        }
    ]


def test_without_a_plan_the_attributes_say_that_nothing_is_known() -> None:
    more = PLAN.attributes("garage", told(None, None))
    keys = ("departure", "departure_soc_pct", "sun_expected_kwh", "sun_counted_kwh", "missing_kwh")
    assert {more[key] for key in keys} == {"unknown"}
    assert more["purchases"] == "none"


_kwh = st.floats(0, 300)
_purchases = st.builds(
    Purchase,
    begin=st.just(at(2)),
    end=st.just(at(3)),
    kwh=st.floats(0.05, 300),
    price_per_kwh=st.floats(-99, 999),
)


@given(
    st.builds(
        Schedule,
        departure=st.just(HALF_PAST_SEVEN),
        soc_pct=st.floats(0, 100),
        purchases=st.lists(_purchases, max_size=30).map(tuple),
        sun_expected_kwh=_kwh,
        sun_counted_kwh=_kwh,
        missing_kwh=_kwh,
    )
)
def test_any_plan_fits_into_a_state(plan: Schedule) -> None:
    sentence = said(MIDNIGHT + timedelta(days=6), plan)
    assert 0 < len(sentence) <= 255
    assert not re.search(r"[{}]|\b(nan|None)\b", sentence)
    assert (number(sum(each.kwh for each in plan.purchases), 1) == "0.0") <= ("buying" not in sentence)


def test_each_text_is_said_of_some_plan() -> None:
    whole = with_(purchases=(NIGHT,) * 9, missing_kwh=1.0)
    plans = [whole, None, *(with_(purchases=(), sun_counted_kwh=kwh) for kwh in (0.0, 5.0))]
    plans.append(with_(purchases=(), missing_kwh=1.0))
    sentences = [said(plan=plan) for plan in plans] + [said(None, None)]
    for text in en.PLAN.values():
        literals = [literal for literal, *_ in string.Formatter().parse(text) if len(literal) > 3]
        assert any(all(part in sentence for part in literals) for sentence in sentences), text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "fr",
            "achète 6,2 kWh 02:00-04:15 à 0,19 pour 07:30 (60 %) ; "
            "9,0 kWh de soleil attendus, on compte sur 5,0",
        ),
        (
            "de",
            "kauft 6,2 kWh 02:00-04:15 zu 0,19 für 07:30 (60 %); "
            "9,0 kWh Sonne erwartet, gerechnet wird mit 5,0",
        ),
    ],
)
def test_french_and_german_say_the_plan_in_their_manner(language: str, sentence: str) -> None:
    translator = Translator(language, ZoneInfo("Etc/GMT-2"))
    assert plan_text(told(HALF_PAST_SEVEN, INTENDED), translator) == sentence
