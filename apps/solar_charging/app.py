"""Is what apps.yaml names: the app, or what stands in for it where that cannot be loaded."""

from __future__ import annotations

from .stand_in import StandIn, misnamed, without

try:
    from .shell import SolarCharging as SolarCharging
except ImportError as error:
    SolarCharging = without(error)  # type: ignore[assignment, misc]


def __getattr__(name: str) -> type[StandIn]:
    """Returns what stands in for another class of apps.yaml. Raises AttributeError for what is no class."""
    if not name[:1].isupper():
        raise AttributeError(name)
    return misnamed(name)
