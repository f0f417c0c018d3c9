"""Says what a sensor is, and how its values are written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

from ..control.outcome import Outcome
from ..control.situation import State
from .gist import Deadband, Gist
from .translator import Translator

UNKNOWN = "unknown"

MAX_STATE_LENGTH = 255
"""Home Assistant takes no longer state."""


@dataclass(frozen=True)
class Entity:
    """Describes a sensor to Home Assistant.

    `key` is the part of its id after the app's name, `more` gives attributes that change. A number is shown
    anew when it has left its `deadband`, anything without one when it is another. What is `of_battery` is
    there only where the house has one, what is `of_watching` where the app watches.
    """

    key: str
    icon: str
    unit: str | None
    device_class: str | None
    state_class: str | None
    value: Callable[[Outcome, Translator], str]
    more: Callable[[Outcome], dict[str, object]] | None = None
    deadband: Deadband | None = None
    of_battery: bool = False
    of_watching: bool = False

    def there(self, outcome: Outcome) -> bool:
        """Says whether there is such a sensor in this house."""
        battery, watched = outcome.figures.battery is not None, outcome.watched is not None
        return (battery or not self.of_battery) and (watched or not self.of_watching)

    def description(self, title: str) -> dict[str, object]:
        """Returns the attributes that never change, none of them empty."""
        given = {
            "friendly_name": title,
            "icon": self.icon,
            "unit_of_measurement": self.unit,
            "device_class": self.device_class,
            "state_class": self.state_class,
        }
        attributes: dict[str, object] = {key: value for key, value in given.items() if value is not None}
        if self.device_class == "enum":
            attributes["options"] = [state.value for state in State]
        return attributes

    def attributes(self, title: str, outcome: Outcome) -> dict[str, object]:
        """Returns the state's attributes, none of them empty: AppDaemon drops what is zero, False or None."""
        attributes = self.description(title)
        return attributes if self.more is None else attributes | self.more(outcome)

    def gist(self, state: str) -> Gist:
        """Returns what of a state is worth showing anew."""
        if self.deadband is None or state == UNKNOWN:
            return Gist(state)
        return Gist(None, ((float(state), self.deadband),))


def number(value: float | None, digits: int = 0) -> str:
    """Writes a number as a state, "unknown" where it is not known."""
    if value is None or math.isnan(value):
        return UNKNOWN
    # Adding zero takes the sign from a zero.
    return f"{round(value, digits) + 0.0:.{digits}f}"


def moment(value: datetime | None) -> str:
    """Writes a moment as a state, in UTC."""
    return UNKNOWN if value is None else value.astimezone(timezone.utc).isoformat(timespec="seconds")


def on_its_day(outcome: Outcome, translator: Translator) -> Translator:
    """Returns a translator for what is read on the day of the outcome."""
    return translator.on(outcome.costs.midnight.date())
