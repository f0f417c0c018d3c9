"""Describes the helpers that the app needs, and tells which of those in Home Assistant it has made.

The sign of that is kept in Home Assistant itself, beside the entity: it goes where the entity goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from ..settings.controls import Controls
from ..settings.settings import DepartureHelpers, Settings, Switches, WeeklyDeparture
from .daily_helpers import DAILY_FIELDS, DAILY_NAMES, spoken

OWN = "solar_charging"
"""Names the app among what Home Assistant keeps for it."""

LANGUAGES = ("en", "fr", "de")

NAMES: Mapping[str, tuple[str, str, str]] = {
    "enabled": ("Solar charging", "Recharge solaire", "Solarladen"),
    "off_peak": ("Charge off-peak", "Charger en heures creuses", "Günstig laden"),
    "charge_now": ("Charge now", "Charger maintenant", "Jetzt laden"),
    "battery": (
        "Car may use the house battery",
        "La voiture peut utiliser la batterie domestique",
        "Auto darf die Hausbatterie nutzen",
    ),
    "time": ("Departure", "Départ", "Abfahrt"),
    "soc": ("Charge at the departure", "Charge au départ", "Ladestand bei der Abfahrt"),
    **DAILY_NAMES,
    "preview": ("Preview of a departure", "Aperçu d'un départ", "Vorschau einer Abfahrt"),
}
"""What each helper is called, in the order of LANGUAGES."""

FIELDS: Mapping[str, Mapping[str, Any]] = {
    "enabled": {"icon": "mdi:solar-power"},
    "off_peak": {"icon": "mdi:weather-night"},
    "charge_now": {"icon": "mdi:ev-station"},
    "battery": {"icon": "mdi:home-battery"},
    "time": {"icon": "mdi:clock-outline", "has_time": True, "has_date": False},
    "soc": {"icon": "mdi:battery-charging", "min": 0, "max": 100, "step": 5, "unit_of_measurement": "%"},
    **DAILY_FIELDS,
    "preview": {"icon": "mdi:calendar-question", "min": 0, "max": 40, "mode": "text"},
}
"""What each is made with; never `initial`, which would set it back at each start of Home Assistant."""

MADE_OF = ("input_boolean", "input_datetime", "input_number", "input_select", "input_text")
"""The kinds of helpers that can be made."""


@dataclass(frozen=True)
class Service:
    """Is a call that sets a helper for the first time."""

    domain: str
    service: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Helper:
    """Is one helper as it is to be made; `first` sets it once, None leaves it as a new one is.

    One that is `daily` is left out where Home Assistant has no helpers of its kind.
    """

    entity: str
    name: str
    fields: Mapping[str, Any]
    first: Service | None = None
    daily: bool = False

    @property
    def domain(self) -> str:
        """Returns what kind of helper it is."""
        return self.entity.partition(".")[0]

    @property
    def object_id(self) -> str:
        """Returns its id without the kind."""
        return self.entity.partition(".")[2]

    @property
    def key(self) -> str:
        """Returns the name of its id in the commands of its kind."""
        return f"{self.domain}_id"


@dataclass(frozen=True)
class Wanted:
    """Is what an app wants to be there; what is left out of `helpers` is made by nobody."""

    app: str = OWN
    language: str = "en"
    switches: Switches = field(default_factory=Switches)
    departure: DepartureHelpers = field(default_factory=DepartureHelpers)
    departures: Sequence[WeeklyDeparture] = ()
    controls: Controls = field(default_factory=Controls)
    currency: str = ""

    @staticmethod
    def of(settings: Settings, app: str, language: str) -> Wanted:
        """Returns what an app of a name wants by its settings, which may name another language."""
        departure, departures = settings.departure_helpers, settings.departures
        language = settings.language or language
        currency = settings.api.currency if "currency" in settings.api.model_fields_set else ""
        controls = settings.controls
        return Wanted(app, language, settings.switches, departure, departures, controls, currency)

    @property
    def words(self) -> int:
        """Returns the place of the language in LANGUAGES; of one that is not there English's."""
        spoken = self.language[:2].casefold()
        return LANGUAGES.index(spoken) if spoken in LANGUAGES else 0

    @property
    def helpers(self) -> tuple[Helper, ...]:
        """Returns the helpers that the app's settings name."""
        departure = self.departure.model_dump().items()
        named = {**self.switches.named, **{role: each for role, each in departure if each is not None}}
        named |= self.controls.named
        return tuple(
            Helper(
                entity, self._called(role), self._fields(role), self._first(role, entity), role in DAILY_NAMES
            )
            for role, entity in named.items()
            if entity.partition(".")[0] in MADE_OF
        )

    def _called(self, role: str) -> str:
        name = NAMES[role][self.words]
        return name if self.app == OWN else f"{name} ({self.app})"

    def _fields(self, role: str) -> Mapping[str, Any]:
        return {**FIELDS[role], **spoken(role, self.words, self.currency)}

    def _first(self, role: str, entity: str) -> Service | None:
        """Returns what sets a helper of the departure to the first one that is set; a new one has no say."""
        if not self.departures or role not in ("time", "soc"):
            return None
        first = self.departures[0]
        if role == "soc":
            return Service("input_number", "set_value", {"entity_id": entity, "value": float(first.soc_pct)})
        return Service("input_datetime", "set_datetime", {"entity_id": entity, "time": _clock(first.time)})


def _clock(at: time) -> str:
    return at.isoformat("seconds")


def digest(content: object) -> str:
    """Returns what tells a content from any other, however its parts are ordered."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fingerprint(item: Mapping[str, Any]) -> str:
    """Returns what tells a helper, as Home Assistant keeps it, from the same after a person's change."""
    return digest({key: value for key, value in item.items() if key != "id"})


def sign(item: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the options by which Home Assistant keeps that a helper was made by the app, and how."""
    return {"made": fingerprint(item)}


def made_here(entry: object, item: object) -> bool | None:
    """Says whether the app made a helper, by its `entry` in the registry; None where a person changed it.

    `item` is what Home Assistant keeps of the helper; nothing where it stands in YAML.
    """
    options = entry.get("options") if isinstance(entry, Mapping) else None
    own = options.get(OWN) if isinstance(options, Mapping) else None
    kept = own.get("made") if isinstance(own, Mapping) else None
    if not isinstance(kept, str) or not isinstance(entry, Mapping) or not isinstance(item, Mapping):
        return False
    renamed = entry.get("name") is not None or entry.get("icon") is not None
    return None if renamed or fingerprint(item) != kept else True
