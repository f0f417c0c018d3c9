"""Shows beside the state what a person has set by helpers, and which of them there are."""

from __future__ import annotations

from datetime import datetime, timezone

from ..control.hands import Hands, NowShown
from .entity import moment

MINUTE_S = 60


def of_hands(hands: Hands | None) -> dict[str, object]:
    """Returns the attributes `controls` and `hands`; what is not set is left out of them."""
    if hands is None:
        return {}
    until = hands.paused_until
    shown: dict[str, object] = {
        "mode": hands.mode.value,
        "paused_until": None if until is None else moment(until),
        "now": None if hands.now is None else _of_now(hands.now),
        "grid_limit_pct": hands.grid_limit_pct,
        "sun_limit_pct": hands.sun_limit_pct,
        "minimum_pct": hands.minimum_pct,
        "price_ceiling": hands.price_ceiling,
        "skipped": None if hands.skipped is None else moment(hands.skipped),
    }
    return {"controls": dict(hands.controls), "hands": _known(shown)}


def _of_now(now: NowShown) -> dict[str, object]:
    """Rounds so far that it is written anew only where a person would see another figure."""
    return _known(
        {
            "ends_at": None if now.ends_at is None else moment(_on_the_minute(now.ends_at)),
            "kwh": None if now.kwh is None else round(now.kwh, 1),
            "cost": None if now.cost is None else round(now.cost, 2),
            "until_pct": None if now.until_pct is None else round(now.until_pct),
        }
    )


def _on_the_minute(at: datetime) -> datetime:
    return datetime.fromtimestamp(round(at.timestamp() / MINUTE_S) * MINUTE_S, timezone.utc)


def _known(shown: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in shown.items() if value is not None}
