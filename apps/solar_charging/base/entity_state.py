"""Names what a state of an entity in Home Assistant is, and which of its values say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

EntityState = Mapping[str, Any]
"""An entity of Home Assistant: state, attributes, last_updated and so on."""


class LiveState(NamedTuple):
    """Is what an entity says when it is asked: state, unit, and when it last said so (unix seconds)."""

    state: Any
    unit: Any
    at_s: float


NO_VALUES = ("unavailable", "unknown", None)
"""States that say nothing of what is measured."""

UNSAID = ("unavailable", "unknown", "", "None")
"""What a helper says, as text, in which a person has said nothing."""


def attributes_of(state: EntityState) -> Mapping[str, Any]:
    """Returns the attributes of a state, none where they are something else."""
    found = state.get("attributes")
    return found if isinstance(found, Mapping) else {}
