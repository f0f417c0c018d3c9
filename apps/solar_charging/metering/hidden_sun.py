"""Estimates the sun that an inverter throws away: how much there may be, and how likely that is.

An inverter that may export no more than a limit makes no more than house and car take: the grid stands at
that edge, and how much sun there is shows to nobody but who takes it. While the grid stands there,

    hidden = could - solar
    could  = expected                to an idle car
             clear * trusted         to one that charges
             clear * found           for a while after the edge was found

`expected` is what `SolarProfile` says of today, `clear` of a fine day. `found` is the share of it that the
sun made when it was last all in use, which import beyond the edge shows. `trusted` begins each day at 1, goes
halfway to what was found whenever a step up was too much, and comes back within an hour. Where nobody knows
how much there is, steps are tried that double while they pay. After a miss it rests, longer after each in a
row.

    symbol                  unit   from
    expected, clear         W      SolarProfile.expected_w, by the forecast of today, and the best of late
    found, trusted          1      _found, _trusted
    hidden                  W      Hidden.w
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ..base import saved as read
from ..base.spans import lasts
from ..base.time_grid import QUARTER_S
from .edge import FIRST_HOUR, LAST_HOUR, Edge, Evidence, Seen
from .probes import Probes
from .solar_profile import SolarProfile

CLOUD_S, REST_S, LONGER, LONGEST_REST_S = 90.0, 150.0, 1.5, 900.0
"""For so many s after a cloud, or a step up that was too much, nothing more is tried; longer by the factor
after each such step in a row.
"""

IDLE_REST_S, TRUST_S = 450.0, 3600.0
"""So many s longer an idle car rests. In so many s the trust that was lost comes back for the most part."""

FIRST_AMPS = 3.0
"""So many amperes are tried first where nobody knows how much there is."""

HIGH = 0.5
"""Where nobody knows how much there is, an idle car waits for a sun that stands so high; 1 is noon."""

LEAST_BELOW = 0.25
"""Where nothing else says that there is a limit, the sun must be below what is expected by this share."""

BEST_FADES = 0.98
"""The best forecast of late, and the most that the roof has made, fade by so much each day."""

AHEAD_S = 7200.0
"""So far ahead the sun is looked at."""

LONGEST_BEAT_S = 120.0


class Hidden(NamedTuple):
    """Holds how much sun may hide in W, how likely it is, and for how many hours it would last.

    `probing` says that a charge has begun for it and is not judged yet, `vain` that one did, and nothing
    carries it.
    """

    w: float
    odds: float
    hours: float
    probing: bool = False
    vain: bool = False


class HiddenSun:
    """Keeps what is known of the sun that hides; times are unix seconds.

    `limit_w` is the most that the house may export, None where nobody has said so. `likely_w` is what hides
    on average where nobody looks for it.
    """

    def __init__(self, limit_w: float | None, started_s: float) -> None:
        self._limit_w = limit_w
        self.edge = Edge(limit_w, started_s)
        self.probes = Probes()
        self.profile = SolarProfile()
        self.likely_w = 0.0
        self._day: date | None = None
        self._at_s = math.inf
        self._best_kwh = self._roof_w = self._solar_w = 0.0
        self._offered: Evidence | None = None
        self._begin_day(0)

    def _begin_day(self, days: int) -> None:
        faded = BEST_FADES ** min(days, 365)
        self._best_kwh, self._roof_w = faded * self._best_kwh, faded * self._roof_w
        self._misses, self._amps = 0, FIRST_AMPS
        self._trusted = 1.0
        self._found: float | None = None
        self._rested_s, self._rest_s = -math.inf, 0.0

    def beat(self, seen: Seen) -> Hidden | None:
        """Takes in what a beat has measured; returns what may hide, None where nothing says that any does."""
        self._take(seen)
        self.edge.beat(seen)
        self.likely_w = 0.0
        if seen.grid_w is None:
            return None
        holds, short = self.edge.holds(seen), self.edge.short(seen)
        paid = self.probes.beat(seen, self._offered, holds, short)
        if paid is not None:
            self._judged(seen, paid, short)
        if short and seen.drawn_w > 0 and seen.surplus_w is not None:
            self._found = self._share(seen)
            if not lasts(seen.now_s, self._rested_s, self._rest_s - CLOUD_S):
                self._rested_s, self._rest_s = seen.now_s, CLOUD_S
        kind = self.edge.evidence(seen) if holds else None
        hidden = None if kind is None else self._hidden(seen, kind)
        self._offered = None if hidden is None else kind
        if kind is not None:
            self.likely_w = self._likely_w(seen)
        if self.probes.probing:
            # Until it is judged it goes on, whatever the meters show.
            return Hidden(0.0, self.probes.probe_odds, 0.0, probing=True)
        if self.probes.vain:
            return Hidden(0.0, 0.0, 0.0, vain=True)
        return hidden

    def _take(self, seen: Seen) -> None:
        """Takes in what the day, and the sun of it, is like."""
        span_s, self._at_s = min(max(seen.now_s - self._at_s, 0.0), LONGEST_BEAT_S), seen.now_s
        if seen.today != self._day:
            days = 0 if self._day is None else max((seen.today - self._day).days, 0)
            self._begin_day(days)
            self.probes.new_day(days)
            self._day = seen.today
        self._best_kwh = max(self._best_kwh, seen.forecast_kwh or 0.0)
        self._trusted += max(1.0 - self._trusted, 0.0) * span_s / TRUST_S
        if seen.solar_w is None:
            return
        self.profile.measured(seen.now_s, span_s, seen.solar_w)
        steady_w, self._solar_w = min(seen.solar_w, self._solar_w), seen.solar_w
        height = self.profile.height(seen.now_s) or 0.0
        if height >= HIGH:
            self._roof_w = max(self._roof_w, steady_w / height)

    def _judged(self, seen: Seen, paid: bool, short: bool) -> None:
        """Takes in whether a step up has paid, be it that it was `short` of some."""
        share = self._share(seen)
        if short and share is not None:
            self._trusted = min(self._trusted, (self._trusted + share) / 2)
        elif share is not None:
            self._trusted = max(self._trusted, share)
        if paid:
            self._misses, self._amps = 0, FIRST_AMPS if short else 2 * self._amps
            return
        rest_s = min(REST_S * LONGER**self._misses, LONGEST_REST_S)
        self._rested_s, self._rest_s = seen.now_s, rest_s
        self._misses, self._amps = self._misses + 1, FIRST_AMPS

    # What comes of it

    def _share(self, seen: Seen) -> float | None:
        """Returns what share of a fine day's sun is made."""
        clear_w = self._clear_w(seen)
        return seen.solar_w / clear_w if seen.solar_w is not None and clear_w else None

    def _clear_w(self, seen: Seen) -> float | None:
        """Returns what the sun makes at this time of a fine day."""
        best_kwh = None if seen.forecast_kwh is None else self._best_kwh
        clear_w = self.profile.expected_w(seen.now_s, best_kwh)
        if clear_w is None:
            return None
        return max(clear_w, self._roof_w * (self.profile.height(seen.now_s) or 0.0))

    def _rests(self, seen: Seen) -> bool:
        longer_s = 0.0 if seen.charging else IDLE_REST_S
        return lasts(seen.now_s, self._rested_s, self._rest_s + longer_s)

    def _hidden(self, seen: Seen, kind: Evidence) -> Hidden | None:
        if not seen.charging and not self.probes.may_begin(seen.now_s):
            return None
        if self.probes.open:
            return Hidden(0.0, 0.0, 0.0)  # one after the other
        could_w = self._could_w(seen, seen.charging)
        hidden_w = max(could_w - (seen.solar_w or 0.0), self._tried_w(seen, kind), 0.0)
        if kind is Evidence.BELOW and not seen.charging and hidden_w < LEAST_BELOW * could_w:
            return None
        odds = self.probes.step_odds if seen.charging else self.probes.odds[kind].value
        return Hidden(hidden_w, odds, self._hours(seen, hidden_w))

    def _could_w(self, seen: Seen, charging: bool) -> float:
        """Returns what the sun could make now, as far as anything says so; 0 where nothing does."""
        clear_w = self._clear_w(seen)
        if clear_w is None or seen.solar_w is None:
            return 0.0
        if self._rests(seen):
            return clear_w * (self._found or 0.0)
        if charging:
            return clear_w * self._trusted
        trusted = 1.0 if seen.forecast_kwh is not None else min(self._trusted, 1.0)
        return (self.profile.expected_w(seen.now_s, seen.forecast_kwh) or 0.0) * trusted

    def _tried_w(self, seen: Seen, kind: Evidence) -> float:
        """Returns how much is tried where nothing says how much there is."""
        if self._rests(seen):
            return 0.0
        if seen.charging:
            return self._amps * seen.per_amp_w + 1.0
        if kind is Evidence.BELOW or (seen.forecast_kwh is not None and seen.solar_w is not None):
            return 0.0
        height = None if seen.solar_w is None else self.profile.height(seen.now_s)
        high = FIRST_HOUR <= seen.hour < LAST_HOUR if height is None else height >= HIGH
        return seen.least_w + 1.0 if high else 0.0

    def _likely_w(self, seen: Seen) -> float:
        likely_w = max(self._could_w(seen, charging=False) - (seen.solar_w or 0.0), 0.0)
        return likely_w * (1.0 if seen.forecast_kwh is not None else self.probes.steps.value)

    def _hours(self, seen: Seen, hidden_w: float) -> float:
        """Returns how long the least current would be carried, at most so far as is looked ahead."""
        now_s, profile, solar_w = seen.now_s, self.profile, seen.solar_w
        expected_w = profile.expected_w(now_s, seen.forecast_kwh)
        if solar_w is None or not expected_w:
            left_s = (LAST_HOUR - seen.hour) * 3600
            return min(max(left_s, 0.0), AHEAD_S) / 3600
        drawn_w = seen.drawn_w if seen.drawn_w > 0 else 0.0
        least_w, share = solar_w - drawn_w + seen.least_w, (solar_w + hidden_w) / expected_w
        ahead_s = 0.0
        while ahead_s < AHEAD_S:
            then_w = profile.expected_w(now_s + ahead_s + QUARTER_S, seen.forecast_kwh) or 0.0
            if share * then_w < least_w:
                break
            ahead_s += QUARTER_S
        return ahead_s / 3600

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns what was learnt, fit for JSON."""
        return {
            "day": None if self._day is None else self._day.isoformat(),
            "best_kwh": self._best_kwh,
            "roof_w": self._roof_w,
            "edge": self.edge.to_dict(),
            "probes": self.probes.to_dict(),
            "profile": self.profile.to_dict(),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        day = read.maybe(read.day, saved["day"])
        best_kwh, roof_w = read.number(saved["best_kwh"], 0.0), read.number(saved["roof_w"], 0.0)
        edge, probes, profile = Edge(self._limit_w, 0.0), Probes(), SolarProfile()
        edge.from_dict(saved["edge"])
        probes.from_dict(saved["probes"])
        profile.from_dict(saved["profile"])
        self.edge, self.probes, self.profile = edge, probes, profile
        self._day, self._best_kwh, self._roof_w = day, best_kwh, roof_w
