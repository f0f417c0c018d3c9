"""Home Assistant's calendar, asked beside the beats; its answers are as its websocket brings them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from solar_charging.base.answer import Answer
from solar_charging.base.reason import Problem, Reason
from solar_charging.control.calendar_reader import CALENDAR, EVENTS, PATIENT_S, CalendarReader
from solar_charging.control.controller import Controller
from solar_charging.planning.agenda import AGAIN_S, ASKED_S, SILENT_S
from tests.household import ZoneInfo, settings

FAMILY = "calendar.family"
NOON = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
TRIP = {"start": "2026-06-16T10:00:00+02:00", "end": "2026-06-16T11:00:00+02:00", "summary": "Trip 90 %"}


def returned(*events: Any) -> dict[str, Any]:
    """What the service calendar.get_events returns, in Home Assistant 2024.3 as in 2026."""
    response = {FAMILY: {"events": list(events)}}
    result = {"context": {"id": "01J", "parent_id": None, "user_id": None}, "response": response}
    return {"id": 7, "type": "result", "success": True, "result": result}


def refused(code: str, message: str) -> dict[str, Any]:
    return {"id": 7, "type": "result", "success": False, "error": {"code": code, "message": message}}


UNAVAILABLE = refused(
    "home_assistant_error", "Service call requested response data but did not match any entities"
)


@dataclass
class FakeHome:
    """A Home Assistant with one calendar, its beats, and those who are told."""

    message: Any = field(default_factory=lambda: returned(TRIP))
    calendar: str | None = "off"
    stopped: bool = False
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    work: list[Callable[[], None]] = field(default_factory=list)
    beats: int = 0
    told: dict[str, tuple[Reason[Problem] | None, bool]] = field(default_factory=dict)
    remarked: list[Reason[Problem]] = field(default_factory=list)

    def state(self, entity: str) -> str | None:
        return self.calendar if entity == FAMILY else None

    def answer(self, command: str, /, **data: Any) -> Answer:
        self.asked.append((command, data))
        return Answer.of_message(self.message)

    def beside(self, work: Callable[[], None]) -> None:
        self.work.append(work)

    def soon(self) -> None:
        self.beats += 1

    def say(self, subject: str, problem: Reason[Problem] | None, person: bool = False) -> None:
        self.told[subject] = problem, person

    def remark(self, unclear: Iterable[Reason[Problem]]) -> None:
        self.remarked += unclear


class House:
    """The reader in a house, on a clock that a test sets."""

    def __init__(self, home: FakeHome, calendar: str | None = FAMILY) -> None:
        sections = {} if calendar is None else {"departures_calendar": calendar}
        self.home, self.now = home, NOON
        made = settings(**sections)  # type: ignore[arg-type]
        self.controller = Controller(made, ZoneInfo("Europe/Berlin"), NOON.timestamp())
        self.reader = CalendarReader(home, self.controller, threading.RLock(), lambda: self.now, home, home)

    def beat(self, after_s: float = 0.0) -> None:
        self.now += timedelta(seconds=after_s)
        self.reader.beat()

    def run(self, after_s: float = 0.0) -> None:
        self.beat(after_s)
        while self.home.work:
            self.home.work.pop()()

    @property
    def wanted(self) -> float | None:
        found = self.controller.inputs.departure(self.now)
        return None if found is None else found.soc_pct


def why(home: FakeHome, subject: str) -> tuple[Problem | None, bool]:
    problem, person = home.told[subject]
    return None if problem is None else problem.why, person


def test_its_events_are_asked_for_by_the_service_that_returns_them() -> None:
    house = House(FakeHome())
    house.run()
    question = {
        "domain": "calendar",
        "service": "get_events",
        "service_data": {
            "entity_id": FAMILY,
            "start_date_time": "2026-06-14T22:00:00+00:00",
            "end_date_time": "2026-06-23T22:00:00+00:00",
        },
        "return_response": True,
    }
    assert house.home.asked == [("call_service", question)]
    assert (house.wanted, house.home.beats) == (90, 1)
    assert house.home.told == {CALENDAR: (None, False), EVENTS: (None, True)}


def test_it_is_asked_once_at_a_time_and_seldom() -> None:
    house = House(FakeHome())
    house.beat()
    house.beat(30)
    assert len(house.home.work) == 1
    house.run()
    house.run(ASKED_S - 1)
    assert len(house.home.asked) == 1
    house.run(1)
    assert len(house.home.asked) == 2
    assert house.home.beats == 1  # nothing new


def test_a_calendar_that_changes_is_asked_soon() -> None:
    house = House(FakeHome())
    house.run()
    house.home.message = returned({**TRIP, "summary": "Trip 70 %"})
    house.controller.meter(FAMILY, {"state": "on", "attributes": {}}, NOON.timestamp())
    house.run(AGAIN_S)
    assert (house.wanted, house.home.beats) == (70, 2)


@pytest.mark.parametrize(
    "message",
    [
        UNAVAILABLE,
        refused("not_found", "Service calendar.get_events not found."),
        refused("unknown_error", ""),
        {"success": False},
        {"success": True, "result": None},
        {"success": True, "result": {"response": None}},
        {"success": True, "result": {"response": {FAMILY: {"events": "none"}}}},
        {"success": True, "result": []},
        None,
        "gone",
    ],
)
def test_a_calendar_that_fails_says_nothing_new_and_a_person_hears_of_it_when_it_lasts(message: Any) -> None:
    house = House(FakeHome())
    house.run()
    house.home.message = message
    house.run(ASKED_S)
    assert house.wanted == 90
    assert why(house.home, CALENDAR) == (Problem.CALENDAR_SILENT, False)
    house.run(PATIENT_S)
    assert why(house.home, CALENDAR) == (Problem.CALENDAR_SILENT, True)
    house.home.message = returned()
    house.run(SILENT_S)
    assert why(house.home, CALENDAR) == (None, False)
    assert house.wanted is None


def test_one_that_never_told_anything_leaves_the_other_departures() -> None:
    house = House(FakeHome(message=UNAVAILABLE))
    house.run()
    assert why(house.home, CALENDAR) == (Problem.CALENDAR_FORGOTTEN, False)
    assert (house.wanted, house.home.beats) == (None, 0)


def test_one_that_is_not_there_is_not_asked_and_told_of_by_others() -> None:
    house = House(FakeHome(calendar=None))
    house.run()
    assert (house.home.asked, house.home.told) == ([], {})


def test_one_that_is_unavailable_is_not_asked_and_named() -> None:
    house = House(FakeHome())
    house.run()
    house.home.calendar = "unavailable"
    house.run(ASKED_S)
    assert len(house.home.asked) == 1
    problem, _ = house.home.told[CALENDAR]
    assert problem is not None
    assert (problem.why, problem.values["cause"]) == (Problem.CALENDAR_SILENT, "unavailable")
    assert house.wanted == 90


def test_odd_events_are_logged_and_one_at_a_time_is_told() -> None:
    odd = [{**TRIP, "summary": f"Trip {each}"} for each in ("60-80 %", "120 %")]
    house = House(FakeHome(message=returned(*odd, TRIP)))
    house.run()
    assert [each.values["event"] for each in house.home.remarked] == ["'Trip 60-80 %'", "'Trip 120 %'"]
    assert why(house.home, EVENTS) == (Problem.CALENDAR_NO_PER_CENT, True)
    house.home.message = returned(TRIP)
    house.run(ASKED_S)
    assert why(house.home, EVENTS) == (None, True)


def test_without_a_calendar_nothing_is_asked() -> None:
    house = House(FakeHome(), calendar=None)
    house.run()
    assert (house.home.asked, house.home.told) == ([], {})


def test_an_app_that_is_stopped_takes_nothing_in() -> None:
    house = House(FakeHome(stopped=True))
    house.run()
    assert (house.wanted, house.home.told) == (None, {})
