"""A calendar beside the weekly departures, the helpers and what was learnt; and one that does not answer."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from solar_charging.base.reason import Problem
from solar_charging.planning.agenda import AGAIN_S, ASKED_S, KEPT_S, SILENT_S, Agenda
from solar_charging.planning.departures import NOTHING_TOLD
from solar_charging.planning.inputs import ConfiguredInputs
from solar_charging.planning.wanted import Wanted
from solar_charging.settings.settings import Settings
from tests.household import settings

BERLIN = ZoneInfo("Europe/Berlin")
FAMILY, TIME, SOC = "calendar.family", "input_datetime.departure", "input_number.departure_soc"
WORK = {"time": "07:30", "soc_pct": 60, "days": ["mon", "tue", "wed", "thu", "fri"]}
SUNDAY = datetime(2026, 6, 14, 12, tzinfo=BERLIN)
SUNDAY_S = SUNDAY.timestamp()


def event(summary: str, start: str, end: str | None = None) -> dict[str, Any]:
    return {"summary": summary, "start": start, **({} if end is None else {"end": end})}


def given(**sections: Any) -> Settings:
    return settings(departures_calendar=FAMILY, **sections)


def inputs_of(given: Settings, *events: dict[str, Any], at_s: float = SUNDAY_S) -> ConfiguredInputs:
    inputs = ConfiguredInputs(given, BERLIN)
    inputs.agenda.answered({FAMILY: {"events": list(events)}}, at_s)
    return inputs


def next_one(inputs: ConfiguredInputs, now: datetime = SUNDAY) -> tuple[str, float] | None:
    found = inputs.departure(now)
    return (
        None if found is None else (f"{datetime.fromtimestamp(found.at_s, BERLIN):%a %H:%M}", found.soc_pct)
    )


MUM = event("Mum 80 %", "2026-06-15T10:00:00+02:00")


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([], ("Mon 07:30", 60)),
        ([MUM], ("Mon 10:00", 80)),  # on its day it counts instead
        ([event("Gym 50 %", "2026-06-15T06:00:00+02:00"), MUM], ("Mon 06:00", 50)),  # several on a day
        ([MUM, event("Gran 90 %", "2026-06-15T10:00:00+02:00")], ("Mon 10:00", 90)),  # at one time: the most
        ([event("Trip 90 %", "2026-06-16T10:00:00+02:00")], ("Mon 07:30", 60)),
        ([event("Out 90 %", "2026-06-14T11:59:00+02:00")], ("Mon 07:30", 60)),  # over
        ([event("Out 90 %", "2026-06-14T12:01:00+02:00")], ("Sun 12:01", 90)),
        ([event("90 %", "2026-06-15", "2026-06-16")], ("Mon 07:30", 90)),  # how full, at the usual time
        ([event("90 %", "2026-06-15", "2026-06-18"), MUM], ("Mon 10:00", 80)),
        ([event("Holiday", "2026-06-15", "2026-06-16")], ("Tue 07:30", 60)),
        ([event("Holiday", "2026-06-15", "2026-06-16"), MUM], ("Tue 07:30", 60)),
        ([event("Holiday", "2026-06-15", "2026-06-20")], ("Mon 07:30", 60)),  # a week later
        ([event("Holiday", "2026-06-01", "2026-07-01")], None),
    ],
)
def test_a_calendar_counts_on_its_days(
    events: list[dict[str, Any]], wanted: tuple[str, float] | None
) -> None:
    assert next_one(inputs_of(given(departures=[WORK]), *events)) == wanted


def test_on_a_day_without_a_weekly_one_the_earliest_of_the_others_says_when() -> None:
    saturday = event("100 %", "2026-06-20", "2026-06-21")
    late = {**WORK, "time": "09:00", "days": ["sun"]}
    friday = SUNDAY + timedelta(days=5)
    inputs = inputs_of(given(departures=[late, WORK]), saturday, at_s=friday.timestamp())
    assert next_one(inputs, friday) == ("Sat 07:30", 100)


def test_a_helper_with_a_date_counts_on_its_day_and_a_time_alone_gives_way() -> None:
    inputs = inputs_of(given(departures=[WORK], departure_helpers={"time": TIME, "soc": SOC}), MUM)
    inputs.update(TIME, {"state": "2026-06-15 09:00:00"}, SUNDAY_S)
    assert next_one(inputs) == ("Mon 09:00", 60)
    inputs.update(TIME, {"state": "08:00:00"}, SUNDAY_S)
    assert next_one(inputs) == ("Mon 10:00", 80)


def test_of_an_event_too_no_more_is_promised_than_the_grids_limit() -> None:
    assert next_one(inputs_of(given(charging={"grid_limit_pct": 70}), MUM)) == ("Mon 10:00", 70)


def test_an_event_that_is_moved_or_deleted_counts_so_at_once() -> None:
    inputs = inputs_of(given(departures=[WORK]), MUM)
    assert next_one(inputs) == ("Mon 10:00", 80)
    inputs.agenda.answered({FAMILY: {"events": [{**MUM, "start": "2026-06-15T11:00:00+02:00"}]}}, SUNDAY_S)
    assert next_one(inputs) == ("Mon 11:00", 80)
    inputs.agenda.answered({FAMILY: {"events": []}}, SUNDAY_S)
    assert next_one(inputs) == ("Mon 07:30", 60)


def test_before_a_long_holiday_the_weekly_ones_still_tell_that_there_is_none() -> None:
    each = learning(event("Urlaub", "2026-06-15", "2026-08-15"), departures=[WORK])
    assert expected(each) is None
    assert each.pause is None


# What was learnt


def learning(*events: dict[str, Any], at_s: float = SUNDAY_S, **sections: Any) -> Wanted:
    made = given(**sections)
    return Wanted(made, BERLIN, inputs_of(made, *events, at_s=at_s))


def expected(each: Wanted, now: datetime = SUNDAY) -> tuple[str, float, bool] | None:
    found = each.beat(now, None, filled=False)
    assert each.known(now).departure == found
    if found is None:
        return None
    return f"{datetime.fromtimestamp(found.at_s, BERLIN):%a %H:%M}", found.soc_pct, found.learnt


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([], ("Mon 06:00", 60, True)),
        ([MUM], ("Mon 10:00", 80, False)),
        ([event("Trip 90 %", "2026-06-16T10:00:00+02:00")], ("Mon 06:00", 60, True)),  # its day is another
        ([event("90 %", "2026-06-15", "2026-06-16")], ("Mon 06:00", 90, False)),
        ([event("Urlaub", "2026-06-15", "2026-06-16")], None),
        ([event("Urlaub", "2026-06-16", "2026-06-18")], ("Mon 06:00", 60, True)),
    ],
)
def test_what_is_learnt_stays_on_days_of_which_the_calendar_tells_nothing(
    events: list[dict[str, Any]], wanted: tuple[str, float, bool] | None
) -> None:
    assert expected(learning(*events)) == wanted


@pytest.mark.parametrize("departures", [[], [WORK]])
@pytest.mark.parametrize(
    ("now", "pauses"),
    [
        (datetime(2026, 6, 14, 23, 59, 59, tzinfo=BERLIN), False),
        (datetime(2026, 6, 15, 0, 0, tzinfo=BERLIN), True),
        (datetime(2026, 6, 16, 23, 59, 59, tzinfo=BERLIN), True),
        (datetime(2026, 6, 17, 0, 0, tzinfo=BERLIN), False),
    ],
)
def test_a_holiday_is_from_midnight_to_midnight_by_the_houses_clock(
    departures: list[Any], now: datetime, pauses: bool
) -> None:
    urlaub = event("Urlaub", "2026-06-15", "2026-06-17")
    each = learning(urlaub, at_s=now.timestamp(), departures=departures)
    each.beat(now.astimezone(timezone.utc), None, filled=True)
    assert each.pause == (datetime(2026, 6, 17, tzinfo=BERLIN) if pauses else None)
    assert not (pauses and each.departure)


# A calendar that does not answer


ANSWERS: list[Any] = [
    None,
    {},
    [],
    {FAMILY: None},
    {FAMILY: {}},
    {FAMILY: {"events": None}},
    {FAMILY: {"events": {}}},
    {"calendar.other": {"events": []}},
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_another_answer_is_none_and_what_was_told_is_kept(answer: Any) -> None:
    inputs = inputs_of(given(departures=[WORK]), MUM)
    inputs.agenda.answered(answer, SUNDAY_S + 60)
    assert next_one(inputs) == ("Mon 10:00", 80)
    assert inputs.agenda.problem is not None
    assert inputs.agenda.problem.why is Problem.CALENDAR_SILENT
    assert inputs.agenda.problem.values["until"] == SUNDAY + timedelta(seconds=KEPT_S)


@pytest.mark.parametrize(("after_s", "kept"), [(KEPT_S - 1, True), (KEPT_S, False), (-1, False)])
def test_what_was_told_counts_for_two_days(after_s: float, kept: bool) -> None:
    inputs = inputs_of(given(departures=[WORK]), event("Trip 90 %", "2026-06-20T10:00:00+02:00"))
    inputs.agenda.silent("HomeAssistantError", SUNDAY_S + after_s)
    assert (inputs.agenda.told(SUNDAY_S + after_s) != NOTHING_TOLD) is kept
    assert inputs.agenda.problem is not None
    why = Problem.CALENDAR_SILENT if kept else Problem.CALENDAR_FORGOTTEN
    assert inputs.agenda.problem.why is why


def test_a_departure_ends_with_the_time_for_which_it_is_kept() -> None:
    made = given(departures=[])
    inputs = inputs_of(made, event("Trip 90 %", "2026-06-20T10:00:00+02:00"))
    late = SUNDAY + timedelta(seconds=KEPT_S)
    assert next_one(inputs, late - timedelta(seconds=1)) == ("Sat 10:00", 90)
    assert next_one(inputs, late) is None
    assert inputs.untold(late)


def test_it_is_asked_by_the_quarter_of_an_hour_and_sooner_when_it_changes_or_is_silent() -> None:
    agenda = Agenda(given().departures_calendar, BERLIN)
    assert agenda.due(SUNDAY_S)
    assert agenda.question(SUNDAY) == {
        "entity_id": FAMILY,
        "start_date_time": "2026-06-13T22:00:00+00:00",
        "end_date_time": "2026-06-22T22:00:00+00:00",
    }
    agenda.answered({FAMILY: {"events": []}}, SUNDAY_S)
    assert not agenda.due(SUNDAY_S + ASKED_S - 1)
    assert agenda.due(SUNDAY_S + ASKED_S)
    assert agenda.due(SUNDAY_S - 1)  # the clock was set back
    agenda.changed()
    assert not agenda.due(SUNDAY_S + AGAIN_S - 1)
    assert agenda.due(SUNDAY_S + AGAIN_S)
    agenda.question(SUNDAY)
    agenda.silent(None, SUNDAY_S)
    assert not agenda.due(SUNDAY_S + SILENT_S - 1)
    assert agenda.due(SUNDAY_S + SILENT_S)


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        (datetime(2026, 10, 24, 12, tzinfo=BERLIN), "2026-10-23T22:00:00+00:00", "2026-11-01T23:00:00+00:00"),
        (datetime(2026, 3, 28, 12, tzinfo=BERLIN), "2026-03-27T23:00:00+00:00", "2026-04-05T22:00:00+00:00"),
    ],
)
def test_whole_days_are_asked_for_when_clocks_are_changed(now: datetime, start: str, end: str) -> None:
    question = Agenda(given().departures_calendar, BERLIN).question(now.astimezone(timezone.utc))
    assert (question["start_date_time"], question["end_date_time"]) == (start, end)


def test_without_a_calendar_nothing_is_asked() -> None:
    inputs = ConfiguredInputs(settings(), BERLIN)
    assert (inputs.agenda.due(SUNDAY_S), inputs.agenda.entity) == (False, None)
    assert inputs.told(SUNDAY) is NOTHING_TOLD


def test_what_was_told_outlives_a_restart() -> None:
    events = [MUM, event("90 %", "2026-06-17", "2026-06-18"), event("Urlaub", "2026-06-20", "2026-06-22")]
    before = inputs_of(given(), *events).agenda
    after = Agenda(given().departures_calendar, BERLIN)
    after.from_dict(json.loads(json.dumps(before.to_dict())))
    assert after.told(SUNDAY_S) == before.told(SUNDAY_S)
    assert after.told(SUNDAY_S + KEPT_S) == NOTHING_TOLD
    other = Agenda(settings(departures_calendar="calendar.work").departures_calendar, BERLIN)
    other.from_dict(before.to_dict())
    assert other.told(SUNDAY_S) == NOTHING_TOLD


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("departures", [[SUNDAY_S]]),
        ("departures", [["soon", 80]]),
        ("departures", [[SUNDAY_S, 101]]),
        ("wanted", [["2026-02-30", 80]]),
        ("pauses", [["2026-06-15", None]]),
        ("told_s", -1),
    ],
)
def test_a_spoilt_file_is_refused_and_changes_nothing(key: str, value: Any) -> None:
    agenda = inputs_of(given(), MUM).agenda
    before = agenda.told(SUNDAY_S)
    with pytest.raises((ValueError, TypeError)):
        agenda.from_dict({**agenda.to_dict(), key: value})
    assert agenda.told(SUNDAY_S) == before
