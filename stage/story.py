"""Tells what happens on the stage, in plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stage.observation import Observation

HEADING = "time (UTC)  state           target  drawn     solar   house     why"


@dataclass(frozen=True)
class LoggedDecision:
    """Records what the app showed as decided, and since when (simulated time, ISO)."""

    at: str
    state: str
    target_a: float | None
    reason: str


def decisions(seen: Iterable[Observation]) -> list[LoggedDecision]:
    """Returns each change of the state, and of the smoothed target by an ampere or more."""
    noted: list[LoggedDecision] = []
    for look in seen:
        now = LoggedDecision(
            look.at.isoformat(timespec="seconds"),
            look.text("state"),
            look.number("target"),
            look.text("reason"),
        )
        if now.state and (not noted or _differ(noted[-1], now)):
            noted.append(now)
    return noted


def _differ(before: LoggedDecision, now: LoggedDecision) -> bool:
    if before.target_a is None or now.target_a is None:
        return (before.state, before.target_a) != (now.state, now.target_a)
    return before.state != now.state or abs(before.target_a - now.target_a) >= 1


def lines(seen: Iterable[Observation]) -> Iterator[str]:
    """Yields one line for each change of the state or of the car's current, once it has settled."""
    told: tuple[str, int] | None = None
    before: tuple[str, int] | None = None
    for look in seen:
        now = (look.text("state"), round(look.car_current_a))
        if now[0] and now != told and now == before:
            told = now
            yield line(look)
        before = now


def line(look: Observation) -> str:
    """Returns one look as a line under `HEADING`."""
    house = look.world["house"]
    target_a = look.number("target")
    target = "" if target_a is None else f"{target_a:.0f} A"
    return (
        f"{look.at:%H:%M:%S}    {look.text('state'):<15} {target:>6} {look.car_current_a:4.0f} A"
        f" {house['solar_power_w']:7.0f} W {house['load_w']:5.0f} W     {look.text('reason')}"
    )
