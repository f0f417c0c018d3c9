"""The graph of the three currents in a real browser."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.dashboards.card_page import GRAPH, NOTHING, NOW, CardPage, hass

pytestmark = pytest.mark.timeout(300)

Points = list[tuple[float, str]]


def history(**curves: Points) -> dict[str, list[dict[str, Any]]]:
    """What Home Assistant answers; a point is given by its hours before now."""
    return {
        f"sensor.solar_charging_{key}": [
            {"s": state, "lu": (NOW - timedelta(hours=hours)).timestamp()} for hours, state in points
        ]
        for key, points in curves.items()
    }


DAY = history(
    target_now=[(24, "0.0"), (5, "7.5"), (2, "unavailable"), (1, "12.0")],
    target=[(24, "0.0"), (5, "6.0"), (1, "10.0")],
    charging_current=[(24, "0.0"), (4, "6.0"), (1, "10.0")],
)
# Of 96 strides over the day each is a quarter of an hour.
BACK_TWO_HOURS = ["ArrowLeft"] * 8
# The graph asks, and draws when it is answered.
CURRENTS = {"target_now": "12.0", "target": "10.0", "charging_current": "10.0"}
OLD = hass({**CURRENTS, "heartbeat": NOW.isoformat()}, told=NOW - timedelta(hours=1))


def drawn(page: CardPage, key: str) -> str:
    return page.find(f".plot .curve.{key}").get_attribute("d") or ""


def put(page: CardPage, answer: Any = DAY, **config: Any) -> None:
    page.put({**OLD, "history": answer}, config, GRAPH)
    page.page.wait_for_function("card.shadowRoot.querySelector('.curve.target[d^=M]') !== null")


def test_it_asks_home_assistant_for_the_three_curves(page: CardPage) -> None:
    put(page)
    (message,) = page.page.evaluate("window.asked")
    assert message["type"] == "history/history_during_period"
    curves = ("charging_current", "target_now", "target")
    assert message["entity_ids"] == [f"sensor.solar_charging_{key}" for key in curves]
    begin, end = (
        datetime.fromisoformat(message[key].replace("Z", "+00:00")) for key in ("start_time", "end_time")
    )
    assert (begin, end) == (NOW - timedelta(hours=24), NOW)


def test_curves_are_stepped_and_broken_where_nothing_is_known(page: CardPage) -> None:
    put(page)
    assert set(drawn(page, "target")) <= set("MHV 0123456789.")
    assert drawn(page, "target").count("M") == 1
    assert drawn(page, "target_now").count("M") == 2


def test_the_curves_of_an_app_that_is_silent_end_where_it_was_last_heard(page: CardPage) -> None:
    put(page)
    whole = end_of(drawn(page, "target"))
    silent = hass(CURRENTS, told=NOW - timedelta(minutes=30))
    page.put({**silent, "history": DAY}, {"hours": 1}, GRAPH)
    page.page.wait_for_function("card.shadowRoot.querySelector('.curve.target[d^=M]') !== null")
    assert end_of(drawn(page, "target")) == pytest.approx(whole / 2, rel=0.1)
    page.find(".plot").focus()
    page.page.keyboard.press("End")
    assert f"Charging {NOTHING}" in page.text(".readout")
    page.page.keyboard.press("Home")
    assert "Charging 10.0 A" in page.text(".readout")


def end_of(path: str) -> float:
    """Where the last line of a curve ends."""
    return float(re.findall(r"H(\S+)", path)[-1])


def test_what_was_drawn_has_one_outline_that_stands_on_nothing(page: CardPage) -> None:
    put(page)
    path = drawn(page, "charging_current")
    assert (path.count("M"), path.count("Z")) == (1, 1)
    assert re.fullmatch(r"M\S+ (\S+) .* V\1 Z", path)


@pytest.mark.parametrize(
    ("key", "color"),
    [
        ("target_now", "rgb(31, 63, 143)"),
        ("target", "rgb(232, 90, 160)"),
        ("charging_current", "rgb(143, 208, 245)"),
    ],
)
def test_the_colors_are_those_of_the_documents(page: CardPage, key: str, color: str) -> None:
    put(page)
    kind = "fill" if key == "charging_current" else "stroke"
    script = "([key, kind]) => getComputedStyle(card.shadowRoot.querySelector(`.plot .${key}`))[kind]"
    assert page.page.evaluate(script, [key, kind]) == color


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["End"], "14:00 · Target now 12.0 A · Smoothed target 10.0 A · Charging 10.0 A"),
        (["Home"], "14:00 · Target now 0.0 A · Smoothed target 0.0 A · Charging 0.0 A"),
        (["End", *BACK_TWO_HOURS], f"12:00 · Target now {NOTHING} · Smoothed target 6.0 A · Charging 6.0 A"),
        (
            ["End", *BACK_TWO_HOURS, *["ArrowRight"] * 4],
            "13:00 · Target now 12.0 A · Smoothed target 10.0 A · Charging 10.0 A",
        ),
    ],
)
def test_the_arrow_keys_read_the_values_of_a_moment(page: CardPage, keys: list[str], said: str) -> None:
    put(page)
    page.find(".plot").focus()
    for key in keys:
        page.page.keyboard.press(key)
    assert said in " ".join(page.text(".readout").split())
    assert page.find(".plot").get_attribute("role") == "slider"
    assert said in " ".join((page.find(".plot").get_attribute("aria-valuetext") or "").split())


def test_the_pointer_reads_them_too_and_its_line_goes_with_it(page: CardPage) -> None:
    put(page)
    box = page.find(".plot").bounding_box()
    assert box is not None
    page.page.mouse.move(box["x"] + box["width"] - 10, box["y"] + 50)
    assert "Charging 10.0 A" in page.text(".readout")
    assert page.find(".cursor:not([hidden])").count() == 1
    page.page.mouse.move(0, 0)
    assert page.find(".cursor:not([hidden])").count() == 0


@pytest.mark.parametrize(("hours", "label"), [(6, "6 h"), (1, "1 h"), (0.05, "3 min")])
def test_a_shorter_time_is_asked_for_and_marked(page: CardPage, hours: float, label: str) -> None:
    put(page, hours=hours if hours < 1 else 24)
    page.find(".ranges button").get_by_text(label, exact=True).click()
    message = page.page.evaluate("window.asked.at(-1)")
    begin = datetime.fromisoformat(message["start_time"].replace("Z", "+00:00"))
    assert NOW - begin == timedelta(hours=hours)
    assert page.text("button[aria-pressed=true]") == label


def test_what_changes_meanwhile_is_drawn_at_once(page: CardPage) -> None:
    put(page)
    before = drawn(page, "target")
    page.tell({**hass({"target": "3.0"}), "history": DAY})
    assert drawn(page, "target") != before
    assert "Smoothed target 3.0 A" in page.text(".readout")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"refuses": "<b>no recorder</b>"}, "No history: <b>no recorder</b>"),
        ({"history": {}}, "Nothing was recorded in this time."),
    ],
)
def test_without_a_history_it_says_so(page: CardPage, told: dict[str, Any], said: str) -> None:
    page.put({**OLD, **told}, {}, GRAPH)
    page.page.wait_for_function(
        "said => card.shadowRoot.querySelector('.readout').textContent === said", arg=said
    )
    assert page.find("b").count() == 0


def test_it_asks_no_more_when_it_is_gone(page: CardPage) -> None:
    page.page.evaluate("window.timers = new Set()")
    page.page.evaluate(
        """() => {
          const { setInterval, clearInterval } = window;
          window.setInterval = (...each) => {
            const id = setInterval(...each);
            window.timers.add(id);
            return id;
          };
          window.clearInterval = (id) => { window.timers.delete(id); clearInterval(id); };
        }"""
    )
    put(page)
    assert page.page.evaluate("window.timers.size") == 1
    page.page.evaluate("card.remove()")
    assert page.page.evaluate("window.timers.size") == 0
