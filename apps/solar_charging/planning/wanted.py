"""Says when the car is wanted, and how full: as somebody has told, or else as was learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

from ..settings.settings import Settings
from ..vehicle.car import PLUGGED, CarState, ChargingState
from .departures import NOTHING_TOLD, Departure, Told
from .habits import Habit
from .inputs import Inputs
from .learnt_departures import LearntDepartures
from .limits import Limits
from .past_car import CarSeen
from .scenarios import Known
from .skip import Skip

USUAL_LEAST_PCT, ROOM_PCT = 50.0, 10.0
"""What is wanted at least in the morning of who has not said, and how much of the charge limit that leaves to
the sun.
"""


class Wanted:
    """Keeps the next departure, and learns from the car as long as nobody tells one.

    `departure` is that of the last beat (None: none), `pause` when the holiday of its day is over; `learnt`
    knows what the car did. A person may leave out the next departure, see `Skip`; `asked_from` is the moment
    from which on the departure was looked for.
    """

    def __init__(self, settings: Settings, zone: ZoneInfo, inputs: Inputs) -> None:
        self._charging = settings.charging
        self._inputs = inputs
        self.learnt = LearntDepartures(zone, settings.tariff.calendar)
        self.limits = Limits.of(settings.charging)
        self.skip = Skip()
        self.asked_from: datetime | None = None
        self.departure: Departure | None = None
        self.pause: datetime | None = None
        self._zone = zone

    def beat(self, now: datetime, car: CarState | None, filled: bool) -> Departure | None:
        """Watches the car, and returns the next departure; None where somebody tells that there is none.

        `filled` says that a car of which nobody tells when it leaves is always to be ready.
        """
        self.learnt.least_pct = self._least_pct(car)
        if car is not None:
            self._watch(now.timestamp(), car)
        told = self._inputs.told(now)
        pause = told.pause(self._day(now.timestamp())) if told.pauses else None
        self.pause = None if pause is None else datetime.combine(pause.after, time(), self._zone)
        if self.pause is not None:
            self.asked_from, self.departure = now, None
            return None
        self.asked_from, self.departure = now, self._next(now, car, filled, told)
        skipped_s = self.skip.beat(now.timestamp(), self.departure)
        if skipped_s is not None:
            self.asked_from = datetime.fromtimestamp(skipped_s, timezone.utc)
            self.departure = self._next(self.asked_from, car, filled, self._inputs.told(self.asked_from))
        return self.departure

    @property
    def habit(self) -> Habit | None:
        """Returns what the departure of the last beat was learnt from; None where somebody told it."""
        learnt = self.departure is not None and self.departure.learnt
        return self.learnt.habit(self.asked_from) if learnt and self.asked_from is not None else None

    def _next(self, now: datetime, car: CarState | None, filled: bool, told: Told) -> Departure | None:
        if self._inputs.untold(now):
            return self._expected(now, car, filled, told)
        departure = self._inputs.departure(now)
        if told.departures and not self._inputs.regular:
            return self._sooner(departure, self._expected(now, car, filled, told))
        return departure

    def _sooner(self, single: Departure | None, expected: Departure | None) -> Departure | None:
        """Returns what is expected on days before a single departure, else that."""
        if single is None or expected is None or self._day(expected.at_s) >= self._day(single.at_s):
            return single
        return expected

    def _day(self, at_s: float) -> date:
        return datetime.fromtimestamp(at_s, self._zone).date()

    def recall(self, past: Sequence[CarSeen]) -> None:
        """Learns from what the car did before the app watched it, unless it has watched a day itself.

        `past` has all changes, the oldest first, so until the next one it was where it was.
        """
        if self.learnt.knows:
            return
        soc_pct, told_s, was_at_plug = None, 0.0, False
        for each in past:
            if was_at_plug:
                self.learnt.at_plug(each.at_s, soc_pct, told_s)
            if each.soc_pct != soc_pct:
                soc_pct, told_s = each.soc_pct, each.at_s
            if each.at_plug is False:
                self.learnt.gone(each.at_s, soc_pct, told_s)
            was_at_plug = each.at_plug is True
            if was_at_plug:
                self.learnt.at_plug(each.at_s, soc_pct, told_s)

    def known(self, now: datetime) -> Known:
        """Returns what is known of the days ahead, with the departure of the last beat."""
        known, departure = self._inputs.known(now), self.departure
        return known if departure == known.departure else replace(known, departure=departure)

    def after(self, departure: Departure) -> Departure | None:
        """Returns the departure after one, where somebody has told it."""
        if departure.learnt:
            return None
        found = self._inputs.departure(datetime.fromtimestamp(departure.at_s + 1, timezone.utc))
        return found if found is not None and found.at_s > departure.at_s else None

    def _watch(self, now_s: float, car: CarState) -> None:
        told_s = car.at_s if car.soc_s is None else car.soc_s
        if car.charging in PLUGGED and car.at_home is True:
            self.learnt.at_plug(now_s, car.soc_pct, told_s)
        elif car.charging is ChargingState.DISCONNECTED or car.at_home is False:
            self.learnt.gone(now_s, car.soc_pct, told_s)

    def _expected(self, now: datetime, car: CarState | None, filled: bool, told: Told) -> Departure | None:
        """Returns the next departure that is expected: never more than the car's, grid's and sun's limit.

        A calendar may have told how full the car is wanted on that day; None where it has a pause then.
        """
        found, charging = self.learnt.next(now), self._charging
        wanted_pct = max(found.soc_pct, charging.off_peak_soc_pct) if filled else found.soc_pct
        own_pct = None if car is None else car.charge_limit_pct
        limits_pct = [self.limits.grid_limit_pct, self.limits.sun_limit_pct, own_pct]
        if told is not NOTHING_TOLD:
            day = self._day(found.at_s)
            if told.pause(day) is not None:
                return None
            told_pct = told.wanted_on(day)
            if told_pct is not None:
                found, wanted_pct, limits_pct = found._replace(learnt=False), told_pct, limits_pct[:1]
        return found._replace(soc_pct=min([wanted_pct, *(each for each in limits_pct if each is not None)]))

    def _least_pct(self, car: CarState | None) -> float:
        """Returns what is wanted at least when the car leaves: as a person has said, else as is usual."""
        said_pct = self._charging.morning_soc_pct
        if said_pct is not None:
            return said_pct
        if car is None or car.charge_limit_pct is None:
            return USUAL_LEAST_PCT
        return max(min(USUAL_LEAST_PCT, car.charge_limit_pct - ROOM_PCT), 0.0)
