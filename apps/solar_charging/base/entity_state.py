"""Names what a state of an entity in Home Assistant is, and which of its values say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EntityState = Mapping[str, Any]
"""An entity of Home Assistant: state, attributes, last_updated and so on."""

NO_VALUES = ("unavailable", "unknown", None)
"""States that say nothing of what is measured."""
