"""Reads the meter at the car's plug, as long as the car itself bears it out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..base.errors import MeterError
from .car_load import CarLoad
from .meter import Reading, Sum, power_w
from .plug_check import PlugCheck
from .screening import Moment

BEGUN_W = 500.0
"""The power in W at the plug above which a charge has begun; an idle car draws less."""


class PlugMeter:
    """Hands what the plug's sensors measure to the car's `load`; times are unix seconds."""

    def __init__(self, entities: tuple[str, ...], load: CarLoad) -> None:
        self.check = PlugCheck()
        self._load = load
        self._sum, self._moment = Sum(entities, power_w), Moment(len(entities))

    def settle(self, now_s: float) -> None:
        """Takes in that it is `now_s`: a reading that was held back may count by now."""
        reading = self._moment.take(now_s)
        if reading is not None and not self.check.wrong:
            self._load.measured(reading.power_w)

    def car_said(self, at_s: float, power_w: float) -> None:
        """Takes in what the car says to have drawn at `at_s`, by which the meter is checked."""
        believed = not self.check.wrong
        self.check.car_said(at_s, power_w)
        if believed and self.check.wrong:
            self._moment.drop()
            self._load.lost()

    def update(self, entity: str, state: Mapping[str, Any], at_s: float, idle: bool) -> bool:
        """Takes in a state; returns whether the car should be read for it.

        It should where the meter has no reading any more, and where somebody began a charge of an `idle` car.
        Raises MeterError where the entity does not measure power; then it has no reading either.
        """
        self.settle(at_s)
        try:
            measured_w = self._sum.update(entity, state)
        except MeterError:
            self._lost()
            raise
        if measured_w is not None:
            self.check.measured(at_s, measured_w)
        if self.check.wrong:
            return False
        if measured_w is None:
            self._lost()
            return True
        self._moment.put(Reading(at_s, max(measured_w, 0.0)))
        self.settle(at_s)
        settled = not math.isnan(self._load.at(at_s))
        return measured_w > BEGUN_W and settled and idle

    def _lost(self) -> None:
        self._moment.drop()
        if not self.check.wrong:
            # Else it is the car itself that says what it draws.
            self._load.lost()
