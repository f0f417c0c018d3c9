"""Each control of the card in a real browser, from the tap to the plan, before a real Home Assistant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from stage.browser import MISSING, chromium, open_browser
from stage.demo import DASHBOARD
from stage.environments import home_assistant_environment
from stage.memory import planned, weeks
from stage.scene import Scene
from stage.screenshots import BEGIN, SCREENS, SPEED, open_page, trace
from stage.seeding import Home
from stage.world import WorldSettings

LONG_MS = 60_000
MODE = "input_select.solar_charging_mode"
NOW, SKIP = "input_boolean.solar_charging_now", "input_boolean.solar_charging_skip"
GRID_LIMIT = "input_number.solar_charging_grid_limit"

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not home_assistant_environment().ready, reason="no Home Assistant yet: ./test --setup"
    ),
    pytest.mark.skipif(chromium() is None, reason=MISSING),
]


class Card:
    """The card as a person has it in hand."""

    def __init__(self, page: Page, scene: Scene) -> None:
        self._page, self._scene = page, scene

    def find(self, selector: str) -> Locator:
        return self._page.locator(f"solar-charging-card {selector}")

    def tap(self, *selectors: str) -> None:
        for selector in selectors:
            self.find(f"{selector}:visible").first.click()

    def says(self, words: str) -> None:
        expect(self.find("p.plan")).to_contain_text(re.compile(words, re.I), timeout=LONG_MS)

    def is_in(self, state: str) -> None:
        expect(self.find(".state")).to_have_text(state, timeout=LONG_MS)

    def helper(self, entity: str) -> str:
        return str(self._scene.home_assistant.api.states()[entity]["state"])


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Card]:
    now = datetime.now(timezone.utc)
    home = planned(Home(), now)
    before = weeks(now.astimezone(ZoneInfo(home.time_zone)))
    world = WorldSettings(BEGIN, SPEED, trace(tmp_path / "day.csv"))
    with (
        Scene(world, print, folder=tmp_path / "stage", home=home, memory=before) as scene,
        open_browser() as browser,
    ):
        page = open_page(browser, SCREENS[2], scene.home_assistant, DASHBOARD, home)
        page.set_default_timeout(LONG_MS)
        yield Card(page, scene)


def test_a_day_with_the_card(card: Card) -> None:
    card.says(r"tomorrow 7:30\sAM: 80%; buying .* for €")
    expect(card.find(".strip svg.days")).to_be_visible()

    card.tap("[data-mode=sun_only]")
    card.says("^(?!.*buying).*missing")
    assert card.helper(MODE) == "Sun only"
    card.tap("[data-mode=smart]")
    card.says("buying")

    card.tap("[data-mode=now]", "[data-end=minutes-60]", "[data-start]")
    card.is_in("Charging now")
    expect(card.find("[data-stop]:visible")).to_be_visible()
    card.tap("[data-stop]")
    expect(card.find("[data-stop]:visible")).to_have_count(0)
    assert card.helper(NOW) == "off"

    card.tap("[data-opens=departure]")
    card.find("[data-field=time]:visible").first.fill("08:15")
    card.tap("[data-keep]")
    card.says("8:15")
    card.tap("[data-skip]")
    card.says("^(?!.*8:15)")
    assert card.helper(SKIP) == "on"
    card.tap("[data-skip]")
    card.says("8:15")

    card.find("[data-handle=grid]").focus()
    for _ in range(4):
        card.find("[data-handle=grid]").press("ArrowLeft")
    expect(card.find("[data-handle=grid]")).to_have_attribute("aria-valuenow", "60")
    card.says("60%")
    assert float(card.helper(GRID_LIMIT)) == 60

    card.tap("[data-opens=pause]", "[data-until]")
    card.is_in("Paused")
    card.tap("[data-resume]")
    expect(card.find("[data-resume]:visible")).to_have_count(0)

    card.tap("[data-mode=off]")
    card.is_in("Switched off")
