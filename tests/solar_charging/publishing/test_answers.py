"""Buttons under what is told of the next departure, and what pressing them sets."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.reason import Note, Reason
from solar_charging.control.alert import Alert
from solar_charging.publishing.answers import Answers, ids_of
from solar_charging.publishing.translator import Translator
from solar_charging.settings.controls import Controls
from solar_charging.settings.settings import parse_settings

USUAL = Controls().named

ZONE = ZoneInfo("Europe/Paris")
EVENING = datetime(2026, 11, 30, 19, tzinfo=ZONE).timestamp()
LEAVES = datetime(2026, 12, 1, 7, 30, tzinfo=ZONE).timestamp()
TOMORROW = Alert("tomorrow", LEAVES, Reason(Note.TOMORROW_ONLY, {"wanted_pct": 60.0}))
ENGLISH = Translator("en", ZONE, "EUR")
MODE, SKIP, TIME, SOC, DAYS = (
    USUAL[role] for role in ("mode", "skip", "departure_time", "departure_soc", "departure_days")
)
MODES = {"en": ["Smart", "Sun only"], "de": ["Klug", "Nur Sonne"], "fr": ["Malin", "Soleil seul"]}
ONCE = {"en": ["Once", "Every day"], "de": ["Einmal", "Täglich"], "fr": ["Une fois", "Tous les jours"]}


class House:
    """Home Assistant's helpers, which do what services ask of them."""

    def __init__(self, language: str = "en", **states: str) -> None:
        self.states = {MODE: MODES[language][0], SKIP: "off", TIME: "2026-11-30 00:00:00", SOC: "0.0"}
        self.states |= {DAYS: ONCE[language][1], **{USUAL[role]: state for role, state in states.items()}}
        self.options = {MODE: MODES[language], DAYS: ONCE[language]}
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        if entity not in self.states:
            return None
        return {"state": self.states[entity], "attributes": {"options": self.options.get(entity)}}

    def call(self, service: str, **data: Any) -> None:
        self.calls.append((service, data))
        set_to = [str(value) for key, value in data.items() if key != "entity_id"]
        self.states[data["entity_id"]] = set_to[0] if set_to else "on"


def answers(house: House, name: str = "solar_charging") -> Answers:
    return Answers(name, house, house.call, ZONE, USUAL)


def press(
    answer: str, at_s: float = LEAVES, wanted: int = 60, name: str = "SOLAR_CHARGING"
) -> dict[str, str]:
    return {"action": f"{name}_{answer}_{at_s:.0f}_{wanted}"}


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["Skip it", "20% more", "Only sun"]),
        ("fr", ["Sauter ce départ", "20 % de plus", "Soleil seul"]),
        ("de", ["Auslassen", "20 % mehr", "Nur Sonne"]),
    ],
)
def test_the_three_answers_are_offered_in_the_persons_language(language: str, titles: list[str]) -> None:
    found = answers(House(language)).offered(TOMORROW, Translator(language, ZONE, "EUR"))
    assert [each["title"] for each in found] == titles
    assert [each["action"] for each in found] == [press(each)["action"] for each in ("SKIP", "MORE", "SUN")]


@pytest.mark.parametrize(
    ("gone", "offered"),
    [
        ((), "SKIP MORE SUN"),
        ((SKIP,), "MORE SUN"),
        ((SOC,), "SKIP SUN"),
        ((DAYS,), "SKIP SUN"),  # nobody could say it for one day alone
        ((MODE,), "SKIP MORE"),
        ((MODE, SKIP, TIME, SOC, DAYS), ""),
    ],
)
def test_only_what_the_helpers_can_take_is_offered(gone: tuple[str, ...], offered: str) -> None:
    house = House()
    for entity in gone:
        del house.states[entity]
    found = answers(house).offered(TOMORROW, ENGLISH)
    assert [each["action"].split("_")[2] for each in found] == offered.split()


@pytest.mark.parametrize(("wanted", "more"), [(99.0, True), (100.0, False)])
def test_of_a_full_battery_there_is_no_more(wanted: float, more: bool) -> None:
    alert = TOMORROW._replace(text=Reason(Note.TOMORROW_ONLY, {"wanted_pct": wanted}))
    assert any("_MORE_" in each["action"] for each in answers(House()).offered(alert, ENGLISH)) is more


@pytest.mark.parametrize(
    "alert", [TOMORROW._replace(kind="departure"), TOMORROW._replace(text=Reason(Note.TOMORROW_ONLY))]
)
def test_other_notes_have_no_buttons(alert: Alert) -> None:
    assert answers(House()).offered(alert, ENGLISH) == []


def test_skipping_switches_the_helper_on() -> None:
    house = House()
    assert answers(house).pressed(press("SKIP"), EVENING)
    assert house.calls == [("input_boolean/turn_on", {"entity_id": SKIP})]


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_more_for_one_day_is_a_departure_of_that_day(language: str) -> None:
    house = House(language)
    assert answers(house).pressed(press("MORE"), EVENING)
    assert house.calls == [
        ("input_datetime/set_datetime", {"entity_id": TIME, "datetime": "2026-12-01 07:30:00"}),
        ("input_number/set_value", {"entity_id": SOC, "value": 80.0}),
        ("input_select/select_option", {"entity_id": DAYS, "option": ONCE[language][0]}),
    ]


@pytest.mark.parametrize(("wanted", "more"), [(60, 80.0), (80, 100.0), (81, 100.0), (100, 100.0)])
def test_it_is_twenty_per_cent_more_and_never_beyond_the_battery(wanted: int, more: float) -> None:
    house = House()
    answers(house).pressed(press("MORE", wanted=wanted), EVENING)
    assert ("input_number/set_value", {"entity_id": SOC, "value": more}) in house.calls


def test_more_of_what_is_said_for_each_day_is_put_back_afterwards() -> None:
    house = House(departure_time="2026-11-30 07:30:00", departure_soc="60.0")
    ours = answers(house)
    ours.pressed(press("MORE"), EVENING)
    assert (house.states[SOC], house.states[DAYS]) == ("80.0", "Every day")
    assert ours.beat(LEAVES - 1), "to be saved"
    assert not ours.beat(LEAVES - 1)
    assert house.states[SOC] == "80.0"
    assert not ours.beat(LEAVES)
    assert house.states[SOC] == "60.0"
    assert ours.beat(LEAVES + 1), "over"
    house.states[SOC] = "80.0"
    ours.beat(LEAVES + 2)
    assert house.states[SOC] == "80.0"


def test_only_sun_is_over_when_the_car_has_left() -> None:
    house = House("de")
    ours = answers(house)
    ours.pressed(press("SUN"), EVENING)
    assert house.states[MODE] == "Nur Sonne"
    again = answers(house)
    again.from_dict(json.loads(json.dumps(ours.to_dict())))
    again.beat(LEAVES)
    assert house.states[MODE] == "Klug"


def test_what_a_person_has_set_since_stays() -> None:
    house = House(departure_time="07:30:00", departure_soc="60.0")
    ours = answers(house)
    ours.pressed(press("MORE"), EVENING)
    house.states[SOC] = "70.0"
    ours.beat(LEAVES)
    assert house.states[SOC] == "70.0"


@pytest.mark.parametrize("state", [None, "unavailable", "unknown"])
def test_a_helper_that_is_away_is_put_back_when_it_is_there_again(state: str | None) -> None:
    house = House()
    ours = answers(house)
    ours.pressed(press("SUN"), EVENING)
    del house.states[MODE]
    house.states |= {} if state is None else {MODE: state}
    ours.beat(LEAVES)
    house.states[MODE] = "Sun only"
    ours.beat(LEAVES + 60)
    assert house.states[MODE] == "Smart"


def test_who_wants_only_sun_anyway_keeps_it() -> None:
    house = House(mode="Sun only")
    ours = answers(house)
    ours.pressed(press("SUN"), EVENING)
    ours.beat(LEAVES)
    assert house.states[MODE] == "Sun only"


def test_pressed_twice_the_first_is_put_back() -> None:
    house = House(departure_time="07:30:00", departure_soc="60")
    ours = answers(house)
    ours.pressed(press("MORE"), EVENING)
    ours.pressed(press("MORE", wanted=80), EVENING + 60)
    assert house.states[SOC] == "100.0"
    ours.beat(LEAVES)
    assert house.states[SOC] == "60.0"


@pytest.mark.parametrize(
    ("data", "now_s", "ours"),
    [
        (press("SKIP"), LEAVES - 1, True),
        (press("SKIP"), LEAVES, False),
        (press("SKIP"), LEAVES - 7 * 86_400, True),
        (press("SKIP"), LEAVES - 7 * 86_400 - 1, False),
        (press("SKIP", wanted=101), EVENING, False),
        (press("STOP"), EVENING, False),
        (press("SKIP", name="SOLAR_CHARGING_2"), EVENING, False),
        (press("SKIP", name="GARAGE"), EVENING, False),
        ({"action": press("SKIP")["action"] + "0000"}, EVENING, False),
        ({"action": press("SKIP")["action"].lower()}, EVENING, False),
        ({"action": None}, EVENING, False),
        ({"action": ["SOLAR_CHARGING_SKIP"]}, EVENING, False),
        ({}, EVENING, False),
        (None, EVENING, False),
        ("SOLAR_CHARGING_SKIP_1_1", EVENING, False),
    ],
)
def test_a_button_of_others_or_of_the_past_does_nothing(data: Any, now_s: float, ours: bool) -> None:
    house = House()
    assert answers(house).pressed(data, now_s) is ours
    assert bool(house.calls) is ours


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.text()), st.none()), st.floats(0, 1e10))
def test_whatever_is_fired_raises_nothing(data: Any, now_s: float) -> None:
    house = House()
    assert not answers(house).pressed({"action": data}, now_s)
    assert house.calls == []


@pytest.mark.parametrize(
    "saved", [[["light.hall", "on", "off", LEAVES]], [[SOC, 80, "60", LEAVES]], [[SOC, "80"]], [None], 5]
)
def test_nothing_else_is_ever_put_back(saved: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        answers(House()).from_dict(saved)


def test_the_helpers_that_the_settings_name_for_departures_come_first() -> None:
    base = {"meters": {"grid_power": "sensor.grid"}, "car": {"token_file": "/config/token.json"}}
    assert ids_of(parse_settings(base)) == USUAL
    own = {"time": "input_datetime.leave", "soc": "input_number.leave"}
    found = ids_of(parse_settings({**base, "departure_helpers": own}))
    assert (found["departure_time"], found["departure_soc"]) == ("input_datetime.leave", "input_number.leave")
    assert "departure_days" not in found
