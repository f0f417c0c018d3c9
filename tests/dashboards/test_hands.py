"""A hand on it: modes, charge now, departure, skip and pause, from tap to call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.dashboards.card_page import NOW, SWITCHES, CardPage, hass, plain
from tests.dashboards.hands import ALL, NEVER, entity, held
from tests.dashboards.test_card import CONTRASTS, HOSTILE, THEMES

pytestmark = pytest.mark.timeout(300)

# NOW is a Monday, 14:00 by the clock of the house.
TUESDAY = {"departure": "2026-06-16T05:30:00+00:00", "departure_soc_pct": "60"}
SET = {"departure_time": "2026-06-16 07:30:00", "departure_soc": "60", "departure_days": "Weekdays"}
LATER = (NOW + timedelta(days=2)).timestamp()


def call(role: str, service: str, **data: Any) -> list[Any]:
    return [entity(role).split(".")[0], service, {"entity_id": entity(role), **data}]


ON, OFF = call("charge_now", "turn_on"), call("charge_now", "turn_off")
WORKS, STOPS = call("enabled", "turn_on"), call("enabled", "turn_off")
SMART, SUN = (call("mode", "select_option", option=option) for option in ("Smart", "Sun only"))


def pressed(page: CardPage) -> list[str]:
    script = "[...card.shadowRoot.querySelectorAll('.modes [aria-pressed=true]')].map(b => b.dataset.mode)"
    return list(page.page.evaluate(script))


@pytest.mark.parametrize(
    ("said", "stamps", "shown"),
    [
        ({}, {}, ["smart"]),
        ({"mode": "Sun only"}, {}, ["sun_only"]),
        ({"charge_now": "on", "mode": "Sun only"}, {}, ["now"]),
        ({"enabled": "off", "charge_now": "on"}, {}, ["off"]),
        # A pause rules nothing out for later, and nothing holds while it lasts.
        ({}, {"pause_until": LATER}, []),
        ({}, {"pause_until": NOW.timestamp()}, ["smart"]),
        # What the helper says and nobody knows is not taken for something else; the app names it.
        ({"mode": "Holiday"}, {}, []),
        ({"mode": "unknown"}, {}, []),
    ],
)
def test_the_mode_is_what_the_helpers_say(
    page: CardPage, said: dict[str, str], stamps: dict[str, float], shown: list[str]
) -> None:
    page.put(held({"mode": "smart"}, said=said, stamps=stamps))
    assert pressed(page) == shown


@pytest.mark.parametrize(("house", "option"), [("fr", "Soleil seul"), ("de", "Nur Sonne")])
def test_the_options_are_in_the_language_of_the_house_and_the_buttons_in_ones_own(
    page: CardPage, house: str, option: str
) -> None:
    page.put(held(house=house))
    assert page.text("[data-mode=sun_only]") == "Sun only"
    page.find("[data-mode=sun_only]").click()
    assert page.calls == [call("mode", "select_option", option=option)]
    page.tell(held(house=house, said={"mode": option}))
    assert pressed(page) == ["sun_only"]


@pytest.mark.parametrize(
    ("mode", "said", "stamps", "calls"),
    [
        ("smart", {}, {}, []),
        ("sun_only", {}, {}, [SUN]),
        ("smart", {"mode": "Sun only", "charge_now": "on"}, {}, [SMART, OFF]),
        ("smart", {"enabled": "off"}, {}, [WORKS]),
        ("sun_only", {"enabled": "off"}, {}, [SUN, WORKS]),
        # Off leaves no charge to begin anew with the next on.
        ("off", {"charge_now": "on"}, {}, [OFF, STOPS]),
        ("off", {"enabled": "off"}, {}, []),
        # Whoever wants something else ends the pause with it.
        (
            "smart",
            {},
            {"pause_until": LATER},
            [call("pause_until", "set_datetime", datetime="2026-06-15 14:00:00")],
        ),
        ("off", {}, {"pause_until": LATER}, [STOPS]),
    ],
)
def test_a_tap_on_a_mode_calls_what_brings_it_about_and_no_more(
    page: CardPage, mode: str, said: dict[str, str], stamps: dict[str, float], calls: list[Any]
) -> None:
    page.put(held(said=said, stamps=stamps))
    page.find(f"[data-mode={mode}]").click()
    assert page.calls == calls


def test_without_a_helper_for_it_there_is_no_sun_only(page: CardPage) -> None:
    page.put(held(roles=("enabled", "charge_now", "off_peak")))
    assert page.find("[data-mode]:visible").count() == 3
    page.find("[data-mode=now]").click()
    page.find("[data-start]").click()
    assert page.calls == [ON]


@pytest.mark.parametrize(
    ("taps", "calls"),
    [
        ((), []),
        (("minutes-60",), [call("now_minutes", "set_value", value=60)]),
        (("energy-10", "energy-20"), [call("now_energy", "set_value", value=20)]),
        (("soc-80", "soc-80"), []),
        (
            ("soc-90", "minutes-120"),
            [call("now_minutes", "set_value", value=120), call("now_soc", "set_value", value=90)],
        ),
    ],
)
def test_an_hour_of_charge_is_three_taps_and_ends_with_what_comes_first(
    page: CardPage, taps: tuple[str, ...], calls: list[Any]
) -> None:
    page.put(held())
    page.find("[data-mode=now]").click()
    for tap in taps:
        page.find(f"[data-end={tap}]").click()
    page.find("[data-start]").click()
    assert page.calls == [*calls, ON]
    assert page.find(".panel:visible").count() == 0


def test_what_ended_the_last_charge_now_does_not_end_this_one(page: CardPage) -> None:
    page.put(held(said={"now_energy": "10", "now_soc": "80"}))
    page.find("[data-mode=now]").click()
    page.find("[data-end=minutes-60]").click()
    page.find("[data-start]").click()
    ends = [("now_minutes", 60), ("now_energy", 0), ("now_soc", 0)]
    assert page.calls == [*(call(role, "set_value", value=value) for role, value in ends), ON]


@pytest.mark.parametrize(
    ("soc", "offered"),
    [
        ("62", ["70 %", "80 %", "90 %", "100 %"]),
        ("79", ["80 %", "90 %", "100 %"]),
        ("80", ["90 %", "100 %"]),
        ("unknown", ["70 %", "80 %", "90 %", "100 %"]),
    ],
)
def test_only_more_than_there_is_in_the_battery_is_offered(
    page: CardPage, soc: str, offered: list[str]
) -> None:
    page.put(held(app={"soc": soc}))
    page.find("[data-mode=now]").click()
    assert [page.text(f"[data-end={end}]") for end in [f"soc-{o.split()[0]}" for o in offered]] == offered
    assert page.find("[data-end^=soc]").count() == len(offered)


@pytest.mark.parametrize(
    ("language", "taps", "said"),
    [
        ("en", (), "Up to the car's limit, then it goes on as before."),
        ("en", ("minutes-30",), "30 min, then it goes on as before."),
        (
            "en",
            ("minutes-60", "energy-10", "soc-80"),
            "1 h, 10 kWh, or 80 %, whichever comes first; then it goes on as before.",
        ),
        ("fr", ("energy-5",), "5 kWh, puis tout reprend comme avant."),
        (
            "de",
            ("minutes-60", "soc-80"),
            "1 h oder 80 %, je nachdem, was zuerst erreicht ist; danach geht es weiter wie zuvor.",
        ),
    ],
)
def test_before_it_starts_it_says_how_it_will_end(
    page: CardPage, language: str, taps: tuple[str, ...], said: str
) -> None:
    page.put(held(language=language))
    page.find("[data-mode=now]").click()
    for tap in taps:
        page.find(f"[data-end={tap}]").click()
    assert plain(page.find(".sum").text_content()).lower() == said.lower()


def test_what_the_car_itself_would_not_do_is_said_before(page: CardPage) -> None:
    page.put(held())
    page.find("[data-mode=now]").click()
    page.find("[data-end=soc-80]").click()
    assert "The car itself" not in page.text(".panel.now")
    page.find("[data-end=soc-90]").click()
    assert "The car itself stops at 80 %." in page.text(".panel.now")


@pytest.mark.parametrize(
    ("now", "mode", "said"),
    [
        (
            {"ends_at": "2026-06-15T13:20:00+00:00", "kwh": 6.2, "cost": 1.8, "until_pct": 80},
            "Smart",
            "Charging now: until 15:20 · up to 80 % · 6.2 kWh · about €1.80. Then Smart again.",
        ),
        ({"kwh": 6.2}, "Sun only", "Charging now: 6.2 kWh. Then Sun only again."),
        ({}, "Smart", "Charging now: up to the car's limit. Then Smart again."),
        (None, "Smart", "Charging now: up to the car's limit. Then Smart again."),
        (
            {"ends_at": "soon", "cost": HOSTILE},
            "Smart",
            "Charging now: up to the car's limit. Then Smart again.",
        ),
        ("<b>", "Holiday", "Charging now: up to the car's limit."),
    ],
)
def test_while_it_charges_now_it_says_until_when_and_what_it_costs(
    page: CardPage, now: Any, mode: str, said: str
) -> None:
    hands = {"mode": "now"} if now is None else {"mode": "now", "now": now}
    page.put(held(hands, said={"charge_now": "on", "mode": mode}))
    assert page.text(".running span") == said
    page.find("[data-stop]").click()
    assert page.calls == [OFF]
    page.tell(held())
    assert page.find(".running").is_hidden()


@pytest.mark.parametrize(
    ("language", "state", "banner", "end"),
    [
        ("en", "Paused", "Paused until Wed 14:00", "Resume"),
        ("fr", "En pause", "En pause jusqu'à mer. 14:00", "Reprendre"),
        ("de", "Pause", "Pause bis Mi., 14:00", "Fortsetzen"),
    ],
)
def test_a_pause_stands_at_the_top_with_its_end_and_a_way_out(
    page: CardPage, language: str, state: str, banner: str, end: str
) -> None:
    page.put(held(language=language))
    assert page.find(".banner").is_hidden()
    stamps, app = {"pause_until": LATER}, {"state": "off"}
    page.tell(held({"mode": "paused"}, stamps=stamps, language=language, app=app))
    assert page.text(".state") == state
    assert page.text(".banner span") == banner
    assert page.text("[data-resume]") == end
    page.find("[data-resume]").click()
    assert page.calls == [call("pause_until", "set_datetime", datetime="2026-06-15 14:00:00")]


def test_a_pause_of_weeks_has_its_date_and_ends_by_itself(page: CardPage) -> None:
    until = NOW + timedelta(days=10)
    page.put(held(stamps={"pause_until": until.timestamp()}))
    assert page.text(".banner span") == "Paused until Thu, Jun 25, 14:00"
    page.page.clock.set_fixed_time(until)
    page.page.evaluate("card.show()")
    assert page.find(".banner").is_hidden()
    page.page.clock.set_fixed_time(NOW)


@pytest.fixture
def clock(page: CardPage) -> Iterator[CardPage]:
    yield page
    page.page.clock.set_fixed_time(NOW)


@pytest.mark.parametrize(
    ("now", "tomorrow", "sunday"),
    [
        ("2026-06-15T12:00+00:00", "2026-06-16", "2026-06-21"),
        ("2026-06-20T21:59+00:00", "2026-06-21", "2026-06-21"),
        # By the clock of the house it is Sunday already.
        ("2026-06-20T22:01+00:00", "2026-06-22", "2026-06-21"),
        ("2026-06-21T15:59+00:00", "2026-06-22", "2026-06-21"),
        ("2026-06-21T16:00+00:00", "2026-06-22", "2026-06-28"),
    ],
)
def test_it_pauses_until_the_morning_until_sunday_evening_or_a_date(
    clock: CardPage, now: str, tomorrow: str, sunday: str
) -> None:
    page = clock
    moment = datetime.fromisoformat(now)
    page.page.clock.set_fixed_time(moment)
    page.put(held(told=moment))
    for name in ("tomorrow", "sunday_evening"):
        page.find("[data-opens=pause]").click()
        page.find(f"[data-until={name}]").click()
    assert page.calls == [
        call("pause_until", "set_datetime", datetime=f"{tomorrow} 06:00:00"),
        call("pause_until", "set_datetime", datetime=f"{sunday} 18:00:00"),
    ]


def test_tomorrow_is_the_houses_wherever_one_looks_from(clock: CardPage) -> None:
    page, moment = clock, datetime.fromisoformat("2026-06-16T02:00:00+00:00")
    page.page.clock.set_fixed_time(moment)  # Tuesday in the browser's Berlin, Monday evening in New York
    page.put(held(told=moment, config={"time_zone": "America/New_York"}))
    page.find("[data-opens=pause]").click()
    page.find("[data-until=tomorrow]").click()
    assert page.calls == [call("pause_until", "set_datetime", datetime="2026-06-16 06:00:00")]


def test_a_pause_until_what_has_gone_by_is_none(page: CardPage) -> None:
    page.put(held())
    page.find("[data-opens=pause]").click()
    panel = page.find(".panel.pause")
    panel.locator("[data-field=date]").fill("2026-06-15")
    panel.locator("[data-field=time]").fill("14:00")
    panel.locator("[data-keep]").click()
    assert page.calls == []
    assert "gone by" in page.text(".panel.pause")
    panel.locator("[data-field=time]").fill("14:01")
    panel.locator("[data-keep]").click()
    assert page.calls == [call("pause_until", "set_datetime", datetime="2026-06-15 14:01:00")]


@pytest.mark.parametrize(
    ("said", "language", "shown"),
    [
        (SET, "en", "Weekdays 07:30 · 60 %"),
        (SET, "de", "Werktags 07:30 · 60 %"),
        ({**SET, "departure_days": "Saturday"}, "fr", "samedi 07:30 · 60 %"),
        ({**SET, "departure_days": "Once"}, "en", "Tue, Jun 16 07:30 · 60 %"),
        ({**SET, "departure_days": "Every third day"}, "en", "Every third day 07:30 · 60 %"),
        ({**SET, "departure_soc": "0"}, "en", "Weekdays 07:30"),
        # A helper that nobody has set says midnight, as one does that was cleared.
        ({"departure_time": NEVER}, "en", "Set a departure"),
        ({**SET, "departure_time": "2026-06-16 00:00:00"}, "en", "Set a departure"),
        ({**SET, "departure_time": "unknown"}, "en", "Set a departure"),
    ],
)
def test_the_departure_is_told_as_it_was_set(
    page: CardPage, said: dict[str, str], language: str, shown: str
) -> None:
    page.put(held(said=said, language=language))
    assert page.text("[data-opens=departure]") == shown


def fill(page: CardPage, **fields: str) -> None:
    panel = page.find(".panel.departure")
    for name, value in fields.items():
        if name in ("days", "soc"):
            panel.locator("select").nth(0 if name == "days" else 1).select_option(value)
        else:
            panel.locator(f"[data-field={name}]").fill(value)
    panel.locator("[data-keep]").click()


@pytest.mark.parametrize(
    ("fields", "calls"),
    [
        # 100 % for Saturday, once.
        (
            {"days": "Once", "date": "2026-06-20", "time": "09:00", "soc": "100"},
            [
                call("departure_days", "select_option", option="Once"),
                call("departure_soc", "set_value", value=100),
                call("departure_time", "set_datetime", datetime="2026-06-20 09:00:00"),
            ],
        ),
        ({"time": "06:15"}, [call("departure_time", "set_datetime", datetime="2026-06-16 06:15:00")]),
        # The day of a departure that comes each week is the next on which the clock shows that.
        ({"time": "14:01"}, [call("departure_time", "set_datetime", datetime="2026-06-15 14:01:00")]),
        ({"time": "14:00"}, [call("departure_time", "set_datetime", datetime="2026-06-16 14:00:00")]),
        # Midnight would be none.
        ({"time": "00:00"}, [call("departure_time", "set_datetime", datetime="2026-06-16 00:01:00")]),
        ({"days": "Once", "date": "2026-06-15", "time": "14:00"}, []),
        ({"time": ""}, []),
    ],
)
def test_a_departure_is_set_for_once_or_for_each_of_its_days(
    page: CardPage, fields: dict[str, str], calls: list[Any]
) -> None:
    page.put(held(said=SET, also=TUESDAY))
    page.find("[data-opens=departure]").click()
    assert page.find("[data-field=date]").is_hidden()
    fill(page, **fields)
    assert page.calls == calls
    assert page.find(".panel.departure").is_hidden() is bool(calls)


def test_a_departure_is_cleared(page: CardPage) -> None:
    page.put(held(said=SET))
    page.find("[data-opens=departure]").click()
    page.find("[data-clear]").click()
    assert page.calls == [call("departure_time", "set_datetime", datetime="2026-06-15 00:00:00")]
    page.tell(held())
    page.find("[data-opens=departure]").click()
    assert page.find("[data-clear]").is_hidden()


def test_a_departure_above_the_cars_own_limit_is_remarked(page: CardPage) -> None:
    page.put(held(said=SET))
    page.find("[data-opens=departure]").click()
    page.find(".panel.departure select").nth(1).select_option("85")
    assert "The car itself stops at 80 %." in page.text(".panel.departure")


def test_news_do_not_take_away_what_is_half_typed(page: CardPage) -> None:
    page.put(held(said=SET))
    page.find("[data-opens=departure]").click()
    page.find("[data-field=time]").first.fill("05:45")
    page.tell(held(said={**SET, "departure_soc": "70"}))
    assert page.find("[data-field=time]").first.input_value() == "05:45"


@pytest.mark.parametrize(
    ("also", "said", "skipped", "shown", "service"),
    [
        (TUESDAY, {}, None, "Skip once", "turn_on"),
        (TUESDAY, {"skip": "on"}, "2026-06-16T05:30:00+00:00", "Skipped: Tue 07:30", "turn_off"),
        ({}, {"skip": "on"}, None, "The next one is skipped", "turn_off"),
    ],
)
def test_the_next_departure_is_skipped_and_taken_back(
    page: CardPage, also: dict[str, str], said: dict[str, str], skipped: str | None, shown: str, service: str
) -> None:
    page.put(held({} if skipped is None else {"skipped": skipped}, said=said, also=also))
    assert page.text("[data-skip]") == shown
    page.find("[data-skip]").click()
    assert page.calls == [call("skip", service)]


def test_where_no_departure_is_there_is_none_to_skip(page: CardPage) -> None:
    page.put(held())
    assert page.find("[data-skip]").is_hidden()


@pytest.mark.parametrize(
    ("least", "most", "calls"),
    [
        (
            "30",
            "0.25",
            [call("minimum", "set_value", value=30), call("price_ceiling", "set_value", value=0.25)],
        ),
        ("0", "", [call("minimum", "set_value", value=0)]),
        ("20", "-0.05", [call("price_ceiling", "set_value", value=-0.05)]),
        # Power that costs nothing is a price, unlike none.
        ("20", "0", [call("price_ceiling", "set_value", value=0)]),
        ("20", "9", None),
    ],
)
def test_the_least_charge_and_the_dearest_price_are_set(
    page: CardPage, least: str, most: str, calls: list[Any] | None
) -> None:
    page.put(held(said={"minimum": "20"}))
    assert page.text("[data-opens=bounds]") == "at least 20 %"
    page.find("[data-opens=bounds]").click()
    page.find(".panel.bounds select").select_option(least)
    page.find("[data-field=ceiling]").fill(most)
    page.find(".panel.bounds [data-keep]").click()
    assert page.calls == (calls or [])
    assert page.find(".panel.bounds").is_visible() is (calls is None)


@pytest.mark.parametrize(
    ("price", "shown"),
    [("-1", "Least charge and price"), ("0", "at most €0.00/kWh"), ("-0.1", "at most -€0.10/kWh")],
)
def test_the_least_that_a_helper_takes_is_none(page: CardPage, price: str, shown: str) -> None:
    page.put(held(said={"price_ceiling": price, "minimum": "0"}))
    assert page.text("[data-opens=bounds]") == shown


def test_what_holds_by_the_settings_is_shown_where_no_helper_says_otherwise(page: CardPage) -> None:
    page.put(held({"minimum_pct": 15, "price_ceiling": 0.3}))
    assert page.text("[data-opens=bounds]") == "at least 15 % · at most €0.30/kWh"


@pytest.mark.parametrize("opens", ["departure", "pause", "bounds"])
def test_a_panel_is_left_with_escape_and_the_focus_is_where_it_was(page: CardPage, opens: str) -> None:
    page.put(held(said=SET, also=TUESDAY))
    page.find(f"[data-opens={opens}]").focus()
    page.page.keyboard.press("Enter")
    assert page.find(f".panel.{opens}").is_visible()
    assert page.find(f"[data-opens={opens}]").get_attribute("aria-expanded") == "true"
    page.page.keyboard.press("Escape")
    assert page.find(".panel:visible").count() == 0
    assert page.page.evaluate("card.shadowRoot.activeElement.dataset.opens") == opens
    assert page.calls == []


def test_one_panel_of_the_row_is_open_at_a_time(page: CardPage) -> None:
    page.put(held(said=SET))
    for opens in ("departure", "pause", "bounds"):
        page.find(f"[data-opens={opens}]").click()
        assert page.find(".panel:visible").count() == 1


def test_what_was_set_is_awaited_until_the_app_answers(page: CardPage) -> None:
    app = {"plan": "nothing to buy"}
    page.put(held(app=app))
    page.find("[data-mode=sun_only]").click()
    page.page.wait_for_function("window.calls.length === 1")
    page.tell(held(app=app, said={"mode": "Sun only"}))
    plan = page.find("section:has(.plan)")
    assert plan.get_attribute("aria-busy") == "true"
    assert "being made anew" in (plan.text_content() or "")
    page.tell(held(app=app, said={"mode": "Sun only"}, told=NOW + timedelta(seconds=4)))
    assert plan.get_attribute("aria-busy") == "false"


@pytest.mark.parametrize(("waited", "busy"), [(14, "true"), (15, "false")])
def test_an_answer_is_not_awaited_for_ever(clock: CardPage, waited: int, busy: str) -> None:
    page = clock
    page.put(held(app={"plan": "nothing to buy"}))
    page.find("[data-mode=sun_only]").click()
    page.page.wait_for_function("window.calls.length === 1")
    page.page.clock.set_fixed_time(NOW + timedelta(seconds=waited))
    page.page.evaluate("card.show()")
    assert page.find("section:has(.plan)").get_attribute("aria-busy") == busy


def test_a_refused_call_is_said_and_what_would_follow_is_not_done(page: CardPage) -> None:
    page.put(held(refuses="not allowed"))
    page.find("[data-mode=now]").click()
    page.find("[data-end=minutes-60]").click()
    page.find("[data-start]").click()
    assert page.text("[role=alert]") == "Home Assistant did not take it: not allowed"
    assert page.find(".panel.now").is_visible()
    assert pressed(page) == ["smart"]


@pytest.mark.parametrize(
    "controls",
    [
        {},
        None,
        "all",
        ["mode"],
        {"enabled": 5, "charge_now": HOSTILE},
        {"enabled": "light.lamp", "charge_now": "lock.door"},
    ],
)
def test_an_app_that_names_no_helpers_has_its_three_switches(page: CardPage, controls: Any) -> None:
    page.put(hass(also={"controls": controls, "hands": HOSTILE}))
    assert page.find(".modes").is_hidden()
    assert page.find(".chip:visible").count() == 0
    assert page.find(".handle:visible").count() == 0
    assert page.find("[role=switch]:visible").count() == 3
    assert page.find(".hint:visible").count() == 0


def test_a_helper_that_was_taken_away_takes_its_button_along(page: CardPage) -> None:
    told = held(said=SET, also=TUESDAY)
    for role in ("mode", "departure_time", "skip", "pause_until", "minimum", "price_ceiling"):
        del told["states"][entity(role)]
    page.put(told)
    assert page.find("[data-mode]:visible").count() == 3
    assert page.find(".chip:visible").count() == 3
    del told["states"][entity("enabled")]
    page.tell({**told, "states": dict(told["states"])})
    assert page.find(".modes").is_hidden()
    assert "input_boolean.solar_charging" in page.text("[role=alert]")


@pytest.mark.parametrize(
    ("roles", "also", "app", "shown"),
    [
        (ALL, {}, {}, ["off_peak"]),
        # A departure that was set says what is bought; nothing is left for the switch.
        (ALL, TUESDAY, {}, []),
        (ALL, TUESDAY, {"soc": "unknown"}, ["off_peak"]),
        # The app names the switches that do something.
        (tuple(role for role in ALL if role != "off_peak"), {}, {}, []),
    ],
)
def test_a_switch_that_does_nothing_or_is_a_mode_is_not_shown(
    page: CardPage, roles: tuple[str, ...], also: dict[str, str], app: dict[str, str], shown: list[str]
) -> None:
    page.put(held(roles=roles, also=also, app=app, switches=SWITCHES))
    script = "[...card.shadowRoot.querySelectorAll('[data-switch]:not([hidden])')].map(b => b.dataset.switch)"
    assert page.page.evaluate(script) == shown


def test_a_switch_whose_departure_was_learnt_is_shown(page: CardPage) -> None:
    told = held(also=TUESDAY, app={"plan": "nothing to buy"})
    told["states"]["sensor.solar_charging_plan"]["attributes"]["learnt_from_days"] = "21"
    page.put(told)
    assert page.find("[data-switch=off_peak]").is_visible()


def test_a_card_without_modes_keeps_its_switches(page: CardPage) -> None:
    page.put(held(), {"show": ["switches"]})
    assert page.find("[role=switch]:visible").count() == 3


@pytest.mark.parametrize("language", ["en", "fr", "de"])
@pytest.mark.parametrize("opens", ["now", "departure", "pause", "bounds"])
def test_it_fits_the_narrowest_phone_and_a_finger(page: CardPage, language: str, opens: str) -> None:
    page.page.set_viewport_size({"width": 320, "height": 1200})
    now = {"ends_at": "2026-06-15T13:20:00+00:00", "kwh": 16.2, "cost": 11.8, "until_pct": 100}
    said = {**SET, "charge_now": "on", "skip": "on", "minimum": "20", "price_ceiling": "0.25"}
    page.put(held({"now": now, "skipped": TUESDAY["departure"]}, said=said, also=TUESDAY, language=language))
    page.find("[data-mode=now]" if opens == "now" else f"[data-opens={opens}]").click()
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 320
    script = """[...card.shadowRoot.querySelectorAll('button, input, select, [role=slider], summary')]
      .filter((each) => each.offsetParent !== null || each.ownerSVGElement)
      .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.height < 44 || box.width < 44 || box.x < 0 || box.right > 320))
      .map(([text]) => text)"""
    assert page.page.evaluate(script) == []


@pytest.mark.parametrize("theme", THEMES)
def test_buttons_and_handles_stand_out_from_the_paper(page: CardPage, theme: str) -> None:
    page.put(held(said=SET, stamps={"pause_until": LATER}))
    texts = ["[data-mode=smart]", "[data-opens=departure]", ".legend.grid", ".banner span"]
    assert min(page.page.evaluate(CONTRASTS, [THEMES[theme], texts, "color"])) >= 4.5


@pytest.mark.parametrize("said", [{}, {"mode": "Sun only"}, {"charge_now": "on"}, {"enabled": "off"}])
@pytest.mark.parametrize("theme", THEMES)
def test_the_word_of_a_pressed_mode_stands_out_from_its_button(
    page: CardPage, theme: str, said: dict[str, str]
) -> None:
    page.put(held(said=said))
    pressed_one = [".modes [aria-pressed=true]"]
    # The word has the colour of the paper.
    assert page.page.evaluate(CONTRASTS, [THEMES[theme], pressed_one, "color"]) == [
        pytest.approx(1, abs=0.01)
    ]
    assert min(page.page.evaluate(CONTRASTS, [THEMES[theme], pressed_one, "backgroundColor"])) >= 4.5


@pytest.mark.parametrize("role", ["mode", "departure_days", "departure_time"])
def test_what_a_helper_says_never_becomes_html(page: CardPage, role: str) -> None:
    told = held(said=SET)
    told["states"][entity(role)]["state"] = HOSTILE
    told["states"][entity(role)]["attributes"]["options"] = [HOSTILE, "Once"]
    page.put(told)
    page.find("[data-opens=departure]").click()
    assert page.find("img, b").count() == 0
    assert page.page.title() == ""
