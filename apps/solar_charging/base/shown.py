"""Shows what somebody else has said, as it is quoted in a sentence."""

from __future__ import annotations

SAID = 30
"""The greatest length of what was said, as it is shown."""

ERROR_SAID = 160
"""The greatest length of what an error says, wherever it is told."""


def shown(said: object) -> str:
    """Returns what was said as a programmer writes it, no more than its begin."""
    text = repr(said)
    return text if len(text) <= SAID else f"{text[:SAID]}..."


def said_by(error: Exception) -> str:
    """Returns what an error is and says, no more than its begin."""
    return f"{type(error).__name__}: {error}"[:ERROR_SAID]
