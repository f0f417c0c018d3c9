"""The sensors of the two days to come, and of what somebody asks: what they say, and how much of it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from appdaemon.utils import clean_http_kwargs

from solar_charging.control.outcome import Outcome
from solar_charging.control.preview import Preview
from solar_charging.planning.departures import Departure
from solar_charging.planning.outlook import QUARTERS, Bought, Outlook, Sun
from solar_charging.planning.prospect import Prospect
from solar_charging.planning.schedule import Purchase
from solar_charging.publishing.entities import published
from solar_charging.publishing.outlook_entity import OUTLOOK, _short, listed
from solar_charging.publishing.preview_entity import preview_text
from tests.situations import ENERGY_VALUE
from tests.solar_charging.planning.test_outlook import MORNING, NOW, past, prospect
from tests.solar_charging.publishing.test_entities import FOLLOWING, outcome
from tests.solar_charging.publishing.test_plan_entity import ENGLISH, FRENCH, GERMAN

MOST_BYTES = 12_000


def told(seen: Prospect | None, preview: Preview | None = None) -> Outcome:
    value = replace(ENERGY_VALUE, prospect=seen)
    return replace(outcome(FOLLOWING), energy_value=value, preview=preview)


def written(attributes: dict[str, object]) -> str:
    """Attributes as Home Assistant writes them into its database."""
    return json.dumps(attributes, separators=(",", ":"))


def test_it_says_what_is_planned_in_short_lists() -> None:
    seen = prospect()
    attributes = OUTLOOK.attributes("Outlook", told(seen))
    assert OUTLOOK.value(told(seen), ENGLISH) == "2026-06-15T16:10:00+00:00"
    assert attributes["begin"] == "2026-06-15T16:00:00+00:00"
    assert (attributes["step_min"], attributes["prices_told"], attributes["priced"]) == ("15", "192", "yes")
    prices = str(attributes["price"]).split(",")
    assert (len(prices), prices[:16], prices[16:48]) == (192, ["0.3"] * 16, ["0.2"] * 32)
    assert attributes["departures"] == ["810,60,0"]
    assert seen.made is not None
    (each,) = seen.made.schedule.purchases
    (row,) = attributes["purchases"]  # type: ignore[misc]
    begin, end, kwh, price, cost = (float(part) for part in row.split(","))
    assert seen.outlook.begin + timedelta(minutes=begin) == each.begin
    assert seen.outlook.begin + timedelta(minutes=end) == each.end
    assert (kwh, price) == (pytest.approx(each.kwh, abs=0.01), 0.2)
    assert str(attributes["cost"]) == f"{cost:.2f}"
    soc = [float(part) for part in str(attributes["soc_pct"]).split(",")]
    assert len(soc) == 54
    assert soc[-1] == pytest.approx(60 + (each.kwh - 12) / 0.6, abs=0.06)


def test_what_is_not_known_is_left_out() -> None:
    nothing = {"history": past(), "battery": None}
    attributes = listed(prospect(**nothing).outlook)
    assert set(attributes) == {
        "begin", "step_min", "prices_told", "priced", "cheap_below", "price", "departures"
    }  # fmt: skip
    assert OUTLOOK.value(told(None), ENGLISH) == "unknown"
    assert set(OUTLOOK.attributes("Outlook", told(None))) == {"friendly_name", "icon", "device_class"}


def test_at_its_greatest_it_stays_small() -> None:
    """Two days of quarters that all differ, and a purchase in every second one."""
    count = np.arange(float(QUARTERS))
    begin = NOW.replace(minute=0)
    purchases = tuple(
        Bought(
            Purchase(
                begin + timedelta(minutes=15 * at),
                begin + timedelta(minutes=15 * at + 15),
                5.123 + at / 100,
                -0.12345,
            ),
            -12.345,
        )
        for at in range(0, QUARTERS, 2)
    )
    sun = Sun(12.34 + count / 100, 10.12 + count / 100, 14.56 + count / 100)
    greatest = Outlook(
        made=NOW,
        begin=begin,
        prices=-1.23456 - count / 1000,
        told=QUARTERS,
        priced=True,
        cheap=-1.2345,
        sun=sun,
        sun_kwh=10.126 + count / 1000,
        soc_pct=10.16 + count / 3,
        soc_now_pct=10.5,
        purchases=purchases,
        departures=tuple(Departure(NOW.timestamp() + 3600 * hour, 66.6, learnt=True) for hour in range(9)),
        missing_kwh=1.0,
    )
    description = OUTLOOK.attributes("Solar charging outlook", told(None))
    assert 8_000 < len(written(description | listed(greatest))) < MOST_BYTES


def test_a_usual_day_takes_a_few_kilobytes() -> None:
    assert len(written(OUTLOOK.attributes("Outlook", told(prospect())))) < 5_000


def test_there_is_nothing_that_appdaemon_would_change() -> None:
    """It takes what is zero, False or None out of all that is sent, of lists in lists too."""
    for seen in (prospect(), prospect(soc_pct=0.0), prospect(battery=None), prospect(history=past())):
        attributes = OUTLOOK.attributes("Outlook", told(seen))
        assert clean_http_kwargs(attributes) == attributes
        assert all(attributes.values())
        assert json.loads(json.dumps(attributes, allow_nan=False)) == attributes


@pytest.mark.parametrize(
    ("values", "digits", "text"),
    [
        ([0.0, -0.0, 0.04, 0.05001, 10.0, 100.0], 1, "0,0,0,0.1,10,100"),
        ([math.nan, 1.5, math.nan, 2.0, math.nan], 1, ",1.5,,2"),
        ([math.nan, None], 1, ""),
        ([], 1, ""),
        ([-0.12344, 1e-9], 4, "-0.1234,0"),
        ([810.0, 0.4, 100.0], 0, "810,0,100"),
    ],
)
def test_a_list_is_short(values: list[float | None], digits: int, text: str) -> None:
    assert _short(values, digits) == text


# What somebody asks


def asked(soc_pct: float, **changes: Any) -> Preview:
    planned = prospect(**changes)
    then = planned.instead(Departure(MORNING, soc_pct))
    return Preview("2026-06-16T07:30 80", then, planned)


@pytest.mark.parametrize(
    ("preview", "sentences"),
    [
        (
            asked(80.0),
            (
                "80% by tomorrow 07:30: 24.7 kWh from the grid for €5.47; €2.82 more than is planned now",
                "80 % d'ici demain 07:30 : 24,7 kWh du réseau pour 5,47 € ; "
                "2,82 € de plus que le plan actuel",
                "80 % bis morgen 07:30 Uhr: 24,7 kWh aus dem Netz für 5,47 €; 2,82 € mehr als jetzt geplant",
            ),
        ),
        (
            asked(20.0),
            (
                "20% by tomorrow 07:30: nothing to buy; €2.66 less than is planned now",
                "20 % d'ici demain 07:30 : rien à acheter ; 2,66 € de moins que le plan actuel",
                "20 % bis morgen 07:30 Uhr: nichts zu kaufen; 2,66 € weniger als jetzt geplant",
            ),
        ),
    ],
)
def test_a_preview_is_a_sentence_with_its_cost(preview: Preview, sentences: tuple[str, str, str]) -> None:
    assert tuple(preview_text(told(None, preview), each) for each in (ENGLISH, FRENCH, GERMAN)) == sentences


def test_where_no_car_is_there_the_preview_says_so() -> None:
    assert "until the car is plugged in" in preview_text(told(None, asked(80.0, battery=None)), ENGLISH)


def test_both_are_published_and_nothing_is_left_of_a_question_that_is_over() -> None:
    def shown(preview: Preview | None) -> tuple[str, set[str]]:
        states = published("solar_charging", told(prospect(), preview), None, ENGLISH)
        (each,) = (state for state in states if state.entity_id == "sensor.solar_charging_preview")
        return each.state, set(each.attributes) - {"friendly_name", "icon"}

    state, attributes = shown(asked(80.0))
    assert state.startswith("80% by")
    assert {"asked", "cost", "bought_kwh", "more_cost", "soc_pct", "purchases", "departures"} <= attributes
    assert shown(None) == shown(Preview("2026-06-16T07:30 80", over=True)) == ("unknown", set())
