"""Finds the other apps of the same kind that AppDaemon runs."""

from __future__ import annotations

from typing import Any

LAST = "~"
"""Comes after whatever an entry of apps.yaml may be called."""


def running_entries(app: Any) -> tuple[str, dict[str, Any]]:
    """Returns the name of `app`, and all running apps of its class by their names.

    One that is disabled, removed, or only ends what it has begun is none, but `app` itself, which then comes
    last. The class is compared by its name: each copy of the code, and each reload of it, makes another one.
    """
    found = {name: each.object for name, each in dict(app.AD.app_management.objects).items()}
    alike = {name: each for name, each in found.items() if type(each).__name__ == type(app).__name__}
    going = {name: each for name, each in alike.items() if not (each.stopped or each.setup)}
    going.pop(app.name, None)
    own = f"{LAST}{app.name}" if app.setup else app.name
    return own, going | {own: app}
