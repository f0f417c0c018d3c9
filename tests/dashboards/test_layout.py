"""What stands where, what is left out, and that a trouble is told once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.dashboards.card_page import NOTHING, NOW, CardPage, hass, plain
from tests.dashboards.hands import held

pytestmark = pytest.mark.timeout(300)

PLAN = {"plan": "tomorrow 07:30: 60 %. 4.5 kWh tonight 05:15-06:00 for 0.90 EUR, the rest from the sun"}
LINES = [{"item": "plan", "mark": "tick", "name": "Plan"}]
ORDER = (".state", ".level", ".modes", ".plan", ".chips >> nth=0", ".flows", "dl >> nth=0", ".checklist")


def told(*lines: dict[str, str], **more: Any) -> dict[str, Any]:
    shown = held(also={"departure": "2026-06-16T05:30:00+00:00"}, **more)
    shown["states"]["sensor.solar_charging_checklist"] = {"state": "ok", "attributes": {"lines": list(lines)}}
    return shown


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_it_stands_in_the_order_of_what_matters(page: CardPage, width: int) -> None:
    page.page.set_viewport_size({"width": width, "height": 1200})
    page.put(told(*LINES, app=PLAN))
    boxes = [page.find(selector).bounding_box() for selector in ORDER]
    tops = [box["y"] for box in boxes if box is not None]
    assert len(tops) == len(ORDER)
    assert tops == sorted(set(tops))


def test_a_screen_reader_and_the_keys_go_the_same_way_on_a_wide_screen(page: CardPage) -> None:
    page.page.set_viewport_size({"width": 1280, "height": 900})
    page.put(told(*LINES, app=PLAN))
    boxes = [page.find(selector).bounding_box() for selector in ORDER]
    left = [box["x"] for box in boxes[:5] if box is not None]
    right = [box["x"] for box in boxes[5:] if box is not None]
    assert max(left) < 640 <= min(right)
    columns = [page.find(".column").nth(each).bounding_box() for each in (0, 1)]
    assert all(box is not None and box["width"] > 500 for box in columns)


def test_a_trouble_is_told_once_at_the_top_with_what_to_do(page: CardPage) -> None:
    todo = "Look whether the meter has power."
    line = {
        "item": "grid_meter",
        "mark": "cross",
        "name": "Grid meter",
        "said": "silent for 12 min",
        "do": todo,
    }
    reason = "the grid meter has been silent for 12 min"
    page.put(told(line, app={"state": "no_reading", "reason": reason, "grid_power": "unknown"}))
    shown = page.text("ha-card")
    assert shown.count(todo) == 1
    assert shown.index(todo) < shown.index("Battery")
    assert page.find(".hint:visible").count() == 0
    # Where the state tells of something else, the list says what to do.
    page.tell(told(line))
    assert page.text(".checklist").count(todo) == 1
    assert page.find(".state-do").is_hidden()


@pytest.mark.parametrize(
    ("state", "hint"),
    [("waiting_for_sun", True), ("no_reading", False), ("meter_wrong", False), ("unreachable", False)],
)
def test_what_the_state_tells_is_not_told_beside_it(page: CardPage, state: str, hint: bool) -> None:
    page.put(hass({"state": state, "grid_power": "unknown"}))
    assert (page.find(".hint:visible").count() == 1) is hint


def test_of_several_troubles_the_one_that_has_the_others_for_its_consequence_is_told(page: CardPage) -> None:
    page.put(hass({"grid_power": "unknown"}, switches={}, told=NOW - timedelta(hours=1)))
    assert page.find(".hint:visible").count() == 1
    assert page.text("[role=alert]").startswith("Last heard 60 min ago")


def test_a_refusal_is_not_said_for_ever(page: CardPage) -> None:
    page.put(held(refuses="not allowed"))
    page.find("[data-mode=off]").click()
    page.page.wait_for_function("!card.shadowRoot.querySelector('[role=alert]').hidden")
    page.page.clock.set_fixed_time(NOW + timedelta(seconds=61))
    page.page.evaluate("card.show()")
    assert page.find("[role=alert]").is_hidden()
    page.page.clock.set_fixed_time(NOW)


SESSION = {
    "session_energy": "12.34",
    "session_solar_share": "85",
    "session_cost": "1.02",
    "session_saved": "2.41",
}


@pytest.mark.parametrize(
    ("app", "config", "lists"),
    [
        ({}, {}, 2),
        (SESSION, {}, 1),
        ({**SESSION, "session_cost": "1.03"}, {}, 2),
        (SESSION, {"show": ["session"]}, 1),
        (SESSION, {"show": ["state", "session"]}, 1),
    ],
)
def test_the_same_figures_are_not_shown_twice(
    page: CardPage, app: dict[str, str], config: dict[str, Any], lists: int
) -> None:
    page.put(hass(app), config)
    assert page.find("dl:visible").count() == lists


@pytest.mark.parametrize(
    ("app", "said", "dashes"),
    [
        ({"energy_today": "0.00", "solar_share_today": "unknown"}, "Nothing charged yet.", 0),
        ({"energy_today": "unknown", "cost_today": "unknown"}, "Nothing has been counted yet.", 2),
        ({"cost_today": "unknown"}, "What it cost is not known: no price is told.", 1),
        ({}, "", 0),
    ],
)
def test_a_dash_among_the_figures_has_its_why(
    page: CardPage, app: dict[str, str], said: str, dashes: int
) -> None:
    page.put(hass(app), {"show": ["today"]})
    assert page.find(f"dd:visible:text-is('{NOTHING}')").count() == dashes
    assert plain(" ".join(page.find(".why:visible").all_inner_texts())) == said


@pytest.mark.parametrize(
    ("app", "said"),
    [
        ({"solar_power": None}, "Without a meter of the roof the sun is not known"),
        ({"solar_power": "unknown"}, "The meter of the roof says nothing just now."),
        ({"charging_power": "unknown"}, "The car has not said what it draws."),
        # Said at the top already, or in the reason.
        ({"grid_power": "unknown", "solar_power": "unknown"}, ""),
        ({"state": "setup", "solar_power": "unknown"}, ""),
        ({}, ""),
    ],
)
def test_a_dash_in_a_circle_has_its_why(page: CardPage, app: dict[str, str | None], said: str) -> None:
    page.put(hass(app))
    why = plain(" ".join(page.find(".flows .why:visible").all_inner_texts()))
    assert why.startswith(said) if said else why == ""


@pytest.mark.parametrize(
    ("current", "more"), [("10.0", "10 A"), ("0.5", "1 A"), ("0.4", ""), ("0.0", ""), ("unknown", "")]
)
def test_the_cars_amps_stand_in_its_circle(page: CardPage, current: str, more: str) -> None:
    page.put(hass({"charging_current": current}))
    assert plain(page.find(".node.car .more").text_content()) == more
    box, rim = page.find(".node.car .more").bounding_box(), page.find(".node.car .rim").bounding_box()
    if more:
        assert box is not None
        assert rim is not None
        assert rim["x"] < box["x"]
        assert box["x"] + box["width"] < rim["x"] + rim["width"]


def test_the_plan_is_a_sentence_whose_numbers_are_not_broken_from_their_units(page: CardPage) -> None:
    page.put(hass(PLAN))
    raw = page.find(".plan").text_content() or ""
    assert plain(raw) == PLAN["plan"]
    assert "60\xa0%" in raw
    assert "4.5\xa0kWh" in raw
    page.tell(hass({"plan": "unknown"}))
    assert page.find(".plan").is_hidden()


def test_who_showed_all_parts_of_before_is_shown_what_is_new(page: CardPage) -> None:
    former = ["flows", "state", "checklist", "battery", "today", "session", "switches"]
    page.put(told(app=PLAN), {"show": former})
    assert page.find(".modes").is_visible()
    assert page.find(".plan").is_visible()
    page.put(told(app=PLAN), {"show": former[1:]})
    assert page.find(".modes").count() == 0
    assert page.find(".flows").count() == 0
