"""Switches, card and dashboard are made in a real Home Assistant, seen in a browser, and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from solar_charging.base.answer import Answer
from solar_charging.settings.settings import DepartureHelpers, WeeklyDeparture
from solar_charging.setup.helpers import Wanted
from solar_charging.setup.link import answer
from solar_charging.setup.lovelace import CARD_FILE, resource_address
from solar_charging.setup.maker import Maker
from solar_charging.setup.making import Part, Standing
from stage import dashboards
from stage.browser import MISSING, chromium, open_browser
from stage.environments import home_assistant_environment
from stage.home_assistant import HomeAssistant
from stage.processes import free_port
from stage.seeding import Home

LONG_MS = 60_000
HELPERS_KEPT = ("input_boolean", "input_datetime", "input_number", "input_select", "input_text")
GERMAN = Home(language="de")
HELPERS = DepartureHelpers(time="input_datetime.departure", soc="input_number.departure_soc")
WANTED = Wanted(language="de", departure=HELPERS, departures=(WeeklyDeparture(time="07:30", soc_pct=60),))
MINE = {"title": "Mine", "views": [{"title": "Mine", "cards": []}]}

pytestmark = [
    pytest.mark.story,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not home_assistant_environment().ready, reason="no Home Assistant yet: ./test --setup"
    ),
    pytest.mark.skipif(chromium() is None, reason=MISSING),
]

Ask = Callable[..., Answer]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[HomeAssistant]:
    """A Home Assistant in which nothing of the app is there."""
    folder = tmp_path / "home-assistant"
    home = HomeAssistant(home_assistant_environment(), folder, free_port(18_700), GERMAN)
    configuration = folder / "configuration.yaml"
    announced = (dashboards.FOLDER / "configuration.yaml.example").read_text()
    parts = ("frontend", "lovelace", "search", *HELPERS_KEPT)
    configuration.write_text(
        configuration.read_text().split(announced)[0] + "".join(f"{part}:\n" for part in parts)
    )
    for file in (folder / "packages").iterdir():
        file.unlink()
    try:
        home.start()
        yield home
    finally:
        home.stop()


def kept(ask: Ask) -> list[Any]:
    """All that is there, of the person's and of the app's."""
    helpers = (f"{kind}/list" for kind in HELPERS_KEPT)
    lists = ("lovelace/resources", "lovelace/dashboards/list", *helpers)
    entities = ask("config/entity_registry/list").result
    return [*(ask(each).result for each in lists), sorted(row["entity_id"] for row in entities)]


def test_all_is_made_seen_and_undone(bare: HomeAssistant) -> None:
    ask = partial(answer, bare.url, bare.token_file.read_text())
    maker = Maker(ask, WANTED)
    ask("input_boolean/create", name="Solar charging mine")
    ask("lovelace/resources")
    ask("lovelace/resources/create", res_type="js", url="/local/mine.js")
    ask("lovelace/dashboards/create", url_path="my-own", title="Mine")
    ask("lovelace/config/save", url_path="my-own", config=MINE)
    before = kept(ask)

    assert [maker.make(part) for part in Part] == [None] * len(Part)
    assert maker.standing() == dict.fromkeys(Part, Standing.MADE)
    states = bare.api.states()
    said = {each: state["attributes"]["friendly_name"] for each, state in states.items()}
    assert said["input_boolean.solar_charging_off_peak"] == "Günstig laden"
    assert states["input_boolean.solar_charging"]["state"] == "off"
    assert states["input_datetime.departure"]["state"] == "07:30:00"
    assert float(states["input_number.departure_soc"]["state"]) == 60
    mode = states["input_select.solar_charging_mode"]
    assert (mode["state"], mode["attributes"]["options"]) == ("Smart", ["Smart", "Nur Sonne"])
    assert states["input_select.solar_charging_departure_days"]["state"] == "Einmal"
    assert float(states["input_number.solar_charging_price_ceiling"]["state"]) == 0
    assert states["input_datetime.solar_charging_pause_until"]["state"].endswith("00:00:00")

    look_at_the_pages(bare.url)

    # An update, and a person who has changed the dashboard.
    row = next(row for row in ask("lovelace/resources").result if row["url"].startswith("data:"))
    ask("lovelace/resources/update", resource_id=row["id"], url=resource_address(CARD_FILE, b"old"))
    content = ask("lovelace/config", url_path="solar-charging").result
    ask("lovelace/config/save", url_path="solar-charging", config={**content, "title": "Meins"})
    assert maker.renew() == [Part.CARD]
    assert maker.undo(Part.DASHBOARD) is not None
    ask("lovelace/config/save", url_path="solar-charging", config=content)

    assert [maker.undo(part) for part in Part] == [None] * len(Part)
    assert kept(ask) == before
    assert ask("lovelace/config", url_path="my-own").result == MINE


def look_at_the_pages(url: str) -> None:
    """The card is drawn from the resource, after a reload too; the set-up page has its own."""
    with open_browser() as browser:
        page = browser.new_page()
        page.set_default_timeout(LONG_MS)
        card = page.locator("solar-charging-card")
        for _ in range(2):
            page.goto(f"{url}/solar-charging/overview")
            off = card.locator(":is([data-switch=enabled], [data-mode=off]):visible")
            expect(off).to_have_count(1, timeout=LONG_MS)
            expect(page.locator("solar-charging-graph svg").first).to_be_visible()
            expect(page.locator("hui-error-card")).to_have_count(0)
        page.goto(f"{url}/solar-charging-setup/setup")
        expect(page.locator("solar-charging-setup")).to_have_count(1, timeout=LONG_MS)
        expect(page.locator("hui-error-card")).to_have_count(0)
