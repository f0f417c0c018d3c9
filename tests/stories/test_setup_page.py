"""Three lines in apps.yaml, a real Home Assistant, a real AppDaemon, and a person who clicks."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from simulator.tokens import FIRST_REFRESH_TOKEN
from stage.appdaemon import APP, AppDaemon
from stage.browser import MISSING, chromium, open_browser
from stage.environments import app_environment, home_assistant_environment
from stage.home_assistant import HomeAssistant
from stage.local_http import call
from stage.processes import free_port, wait_for
from stage.screenshots import Screen, open_page
from stage.seeding import Home
from tests.listed_homes import furnish

# For what takes seconds, unless the machine is busy.
LONG_S = 90
expect.set_options(timeout=LONG_S * 1000)
HOME = Home(language="de")
THREE_LINES = {"module": "solar_charging.app", "class": "SolarCharging"}
PHONE = Screen("phone-dark", 390, 900, "dark")
LINK = "/solar-charging-setup"
CARD = "solar-charging-setup"

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(400),
    pytest.mark.skipif(
        not home_assistant_environment().ready, reason="no Home Assistant yet: ./test --setup"
    ),
    pytest.mark.skipif(chromium() is None, reason=MISSING),
]


class NewHouse:
    """Home Assistant with cars and a meter, and AppDaemon with the app, of which nothing is set."""

    def __init__(self, folder: Path) -> None:
        self.home_assistant = HomeAssistant(
            home_assistant_environment(), folder / "home-assistant", free_port(18_500), HOME
        )
        # Where Home Assistant is new the demo's house has an Energy dashboard; this one has none yet.
        (folder / "home-assistant" / ".storage" / "energy").unlink(missing_ok=True)
        furnish(folder / "home-assistant", "de")
        self.appdaemon = AppDaemon(app_environment(), folder / "appdaemon", {})
        self.file = self.appdaemon.folder / "apps" / f"{APP}.settings.json"

    def start(self) -> None:
        self.home_assistant.start()
        self.measure("sensor.stromzaehler_netzleistung", -1840)
        self.measure("sensor.dach_leistung", 2600)
        token = self.home_assistant.token_file.read_text()
        self.appdaemon.configure(HOME, self.home_assistant.url, token, THREE_LINES, FIRST_REFRESH_TOKEN)
        self.appdaemon.start(within_s=LONG_S)

    def stop(self) -> None:
        self.appdaemon.stop()
        self.home_assistant.stop()

    def measure(self, entity: str, power_w: int) -> None:
        attributes = {"unit_of_measurement": "W", "device_class": "power"}
        token = self.home_assistant.token_file.read_text()
        url = f"{self.home_assistant.url}/api/states/{entity}"
        body = {"state": str(power_w), "attributes": attributes}
        call("POST", url, body, {"Authorization": f"Bearer {token}"})

    def shown(self, key: str) -> str:
        entity = self.home_assistant.api.states().get(f"sensor.{APP}_{key}", {})
        return str(entity.get("state"))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[NewHouse]:
    house = NewHouse(tmp_path)
    try:
        house.start()
        yield house
    finally:
        house.stop()


@pytest.fixture
def page(house: NewHouse) -> Iterator[Page]:
    def made() -> bool:
        return "The set-up's page is in" in house.appdaemon.log_file.read_text()

    wait_for("the page of the set-up", made, LONG_S)
    with open_browser() as browser:
        yield open_page(browser, PHONE, house.home_assistant, LINK, HOME, shows=f"{CARD} .lines > li")


def notifications(page: Page) -> dict[str, Any]:
    """What Home Assistant lists for a person, by its ids."""
    script = """async () => (await document.querySelector("home-assistant").hass
      .callWS({ type: "persistent_notification/get" }))"""
    return {each["notification_id"]: each for each in page.evaluate(script)}


def answer(page: Page, topic: str, text: str) -> None:
    line = page.locator(f"{CARD} [data-topic={topic}]")
    if line.locator(".editor").is_hidden():
        line.locator(".head").click()
    line.locator("input").fill(text)
    line.locator("[type=submit]").click()
    expect(line).to_have_class("answered")


def choose(page: Page, topic: str, name: str) -> None:
    line = page.locator(f"{CARD} [data-topic={topic}]")
    if line.locator(".editor").is_hidden():
        line.locator(".head").click()
    line.locator(".options button").filter(has_text=name).first.click()
    expect(line).to_have_class("answered")


def leave_out(page: Page, topic: str) -> None:
    line = page.locator(f"{CARD} [data-topic={topic}]")
    if line.locator(".editor").is_hidden():
        line.locator(".head").click()
    line.get_by_role("button", name="Weglassen").click()
    expect(line).to_have_class("answered")


def test_three_lines_and_some_clicks_lead_to_a_running_app(house: NewHouse, page: Page) -> None:
    told = notifications(page)[f"{APP}_the_settings"]
    assert f"[{LINK}]({LINK})" in told["message"]
    assert "noch keine Einstellungen" in told["message"]
    assert house.shown("state") == "setup"

    grid = page.locator(f"{CARD} [data-topic=grid]")
    expect(grid).to_contain_text("Netzzähler")
    expect(page.locator(f"{CARD} .write")).to_be_disabled()
    choose(page, "grid", "jetzt -1840 W: Sie speisen ein")
    house.measure("sensor.stromzaehler_netzleistung", 512)
    choose(page, "car", "Helia")
    expect(grid).to_contain_text("jetzt 512 W: Sie beziehen")
    answer(page, "peak_price", "0,30")
    leave_out(page, "off_peak")
    answer(page, "export_price", "8 ct")
    leave_out(page, "fuse")
    answer(page, "departures", "7:30 60")
    for topic in ("solar", "battery", "location"):
        if page.locator(f"{CARD} [data-topic={topic}].asked").count():
            choose(page, topic, "")
            expect(page.locator(f"{CARD} [data-topic={topic}]")).to_have_class("answered")
    page.locator(f"{CARD} .write").click()

    wait_for("the file of the settings", house.file.exists, LONG_S)
    assert stat.S_IMODE(house.file.stat().st_mode) == 0o600
    settings = json.loads(house.file.read_text())
    assert settings["meters"]["grid_power"] == "sensor.stromzaehler_netzleistung"
    assert settings["tariff"] == {"peak_price": 0.3, "export_price": 0.08}
    expect(page.locator(f"{CARD} .sheet > .done")).to_contain_text("Die App läuft nach den Einstellungen")
    wait_for("the app, which runs", lambda: house.shown("state") not in ("setup", "stopped"), LONG_S)
    wait_for("the end of the notice", lambda: f"{APP}_the_settings" not in notifications(page), LONG_S)
    assert "Traceback" not in house.appdaemon.log_file.read_text()
