"""Finds what a person should hear of without looking: a charge is complete, or a departure is at risk."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from ..accounting.bill import Session, Sums
from ..base.reason import Note, Problem, Reason, Value
from ..base.saved import flag, maybe, moment_s, text
from ..planning.departures import Departure
from ..vehicle.car import PLUGGED, CarState
from .alert import Alert as Alert
from .news import News
from .promises import reachable_pct
from .situation import NOT_OURS, Decision, Situation, State

EARLY_S, SPARE_S = 12 * 3600.0, 2 * 3600.0
"""A car that lacks charge is missed so long before its departure, and before it would be too late."""

GRACE_S = 900.0
"""A person who has just come home may have something better to do first."""

LATE_S = 300.0
"""A departure that would be missed by less is not missed."""

GONE = frozenset({State.UNPLUGGED, State.AWAY})

NEAR_M = 1000.0
"""A car at a plug that seems to be no farther from home than this may well be at home."""

LATE = frozenset({Note.LATE, Note.LATE_BECAUSE})
"""What is told of a departure that is missed, with its cause where that is known."""

MUCH_PCT = 5.0
"""An alert whose per cent differ by as much says another thing."""


class Alerts:
    """Says at each beat which alerts hold; the text of one is another only where it says another thing.

    `priced` says that somebody has told what power costs.
    """

    def __init__(self, zone: ZoneInfo, priced: bool) -> None:
        self._news = News(zone, priced)
        self._battery_kwh = math.nan
        self._charged = False
        self._unplugged_s = self._unheard_s = math.inf
        self._complete: Alert | None = None
        self._departure: Alert | None = None

    def beat(
        self,
        now_s: float,
        decision: Decision,
        situation: Situation,
        sums: Sums,
        battery_kwh: float,
    ) -> tuple[Alert, ...]:
        """Takes in what was decided, and returns all alerts that hold at `now_s` (unix seconds)."""
        self._battery_kwh = battery_kwh
        self._complete = self._completed(decision.state, situation, sums.session)
        news = self._news.beat(now_s, decision.state, situation, sums.total, battery_kwh)
        self._unplugged_s = min(self._unplugged_s, now_s) if decision.state is State.UNPLUGGED else math.inf
        unheard = situation.car is None or situation.car.soc_pct is None
        self._unheard_s = min(self._unheard_s, now_s) if unheard else math.inf
        found = next(self._at_risk(now_s, decision, situation), None)
        if found is None or self._departure is None or _differs(found, self._departure):
            self._departure = found
        risked = None if self._departure is None else self._departure.key
        # What puts a departure at risk is told with that, and once.
        told = (each for each in news if each.kind != "plan" or each.key != risked)
        return (*self._holds, *_corrected(decision, situation), *told)

    @property
    def _holds(self) -> tuple[Alert, ...]:
        return tuple(each for each in (self._complete, self._departure) if each is not None)

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON, so that nothing begins anew."""
        return {
            "charged": self._charged,
            "unplugged_s": self._unplugged_s if math.isfinite(self._unplugged_s) else None,
            "holds": [each.essence for each in self._holds],
            "news": self._news.to_dict(),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        charged, unplugged_s = flag(saved["charged"]), maybe(moment_s, saved["unplugged_s"])
        holds = {
            text(kind): Alert(kind, moment_s(key), Reason(Note(name))) for kind, key, name in saved["holds"]
        }
        if "news" in saved:  # which the first of these files had not
            self._news.from_dict(saved["news"])
        self._charged, self._unplugged_s = charged, math.inf if unplugged_s is None else unplugged_s
        self._complete, self._departure = holds.get("complete"), holds.get("departure")

    def _completed(self, state: State, situation: Situation, session: Session | None) -> Alert | None:
        if state in GONE or situation.charging:
            self._charged = situation.charging
            return None
        if self._complete is not None or state is not State.FULL or not self._charged or session is None:
            return self._complete
        soc_pct = None if situation.car is None else situation.car.soc_pct
        bill = session.bill
        values = {
            "soc_pct": math.nan if soc_pct is None else soc_pct,
            "kwh": bill.kwh,
            "solar_pct": bill.solar_share_pct or 0.0,
        }
        return Alert("complete", session.plug_in_s, Reason(Note.CHARGED, values))

    def _at_risk(self, now_s: float, decision: Decision, situation: Situation) -> Iterator[Alert]:
        departure, car, state = situation.energy_value.departure, situation.car, decision.state
        if departure is None or departure.learnt or state in NOT_OURS:
            return  # what nobody has told is at nobody's risk
        near = now_s >= departure.at_s - EARLY_S or situation.empty_spare_s < SPARE_S
        if state is State.AWAY:
            yield from _nearly_home(departure, situation) if near else ()
        elif car is None or car.soc_pct is None:
            # What held still holds.
            yield from self._held(departure)
            if near and now_s >= self._unheard_s + GRACE_S:
                yield _not_heard(departure, decision, situation)
        elif state is State.UNREACHABLE and situation.energy_value.spare_s < SPARE_S:
            yield _out_of_reach(departure, decision)
        elif state is State.UNPLUGGED:
            missing_pct = departure.soc_pct - car.soc_pct
            if missing_pct > 0 and now_s >= self._unplugged_s + GRACE_S:
                yield from self._not_plugged(now_s, departure, car.soc_pct, situation)
        elif situation.energy_value.spare_s < (0.0 if self._is_late(departure) else -LATE_S):
            yield self._late(departure, reachable_pct(departure, car), situation)
        elif reachable_pct(departure, car) < departure.soc_pct and now_s >= departure.at_s - EARLY_S:
            yield self._limited(departure, car)

    def _held(self, departure: Departure) -> list[Alert]:
        return [each for each in self._holds if (each.kind, each.key) == ("departure", departure.at_s)]

    def _is_late(self, departure: Departure) -> bool:
        return any(each.text.why in LATE for each in self._held(departure))

    def _not_plugged(
        self, now_s: float, departure: Departure, soc_pct: float, situation: Situation
    ) -> Iterator[Alert]:
        missing_kwh = (departure.soc_pct - soc_pct) / 100 * self._battery_kwh
        latest_s = departure.at_s - missing_kwh / situation.charger.most_stored_kw * 3600
        if now_s < departure.at_s - EARLY_S and now_s < latest_s - SPARE_S:
            return
        values: dict[str, Value] = {
            "soc_pct": soc_pct,
            "wanted_pct": departure.soc_pct,
            "departure": _moment(departure.at_s),
            "latest": _moment(max(latest_s, now_s)),
        }
        yield Alert("departure", departure.at_s, Reason(Note.NOT_PLUGGED, values))

    def _late(self, departure: Departure, reachable_pct: float, situation: Situation) -> Alert:
        too_late = timedelta(seconds=-situation.energy_value.spare_s)
        missing_kwh = situation.charger.most_stored_kw * (too_late / timedelta(hours=1))
        expected_pct = max(reachable_pct - 100 * missing_kwh / self._battery_kwh, 0.0)
        values: dict[str, Value] = {
            "departure": _moment(departure.at_s),
            "wanted_pct": departure.soc_pct,
            "expected_pct": expected_pct,
        }
        cause = self._news.cause
        if cause is None:
            return Alert("departure", departure.at_s, Reason(Note.LATE, values))
        return Alert("departure", departure.at_s, Reason(Note.LATE_BECAUSE, {**values, "because": cause}))

    def _limited(self, departure: Departure, car: CarState) -> Alert:
        values: dict[str, Value] = {
            "departure": _moment(departure.at_s),
            "wanted_pct": departure.soc_pct,
            "limit_pct": car.charge_limit_pct,
        }
        return Alert("departure", departure.at_s, Reason(Note.LIMIT_TOO_LOW, values))


def _corrected(decision: Decision, situation: Situation) -> Iterator[Alert]:
    """Yields that a need that was learnt has proved too small, as long as that is news."""
    correction = situation.energy_value.correction
    if correction is not None and decision.state not in NOT_OURS:
        values: dict[str, Value] = {"used_pct": correction.used_pct, "need_pct": correction.need_pct}
        yield Alert("departure", correction.at_s, Reason(Note.NEED_CORRECTED, values))


def _differs(found: Alert, before: Alert) -> bool:
    """Says whether an alert says another thing than the one before, so that its text is to be another."""
    if found.essence != before.essence:
        return True
    was = before.text.values
    return any(
        _another(key, value, was[key]) if key in was else isinstance(value, Reason)
        for key, value in found.text.values.items()
    )


def _another(key: str, value: Value, was: Value) -> bool:
    if isinstance(value, float | int) and isinstance(was, float | int):
        return key.endswith("_pct") and abs(value - was) >= MUCH_PCT
    return isinstance(value, Reason) and value != was


def _nearly_home(departure: Departure, situation: Situation) -> Iterator[Alert]:
    """Yields that a car at a plug seems to be just outside of home, and is therefore not charged."""
    car = situation.car
    if car is None or car.charging not in PLUGGED or car.distance_m is None or car.radius_m is None:
        return
    wants = car.soc_pct is None or car.soc_pct < departure.soc_pct
    if wants and car.distance_m <= car.radius_m + NEAR_M:
        values: dict[str, Value] = {
            "distance_m": car.distance_m,
            "radius_m": car.radius_m,
            "departure": _moment(departure.at_s),
        }
        yield Alert("departure", departure.at_s, Reason(Note.AWAY, values))


def _not_heard(departure: Departure, decision: Decision, situation: Situation) -> Alert:
    said = decision.reason.values.get("problem")
    asleep = situation.car is not None and situation.car.asleep
    unknown = Problem.ASLEEP if asleep else Problem.SOC_UNTOLD
    values: dict[str, Value] = {
        "wanted_pct": departure.soc_pct,
        "departure": _moment(departure.at_s),
        "problem": said or situation.car_problem or Reason(unknown),
    }
    return Alert("departure", departure.at_s, Reason(Note.NOT_HEARD, values))


def _out_of_reach(departure: Departure, decision: Decision) -> Alert:
    values: dict[str, Value] = {
        "wanted_pct": departure.soc_pct,
        "departure": _moment(departure.at_s),
        "problem": decision.reason.values.get("problem"),
    }
    return Alert("departure", departure.at_s, Reason(Note.OUT_OF_REACH, values))


def _moment(at_s: float) -> datetime:
    return datetime.fromtimestamp(at_s, timezone.utc)
