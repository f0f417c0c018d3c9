"""The card in a real browser: states in, what a person sees and does out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from solar_charging.control.situation import State
from stage import card
from tests.dashboards.card_page import CARD, GRAPH, NOTHING, NOW, SOURCE, SUNNY, CardPage, hass, load

pytestmark = pytest.mark.timeout(300)

HOSTILE = "<img src=x onerror=\"document.title='hurt'\"><b>bold</b>"


def powers(sun: str | None, grid: str | None, car: str | None) -> dict[str, str | None]:
    return {"solar_power": sun, "grid_power": grid, "charging_power": car}


@pytest.mark.parametrize(
    ("sun", "grid", "car", "flows", "house"),
    [
        ("3230", "-410", "2300", {"sun-house", "sun-car", "sun-grid"}, "520 W"),
        ("0", "500", "0", {"grid-house"}, "500 W"),
        ("0", "4000", "3500", {"grid-house", "grid-car"}, "500 W"),
        ("1000", "2800", "3500", {"sun-house", "sun-car", "grid-car"}, "300 W"),
        ("200", "3600", "3500", {"sun-house", "grid-house", "grid-car"}, "300 W"),
        ("500", "-500", "0", {"sun-grid"}, "0 W"),
        ("24", "0", "0", set(), "24 W"),
        ("25", "0", "0", {"sun-house"}, "25 W"),
        # The meters are not read at once: a house that gives power is one of nothing.
        ("500", "-600", "0", {"sun-grid"}, "0 W"),
        # Without a known sun the house is what it uses less the sun.
        (None, "-410", "2300", {"house-car", "house-grid"}, "-2.7 kW"),
        ("unavailable", "4000", "3500", {"grid-house", "grid-car"}, "500 W"),
        # Nothing is guessed.
        ("3000", "unavailable", "2300", set(), NOTHING),
        ("3000", "-410", "unknown", set(), NOTHING),
        ("NaN", None, None, set(), NOTHING),
    ],
)
def test_what_flows_is_what_comes_in_and_goes_out(
    page: CardPage, sun: str | None, grid: str | None, car: str | None, flows: set[str], house: str
) -> None:
    page.put(hass(powers(sun, grid, car)))
    assert page.flows == flows
    assert page.value("house") == house


def test_the_dots_run_faster_with_more_watts_and_change_pace_without_a_new_start(page: CardPage) -> None:
    paces = []
    for car_w in (300, 2300, 3680, 7400, 11000):
        page.put(hass(powers(str(car_w), "0", str(car_w))))
        paces.append(page.pace("sun-car"))
    assert paces == sorted(set(paces))
    page.put(hass(powers("2000", "0", "2000")))
    running = "card.shadowRoot.querySelector('[data-flow=sun-car] .dots').getAnimations()[0]"
    page.page.evaluate(f"window.first = {running}")
    page.tell(hass(powers("3000", "0", "3000")))
    assert page.page.evaluate(f"window.first === {running}")


def test_what_the_car_leaves_out_stands_below_the_reason(page: CardPage) -> None:
    page.put(hass())
    assert not page.find(".remarks").is_visible()
    shown = hass()
    remark = "the car does not say <b>what</b> it draws"
    shown["states"]["sensor.solar_charging_reason"]["attributes"]["remarks"] = [remark]
    page.tell(shown)
    assert page.text(".remarks").lower() == remark
    page.tell(hass())
    assert not page.find(".remarks").is_visible()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Had it been on, now: charging at 8 A"),
        ("fr", "Si elle avait été activée, maintenant : charging at 8 A"),
        ("de", "Wäre sie an gewesen, jetzt: charging at 8 A"),
    ],
)
def test_what_would_be_is_marked_and_gone_where_nobody_looks(
    page: CardPage, language: str, said: str
) -> None:
    page.put(hass(language=language))
    assert not page.find(".watched").is_visible()
    shown = hass({"state": "off", "watched_current": "8.0"}, language=language)
    shown["states"]["sensor.solar_charging_watched_current"]["attributes"]["why"] = "charging at 8 A"
    page.tell(shown)
    assert page.text(".watched") == said
    page.tell(hass(language=language))
    assert not page.find(".watched").is_visible()


def test_more_watts_have_more_dots(page: CardPage) -> None:
    spacings = []
    for car_w in ("500", "2000", "7000"):
        page.put(hass(powers(car_w, "0", car_w)))
        dots = page.find("[data-flow=sun-car] .dots").get_attribute("stroke-dasharray") or ""
        spacings.append(float(dots.split()[1]))
    assert spacings == sorted(set(spacings), reverse=True)


def test_a_flow_that_ends_stands_still(page: CardPage) -> None:
    page.put(hass())
    assert page.pace("sun-car") > 0
    page.tell(hass(powers("500", "0", "0")))
    assert page.pace("sun-car") == 0


def test_who_wants_no_motion_gets_none_and_still_sees_the_directions(page: CardPage) -> None:
    page.put(hass())
    assert page.pace("sun-car") > 0
    page.page.emulate_media(reduced_motion="reduce")
    page.page.wait_for_function("card.shadowRoot.getAnimations().length === 0")
    page.tell(hass(powers("4000", "0", "3480")))
    assert page.pace("sun-car") == 0
    assert page.find("[data-flow=sun-car] .arrow").is_visible()
    page.page.emulate_media(reduced_motion="no-preference")
    page.page.wait_for_function("card.shadowRoot.getAnimations().length > 0")


def test_a_card_that_was_moved_on_the_dashboard_still_runs(page: CardPage) -> None:
    page.put(hass())
    page.page.evaluate(
        "document.body.append(document.createElement('div')); document.body.lastChild.append(card)"
    )
    assert page.pace("sun-car") > 0


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_each_state_has_its_words(page: CardPage, language: str) -> None:
    page.put(hass(language=language))
    for state in State:
        page.tell(hass({"state": state.value}, language=language))
        assert page.text(".state") not in ("", NOTHING, state.value.replace("_", " "))


def test_a_state_that_is_newer_than_the_card_is_shown_as_it_is(page: CardPage) -> None:
    page.put(hass({"state": "on_holiday"}))
    assert page.text(".state") == "on holiday"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["Following the sun", "Next change: 22:00", "limit 80 %", "12.3 kWh", "€2.41", "3.2 kW", "House"],
        ),
        (
            "fr",
            ["Suit le soleil", "changement : 22:00", "limite 80 %", "12,3 kWh", "2,41 €", "3,2 kW", "Maison"],
        ),
        ("de", ["Folgt der Sonne", "Änderung: 22:00", "Grenze 80 %", "12,3 kWh", "2,41 €", "3,2 kW", "Haus"]),
        ("de-CH", ["Folgt der Sonne", "Änderung: 22:00", "12.3 kWh", "EUR 2.41", "3.2 kW", "Haus"]),
        ("nl", ["Following the sun", "Next change: 22:00", "12,3 kWh", "€ 2,41", "House"]),
    ],
)
def test_words_and_numbers_are_in_the_language_of_home_assistant(
    page: CardPage, language: str, words: list[str]
) -> None:
    page.put(hass(language=language))
    shown = page.text("ha-card") + page.drawn
    for word in words:
        assert word in shown


def test_the_language_may_change_while_it_is_shown(page: CardPage) -> None:
    page.put(hass())
    page.tell(hass(language="fr"))
    assert page.text("h2") == "Recharge solaire"


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("language", "12.3 kWh"),
        ("comma_decimal", "12.3 kWh"),
        ("decimal_comma", "12,3 kWh"),
        ("none", "12.3 kWh"),
    ],
)
def test_numbers_follow_the_users_own_format(page: CardPage, number_format: str, shown: str) -> None:
    page.put(hass(locale={"number_format": number_format}))
    assert shown in page.text("ha-card")


@pytest.mark.parametrize(
    ("time_format", "zone", "shown"),
    [("24", "local", "22:00"), ("12", "local", "10:00 PM"), ("language", "server", "4:00 PM")],
)
def test_moments_follow_the_users_own_clock(page: CardPage, time_format: str, zone: str, shown: str) -> None:
    told = hass(
        locale={"time_format": time_format, "time_zone": zone}, config={"time_zone": "America/New_York"}
    )
    page.put(told)
    assert page.text(".next") == f"Next change: {shown}"


def test_a_moment_of_another_day_has_its_weekday(page: CardPage) -> None:
    page.put(hass({"next_change": "2026-06-17T04:00:00+00:00"}))
    assert page.text(".next") == "Next change: Wed 06:00"


@pytest.mark.parametrize(
    ("language", "seconds", "shown"),
    [
        ("en", 150, "Decides in 2:30"),
        ("fr", 60, "Décision dans 1:00"),
        ("de", 9, "Entscheidet in 0:09"),
        ("en", 0.4, "Decides in 0:01"),
        ("en", 0, ""),
        ("en", -30, ""),
    ],
)
def test_until_enough_is_measured_it_counts_down(
    page: CardPage, language: str, seconds: float, shown: str
) -> None:
    page.put(hass(also={"decides_at": (NOW + timedelta(seconds=seconds)).isoformat()}, language=language))
    assert page.text(".countdown") == shown


@pytest.mark.parametrize("said", ["unknown", "soon", ""])
def test_without_a_moment_there_is_no_countdown(page: CardPage, said: str) -> None:
    page.put(hass(also={"decides_at": said}))
    assert page.text(".countdown") == ""


def test_the_battery_shows_level_limit_and_what_is_wanted_when(page: CardPage) -> None:
    page.put(hass(also={"departure": "2026-06-16T05:30:00+00:00", "departure_soc_pct": "70"}))
    assert page.text(".level") == "62 %\nlimit 80 %"
    assert page.text(".wanted") == "70 % wanted by Tue 07:30"
    bar = page.find(".bar")
    assert bar.get_attribute("role") == "meter"
    assert bar.get_attribute("aria-valuenow") == "62"
    assert bar.get_attribute("aria-valuetext") == "62 %, limit 80 %"
    assert page.page.evaluate("card.shadowRoot.querySelector('.filled').style.width") == "62%"


def test_what_is_not_known_is_a_dash_and_never_a_zero(page: CardPage) -> None:
    page.put(hass(dict.fromkeys(SUNNY, "unavailable"), also={"charge_limit_pct": "unknown"}))
    shown = page.text("ha-card")
    assert re.findall(r"\b0\b|NaN|undefined|null|unavailable", shown) == []
    assert page.find(f".node text:text-is('{NOTHING}')").count() == 4
    assert page.find(f"dd:visible:text-is('{NOTHING}')").count() == 4
    assert page.find(".bar").get_attribute("aria-valuenow") is None


@pytest.mark.parametrize(
    ("told", "hint"),
    [
        (hass({"state": None}), "sensor.solar_charging_state is not in Home Assistant"),
        (hass({"state": "unavailable"}), "sensor.solar_charging_state is not in Home Assistant"),
        (hass({"grid_power": "unknown"}), "The grid meter says nothing"),
        (hass(told=NOW - timedelta(minutes=12)), "Last heard 12 min ago. Does AppDaemon run?"),
        (hass({"grid_power": "unknown"}, told=NOW - timedelta(hours=3)), "Last heard 3 h ago."),
        (hass({"state": "stopped"}, told=NOW - timedelta(hours=49)), "Last heard 2 days ago."),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(page: CardPage, told: dict[str, Any], hint: str) -> None:
    page.put(told)
    assert hint in page.text("[role=alert]")


def test_a_silent_meter_is_said_once_and_by_the_reason(page: CardPage) -> None:
    page.put(hass({"grid_power": "unknown", "state": "no_reading", "reason": "the grid meter is silent"}))
    assert page.find(".hint:visible").count() == 0


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("told", "60 % wanted by Tue 06:00"),
        ("learnt", "60 % by Tue 06:00, as learnt from your trips"),
        ("assumed", "60 % by Tue 06:00, assumed until you set a departure"),
        (None, "60 % wanted by Tue 06:00"),
    ],
)
def test_a_wish_that_nobody_has_told_does_not_look_told(
    page: CardPage, source: str | None, said: str
) -> None:
    also = {"departure": "2026-06-16T04:00:00+00:00", "departure_soc_pct": "60"}
    page.put(hass(also=also if source is None else {**also, "departure_source": source}))
    assert page.text(".wanted") == said


def test_where_all_is_well_there_is_no_hint(page: CardPage) -> None:
    page.put(hass(told=NOW - timedelta(minutes=11)))
    assert page.find(".hint:visible").count() == 0


AGO = timedelta(minutes=11, seconds=1)


def grey(page: CardPage) -> list[str]:
    """The parts that are shown as of the past."""
    script = """[...card.shadowRoot.querySelectorAll('.parts section')]
      .filter((each) => getComputedStyle(each).filter === 'grayscale(1)')
      .map((each) => each.className || each.firstChild.className)"""
    return list(page.page.evaluate(script))


def test_a_card_whose_app_is_silent_greys_out_but_for_the_switches(page: CardPage) -> None:
    page.put(hass(told=NOW - AGO + timedelta(seconds=1)))
    assert grey(page) == []
    assert page.flows
    page.tell(hass(told=NOW - AGO))
    assert len(grey(page)) == page.find(".parts section:not(.keeps)").count()
    assert "keeps" not in grey(page)
    assert page.flows == set()
    assert page.find(".state.charging").count() == 0
    page.tell(hass(told=NOW))
    assert grey(page) == []
    assert page.flows


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Last heard 12 min ago."),
        ("fr", "Dernier signe de vie il y a 12 min."),
        ("de", "Letztes Lebenszeichen vor 12 min."),
    ],
)
def test_the_silence_is_said_in_each_language(page: CardPage, language: str, said: str) -> None:
    page.put(hass(told=NOW - timedelta(minutes=12), language=language))
    assert said in page.text("[role=alert]")


def test_time_goes_on_where_home_assistant_has_nothing_new(page: CardPage) -> None:
    page.put(hass(told=NOW - timedelta(minutes=10)))
    assert grey(page) == []
    page.page.clock.set_fixed_time(NOW + timedelta(minutes=2))
    page.page.evaluate("card.show()")
    assert "Last heard 12 min ago" in page.text("[role=alert]")
    page.page.clock.set_fixed_time(NOW)


@pytest.mark.parametrize(
    ("told", "silent"),
    [
        # Between two heartbeats whatever is told is a sign of life.
        (hass({"heartbeat": (NOW - timedelta(minutes=20)).isoformat()}), False),
        # An app of before there was a heartbeat, and a clock that is ahead of the browser's.
        (hass({"heartbeat": None}, told=NOW - timedelta(hours=3)), False),
        (hass({"heartbeat": "unknown"}, told=NOW - timedelta(hours=3)), False),
        (hass(told=NOW + timedelta(hours=3)), False),
        (hass({"heartbeat": "soon"}, told=NOW - timedelta(hours=3)), False),
        (hass(told=NOW - timedelta(days=400)), True),
    ],
)
def test_only_a_heartbeat_that_is_missing_is_a_silence(
    page: CardPage, told: dict[str, Any], silent: bool
) -> None:
    page.put(told)
    assert bool(grey(page)) is silent


@pytest.mark.parametrize(("state", "greyed"), [("stopped", True), ("setup", False)])
def test_of_an_app_that_steers_nothing_the_reason_says_why_and_no_meter_is_blamed(
    page: CardPage, state: str, greyed: bool
) -> None:
    page.put(hass({"state": state, "grid_power": "unknown", "charging_power": "unknown"}))
    assert page.find(".hint:visible").count() == 0
    assert bool(grey(page)) is greyed
    assert page.find(".state.trouble").count() == 1
    assert "state trouble" not in grey(page)


def test_a_missing_helper_is_named_and_cannot_be_switched(page: CardPage) -> None:
    page.put(
        hass(
            switches={"input_boolean.solar_charging": "on", "input_boolean.solar_charging_now": "unavailable"}
        )
    )
    assert "Missing in Home Assistant: input_boolean.solar_charging_off_peak." in page.text(".hint:visible")
    assert page.find("[data-switch=off_peak]").is_disabled()
    assert page.find("[data-switch=charge_now]").is_disabled()
    assert page.find("[data-switch=enabled]").is_enabled()


@pytest.mark.parametrize(
    ("role", "call"),
    [
        ("enabled", ["input_boolean", "turn_off", {"entity_id": "input_boolean.solar_charging"}]),
        ("charge_now", ["input_boolean", "turn_on", {"entity_id": "input_boolean.solar_charging_now"}]),
    ],
)
def test_a_click_on_a_switch_calls_its_service(page: CardPage, role: str, call: list[Any]) -> None:
    page.put(hass())
    page.find(f"[data-switch={role}]").click()
    assert page.calls == [call]


def test_a_switch_may_be_of_another_kind(page: CardPage) -> None:
    page.put(hass(switches={"switch.sun": "on"}), {"enabled": "switch.sun"})
    page.find("[data-switch=enabled]").click()
    assert page.calls == [["switch", "turn_off", {"entity_id": "switch.sun"}]]


def test_a_switch_shows_what_home_assistant_says_not_what_was_clicked(page: CardPage) -> None:
    page.put(hass())
    button = page.find("[data-switch=charge_now]")
    button.click()
    assert button.get_attribute("aria-checked") == "false"
    page.tell(hass(switches={"input_boolean.solar_charging_now": "on"}))
    assert button.get_attribute("aria-checked") == "true"


def test_a_refused_switch_says_why(page: CardPage) -> None:
    page.put(hass(refuses="not allowed"))
    page.find("[data-switch=charge_now]").click()
    assert page.text("[role=alert]") == "Home Assistant did not take it: not allowed"


def test_all_is_reached_and_done_by_the_keyboard(page: CardPage) -> None:
    page.put(hass())
    reached = []
    focused = "(({ dataset, classList }) => dataset.switch || classList[1])(card.shadowRoot.activeElement)"
    for _ in range(7):
        page.page.keyboard.press("Tab")
        reached.append(page.page.evaluate(focused))
    assert reached == ["enabled", "off_peak", "charge_now", "sun", "grid", "house", "car"]
    page.find("[data-switch=charge_now]").focus()
    page.page.keyboard.press("Space")
    assert page.calls == [["input_boolean", "turn_on", {"entity_id": "input_boolean.solar_charging_now"}]]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_node_opens_its_history(page: CardPage, key: str) -> None:
    page.put(hass())
    page.find(".node.car").click()
    page.find(".node.grid").focus()
    page.page.keyboard.press(key)
    shown = page.page.evaluate("window.shown")
    assert shown == ["sensor.solar_charging_charging_power", "sensor.solar_charging_grid_power"]


def test_a_screen_reader_hears_directions_and_changes_of_the_state(page: CardPage) -> None:
    page.put(hass())
    assert page.label(".node.sun") == "Sun: producing 3.2 kW"
    assert page.label(".node.grid") == "Grid: exporting 410 W"
    assert page.label(".node.car") == "Car: using 2.3 kW, 10 A"
    state = page.find(".state")
    assert state.get_attribute("aria-live") == "polite"
    page.page.evaluate(
        """() => {
          window.told = 0;
          const state = card.shadowRoot.querySelector(".state");
          const all = { childList: true, characterData: true, subtree: true };
          new MutationObserver(() => window.told++).observe(state, all);
        }"""
    )
    page.tell(hass({"reason": "charging at 10 A with 2.5 kW of sun"}))
    page.tell(hass({"state": "waiting_for_sun"}))
    page.page.wait_for_function("window.told > 0")
    assert page.page.evaluate("window.told") == 1
    page.tell(hass(powers("500", "unknown", "0")))
    assert page.label(".node.grid") == "Grid: not known"


@pytest.mark.parametrize("key", ["state", "reason", "next_change", "soc", "grid_power", "energy_today"])
def test_what_home_assistant_says_never_becomes_html(page: CardPage, key: str) -> None:
    page.put(hass({key: HOSTILE}, also={"departure": HOSTILE}, refuses=HOSTILE), {"title": HOSTILE})
    page.find("[data-switch=enabled]").click()
    assert page.text("h2") == HOSTILE
    assert page.find("img, b").count() == 0
    assert page.page.title() == ""


def test_the_source_can_neither_parse_html_nor_fetch() -> None:
    # Of the app's own sentences some speak of imports.
    source = SOURCE.read_text(encoding="utf-8").replace(card.part("sentences"), "")
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|fetch\(|import[ (]|XMLHttp|https?://"
    )
    assert set(re.findall(forbidden, source.replace("http://www.w3.org/2000/svg", ""))) == set()


THEMES = {
    "light": {},
    "dark": {
        "--primary-text-color": "#e1e1e1",
        "--secondary-text-color": "#9b9b9b",
        "--card-background-color": "#1c1c1c",
        "--divider-color": "rgba(225, 225, 225, 0.12)",
        "--energy-grid-return-color": "#a280db",
    },
}
CONTRASTS = """([theme, selectors, property]) => {
  for (const [key, value] of Object.entries(theme)) card.style.setProperty(key, value);
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (color) => {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data]
      .map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const find = (selector) => card.shadowRoot.querySelector(selector);
  const paper = luminance(theme["--card-background-color"] || "#fff");
  return selectors.map((selector) => {
    const ink = luminance(getComputedStyle(find(selector))[property]);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  });
}"""
TEXTS = [".state", ".reason", ".next", ".level > span", "dt", "dd", "h3", "[data-switch=enabled]"]
LINES = [
    ".node.sun .rim",
    ".node.grid .rim",
    ".node.house .rim",
    ".node.car .rim",
    ".from-sun .dots",
    ":focus .halo",
]


@pytest.mark.parametrize(
    ("selectors", "of", "least"),
    [
        (TEXTS, "color", 4.5),
        ([".node text", ".node .name"], "fill", 4.5),
        (LINES, "stroke", 3.0),
        (["[aria-checked=true] .knob", "[aria-checked=false] .knob"], "borderTopColor", 3.0),
    ],
)
@pytest.mark.parametrize("theme", THEMES)
def test_texts_and_lines_stand_out_from_the_paper(
    page: CardPage, theme: str, selectors: list[str], of: str, least: float
) -> None:
    page.put(hass())
    for _ in range(4):  # past the switches to a circle
        page.page.keyboard.press("Tab")
    page.page.emulate_media(reduced_motion="reduce")  # a knob changes its colour by and by
    found = page.page.evaluate(CONTRASTS, [THEMES[theme], selectors, of])
    assert {selector: ratio for selector, ratio in zip(selectors, found, strict=True) if ratio < least} == {}


def test_only_the_wanted_parts_are_shown(page: CardPage) -> None:
    page.put(hass(), {"show": ["battery", "switches"], "title": ""})
    assert page.find("h2:visible, .flows, .state, dl").count() == 0
    assert page.find(".bar").count() == 1
    assert page.find("[role=switch]:visible").count() == 3


def test_another_name_shows_another_app(page: CardPage) -> None:
    page.put(hass({"soc": "44"}, name="garage"), {"name": "garage"})
    assert page.text(".level strong") == "44 %"


@pytest.mark.parametrize(
    ("card", "config", "message"),
    [
        (CARD, None, "solar-charging-card: the configuration must be a mapping, is null"),
        (CARD, {"name": "My Car"}, 'name must be the app\'s name in apps.yaml (a-z, 0-9, _), is "My Car"'),
        (CARD, {"title": 5}, "title must be a text, is 5"),
        (
            CARD,
            {"show": "flows"},
            "show must be a list of state, battery, modes, strip, plan, departure, switches, flows, today, "
            'session, checklist, is "flows"',
        ),
        (CARD, {"show": ["sky"]}, 'is ["sky"]'),
        (CARD, {"enabled": "light.lamp"}, 'enabled must be an input_boolean or a switch, is "light.lamp"'),
        (GRAPH, {"hours": 0}, "solar-charging-graph: hours must be a number up to 240, is 0"),
        (GRAPH, {"hours": 241}, "is 241"),
        (CARD, {"type": "custom:solar-charging-card", "grid_options": {"rows": 4}}, ""),
        (CARD, {"show": [], "charge_now": "switch.now", "title": None}, ""),
        (GRAPH, {"hours": 240}, ""),
        (CARD, {"name": "", "show": None}, ""),
    ],
)
def test_a_mistake_in_the_configuration_is_named(
    page: CardPage, card: str, config: Any, message: str
) -> None:
    said = page.refusal(config, card)
    assert message in said if message else said == ""


@pytest.mark.parametrize("card", [CARD, GRAPH])
def test_the_editors_form_has_labels(page: CardPage, card: str) -> None:
    script = """type => {
      const form = customElements.get(type).getConfigForm();
      return { names: form.schema.map(({ name }) => name), labels: form.schema.map(form.computeLabel) };
    }"""
    form = page.page.evaluate(script, card)
    assert form["names"][:2] == ["name", "title"]
    assert all(form["labels"])


@pytest.mark.parametrize(
    ("card", "config", "refused"),
    [
        (CARD, {"name": "My c"}, ""),
        (GRAPH, {"name": "My c", "hours": 0}, ""),
        (CARD, {"show": "flows"}, "show must be"),  # which the form could not show
    ],
)
def test_the_editors_form_bears_with_what_is_half_typed(
    page: CardPage, card: str, config: Any, refused: str
) -> None:
    script = """([type, config]) => {
      const form = customElements.get(type).getConfigForm();
      try { form.assertConfig(config); } catch (error) { return error.message; }
      return "";
    }"""
    said = page.page.evaluate(script, [card, config])
    assert refused in said if refused else said == ""


def test_a_new_card_finds_the_app_and_is_offered_in_the_picker(page: CardPage) -> None:
    told = hass(name="garage")
    script = "([type, hass]) => customElements.get(type).getStubConfig(hass)"
    first, second = (
        ["state", "battery", "modes", "strip", "plan", "departure", "switches"],
        ["flows", "today", "session", "checklist"],
    )
    assert page.page.evaluate(script, [CARD, told]) == {"name": "garage", "show": first + second}
    assert page.page.evaluate(script, [GRAPH, told]) == {"name": "garage"}
    assert page.page.evaluate(script, [CARD, {"states": {}}])["name"] == "solar_charging"
    assert page.page.evaluate("window.customCards.map(({ type }) => type)") == [CARD, GRAPH]


def test_the_file_may_be_loaded_twice(page: CardPage) -> None:
    load(page.page)
    page.page.wait_for_timeout(50)
    assert page.page.evaluate("window.customCards.length") == 2


def test_in_home_assistant_it_waits_for_home_assistants_own_registry(page: CardPage) -> None:
    own = page.page.context.new_page()
    own.set_content("<home-assistant></home-assistant>")
    load(own)
    own.evaluate(
        """() => {
          window.defined = [];
          const theirs = { get: () => undefined, define: (type) => window.defined.push(type) };
          customElements.define("home-assistant", class extends HTMLElement {});
          Object.defineProperty(window, "customElements", { value: theirs });
        }"""
    )
    own.wait_for_function("window.defined.length === 2")
    own.close()


@pytest.mark.parametrize(("width", "beside"), [(320, False), (390, False), (560, False), (900, True)])
def test_on_a_wide_card_the_flows_stand_beside_the_words(page: CardPage, width: int, beside: bool) -> None:
    page.page.set_viewport_size({"width": width, "height": 1200})
    page.put(hass())
    flows, state = page.find(".flows").bounding_box(), page.find(".state").bounding_box()
    assert flows is not None
    assert state is not None
    assert (flows["x"] > state["x"] + state["width"]) is beside
    assert beside or flows["y"] > state["y"] + state["height"]
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.page.evaluate(overflow) <= 0
