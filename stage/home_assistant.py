"""Runs a real Home Assistant, started from a seeded folder, and talks to it over its REST API."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
from datetime import datetime
from pathlib import Path
from typing import Any

from stage.energy_dashboard import has_power_diagrams
from stage.environments import Environment, is_of
from stage.local_http import call
from stage.processes import Breakable, Process, Variables
from stage.seeding import Home, seed

STORED_HTTP = (2026, 11)
"""The first of the Home Assistants here that keeps its address in its storage."""


class HomeAssistantApi:
    """Makes the few calls of Home Assistant's REST API that the stage needs."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._headers = {"Authorization": f"Bearer {token}"}

    def states(self) -> dict[str, dict[str, Any]]:
        """Returns all entities: id -> {"state": ..., "attributes": {...}, ...}."""
        return {entity["entity_id"]: entity for entity in self._call("GET", "states")}

    def call_service(self, service: str, entity: str | None = None) -> None:
        """Calls a service such as input_boolean.turn_on."""
        target = {} if entity is None else {"entity_id": entity}
        self._call("POST", f"services/{service.replace('.', '/')}", target)

    def fire(self, event: str) -> None:
        """Fires an event, as any user of Home Assistant may."""
        self._call("POST", f"events/{event}", {})

    def history(self, entities: list[str], start: datetime, end: datetime) -> dict[str, list[dict[str, Any]]]:
        """Returns each entity's recorded "state" and "last_changed" between two moments, oldest first."""
        query = urllib.parse.urlencode(
            {
                "end_time": end.isoformat(),
                "filter_entity_id": ",".join(entities),
                "significant_changes_only": 0,
                "minimal_response": "",
            }
        )
        path = f"history/period/{urllib.parse.quote(start.isoformat())}?{query}"
        return {rows[0]["entity_id"]: rows for rows in self._call("GET", path) if rows}

    def ready(self) -> bool:
        """Says whether Home Assistant answers, has accepted the token and has finished its start."""
        try:
            return bool(self._call("GET", "config")["state"] == "RUNNING")
        except (OSError, http.client.HTTPException, ValueError):
            return False

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return call(method, f"{self.url}/api/{path}", body, self._headers)


class HomeAssistant(Breakable):
    """Runs one Home Assistant, with its configuration folder (made by `seed`) and its process."""

    def __init__(
        self,
        environment: Environment,
        folder: Path,
        port: int,
        home: Home,
        variables: Variables = dict,
        *,
        battery: bool = False,
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.log_file = folder.parent / "home-assistant.log"
        self.token_file = seed(
            folder,
            port,
            home,
            power_diagrams=has_power_diagrams(),
            battery=battery,
            stored_http=is_of(STORED_HTTP),
        )
        self.api = HomeAssistantApi(self.url, self.token_file.read_text())
        # All that it needs is in its environment, and nothing is fetched behind anybody's back.
        command: list[str | Path] = [environment.python, "-m", "homeassistant", "--skip-pip", "-c", folder]
        self._process = Process("Home Assistant", command, self.log_file, variables)

    def start(self, within_s: float = 90) -> None:
        """Starts it and waits until it is up; raises `StageError` with the last lines of its log."""
        self._process.start()
        self._process.until(self.api.ready, within_s)

    def stop(self) -> None:
        """Ends it politely: it writes what it has in memory."""
        self._process.stop(within_s=20)
