"""Reads Home Assistant's registry of entities and devices, in which nothing depends on its language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Registered:
    """Is one entity of the registry: which integration made it (`platform`), and what that calls it.

    `disabled_by` says by whom it is disabled, None where it is not.
    """

    entity_id: str
    platform: str
    unique_id: str
    translation_key: str | None = None
    device_id: str | None = None
    disabled_by: str | None = None
    original_name: str | None = None

    @property
    def domain(self) -> str:
        """Returns the kind of entity, such as switch."""
        return self.entity_id.partition(".")[0]

    @property
    def object_id(self) -> str:
        """Returns the entity's id without its kind."""
        return self.entity_id.partition(".")[2]


@dataclass(frozen=True)
class Registry:
    """Holds all entities, and the names of all devices by their ids."""

    entities: tuple[Registered, ...] = ()
    devices: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of_rows(entities: Iterable[Any], devices: Iterable[Any]) -> Registry:
        """Reads what Home Assistant of any year answers; leaves out what is no entity or device."""
        known = (_registered(row) for row in entities if isinstance(row, Mapping))
        named = (_device(row) for row in devices if isinstance(row, Mapping))
        return Registry(
            tuple(entity for entity in known if entity is not None),
            {device: name for device, name in named if device},
        )


def _registered(row: Mapping[str, Any]) -> Registered | None:
    entity, platform, unique = row.get("entity_id"), row.get("platform"), row.get("unique_id")
    if not isinstance(entity, str) or not isinstance(platform, str) or unique is None:
        return None
    return Registered(
        entity_id=entity,
        platform=platform,
        unique_id=str(unique),
        translation_key=_text(row.get("translation_key")),
        device_id=_text(row.get("device_id")),
        disabled_by=_text(row.get("disabled_by")),
        original_name=_text(row.get("original_name")),
    )


def _device(row: Mapping[str, Any]) -> tuple[str, str]:
    return _text(row.get("id")) or "", _text(row.get("name_by_user")) or _text(row.get("name")) or ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def plain(name: str) -> str:
    """Returns a name as Home Assistant writes it in an id: Léa's Model Y as lea_s_model_y."""
    spelt = unicodedata.normalize("NFKD", name.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", spelt.lower()).strip("_")
