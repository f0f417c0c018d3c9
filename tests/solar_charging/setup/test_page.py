"""The page as it is sent to a card, and what may come back from one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.reason import Reason
from solar_charging.settings.settings import parse_settings
from solar_charging.setup.making import Making, Part, Standing
from solar_charging.setup.page import Entry, PartShown
from solar_charging.setup.page_state import PageState, Want, Wish
from solar_charging.setup.proposal import Topic
from tests.anything import SOMETHING
from tests.houses_described import HOMEWIZARD, HOUSES, POWERWALL, House

NAME = "solar_charging"
ENTRY = Entry(NAME, "/conf/apps/solar_charging.settings.json")
ANSWERS = {"peak_price": "0.3", "off_peak": "", "export_price": "0.08", "fuse": "25", "departures": "7:30 60"}


def opened(house: House = HOMEWIZARD, **more: Any) -> PageState:
    state = PageState(NAME, "7", **more)
    state.take({"ask": "page", "language": "en"})
    state.look(house.surroundings())
    return state


def shown(state: PageState, *parts: PartShown, language: str = "en") -> dict[str, Any]:
    return state.page(language, ENTRY, parts)


def line(state: PageState, topic: str, language: str = "en") -> dict[str, Any]:
    return next(dict(each) for each in shown(state, language=language)["lines"] if each["topic"] == topic)


def answer(state: PageState, topic: str, **how: Any) -> Wish | None:
    return state.take({"name": NAME, "revision": state.revision, "answer": {"topic": topic, **how}})


def complete(state: PageState) -> None:
    for topic, text in ANSWERS.items():
        answer(state, topic, text=text)


def test_a_line_says_what_is_chosen_how_sure_that_is_and_why() -> None:
    grid = line(opened(), "grid")
    assert (grid["title"], grid["mark"], grid["chosen"]) == ("Grid meter", "likely", "sensor.p1_meter_power")
    assert grid["why"].startswith("-1840 W now: you export; on the device that your Energy dashboard counts")
    assert [each["called"] for each in grid["options"]][:2] == [
        "sensor.p1_meter_power",
        "sensor.p1_meter_power (positive is export)",
    ]
    assert [each["chosen"] for each in grid["options"]][:2] == [True, False]
    assert "sensor.grid_power" in grid["example"]
    price = line(opened(), "peak_price")
    assert (price["mark"], price["chosen"], price["open"]) == ("asked", "not answered yet", True)
    assert (price["optional"], price["example"]) == (False, "a price such as 0.30")


@pytest.mark.parametrize(
    ("language", "title", "live", "still"),
    [
        ("en", "Grid meter", "-1840 W now: you export", "Still to answer: Price of a kWh, Cheap hours"),
        (
            "fr-CA",
            "Compteur du réseau",
            "-1840 W en ce moment : vous injectez",
            "Reste à répondre : Prix du kWh",
        ),
        ("de", "Netzzähler", "jetzt -1840 W: Sie speisen ein", "Noch zu beantworten: Preis einer kWh"),
        ("nl", "Grid meter", "-1840 W now: you export", "Still to answer: Price of a kWh"),
    ],
)
def test_the_page_speaks_the_language_of_who_looks_at_it(
    language: str, title: str, live: str, still: str
) -> None:
    state = opened()
    state.take({"ask": "page", "language": language})
    spoken = language[:2] if language[:2] in ("en", "fr", "de") else "en"
    grid = line(state, "grid", spoken)
    assert grid["title"] == title
    assert grid["why"].startswith(live)
    assert shown(state, language=spoken)["still"].startswith(still)


def test_when_all_is_answered_it_may_be_written() -> None:
    state = opened()
    complete(state)
    page = shown(state)
    assert (page["open"], page["still"]) == (0, "All is answered.")
    assert state.take({"name": NAME, "revision": state.revision, "ask": "write"}) == Wish(Want.WRITE)
    assert state.settings()["tariff"] == {"peak_price": 0.3, "export_price": 0.08}
    state.written()
    assert ENTRY.file in shown(state)["written"]


def test_what_is_still_open_is_not_written_and_is_named() -> None:
    state = opened()
    answer(state, "peak_price", text="0.3")
    assert state.take({"name": NAME, "revision": state.revision, "ask": "write"}) == Wish(Want.PAGE)
    assert shown(state)["errors"] == ["not written yet: first answer what is still open"]
    assert line(state, "fuse")["error"] == "an answer is needed"
    assert line(state, "peak_price")["error"] == ""


def test_what_cannot_be_is_told_at_its_line_and_not_written() -> None:
    state = opened()
    complete(state)
    answer(state, "grid", text="sensor.solar_inverter_ac_power")
    answer(state, "fuse", text="")
    answer(state, "solar", text="sensor.solar_inverter_ac_power")
    assert state.take({"name": NAME, "revision": state.revision, "ask": "write"}) == Wish(Want.PAGE)
    page = shown(state)
    assert page["errors"][0] == "not written, for that cannot be"
    said = [*page["errors"], *(each["error"] for each in page["lines"])]
    assert any("sensor.solar_inverter_ac_power" in each for each in said)


def test_a_mistake_stands_at_its_line_until_the_next_answer() -> None:
    state = opened()
    answer(state, "peak_price", text="30")
    assert "hundredths are 0.3" in line(state, "peak_price")["error"]
    assert line(state, "peak_price")["open"]
    answer(state, "peak_price", text="0,30")
    assert line(state, "peak_price")["error"] == ""
    assert (line(state, "peak_price")["chosen"], line(state, "peak_price")["mark"]) == ("0.3", "answered")


def test_an_answer_to_an_older_page_is_refused_and_the_present_one_shown() -> None:
    state = opened()
    older = state.revision
    answer(state, "off_peak", text="22-6")
    assert state.revision != older
    event = {"name": NAME, "revision": older, "answer": {"topic": "grid", "option": 2}}
    assert state.take(event) == Wish(Want.PAGE)
    assert "older" in shown(state)["errors"][0]
    assert line(state, "grid")["mark"] == "likely"
    assert answer(state, "grid", option=2) == Wish(Want.PAGE)
    assert shown(state)["errors"] == []
    assert line(state, "grid")["chosen"] == "sensor.p1_meter_power (positive is export)"


def test_after_a_restart_of_appdaemon_the_pages_of_before_are_older() -> None:
    before, after = opened(), PageState(NAME, "8")
    after.take({"ask": "page"})
    after.look(HOMEWIZARD.surroundings())
    assert before.revision != after.revision


def test_what_only_says_something_else_now_is_the_same_page() -> None:
    state = opened()
    before = state.revision
    state.look(HOMEWIZARD.surroundings())
    assert state.revision == before


@pytest.mark.parametrize(
    ("event", "wish"),
    [
        ({"ask": "page"}, Wish(Want.PAGE)),
        ({"ask": "page", "name": NAME, "language": ["de"]}, Wish(Want.PAGE)),
        ({"ask": "look", "name": NAME}, Wish(Want.LOOK)),
        ({"make": "helpers", "name": NAME}, Wish(Want.MAKE, "helpers")),
        ({"undo": "card", "name": NAME}, Wish(Want.UNDO, "card")),
        ({"ask": "look"}, None),
        ({"ask": "write"}, None),
        ({"ask": "write", "name": "model_3"}, None),
        ({"make": "helpers"}, None),
        ({"make": ["helpers"], "name": NAME}, None),
        ({"ask": "page", "name": "model_3"}, None),
        ({"name": NAME}, None),
        ({"name": NAME, "answer": "0.3"}, None),
        ({"name": NAME, "answer": {"topic": "grid", "option": True}}, Wish(Want.PAGE)),
        ({"name": NAME, "answer": {"topic": "roof"}}, Wish(Want.PAGE)),
        ("text", None),
        (None, None),
        ([], None),
    ],
)
def test_an_event_asks_for_something_of_this_entry_or_for_nothing(event: Any, wish: Wish | None) -> None:
    assert opened().take(event) == wish


def test_an_answer_before_there_is_a_page_has_one_made() -> None:
    state = PageState(NAME, "7")
    assert state.take({"name": NAME, "ask": "write", "revision": "7.1"}) == Wish(Want.LOOK)


@pytest.mark.parametrize(
    ("standing", "actions"),
    [
        (Standing.ABSENT, ["make"]),
        (Standing.MADE, ["undo"]),
        (Standing.OUTDATED, ["make", "undo"]),
        (Standing.THERE, []),
        (Standing.REFUSED, []),
    ],
)
def test_a_part_can_be_made_or_undone_as_it_stands(standing: Standing, actions: list[str]) -> None:
    why = Reason(Making.NO_ANSWER) if standing is Standing.REFUSED else None
    page = shown(opened(), PartShown(Part.HELPERS, standing, why))
    (part,) = page["parts"]
    assert [each["do"] for each in part["actions"]] == actions
    assert part["called"] == "The switches"
    assert ("does not answer" in part["said"]) == (standing is Standing.REFUSED)
    # What can be made below is not called missing above, with how to make it by hand.
    made_here = standing in (Standing.ABSENT, Standing.MADE, Standing.OUTDATED)
    assert any("they can be made at the end" in each for each in page["missing"]) is not made_here


def test_an_entry_that_runs_and_has_settings_of_its_own_says_so() -> None:
    state = opened(saved={"meters": {"grid_power": "sensor.p1_meter_power"}}, own={"tariff": {}})
    entry = Entry(NAME, ENTRY.file, ("tariff",), runs=True)
    page = state.page("en", entry)
    assert page["intro"].startswith("The app runs by the settings in /conf/apps/")
    assert page["notes"] == ["apps.yaml has settings of its own, which win over what is written here: tariff"]
    broken = state.page("en", Entry(NAME, ENTRY.file, problem="apps.yaml: wrong"))
    assert broken["notes"] == ["The app does not run: apps.yaml: wrong"]


@pytest.mark.parametrize("name", HOUSES)
@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_a_page_has_no_cars_number_and_is_small_enough_to_be_kept(name: str, language: str) -> None:
    state = opened(HOUSES[name])
    state.take({"ask": "page", "language": language})
    parts = [PartShown(part, Standing.ABSENT) for part in Part]
    text = json.dumps(shown(state, *parts, language=language))
    assert len(json.dumps(text)) < 32_768
    assert "{" not in text.replace('{"', "").replace("{}", "")
    for _, _, vin in HOUSES[name].cars:
        assert vin not in text


TEXTS = st.text(max_size=20) | st.sampled_from(
    ["0,3", "22-6", "25", "7:30 60", "sensor.p1_meter_power", "x" * 5000]
)
TOPICS = st.sampled_from([each.value for each in Topic])
ANSWER = st.fixed_dictionaries(
    {},
    optional={
        "topic": TOPICS | SOMETHING,
        "option": st.integers(-3, 9) | SOMETHING,
        "text": TEXTS | SOMETHING,
        "leave_out": st.booleans() | SOMETHING,
    },
)
EVENT = st.fixed_dictionaries(
    {},
    optional={
        "name": st.just(NAME) | SOMETHING,
        "ask": st.sampled_from(["page", "look", "write"]) | SOMETHING,
        "answer": ANSWER | SOMETHING,
        "language": st.sampled_from(["fr", "de-AT"]) | SOMETHING,
        "make": SOMETHING,
    },
)


@given(
    st.sampled_from(["homewizard", "powerwall", "tibber", "nothing"]),
    st.lists(EVENT, max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_no_event_ever_raises_or_has_written_what_cannot_be(
    house: str, events: list[dict[str, Any]], present: bool, answered: bool
) -> None:
    state = opened(HOUSES[house])
    if answered:
        complete(state)
    for event in events:
        wish = state.take({**event, "revision": state.revision if present else event.get("text")})
        if wish is not None and wish.want is Want.WRITE:
            parse_settings({"name": NAME, **state.settings()})
        for language in state.languages:
            json.dumps(shown(state, language=language))
    assert set(state.languages) <= {"en", "fr", "de"}


@given(SOMETHING)
def test_what_is_no_event_at_all_does_no_harm(event: Any) -> None:
    state = opened(POWERWALL)
    wish = state.take(event)
    assert wish is None or wish.want is not Want.WRITE
