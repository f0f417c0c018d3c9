"""A Tesla as a charging controller meets it: battery, plug, ramp, the 5 A floor, sleep and position."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from simulator.current import ChargingCurrent

FLOOR_A = 5  # asked for less, the car goes to this first and obeys when asked again
LEAST_A = 2  # what it draws when asked for 0 or 1
LIMIT_PCT = (50, 100)
AT_HOME_M = 100.0
METERS_PER_DEGREE = 111_195.0


class Position(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float

    def distance_m(self, other: Position) -> float:
        north = self.latitude - other.latitude
        east = (self.longitude - other.longitude) * math.cos(math.radians(self.latitude))
        return METERS_PER_DEGREE * math.hypot(north, east)


HOME = Position(48.137, 11.575)


@dataclass(frozen=True)
class CarSettings:
    """What the car is, and how quickly it answers."""

    vin: str = "5YJSA1E20HF000337"
    numeric_id: int = 1_492_931_520_123_456
    display_name: str = "Helia"
    home: Position = HOME
    battery_kwh: float = 60.0
    phases: int = 1
    voltage_v: float = 230.0
    max_current_a: int = 16
    charges_on_plug_in: bool = True
    starting_s: float = 5.0
    reaction_s: float = 2.0
    rise_a_per_s: float = 2.0
    fall_a_per_s: float = 8.0
    charge_efficiency: float = 0.98
    charge_overhead_kw: float = 0.194
    sleep_after_s: float = 720.0
    wake_delay_s: float = 15.0


class ChargingState(str, Enum):
    """Tesla's own words."""

    DISCONNECTED = "Disconnected"
    NO_POWER = "NoPower"
    STARTING = "Starting"
    CHARGING = "Charging"
    COMPLETE = "Complete"
    STOPPED = "Stopped"


class PowerState(str, Enum):
    """Whether the car's computer can be reached."""

    ONLINE = "online"
    ASLEEP = "asleep"
    WAKING = "waking"


class Outcome(NamedTuple):
    """The car's answer to a command, with Tesla's word for a refusal."""

    result: bool
    reason: str = ""


DONE = Outcome(True)


class CarAsleepError(Exception):
    """The car is asleep or still waking and answers nothing."""


class SimulatedCar:
    """One car. Every method takes the time in unix seconds; earlier than the last one changes nothing."""

    def __init__(
        self,
        settings: CarSettings | None = None,
        now_s: float = 0.0,
        *,
        soc_pct: float = 50.0,
        charge_limit_pct: int = 80,
        plugged_in: bool = True,
    ) -> None:
        self.settings = settings or CarSettings()
        self.soc_pct = soc_pct
        self.charge_limit_pct = charge_limit_pct
        self.position = self.settings.home
        self.charging_state = ChargingState.STOPPED if plugged_in else ChargingState.DISCONNECTED
        self.requested_a = self.settings.max_current_a
        self.drawn_kwh = 0.0  # at the plug, ever
        self.added_kwh = 0.0  # to the battery, since the plug went in
        self._current = ChargingCurrent(self.settings.rise_a_per_s, self.settings.fall_a_per_s, now_s)
        self._now_s = now_s
        self._awake_from_s = now_s
        self._active_s = now_s
        self._asked_below_floor = False

    # What it is

    @property
    def plugged_in(self) -> bool:
        return self.charging_state is not ChargingState.DISCONNECTED

    @property
    def charging(self) -> bool:
        """Charging, or about to."""
        return self.charging_state in (ChargingState.STARTING, ChargingState.CHARGING)

    @property
    def at_home(self) -> bool:
        return self.position.distance_m(self.settings.home) < AT_HOME_M

    @property
    def power_state(self) -> PowerState:
        if self._now_s < self._awake_from_s:
            return PowerState.WAKING
        idle_s = self._now_s - self._active_s
        return PowerState.ONLINE if idle_s < self.settings.sleep_after_s else PowerState.ASLEEP

    @property
    def current_a(self) -> float:
        """What it draws per phase, as of the last moment it was advanced to."""
        return self._current.amps

    @property
    def power_w(self) -> float:
        return self._power_w(self.current_a)

    # What people do to it

    def plug_in(self, now_s: float) -> None:
        """Put the plug in: the car wakes and, unless set otherwise, charges at once as it last did."""
        self.rouse(now_s)
        if self.plugged_in:
            return
        self.added_kwh = 0.0
        self.requested_a = max(self.requested_a, FLOOR_A)
        self._asked_below_floor = False
        if self.settings.charges_on_plug_in:
            self._begin()
        else:
            self.charging_state = ChargingState.STOPPED

    def unplug(self, now_s: float) -> None:
        self.rouse(now_s)
        self.charging_state = ChargingState.DISCONNECTED
        self._current.cut(now_s)

    def drive_to(self, position: Position, now_s: float) -> None:
        """Unplug and go; the way takes no time and no energy."""
        self.unplug(now_s)
        self.position = position

    def cut_mains(self, now_s: float) -> None:
        """The socket goes dead: a charge ends in `NoPower`."""
        self.advance(now_s)
        if self.charging:
            self.charging_state = ChargingState.NO_POWER
            self._current.cut(now_s)

    def restore_mains(self, now_s: float) -> None:
        """The socket lives again: a charge that was cut goes on."""
        self.rouse(now_s)
        if self.charging_state is ChargingState.NO_POWER:
            self._begin()

    def change_limit(self, percent: int, now_s: float) -> Outcome:
        """Set the limit, within 50 .. 100 %; a raise resumes a charge that had come to its end."""
        self.rouse(now_s)
        percent = min(max(percent, LIMIT_PCT[0]), LIMIT_PCT[1])
        if percent == self.charge_limit_pct:
            return Outcome(False, "already_set")
        self.charge_limit_pct = percent
        if self.charging_state is ChargingState.COMPLETE or (self.charging and self._room_kwh() <= 0):
            self._begin()
        return DONE

    def set_soc(self, soc_pct: float, now_s: float) -> None:
        """As if it had been driven, or charged elsewhere; a charge under way goes on or ends."""
        self.rouse(now_s)
        self.soc_pct = soc_pct
        if self.charging_state is ChargingState.COMPLETE or (self.charging and self._room_kwh() <= 0):
            self._begin()

    def rouse(self, now_s: float) -> None:
        """A person at the car wakes it."""
        self.advance(now_s)
        self._awake_from_s = self._active_s = self._now_s

    def fall_asleep(self, now_s: float) -> None:
        """As if it had been left alone for long enough; a charging car stays awake."""
        self.advance(now_s)
        self._active_s = now_s - self.settings.sleep_after_s

    # What the Internet does to it

    def read(self, now_s: float) -> None:
        """Let the car's data be read, which keeps it awake; `CarAsleepError` when it sleeps."""
        self.advance(now_s)
        if self.power_state is not PowerState.ONLINE:
            raise CarAsleepError
        self._active_s = self._now_s

    def wake_up(self, now_s: float) -> None:
        """Ask it to wake: it will be online after its wake-up delay."""
        self.advance(now_s)
        if self.power_state is PowerState.ASLEEP:
            self._awake_from_s = self._active_s = self._now_s + self.settings.wake_delay_s
        elif self.power_state is PowerState.ONLINE:
            self._active_s = self._now_s

    def charge_start(self, now_s: float) -> Outcome:
        self.read(now_s)
        if not self.plugged_in:
            return Outcome(False, "disconnected")
        if self.charging:
            return Outcome(False, "is_charging")
        if self.charging_state is ChargingState.NO_POWER:
            return Outcome(False, "requested")
        self._begin()
        return DONE if self.charging else Outcome(False, "complete")

    def charge_stop(self, now_s: float) -> Outcome:
        self.read(now_s)
        if not self.charging:
            return Outcome(False, "not_charging")
        self.charging_state = ChargingState.STOPPED
        self._current.fall(now_s)
        return DONE

    def set_charging_amps(self, amps: int, now_s: float) -> Outcome:
        """Ask for a current: always accepted, whatever the car makes of it."""
        self.read(now_s)
        below_floor = amps < FLOOR_A
        obeys = self._asked_below_floor or not below_floor
        self.requested_a = min(max(amps, 0), self.settings.max_current_a) if obeys else FLOOR_A
        self._asked_below_floor = below_floor
        if self.charging:
            self._current.rest_then_follow(self._obeyed_a(), now_s, self.settings.reaction_s)
        return DONE

    def set_charge_limit(self, percent: int, now_s: float) -> Outcome:
        """Set the limit over the air."""
        self.read(now_s)
        return self.change_limit(percent, now_s)

    # How it goes on

    def advance(self, now_s: float) -> None:
        """Let time pass: current, energy and state of charge follow exactly."""
        while self._now_s < now_s:
            self._advance_segment(now_s)

    def _advance_segment(self, until_s: float) -> None:
        """Go on to `until_s`, or to the first moment before it at which something turns."""
        end_s, end_a = self._current.next_stretch(self._now_s, until_s)
        mean_w = self._power_w((self.current_a + end_a) / 2)
        hours = (end_s - self._now_s) / 3600
        stored_kwh = self._stored_kw(mean_w / 1000) * hours
        if self.charging and stored_kwh >= self._room_kwh():
            part = self._room_kwh() / stored_kwh
            self._fill(hours * part, mean_w, stored_kwh * part)
            self._complete()
        else:
            self._fill(hours, mean_w, stored_kwh)
            self._now_s, self._current.amps = end_s, end_a
        if self.charging:
            self._active_s = self._now_s
        if self.charging_state is ChargingState.STARTING and self._now_s >= self._current.rests_until_s:
            self.charging_state = ChargingState.CHARGING

    def _fill(self, hours: float, mean_w: float, stored_kwh: float) -> None:
        self._now_s += hours * 3600
        self.drawn_kwh += mean_w / 1000 * hours
        self.added_kwh += stored_kwh
        self.soc_pct = min(self.soc_pct + stored_kwh / self.settings.battery_kwh * 100, 100.0)

    def _begin(self) -> None:
        """Charge, unless the battery is at its limit already."""
        if self._room_kwh() <= 0:
            self._complete()
            return
        self.charging_state = ChargingState.STARTING
        self._current.cut(self._now_s)
        self._current.rest_then_follow(self._obeyed_a(), self._now_s, self.settings.starting_s)

    def _complete(self) -> None:
        self.charging_state = ChargingState.COMPLETE
        self._current.cut(self._now_s)

    def _obeyed_a(self) -> int:
        return max(self.requested_a, LEAST_A)

    def _power_w(self, current_a: float) -> float:
        return current_a * self.settings.voltage_v * self.settings.phases

    def _stored_kw(self, drawn_kw: float) -> float:
        return max(self.settings.charge_efficiency * drawn_kw - self.settings.charge_overhead_kw, 0.0)

    def _room_kwh(self) -> float:
        return (self.charge_limit_pct - self.soc_pct) / 100 * self.settings.battery_kwh
