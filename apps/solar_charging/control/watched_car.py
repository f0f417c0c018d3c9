"""Models the car as it would be, had the app been on: told by the real one, charged as the app would have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from ..base.economics import Charger
from ..base.reason import Problem, Reason
from ..base.saved import flag, maybe, number
from ..vehicle.car import PLUGGED, Asleep, CarState, ChargingState, CommandRefused, HomeZone
from ..vehicle.saved_car import car_from_dict

AWAKE_S = 900.0
"""For so many s a car stays awake that has charged, or was woken up."""

FULL_PCT, RESERVE_PCT = 100.0, 10.0
"""Nobody ends a trip with less than the second of these: they would have charged on the way."""


class WatchedCar:
    """Is a `Vehicle` that takes the app's commands in the place of the real car, which gets none.

    Where it stands, its plug, its limit and its currents are the real car's, and what a person does there
    happens to both: a charge that begins (at plug-in, or by hand) begins here too, and ends with the real one
    unless the app would have ruled it. `soc_pct` falls as the real one falls, and rises by what is charged
    here, or elsewhere. Both drive the same trips, so what the one has more when they leave it has when they
    are back. Where that would leave less than RESERVE_PCT here, the rest is made up for and counted in
    `short_kwh`; as nothing of it is charged here, nobody claims a saving for it. Of a car that does not tell
    enough `untold` says so, and it draws nothing.
    """

    entities: tuple[str, ...] = ()

    def __init__(self, reads_are_free: bool, longest_s: float) -> None:
        self.reads_are_free = reads_are_free
        self.soc_pct: float | None = None
        self.short_kwh = 0.0
        self.untold: Reason[Problem] | None = Reason(Problem.NOT_ASKED_YET)
        self._longest_s = longest_s
        self._told: CarState | None = None
        self._draws = self._mirrored = False
        self._offered_a = 0
        self._added_kwh = 0.0
        self._now_s = self._awake_until_s = -math.inf
        self._charger: Charger | None = None
        self._battery_kwh = math.inf

    @property
    def power_w(self) -> float:
        """Returns what it draws, in W."""
        return self._offered_a * self._charger.watts_per_amp if self._draws and self._charger else 0.0

    @property
    def current_a(self) -> float:
        """Returns the current that flows, in A."""
        return float(self._offered_a) if self._draws else 0.0

    # What the real car says

    def follow(self, told: CarState | None, now_s: float, charger: Charger, battery_kwh: float) -> None:
        """Lets the time pass until `now_s`, and takes in what is known of the real car by then."""
        self._pass(now_s)
        self._charger, self._battery_kwh = charger, battery_kwh
        self.untold = _untold(told)
        if told is None or self.untold is not None:
            self._draws = False
            return
        before, self._told = self._told, told
        if before is None or self.soc_pct is None:
            # As if it had just been plugged in.
            before, self.soc_pct = replace(told, charging=ChargingState.DISCONNECTED), told.soc_pct
        self._drive(before, told)
        self._plug(before, told, charger.max_a)

    def _pass(self, now_s: float) -> None:
        """Charges for as long as was measured: in a longer gap nobody knows what would have been."""
        begun, span_s = math.isfinite(self._now_s), min(max(now_s - self._now_s, 0.0), self._longest_s)
        self._now_s = now_s
        if (
            not begun
            or not self._draws
            or self._charger is None
            or self._told is None
            or self.soc_pct is None
        ):
            return
        self._awake_until_s = now_s + AWAKE_S
        stored_kwh = float(self._charger.stored_kw(self.power_w / 1000)) * span_s / 3600  # type: ignore[arg-type]
        self._added_kwh += stored_kwh
        self.soc_pct += 100 * stored_kwh / self._battery_kwh
        if self.soc_pct >= self._limit_pct:
            self.soc_pct, self._draws = self._limit_pct, False

    @property
    def _limit_pct(self) -> float:
        limit_pct = None if self._told is None else self._told.charge_limit_pct
        return FULL_PCT if limit_pct is None else max(limit_pct, self.soc_pct or 0.0)

    def _drive(self, before: CarState, told: CarState) -> None:
        """Takes off what the real car has used up, and adds what it has charged elsewhere."""
        own_pct, now_pct = self.soc_pct or 0.0, told.soc_pct or 0.0
        before_pct = now_pct if before.soc_pct is None else before.soc_pct
        change_pct = now_pct - before_pct
        if change_pct < 0 or not (_there(before) and _there(told)):
            own_pct = min(own_pct + change_pct, max(told.charge_limit_pct or 0.0, now_pct))
        least_pct = min(now_pct, RESERVE_PCT)
        if change_pct < 0 and own_pct < least_pct:
            self.short_kwh += (least_pct - own_pct) / 100 * self._battery_kwh
            own_pct = least_pct
        self.soc_pct = max(own_pct, 0.0)

    def _plug(self, before: CarState, told: CarState, most_a: int) -> None:
        """Lets happen here what has happened to the charge of the real car."""
        came = _there(told) and not _there(before)
        if not _there(told):
            self._draws, self._mirrored, self._added_kwh = False, False, 0.0
        elif told.draws and (came or not before.draws) and not self._draws:
            self._draws = self._mirrored = not self._full
            self._offered_a = told.offered_a or most_a
        elif before.draws and not told.draws and self._mirrored:
            self._draws = self._draws and told.charging is ChargingState.COMPLETE
        elif self._mirrored and told.offered_a not in (None, before.offered_a):
            self._offered_a = told.offered_a or most_a
        if came and not told.draws:
            self._offered_a = told.offered_a or most_a

    @property
    def _full(self) -> bool:
        return self.soc_pct is not None and self.soc_pct >= self._limit_pct

    # What the app asks

    def awake(self) -> bool:
        """Says whether it is awake: as the real car is, and while it charges or was woken up."""
        real = self._told is not None and not self._told.asleep
        return real or self._draws or self._now_s < self._awake_until_s

    def read(self, home: HomeZone | None) -> CarState:
        """Returns what it would report."""
        del home  # the real car has said whether it is there
        told, awake = self._told, self.awake()
        if told is None or (not awake and not self.reads_are_free):
            raise Asleep()
        charging = told.charging
        if _there(told) and charging is not ChargingState.NO_POWER:
            idle = ChargingState.COMPLETE if self._full else ChargingState.STOPPED
            charging = ChargingState.CHARGING if self._draws else idle
        return replace(
            told,
            at_s=self._now_s,
            asleep=not awake,
            charging=charging,
            soc_pct=None if self.soc_pct is None else round(self.soc_pct, 1),
            soc_s=None,
            offered_a=self._offered_a or told.offered_a,
            drawn_a=self.current_a,
            power_w=None,
            voltage_v=None,
            added_kwh=round(self._added_kwh, 2),
            unclear=(),
        )

    def refresh(self) -> bool:
        """Has no newer data."""
        return False

    def tend(self) -> None:
        """Has left nothing undone."""

    def wake_up(self) -> None:
        """Wakes it up."""
        self._awake_until_s = self._now_s + AWAKE_S

    def start(self) -> None:
        """Begins to charge; one that is full, or not plugged in, refuses."""
        self._check()
        if self._full or self._told is None or not _there(self._told):
            raise CommandRefused("charge_start", "complete" if self._full else "disconnected")
        self._draws, self._mirrored = True, False

    def stop(self) -> None:
        """Ends the charge."""
        self._check()
        self._draws = self._mirrored = False

    def set_current(self, current_a: int) -> None:
        """Offers it another current."""
        self._check()
        self._offered_a, self._mirrored = current_a, False

    def set_limit(self, limit_pct: int) -> None:
        """Does nothing: the limit of the real car is that of this one, and the thought app sets none."""

    def _check(self) -> None:
        if not self.awake():
            raise Asleep()

    # What outlives a restart

    def to_dict(self) -> dict[str, Any]:
        """Returns how it stands, fit for JSON."""
        return {
            "told": None if self._told is None else {**asdict(self._told), "unclear": ()},
            "soc_pct": self.soc_pct,
            "draws": self._draws,
            "mirrored": self._mirrored,
            "offered_a": self._offered_a,
            "added_kwh": self._added_kwh,
            "short_kwh": self.short_kwh,
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        told = maybe(car_from_dict, saved["told"])
        soc_pct = maybe(lambda value: number(value, 0.0, FULL_PCT), saved["soc_pct"])
        draws, mirrored = flag(saved["draws"]), flag(saved["mirrored"])
        offered_a, added_kwh, short_kwh = (
            number(saved[name], 0.0) for name in ("offered_a", "added_kwh", "short_kwh")
        )
        self._told, self.soc_pct = told, soc_pct
        self._draws, self._mirrored = draws and told is not None and soc_pct is not None, mirrored
        self._offered_a, self._added_kwh, self.short_kwh = int(offered_a), added_kwh, short_kwh


def _there(car: CarState) -> bool:
    """Says whether a car is plugged in at home."""
    return car.at_home is True and car.charging in PLUGGED and not car.cable_loose


def _untold(car: CarState | None) -> Reason[Problem] | None:
    """Returns why nobody knows what this car would have charged; None where all is told."""
    if car is None:
        return Reason(Problem.NOT_ASKED_YET)
    if car.asleep and car.charging is ChargingState.UNKNOWN:
        return Reason(Problem.NOTHING_KNOWN)
    known = car.charging is not ChargingState.UNKNOWN and car.at_home is not None
    told = car.soc_pct is not None and car.charge_limit_pct is not None
    return None if known and told else Reason(Problem.WATCH_UNTOLD)
