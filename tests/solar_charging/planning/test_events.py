"""Departures and holidays in a calendar, as people write them, and what is odd of them."""

from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.reason import Problem
from solar_charging.planning.departures import Departure, Pause, Told
from solar_charging.planning.events import read_events
from solar_charging.settings.agenda import HOLIDAY_WORDS

BERLIN = ZoneInfo("Europe/Berlin")
FAMILY = "calendar.family"
MORNING = "2026-12-01T07:30:00+01:00"
MORNING_S = datetime(2026, 12, 1, 6, 30, tzinfo=timezone.utc).timestamp()


def event(summary: Any, start: Any = MORNING, end: Any = None, **more: Any) -> dict[str, Any]:
    return {"summary": summary, "start": start, **({} if end is None else {"end": end}), **more}


def whole_days(summary: Any, first: str = "2026-12-24", after: str | None = "2026-12-27") -> dict[str, Any]:
    return event(summary, first, after)


def told(*rows: Any, words: tuple[str, ...] = HOLIDAY_WORDS) -> Told:
    return read_events(rows, FAMILY, words, BERLIN)


@pytest.mark.parametrize(
    ("summary", "soc_pct"),
    [
        ("Mum 80 %", 80),
        ("80%", 80),
        ("Mum80%", 80),
        ("Mum: 80\N{NO-BREAK SPACE}%", 80),
        ("Mum - 80 %", 80),
        ("Mum (80 %)", 80),
        ("\N{FULLWIDTH DIGIT EIGHT}\N{FULLWIDTH DIGIT ZERO}\N{FULLWIDTH PERCENT SIGN}", 80),
        ("80\N{ARABIC PERCENT SIGN}", 80),
        ("100 Prozent nach Bern", 100),
        ("Chez maman, 80 pour cent", 80),
        ("80 percent", 80),
        ("80 per cent", 80),
        ("82,5 %", 82.5),
        ("82.5 %", 82.5),
        ("80 % out, 80 % in all", 80),
        ("1 %", 1),
        ("100 %", 100),
        ("A7 Sportback 60 %", 60),
    ],
)
def test_an_event_with_a_percentage_is_a_departure_at_its_begin(summary: str, soc_pct: float) -> None:
    assert told(event(summary)) == Told((Departure(MORNING_S, soc_pct),))
    assert told(event("Mum", description=summary)) == Told((Departure(MORNING_S, soc_pct),))


@pytest.mark.parametrize(
    "summary",
    [
        "Mum",
        "",
        None,
        80,
        "80",
        "Room 80",
        "80 persons",
        "80 pctures",
        "Canceled: Mum 80 %",
        "Abgesagt: 80 %",
    ],
)
def test_any_other_event_is_none(summary: Any) -> None:
    assert told(event(summary)) == Told()


@pytest.mark.parametrize(
    ("summary", "problem"),
    [
        ("Mum 0 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 0.5 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 101 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 1.000 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 8000000 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum -80%", Problem.CALENDAR_NO_PER_CENT),
        ("Mum +20 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum ~80 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 60-80 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 60 - 80 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 60 bis 80 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 60 % or 80 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum 60/80 %", Problem.CALENDAR_NO_PER_CENT),
        ("Mum .8 %", Problem.CALENDAR_NO_PER_CENT),
        ("Out 60 %, back 80 %", Problem.CALENDAR_SEVERAL),
        ("Holiday 80 %", Problem.CALENDAR_BOTH),
    ],
)
def test_an_odd_one_is_named_and_changes_nothing(summary: str, problem: Problem) -> None:
    found = told(event(summary), event("Gran 50 %"))
    assert found.departures == (Departure(MORNING_S, 50),)
    (odd,) = found.odd
    assert odd.why is problem
    assert odd.values["entity"] == FAMILY
    assert odd.values["event"] == repr(summary)


@pytest.mark.parametrize(
    ("summary", "said"), [("Mum 60-80 %", "'60-80 %'"), ("Mum 101%", "'101%'"), ("Mum +20 %", "'+20 %'")]
)
def test_what_is_odd_is_quoted(summary: str, said: str) -> None:
    assert told(event(summary)).odd[0].values["said"] == said


@pytest.mark.parametrize(
    ("description", "soc_pct"),
    [
        ('<p style="width:100%">Take the car: <b>70 %</b></p>', 70),
        ("https://maps.example/?q=Bern%20100%20x Take 70 %", 70),
        ("70&nbsp;%", 70),
    ],
)
def test_what_nobody_reads_of_a_description_counts_for_nothing(description: str, soc_pct: float) -> None:
    assert told(event("Mum", description=description)) == Told((Departure(MORNING_S, soc_pct),))


def test_the_title_counts_before_the_description() -> None:
    assert told(event("Mum 60 %", description="all at 20 % or 30 % off")).departures[0].soc_pct == 60


@pytest.mark.parametrize(
    ("start", "at"),
    [
        ("2026-12-01T07:30:00+01:00", "2026-12-01T06:30+00:00"),
        ("2026-12-01T06:30:00Z", "2026-12-01T06:30+00:00"),
        ("2026-12-01T01:30:00-05:00", "2026-12-01T06:30+00:00"),
        ("2026-12-01T07:30:00", "2026-12-01T06:30+00:00"),
        ("2026-12-01 07:30:00", "2026-12-01T06:30+00:00"),
        ("2026-07-01T07:30:00", "2026-07-01T05:30+00:00"),
        # The hour that does not exist, and the one that comes twice.
        ("2026-03-29T02:30:00", "2026-03-29T01:30+00:00"),
        ("2026-10-25T02:30:00", "2026-10-25T00:30+00:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30+00:00"),
    ],
)
def test_the_begin_is_by_its_own_zone_or_the_houses(start: str, at: str) -> None:
    assert told(event("80 %", start)).departures[0].at_s == datetime.fromisoformat(at).timestamp()


@pytest.mark.parametrize(
    "start",
    [None, "", 7, {"dateTime": MORNING}, "tomorrow", "2026-13-01", "2026-02-30T07:30:00", "0001-01-01"],
)
def test_a_begin_that_cannot_be_read_is_named(start: Any) -> None:
    found = told(event("80 %", start))
    assert (found.departures, [odd.why for odd in found.odd]) == ((), [Problem.CALENDAR_NO_TIME])


@pytest.mark.parametrize(
    ("after", "ends"),
    [
        ("2026-12-27", 27),
        ("2026-12-25", 25),
        ("2026-12-24", 25),
        ("2026-12-20", 25),
        (None, 25),
        ("soon", 25),
    ],
)
def test_a_holiday_ends_before_the_day_of_its_end(after: str | None, ends: int) -> None:
    found = told(whole_days("Holiday", after=after))
    assert found == Told(pauses=(Pause(date(2026, 12, 24), date(2026, 12, ends)),))
    assert found.pause(date(2026, 12, 23)) is None
    assert found.pause(date(2026, 12, 24)) is not None
    assert found.pause(date(2026, 12, ends - 1)) is not None
    assert found.pause(date(2026, 12, ends)) is None


@pytest.mark.parametrize(
    ("summary", "words", "pauses"),
    [
        ("Urlaub", HOLIDAY_WORDS, True),
        ("URLAUB in Rom!", HOLIDAY_WORDS, True),
        ("Sommerferien", HOLIDAY_WORDS, True),
        ("Congés d'été", HOLIDAY_WORDS, True),
        ("Urlaubsantrag", HOLIDAY_WORDS, False),
        ("Ferienhaus putzen", HOLIDAY_WORDS, False),
        ("Work", HOLIDAY_WORDS, False),
        ("Away from home", ("away from",), True),
        ("Away, from", ("away from",), True),
        ("From away", ("away from",), False),
        ("Off", ("off",), True),
        ("Kick-off", ("off",), True),
        ("Cutoff", ("off",), False),
        ("Urlaub", ("away",), False),
    ],
)
def test_the_word_is_found_in_any_writing(summary: str, words: tuple[str, ...], pauses: bool) -> None:
    assert bool(told(whole_days(summary), words=words).pauses) is pauses


def test_days_from_midnight_to_midnight_are_whole_ones() -> None:
    winter = "2026-12-24T00:00:00+01:00", "2026-12-26T00:00:00+01:00"
    assert told(event("Urlaub", *winter)).pauses == (Pause(date(2026, 12, 24), date(2026, 12, 26)),)
    clocks_change = "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"
    assert told(event("80 %", *clocks_change)).wanted == ((date(2026, 10, 25), 80.0),)


@pytest.mark.parametrize(
    ("end", "odd"),
    [("2026-12-01T18:00:00+01:00", []), ("2026-12-02T07:30:00+01:00", ["calendar_holiday_timed"])],
)
def test_a_holiday_with_times_is_named_where_it_is_more_than_a_meeting(end: str, odd: list[str]) -> None:
    found = told(event("Holiday", end=end))
    assert found.pauses == ()
    assert [each.why.value for each in found.odd] == odd


def test_an_event_of_whole_days_says_how_full_on_its_first() -> None:
    found = told(whole_days("Trip 90 %"), whole_days("Also 70 %"))
    assert found == Told(wanted=((date(2026, 12, 24), 90.0),))
    assert found.wanted_on(date(2026, 12, 24)) == 90
    assert found.wanted_on(date(2026, 12, 25)) is None


def test_holidays_that_touch_are_one() -> None:
    found = told(
        whole_days("Holiday", "2026-12-24", "2026-12-27"),
        whole_days("Holiday", "2026-12-27", "2027-01-02"),
        whole_days("Holiday", "2027-01-03", "2027-01-04"),
    )
    assert found.pause(date(2026, 12, 25)) == Pause(date(2026, 12, 24), date(2027, 1, 2))
    assert found.pause(date(2027, 1, 2)) is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(MORNING),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
rows = st.fixed_dictionaries(
    {},
    optional={
        "summary": anything | st.from_regex(r"[0-9.,\-]{0,6} ?%"),
        "start": anything | st.datetimes().map(str) | st.dates().map(str),
        "end": anything | st.datetimes().map(str) | st.dates().map(str),
        "description": anything,
    },
)


@given(st.lists(rows | anything, max_size=4))
def test_no_event_breaks_it_and_none_wants_more_than_is_full(events: list[Any]) -> None:
    found = told(*events)
    assert all(1 <= each.soc_pct <= 100 for each in found.departures)
    assert all(1 <= soc_pct <= 100 for _, soc_pct in found.wanted)
    assert all(each.first < each.after for each in found.pauses)
