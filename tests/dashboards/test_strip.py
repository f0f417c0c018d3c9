"""The strip of the two days to come in a real browser: what it draws, reads out, and asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from solar_charging.base.time_grid import QUARTER_S
from solar_charging.planning.departures import Departure
from solar_charging.planning.history import History
from solar_charging.planning.prospect import Prospect
from solar_charging.planning.scenarios import Battery, Known
from solar_charging.publishing.outlook_entity import listed
from solar_charging.settings.tariff import Tariff
from tests.dashboards.card_page import NOTHING, NOW, CardPage, hass, plain
from tests.solar_charging.planning.test_outlook import CHARGER, PRICED, two_prices

pytestmark = pytest.mark.timeout(300)

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 6, 16, 7, 30, tzinfo=BERLIN)
HELPER = "input_text.solar_charging_preview"
CONTROLS = {
    "preview": HELPER,
    "departure_time": "input_datetime.solar_charging_departure",
    "departure_soc": "input_number.solar_charging_departure_soc",
    "departure_days": "input_select.solar_charging_departure_days",
}
STRIP = {"show": ["strip"]}


@pytest.fixture(autouse=True)
def at_noon(page: CardPage) -> None:
    """Some tests move the clock."""
    page.page.clock.set_fixed_time(NOW)


FIRST_S = NOW.timestamp()


def sunny() -> History:
    """Six days of which each has its own sun from ten to four."""
    history = History()
    for at_s in np.arange(FIRST_S - 6 * 86_400, FIRST_S, QUARTER_S):
        local = datetime.fromtimestamp(float(at_s), BERLIN)
        kw = float(1 + local.day % 5) if 10 <= local.hour < 16 else -0.3
        history.measured(float(at_s) + 450, 400.0, 1000 * kw, 0.0)
    return history


def prospect(**changes: Any) -> Prospect:
    """What is known at two in the afternoon of a car that is to leave next morning; cheap from ten to six."""
    prices = np.array([two_prices(FIRST_S + QUARTER_S * at) for at in range(288)])
    given = {
        "history": sunny(),
        "known": Known(prices, np.full(288, 0.08), Departure(MORNING.timestamp(), 80.0)),
        "battery": Battery(60.0, 30.0, 54.0),
        "charger": CHARGER,
        "store": None,
        "now": NOW.astimezone(BERLIN),
        "tariff": PRICED,
    }
    return Prospect(**{**given, **changes})


def past() -> dict[str, list[dict[str, Any]]]:
    """From eight on 3 kW were left over, from ten on the car had 2 of them; the battery rose from 40 %."""
    points: Mapping[str, list[tuple[float, str]]] = {
        "surplus": [(12, "-300"), (6, "3000")],
        "charging_power": [(12, "0"), (4, "2000")],
        "grid_power": [(12, "300"), (6, "-3000"), (4, "-1000")],
        "soc": [(12, "40"), (2, "45"), (0.1, "50")],
    }
    return {
        f"sensor.solar_charging_{key}": [
            {"s": state, "lu": (NOW - timedelta(hours=hours)).timestamp()} for hours, state in each
        ]
        for key, each in points.items()
    }


def told(
    seen: Prospect | None = None,
    asked: str | None = None,
    tried: Prospect | None = None,
    controls: Mapping[str, str] = CONTROLS,
    attributes: Mapping[str, object] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """What Home Assistant knows; `tried` is what the app has answered to what was `asked`."""
    seen = seen or prospect()
    states = {"outlook": NOW.isoformat(), "preview": "unknown" if asked is None else "answered"}
    known = hass(states, **{"history": past(), **more})
    outlook, preview, state = (
        known["states"][f"sensor.solar_charging_{key}"] for key in ("outlook", "preview", "state")
    )
    outlook["attributes"] = dict(attributes or listed(seen.outlook) | {"currency": "EUR"})
    state["attributes"] = {**state["attributes"], "controls": dict(controls)}
    for entity in controls.values():
        options = {"options": ["Une fois", "Tous les jours"]}
        known["states"][entity] = {"entity_id": entity, "state": "unknown", "attributes": options}
    if asked is not None:
        more_cost = "" if tried is None else f"{(tried.outlook.cost or 0) - (seen.outlook.cost or 0):.2f}"
        answer = {} if tried is None else listed(tried.outlook) | {"currency": "EUR", "more_cost": more_cost}
        preview["attributes"] = {"asked": asked, **answer}
    return known


def put(page: CardPage, known: Mapping[str, Any] | None = None) -> None:
    page.put(known or told(), STRIP)
    page.page.wait_for_function("card.shadowRoot.querySelector('.strip svg .seen') !== null")


def read(page: CardPage) -> str:
    return " ".join(page.text(".readout").split())


def count(page: CardPage, selector: str) -> int:
    return page.find(f".strip svg.days {selector}").count()


# What is drawn


def test_prices_are_bars_and_the_cheap_hours_are_marked(page: CardPage) -> None:
    put(page)
    assert count(page, "rect.price") == 36
    # By the hour until two in the night after next: tonight's eight cheap ones, and four of the next.
    assert count(page, "rect.price.cheap") == 12
    assert count(page, "rect.price.guessed") == 0
    heights = {
        each: float(page.find(f".strip svg.days rect.price{each}").first.get_attribute("height") or 0)
        for each in (".cheap", ":not(.cheap)")
    }
    assert heights[".cheap"] / heights[":not(.cheap)"] == pytest.approx(2 / 3, abs=0.01)


def test_a_purchase_is_a_block_with_its_energy_and_cost(page: CardPage) -> None:
    seen = prospect()
    put(page, told(seen))
    assert seen.made is not None
    (purchase,) = seen.made.schedule.purchases
    (each,) = seen.outlook.purchases
    assert count(page, "path.bought:not(.was)") == 1
    said = plain("\n".join(page.find(".strip text.amount").all_text_contents()))
    assert said == f"{purchase.kwh:.1f} kWh · €{each.cost:.2f}"


def test_the_line_of_the_battery_ends_at_the_flag(page: CardPage) -> None:
    put(page)
    path = page.find(".strip svg.days path.soc").last.get_attribute("d") or ""
    x, y = (float(each) for each in path.split("L")[-1].split())
    knot = page.find(".strip .knot")
    assert x == pytest.approx(float(knot.get_attribute("cx") or 0), abs=0.2)
    assert y == pytest.approx(float(knot.get_attribute("cy") or 0), abs=2.0)
    assert plain(page.find(".strip text.said").text_content()) == "Tue 07:30 · 80 %"


def test_the_sun_has_its_spread_and_the_past_stands_behind_now(page: CardPage) -> None:
    put(page)
    assert (count(page, "path.perhaps"), count(page, "path.likely")) == (1, 2)
    now = float(page.find(".strip line.now").get_attribute("x1") or 0)
    for name, sides in (("seen", {-1}), ("charged.was", {-1}), ("perhaps", {1}), ("charged:not(.was)", {1})):
        drawn = page.find(f".strip svg.days path.{name}").get_attribute("d") or ""
        xs = [float(each) for each in re.findall(r"[MLH](-?[\d.]+)", drawn)]
        assert {1 if x > now else -1 for x in xs if abs(x - now) > 3} == sides


@pytest.mark.parametrize(
    ("kept", "bought", "unclear"),
    [
        (("surplus", "charging_power", "grid_power"), 1, 0),
        (("surplus", "charging_power"), 1, 0),
        (("charging_power", "grid_power"), 1, 0),
        (("charging_power",), 0, 1),
    ],
)
def test_what_was_bought_is_told_by_what_is_recorded(
    page: CardPage, kept: tuple[str, ...], bought: int, unclear: int
) -> None:
    """The car drew 2 kW, of which the sun had half."""
    at = (NOW - timedelta(hours=6)).timestamp()
    watts = {"surplus": "1000", "charging_power": "2000", "grid_power": "1000"}
    history = {f"sensor.solar_charging_{key}": [{"s": watts[key], "lu": at}] for key in kept}
    page.put(told(history=history), STRIP)
    page.page.wait_for_function("card.shadowRoot.querySelector('.strip svg .was') !== null")
    assert (count(page, "path.bought.was"), count(page, "path.unclear")) == (bought, unclear)
    page.find(".strip svg.days").focus()
    page.page.keyboard.press("ArrowLeft")
    assert ("car 2.0 kW" in read(page), "bought 1.0 kW" in read(page)) == (True, bool(bought))


def test_a_departure_that_was_learnt_is_told_from_one_that_somebody_said(page: CardPage) -> None:
    put(page, told(prospect().instead(Departure(MORNING.timestamp(), 50.0, learnt=True))))
    assert plain(page.find(".strip .learnt text.said").text_content()) == "≈ Tue 07:30 · 50 %"
    put(page)
    assert count(page, ".learnt") == 0


def test_what_was_before_midnight_is_not_drawn(page: CardPage) -> None:
    page.page.clock.set_fixed_time(NOW - timedelta(hours=10))
    early = NOW - timedelta(hours=10)
    rows = {
        "sensor.solar_charging_soc": [
            {"s": pct, "lu": (early - timedelta(hours=hours)).timestamp()}
            for pct, hours in (("30", 12), ("40", 8), ("45", 1))
        ]
    }
    page.put(told(prospect(now=early.astimezone(BERLIN)), told=early, history=rows), STRIP)
    page.page.wait_for_function("card.shadowRoot.querySelectorAll('.strip svg.days path.soc').length === 2")
    path = page.find(".strip svg.days path.soc").first.get_attribute("d") or ""
    assert len([each for each in path[1:].split("L") if each.startswith("28.0 ")]) == 1


def test_the_history_of_the_day_is_asked_for_once_in_a_while(page: CardPage) -> None:
    put(page)
    page.tell(told())
    (message,) = page.page.evaluate("window.asked")
    keys = ("surplus", "charging_power", "grid_power", "soc")
    assert message["entity_ids"] == [f"sensor.solar_charging_{key}" for key in keys]
    begin, end = (
        datetime.fromisoformat(message[key].replace("Z", "+00:00")) for key in ("start_time", "end_time")
    )
    assert (end - begin, end) == (timedelta(hours=12), NOW)


NO_PRICES = {"tariff": Tariff()}
NO_DEPARTURE = {"known": Known(np.full(288, 0.3), np.full(288, 0.08))}


@pytest.mark.parametrize(
    ("changes", "bars", "sun", "line", "flags"),
    [
        ({}, True, True, True, True),
        (NO_PRICES, False, True, True, True),
        ({"history": History()}, True, False, True, True),
        ({"battery": None}, True, True, False, True),
        (NO_DEPARTURE, True, True, False, False),
        ({"history": History(), "battery": None, **NO_PRICES}, False, False, False, True),
    ],
)
def test_it_shows_what_is_known(
    page: CardPage, changes: dict[str, Any], bars: bool, sun: bool, line: bool, flags: bool
) -> None:
    put(page, told(prospect(**changes)))
    assert (count(page, "rect.price") > 0) is bars
    assert (count(page, "path.perhaps") > 0) is sun
    # What happened has a line of its own.
    assert (count(page, "path.soc") == 2) is line
    assert (count(page, ".flagged") > 0) is flags
    assert read(page)


def test_without_a_history_it_shows_the_plan_alone(page: CardPage) -> None:
    page.put(told(refuses="no recorder"), STRIP)
    page.page.wait_for_function("window.asked.length === 1")
    assert (count(page, "path.seen"), count(page, "path.perhaps")) == (0, 1)


def test_an_app_that_knows_no_outlook_has_no_strip(page: CardPage) -> None:
    page.put(hass(), STRIP)
    assert page.find(".strip").is_hidden()


HOSTILE = {
    "begin": "2026-06-15T12:00:00+00:00",
    "step_min": "0",
    "price": "<b>x</b>,,1e308,0.3,nan,Infinity," * 100,
    "sun_kw": "many",
    "sun_low_kw": [1],
    "sun_high_kw": "1,2,3",
    "charged_kwh": {"a": 1},
    "soc_pct": "150,-3,x",
    "soc_now_pct": "full",
    "purchases": ["0,0,5", "0", "x", "0,15,<b>9</b>,", None, [1, 2, 3], "60,75,2,0.2,0.4"],
    "departures": ["x,3", "810,60", 7],
    "prices_told": "-1",
}


def test_what_makes_no_sense_breaks_nothing(page: CardPage) -> None:
    page.put(told(attributes=HOSTILE), STRIP)
    assert count(page, ".flagged") == 1
    assert page.find(".strip b").count() == 0
    page.put(told(controls={"preview": "light.kitchen", "departure_time": "__proto__"}), STRIP)
    assert page.find(".strip .flag").is_hidden()


@pytest.mark.parametrize("width", [320, 390, 1100])
@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_nothing_is_wider_than_the_card(page: CardPage, width: int, language: str) -> None:
    page.page.set_viewport_size({"width": width, "height": 900})
    put(page, told(language=language))
    for selector in (".strip svg.days text", ".legend li", ".readout"):
        for box in [each.bounding_box() for each in page.find(f".strip {selector}").all()]:
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


# What is read


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ([], "14:00 · sun expected 3.3 kW (1.0\u2060\u2013\u20605.0) · from the sun"),
        (["ArrowRight"], "15:00 · sun expected"),
        (["ArrowLeft"], "13:00 · sun left over 3.0 kW · car 2.0 kW · battery 45 %"),
        (["ArrowLeft"] * 5, "09:00 · sun left over 3.0 kW · battery 40 %"),
        (["ArrowLeft"] * 7, "07:00 · battery 40 %"),
        (["ArrowRight"] * 15, "Tue 05:00 · bought"),
        (["ArrowRight"] * 18, "Tue 08:00 · price €0.30/kWh"),
        (["End"], "Wed"),
        (["Home"], "02:00 · battery 40 %"),
    ],
)
def test_the_arrow_keys_read_each_hour(page: CardPage, keys: list[str], said: str) -> None:
    put(page)
    page.find(".strip svg.days").focus()
    for key in keys:
        page.page.keyboard.press(key)
    assert read(page).startswith(said)
    assert plain(page.find(".strip svg.days").get_attribute("aria-valuetext")).replace("  ", " ") == read(
        page
    )


def test_the_pointer_reads_too(page: CardPage) -> None:
    put(page)
    box = page.find(".strip svg.days").bounding_box()
    assert box is not None
    page.page.mouse.move(box["x"] + box["width"] - 45, box["y"] + 100)
    assert read(page).startswith("Wed 0")
    assert page.find(".strip .cursor:not([hidden])").count() == 1
    page.page.mouse.move(0, 0)
    assert page.find(".strip .cursor:not([hidden])").count() == 0


def test_prices_that_are_guessed_or_never_told_are_said_so(page: CardPage) -> None:
    seen = prospect()
    known = Known(seen.known.import_per_kwh, seen.known.export_per_kwh, seen.known.departure, (), 4)
    put(page, told(prospect(known=known)))
    page.find(".strip svg.days").focus()
    page.page.keyboard.press("End")
    assert read(page).endswith("price €0.20/kWh, guessed, cheap")
    assert count(page, "rect.price.guessed") == 35
    windows = Tariff.model_validate({"off_peak": ({"start": "22:00", "end": "06:00"},)})
    put(page, told(prospect(tariff=windows)))
    page.find(".strip svg.days").focus()
    page.page.keyboard.press("End")
    assert read(page).endswith("price cheap")
    assert "€" not in page.drawn


def test_a_screen_reader_finds_a_table(page: CardPage) -> None:
    put(page)
    rows = [plain(each) for each in page.find(".strip table tr").all_text_contents()]
    assert rows[0] == "hourpricesun expectedfrom the sunboughtbattery"
    assert len(rows) == 37
    assert rows[1].startswith("Mon 14:00€0.30/kWh3.3 kW (1.0")
    night = next(row for row in rows if row.startswith("Tue 05:00"))
    assert re.fullmatch(r"Tue 05:00€0\.20/kWh, cheap0\.0 kW0\.0 kW[\d.]+ kWh · €[\d.]+\d\d %", night)
    later = next(row for row in rows if row.startswith("Tue 09:00"))
    assert later.endswith(f"{NOTHING}{NOTHING}{NOTHING}")


# Another departure

NINE = prospect().instead(Departure(MORNING.timestamp() + 5400, 90.0))
ASKED = "2026-06-16T09:00 90"


def drag(page: CardPage, hours: float, pct: float) -> None:
    """Drags the flag so many hours and per cent on."""
    box, plot = page.find(".strip .flag").bounding_box(), page.find(".strip svg.days").bounding_box()
    assert box is not None
    assert plot is not None
    x, y = box["x"] + 22, box["y"] + box["height"] - 22
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 5, y + 1)
    page.page.mouse.move(x + (plot["width"] - 64) * hours / 48, y - 1.5 * pct)
    page.page.mouse.up()


def test_dragging_the_flag_asks_the_app_and_not_the_card(page: CardPage) -> None:
    put(page)
    drag(page, 1.5, 10)
    page.page.wait_for_function("window.calls.length === 1")
    (call,) = page.calls
    assert call == ["input_text", "set_value", {"entity_id": HELPER, "value": ASKED}]
    assert "The app is asked" in page.text(".asked")
    assert count(page, "path.soc.then") == 0
    assert page.find(".keep").is_hidden()


def test_the_answer_is_a_dashed_line_and_a_sentence_with_its_cost(page: CardPage) -> None:
    put(page)
    drag(page, 1.5, 10)
    page.tell(told(asked=ASKED, tried=NINE))
    assert count(page, "path.soc.then") == 1
    assert count(page, "path.bought.then") >= 1
    more = (NINE.outlook.cost or 0) - (prospect().outlook.cost or 0)
    assert page.text(".asked p") == (
        f"90 % by Tue 09:00: {NINE.outlook.bought_kwh:.1f} kWh from the grid for €{NINE.outlook.cost:.2f}; "
        f"€{more:.2f} more than is planned now"
    )
    assert page.find(".keep").is_visible()


def test_the_keys_move_the_flag_and_ask_when_they_rest(page: CardPage) -> None:
    put(page)
    flag = page.find(".strip .flag")
    flag.focus()
    for key in ["ArrowRight"] * 2 + ["PageUp"] + ["ArrowUp"] * 2:
        page.page.keyboard.press(key)
    assert plain(flag.get_attribute("aria-valuetext")) == "Tue 09:00 · 90 %"
    assert (flag.get_attribute("role"), flag.get_attribute("aria-valuenow")) == ("slider", "90")
    page.page.wait_for_function("window.calls.length > 0")
    assert page.calls == [["input_text", "set_value", {"entity_id": HELPER, "value": ASKED}]]


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        (["ArrowUp"] * 9, "2026-06-16T07:30 100"),
        (["ArrowDown"] * 30, "2026-06-16T07:30 5"),
        (["ArrowLeft"] * 2, "2026-06-16T07:00 80"),
        (["PageDown"] * 40, "2026-06-15T14:15 80"),
    ],
)
def test_the_flag_stays_within_what_can_be(page: CardPage, keys: list[str], asked: str) -> None:
    put(page)
    page.find(".strip .flag").focus()
    for key in keys:
        page.page.keyboard.press(key)
    page.page.wait_for_function("window.calls.length > 0")
    assert page.calls[-1][2]["value"] == asked


def test_keep_sets_the_helpers_of_the_departure_for_once(page: CardPage) -> None:
    put(page, told(asked=ASKED, tried=NINE))
    page.find(".keep").click()
    page.page.wait_for_function("window.calls.length === 4")
    assert page.calls == [
        ["input_select", "select_option", {"entity_id": CONTROLS["departure_days"], "option": "Une fois"}],
        ["input_number", "set_value", {"entity_id": CONTROLS["departure_soc"], "value": 90}],
        [
            "input_datetime",
            "set_datetime",
            {"entity_id": CONTROLS["departure_time"], "date": "2026-06-16", "time": "09:00:00"},
        ],
        ["input_text", "set_value", {"entity_id": HELPER, "value": ""}],
    ]
    assert page.find(".asked").is_hidden()


def test_back_forgets_it_even_before_the_app_does(page: CardPage) -> None:
    put(page, told(asked=ASKED, tried=NINE))
    assert count(page, "path.soc.then") == 1
    page.find(".asked button:not(.keep)").click()
    page.page.wait_for_function("window.calls.length === 1")
    assert page.calls == [["input_text", "set_value", {"entity_id": HELPER, "value": ""}]]
    page.tell(told(asked=ASKED, tried=NINE))
    assert page.find(".asked").is_hidden()
    assert count(page, "path.soc.then") == 0
    page.tell(told())
    page.tell(told(asked=ASKED, tried=NINE))
    assert page.find(".asked").is_visible()


def test_what_is_over_goes_away(page: CardPage) -> None:
    put(page, told(asked=ASKED, tried=NINE))
    page.tell(told())
    assert page.find(".asked").is_hidden()
    assert plain(page.find(".strip text.said").text_content()) == "Tue 07:30 · 80 %"


def test_the_answer_to_an_older_question_is_not_taken_for_this_one(page: CardPage) -> None:
    put(page)
    drag(page, 3, 0)
    page.tell(told(asked=ASKED, tried=NINE))
    assert count(page, "path.soc.then") == 0
    assert "The app is asked" in page.text(".asked")


def test_nonsense_is_said_in_the_apps_words(page: CardPage) -> None:
    put(page, told(asked="<b>soon</b>"))
    assert page.text(".asked p") == "answered"
    assert page.find(".keep").is_hidden()


def test_an_app_that_does_not_answer_is_said_to_be_late(page: CardPage) -> None:
    put(page)
    drag(page, 3, 0)
    page.page.clock.set_fixed_time(NOW + timedelta(minutes=1))
    page.tell(told(told=NOW + timedelta(minutes=1)))
    assert "has not answered yet" in page.text(".asked")


def test_where_the_helper_is_refused_the_flag_goes_back(page: CardPage) -> None:
    put(page)
    page.tell(told(refuses="not allowed"))
    drag(page, 3, 0)
    page.page.wait_for_function("card.shadowRoot.querySelector('.asked').hidden")
    assert "not allowed" in page.text("[role=alert]")
    assert plain(page.find(".strip text.said").text_content()) == "Tue 07:30 · 80 %"


@pytest.mark.parametrize("controls", [{}, {"departure_time": "input_datetime.x"}])
def test_without_the_helper_the_flag_stays_where_it_is(page: CardPage, controls: dict[str, str]) -> None:
    put(page, told(controls=controls))
    assert count(page, ".flagged") == 1
    assert page.find(".strip .flag").is_hidden()


def test_without_the_helpers_of_the_departure_it_can_be_tried_but_not_kept(page: CardPage) -> None:
    put(page, told(controls={"preview": HELPER}, asked=ASKED, tried=NINE))
    assert "90 % by Tue 09:00" in page.text(".asked p")
    assert page.find(".keep").is_hidden()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "90 % by Tue 09:00: no plan until the car is plugged in at home"),
        ("fr", "90 % d'ici mar. 09:00 : pas de plan tant que la voiture n'est pas branchée à la maison"),
        ("de", "90 % bis Di., 09:00: kein Plan, bis das Auto zu Hause eingesteckt ist"),
    ],
)
def test_the_answer_is_in_the_language_of_who_looks(page: CardPage, language: str, said: str) -> None:
    away = prospect(battery=None)
    tried = away.instead(Departure(MORNING.timestamp() + 5400, 90.0))
    put(page, told(away, ASKED, tried, language=language))
    assert page.text(".asked p") == said
