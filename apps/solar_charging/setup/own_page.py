"""Makes the page of the set-up in Home Assistant: a dashboard for administrators, and its card."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from ..base.reason import Problem, Reason, Text

URL_PATH = "solar-charging-setup"
CARD = Path(__file__).parents[1] / "dashboards" / "solar-charging-setup.js"
BEGINS = "data:text/javascript;base64,"


class Asked(Protocol):
    """Asks Home Assistant by its websocket."""

    def asked(self, command: str, **data: Any) -> Any:
        """Returns the answer to a command, None where there is none."""


class Part(Text):
    """Is something that the app makes in Home Assistant."""

    SETUP_PAGE = "setup_page"


class Standing(Text):
    """Says how things are with a part."""

    ABSENT = "absent"
    MADE = "made"


class OwnPage:
    """Makes the page; the card's file comes as the address of a resource, so that none has to be copied."""

    def __init__(self, home: Asked) -> None:
        self._home = home

    def standing(self) -> Mapping[Part, Standing]:
        """Returns whether the page is there."""
        there = self._dashboard() is not None and self._resource() is not None
        return {Part.SETUP_PAGE: Standing.MADE if there else Standing.ABSENT}

    def make(self, part: Part) -> Reason[Problem] | None:
        """Makes the page; returns why it is not there afterwards."""
        title, icon = "Solar charging set-up", "mdi:solar-power"
        if self._resource() is None:
            url = BEGINS + base64.b64encode(CARD.read_bytes()).decode()
            self._home.asked("lovelace/resources/create", res_type="module", url=url)
        if self._dashboard() is None:
            self._home.asked(
                "lovelace/dashboards/create",
                **{"url_path": URL_PATH, "title": title, "icon": icon, "mode": "storage"},
                **{"require_admin": True, "show_in_sidebar": True},
            )
        view = {"title": title, "panel": True, "cards": [{"type": "custom:solar-charging-setup"}]}
        self._home.asked("lovelace/config/save", url_path=URL_PATH, config={"views": [view]})
        if self.standing()[part] is Standing.MADE:
            return None
        return Reason(Problem.SERVICE_FAILED, {"service": "lovelace/dashboards", "cause": "not there"})

    def undo(self, part: Part) -> Reason[Problem] | None:
        """Takes the page away."""
        del part  # there is but one
        dashboard, resource = self._dashboard(), self._resource()
        if dashboard is not None:
            self._home.asked("lovelace/dashboards/delete", dashboard_id=dashboard)
        if resource is not None:
            self._home.asked("lovelace/resources/delete", resource_id=resource)
        return None

    def _dashboard(self) -> str | None:
        rows = self._home.asked("lovelace/dashboards/list")
        return next((row["id"] for row in rows or () if row.get("url_path") == URL_PATH), None)

    def _resource(self) -> str | None:
        rows = self._home.asked("lovelace/resources")
        source = BEGINS + base64.b64encode(CARD.read_bytes()).decode()
        return next((row["id"] for row in rows or () if row.get("url") == source), None)
