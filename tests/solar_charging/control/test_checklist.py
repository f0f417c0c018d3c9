"""The checklist: what is right, what is open and what is wrong, by what the app knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.checks import Finding, Item, Risk, Todo
from solar_charging.base.errors import MeterError
from solar_charging.base.reason import PlanText, Problem, Reason
from solar_charging.control.check_car import plan
from solar_charging.control.check_line import MUCH, Line, Mark, Told, cross, kept, question, tick
from solar_charging.control.checklist import SwitchedOn, checklist, worst
from solar_charging.metering.misses import Miss
from solar_charging.vehicle.car import CarState, NotAuthorized, Unreachable, VehicleError
from tests.household import GRID, SOLAR, Household, constant_day, settings
from tests.situations import ENERGY_VALUE

WATTS = {"unit_of_measurement": "W"}
TOLD = Told(units={GRID: "W", SOLAR: "W"})
WRONG = Reason(Problem.METER_MISSING, {"entity": GRID})
MISSING = Reason(Problem.METER_MISSING, {"entity": "sensor.x"})


def house(**sections: Any) -> Household:
    return Household(settings=settings(**sections), trace=constant_day(3000))


def looked(home: Household, told: Told = TOLD) -> dict[Item, Line]:
    outcome = home.beat()
    return {line.item: line for line in checklist(home.controller, outcome, told, home.now)}


def found(line: Line) -> tuple[Mark, Any]:
    return line.mark, line.found.why


def test_a_house_that_is_set_up_is_ticked_after_its_first_charge() -> None:
    home = house(
        departures=[{"time": "07:30", "soc_pct": 60}],
        tariff={"off_peak": [{"start": "22:00", "end": "06:00"}]},
        charging={"max_import_w": 11000},
    )
    home.run(minutes=12)
    lines = tuple(looked(home).values())
    assert [line.item for line in lines if line.mark is not Mark.TICK] == []
    assert worst(lines) is Mark.TICK
    # A house has no line for what it has not.
    assert {line.item for line in lines} == set(Item) - {Item.HOUSE_BATTERY}


# The grid meter


def test_the_meter_is_awaited_then_heard_then_known_by_its_rhythm_then_silent() -> None:
    home = house()
    assert found(looked(home)[Item.GRID_METER]) == (Mark.QUESTION, Finding.NOT_HEARD)
    home.run(seconds=10)
    assert found(looked(home)[Item.GRID_METER]) == (Mark.TICK, Finding.REPORTS)
    home.run(minutes=1)
    line = looked(home)[Item.GRID_METER]
    assert line.found == Reason(Finding.REPORTS_EACH, {"entity": GRID, "every": timedelta(seconds=10)})
    home.meter_silent = True
    home.run(seconds=110)
    assert looked(home)[Item.GRID_METER].mark is Mark.TICK
    home.run(seconds=20)
    assert found(looked(home)[Item.GRID_METER]) == (Mark.CROSS, Finding.SILENT)


def test_a_meter_that_reports_seldom_is_a_question_whose_words_do_not_change_with_each_report() -> None:
    said = set()
    for every_s in (595, 600, 612):
        home = house()
        home.meter_every_s = every_s
        home.run(hours=1)
        line = looked(home)[Item.GRID_METER]
        assert found(line) == (Mark.QUESTION, Problem.METER_SLOW)
        said.add(line.found.values["every"])
    assert said == {timedelta(minutes=10)}


def with_state(home: Household, state: str, unit: str | None) -> Told:
    """A state of the grid meter, and what the senses tell of it."""
    attributes = {} if unit is None else {"unit_of_measurement": unit}
    try:
        home.controller.meter(GRID, {"state": state, "attributes": attributes}, home.now.timestamp())
    except MeterError as error:
        return replace(TOLD, wrong={GRID: error.reason})
    return replace(TOLD, units={GRID: unit})


@pytest.mark.parametrize(
    ("state", "unit", "mark", "why"),
    [
        ("-1500", "W", Mark.TICK, Finding.UNIT_TOLD),
        ("-1.5", "kW", Mark.TICK, Finding.UNIT_TOLD),
        ("-1500", None, Mark.CROSS, Finding.UNIT_NONE),
        ("-1500", "VA", Mark.CROSS, Problem.METER_UNIT),
        ("4711", "kWh", Mark.CROSS, Problem.METER_COUNTS_ENERGY),
        ("-1500,0", "W", Mark.CROSS, Problem.METER_NO_NUMBER),
        ("250000", "W", Mark.CROSS, Problem.METER_OUT_OF_RANGE),
    ],
)
def test_the_unit_has_a_line_of_its_own(state: str, unit: str | None, mark: Mark, why: Any) -> None:
    home = house()
    lines = looked(home, with_state(home, state, unit))
    assert found(lines[Item.UNIT]) == (mark, why)
    assert lines[Item.GRID_METER].mark is Mark.TICK


def test_a_meter_that_is_not_there_is_crossed_on_its_own_line() -> None:
    lines = looked(house(), Told(wrong={GRID: WRONG}))
    assert found(lines[Item.GRID_METER]) == (Mark.CROSS, Problem.METER_MISSING)
    assert lines[Item.UNIT].mark is Mark.QUESTION


def test_a_unit_that_is_not_told_is_right_once_the_car_has_shown_it() -> None:
    home = house()
    home.run(minutes=12)
    assert home.controller.house.check.borne_out
    assert found(looked(home, Told(units={GRID: None}))[Item.UNIT]) == (Mark.TICK, Finding.UNIT_SHOWN)


@pytest.mark.parametrize(
    ("agrees", "mark", "why", "todo"),
    [
        (None, Mark.QUESTION, Finding.SIGN_OPEN, Reason(Todo.SEE_SIGN)),
        (True, Mark.TICK, Finding.SIGN_BY_COUNTERS, None),
        (False, Mark.CROSS, Finding.SIGN_AGAINST, Reason(Todo.TURN_SIGN, {"other": "export"})),
    ],
)
def test_the_counters_tell_the_sign_until_the_car_has_shown_it(
    agrees: bool | None, mark: Mark, why: Finding, todo: Reason[Todo] | None
) -> None:
    home, told = house(), replace(TOLD, sign_agrees=agrees)
    line = looked(home, told)[Item.SIGN]
    assert (*found(line), line.todo) == (mark, why, todo)
    home.run(minutes=12)
    # What the car has shown is newer than what was counted.
    assert found(looked(home, told)[Item.SIGN]) == (Mark.TICK, Finding.SIGN_BY_CAR)


def test_of_a_pair_that_is_swapped_it_is_said_how() -> None:
    home = house(meters={"grid_power": (), "import_power": "sensor.a", "export_power": "sensor.b"})
    line = looked(home, Told(sign_agrees=False))[Item.SIGN]
    assert line.todo == Reason(Todo.SWAP_PAIR)


@pytest.mark.parametrize(
    ("miss", "item", "problem"),
    [
        (Miss.SIGN, Item.SIGN, Problem.METER_SIGN),
        (Miss.SCALE_KW, Item.UNIT, Problem.METER_IN_KW),
        (Miss.SCALE_W, Item.UNIT, Problem.METER_IN_W),
        (Miss.BLIND, Item.GRID_METER, Problem.METER_BLIND),
        (Miss.FROZEN, Item.GRID_METER, Problem.METER_FROZEN),
    ],
)
def test_what_the_cars_steps_contradict_is_a_question_once_and_crossed_after_twice(
    miss: Miss, item: Item, problem: Problem
) -> None:
    home = house()
    home.run(minutes=1)
    check = home.controller.house.check
    saved = {**check.to_dict(), "miss": miss.value, "since_s": home.now.timestamp()}
    check.from_dict(saved)
    assert looked(home)[item].mark is Mark.QUESTION
    check.from_dict({**saved, "wrong": miss.value})
    lines = looked(home)
    assert found(lines[item]) == (Mark.CROSS, problem)
    assert [line.item for line in lines.values() if line.mark is Mark.CROSS] == [item]


# The other sensors


@pytest.mark.parametrize("item", [Item.SOLAR, Item.HOUSE_BATTERY])
def test_a_sensor_that_says_nothing_is_open_and_takes_no_tick_away(item: Item) -> None:
    battery = {"power": "sensor.b_power", "soc": "sensor.b_soc", "capacity_kwh": 10}
    home = house(battery=battery)
    lines = looked(home)
    assert found(lines[item]) == (Mark.QUESTION, Finding.SILENT)
    assert lines[item].passing
    wrong = replace(TOLD, wrong={"sensor.b_power": MISSING, SOLAR: MISSING})
    assert found(looked(home, wrong)[item]) == (Mark.CROSS, Problem.METER_MISSING)


@pytest.mark.parametrize(
    ("charging", "mark", "why"),
    [
        ({}, Mark.QUESTION, Finding.FUSE_UNSET),
        ({"max_import_w": 9000}, Mark.TICK, Finding.FUSE_OF_SUM),
        ({"main_fuse_a": 25}, Mark.TICK, Finding.FUSE_OF_PHASES),
    ],
)
def test_the_main_fuse_is_watched_or_nobody_does(
    charging: Mapping[str, Any], mark: Mark, why: Finding
) -> None:
    phases = {"grid_power": ("sensor.l1", "sensor.l2", "sensor.l3")} if "main_fuse_a" in charging else {}
    assert found(looked(house(charging=charging, meters=phases))[Item.FUSE]) == (mark, why)


# The car


@pytest.mark.parametrize(
    ("error", "mark"),
    [
        (NotAuthorized(Problem.TOKEN_FILE_MISSING, file="/conf/tokens.json"), Mark.CROSS),
        (NotAuthorized(Problem.LOGIN_REFUSED, answer="401"), Mark.CROSS),
        (Unreachable(Problem.LATE_ANSWER), Mark.QUESTION),
    ],
)
def test_what_keeps_the_car_from_answering_is_told(error: VehicleError, mark: Mark) -> None:
    home = house()
    home.controller.look_failed(error, home.now.timestamp())
    line = looked(home)[Item.CAR]
    assert (line.mark, line.found) == (mark, error.reason)


def test_the_car_is_awaited_and_then_said_by_which_way_it_is_known() -> None:
    home = house(car={"entities": {"name": "model_y"}, "command_by": "tesla"})
    line = looked(home, replace(TOLD, car_entities=("sensor.y_soc", "sensor.y_limit")))[Item.CAR]
    assert line.found.why is Finding.CAR_AWAITED or line.mark is Mark.TICK
    home.run(minutes=1)
    line = looked(home, replace(TOLD, car_entities=("sensor.y_soc", "sensor.y_limit")))[Item.CAR]
    read = Reason(Finding.CAR_BY_ENTITIES, {"entity": "sensor.y_limit"})
    command = Reason(Finding.CAR_BY_API, {"host": "owner-api.teslamotors.com"})
    assert line.found == Reason(Finding.CAR_BY_BOTH, {"read": read, "command": command})


@pytest.mark.parametrize(
    ("at_home", "has_home", "mark", "why"),
    [
        (True, True, Mark.TICK, Finding.PLACE_TOLD),
        (False, True, Mark.TICK, Finding.PLACE_TOLD),
        (None, True, Mark.QUESTION, Finding.PLACE_UNTOLD),
        (True, False, Mark.CROSS, Problem.NO_HOME_ZONE),
    ],
)
def test_it_is_known_whether_the_car_is_at_home_or_not(
    at_home: bool | None, has_home: bool, mark: Mark, why: Any
) -> None:
    home = house()
    now_s = home.now.timestamp()
    home.controller.car_read(CarState(now_s, at_home=at_home), now_s)
    outcome = home.controller.beat(home.now, home.switches, None)
    lines = checklist(home.controller, outcome, replace(TOLD, has_home=has_home), home.now)
    (line,) = [line for line in lines if line.item is Item.PLACE]
    assert found(line) == (mark, why)


@pytest.mark.parametrize(
    ("said", "set_to", "measured", "mark", "why", "count"),
    [
        (3, 1, None, Mark.TICK, Finding.PHASES_TOLD, 3),
        (None, 1, 3.0, Mark.TICK, Finding.PHASES_SET, 1),
        (None, None, 3.0, Mark.TICK, Finding.PHASES_SEEN, 3),
        (None, None, 1.0, Mark.TICK, Finding.PHASES_SEEN, 1),
        (None, None, 3**0.5, Mark.TICK, Finding.PHASES_SEEN, 3),
        (None, None, None, Mark.QUESTION, Finding.PHASES_OPEN, None),
    ],
)
def test_the_phases_are_told_set_or_measured(
    said: int | None, set_to: int | None, measured: float | None, mark: Mark, why: Finding, count: int | None
) -> None:
    home = house(car={"phases": set_to})
    now_s = home.now.timestamp()
    home.controller.house.phases.factor = measured
    home.controller.car_read(CarState(now_s, at_home=True, phases=said), now_s)
    outcome = home.controller.beat(home.now, home.switches, None)
    (line,) = [
        line for line in checklist(home.controller, outcome, TOLD, home.now) if line.item is Item.PHASES
    ]
    assert (*found(line), line.found.values.get("count")) == (mark, why, count)


# What the person has told

MIDNIGHT = datetime(2026, 6, 16, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("tariff", "mark", "said"),
    [
        ({}, Mark.QUESTION, Reason(Finding.TARIFF_UNSET, {"price_per_kwh": 0.3})),
        ({"peak_price": 0.25}, Mark.TICK, Reason(Finding.TARIFF_FLAT, {"price_per_kwh": 0.25})),
        (
            {"off_peak": [{"start": "22:00", "end": "06:00"}, {"start": "12:00", "end": "14:00"}]},
            Mark.TICK,
            Reason(
                Finding.TARIFF_WINDOWS,
                {
                    "windows": "22:00-06:00, 12:00-14:00",
                    "price_per_kwh": 0.3,
                    "at": datetime(2026, 6, 15, 12, tzinfo=timezone.utc),
                },
            ),
        ),
        ({"peak_price": 30}, Mark.CROSS, Problem.SETTING_DOUBTED),
        ({"price_entity": "sensor.price"}, Mark.QUESTION, Problem.PRICE_OF_NOW_UNKNOWN),
    ],
)
def test_the_tariff_is_read_back(tariff: Mapping[str, Any], mark: Mark, said: Any) -> None:
    home = house(tariff=tariff, api={"currency": "EUR"})
    line = looked(home)[Item.TARIFF]
    assert line.mark is mark
    assert line.found == said if isinstance(said, Reason) else line.found.why is said


def test_prices_by_the_hour_are_counted_and_say_from_what_to_what() -> None:
    home = house(tariff={"price_entity": "sensor.price", "price_adder": 0.1}, api={"currency": "EUR"})
    hours = [home.now.replace(hour=0) + timedelta(hours=hour) for hour in range(48)]
    prices = [
        {"start": at.isoformat(), "end": (at + timedelta(hours=1)).isoformat(), "value": 0.1 + at.hour / 100}
        for at in hours[:24]
    ]
    state = {"state": "0.1", "attributes": {"raw_today": prices, "unit_of_measurement": "EUR/kWh"}}
    home.controller.meter("sensor.price", state, home.now.timestamp())
    line = looked(home)[Item.TARIFF]
    assert found(line) == (Mark.TICK, Finding.TARIFF_LIST)
    values = line.found.values
    assert (values["until"], values["prices"]) == (MIDNIGHT, 24)
    assert values["least_per_kwh"] == pytest.approx(0.2)
    assert values["most_per_kwh"] == pytest.approx(0.43)


def price_of_now(home: Household, said: str) -> Told:
    state = {"state": said, "attributes": {"unit_of_measurement": "EUR/kWh"}}
    try:
        home.controller.meter("sensor.price", state, home.now.timestamp())
    except MeterError as error:
        return replace(TOLD, wrong={"sensor.price": error.reason})
    return TOLD


def test_an_entity_that_tells_the_price_of_now_is_said_without_it_for_it_changes_each_hour() -> None:
    home = house(tariff={"price_entity": "sensor.price"}, api={"currency": "EUR"})
    for price in ("0.31", "0.29", "0.12"):
        line = looked(home, price_of_now(home, price))[Item.TARIFF]
        assert line == tick(Item.TARIFF, Finding.TARIFF_OF_NOW, entity="sensor.price")


@pytest.mark.parametrize(
    ("said", "words", "mark", "why"),
    [
        ("HP", ["HC"], Mark.TICK, Finding.TARIFF_BY_WORD),
        ("unavailable", ["HC"], Mark.QUESTION, Problem.OFF_PEAK_UNKNOWN),
        ("HP", [], Mark.CROSS, Problem.OFF_PEAK_QUESTION),
    ],
)
def test_an_entity_that_says_which_tariff_holds_waits_or_asks(
    said: str, words: list[str], mark: Mark, why: Any
) -> None:
    home = house(tariff={"off_peak_entity": "sensor.linky", "off_peak_states": words})
    try:
        home.controller.meter("sensor.linky", {"state": said}, home.now.timestamp())
        told = TOLD
    except MeterError as error:
        told = replace(TOLD, wrong={"sensor.linky": error.reason})
    assert found(looked(home, told)[Item.TARIFF]) == (mark, why)


def test_a_wrong_entity_of_the_tariff_is_crossed_unless_prices_are_known_all_the_same() -> None:
    home = house(tariff={"price_entity": "sensor.price"}, api={"currency": "EUR"})
    told = replace(TOLD, wrong={"sensor.price": MISSING})
    assert found(looked(home, told)[Item.TARIFF]) == (Mark.CROSS, Problem.METER_MISSING)


@pytest.mark.parametrize(
    ("forecast", "wrong", "mark", "why"),
    [
        (None, {}, Mark.TICK, Finding.FORECAST_UNSET),
        ("12", {}, Mark.TICK, Finding.FORECAST_HEARD),
        ("unknown", {}, Mark.QUESTION, Finding.SILENT),
        ("unknown", {"sensor.today": MISSING}, Mark.CROSS, Problem.METER_MISSING),
    ],
)
def test_a_forecast_is_heard_where_one_is_named(
    forecast: str | None, wrong: Mapping[str, Any], mark: Mark, why: Any
) -> None:
    home = house(meters={} if forecast is None else {"forecast_today": "sensor.today"})
    if forecast is not None:
        state = {"state": forecast, "attributes": {"unit_of_measurement": "kWh"}}
        home.controller.meter("sensor.today", state, home.now.timestamp())
    assert found(looked(home, replace(TOLD, wrong=wrong))[Item.FORECAST]) == (mark, why)


@pytest.mark.parametrize(
    ("sections", "helper", "mark", "why", "todo"),
    [
        ({}, None, Mark.TICK, Finding.DEPARTURES_LEARNT, None),
        ({"departures": [{"time": "07:30", "soc_pct": 60}]}, None, Mark.TICK, Finding.DEPARTURE_NEXT, None),
        ({"departures": [{"time": "07:30", "soc_pct": 0}]}, None, Mark.QUESTION, Finding.DEPARTURE_EMPTY,
         None),
        ({"departure_helpers": {"time": "input_datetime.d"}}, None, Mark.QUESTION, Finding.DEPARTURES_LEARNT,
         Todo.SET_HELPERS),
        ({"departure_helpers": {"time": "input_datetime.d"}}, "07:30:00", Mark.TICK, Finding.DEPARTURE_NEXT,
         None),
    ],
)  # fmt: skip
def test_the_next_departure_is_read_back(
    sections: Mapping[str, Any], helper: str | None, mark: Mark, why: Finding, todo: Todo | None
) -> None:
    home = house(**sections)
    if helper is not None:
        home.controller.meter("input_datetime.d", {"state": helper}, home.now.timestamp())
    line = looked(home)[Item.DEPARTURES]
    assert found(line) == (mark, why)
    assert line.todo == (None if todo is None else Reason(todo))


FAMILY = "calendar.family"


@pytest.mark.parametrize(
    ("answer", "wrong", "mark", "why"),
    [
        ({FAMILY: {"events": []}}, {}, Mark.TICK, Finding.DEPARTURES_LEARNT),
        (None, {}, Mark.QUESTION, Problem.CALENDAR_FORGOTTEN),
        (None, {FAMILY: MISSING}, Mark.CROSS, Problem.METER_MISSING),
        (
            {FAMILY: {"events": [{"summary": "Urlaub", "start": "2026-06-01", "end": "2026-07-01"}]}},
            {},
            Mark.TICK,
            PlanText.HOLIDAY,
        ),
    ],
)
def test_a_calendar_is_read_back(answer: Any, wrong: Mapping[str, Any], mark: Mark, why: Any) -> None:
    home = house(departures_calendar=FAMILY)
    home.controller.inputs.agenda.answered(answer, home.now.timestamp())
    lines = looked(home, replace(TOLD, wrong=wrong))
    assert found(lines[Item.DEPARTURES]) == (mark, why)
    assert (lines[Item.PLAN].found.why is PlanText.HOLIDAY) is (why is PlanText.HOLIDAY)


def test_a_plan_is_made_for_a_car_at_the_plug_and_none_is_needed_without_a_departure() -> None:
    home = house(departures=[{"time": "07:30", "soc_pct": 60}])
    outcome = home.controller.beat(home.now, home.switches, None)
    lines = {line.item: line for line in checklist(home.controller, outcome, TOLD, home.now)}
    assert found(lines[Item.PLAN]) == (Mark.QUESTION, Finding.PLAN_AWAITED)
    home.run(minutes=1)
    assert found(looked(home)[Item.PLAN]) == (Mark.TICK, Finding.PLAN_MADE)
    nothing_wanted = plan(replace(ENERGY_VALUE, departure=None))
    assert found(nothing_wanted) == (Mark.TICK, PlanText.NO_DEPARTURE)


def test_a_helper_that_is_missing_is_named() -> None:
    told = replace(TOLD, absent=("input_boolean.a", "input_boolean.b"))
    line = looked(house(), told)[Item.SWITCHES]
    assert line.found == Reason(Problem.HELPER_MISSING, {"entity": "input_boolean.a, input_boolean.b"})
    assert line.mark is Mark.CROSS


@pytest.mark.parametrize(
    ("given", "there", "mark", "why"),
    [
        ({}, None, Mark.TICK, Finding.NOTIFY_LIST),
        ({"notify": "notify.me"}, None, Mark.QUESTION, Finding.NOT_HEARD),
        ({"notify": "notify.me"}, True, Mark.TICK, Finding.NOTIFY_THERE),
        ({"notify": "notify.me"}, False, Mark.CROSS, Finding.NOTIFY_MISSING),
        ({"notify": "notify.me", "notifications": []}, False, Mark.TICK, Finding.NOTIFY_UNWANTED),
    ],
)
def test_there_is_a_way_to_tell_a_person(
    given: Mapping[str, Any], there: bool | None, mark: Mark, why: Finding
) -> None:
    assert found(looked(house(**given), replace(TOLD, notifies=there))[Item.NOTIFY]) == (mark, why)


# What stays as it was

NAMED = {"entity": GRID}
SEEN = tick(Item.SOLAR, Finding.REPORTS, **NAMED)
SILENT = question(Item.SOLAR, Finding.SILENT, passing=True, **NAMED)
LASTS = question(Item.SOLAR, Finding.SILENT, **NAMED)


def every(seconds: float) -> Line:
    return tick(Item.GRID_METER, Finding.REPORTS_EACH, every=timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("before", "now", "shown"),
    [
        (SEEN, SILENT, SEEN),
        (SEEN, LASTS, LASTS),
        (SEEN, cross(Item.SOLAR, MISSING), cross(Item.SOLAR, MISSING)),
        (LASTS, SILENT, SILENT),
        (every(10), every(10 * MUCH - 1), every(10)),
        (every(10), every(10 * MUCH), every(10 * MUCH)),
        (every(30), every(30 / MUCH + 1), every(30)),
        (every(30), every(30 / MUCH), every(30 / MUCH)),
    ],
)
def test_what_is_no_news_stays_as_it_was(before: Line, now: Line, shown: Line) -> None:
    assert kept((now,), (before,)) == (shown,)
    assert kept((now,), ()) == (now,)


# Whoever switches it on

BAD = cross(Item.SIGN, Finding.SIGN_AGAINST)
WORSE = cross(Item.UNIT, Finding.UNIT_NONE, **NAMED)
GOOD = tick(Item.SIGN, Finding.SIGN_BY_CAR)


def told_of(*lines: Line) -> Reason[Problem]:
    first, *more = [Reason(Risk(line.item.value), {"found": line.found}) for line in lines]
    said: Any = first
    for each in more:
        said = Reason(Problem.BOTH, {"first": said, "second": each})
    return Reason(Problem.SWITCHED_ON, {"wrong": said})


@pytest.mark.parametrize(
    ("beats", "told"),
    [
        ([(False, (BAD,)), (True, (BAD,)), (True, (BAD,))], [None, told_of(BAD), told_of(BAD)]),
        ([(False, (BAD, WORSE)), (True, (BAD, WORSE))], [None, told_of(BAD, WORSE)]),
        # It was on before anybody looked, or nothing was wrong then.
        ([(True, (BAD,)), (True, (BAD,))], [None, None]),
        ([(False, (GOOD,)), (True, (GOOD,)), (True, (BAD,))], [None, None, None]),
        # Mended, or switched off; what is mended alone changes no words.
        ([(False, (BAD,)), (True, (BAD,)), (True, (GOOD,))], [None, told_of(BAD), None]),
        ([(False, (BAD,)), (True, (BAD,)), (False, (BAD,))], [None, told_of(BAD), None]),
        ([(False, (BAD, WORSE)), (True, (BAD, WORSE)), (True, (WORSE,))],
         [None, told_of(BAD, WORSE), told_of(BAD, WORSE)]),
        ([(False, (BAD,)), (True, (BAD,)), (True, (WORSE,))], [None, told_of(BAD), None]),
        # Once more, once more.
        ([(False, (BAD,)), (True, (BAD,)), (False, ()), (True, (BAD,))],
         [None, told_of(BAD), None, told_of(BAD)]),
    ],
)  # fmt: skip
def test_who_switches_it_on_while_something_is_wrong_hears_what_that_may_cost(
    beats: list[tuple[bool, tuple[Line, ...]]], told: list[Reason[Problem] | None]
) -> None:
    switched = SwitchedOn(told=False)
    assert [switched.beat(on, lines) for on, lines in beats] == told


def test_what_was_told_before_a_restart_waits_for_what_is_found() -> None:
    switched = SwitchedOn(told=True)
    assert switched.beat(True, (question(Item.SIGN, Finding.SIGN_OPEN),)) is None
    assert switched.pending
    assert switched.beat(True, (BAD,)) == told_of(BAD)
    assert not switched.pending
    other = SwitchedOn(told=True)
    other.beat(False, (BAD,))
    assert not other.pending


ITEMS_NEVER_WRONG = {Item.PHASES, Item.PLAN}


def test_each_item_that_may_be_wrong_has_its_risk() -> None:
    assert {Item(risk.value) for risk in Risk} == set(Item) - ITEMS_NEVER_WRONG


@given(
    st.lists(st.tuples(st.booleans(), st.lists(st.sampled_from([BAD, WORSE, GOOD]), max_size=3)), max_size=20)
)
def test_it_never_nags(beats: list[tuple[bool, list[Line]]]) -> None:
    switched, before, was_on = SwitchedOn(told=False), None, None
    for on, lines in beats:
        said = switched.beat(on, tuple(lines))
        if said is not None and said != before:
            assert on
            assert was_on is False
            assert worst(tuple(lines)) is Mark.CROSS
        before, was_on = said, on
