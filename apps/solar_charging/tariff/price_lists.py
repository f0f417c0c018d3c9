"""Reads what an entity of Home Assistant says of prices: a list as a curve, or the price of now alone.

Shapes, units and invalid values end here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from ..base.entity_state import NO_VALUES, EntityState, attributes_of
from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from .price_curve import PriceCurve, Step
from .price_entries import EntryReader, price_number
from .price_scale import Scale, UnitByHand
from .price_shapes import LISTS, Listed, find_lists
from .price_times import HOUR_S, day_of, moment, span

NIGHT_S = 3 * HOUR_S
"""The time after midnight in s in which some entities still list yesterday's prices as today's."""


@dataclass(frozen=True)
class Reading:
    """Holds what an entity says: a curve, or the price of now from a moment on (unix seconds).

    `price_now` ends when it was last told. `currency` is the prices' own, None where they do not say it.
    `left_out` has what was wrong with single entries, `remarks` what is odd about the whole.
    """

    curve: PriceCurve = field(default_factory=PriceCurve)
    price_now: Step | None = None
    currency: str | None = None
    left_out: Sequence[Reason[Problem]] = ()
    remarks: Sequence[Reason[Problem]] = ()


def read_prices(
    entity: str,
    state: EntityState,
    unit: UnitByHand,
    zone: ZoneInfo,
    at_s: float,
    known: PriceCurve | None = None,
) -> Reading:
    """Reads what a state of Home Assistant says of prices at `at_s` (unix seconds).

    `zone` is that of times without one; lists without dates are of the day on which they were published, for
    which `known` is the curve so far. Raises MeterError for what says nothing of any price.
    """
    attributes = attributes_of(state)
    scale = Scale(entity, unit, attributes.get("unit_of_measurement"))
    lists = find_lists(entity, attributes)
    if lists is None:
        return _of_now(entity, state, scale, at_s)
    days = _Days(entity, lists, scale, zone, known or PriceCurve())
    now = datetime.fromtimestamp(at_s, zone)
    found = days.read(now, datetime.fromtimestamp(_updated_s(state, at_s), zone))
    steps = _without_overlaps(entity, found, days.problems)
    if days.problems and not steps:
        raise MeterError(days.problems[0].why, **days.problems[0].values)
    remarks = tuple(each for each in (scale.problem, days.outdated) if each is not None)
    return Reading(PriceCurve(tuple(steps)), None, scale.currency, tuple(days.problems), remarks)


def _of_now(entity: str, state: EntityState, scale: Scale, at_s: float) -> Reading:
    """Returns the price of now that a state is, none while the entity is away."""
    said = state.get("state")
    if said in NO_VALUES:
        return Reading()
    try:
        number = price_number(entity, said)
    except MeterError:
        known = ", ".join(name for group in LISTS for name in group)
        raise MeterError(Problem.NO_PRICE_LIST, entity=entity, known=known) from None
    price = number * scale.of()
    told = Step(told_since_s(state, at_s), _updated_s(state, at_s), price)
    remarks = () if scale.problem is None else (scale.problem,)
    return Reading(price_now=told, currency=scale.currency, remarks=remarks)


def told_since_s(state: EntityState, at_s: float) -> float:
    """Returns since when an entity has said the same (unix seconds), at most `at_s`."""
    return min(_told_s(state, ("last_changed",)) or at_s, at_s)


def _updated_s(state: EntityState, at_s: float) -> float:
    """Returns when an entity last said something, for it may be handed in later; at most `at_s`."""
    return min(_told_s(state, ("last_changed", "last_updated", "last_reported")) or at_s, at_s)


def _told_s(state: EntityState, names: Sequence[str]) -> float | None:
    found = []
    for name in names:
        try:
            at = moment(name, state.get(name))
        except MeterError:
            continue
        if at.tzinfo is not None:
            found.append(at.timestamp())
    return max(found, default=None)


class _Days:
    """Reads lists of today and tomorrow, and finds which days those are.

    `problems` has what was wrong with single entries; `outdated` says that the prices are of an earlier day.
    """

    def __init__(
        self, entity: str, lists: Sequence[Listed], scale: Scale, zone: ZoneInfo, known: PriceCurve
    ) -> None:
        self._entity = entity
        self._lists = lists
        self._scale = scale
        self._zone = zone
        self._known = known
        self.problems: list[Reason[Problem]] = []
        self.outdated: Reason[Problem] | None = None

    def read(self, now: datetime, published: datetime) -> Sequence[Step]:
        """Returns the steps of all lists as of `now`; those without dates are of the day of `published`."""
        at_night = now.timestamp() - day_of(now).timestamp() < NIGHT_S
        if published.date() == now.date() and at_night and self._is_of_yesterday(now):
            published = day_of(now, -1)
        steps: list[Step] = []
        today: Sequence[Step] = ()
        undated = False
        for listed in self._lists:
            found, reader = self._read(listed, day_of(published, listed.lead))
            self.problems += reader.problems
            if reader.undated and listed.lead and at_night and _same_prices(today, found):
                continue  # Tomorrow's prices are not out by night: these were tomorrow's yesterday.
            today = today or found
            steps += found
            undated |= reader.undated
        known = self._known.at(now.timestamp()) is not None or _covers(steps, now.timestamp())
        if undated and not known and published.date() < now.date():
            values = {"entity": self._entity, "day": f"{published:%Y-%m-%d}"}
            self.outdated = Reason(Problem.PRICES_OF_EARLIER_DAY, values)
        return steps

    def _read(self, listed: Listed, midnight: datetime) -> tuple[Sequence[Step], EntryReader]:
        reader = EntryReader(self._scale, self._zone)
        if listed.problem is not None:
            reader.problems.append(listed.problem)
        try:
            return reader.steps(listed.where, listed.entries, midnight), reader
        except MeterError as error:
            reader.problems.append(error.reason)
            return (), reader

    def _is_of_yesterday(self, now: datetime) -> bool:
        """Says whether today's list, without dates, is the one that is known of yesterday."""
        first = self._lists[0] if self._lists else None
        if first is None or first.lead:
            return False
        old, reader = self._read(first, day_of(now, -1))
        new, _ = self._read(first, day_of(now))
        return reader.undated and self._is_known(old) and not self._is_known(new)

    def _is_known(self, steps: Sequence[Step]) -> bool:
        return bool(steps) and all(self._known.at(step.begin_s) == step.price_per_kwh for step in steps)


def _covers(steps: Sequence[Step], at_s: float) -> bool:
    return any(step.begin_s <= at_s < step.end_s for step in steps)


def _same_prices(one: Sequence[Step], other: Sequence[Step]) -> bool:
    return [step.price_per_kwh for step in one] == [step.price_per_kwh for step in other]


def _without_overlaps(entity: str, steps: Sequence[Step], problems: list[Reason[Problem]]) -> Sequence[Step]:
    """Returns the steps in order without those that claim the same time; the first two are named."""
    ordered = sorted(set(steps))
    clashing: set[int] = set()
    latest = 0
    for number in range(1, len(ordered)):
        if ordered[number].begin_s < ordered[latest].end_s:
            clashing |= {latest, number}
        if ordered[number].end_s > ordered[latest].end_s:
            latest = number
    if clashing:
        first, second = (ordered[number] for number in sorted(clashing)[:2])
        problems.append(
            Reason(
                Problem.PRICES_OVERLAP,
                {
                    "entity": entity,
                    "first": f"{first.price_per_kwh:g}",
                    "first_span": span(first.begin_s, first.end_s),
                    "second": f"{second.price_per_kwh:g}",
                    "second_span": span(second.begin_s, second.end_s),
                },
            )
        )
    return [step for number, step in enumerate(ordered) if number not in clashing]
