"""The bar of the battery and its two handles: from the grid up to here, from the sun up to there."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dashboards.card_page import NOW, CardPage, hass, plain
from tests.dashboards.hands import ALL, entity, held

pytestmark = pytest.mark.timeout(300)

LIMITS = {"grid_limit": "60", "sun_limit": "80"}


def call(role: str, value: float) -> list[Any]:
    return ["input_number", "set_value", {"entity_id": entity(role), "value": value}]


def at(page: CardPage, which: str) -> float:
    """Where a handle stands, in per cent."""
    return float(page.find(f".handle.{which}").get_attribute("aria-valuenow") or "nan")


def point(page: CardPage, pct: float) -> tuple[float, float]:
    box = page.find(".rail").bounding_box()
    assert box is not None
    return box["x"] + box["width"] * pct / 100, box["y"] + box["height"] / 2


def drag(page: CardPage, *way: float) -> None:
    mouse = page.page.mouse
    mouse.move(*point(page, way[0]))
    mouse.down()
    for pct in way[1:]:
        mouse.move(*point(page, pct), steps=4)
    mouse.up()


def called(page: CardPage, count: int = 1) -> list[Any]:
    page.page.wait_for_function(f"window.calls.length >= {count}")
    return page.calls


def test_two_handles_say_how_far_the_grid_and_how_far_the_sun_may_fill(page: CardPage) -> None:
    page.put(held(said=LIMITS))
    assert (at(page, "grid"), at(page, "sun")) == (60, 80)
    assert page.text(".limits") == "grid to 60 %\nsun to 80 %"
    for which, label, text in (
        ("grid", "From the grid up to", "60 %"),
        ("sun", "From the sun up to", "80 %"),
    ):
        handle = page.find(f".handle.{which}")
        assert handle.get_attribute("role") == "slider"
        assert page.label(f".handle.{which}") == label
        assert plain(handle.get_attribute("aria-valuetext")) == text
        assert handle.get_attribute("tabindex") == "0"


@pytest.mark.parametrize(
    ("hands", "said", "grid", "sun", "legend"),
    [
        # What a helper says counts before the settings, of which the app tells.
        ({"grid_limit_pct": 50, "sun_limit_pct": 90}, {}, 50, 90, "grid to 50 %\nsun to 90 %"),
        ({"grid_limit_pct": 50, "sun_limit_pct": 90}, LIMITS, 60, 80, "grid to 60 %\nsun to 80 %"),
        # Without either it is the car's own limit that ends it.
        ({}, {}, 80, 80, "grid as needed\nsun to the car's limit"),
        ({}, {"grid_limit": "0", "sun_limit": "1"}, 1, 1, "grid as needed\nsun to 1 %"),
        ({"grid_limit_pct": "none"}, {}, 80, 80, "grid as needed\nsun to the car's limit"),
        ({}, {"sun_limit": "unknown", "grid_limit": "70"}, 70, 80, "grid to 70 %\nsun to the car's limit"),
    ],
)
def test_a_handle_stands_where_it_holds(
    page: CardPage, hands: dict[str, Any], said: dict[str, str], grid: float, sun: float, legend: str
) -> None:
    page.put(held(hands, said=said))
    assert (at(page, "grid"), at(page, "sun")) == (grid, sun)
    assert page.text(".limits") == legend


@pytest.mark.parametrize(
    ("way", "calls"),
    [
        ((60, 71), [call("grid_limit", 70)]),
        ((80, 92, 89), [call("sun_limit", 90)]),
        # The one does not pass the other, nor is either nothing: that would be not set.
        ((60, 95), [call("grid_limit", 80)]),
        ((80, 30), [call("sun_limit", 60)]),
        ((60, 0), [call("grid_limit", 5)]),
        ((80, 110), [call("sun_limit", 100)]),
        # A finger that scrolls, or taps where no handle is, moves none.
        ((60,), []),
        ((30, 50), []),
    ],
)
def test_a_handle_is_pulled_in_steps_a_finger_can_hit(
    page: CardPage, way: tuple[float, ...], calls: list[Any]
) -> None:
    page.put(held(said=LIMITS))
    drag(page, *way)
    assert page.calls == calls


@pytest.mark.parametrize(("to", "role", "value"), [(65, "grid_limit", 65), (95, "sun_limit", 95)])
def test_of_two_that_lie_on_each_other_the_side_says_which(
    page: CardPage, to: float, role: str, value: float
) -> None:
    page.put(held())
    drag(page, 80, to)
    assert page.calls == [call(role, value)]


@pytest.mark.parametrize(
    ("which", "keys", "calls"),
    [
        ("grid", ["ArrowRight", "ArrowUp", "ArrowRight"], [call("grid_limit", 63)]),
        ("grid", ["ArrowLeft"], [call("grid_limit", 59)]),
        ("sun", ["PageDown", "ArrowDown"], [call("sun_limit", 69)]),
        ("sun", ["End"], [call("sun_limit", 100)]),
        ("sun", ["Home"], [call("sun_limit", 60)]),
        ("grid", ["Home"], [call("grid_limit", 5)]),
        ("grid", ["End"], [call("grid_limit", 80)]),
    ],
)
def test_it_is_moved_by_keys_and_set_once_they_rest(
    page: CardPage, which: str, keys: list[str], calls: list[Any]
) -> None:
    page.put(held(said=LIMITS))
    page.find(f".handle.{which}").focus()
    for key in keys:
        page.page.keyboard.press(key)
    assert called(page) == calls


def test_it_stays_where_it_was_put_until_home_assistant_says_so(page: CardPage) -> None:
    page.put(held(said=LIMITS))
    drag(page, 60, 70)
    page.tell(held(said=LIMITS))
    assert at(page, "grid") == 70
    page.tell(held(said={**LIMITS, "grid_limit": "70"}))
    page.tell(held(said={**LIMITS, "grid_limit": "50"}))
    assert at(page, "grid") == 50


def test_what_was_refused_goes_back_and_is_said(page: CardPage) -> None:
    page.put(held(said=LIMITS, refuses="out of range"))
    drag(page, 60, 70)
    expect(page.find("[role=alert]")).to_contain_text("out of range")
    assert at(page, "grid") == 60


def test_what_home_assistant_never_says_is_not_held_for_ever(page: CardPage) -> None:
    page.put(held(said=LIMITS))
    drag(page, 60, 70)
    page.page.clock.set_fixed_time(NOW.timestamp() * 1000 + 11_000)
    page.page.evaluate("card.show()")
    assert at(page, "grid") == 60
    page.page.clock.set_fixed_time(NOW)


def test_a_helper_of_wider_steps_is_set_to_one_of_them(page: CardPage) -> None:
    told = held(said=LIMITS)
    told["states"][entity("grid_limit")]["attributes"] |= {"min": 20, "step": 10}
    page.put(told)
    page.find(".handle.grid").focus()
    page.page.keyboard.press("ArrowRight")
    assert called(page) == [call("grid_limit", 70)]
    page.page.keyboard.press("Home")
    # The least that it takes would be: not set.
    assert called(page, 2)[1:] == [call("grid_limit", 30)]


def test_without_the_helpers_there_is_the_bar_alone(page: CardPage) -> None:
    page.put(hass())
    assert page.find(".handle:visible").count() == 0
    assert page.find(".limits").is_hidden()
    assert page.find(".rail .mark").is_visible()
    page.tell(held(roles=tuple(role for role in ALL if role != "grid_limit"), said={"sun_limit": "80"}))
    assert page.find(".handle:visible").count() == 1


@pytest.mark.parametrize(
    ("also", "shown"),
    [
        ({"departure": "2026-06-16T05:30:00+00:00", "departure_soc_pct": "70"}, True),
        ({"departure": "2026-06-16T05:30:00+00:00"}, False),
        ({}, False),
    ],
)
def test_what_is_wanted_has_its_flag_on_the_bar(page: CardPage, also: dict[str, str], shown: bool) -> None:
    page.put(held(also=also))
    assert page.find(".rail .flag").is_visible() is shown
    if shown:
        assert page.page.evaluate("card.shadowRoot.querySelector('.rail .flag').style.left") == "70%"


@pytest.mark.parametrize(
    ("language", "why"),
    [
        ("en", "The car has not said how full it is."),
        ("fr", "La voiture n'a pas dit son niveau de charge."),
        ("de", "Das Auto hat nicht gesagt, wie voll es ist."),
    ],
)
def test_a_dash_says_why(page: CardPage, language: str, why: str) -> None:
    page.put(hass({"soc": "unknown"}, language=language))
    assert why in page.text("ha-card")
    page.tell(hass(language=language))
    assert why not in page.text("ha-card")
