"""The card of a house with a battery, in a real browser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from tests.dashboards.card_page import NOTHING, NOW, SWITCHES, CardPage, hass, plain
from tests.dashboards.test_card import CONTRASTS, HOSTILE, THEMES

pytestmark = pytest.mark.timeout(300)

SWITCH = "input_boolean.solar_charging_battery"
SHARE = {"for_house_kwh": "3.8", "for_car_kwh": "2.1"}


def home(
    battery: str | None,
    soc: str | None = "71",
    attributes: Mapping[str, str] | None = None,
    switches: Mapping[str, str] | None = None,
    app: Mapping[str, str | None] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Noon in a house with a battery; positive is what it gives."""
    app = {"solar_power": "4500", "grid_power": "0", "charging_power": "2900", **(app or {})}
    app |= {"battery_power": battery, "battery_soc": soc}
    told = hass(app, switches={**SWITCHES, **(switches or {})}, **more)
    told["states"]["sensor.solar_charging_battery_soc"]["attributes"] = dict(attributes or {})
    return told


def powers(sun: str | None, grid: str, car: str) -> dict[str, str | None]:
    return {"solar_power": sun, "grid_power": grid, "charging_power": car}


@pytest.mark.parametrize(
    ("battery", "others", "flows", "house"),
    [
        ("-1200", powers("4500", "0", "2900"), {"sun-house", "sun-car", "sun-battery"}, "400 W"),
        ("2600", powers("900", "0", "3000"), {"sun-house", "sun-car", "battery-car"}, "500 W"),
        ("800", powers("0", "0", "0"), {"battery-house"}, "800 W"),
        ("3000", powers("0", "-1500", "0"), {"battery-house", "battery-grid"}, "1.5 kW"),
        ("-2000", powers("0", "5500", "2900"), {"grid-house", "grid-car", "grid-battery"}, "600 W"),
        ("1000", powers("0", "3000", "3500"), {"battery-house", "battery-car", "grid-car"}, "500 W"),
        ("-24", powers("2024", "0", "2000"), {"sun-car"}, "0 W"),
        ("-25", powers("2025", "0", "2000"), {"sun-car", "sun-battery"}, "0 W"),
        # Without a known sun the house is what it uses less the sun.
        ("-1200", powers(None, "0", "2900"), {"house-car", "house-battery"}, "-4.1 kW"),
        # Nothing is guessed.
        ("unknown", powers("4500", "0", "2900"), set(), NOTHING),
        ("unavailable", powers("4500", "0", "2900"), set(), NOTHING),
    ],
)
def test_the_battery_is_one_more_place_where_power_comes_from_and_goes_to(
    page: CardPage, battery: str, others: dict[str, str | None], flows: set[str], house: str
) -> None:
    page.put(home(battery, app=others))
    assert page.flows == flows
    assert page.value("house") == house


@pytest.mark.parametrize(
    ("language", "name", "unknown", "cars"),
    [
        ("en", "Battery", "House battery", "Battery of the car"),
        ("fr", "Batterie", "Batterie domestique", "Batterie de la voiture"),
        ("de", "Batterie", "Hausbatterie", "Batterie des Autos"),
    ],
)
def test_it_has_its_level_and_is_told_from_the_cars(
    page: CardPage, language: str, name: str, unknown: str, cars: str
) -> None:
    page.put(home("-1200", language=language))
    assert plain(page.find(".node.battery .name").text_content()) == name
    assert plain(page.find(".node.battery .more").text_content()) == "71 %"
    assert cars in page.text("ha-card")
    full = float(page.find(".charge").get_attribute("height") or 0)
    page.tell(home("-1200", soc="30", language=language))
    assert 0 < float(page.find(".charge").get_attribute("height") or 0) < full
    page.tell(home("-1200", soc="unknown", language=language))
    assert plain(page.find(".node.battery .name").text_content()) == unknown
    assert page.find(".charge").get_attribute("height") == "0"


def test_a_house_without_one_shows_nothing_of_it(page: CardPage) -> None:
    page.put(hass())
    assert page.find(".node.battery").is_hidden()
    assert page.find(".share").is_hidden()
    assert page.find("[data-switch=use_battery]").is_hidden()
    assert "Battery of the car" not in page.text("ha-card")
    tracks = page.find(".track:visible").count()
    page.tell(home("-1200", app=powers("0", "0", "0")))
    assert page.find(".node.battery").is_visible()
    assert page.find(".track:visible").count() > tracks


@pytest.mark.parametrize(
    ("language", "house", "car", "said"),
    [
        ("en", "3.8", "2.1", "Battery: 3.8 kWh stay for the house, 2.1 kWh may go into the car"),
        (
            "fr",
            "3.8",
            "2.1",
            "Batterie : 3,8 kWh restent pour la maison, 2,1 kWh peuvent aller dans la voiture",
        ),
        ("de", "3.8", "2.1", "Batterie: 3,8 kWh bleiben für das Haus, 2,1 kWh dürfen ins Auto"),
        ("en", "5.9", "0.0", "Battery: 5.9 kWh stay for the house"),
        ("en", "0.0", "5.9", "Battery: 5.9 kWh may go into the car"),
    ],
)
def test_what_it_is_for_is_said(page: CardPage, language: str, house: str, car: str, said: str) -> None:
    shares = {"for_house_kwh": house, "for_car_kwh": car}
    page.put(home("-1200", attributes=shares, language=language))
    assert page.text(".share") == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Battery: 9.5 kWh stay for the house until the app knows a day of it"),
        (
            "fr",
            "Batterie : 9,5 kWh restent pour la maison jusqu'à ce que l'application en connaisse une journée",
        ),
        ("de", "Batterie: 9,5 kWh bleiben für das Haus, bis die App einen Tag davon kennt"),
    ],
)
def test_on_the_first_day_it_is_said_why_nothing_is_for_the_car(
    page: CardPage, language: str, said: str
) -> None:
    shares = {"for_house_kwh": "9.5", "for_car_kwh": "0.0", "learning": "yes"}
    page.put(home("-1200", attributes=shares, language=language))
    assert page.text(".share") == said
    page.tell(home("-1200", attributes={**shares, "for_car_kwh": "2.0"}, language=language))
    assert said not in page.text(".share")


def billed(
    energy: str, shares: Mapping[str, str], language: str = "en", period: str = "energy_today"
) -> dict[str, Any]:
    """The energy of a day or session, and where it is from."""
    told = home("-1200", app={period: energy}, language=language)
    told["states"][f"sensor.solar_charging_{period}"]["attributes"] = dict(shares)
    return told


FROM_ALL = {"solar_kwh": "9.04", "grid_kwh": "1.08", "battery_kwh": "2.22", "battery_cost": "0.20"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Sun 9.0 kWh · grid 1.1 kWh · house battery 2.2 kWh, which had cost €0.20"),
        ("fr", "Soleil 9,0 kWh · réseau 1,1 kWh · batterie 2,2 kWh, qui avaient coûté 0,20 €"),
        ("de", "Sonne 9,0 kWh · Netz 1,1 kWh · Hausbatterie 2,2 kWh, die 0,20 € gekostet hatten"),
    ],
)
@pytest.mark.parametrize("period", ["energy_today", "session_energy"])
def test_the_bill_says_where_the_energy_is_from_and_what_the_batterys_had_cost(
    page: CardPage, language: str, said: str, period: str
) -> None:
    page.put(billed("12.34", FROM_ALL, language, period))
    assert page.text(".sources:visible") == said


@pytest.mark.parametrize(
    ("energy", "sun", "battery", "said"),
    [
        ("12.34", "12.34", "0.00", "Sun 12.3 kWh · grid 0.0 kWh · house battery 0.0 kWh"),
        (
            "0.42",
            "0.10",
            "0.02",
            "Sun 0.10 kWh · grid 0.30 kWh · house battery 0.02 kWh, which had cost €0.20",
        ),
        # They add up to what is said to be charged, as it is rounded.
        ("1.24", "0.45", "0.45", "Sun 0.5 kWh · grid 0.2 kWh · house battery 0.5 kWh, which had cost €0.20"),
        ("1.00", "0.55", "0.45", "Sun 0.6 kWh · grid 0.0 kWh · house battery 0.4 kWh, which had cost €0.20"),
    ],
)
def test_the_parts_of_the_bill_add_up(page: CardPage, energy: str, sun: str, battery: str, said: str) -> None:
    page.put(billed(energy, {**FROM_ALL, "solar_kwh": sun, "battery_kwh": battery}))
    assert page.text(".sources:visible") == said


@pytest.mark.parametrize(
    ("energy", "shares"),
    [
        ("12.34", {}),  # a house without one
        ("0.00", {"solar_kwh": "0.00", "battery_kwh": "0.00", "battery_cost": "0.00"}),
        ("unknown", FROM_ALL),
        ("12.34", {**FROM_ALL, "solar_kwh": HOSTILE}),
    ],
)
def test_where_nothing_is_known_of_the_parts_nothing_is_said(
    page: CardPage, energy: str, shares: dict[str, str]
) -> None:
    page.put(billed(energy, shares))
    assert page.find(".sources:visible").count() == 0


@pytest.mark.parametrize(
    "attributes", [{}, {"for_house_kwh": "3.8"}, {"for_house_kwh": "0.0", "for_car_kwh": "0.0"}]
)
def test_where_nothing_is_known_of_that_nothing_is_said(page: CardPage, attributes: dict[str, str]) -> None:
    page.put(home("-1200", attributes=attributes))
    assert page.find(".share").is_hidden()


@pytest.mark.parametrize(
    ("battery", "label"),
    [
        ("-1200", "House battery: filling with 1.2 kW, 71 %"),
        ("800", "House battery: giving 800 W, 71 %"),
        ("unknown", "House battery: not known, 71 %"),
    ],
)
def test_a_screen_reader_hears_what_it_does(page: CardPage, battery: str, label: str) -> None:
    page.put(home(battery))
    assert page.label(".node.battery") == label


def test_it_opens_its_history_and_is_reached_by_the_keyboard(page: CardPage) -> None:
    page.put(home("-1200", attributes={"switch": SWITCH}, switches={SWITCH: "on"}))
    reached = []
    focused = "(({ dataset, classList }) => dataset.switch || classList[1])(card.shadowRoot.activeElement)"
    for _ in range(9):
        page.page.keyboard.press("Tab")
        reached.append(page.page.evaluate(focused))
    switches = ["enabled", "off_peak", "charge_now", "use_battery"]
    assert reached == [*switches, "sun", "grid", "house", "car", "battery"]
    page.find(".node.battery").click()
    assert page.page.evaluate("window.shown") == ["sensor.solar_charging_battery_power"]


@pytest.mark.parametrize(("state", "service"), [("on", "turn_off"), ("off", "turn_on")])
def test_the_switch_that_the_app_names_is_among_the_switches(
    page: CardPage, state: str, service: str
) -> None:
    page.put(home("-1200", attributes={"switch": SWITCH}, switches={SWITCH: state}))
    page.find("[data-switch=use_battery]").click()
    assert page.calls == [["input_boolean", service, {"entity_id": SWITCH}]]


def test_a_switch_that_the_app_names_and_nobody_made_is_said_to_be_missing(page: CardPage) -> None:
    page.put(home("-1200", attributes={"switch": SWITCH}))
    assert page.find("[data-switch=use_battery]").is_disabled()
    assert f"Missing in Home Assistant: {SWITCH}." in page.text(".hint:visible")


@pytest.mark.parametrize("switch", ["light.lamp", "", "unknown", HOSTILE, "input_boolean.x\nswitch.y"])
def test_what_is_no_switch_is_none(page: CardPage, switch: str) -> None:
    page.put(home("-1200", attributes={"switch": switch}))
    assert page.find("[data-switch=use_battery]").is_hidden()
    assert page.find(".hint:visible").count() == 0


def test_of_a_silent_app_the_battery_stands_still(page: CardPage) -> None:
    page.put(home("-1200", attributes=SHARE))
    assert page.pace("sun-battery") > 0
    page.tell(home("-1200", attributes=SHARE, told=NOW - timedelta(minutes=12)))
    assert page.flows == set()


@pytest.mark.parametrize("key", ["battery_power", "battery_soc"])
def test_what_home_assistant_says_of_it_never_becomes_html(page: CardPage, key: str) -> None:
    told = home("-1200", attributes={"for_house_kwh": HOSTILE, "for_car_kwh": HOSTILE})
    told["states"][f"sensor.solar_charging_{key}"]["state"] = HOSTILE
    page.put(told)
    assert page.find("img, b").count() == 0
    assert page.page.title() == ""


@pytest.mark.parametrize("theme", THEMES)
def test_it_stands_out_from_the_paper(page: CardPage, theme: str) -> None:
    page.put(home("800", attributes=SHARE))
    lines = page.page.evaluate(
        CONTRASTS, [THEMES[theme], [".node.battery .rim", ".from-battery .dots"], "stroke"]
    )
    texts = page.page.evaluate(CONTRASTS, [THEMES[theme], [".share", ".sources"], "color"])
    assert min(lines) >= 3.0
    assert min(texts) >= 4.5


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_all_of_it_is_seen_on_the_narrowest_phone(page: CardPage, language: str) -> None:
    page.page.set_viewport_size({"width": 320, "height": 1200})
    told = billed("12.34", FROM_ALL, language)
    told["states"]["sensor.solar_charging_battery_soc"]["attributes"] = SHARE
    page.put(told)
    for selector in (".node.battery .name", ".node.battery .rim", ".share", ".sources:visible"):
        box = page.find(selector).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.page.evaluate(overflow) <= 0


def test_no_name_stands_on_another_circle(page: CardPage) -> None:
    page.put(home("-1200"))
    names = {
        node: page.find(f".node.{node} .name").bounding_box()
        for node in ("sun", "grid", "house", "car", "battery")
    }
    rims = {node: page.find(f".node.{node} .rim").bounding_box() for node in names}
    for name, text in names.items():
        for node, rim in rims.items():
            assert text is not None
            assert rim is not None
            apart = (
                text["x"] + text["width"] <= rim["x"]
                or rim["x"] + rim["width"] <= text["x"]
                or text["y"] + text["height"] <= rim["y"] + 1
                or rim["y"] + rim["height"] <= text["y"] + 1
            )
            assert apart, f"{name} on {node}"
