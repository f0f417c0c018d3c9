"""Lists the services of Home Assistant, as far as AppDaemon knows them."""

from __future__ import annotations

from appdaemon.plugins.hass import Hass


def services(app: Hass, namespace: str) -> dict[str, list[str]]:
    """Returns the names of all services in order, by their domains; none where it has heard of none yet."""
    rows = app.list_services(namespace)
    found: dict[str, list[str]] = {}
    for row in rows if isinstance(rows, list) else ():
        found.setdefault(str(row["domain"]), []).append(str(row["service"]))
    return {domain: sorted(names) for domain, names in found.items()}
