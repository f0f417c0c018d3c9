"""A bare page with one card on it, and a `hass` object as Home Assistant's frontend hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

SOURCE = Path(__file__).parents[2] / "apps" / "solar_charging" / "dashboards" / "solar-charging-card.js"
NOW = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
NOTHING = "\N{EN DASH}"
CARD, GRAPH = "solar-charging-card", "solar-charging-graph"
SWITCHES = {
    "input_boolean.solar_charging": "on",
    "input_boolean.solar_charging_off_peak": "on",
    "input_boolean.solar_charging_now": "off",
}
MONEY = ("cost_today", "saved_today", "session_cost", "session_saved")

SUNNY: Mapping[str, str] = {
    "state": "following_sun",
    "reason": "charging at 10 A with 2.4 kW of sun",
    "target_now": "10.5",
    "target": "10.1",
    "charging_current": "10.0",
    "charging_power": "2300",
    "house_load": "520",
    "grid_power": "-410",
    "solar_power": "3230",
    "soc": "62",
    "next_change": "2026-06-15T20:00:00+00:00",
    "energy_today": "12.34",
    "solar_share_today": "85",
    "cost_today": "1.02",
    "saved_today": "2.41",
    "session_energy": "4.20",
    "session_solar_share": "100",
    "session_cost": "0.34",
    "session_saved": "0.90",
}
"""Noon: the sun serves house and car, and the grid takes the rest."""

ALSO = {"charge_limit_pct": "80", "car_asleep": "no"}

PUT = """([type, config, hass]) => {
  window.calls = []; window.asked = []; window.shown = [];
  const card = document.createElement(type);
  card.setConfig(config);
  document.body.replaceChildren(card);
  card.addEventListener("hass-more-info", (event) => window.shown.push(event.detail.entityId));
  window.card = card;
  window.tell = (hass) => {
    card.hass = {
      ...hass,
      callService: async (...call) => {
        if (hass.refuses) throw new Error(hass.refuses);
        window.calls.push(call);
      },
      callWS: async (message) => {
        window.asked.push(message);
        if (hass.refuses) throw new Error(hass.refuses);
        return hass.history;
      },
    };
  };
  window.tell(hass);
}"""


def hass(
    app: Mapping[str, str | None] | None = None,
    also: Mapping[str, str] | None = None,
    switches: Mapping[str, str] | None = None,
    name: str = "solar_charging",
    language: str = "en",
    locale: Mapping[str, str] | None = None,
    told: datetime = NOW,
    **more: Any,
) -> dict[str, Any]:
    """What the frontend hands over. `app` changes what SUNNY has; None takes an entity away."""
    values = {**SUNNY, "heartbeat": told.isoformat(), **(app or {})}
    states = {f"sensor.{name}_{key}": value for key, value in values.items()} | dict(
        SWITCHES if switches is None else switches
    )
    attributes: dict[str, dict[str, str]] = {f"sensor.{name}_state": {**ALSO, **(also or {})}}
    attributes |= {f"sensor.{name}_{key}": {"unit_of_measurement": "EUR"} for key in MONEY}
    moment = told.isoformat()
    return {
        "states": {
            entity: {
                "entity_id": entity,
                "state": state,
                "attributes": attributes.get(entity, {}),
                "last_updated": moment,
                "last_changed": moment,
            }
            for entity, state in states.items()
            if state is not None
        },
        "language": language,
        "locale": {"language": language, "number_format": "language", "time_format": "24", **(locale or {})},
        "config": {"time_zone": "Europe/Berlin"},
        "themes": {"darkMode": False},
        **more,
    }


def plain(text: str | None) -> str:
    """A text with ordinary spaces."""
    return (text or "").replace("\u202f", " ").replace("\xa0", " ")


def load(page: Page) -> None:
    """Loads the cards' file."""
    page.add_script_tag(content=SOURCE.read_text(encoding="utf-8"), type="module")


class CardPage:
    """The page, asked as a person would look at it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.clock.set_fixed_time(NOW)
        page.set_content("<!doctype html><html lang='en'><body></body></html>")
        load(page)
        page.wait_for_function("type => customElements.get(type) !== undefined", arg=GRAPH)

    def clear(self) -> None:
        """As it was at the beginning."""
        self.page.evaluate("document.body.replaceChildren()")
        self.page.set_viewport_size({"width": 390, "height": 1200})
        self.page.emulate_media(reduced_motion="no-preference")
        self.errors.clear()

    def put(self, told: Mapping[str, Any], config: Mapping[str, Any] | None = None, card: str = CARD) -> None:
        """Lays a card out and tells it what Home Assistant knows."""
        self.page.evaluate(PUT, [card, dict(config or {}), told])

    def tell(self, told: Mapping[str, Any]) -> None:
        """Tells the card that is there something new."""
        self.page.evaluate("hass => window.tell(hass)", told)

    def refusal(self, config: Any, card: str = CARD) -> str:
        """What a card answers to a configuration; "" where it takes it."""
        script = """([type, config]) => {
          try {
            document.createElement(type).setConfig(config);
            return "";
          } catch (error) {
            return error.message;
          }
        }"""
        return str(self.page.evaluate(script, [card, config]))

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def text(self, selector: str) -> str:
        """The text of what is seen, with ordinary spaces."""
        return plain(self.find(selector).inner_text())

    @property
    def drawn(self) -> str:
        """The texts of the drawings."""
        return plain(" ".join(self.find("svg text").all_text_contents()))

    def value(self, node: str) -> str:
        """What stands in a node of the diagram."""
        return plain(self.find(f".node.{node} text").first.text_content())

    def label(self, selector: str) -> str:
        """What a screen reader says of something."""
        return plain(self.find(selector).get_attribute("aria-label"))

    @property
    def calls(self) -> list[Any]:
        """The services that were called."""
        return list(self.page.evaluate("window.calls"))

    @property
    def flows(self) -> set[str]:
        """The flows that are drawn, such as sun-car."""
        drawn = self.page.evaluate(
            "[...card.shadowRoot.querySelectorAll('[data-flow]:not([hidden])')].map(g => g.dataset.flow)"
        )
        return set(drawn)

    def pace(self, flow: str) -> float:
        """How fast the dots of a flow run, in units of the drawing a second; 0 where they stand still."""
        script = """async (flow) => {
          const dots = card.shadowRoot.querySelector(`[data-flow="${flow}"] .dots`);
          const [running] = dots.getAnimations().filter((each) => each.playState === "running");
          if (!running) return 0;
          await running.ready;
          return running.playbackRate * Number(dots.getAttribute("stroke-dasharray").split(" ")[1]);
        }"""
        return float(self.page.evaluate(script, flow))
