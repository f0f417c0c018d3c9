"""Finds when the app first said what is wrong with a car's reports."""

from __future__ import annotations

import re
from collections.abc import Mapping

from benchmarks.shell import Shell

from .rows import Row

WORDS: Mapping[str, str] = {
    "drawn": r"charger.?current|current that flows|current it draws|what it draws|actual.?current",
    "soc": r"battery.?level|state of charge|how full",
    "voltage": r"voltage",
    "phases": r"phases",
    "limit": r"limit",
    "current": r"charge.?current|what it is offered|current that is set|current.?request",
    "location": r"location|position|where (it|the car) is",
    "charging": r"charging.?state|whether it charges|_charging\b|what the charge port|Lädt",
    "max": r"greatest current|\bmax\b|request_max",
}
UNSAID = (
    r"unknown|not known|no value|not tell|not told|says nothing|not say|nothing of|missing|not understood"
)
UNSAID_OR_WRONG = re.compile(rf"{UNSAID}|no number|Lädt|zehn|not a|cannot|does not make sense", re.IGNORECASE)


def named_after_s(shell: Shell, row: Row, since_s: float) -> float | None:
    """Returns the seconds until a reason, a line of the log or a notification named the spoiled role."""
    assert row.defect is not None
    words = re.compile(WORDS[row.defect], re.IGNORECASE)
    said = [
        *((at_s, text) for at_s, _, text in shell.logs if not text.startswith("entities of")),
        *((at_s, text) for at_s, key, text in shell.home.published if key == "reason"),
        *shell.home.notes,
    ]
    found = [at_s for at_s, text in said if words.search(text) and UNSAID_OR_WRONG.search(text)]
    return min(found) - since_s if found else None
