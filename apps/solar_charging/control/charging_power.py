"""Says what the car draws in W, and an ampere of it: by what is told of its phases, or was measured."""

from __future__ import annotations

import math
from collections.abc import Iterable

from ..base.reason import Problem, Reason
from ..metering.house_meters import HouseMeters
from ..metering.phases import NO_NEUTRAL, ONE, THREE, drawn_by_power
from ..settings.car import Car as CarSettings
from ..vehicle.car import CarState, ChargingState
from ..vehicle.car_access import CarAccess


class ChargingPower:
    """Puts together what the car says, the settings tell and the meter has shown of its phases.

    Where none of them does, a charge begins with the least current, whose power the meter is to show. Until
    then plans and starts reckon with one phase, so that nobody is left without; the main fuse does with
    three. A charge that has shown nothing is reckoned with three: with too many the current only
    follows the sun more slowly, with too few it would overshoot.
    """

    def __init__(self, settings: CarSettings, house: HouseMeters, access: CarAccess) -> None:
        self._settings = settings
        self._house = house
        self._access = access
        self._reckoned: float | None = None

    @property
    def _car(self) -> CarState | None:
        return self._access.car

    @property
    def _told(self) -> float | None:
        """Returns the phases that the car says, else those of the settings."""
        car = self._car
        says = None if car is None else car.phases
        return says or self._settings.phases

    @property
    def factor(self) -> float | None:
        """Returns what volts times amps is to be multiplied with, None where that is not known."""
        told, phases = self._told, self._house.phases
        if told is None or (told == THREE and self._measures and phases.factor == NO_NEUTRAL and phases.sure):
            return phases.factor
        return told

    @property
    def _measures(self) -> bool:
        """Says whether the phases are measured: what a person has set is not questioned."""
        return self._settings.phases is None

    @property
    def wanted(self) -> bool:
        """Says whether the next charge, or the running one, is to show the phases."""
        return self.factor is None and not self._house.phases.tried

    @property
    def _volts(self) -> float:
        """Returns the measured voltage, else what the car says, else that of the settings."""
        says_v = None if self._car is None else self._car.voltage_v
        return self._house.voltage_v or says_v or self._settings.voltage_v

    @property
    def watts_per_amp(self) -> float:
        """Returns the power of one ampere of charging current, as far as is known, to plan and steer by."""
        return self._volts * (self.factor or (THREE if self._house.phases.tried else ONE))

    @property
    def least_watts_per_amp(self) -> float:
        """Returns the least power that one ampere may come to."""
        return self._volts * (self.factor or ONE)

    @property
    def most_watts_per_amp(self) -> float:
        """Returns the greatest power that one ampere may come to; a single measurement may be wrong."""
        sure = self._told is not None or self._house.phases.sure
        return self._volts * ((self.factor if sure else None) or THREE)

    def drawn_w(self) -> float:
        """Returns what the car says that it draws at home, in W; NaN where that is not known.

        Where it does not say, that is what it was asked for, and takes.
        """
        car = self._car
        if car is None or not car.draws or car.at_home is False:
            return 0.0
        drawn_a = car.offered_a if car.drawn_a is None else car.drawn_a
        drawn_w = math.nan if drawn_a is None or self.wanted else drawn_a * self.watts_per_amp
        if car.drawn_a is None and car.power_w is not None:
            return drawn_by_power(car.power_w, drawn_w)
        return drawn_w

    def offered_w(self) -> float:
        """Returns what the car at home is offered, in W, and will draw soon; NaN where that is not known."""
        car = self._car
        if car is None or car.at_home is False or car.offered_a is None:
            return self.drawn_w()
        return math.nan if self.wanted else car.offered_a * self.watts_per_amp

    @property
    def flowing_a(self) -> float:
        """Returns the current that flows, as far as is known, in A."""
        car = self._car
        if car is None or not car.draws:
            return 0.0
        older = car.drawn_a is None or self._access.belief.claims.open
        return float(car.offered_a or 0) if older else float(car.drawn_a or 0)

    def commanded(self, before_a: float, now_s: float, settle_s: float) -> None:
        """Takes in that the car was asked for another current than `before_a`, and will draw it soon."""
        car = self._car
        after_a = 0.0 if car is None or not car.draws else float(car.offered_a or 0)
        after_w = 0.0 if not after_a else math.nan if self.wanted else after_a * self.watts_per_amp
        if self._measures:
            self._house.phases.changing(now_s, after_a - before_a, now_s + settle_s, self._volts)
        self._house.connection.commanded(now_s, settle_s, before_a, after_a)
        self._house.commanded(now_s, after_w, settle_s, self.watts_per_amp)

    def looked(self) -> None:
        """Takes in that the car has reported: its own power, or a meter at its plug, may show the phases."""
        car, belief, load = self._car, self._access.belief, self._house.surplus.car
        if not self._measures or car is None or not car.draws or car.at_home is not True:
            return
        if not car.drawn_a or belief.claims.open or belief.began_unasked:
            return
        if load.metered:
            self._house.phases.metered(load.power_w, car.drawn_a, self._volts)
        elif car.power_w is not None:
            self._house.phases.told_power(car.power_w, car.drawn_a, self._volts)

    def beat(self, now_s: float) -> None:
        """Takes in what was found out since the last beat; what was believed of the car's power changes."""
        car, phases = self._car, self._house.phases
        if car is not None and car.charging is ChargingState.DISCONNECTED:
            phases.unplugged()
        phases.beat(now_s, car is not None and car.draws and car.at_home is True)
        reckoned = None if self.wanted else self.watts_per_amp / self._volts
        if reckoned != self._reckoned:
            self._reckoned, drawn_w = reckoned, self.drawn_w()
            if car is not None and car.draws and not math.isnan(drawn_w):
                self._house.surplus.car_reported(now_s, drawn_w)

    def remarks(self, unclear: Iterable[Reason[Problem]]) -> tuple[Reason[Problem], ...]:
        """Returns what is unclear of the car, with what was found out of phases that it does not say."""
        untold = Reason(Problem.PHASES_UNTOLD)
        said = tuple(each for each in unclear if each != untold)
        if said == tuple(unclear) or self._told is not None or self.wanted:
            return said
        values = {"per_amp_w": self.watts_per_amp}
        measured = {
            ONE: Reason(Problem.PHASES_MEASURED_ONE, values),
            NO_NEUTRAL: Reason(Problem.PHASES_MEASURED_NO_NEUTRAL, values),
            THREE: Reason(Problem.PHASES_MEASURED_THREE, values),
        }
        return (*said, untold if self.factor is None else measured[self.factor])
