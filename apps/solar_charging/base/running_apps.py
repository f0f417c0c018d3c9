"""Finds the other apps of the same kind that AppDaemon runs."""

from __future__ import annotations

from typing import Any

from appdaemon.plugins.hass import Hass


def running_apps(app: Hass) -> dict[str, Any]:
    """Returns all running apps of the class of `app` by their names, itself included.

    One that is disabled, removed, or stopped by a mistake in its settings is none. The class is compared by
    its name: each copy of the code, and each reload of it, makes another one.
    """
    found = {name: each.object for name, each in dict(app.AD.app_management.objects).items()}
    alike = {name: each for name, each in found.items() if type(each).__name__ == type(app).__name__}
    return {name: each for name, each in alike.items() if not each.stopped} | {app.name: app}
