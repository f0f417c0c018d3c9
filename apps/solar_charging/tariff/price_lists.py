"""Reads the prices that an entity of Home Assistant lists in its attributes as a curve.

Shapes, units and invalid values end here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from reprlib import repr as shown
from typing import Any
from zoneinfo import ZoneInfo

from ..base.errors import MeterError
from ..base.reason import Problem
from ..settings.price_units import per_kwh
from .price_curve import DAY_S, PriceCurve, Step

LISTS = (
    ("raw_today", "raw_tomorrow"),
    ("prices_today", "prices_tomorrow"),
    ("today", "tomorrow"),
    ("prices",),
    ("data",),
    ("rates",),
    ("forecast",),
    ("forecasts",),
)
"""Attributes that hold prices, those of today and tomorrow together; the first that hold any count."""

BEGIN = (
    "start",
    "startsAt",
    "start_time",
    "start_timestamp",
    "valid_from",
    "from",
    "time",
    "hour",
    "timestamp",
)
END = ("end", "endsAt", "end_time", "end_timestamp", "valid_to", "till")
PRICE: Mapping[str, float | None] = {
    "value": None,
    "total": None,
    "price": None,
    "per_kwh": None,
    "value_inc_vat": 1.0,
    "price_per_kwh": 1.0,
    "price_ct_per_kwh": 0.01,
    "price_pence_per_kwh": 0.01,
    "price_eur_per_mwh": 0.001,
    "price_gbp_per_mwh": 0.001,
    "marketprice": 0.001,
}
"""Names of a price, and the factor to a price per kWh where the name says it."""

STEPS_S = (900, 1800, 3600)
HIGHEST_PER_KWH = 1000.0
"""A price per kWh beyond this is none, in any currency."""

LARGEST = 1e9
"""A number beyond this is no price, in any unit."""

MINUTE_S = 60

MILLISECONDS = 1e10
"""A time stamp beyond this counts milliseconds."""


def read_curve(
    entity: str, state: Mapping[str, Any], unit: str | None, zone: ZoneInfo, at_s: float
) -> PriceCurve | None:
    """Reads the curve that a state of Home Assistant lists at `at_s` (unix seconds); None while it has none.

    `unit` is the prices' where the entity's own does not count; `zone` is that of lists without times, which
    begin at midnight. Raises MeterError for anything that is no such curve.
    """
    attributes = state.get("attributes") or {}
    names = _listing(entity, state.get("state"), attributes)
    if names is None:
        return None
    scale = _Scale(entity, unit, attributes.get("unit_of_measurement"))
    today = datetime.fromtimestamp(at_s, zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    steps: list[Step] = []
    for lead, name in enumerate(names):
        midnight = today + timedelta(days=lead)
        steps += _steps(f"{entity}: {name}", attributes.get(name) or [], scale, midnight)
    if not steps:
        return None
    steps = sorted(set(steps))
    _check(entity, steps)
    return PriceCurve(tuple(steps))


def _listing(entity: str, state: object, attributes: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Finds the attributes that list prices; None where they are empty, or the entity is not available."""
    there = [group for group in LISTS if any(name in attributes for name in group)]
    names = next((group for group in there if any(attributes.get(name) for name in group)), None)
    if names is None and not there and state not in ("unavailable", "unknown"):
        known = ", ".join(name for group in LISTS for name in group)
        raise MeterError(Problem.NO_PRICE_LIST, entity=entity, known=known)
    return names


def _steps(where: str, entries: object, scale: _Scale, midnight: datetime) -> Iterable[Step]:
    """Parses one list, of entries that say when they begin, or of plain numbers from `midnight` on.

    Raises MeterError where it is neither.
    """
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise MeterError(Problem.PRICE_LIST_SHAPE, where=where, got=shown(entries))
    if all(isinstance(entry, Mapping) for entry in entries):
        return _timed(where, entries, scale)
    return _of_day(where, entries, scale, midnight)


@dataclass(frozen=True)
class _Scale:
    """Finds the factor that makes an entity's price one per kWh."""

    entity: str
    set_by_hand: str | None
    unit: object

    def of(self, key: str | None = None) -> float:
        own = PRICE.get(key) if key else None
        by_hand = None if self.set_by_hand is None else per_kwh(self.set_by_hand)
        scale = by_hand or own or per_kwh(self.unit)
        if scale is None:
            raise MeterError(Problem.PRICE_UNIT, entity=self.entity, unit=repr(self.unit))
        return scale


def _timed(where: str, entries: Sequence[Mapping[str, Any]], scale: _Scale) -> Iterator[Step]:
    """Yields the steps of entries, in any order, that say when they begin.

    Entries without a price are not published yet, and left out. Raises MeterError where an entry is not
    valid.
    """
    found: list[tuple[float, float | None, float]] = []
    for number, entry in enumerate(entries):
        at = f"{where}[{number}]"
        begin, price = _first(entry, BEGIN), _first(entry, PRICE)
        if begin is None or price is None:
            raise MeterError(Problem.PRICE_ENTRY, where=at, begins=", ".join(BEGIN), prices=", ".join(PRICE))
        if entry[price] is None:
            continue
        end = _first(entry, END)
        end_s = None if end is None or entry[end] is None else _time_s(f"{at}.{end}", entry[end])
        value = _price(f"{at}.{price}", entry[price]) * scale.of(price)
        found.append((_time_s(f"{at}.{begin}", entry[begin]), end_s, value))
    # What is listed twice is one, and some list the latest first.
    found = sorted(set(found), key=itemgetter(0))
    begins_s = [begin_s for begin_s, _, _ in found]
    spans_s = [later - earlier for earlier, later in pairwise(begins_s)] or [STEPS_S[-1]]
    for (begin_s, end_s, value), span_s in zip(found, [*spans_s, spans_s[-1]], strict=False):
        yield Step(begin_s, begin_s + span_s if end_s is None else end_s, value)


def _of_day(where: str, entries: Sequence[Any], scale: _Scale, midnight: datetime) -> Iterator[Step]:
    """Yields the steps of plain numbers that share the day evenly from midnight to midnight.

    Raises MeterError where their count fits no length of a step.
    """
    if all(entry is None for entry in entries):
        return
    begin_s = midnight.timestamp()
    length_s = (midnight + timedelta(days=1)).timestamp() - begin_s
    counts = [round(length_s / step_s) for step_s in STEPS_S if length_s % step_s == 0]
    if len(entries) not in counts:
        known = " / ".join(map(str, counts))
        raise MeterError(
            Problem.PRICE_COUNT, where=where, known=known, hours=f"{length_s / 3600:g}", count=len(entries)
        )
    step_s = length_s / len(entries)
    for number, entry in enumerate(entries):
        at_s = begin_s + number * step_s
        yield Step(at_s, at_s + step_s, _price(f"{where}[{number}]", entry) * scale.of())


def _first(entry: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((name for name in names if name in entry), None)


def _price(where: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LARGEST:
        raise MeterError(Problem.NO_NUMBER, where=where, got=shown(value))
    return float(value)


def _time_s(where: str, value: object) -> float:
    """Returns a time in unix seconds to the minute, for some begin a second late, or end one early."""
    return round(_exact_s(where, value) / MINUTE_S) * MINUTE_S


def _exact_s(where: str, value: object) -> float:
    if isinstance(value, (int, float)) and 1 < value < 1000 * MILLISECONDS:
        return value / 1000 if value > MILLISECONDS else float(value)
    try:
        # Python 3.10 does not read the Z of UTC.
        at = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        raise MeterError(Problem.NO_TIME, where=where, got=repr(value)) from None
    if at.tzinfo is None:
        raise MeterError(Problem.NO_TIME_ZONE, where=where, got=repr(value))
    return at.timestamp()


def _check(entity: str, steps: Sequence[Step]) -> None:
    """Checks that each step has a length and a price in range, and that the one before has ended.

    Raises MeterError where it is not so.
    """
    for step in steps:
        if not 0 < step.end_s - step.begin_s <= DAY_S:
            raise MeterError(Problem.PRICE_SPAN, entity=entity, got=_span(step))
        if abs(step.price_per_kwh) > HIGHEST_PER_KWH:
            raise MeterError(
                Problem.PRICE_TOO_LARGE,
                entity=entity,
                most=f"{HIGHEST_PER_KWH:g}",
                got=f"{step.price_per_kwh:g}",
            )
    for before, step in pairwise(steps):
        if step.begin_s < before.end_s:
            raise MeterError(
                Problem.PRICES_OVERLAP,
                entity=entity,
                first=f"{before.price_per_kwh:g}",
                first_span=_span(before),
                second=f"{step.price_per_kwh:g}",
                second_span=_span(step),
            )


def _span(step: Step) -> str:
    begin, end = (f"{datetime.fromtimestamp(at_s, ZoneInfo('UTC')):%Y-%m-%d %H:%M}" for at_s in step[:2])
    return f"{begin} to {end} UTC"
