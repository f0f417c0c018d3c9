"""The files that users copy fit the app, and the demo's settings are settings of the app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment, Template

from solar_charging.publishing.entities import ENTITIES
from solar_charging.settings.controls import Controls
from solar_charging.settings.settings import Switches, parse_settings
from stage import card
from stage.appdaemon import TIME_LAPSE, configuration
from stage.dashboards import COMMAND, LANGUAGES, NAMES, WORDS, file_name, translated
from stage.demo import DASHBOARD, FASTEST
from stage.demo_settings import BATTERY_SWITCH, app_settings
from stage.energy_dashboard import LINE, URL, package, preferences
from stage.seeding import Home, seed
from stage.settings_examples import EXAMPLES
from stage.verdict import UNITS
from stage.world import BATTERY_KWH
from tests.pages import first_cells, section

ROOT = Path(__file__).parents[2]
DASHBOARDS = ROOT / "apps" / "solar_charging" / "dashboards"
PAGE = ROOT / "docs" / "dashboard.md"


def test_hacs_finds_the_app_as_the_first_of_its_folder() -> None:
    # Its version 2.0.5 takes the first entry by name, be it a file.
    assert {each.name for each in (ROOT / "apps").iterdir()} - {"__pycache__"} == {"solar_charging"}


def test_the_package_makes_the_switches_that_the_app_expects() -> None:
    package = yaml.safe_load((ROOT / "packages" / "solar_charging.yaml").read_text())
    made = {f"{kind}.{name}" for kind, helpers in package.items() for name in helpers}
    assert made == {*Switches().named.values(), *Controls().named.values()}


def test_the_package_has_the_helper_of_a_house_battery_for_who_wants_it(tmp_path: Path) -> None:
    seed(tmp_path / "config", 8999, Home(), battery=True)
    made = yaml.safe_load((tmp_path / "config" / "packages" / "house_battery.yaml").read_text())
    assert [f"input_boolean.{name}" for name in made["input_boolean"]] == [EXAMPLES["switches.battery"]]
    assert EXAMPLES["switches.battery"] == BATTERY_SWITCH
    assert made["input_boolean"]["solar_charging_battery"].keys() == {"name", "icon"}


def test_the_page_of_the_dashboard_has_the_switches() -> None:
    switches = [*Switches().named.values(), EXAMPLES["switches.battery"]]
    assert first_cells(section(PAGE.read_text(), "The switches")) == switches


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_the_dashboard_shows_all_that_there_is_and_nothing_else(language: str) -> None:
    text = (DASHBOARDS / file_name(language)).read_text()
    shown = set(re.findall(r"(?:sensor|input_boolean)\.\w+", text))
    # What is made of long lists the card draws.
    of_card = {"outlook", "preview"}
    published = {f"sensor.solar_charging_{entity.key}" for entity in ENTITIES if entity.key not in of_card}
    assert shown == published | {*Switches().named.values(), EXAMPLES["switches.battery"]}


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_dashboard_in_other_languages_is_made_from_the_english_one(language: str) -> None:
    shipped, english = ((DASHBOARDS / file_name(each)).read_text() for each in (language, "en"))
    assert shipped == translated(language), f"run {COMMAND}"
    said = {each["words"] or each["head"].strip() for each in WORDS.finditer(english)} - {*NAMES}
    assert said == set(LANGUAGES[language][1]), "no words that nobody says"
    first, second = (yaml.safe_load(text) for text in (english, shipped))
    assert [view["path"] for view in first["views"][:1]] == [view["path"] for view in second["views"][:1]]
    assert len(list(leaves(first))) == len(list(leaves(second)))


def leaves(tree: object) -> Iterator[object]:
    """All values of a dashboard that hold no others."""
    if isinstance(tree, dict | list):
        for each in tree.values() if isinstance(tree, dict) else tree:
            yield from leaves(each)
    else:
        yield tree


def test_the_card_is_made_of_its_parts() -> None:
    assert card.FILE.read_text() == card.joined(), f"run {card.COMMAND}"
    assert {*card.ORDER} == {each.stem for each in card.PARTS.glob("*.js")} | card.MADE.keys()


def test_the_words_of_others_are_no_link_on_the_dashboard() -> None:
    said = "tesla answered <b>[click](https://evil.example)</b> www.evil.example"
    views = yaml.safe_load((DASHBOARDS / "solar_charging.yaml.txt").read_text())["views"]
    (why,) = (
        card["content"]
        for view in views
        for stack in view["cards"]
        for card in stack.get("cards", [])
        if card.get("title") == "Why"
    )
    home = {"states": lambda _: said, "state_attr": lambda _, name: [f"{name}: {said}"]}
    shown = Template(why).render(home)
    plain = "&lt;b&gt;&#91;click](https&#58;//evil.example)&lt;/b&gt; www&#46;evil.example"
    assert f"Tesla answered {plain}" in shown
    assert f"- remarks: tesla answered {plain}" in shown
    assert f"- recent: tesla answered {plain}" in shown


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_the_tabs_have_words(language: str) -> None:
    views = yaml.safe_load((DASHBOARDS / file_name(language)).read_text())["views"]
    # Of a view with an icon Home Assistant shows that alone.
    assert [view["title"] for view in views if "icon" not in view] == [view["title"] for view in views]


@pytest.mark.parametrize(
    ("told", "row"),
    [
        ({"value_per_kwh": "0.210", "price_per_kwh": "0.300"}, "| 0.210 EUR | 0.300 EUR | at 1780000000 |"),
        ({"value_per_kwh": "unknown"}, "| \N{EN DASH} | \N{EN DASH} | \N{EN DASH} |"),
    ],
)
def test_what_a_kwh_is_worth_has_its_currency_and_a_dash_is_none(told: dict[str, str], row: str) -> None:
    views = yaml.safe_load((DASHBOARDS / "solar_charging.yaml.txt").read_text())["views"]
    cards = [card for view in views for card in view["cards"]]
    (worth,) = (card["content"] for card in cards if card.get("title") == "What a kWh is worth")
    home = Environment(autoescape=True)
    home.filters["timestamp_custom"] = lambda moment, _: f"at {moment}"
    attributes = {**told, "unit_of_measurement": "EUR"}
    shown = home.from_string(worth).render(
        state_attr=lambda _, name: attributes.get(name),
        states=lambda _: "",
        as_timestamp=lambda _, default: 1780000000 if "price_per_kwh" in told else default,
    )
    assert shown.splitlines()[-1] == row


def test_the_card_switches_what_the_app_listens_to() -> None:
    card = (DASHBOARDS / "solar-charging-card.js").read_text()
    switches = dict(re.findall(r"^  (\w+): \"(input_boolean\.\w+)\",$", card, re.MULTILINE))
    assert switches == Switches().named


def test_the_page_says_how_the_dashboard_is_installed_and_the_demo_does_it_so(tmp_path: Path) -> None:
    lines = (DASHBOARDS / "configuration.yaml.example").read_text()
    assert lines in PAGE.read_text()
    seed(tmp_path / "config", 8999, Home())
    assert lines in (tmp_path / "config" / "configuration.yaml").read_text()
    (url, dashboard), *others = yaml.safe_load(lines)["lovelace"]["dashboards"].items()
    assert others == []
    assert DASHBOARD.startswith(f"/{url}/")
    assert (tmp_path / "config" / dashboard["filename"]).exists()
    assert (tmp_path / "config" / "www" / "solar-charging-card.js").exists()


def test_the_page_says_how_the_diagrams_of_power_are_installed_and_the_demo_does_it_so(
    tmp_path: Path,
) -> None:
    assert f"    {LINE}\n" in PAGE.read_text()
    config = tmp_path / "config"
    seed(config, 8999, Home(), power_diagrams=True)
    lines = (config / "configuration.yaml").read_text().replace("!include_dir_named ", "")
    dashboard = yaml.safe_load(lines)["lovelace"]["dashboards"]["solar-power"]
    (view,) = yaml.safe_load((config / dashboard["filename"]).read_text())["views"]
    assert f"/solar-power/{view['path']}" == URL


def test_without_diagrams_of_power_the_demo_has_no_dashboard_of_them(tmp_path: Path) -> None:
    seed(tmp_path / "config", 8999, Home())
    assert "solar-power" not in (tmp_path / "config" / "configuration.yaml").read_text()
    assert not (tmp_path / "config" / ".storage" / "energy").exists()


def test_the_energy_dashboard_is_set_up_as_the_page_says_with_what_there_is() -> None:
    said = section(PAGE.read_text(), "The Energy dashboard")
    of_house = yaml.safe_load(package(battery=True))
    meters = [*of_house["sensor"], *of_house["sensor battery"]]
    made = {each["name"].lower().replace(" ", "_") for each in meters}
    published = {f"solar_charging_{entity.key}" for entity in ENTITIES}
    chosen = set(re.findall(r"sensor\.(\w+)", str(preferences(battery=True))))
    assert "battery" not in str(preferences())
    assert chosen == made | set(re.findall(r"sensor\.(\w+)", said))
    assert chosen - made <= published


def test_the_check_knows_all_that_is_published_with_its_unit() -> None:
    currency = Home().currency
    # The demo's app is on.
    there = (each for each in ENTITIES if not each.of_watching)
    units = {each.key: currency if each.device_class == "monetary" else each.unit for each in there}
    assert units == UNITS


@pytest.mark.parametrize("speed", [1, 60, 10_000])
def test_the_app_accepts_the_settings_of_the_demo_at_any_speed(speed: float) -> None:
    parse_settings(app_settings(Path("/token"), "http://127.0.0.1:1/", speed, "Europe/Berlin"))


@pytest.mark.parametrize("speed", [1, 60, FASTEST])
def test_the_app_accepts_the_house_battery_of_the_demo_at_any_speed(speed: float) -> None:
    given = app_settings(
        Path("/token"), "http://127.0.0.1:1/", speed, "Europe/Berlin", battery_kwh=BATTERY_KWH
    )
    battery = parse_settings(given).battery
    assert battery is not None
    assert battery.capacity_kwh == pytest.approx((BATTERY_KWH / speed,))


def test_at_the_ordinary_speed_the_demo_keeps_the_defaults() -> None:
    settings = parse_settings(app_settings(Path("/token"), "http://127.0.0.1:1/", 1, "Europe/Berlin"))
    assert settings.charging == type(settings.charging)()
    assert settings.api == type(settings.api)()
    assert settings.meters.stale_s == 120


@pytest.mark.parametrize("speed", [1, 60])
def test_patience_and_the_worth_of_a_command_last_as_many_simulated_minutes_at_any_speed(
    speed: float,
) -> None:
    settings = parse_settings(app_settings(Path("/token"), "http://127.0.0.1:1/", speed, "Europe/Berlin"))
    charging, rate_per_s = settings.charging, 0.15 / 3600
    assert charging.start_cost / 2 / rate_per_s * speed == pytest.approx(240)
    assert settings.api.command_price / charging.command_interval_s == pytest.approx(0.001 / 180, rel=0.01)
    assert settings.api.wake_up_price / charging.start_cost == pytest.approx(1, rel=0.01)


def test_the_demo_runs_appdaemon_with_the_shipped_example() -> None:
    assert "token: !secret 'home_assistant_token'" in configuration({})


def test_time_lapse_is_laid_over_the_example() -> None:
    lines = configuration(TIME_LAPSE)
    assert "ws_timeout: 600" in lines
    assert "type: hass" in lines
