"""Names what is wrong with a meter, by what share of the car's step it shows."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from .steps import CLEAR, Shares, clear

SEEN, NONE, SCALED = (0.28, 4.2), 0.2, 100.0
"""Shares of a step. Within the first the meter sees the car, on however many phases; below the second it does
not; from the third on it has another unit.
"""

LIKELY_KW = 200.0
"""A meter of a house that counts in kW shows no more than this."""


class Miss(str, Enum):
    """Names what is wrong with a meter that does not show the car's steps as they are."""

    SIGN = "sign"
    SCALE_KW = "scale_kw"
    SCALE_W = "scale_w"
    BLIND = "blind"
    FROZEN = "frozen"


def of_shares(shares: Shares) -> Miss | None:
    """Returns what a step that shows at once shows to be wrong; None where that is nothing."""
    if shares.quiet and all(-CLEAR[1] <= each <= -CLEAR[0] for each in shares.quiet):
        return Miss.SIGN
    return Miss.SCALE_W if all(abs(each) >= SCALED for each in shares.every) else None


def on_any_phases(shares: Sequence[float]) -> bool:
    """Says whether the meter sees the car, if perhaps on other phases than were reckoned with."""
    return any(SEEN[0] <= each <= SEEN[1] for each in shares)


def in_kw(shares: Sequence[float], values_w: Sequence[float]) -> bool:
    """Says whether the step shows in what may be kW."""
    return clear([1000 * each for each in shares]) and max(map(abs, values_w)) < LIKELY_KW
