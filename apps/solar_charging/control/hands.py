"""Holds what a person's hand on the charge comes to, as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class Mode(str, Enum):
    """Names what rules the charge now; published, so the names are an interface."""

    SMART = "smart"
    SUN_ONLY = "sun_only"
    NOW = "now"
    OFF = "off"
    PAUSED = "paused"


@dataclass(frozen=True)
class NowShown:
    """Holds what a "charge now" comes to from its begin to its end, as far as is known.

    It is expected to end at `ends_at`, after `kwh` that cost `cost`, with the battery at `until_pct`.
    """

    ends_at: datetime | None = None
    kwh: float | None = None
    cost: float | None = None
    until_pct: float | None = None


@dataclass(frozen=True)
class Hands:
    """Holds what is in force, by helpers or else by apps.yaml, and `controls`: the helpers that are there.

    `skipped` is the departure that is left out, `now` what the running "charge now" comes to.
    """

    mode: Mode
    paused_until: datetime | None = None
    now: NowShown | None = None
    grid_limit_pct: float | None = None
    sun_limit_pct: float | None = None
    minimum_pct: float | None = None
    price_ceiling: float | None = None
    skipped: datetime | None = None
    controls: Mapping[str, str] = field(default_factory=dict)
