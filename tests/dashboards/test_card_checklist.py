"""The checklist on the card: what is open is seen, what is right is one line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dashboards.card_page import CardPage, hass

pytestmark = pytest.mark.timeout(300)

GRID = {"item": "grid_meter", "mark": "tick", "name": "Grid meter", "said": "sensor.grid_power reports"}
SIGN = {"item": "sign", "mark": "cross", "name": "Its sign", "said": "the other way round", "do": "turn it"}
FUSE = {"item": "fuse", "mark": "question", "name": "Main fuse", "said": "not set"}
HOSTILE = "<img src=x onerror=\"document.title='hurt'\">"


def told(*lines: Any, state: str = "question", **more: Any) -> dict[str, Any]:
    said = hass({"checklist": state, **more.pop("app", {})}, **more)
    said["states"]["sensor.solar_charging_checklist"]["attributes"]["lines"] = list(lines)
    return said


def test_what_is_wrong_stands_first_and_what_is_right_in_one_line(page: CardPage) -> None:
    page.put(told(GRID, FUSE, SIGN))
    shown = page.text(".checklist")
    assert shown.index("Its sign: the other way round") < shown.index("Main fuse: not set")
    assert "turn it" in shown
    assert "1 checked" in shown
    assert "sensor.grid_power" not in shown
    page.find(".checklist summary").click()
    assert "sensor.grid_power reports" in page.text(".checklist")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "All 2 checked"), ("fr", "Les 2 points sont justes"), ("de", "Alle 2 Punkte stimmen")],
)
def test_a_list_that_is_right_is_one_line(page: CardPage, language: str, words: str) -> None:
    page.put(told(GRID, {**GRID, "name": "Unit"}, state="ok", language=language))
    assert words in page.text(".checklist")
    assert "Grid meter" not in page.text(".checklist")


def test_what_was_unfolded_stays_so_as_news_come(page: CardPage) -> None:
    page.put(told(GRID, FUSE))
    page.find(".checklist summary").click()
    page.tell(told(GRID, {**FUSE, "mark": "tick"}, state="ok"))
    assert "sensor.grid_power reports" in page.text(".checklist")


def test_a_screen_reader_hears_the_mark_and_does_not_read_the_sign(page: CardPage) -> None:
    page.put(told(SIGN))
    assert page.find(".checklist li").text_content() == "!wrong: Its sign: the other way roundturn it"
    assert page.find(".checklist li > .mark").get_attribute("aria-hidden") == "true"


@pytest.mark.parametrize(
    "lines", [(), ("text",), (None, 5), ({"mark": "other", "name": "A"},), ({"mark": "tick"},)]
)
def test_no_list_or_one_that_makes_no_sense_is_not_shown(page: CardPage, lines: tuple[Any, ...]) -> None:
    page.put(told(*lines))
    assert not page.find(".checklist").is_visible()


def test_a_list_of_a_silent_app_is_of_the_past_and_not_shown(page: CardPage) -> None:
    page.put(told(SIGN, app={"state": "stopped"}))
    assert not page.find(".checklist").is_visible()


def test_it_is_left_out_by_the_list_of_parts(page: CardPage) -> None:
    page.put(told(SIGN), {"show": ["state"]})
    assert page.find(".checklist").count() == 0


def test_words_of_others_stay_words(page: CardPage) -> None:
    page.put(told({**SIGN, "name": HOSTILE, "said": HOSTILE, "do": HOSTILE}))
    assert page.find(".checklist img").count() == 0
    assert "<img" in page.text(".checklist")


def test_it_fits_the_narrowest_phone(page: CardPage) -> None:
    page.page.set_viewport_size({"width": 320, "height": 1200})
    page.put(told({**SIGN, "said": "sensor." + "a_long_name_" * 12}, GRID))
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 320
