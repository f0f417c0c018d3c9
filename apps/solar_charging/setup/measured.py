"""Compares sensors of power with the counters of the Energy dashboard, over the last hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from ..base.reason import Reason
from .energy_dashboard import Source
from .proposal import Ground
from .surroundings import Hour

AGREES = 0.15
"""The share of the energy by which means of power and counters may differ: counters are told in steps."""

LEAST_HOURS = 3
LEAST_KWH = 0.5
"""Less time, or less energy, says nothing of a sensor."""

Past = Mapping[str, Mapping[float, Hour]]


@dataclass(frozen=True)
class Measured:
    """Is a way to measure a power: the sum of the sensors `plus`, less that of the sensors `minus`.

    `rank` is how well its names fit, 0 the best; `grounds` say why it was looked at.
    """

    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    rank: int = 0
    grounds: tuple[Reason[Ground], ...] = ()

    @property
    def signed(self) -> bool:
        """Says whether its sensors have a sign, so that nothing but the sign tells import from export."""
        return not (self.plus and self.minus)

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns all its sensors."""
        return (*self.plus, *self.minus)

    def turned(self) -> Measured:
        """Returns the same with the other sign."""
        return replace(self, plus=self.minus, minus=self.plus)

    def because(self, *grounds: Reason[Ground]) -> Measured:
        """Returns the same with more that speaks for it."""
        return replace(self, grounds=(*self.grounds, *grounds))


Thing = TypeVar("Thing")


def unique(things: Iterable[Thing]) -> list[Thing]:
    """Returns things in their order, each once."""
    found: list[Thing] = []
    for thing in things:
        if thing not in found:
            found.append(thing)
    return found


def differs_by(measured: Measured, source: Source, past: Past) -> float | None:
    """Returns by which share of the energy a way to measure differs from the counters of a source.

    None where the past does not tell: a signed sensor needs counters of both ways.
    """
    counters = [each for each in source.counters if past.get(each)]
    if not counters or len(counters) < len(source.counters):
        return None
    got_kwh, told_kwh = [], []
    for start in _common([*counters, *measured.entities], past):
        given, taken = _changes(source.given, past, start), _changes(source.taken, past, start)
        plus, minus = _means(measured.plus, past, start), _means(measured.minus, past, start)
        if None in (*given, *taken, *plus, *minus):
            continue
        told_kwh.append(_sum(given) - _sum(taken))
        got_kwh.append((_sum(plus) - _sum(minus)) / 1000)
    energy_kwh = sum(abs(each) for each in told_kwh)
    if len(told_kwh) < LEAST_HOURS or energy_kwh < LEAST_KWH:
        return None
    return sum(abs(got - told) for got, told in zip(got_kwh, told_kwh, strict=True)) / energy_kwh


def agreeing(ways: Iterable[Measured], source: Source, past: Past) -> Measured | None:
    """Returns the way, with either sign, that agrees with the counters; None where none does.

    Of several the one whose name fits best is taken: a total and its three phases agree alike.
    """
    both = [each for way in ways for each in ((way, way.turned()) if way.signed else (way,))]
    rated = [(way.rank, differs_by(way, source, past), index) for index, way in enumerate(both)]
    known = [(rank, share, index) for rank, share, index in rated if share is not None and share <= AGREES]
    if not known:
        return None
    _, share, index = min(known)
    return both[index].because(Reason(Ground.COUNTERS_AGREE, {"differs_pct": round(100 * share)}))


def contradicted(way: Measured, source: Source, past: Past) -> bool:
    """Says whether the counters say that a way to measure has the wrong sign."""
    share = differs_by(way.turned(), source, past)
    return way.signed and share is not None and share <= AGREES


def _common(names: list[str], past: Past) -> list[float]:
    hours = [set(past.get(name, ())) for name in names]
    return sorted(set.intersection(*hours)) if hours else []


def _changes(names: tuple[str, ...], past: Past, start: float) -> list[float | None]:
    return [past[name][start].change_kwh for name in names]


def _means(names: tuple[str, ...], past: Past, start: float) -> list[float | None]:
    return [past[name][start].mean_w for name in names]


def _sum(values: list[float | None]) -> float:
    return sum(value for value in values if value is not None)
