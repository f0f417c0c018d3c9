"""Names what is wrong with a meter, by what share of the car's step it shows."""

from __future__ import annotations

from enum import Enum

from .steps import CLEAR, Shares

SEEN, NONE, SCALED = (0.28, 4.2), 0.2, 100.0
"""Shares of a step. Within the first the meter sees the car, on however many phases; below the second it does
not; from the third on it has another unit.
"""


class Miss(str, Enum):
    """Names what is wrong with a meter that does not show the car's steps as they are."""

    SIGN = "sign"
    SCALE_KW = "scale_kw"
    SCALE_W = "scale_w"
    BLIND = "blind"
    FROZEN = "frozen"


def of_shares(shares: Shares) -> Miss | None:
    """Returns what a step that shows at once shows to be wrong; None where that is nothing."""
    if turned(shares):
        return Miss.SIGN
    return Miss.SCALE_W if all(abs(each) >= SCALED for each in shares.every) else None


def turned(shares: Shares) -> bool:
    """Says whether the meter shows the step the other way round."""
    return bool(shares.quiet) and all(-CLEAR[1] <= each <= -CLEAR[0] for each in shares.quiet)
