"""The dashboard in a real browser before a real Home Assistant, a real AppDaemon and the simulated world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from stage.browser import MISSING, chromium, open_browser
from stage.demo import DASHBOARD
from stage.energy_dashboard import URL, has_power_diagrams
from stage.environments import home_assistant_environment
from stage.scene import Scene
from stage.screenshots import BEGIN, SCREENS, SPEED, open_page, trace
from stage.world import WorldSettings

# For what takes seconds, unless the machine is busy.
LONG_MS = 60_000
expect.set_options(timeout=LONG_MS)
BEFORE_THE_SUN = BEGIN + timedelta(minutes=40)

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not home_assistant_environment().ready, reason="no Home Assistant yet: ./test --setup"
    ),
    pytest.mark.skipif(chromium() is None, reason=MISSING),
]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    settings = WorldSettings(BEFORE_THE_SUN, SPEED, trace(tmp_path / "day.csv"))
    with Scene(settings, print, folder=tmp_path / "stage") as scene:
        yield scene


@pytest.fixture
def page(scene: Scene) -> Iterator[Page]:
    with open_browser() as browser:
        page = open_page(browser, SCREENS[0], scene.home_assistant, DASHBOARD)
        page.set_default_timeout(LONG_MS)
        yield page


def save_a_dashboard_with_the_card(page: Page) -> None:
    page.evaluate(
        """async () => {
          const { hass } = document.querySelector("home-assistant");
          const url_path = "own-dashboard";
          const card = { type: "custom:solar-charging-card" };
          const views = [{ title: "Own", path: "own", cards: [card] }];
          await hass.callWS({ type: "lovelace/dashboards/create", url_path, title: "Own", mode: "storage" });
          await hass.callWS({ type: "lovelace/config/save", url_path, config: { views } });
        }"""
    )


def test_a_person_sees_the_charge_begin_and_switches_the_app_off(scene: Scene, page: Page) -> None:
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    expect(page.locator(".state")).to_have_text("Following the sun")
    expect(page.locator("[data-flow=sun-car]")).to_be_visible()
    expect(page.locator(".hint:visible")).to_have_count(0)
    expect(page.locator("solar-charging-graph .plot .curve.target")).to_have_attribute("d", re.compile("^M"))

    page.locator(":is([data-switch=enabled], [data-mode=off]):visible").click()
    expect(page.locator(".state")).to_have_text("Switched off")
    expect(page.locator("[data-flow=sun-car]")).to_be_hidden()
    assert scene.home_assistant.api.states()["input_boolean.solar_charging"]["state"] == "off"
    assert [url for url in outside if not url.startswith(scene.home_assistant.url)] == []


def test_a_person_sets_the_card_up_in_the_visual_editor(scene: Scene, page: Page) -> None:
    save_a_dashboard_with_the_card(page)
    page.goto(f"{scene.home_assistant.url}/own-dashboard/own?edit=1")
    page.locator("hui-card-options :is(ha-button, mwc-button)").first.click()
    dialog = page.locator("hui-dialog-edit-card")
    expect(dialog.locator("solar-charging-card h2")).to_have_text("Solar charging")
    # Their labels are found in other places from version to version.
    fields = dialog.locator(":is(ha-input, ha-textfield) input")
    name, title = fields.nth(0), fields.nth(1)
    title.fill("My car")
    expect(dialog.locator("solar-charging-card h2")).to_have_text("My car")
    # The box itself may lie under its picture.
    dialog.get_by_role("checkbox", name="Switches").check(force=True)
    expect(dialog.locator("solar-charging-card [role=switch]:visible")).to_have_count(3)
    expect(dialog.locator("solar-charging-card .flows")).to_have_count(0)
    name.fill("My c")
    expect(dialog.locator("solar-charging-card")).to_have_count(0)
    name.fill("solar_charging")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("hui-view solar-charging-card h2")).to_have_text("My car")
    saved = """async () => {
      const { hass } = document.querySelector("home-assistant");
      return (await hass.callWS({ type: "lovelace/config", url_path: "own-dashboard" })).views[0].cards[0];
    }"""
    assert page.evaluate(saved) == {
        "type": "custom:solar-charging-card",
        "title": "My car",
        "show": ["switches"],
        "name": "solar_charging",
    }


@pytest.mark.skipif(not has_power_diagrams(), reason="a Home Assistant before 2025.12 has no such diagrams")
def test_a_person_sees_the_power_of_sun_house_and_car_in_the_diagram(scene: Scene, page: Page) -> None:
    expect(page.locator("[data-flow=sun-car]")).to_be_visible()
    page.goto(scene.home_assistant.url + URL)
    diagram = page.locator("ha-sankey-chart")
    expect(diagram.locator("canvas")).to_be_visible()
    expect(page.locator("hui-error-card")).to_have_count(0)
    nodes = diagram.evaluate(
        "({ data }) => Object.fromEntries(data.nodes.map(({ id, value }) => [id, value]))"
    )
    car_w = nodes["sensor.solar_charging_charging_power"]
    assert nodes["solar"] > 0
    assert nodes["home"] == pytest.approx(car_w + nodes["untracked"])
