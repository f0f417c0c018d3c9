"""The law that follows the sun: thresholds with hysteresis on the averaged surplus."""

from __future__ import annotations

from dataclasses import dataclass

from .settings import Charging

MIN_COVERAGE = 0.5
"""Share of the window that must be known before its mean says anything."""


@dataclass(frozen=True)
class Tracking:
    """What the law looks at; powers in W, currents in A, times in s (infinite: never).

    `offered_a` is None when the car does not charge.
    """

    mean_w: float | None
    coverage: float
    watts_per_amp: float
    min_a: int
    max_a: int
    offered_a: int | None
    since_start_s: float
    since_stop_s: float


@dataclass(frozen=True)
class Target:
    """The current to charge with (0: not at all) and the name of the reason."""

    current_a: int
    reason: str


def start_surplus_w(view: Tracking, settings: Charging) -> float:
    """The average surplus that starts a charge: enough for the minimum, and never what would end it."""
    if settings.start_surplus_w is not None:
        return settings.start_surplus_w
    return max(view.min_a * view.watts_per_amp, settings.stop_surplus_w or 0.0)


def stop_surplus_w(view: Tracking, settings: Charging) -> float:
    """The average surplus below which a charge ends; between the two it goes on at the minimum."""
    half_w = start_surplus_w(view, settings) / 2
    return half_w if settings.stop_surplus_w is None else settings.stop_surplus_w


def follow_sun(view: Tracking, settings: Charging) -> Target:
    """The current that the averaged surplus carries, rounded down so that nothing is imported for it.

    A charge that runs is held at the minimum through a cloud: until the mean falls below the stop
    threshold, and at least for `hold_s`. One that was stopped waits as long.
    """
    if view.mean_w is None or view.coverage < MIN_COVERAGE:
        held_a = 0 if view.offered_a is None else max(min(view.offered_a, view.max_a), view.min_a)
        return Target(held_a, "measuring")
    carried_a = min(int(max(view.mean_w, 0) // view.watts_per_amp), view.max_a)
    if view.offered_a is not None:
        if carried_a >= view.min_a:
            return Target(carried_a, "following_sun")
        if view.mean_w >= stop_surplus_w(view, settings):
            return Target(view.min_a, "cloud")
        if view.since_start_s < settings.hold_s:
            return Target(view.min_a, "just_started")
        return Target(0, "too_little_sun")
    if view.mean_w < start_surplus_w(view, settings):
        return Target(0, "waiting_for_sun")
    if view.since_stop_s < settings.hold_s:
        return Target(0, "just_stopped")
    return Target(max(carried_a, view.min_a), "following_sun")
