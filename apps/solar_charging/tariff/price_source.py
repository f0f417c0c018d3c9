"""Keeps what a kWh costs by the entities that tell it: in lists, or at each moment the price of now alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from ..base.economics import Values
from ..base.entity_state import EntityState
from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from ..base.saved import moment_s, number
from ..base.time_grid import QUARTER_S
from .likely_prices import LikelyPrices
from .price_curve import DAY_S, PriceCurve, Step
from .price_forecast import forecast_prices
from .price_lists import read_prices
from .price_scale import UnitByHand

SHORTEST_SILENCE_S = 7200
"""A price of now holds for two hours at least after it was told; most are told by the hour."""

LONGEST_SILENCE_S = 3 * DAY_S
"""It holds for three days at most: some have one price from Friday evening to Monday morning."""


class PriceSource:
    """Takes in what entities say of one kind of prices, bought or sold, and knows them at any moment.

    A price of now holds as long as such prices have held without a change in the last two weeks; each is
    remembered in the curve, by which later ones are forecast.
    """

    def __init__(
        self, entities: tuple[str, ...], bought: bool, unit: UnitByHand, zone: ZoneInfo, likely: LikelyPrices
    ) -> None:
        self.entities = entities
        self.curve = PriceCurve()
        self._bought = bought
        self._unit = unit
        self._zone = zone
        self._likely = likely
        self._now: Step | None = None
        self._now_from: str | None = None
        self.holds_until_s = -np.inf

    @property
    def tells_now_only(self) -> bool:
        """Says whether it is the price of now that is told, and no list."""
        return self._now is not None

    def update(self, entity: str, state: EntityState, at_s: float) -> None:
        """Takes in a state of one of the entities.

        Raises MeterError where it is of no use, or a part of it is not; the rest counts then.
        """
        try:
            said = read_prices(entity, state, self._unit, self._zone, at_s, self.curve)
            foreign = self._likely.foreign(entity, said.currency)
            if foreign is not None:
                raise MeterError(foreign.why, **foreign.values)
        except MeterError:
            self._silent(entity, at_s)
            raise
        if said.price_now is None:
            self._silent(entity, at_s)
            curve, doubted = self._likely.believed(said.curve, self._bought)
            if curve.steps:
                self.curve = self.curve.renewed(curve)
        else:
            doubted = self._told(entity, said.price_now)
        left_out = [Reason(Problem.REST_COUNTS, {"cause": each}) for each in said.left_out[:1]]
        doubts = [] if doubted is None else [self._likely.doubt(entity, doubted)]
        _raise([*doubts, *said.remarks, *left_out])

    def at(self, at_s: float) -> float | None:
        """Returns the price at a moment (unix seconds), None where it is not known."""
        listed = self.curve.at(at_s)
        if listed is not None or self._now is None:
            return listed
        return self._now.price_per_kwh if self._now.begin_s <= at_s < self.holds_until_s else None

    def ahead(self, at_s: Values, now_s: float) -> Values:
        """Returns the prices at moments (unix seconds) as known at `now_s`; shape (n,).

        Where the curve has none, they are forecast if a price is known at `now_s`, else NaN.
        """
        price = self.at(now_s)
        if price is None:
            return self.curve.at_each(at_s)
        curve = self.curve
        if curve.at(now_s) is None:
            # The price of now is that of the running quarter of an hour; what follows is forecast.
            begin_s = max(now_s // QUARTER_S * QUARTER_S, _end_s(curve))
            curve = curve.renewed(PriceCurve((Step(begin_s, (now_s // QUARTER_S + 1) * QUARTER_S, price),)))
        return forecast_prices(curve, at_s, self._zone)

    def silent_entity(self, now_s: float) -> str | None:
        """Returns the entity whose price of now was told long ago, None where there is none."""
        told = self._now
        return self._now_from if told is not None and now_s - told.end_s > SHORTEST_SILENCE_S / 2 else None

    def repeated(self, entity: str, at_s: float) -> None:
        """Takes in that an entity told the same price of now again at `at_s`."""
        if self._now is not None and entity == self._now_from:
            self._now = self._now._replace(end_s=max(self._now.end_s, at_s))
            self._believe()

    def to_dict(self) -> dict[str, Any]:
        """Returns the price of now, fit for JSON."""
        return {"step": self._now, "entity": self._now_from}

    def restore(self, curve: PriceCurve, saved: Mapping[str, Any]) -> None:
        """Takes up a curve, and what `to_dict` returned.

        Raises ValueError, TypeError or AttributeError for anything else.
        """
        if not self.entities:
            return
        self.curve, _ = self._likely.believed(curve, self._bought)
        step, entity = saved.get("step"), saved.get("entity")
        if step is not None and entity in self.entities:
            begin_s, end_s, price = step
            told = Step(moment_s(begin_s), moment_s(end_s), number(price))
            self._now, self._now_from = told, entity
            self._believe()

    def _told(self, entity: str, price: Step) -> float | None:
        """Takes in the price of now; returns the median of a day where no house pays it, else None."""
        before = self._now
        goes_on = before is not None and price.begin_s < self.holds_until_s
        if before is not None and goes_on and before.price_per_kwh == price.price_per_kwh:
            price = Step(before.begin_s, max(before.end_s, price.end_s), price.price_per_kwh)
        self._close(price.begin_s)
        lasting = price._replace(end_s=max(price.end_s, price.begin_s + QUARTER_S))
        last_day = [step for step in self.curve.steps if step.end_s > price.begin_s - DAY_S]
        doubted = self._likely.unlikely([*last_day, lasting], self._bought)
        if doubted is None:
            self._now, self._now_from = price, entity
            self._believe()
        return doubted

    def _believe(self) -> None:
        """Finds until when the price of now holds."""
        lengths_s = (step.end_s - step.begin_s for step in self.curve.steps)
        longest_s = max([SHORTEST_SILENCE_S, *lengths_s])
        if self._now is not None:
            self.holds_until_s = self._now.end_s + min(longest_s, LONGEST_SILENCE_S)

    def _silent(self, entity: str, at_s: float) -> None:
        """Takes in that an entity tells no price of now any more."""
        if entity == self._now_from:
            self._close(at_s)

    def _close(self, at_s: float) -> None:
        """Remembers the price of now until `at_s`, when another one begins, or none."""
        now = self._now
        if now is not None:
            begin_s, until_s = max(now.begin_s, _end_s(self.curve)), min(at_s, self.holds_until_s)
            if begin_s < until_s:
                self.curve = _appended(self.curve, Step(begin_s, until_s, now.price_per_kwh))
        self._now = self._now_from = None
        self.holds_until_s = -np.inf


def _end_s(curve: PriceCurve) -> float:
    return curve.steps[-1].end_s if curve.steps else -np.inf


def _raise(problems: list[Reason[Problem]]) -> None:
    """Raises MeterError with all of the problems, if there are any."""
    if not problems:
        return
    said, *more = problems
    for each in more:
        said = Reason(Problem.BOTH, {"first": said, "second": each})
    raise MeterError(said.why, **said.values)


def _appended(curve: PriceCurve, step: Step) -> PriceCurve:
    """Returns a curve with a later step; those within one quarter of an hour become one, of their mean."""
    last = curve.steps[-1] if curve.steps else None
    quarters = {at_s // QUARTER_S for at_s in (step.begin_s, step.end_s - 1)}
    if last is None or last.end_s != step.begin_s or quarters != {last.begin_s // QUARTER_S}:
        return curve.renewed(PriceCurve((step,)))
    lengths_s = last.end_s - last.begin_s, step.end_s - step.begin_s
    mean = np.average([last.price_per_kwh, step.price_per_kwh], weights=lengths_s)
    return PriceCurve((*curve.steps[:-1], Step(last.begin_s, step.end_s, float(mean))))
