"""A bare page with the card of the set-up on it, before the app's own pages of a house."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from solar_charging.setup.page import Entry, PartShown
from solar_charging.setup.page_state import PageState, Wish
from tests.houses_described import House

SOURCE = Path(__file__).parents[2] / "apps" / "solar_charging" / "dashboards" / "solar-charging-setup.js"
CARD = "solar-charging-setup"
FILE = "/conf/apps/solar_charging.settings.json"

PUT = """([hass, config]) => {
  window.sent = []; window.heard = null; window.left = 0;
  const card = document.createElement("solar-charging-setup");
  card.setConfig(config);
  window.card = card;
  const connection = {
    subscribeEvents: async (callback, type) => {
      window.heard = [callback, type];
      return () => window.left++;
    },
    addEventListener: () => undefined, removeEventListener: () => undefined,
  };
  card.hass = {
    ...hass, connection,
    callWS: async (message) => {
      if (hass.refuses) throw new Error(hass.refuses);
      window.sent.push(message);
    },
  };
  document.body.replaceChildren(card);
}"""


class Talk:
    """The app's side: takes what the card sends, and sends pages back."""

    def __init__(self, house: House, name: str = "solar_charging", **more: Any) -> None:
        self.state = PageState(name, "1780000000", **more)
        self.state.look(house.surroundings())
        self.parts: list[PartShown] = []
        self.entry = Entry(name, FILE)

    def take(self, event: Mapping[str, Any]) -> Wish | None:
        return self.state.take(dict(event))

    def pages(self) -> list[dict[str, Any]]:
        return [self.state.page(each, self.entry, self.parts) for each in self.state.languages]


class SetupPage:
    """The page, asked as a person would look at it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.set_content("<!doctype html><html lang='en'><body style='margin:0'></body></html>")
        page.add_script_tag(content=SOURCE.read_text(encoding="utf-8"), type="module")
        page.wait_for_function("type => customElements.get(type) !== undefined", arg=CARD)

    def clear(self) -> None:
        self.page.clock.resume()
        self.page.evaluate("document.body.replaceChildren()")
        self.page.set_viewport_size({"width": 390, "height": 1200})
        self.errors.clear()

    def put(self, language: str = "en", config: Mapping[str, Any] | None = None, **more: Any) -> None:
        """Lays the card out, as Home Assistant does for somebody who speaks a language."""
        hass = {"language": language, "user": {"is_admin": True}, **more}
        self.page.evaluate(PUT, [hass, dict(config or {})])

    def sent(self) -> list[dict[str, Any]]:
        """What the card has fired since this was asked last."""
        return [dict(each) for each in self.page.evaluate("window.sent.splice(0).map((m) => m.event_data)")]

    def tell(self, *pages: Mapping[str, Any]) -> None:
        """Fires the app's pages."""
        for each in pages:
            self.page.evaluate("page => window.heard[0]({ data: { page } })", json.dumps(each))

    def answer(self, talk: Talk) -> list[Wish | None]:
        """Has the app answer what the card has fired."""
        wishes = [talk.take(event) for event in self.sent()]
        self.tell(*talk.pages())
        return wishes

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def line(self, topic: str) -> Locator:
        return self.page.locator(f"[data-topic={topic}]")
