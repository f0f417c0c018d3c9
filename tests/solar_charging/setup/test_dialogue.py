"""What was answered, what follows from it, and what a file had said before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.settings.settings import parse_settings
from solar_charging.setup.answers import Fault, NoAnswer
from solar_charging.setup.dialogue import Dialogue
from solar_charging.setup.kept import KEYS, taken_apart, together, topic_of
from solar_charging.setup.proposal import Choice, Topic, settings_of
from solar_charging.setup.words import Words
from tests.houses_described import HOMEWIZARD, HOUSES, POWERWALL, SHELLY_PRO, House

CONFIRMED = {
    "meters": {"grid_power": "sensor.p1_meter_power", "solar_power": "sensor.solar_inverter_ac_power"},
    "tariff": {"peak_price": 0.3, "export_price": 0.08},
    "time_zone": "Europe/Berlin",
}


def dialogue(house: House = HOMEWIZARD, saved: dict[str, Any] | None = None) -> Dialogue:
    return Dialogue(house.surroundings(), saved)


def of(talk: Dialogue, topic: Topic) -> Choice:
    choice = talk.proposal.of(topic)
    assert choice is not None
    return choice


def answer_it(talk: Dialogue, choice: Choice, answer: int | str) -> None:
    """Gives an answer by its number, or by what is typed."""
    if isinstance(answer, int):
        talk.choose(choice, answer)
    else:
        talk.type(choice, answer)


def shown(talk: Dialogue, topic: Topic) -> str:
    chosen = talk.chosen(of(talk, topic))
    return "" if chosen is None else Words("en").called(chosen)


def test_all_that_is_open_is_asked_and_nothing_else() -> None:
    talk = dialogue()
    for topic, text in (
        (Topic.PEAK_PRICE, "0,30"),
        (Topic.OFF_PEAK, "22-6"),
        (Topic.OFF_PEAK_PRICE, "21 ct"),
        (Topic.EXPORT_PRICE, "0.08"),
        (Topic.FUSE, "25"),
        (Topic.DEPARTURES, ""),
    ):
        assert talk.open[0].topic is topic
        talk.type(of(talk, topic), text)
    assert talk.open == []
    assert talk.mistakes("solar_charging") == []
    assert shown(talk, Topic.FUSE) == "25 A"


@pytest.mark.parametrize(
    ("changed", "number", "forgotten"),
    [(Topic.GRID, 2, [Topic.FUSE]), (Topic.GRID, 1, []), (Topic.SOLAR, 2, [])],
)
def test_what_followed_from_an_answer_is_asked_again_where_that_changes(
    changed: Topic, number: int, forgotten: list[Topic]
) -> None:
    talk = dialogue()
    talk.choose(of(talk, Topic.GRID), 1)
    talk.type(of(talk, Topic.FUSE), "25")
    before = {choice.topic for choice in talk.open}
    talk.choose(of(talk, changed), number)
    assert [choice.topic for choice in talk.open if choice.topic not in before] == forgotten


def test_cheap_hours_taken_back_take_their_price_with_them() -> None:
    talk = dialogue()
    talk.type(of(talk, Topic.OFF_PEAK), "22-6")
    talk.type(of(talk, Topic.OFF_PEAK_PRICE), "0.2")
    talk.leave_out(of(talk, Topic.OFF_PEAK))
    assert talk.proposal.of(Topic.OFF_PEAK_PRICE) is None
    assert "off_peak_price" not in talk.settings().get("tariff", {})


@pytest.mark.parametrize(
    ("topic", "answer", "fault"),
    [
        (Topic.GRID, 0, Fault.NO_OPTION),
        (Topic.GRID, 99, Fault.NO_OPTION),
        (Topic.GRID, -1, Fault.NO_OPTION),
        (Topic.GRID, "", Fault.NEEDED),
        (Topic.GRID, "sensor." + "x" * 200, Fault.TOO_LONG),
        (Topic.PEAK_PRICE, "   ", Fault.NEEDED),
        (Topic.CURRENCY, "EUR", Fault.NO_OPTION),
    ],
)
def test_an_answer_that_is_none_changes_nothing(topic: Topic, answer: int | str, fault: Fault) -> None:
    talk = dialogue()
    before = talk.settings()
    with pytest.raises(NoAnswer) as error:
        answer_it(talk, of(talk, topic), answer)
    assert error.value.reason.why is fault
    assert talk.settings() == before


@pytest.mark.parametrize(
    ("typed", "power_w", "settings", "live"),
    [
        ("sensor.by_hand", 210, {"grid_power": "sensor.by_hand"}, "210 W now: you import"),
        ("-sensor.by_hand", 210, {"grid_power": "sensor.by_hand", "grid_power_positive": "export"},
         "210 W now: you export"),
        ("- sensor.by_hand", -210, {"grid_power": "sensor.by_hand", "grid_power_positive": "export"},
         "-210 W now: you import"),
        ("sensor.by_hand", "unknown", {"grid_power": "sensor.by_hand"}, "says nothing now"),
    ],
)  # fmt: skip
def test_a_meter_that_is_typed_shows_at_once_which_way_round_it_is(
    typed: str, power_w: int | str, settings: dict[str, Any], live: str
) -> None:
    house = replace(HOMEWIZARD, loose={"sensor.by_hand": (power_w, "W")})
    talk = dialogue(house)
    talk.type(of(talk, Topic.GRID), typed)
    chosen = talk.chosen(of(talk, Topic.GRID))
    assert chosen is not None
    assert Words("en").because(*chosen.live) == live
    assert talk.settings()["meters"]["grid_power"] == settings["grid_power"]
    assert talk.settings()["meters"].get("grid_power_positive") == settings.get("grid_power_positive")


def test_after_another_look_answers_stand_and_say_what_is_now() -> None:
    house = replace(HOMEWIZARD, loose={"sensor.by_hand": (210, "W")})
    talk = dialogue(house)
    talk.type(of(talk, Topic.GRID), "sensor.by_hand")
    talk.type(of(talk, Topic.PEAK_PRICE), "0.3")
    later = replace(house, loose={"sensor.by_hand": (-90, "W")}).surroundings()
    talk.look(later)
    chosen = talk.chosen(of(talk, Topic.GRID))
    assert chosen is not None
    assert Words("en").because(*chosen.live) == "-90 W now: you export"
    talk.look(HOMEWIZARD.surroundings())
    assert talk.settings()["meters"]["grid_power"] == "sensor.by_hand"
    assert talk.settings()["tariff"]["peak_price"] == 0.3


def test_a_file_counts_as_answered_and_what_is_not_in_it_as_left_out() -> None:
    talk = dialogue(saved=CONFIRMED)
    assert talk.open == []
    assert talk.is_answered(Topic.FUSE)
    assert talk.settings()["tariff"] == CONFIRMED["tariff"]
    # What was found since is proposed.
    assert talk.settings()["meters"]["voltage"] == "sensor.p1_meter_voltage_phase_1"


def test_what_no_topic_is_about_is_kept() -> None:
    saved = {**CONFIRMED, "charging": {"beat_s": 20}, "car": {"vin": "LRWYGCEK1NC000002", "phases": 3}}
    talk = dialogue(saved=saved)
    talk.type(of(talk, Topic.FUSE), "25")
    settings = talk.settings()
    assert settings["charging"] == {"beat_s": 20, "main_fuse_a": 25}
    assert settings["car"]["phases"] == 3


def test_a_cars_number_is_never_shown_whole() -> None:
    vin = "5YJ3E7EA7KF000004"
    for house in (HOMEWIZARD, POWERWALL):
        talk = dialogue(house, {**CONFIRMED, "car": {"vin": vin}})
        assert vin not in shown(talk, Topic.CAR)
        assert vin[-4:] in shown(talk, Topic.CAR)


@pytest.mark.parametrize("name", HOUSES)
def test_what_is_written_is_read_back_as_answers_that_set_the_same(name: str) -> None:
    talk = dialogue(HOUSES[name])
    for choice in talk.proposal:
        if choice.options:
            talk.choose(of(talk, choice.topic), 1)
    settings = talk.settings()
    answers, kept = taken_apart(settings)
    assert kept == {}
    assert together(kept, settings_of(answers.values())) == settings
    assert set(answers) <= set(KEYS)


@pytest.mark.parametrize(
    ("mistake", "topic"),
    [
        ("solar_charging.meters.grid_power: must be an entity id", Topic.GRID),
        ("solar_charging.meters.phase_sensors.0: must be", Topic.FUSE),
        ("solar_charging: charging.main_fuse_a needs meters.phase_sensors: three sensors", Topic.FUSE),
        ("solar_charging.battery.soc: is required", Topic.BATTERY),
        ("solar_charging.tariff.off_peak_price: must be", Topic.OFF_PEAK_PRICE),
        ("solar_charging.tariff.off_peak.0.start: write the time in quotes", Topic.OFF_PEAK),
        ("solar_charging.home_assistant: must be text", None),
    ],
)
def test_a_mistake_belongs_to_the_line_whose_setting_it_names(mistake: str, topic: Topic | None) -> None:
    assert topic_of(mistake) is topic


def test_one_sensor_for_two_things_is_told_with_its_line() -> None:
    talk = dialogue(SHELLY_PRO)
    entity = str(talk.settings()["meters"]["solar_power"])
    talk.type(of(talk, Topic.GRID), entity)
    talk.type(of(talk, Topic.SOLAR), entity)
    ((topic, said),) = talk.mistakes("solar_charging")
    assert topic in (Topic.GRID, Topic.SOLAR, None)
    assert entity in said.in_words("de")


def test_what_apps_yaml_has_wins_over_a_mistake() -> None:
    talk = dialogue(SHELLY_PRO)
    entity = str(talk.settings()["meters"]["solar_power"])
    talk.type(of(talk, Topic.GRID), entity)
    talk.type(of(talk, Topic.SOLAR), entity)
    assert talk.mistakes("solar_charging")
    assert talk.mistakes("solar_charging", {"meters": {"grid_power": "sensor.other"}}) == []


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["0,30", "30", "22-6", "25", "11000 W", "7:30 60", "sensor.p1_meter_power", "-sensor.p1_meter_power",
     "EUR", "device_tracker.x", "1e9", "-", "٣", "²", "9" * 190]
)  # fmt: skip


@given(st.sampled_from(sorted(HOUSES)), st.data())
def test_whatever_is_answered_what_counts_as_right_can_be_set(name: str, data: st.DataObject) -> None:
    talk, said = dialogue(HOUSES[name]), []
    for _ in range(data.draw(st.integers(0, 8))):
        choice = data.draw(st.sampled_from(list(talk.proposal)))
        try:
            answer_it(talk, choice, data.draw(st.integers(-1, 6) | TEXTS))
        except NoAnswer as error:
            said.append(error.reason)
    for language in ("en", "fr", "de"):
        assert all(Words(language).say(reason) for reason in said)
    if not talk.mistakes("solar_charging"):
        parse_settings({"name": "solar_charging", **talk.settings()})


NAMES = st.sampled_from(
    ["meters", "grid_power", "battery", "car", "vin", "entities", "tariff", "charging", "x"]
)
SAVED = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
)


@given(st.dictionaries(NAMES, SAVED))
def test_of_a_file_of_anything_only_what_can_be_is_taken(saved: dict[str, Any]) -> None:
    talk = dialogue(saved=saved)
    for choice in talk.proposal:
        option = talk.chosen(choice)
        assert option is None or Words("de").called(option)
    for choice in talk.open:
        talk.type(choice, {Topic.PEAK_PRICE: "0.3", Topic.EXPORT_PRICE: "0"}.get(choice.topic, ""))
    assert talk.mistakes("solar_charging") == []
