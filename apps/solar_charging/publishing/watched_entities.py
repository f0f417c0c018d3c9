"""Lists the sensors of what would have been, had the app been on.

They have no class of energy or money: nobody shall add them to what really was.
"""

from __future__ import annotations

from collections.abc import Callable

from ..control.outcome import Outcome
from ..control.watched import Watched
from .entity import Entity, moment, number, on_its_day
from .gist import CURRENT, ENERGY, MONEY, Deadband
from .said import said_of
from .translator import Translator

EYE = "mdi:eye-outline"


def _sensor(
    key: str,
    unit: str | None,
    value: Callable[[Watched], float | None],
    digits: int,
    deadband: Deadband,
    more: Callable[[Watched, Outcome], dict[str, object]],
) -> Entity:
    def shown(out: Outcome, _: Translator) -> str:
        return number(None if out.watched is None else value(out.watched), digits)

    def also(out: Outcome) -> dict[str, object]:
        return {} if out.watched is None else more(out.watched, out)

    return Entity(key, EYE, unit, None, None, shown, also, deadband, of_watching=True)


def _car(watched: Watched, _: Outcome) -> dict[str, object]:
    return {
        "would_be": "unknown" if watched.state is None else watched.state.value,
        "soc_pct": number(watched.soc_pct),
    }


def _energy(watched: Watched, _: Outcome) -> dict[str, object]:
    return {"since": moment(watched.since), "kwh": number(watched.kwh, 2)}


def _money(watched: Watched, out: Outcome) -> dict[str, object]:
    return {
        "unit_of_measurement": out.costs.currency,
        "since": moment(watched.since),
        "short_kwh": number(watched.short_kwh, 1),
    }


WATCHED: tuple[Entity, ...] = (
    _sensor("watched_current", "A", lambda would: would.current_a, 1, CURRENT, _car),
    _sensor("watched_solar_energy", "kWh", lambda would: would.solar_kwh, 2, ENERGY, _energy),
    _sensor("watched_saved", None, lambda would: would.saved, 2, MONEY, _money),
)


def watched_words(outcome: Outcome, translator: Translator) -> dict[str, object]:
    """Says in words what the app would do, and why."""
    watched = outcome.watched
    if watched is None or watched.why is None:
        return {}
    words = on_its_day(outcome, translator).why(watched.why, watched.then)
    return {"why": words, "why_said": said_of((watched.why, watched.then))}
