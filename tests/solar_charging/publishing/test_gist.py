"""What of a number or a sentence is worth showing anew."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from solar_charging.base.reason import NextChange, Problem, Reason, Text, Why
from solar_charging.publishing.gist import (
    AT_ONCE,
    CURRENT,
    DRAWN_CURRENT,
    ENERGY,
    POWER,
    Deadband,
    Gist,
    gist_of_reasons,
)

TEN = datetime(2026, 6, 15, 22, 0, tzinfo=timezone.utc)
LONG_S = 600.0
NAN, MUCH = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("deadband", "shown", "now", "for_s", "news"),
    [
        (POWER, 400, 449, LONG_S, False),
        (POWER, 400, 450, LONG_S, True),
        (POWER, 400, 350, LONG_S, True),
        (POWER, -20, 29, LONG_S, False),
        (POWER, -20, 30, LONG_S, True),
        (POWER, 4000, 4199, LONG_S, False),
        (POWER, 4000, 4200, LONG_S, True),
        (POWER, 400, 500, POWER.rest_s - 1, False),
        (POWER, 400, 500, POWER.rest_s, True),
        (POWER, 400, 400 + 50 * AT_ONCE - 1, 30, False),
        (POWER, 400, 400 + 50 * AT_ONCE, 30, True),
        (CURRENT, 10.0, 10.4, LONG_S, False),
        (CURRENT, 10.0, 10.5, LONG_S, True),
        (DRAWN_CURRENT, 10.0, 11.0, 0, True),
        (DRAWN_CURRENT, 10.0, 10.4, LONG_S, False),
        (ENERGY, 10.0, 10.09, LONG_S, False),
        (ENERGY, 10.0, 10.1, LONG_S, True),
        (ENERGY, 10.0, 10.3, 60, False),
        (ENERGY, 10.0, 10.4, 60, True),
    ],
)
def test_a_number_is_news_when_it_has_left_its_deadband(
    deadband: Deadband, shown: float, now: float, for_s: float, news: bool
) -> None:
    assert deadband.left(shown, now, for_s) is news


def said(why: Text, **values: float | str | datetime | timedelta | Reason[Text] | None) -> Reason[Text]:
    return Reason(why, values)


def sun(watts: float) -> Reason[Text]:
    return said(Why.FOLLOWING_SUN, current_a=8, sun_w=watts)


def silent(minutes: float) -> Reason[Text]:
    return said(Why.NO_READING, silent=timedelta(minutes=minutes))


UNREADABLE = said(Why.METER_UNREADABLE, problem=said(Problem.METER_MISSING, entity="sensor.grid"))
UNREADABLE_ZONE = said(Why.METER_UNREADABLE, problem=said(Problem.NO_HOME_ZONE))


@pytest.mark.parametrize(
    ("shown", "now", "news"),
    [
        (said(Why.UNPLUGGED), said(Why.UNPLUGGED), False),
        (said(Why.UNPLUGGED), said(Why.AWAY), True),
        (said(Why.CHARGE_NOW, current_a=10), said(Why.CHARGE_NOW, current_a=11), True),
        (sun(1800), sun(1900), False),
        (sun(1800), sun(1980), True),
        (said(Why.CLOUD, wait=timedelta(minutes=5)), said(Why.CLOUD, wait=timedelta(seconds=245)), False),
        (said(Why.CLOUD, wait=timedelta(minutes=5)), said(Why.CLOUD, wait=timedelta(minutes=4)), True),
        (said(Why.CLOUD, wait=timedelta(minutes=5)), said(Why.CLOUD, wait=None), True),
        (silent(300), silent(329), False),
        (silent(300), silent(330), True),
        (said(Why.FULL, soc_pct=80.2), said(Why.FULL, soc_pct=80.4), False),
        (said(Why.FULL, soc_pct=80.4), said(Why.FULL, soc_pct=80.6), True),
        (said(Why.BUYING, price_per_kwh=0.2001), said(Why.BUYING, price_per_kwh=0.2004), False),
        (said(Why.BUYING, price_per_kwh=0.200), said(Why.BUYING, price_per_kwh=0.201), True),
        (said(Why.BUDGET, spent=1.0, cap=8.0), said(Why.BUDGET, spent=1.01, cap=8.0), True),
        (said(Why.WAITING_FOR_SUN, left_over_w=NAN), said(Why.WAITING_FOR_SUN, left_over_w=NAN), False),
        (said(Why.WAITING_FOR_SUN, left_over_w=NAN), said(Why.WAITING_FOR_SUN, left_over_w=MUCH), True),
        (said(Why.WAITING_FOR_SUN, left_over_w=NAN), said(Why.WAITING_FOR_SUN, left_over_w=0), True),
        (UNREADABLE, UNREADABLE, False),
        (UNREADABLE, UNREADABLE_ZONE, True),
        (said(NextChange.RETRY, at=TEN), said(NextChange.RETRY, at=TEN + timedelta(seconds=59)), False),
        (said(NextChange.RETRY, at=TEN), said(NextChange.RETRY, at=TEN + timedelta(seconds=60)), True),
        (said(NextChange.PLAN, kwh=8.0, at=TEN), said(NextChange.PLAN, kwh=8.7, at=TEN), False),
        (said(NextChange.PLAN, kwh=8.0, at=TEN), said(NextChange.PLAN, kwh=8.8, at=TEN), True),
    ],
)  # fmt: skip
def test_a_sentence_is_news_when_its_words_are_others_or_a_number_has_moved(
    shown: Reason[Text], now: Reason[Text], news: bool
) -> None:
    assert gist_of_reasons(now).is_news_after(gist_of_reasons(shown), LONG_S) is news


def test_what_follows_the_sentence_belongs_to_it() -> None:
    alone = gist_of_reasons(said(Why.UNPLUGGED), None)
    assert alone == gist_of_reasons(said(Why.UNPLUGGED))
    assert gist_of_reasons(said(Why.UNPLUGGED), said(NextChange.RETRY, at=TEN)).is_news_after(alone, 0)


def test_other_words_are_news_at_once() -> None:
    assert Gist("a").is_news_after(Gist("b"), 0)
    assert not Gist("a").is_news_after(Gist("a"), LONG_S)
