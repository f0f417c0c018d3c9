"""Knows what the app has set as the car's limit instead of the person's own, and what may be sent next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..base.reason import Note, Reason, Value
from ..base.saved import flag, maybe, moment_s, whole
from ..planning.departures import Departure
from ..planning.wanted_limit import LEAST_PCT, MOST_PCT
from ..vehicle.car import PLUGGED, CarState
from .alerts import Alert

TRIP_S = 86_400.0
"""So long before a departure that wants more than the person's own limit it may be raised for that."""


class Order(NamedTuple):
    """Says which limit is to be sent to the car; `back` that it is the person's own.

    With `raises` it is higher than the present one; `read_first` says that the car has to be read before.
    """

    pct: int
    back: bool
    raises: bool
    read_first: bool = False


@dataclass
class Lent:
    """Holds that `pct` was set instead of the person's own limit, at `sent_s`, and `former_pct` before that.

    `accepted` says that the car has taken it, `seen` that it has shown it. `back_s` is when the own one was
    sent last, `taken` that the car has accepted that, `tries` how often, and `denied` that it shows the other
    one even so.
    """

    own_pct: int
    pct: int
    former_pct: int
    sent_s: float
    accepted: bool = False
    seen: bool = False
    back_s: float | None = None
    tries: int = 0
    taken: bool = False
    denied: bool = False

    @property
    def raised(self) -> bool:
        """Says whether it is above the person's own."""
        return self.pct > self.own_pct

    @property
    def values(self) -> dict[str, Value]:
        """Returns the numbers of a sentence about it."""
        return {"own_pct": float(self.own_pct), "limit_pct": float(self.pct)}

    def alert(self, note: Note, **values: Value) -> Alert:
        """Returns what a person has to know of it."""
        return Alert("needs_you", self.sent_s, Reason(note, {**self.values, **values}))

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        keys = ("own_pct", "pct", "sent_s", "accepted", "seen", "back_s", "taken")
        return {key: getattr(self, key) for key in keys}

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Lent:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        own_pct, pct = (whole(saved[key], LEAST_PCT, MOST_PCT) for key in ("own_pct", "pct"))
        return cls(
            own_pct,
            pct,
            own_pct,
            moment_s(saved["sent_s"]),
            accepted=flag(saved["accepted"]),
            seen=flag(saved["seen"]),
            back_s=maybe(moment_s, saved["back_s"]),
            taken=flag(saved["taken"]),
        )


def trip(now_s: float, own_pct: int, leaving: Departure | None) -> float | None:
    """Returns what a departure that is told wants beyond the person's own limit; None for nothing."""
    if leaving is None or leaving.learnt or leaving.soc_pct <= own_pct:
        return None
    return leaving.soc_pct if leaving.at_s - now_s <= TRIP_S else None


def limit_of(car: CarState) -> int | None:
    """Returns the car's limit in whole per cent; None where it does not tell one that can be set again."""
    pct = car.charge_limit_pct
    return round(pct) if pct is not None and LEAST_PCT <= pct <= MOST_PCT else None


def at_hand(car: CarState) -> bool:
    """Says whether the car may be commanded: it is awake and, by its position, at home."""
    return car.at_home is True and not car.asleep and not car.driving


def plugged(car: CarState) -> bool:
    """Says whether the cable is in, and latched."""
    return car.charging in PLUGGED and not car.cable_loose
