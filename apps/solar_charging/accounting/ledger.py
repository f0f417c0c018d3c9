"""Keeps the books of what the car's charges came to: per session, day and month, and in all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..base import saved as read
from ..base.economics import Prices
from ..vehicle.car import PLUGGED, CarState, ChargingState
from .baseline import Baseline
from .bill import NOTHING, Bill, Session, Sums, bill_from_list, session_from_dict, session_to_dict
from .period import Period, period_of
from .stored_cost import StoredCost

SHOWN_EACH_S = 60.0
"""Sums are shown, and so saved, no oftener."""

DRIVEN_PCT = 3.0
"""A car at the plug that holds so much less was away, and nobody noticed."""

ENOUGH = 2.0
"""A session draws no more than so many batteries, as far as charging at once is looked at."""


class Measured(NamedTuple):
    """Holds what was measured since the last beat.

    `drawn_w` is what the car draws as far as can be said (NaN: nothing), `metered` says that a meter at
    its plug shows it. `surplus_w` may be None: what was drawn then counts as bought. `most_w` is what
    the car draws at its greatest current. `battery_w` is what the house battery gives (negative: takes),
    `held_kwh` what it holds (None: not known), and `grid_w` what the grid gives meanwhile.
    """

    drawn_w: float
    metered: bool
    surplus_w: float | None
    prices: Prices
    most_w: float
    battery_w: float = 0.0
    held_kwh: float | None = None
    grid_w: float = 0.0


class Ledger:
    """Adds up what was measured at each beat, as far as what the car says at each look bears it out.

    What the car is believed to draw is pending until a look bears it out. What was not measured, and what
    is drawn while the car is not known to be at the plug at home, adds nothing. So the sum of the sessions
    is the total, and no total ever falls. Days and months are those of `zone`. Where the meter nets over
    `netting_s`, what was drawn is billed when that ends, or when the car leaves.
    """

    def __init__(
        self, zone: ZoneInfo, longest_beat_s: float, battery_kwh: float, netting_s: float | None = None
    ) -> None:
        self._zone = zone
        self._longest_beat_s = longest_beat_s
        self._netting_s = netting_s
        self._period, self._number = Period(), 0
        self._battery_kwh = battery_kwh
        self._total = self._today = self._month = self._pending = NOTHING
        self._midnight = datetime.fromtimestamp(0, zone)
        self._midnight_s = self._day_ends_s = 0.0
        self._session: Session | None = None
        self._baseline = Baseline(ENOUGH * self._battery_kwh)
        self._updated_s: float | None = None
        self._sums: Sums | None = None
        self._shown_s = 0.0
        self._stored = StoredCost()
        self._changed = False
        self._revision = 0
        self.ended: tuple[Session, ...] = ()
        """Sessions that are over and not yet written down; `written` takes in that they are."""

    # Readings

    def beat(self, now_s: float, measured: Measured) -> Sums:
        """Adds what was measured since the last beat; returns the sums, which stay the same for a minute."""
        updated_s, self._updated_s = self._updated_s, now_s
        if not self._midnight_s <= now_s < self._day_ends_s:
            self._another_day(now_s)
        span_s = 0.0 if updated_s is None else min(max(now_s - updated_s, 0.0), self._longest_beat_s)
        self._stored.passed(span_s, measured.battery_w, measured.grid_w, measured.held_kwh, measured.prices)
        if span_s > 0 and (measured.drawn_w > 0 or self._lasts or self._netting_s is not None):
            self._add(now_s, span_s, measured)
        if self._sums is None or (self._changed and not 0 <= now_s - self._shown_s < SHOWN_EACH_S):
            self._show(now_s)
        assert self._sums is not None
        return self._sums

    def battery_is(self, battery_kwh: float) -> None:
        """Takes in how much the battery holds, which the next session's baseline goes by."""
        self._battery_kwh = battery_kwh

    def looked(self, now_s: float, car: CarState, borne_out: float | None) -> None:
        """Takes in what the car says.

        `borne_out` is the share that it bears out of what it was believed to draw since the last look (None:
        it is too early to say).
        """
        there = _at_the_plug(car)
        driven = there is True and self._driven(car.soc_pct)
        if there and not driven:
            self._stay(now_s, car.soc_pct)
        if borne_out is not None:
            self._confirm(borne_out)
        if there is False or driven:
            self._leave(now_s)
        if driven:
            self._stay(now_s, car.soc_pct)

    def written(self, sessions: tuple[Session, ...]) -> None:
        """Takes in that these of the ended sessions are written down."""
        self.ended = tuple(each for each in self.ended if each not in sessions)

    @property
    def total(self) -> Bill:
        """Returns what all charges came to, as of now."""
        return self._total

    # The sessions

    @property
    def _lasts(self) -> bool:
        return self._session is not None and self._session.plug_out_s is None

    def _driven(self, soc_pct: float | None) -> bool:
        session = self._session
        if session is None or not self._lasts or session.soc_out_pct is None or soc_pct is None:
            return False
        return soc_pct <= session.soc_out_pct - DRIVEN_PCT

    def _stay(self, now_s: float, soc_pct: float | None) -> None:
        if self._session is None or not self._lasts:
            self._session = Session(now_s, soc_pct, soc_out_pct=soc_pct)
            self._baseline = Baseline(ENOUGH * self._battery_kwh)
            self._sums = None
        elif soc_pct is not None and soc_pct != self._session.soc_out_pct:
            soc_in_pct = soc_pct if self._session.soc_in_pct is None else self._session.soc_in_pct
            self._session = self._session._replace(soc_in_pct=soc_in_pct, soc_out_pct=soc_pct)

    def _leave(self, now_s: float) -> None:
        self._confirm(1.0)
        self._settle(now_s)
        if self._session is not None and self._lasts:
            self._session = self._session._replace(plug_out_s=max(now_s, self._session.plug_in_s))
            self.ended += (self._session,)
            self._sums = None

    # The sums

    def _add(self, now_s: float, span_s: float, measured: Measured) -> None:
        """Adds what was drawn, and what could have been at once, to the running period."""
        if self._netting_s is not None:
            number = period_of(now_s - span_s, self._netting_s)
            if number != self._number:
                self._settle(now_s)
                self._number = number
        drawn_w = measured.drawn_w if measured.drawn_w > 0 else 0.0
        # It could always have been what it was.
        most_w = max(measured.most_w, drawn_w) if self._lasts else 0.0
        surplus_w, prices = measured.surplus_w or 0.0, measured.prices
        # The house comes first.
        given_w = max(measured.battery_w - max(-surplus_w, 0.0), 0.0)
        given = given_w, self._stored.given_per_kwh(prices)
        self._period.add(span_s, drawn_w, surplus_w, most_w, prices, given)
        if self._netting_s is None:
            self._settle(now_s)
        if measured.metered and drawn_w and self._lasts:
            self._confirm(1.0)

    def _settle(self, now_s: float) -> None:
        """Bills the running period as one; what no look has borne out yet is pending."""
        period = self._period
        if not period.hours:
            return
        self._period = Period()
        if self._lasts:
            self._baseline.offered(now_s, period.most_kwh, _bill(period.most_kwh, period).cost)
        if period.drawn_kwh > 0:
            bill, believed = _bill(period.drawn_kwh, period), period.believed_kwh / period.drawn_kwh
            self._pending = self._pending.plus(bill.times(believed))
            self._book(bill.times(1 - believed))
            self._changed = True

    def _confirm(self, share: float) -> None:
        """Books the share of what is pending; all of it is dropped where the car is not at the plug."""
        pending, self._pending = self._pending, NOTHING
        share = share if self._lasts else 0.0
        self._period.confirm(share)
        self._book(pending.times(share))

    def _book(self, part: Bill) -> None:
        session = self._session
        if part == NOTHING or session is None:
            return
        bill = session.bill.plus(part)
        at_once = self._baseline.cost(bill.kwh)
        saved = 0.0 if at_once is None else at_once - bill.cost
        part = part._replace(saved=saved - session.bill.saved)
        self._session = session._replace(bill=bill._replace(saved=saved))
        self._today, self._month = self._today.plus(part), self._month.plus(part)
        self._total = self._total.plus(part)
        self._changed = True

    def _another_day(self, now_s: float) -> None:
        self._confirm(1.0)
        self._settle(now_s)
        before, today = self._midnight.date(), datetime.fromtimestamp(now_s, self._zone).date()
        self._today = NOTHING
        if (before.year, before.month) != (today.year, today.month):
            self._month = NOTHING
        self._begin(today)

    def _begin(self, day: date) -> None:
        self._midnight = _midnight(day, self._zone)
        self._midnight_s = self._midnight.timestamp()
        self._day_ends_s = _midnight(day + timedelta(days=1), self._zone).timestamp()
        self._sums = None

    def _show(self, now_s: float) -> None:
        self._shown_s, self._changed = now_s, False
        self._revision += 1
        self._sums = Sums(
            self._total,
            self._today,
            self._month,
            self._session,
            self._midnight,
            self._midnight.replace(day=1),
            self._revision,
        )

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns all of it, fit for JSON."""
        return {
            "day": self._midnight.date().isoformat(),
            "told_s": self._updated_s,
            **{name: list(getattr(self, f"_{name}")) for name in BILL_NAMES},
            "session": None if self._session is None else session_to_dict(self._session),
            "at_once": self._baseline.to_dict(),
            "stored": self._stored.to_dict(),
            "period": [self._number, *self._period.to_list()],
            "ended": [session_to_dict(session) for session in self.ended],
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        day = read.day(saved["day"])
        updated_s = read.maybe(read.moment_s, saved["told_s"])
        bills = [bill_from_list(saved[name]) for name in BILL_NAMES]
        number, *sums = saved.get(
            "period", [0, *Period().to_list()]
        )  # which the first of these files had not
        number, period = read.whole(number), Period.from_list(sums)
        session = None if saved["session"] is None else session_from_dict(saved["session"])
        ended = tuple(session_from_dict(each) for each in saved["ended"])
        stored = StoredCost()
        stored.from_dict(saved.get("stored", {"price": None}))
        self._baseline.from_dict(saved["at_once"])
        self._stored = stored
        self._updated_s, self._period, self._number = updated_s, period, number
        self._total, self._today, self._month, self._pending = bills
        self._session, self.ended = session, ended
        self._begin(day)


BILL_NAMES = ("total", "today", "month", "pending")


def _bill(drawn_kwh: float, period: Period) -> Bill:
    """Bills the sun first, then what the house battery gave: what those do not carry was bought."""
    solar_kwh = min(drawn_kwh, max(period.surplus_kwh, 0.0))
    battery_kwh = min(drawn_kwh - solar_kwh, period.given_kwh)
    grid_kwh, prices = drawn_kwh - solar_kwh - battery_kwh, period.prices
    battery_cost = battery_kwh * period.given_cost / period.given_kwh if battery_kwh > 0 else 0.0
    cost = solar_kwh * prices.export_per_kwh + grid_kwh * prices.import_per_kwh + battery_cost
    return Bill(solar_kwh, max(grid_kwh, 0.0), cost, battery_kwh=battery_kwh, battery_cost=battery_cost)


def _at_the_plug(car: CarState) -> bool | None:
    """Says whether the car is plugged in at home; None where it does not say."""
    if car.at_home is False or car.charging is ChargingState.DISCONNECTED:
        return False
    return True if car.at_home and car.charging in PLUGGED else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
