"""Makes means of a meter's own states, where Home Assistant keeps no statistics of it.

A state holds until the next one, as in Home Assistant's own means. Where none of the meters has said anything
for `LONGEST_S`, Home Assistant itself was not there, and nothing is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from ..base.errors import MeterError
from ..metering.meter import power_w
from ..metering.rhythm import LONGEST_S
from .past_rows import FINE_S, Means, PastState

UNIT = "W"
"""The unit of the means."""

LEAST_S = FINE_S / 2
"""A step of which less is known has no mean."""


def fine_means(states: Mapping[str, Sequence[PastState]], begin_s: float, end_s: float) -> Means:
    """Returns the means in W of meters over steps of FINE_S, of their states between two moments."""
    said_s = sorted(each.at_s for told in states.values() for each in told)
    silences = [(a, b) for a, b in zip(said_s, [*said_s[1:], end_s], strict=False) if b - a > LONGEST_S]
    return {entity: _means(entity, told, begin_s, end_s, silences) for entity, told in states.items()}


def _means(
    entity: str,
    told: Sequence[PastState],
    begin_s: float,
    end_s: float,
    silences: Sequence[tuple[float, float]],
) -> dict[int, float]:
    sums: dict[int, tuple[float, float]] = {}
    for since_s, until_s, watts in _held(entity, told, end_s):
        if any(since_s < b and until_s > a for a, b in silences):
            continue
        for start_s, span_s in _steps(since_s, until_s):
            total, known_s = sums.get(start_s, (0.0, 0.0))
            sums[start_s] = total + watts * span_s, known_s + span_s
    return {
        start_s: total / known_s
        for start_s, (total, known_s) in sums.items()
        if known_s >= LEAST_S and begin_s <= start_s <= end_s - FINE_S
    }


def _held(entity: str, told: Sequence[PastState], end_s: float) -> Iterator[tuple[float, float, float]]:
    """Yields from when to when a meter said how many W."""
    for each, following in zip(told, [*told[1:], None], strict=False):
        try:
            watts = power_w(entity, each.state)
        except MeterError:
            continue
        if watts is not None:
            yield each.at_s, end_s if following is None else following.at_s, watts


def _steps(since_s: float, until_s: float) -> Iterator[tuple[int, float]]:
    """Yields the steps that a span of time touches, and how many s of it lie in each."""
    start_s = math.floor(since_s / FINE_S) * FINE_S
    while start_s < until_s:
        span_s = min(start_s + FINE_S, until_s) - max(start_s, since_s)
        if span_s > 0:
            yield start_s, span_s
        start_s += FINE_S
