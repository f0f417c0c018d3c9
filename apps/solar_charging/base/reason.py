"""Why something is as it is: a name of a text, and what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Value = float | str | datetime | timedelta | None


@dataclass(frozen=True)
class Reason:
    """Why, as the name of a text and what is said in it; `texts` has the words.

    A number may be NaN (not known), a span None (nobody knows how long).
    """

    name: str
    values: Mapping[str, Value] = field(default_factory=dict)
