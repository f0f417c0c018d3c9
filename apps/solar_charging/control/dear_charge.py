"""Watches a charge that is to end and goes on: since when, what it draws, and what it has cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from ..base.reason import Note, Problem, Reason, Value, Why
from ..base.saved import flag, moment_s, number
from ..base.spans import lasts
from ..vehicle.car_access import CarAccess
from .alerts import Alert
from .situation import Decision, Situation

TOLD_S = 600.0
"""A charge that is to end and goes on for so long is told to a person."""

SHOWN_S = 86_400.0
"""For so long it stays told that such a charge is over, unless another one begins or the car leaves."""


class Drawn(NamedTuple):
    """Holds what a charge draws: in W, how much of it the grid gives, and what that costs an hour."""

    drawn_w: float
    bought_w: float
    cost_per_h: float


def drawn(situation: Situation, drawn_w: float) -> Drawn:
    """Returns what the running charge draws; `drawn_w` is what is known of it (NaN: nothing).

    Where nothing is, it is what was offered. What the surplus is not known to carry was bought.
    """
    car = situation.car
    if math.isnan(drawn_w):
        offered_a = None if car is None else car.offered_a
        drawn_w = (offered_a or situation.charger.min_a) * situation.charger.watts_per_amp
    bought_w = min(max(drawn_w - max(situation.surplus.now_w or 0.0, 0.0), 0.0), max(drawn_w, 0.0))
    return Drawn(drawn_w, bought_w, bought_w / 1000 * situation.energy_value.prices.import_per_kwh)


class DearCharge:
    """Keeps since when a charge is to end, and what it has drawn from the grid meanwhile."""

    def __init__(self, longest_beat_s: float) -> None:
        self._longest_beat_s = longest_beat_s
        self._since_s: float | None = None
        self._updated_s = 0.0
        self._kwh = self._cost = 0.0
        self._told = False
        self._over_s: float | None = None
        self._text: Reason[Note] | None = None

    def beat(
        self, now_s: float, decision: Decision, situation: Situation, drawn_w: float, access: CarAccess
    ) -> tuple[Alert, ...]:
        """Takes in what was decided, and returns what a person should hear of it at `now_s` (unix seconds).

        `drawn_w` is what is known of what the car draws (NaN: nothing).
        """
        goes_on = decision.current_a == 0 and situation.charging
        if goes_on and self._since_s is None:
            self._since_s, self._updated_s, self._over_s = now_s, now_s, None
            self._kwh = self._cost = 0.0
        if self._since_s is not None:
            # A clock that was set back must not make it younger than it is for long.
            self._since_s = min(self._since_s, now_s)
            if goes_on:
                self._goes_on(now_s, drawn(situation, drawn_w), access.trouble)
            elif access.belief.stopping_until_s is None and decision.reason.why is not Why.MEASURING:
                # No stop was accepted that is not seen yet, and it is known what the surplus is.
                self._ended(now_s)
        elif situation.charging or self._left(situation) or not self._shown(now_s):
            self._over_s = None
        return self._says()

    def _goes_on(self, now_s: float, draws: Drawn, trouble: Reason[Problem] | None) -> None:
        assert self._since_s is not None
        hours = min(max(now_s - self._updated_s, 0.0), self._longest_beat_s) / 3600
        self._updated_s = now_s
        self._kwh += draws.bought_w / 1000 * hours
        self._cost += draws.cost_per_h * hours
        if not self._told and now_s >= self._since_s + TOLD_S:
            self._told = True
            problem = trouble or Reason(Problem.STOP_IN_VAIN)
            values: dict[str, Value] = {**draws._asdict(), "problem": problem}
            self._text = Reason(Note.DEAR_CHARGE, values)

    def _ended(self, now_s: float) -> None:
        assert self._since_s is not None
        if self._told:
            lasted = timedelta(seconds=now_s - self._since_s)
            values: dict[str, Value] = {"bought_kwh": self._kwh, "cost": self._cost, "lasted": lasted}
            self._over_s, self._text = now_s, Reason(Note.DEAR_OVER, values)
        self._since_s, self._told = None, False

    def _left(self, situation: Situation) -> bool:
        return situation.car is not None and situation.car.at_home is False

    def _shown(self, now_s: float) -> bool:
        return self._over_s is not None and lasts(now_s, self._over_s, SHOWN_S)

    def _says(self) -> tuple[Alert, ...]:
        since_s = self._since_s if self._told else self._over_s
        return () if since_s is None or self._text is None else (Alert("needs_you", since_s, self._text),)

    # What outlives a restart

    def to_dict(self) -> dict[str, Any] | None:
        """Returns what is known of it, fit for JSON; None where there is none."""
        if self._since_s is None:
            return None
        return {"since_s": self._since_s, "kwh": self._kwh, "cost": self._cost, "told": self._told}

    def from_dict(self, saved: Mapping[str, Any] | None) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        if saved is None:
            return
        since_s, told = moment_s(saved["since_s"]), flag(saved["told"])
        self._kwh, self._cost = number(saved["kwh"], 0.0), number(saved["cost"])
        self._since_s = self._updated_s = since_s
        self._told, self._text = told, Reason(Note.DEAR_CHARGE) if told else None
