"""Lists the services of Home Assistant, as far as AppDaemon knows them."""

from __future__ import annotations

from appdaemon.plugins.hass import Hass


def services(app: Hass, namespace: str, domain: str) -> list[str] | None:
    """Returns the names of a domain's services in order, None where AppDaemon has heard of none at all."""
    rows = app.list_services(namespace)
    if not isinstance(rows, list) or not rows:
        return None
    return sorted(str(row["service"]) for row in rows if row["domain"] == domain)
