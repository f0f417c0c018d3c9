"""Tells in the night that a plan has become another one, and why: "not 60 % but 48 %, because ..."."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..base.reason import Because, Note, Reason, Value
from ..base.saved import day, maybe, moment_s, number, text, whole
from ..planning.schedule import Schedule
from .alert import Alert
from .situation import NOT_OURS, Situation, State

MUCH_PCT = 10.0
"""A plan that brings so much less at the departure is another one: half of it is a cloudy morning's noise,
and on an average car ten per cent are 40 km."""

MUCH_COST, MUCH_SHARE = 1.0, 0.5
"""So much more money, and so much more of it, is what somebody would have wanted to decide himself; less is
what a forecast moves each evening."""

EVENING_H = 18
"""From then on a plan is what a person reckons with: what it was in the afternoon nobody has read."""

NIGHT = timedelta(hours=12)
"""A night goes from noon to noon."""

HALF = 0.5
"""Of several causes one that explains as much is named."""

LEAST_KWH = 0.5
"""Less explains nothing."""

DEARER = 1.1
"""A kWh that costs so many times as much is the cause."""


class _Plan(NamedTuple):
    """Holds what a person reckons with: what is reached, what that costs, and what it depends on.

    `purchases` has the end of each (unix seconds) and its kWh.
    """

    at_s: float
    wanted_pct: float
    at_now_s: float
    reached_pct: float
    cost: float | None
    sun_kwh: float
    price_per_kwh: float | None
    purchases: tuple[tuple[float, float], ...]
    stored_kwh: float
    limit_pct: float | None
    most_a: int

    @property
    def bought_kwh(self) -> float:
        """Returns what is bought in all."""
        return sum(kwh for _, kwh in self.purchases)

    def due_kwh(self, now_s: float) -> float:
        """Returns what was to be bought by now."""
        return sum(kwh for end_s, kwh in self.purchases if end_s <= now_s)


class PlanChange:
    """Compares each plan of a night with the first one; tells at most one change a night.

    `cause` says why the battery will be less full than planned (None: it will not, or nothing is known).
    What is told holds as long as it is so. A departure or a wish that is another is a person's doing, and a
    car that was away is another matter: then all begins anew.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._first: _Plan | None = None
        self._told: Alert | None = None
        self._night: date | None = None
        self.cause: Reason[Because] | None = None

    def beat(self, now_s: float, state: State, situation: Situation, battery_kwh: float) -> Alert | None:
        """Returns the change that holds at `now_s` (unix seconds)."""
        plan = _plan(now_s, situation, battery_kwh)
        if plan is None or state in NOT_OURS:
            self._first = self._told = self.cause = None
            return None
        first = self._first
        if first is None or (plan.at_s, plan.wanted_pct) != (first.at_s, first.wanted_pct):
            self._told = self.cause = None
            self._first = plan if self._counts(now_s) else None
            return None
        found = self._change(first, plan, battery_kwh)
        self._first = _followed(first, plan)
        if found is None:
            self._told = self.cause = None
        elif self._told is None and self._night != self._of(now_s):
            self._told, self._night = found, self._of(now_s)
        return self._told

    def _counts(self, now_s: float) -> bool:
        """Says whether it is the time of a night in which a plan is reckoned with."""
        hour = datetime.fromtimestamp(now_s, self._zone).hour
        return hour >= EVENING_H or hour < 12

    def _of(self, now_s: float) -> date:
        return (datetime.fromtimestamp(now_s, self._zone) - NIGHT).date()

    def _change(self, first: _Plan, plan: _Plan, battery_kwh: float) -> Alert | None:
        values: dict[str, Value] = {"departure": datetime.fromtimestamp(plan.at_s, timezone.utc)}
        if first.reached_pct - plan.reached_pct >= MUCH_PCT:
            lost_kwh = (first.reached_pct - plan.reached_pct) / 100 * battery_kwh
            # Another number in it would be another message.
            self.cause = self.cause or _cause(first, plan, lost_kwh)
            values |= {"wanted_pct": first.reached_pct, "expected_pct": plan.reached_pct}
            return Alert("plan", plan.at_s, Reason(Note.PLAN_LESS, {**values, "because": self.cause}))
        self.cause = None
        if first.cost is None or plan.cost is None:
            return None
        more = plan.cost - first.cost
        if more < MUCH_COST or more < MUCH_SHARE * first.cost:
            return None
        lost_kwh = plan.bought_kwh - first.bought_kwh
        values |= {"cost_before": first.cost, "cost": plan.cost, "because": _cause(first, plan, lost_kwh)}
        return Alert("plan", plan.at_s, Reason(Note.PLAN_DEARER, values))

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        told = None if self._told is None else [self._told.key, self._told.text.why.value]
        first = None if self._first is None else list(self._first)
        return {
            "told": told,
            "night": None if self._night is None else self._night.isoformat(),
            "first": first,
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        told, night, first = (
            maybe(_read, saved["told"]),
            maybe(day, saved["night"]),
            maybe(_first, saved["first"]),
        )
        self._told, self._night, self._first = told, night, first


def _plan(now_s: float, situation: Situation, battery_kwh: float) -> _Plan | None:
    value, car = situation.energy_value, situation.car
    schedule, departure = value.schedule, value.departure
    if schedule is None or departure is None or departure.learnt or battery_kwh <= 0:
        return None  # of what nobody has told nobody has been promised anything
    if car is None or car.soc_pct is None:
        return None
    costs = [each.cost for each in schedule.purchases]
    return _Plan(
        departure.at_s,
        departure.soc_pct,
        now_s,
        max(schedule.soc_pct - 100 * schedule.missing_kwh / battery_kwh, 0.0),
        None if None in costs else sum(cost for cost in costs if cost is not None),
        schedule.sun_expected_kwh,
        _mean_price(schedule),
        tuple((each.end.timestamp(), each.kwh) for each in schedule.purchases),
        (situation.soc_pct or car.soc_pct) / 100 * battery_kwh,
        car.charge_limit_pct,
        situation.charger.max_a,
    )


def _followed(first: _Plan, plan: _Plan) -> _Plan:
    """Returns what is still to be paid of the first plan: what is bought already is no change of it."""
    if first.cost is None or plan.cost is None:
        return first
    return first._replace(cost=min(first.cost, plan.cost))


def _cause(first: _Plan, plan: _Plan, lost_kwh: float) -> Reason[Because]:
    """Returns the most probable cause of a change by `lost_kwh`; what is known for sure comes first."""
    if plan.limit_pct is not None and first.limit_pct is not None and plan.limit_pct < first.limit_pct:
        return Reason(Because.LIMIT, {"limit_pct": plan.limit_pct})
    if plan.most_a < first.most_a:
        return Reason(Because.WEAKER, {"current_a": plan.most_a})
    gained_kwh = max(plan.stored_kwh - first.stored_kwh, 0.0)
    due_kwh, enough_kwh = first.due_kwh(plan.at_now_s), max(HALF * lost_kwh, LEAST_KWH)
    if due_kwh - gained_kwh >= enough_kwh:
        return Reason(Because.SLOWER, {"kwh": gained_kwh, "due_kwh": due_kwh})
    # What it has brought meanwhile is no sun that is missing.
    less_sun_kwh = first.sun_kwh - plan.sun_kwh - gained_kwh
    if less_sun_kwh >= enough_kwh:
        return Reason(Because.LESS_SUN, {"less_kwh": less_sun_kwh})
    before, price = first.price_per_kwh, plan.price_per_kwh
    if before is not None and price is not None and price >= DEARER * before > 0:
        return Reason(Because.DEARER, {"price_per_kwh": price})
    return Reason(Because.REPLANNED)


def _mean_price(schedule: Schedule) -> float | None:
    kwh = sum(each.kwh for each in schedule.purchases)
    return sum(each.kwh * each.price_per_kwh for each in schedule.purchases) / kwh if kwh > 0 else None


def _first(saved: Any) -> _Plan:
    at_s, wanted_pct, now_s, reached_pct, cost, sun_kwh, price, purchases, stored_kwh, limit_pct, most_a = (
        saved
    )
    return _Plan(
        moment_s(at_s),
        number(wanted_pct),
        moment_s(now_s),
        number(reached_pct),
        maybe(number, cost),
        number(sun_kwh),
        maybe(number, price),
        tuple((moment_s(end_s), number(kwh)) for end_s, kwh in purchases),
        number(stored_kwh),
        maybe(number, limit_pct),
        whole(most_a),
    )


def _read(saved: Any) -> Alert:
    key, name = saved
    return Alert("plan", moment_s(key), Reason(Note(text(name))))
