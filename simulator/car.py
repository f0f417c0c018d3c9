"""Simulates a Tesla as a charging controller meets it.

It has a battery, a plug, a ramp of its current, the 5 A floor, sleep and a position.
"""

from __future__ import annotations

from simulator.battery import Battery
from simulator.car_settings import CarSettings
from simulator.charge_port import Cable, ChargePort, PlugStory
from simulator.current import ChargingCurrent
from simulator.position import Position
from simulator.tesla_terms import DONE, ChargingState, Outcome, PowerState
from simulator.wakefulness import Wakefulness

FLOOR_A = 5  # asked for less, the car goes to this first and obeys when asked again
LEAST_A = 2  # what it draws when asked for 0 or 1
LIMIT_PCT = (50, 100)
AT_HOME_M = 100.0


class CarAsleepError(Exception):
    """Says that the car is asleep or still waking, and answers nothing."""


class SimulatedCar:
    """Simulates one car.

    Every method takes the time in unix seconds; a time earlier than the last one changes nothing.
    """

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
        self.position = self.settings.home
        self.charging_state = ChargingState.STOPPED if plugged_in else ChargingState.DISCONNECTED
        self.requested_a = self.settings.max_current_a
        self.drawn_kwh = 0.0  # at the plug, ever
        self.added_kwh = 0.0  # to the battery, since the plug went in
        self.odometer_km = 12_345.0
        self.cable_a: int | None = None  # the cable and its wallbox carry no more
        self.cable_shows = True  # in what the car says that it was asked for
        self.deaf = False  # accepts a start and does nothing
        self.port = ChargePort(Cable.IN if plugged_in else Cable.OUT)
        self._battery = Battery(
            self.settings.battery_kwh,
            self.settings.charge_efficiency,
            self.settings.charge_overhead_kw,
            soc_pct,
            charge_limit_pct,
        )
        self._current = ChargingCurrent(self.settings.rise_a_per_s, self.settings.fall_a_per_s, now_s)
        self._wakefulness = Wakefulness(self.settings.sleep_after_s, self.settings.wake_delay_s, now_s, now_s)
        self._now_s = now_s
        self._asked_below_floor = False

    # What it is, as of the last moment it was advanced to

    @property
    def soc_pct(self) -> float:
        return self._battery.soc_pct

    @property
    def charge_limit_pct(self) -> int:
        return self._battery.limit_pct

    @property
    def room_kwh(self) -> float:
        """Returns the energy that the battery still takes below its charge limit, 0 above it."""
        return max(self._battery.room_kwh, 0.0)

    @property
    def plugged_in(self) -> bool:
        return self.port.cable is not Cable.OUT

    @property
    def plug_story(self) -> PlugStory:
        """Returns what the car reports of its plug: the truth, except in readings spoiled by `misread`."""
        if self.port.misread:
            return PlugStory(ChargingState.DISCONNECTED, Cable.OUT)
        return PlugStory(self.charging_state, self.port.cable)

    @property
    def schedule_pending(self) -> bool:
        """Says whether the car waits for the time set in its own timer."""
        return self.port.scheduled_s is not None and self.plugged_in and not self.charging

    @property
    def charging(self) -> bool:
        """Says whether the car charges or is about to."""
        return self.charging_state in (ChargingState.STARTING, ChargingState.CHARGING)

    @property
    def at_home(self) -> bool:
        return self.position.distance_m(self.settings.home) < AT_HOME_M

    @property
    def power_state(self) -> PowerState:
        return self._wakefulness.state(self._now_s)

    @property
    def current_a(self) -> float:
        """Returns the current drawn per phase."""
        return self._current.amps

    @property
    def power_w(self) -> float:
        return self._power_w(self.current_a)

    # What people do to it

    def plug_in(self, now_s: float) -> None:
        """Plugs the car in.

        The car wakes and, unless set otherwise, charges at once at the current last asked for.
        """
        self.rouse(now_s)
        if self.port.cable is Cable.IN:
            return
        self.port.cable = Cable.IN
        self.added_kwh = 0.0
        self.requested_a = max(self.requested_a, FLOOR_A)
        self._asked_below_floor = False
        if self.settings.charges_on_plug_in:
            self._begin()
        else:
            self.charging_state = ChargingState.STOPPED

    def unplug(self, now_s: float) -> None:
        self.rouse(now_s)
        self.port.cable = Cable.OUT
        self._begin()

    def pull(self, cable: Cable, now_s: float) -> None:
        """Pulls the cable half out: a charge ends, and none begins before the plug is properly in again."""
        self.rouse(now_s)
        self.port.cable = cable
        self._begin()

    def drive_to(self, position: Position, now_s: float) -> None:
        """Unplugs the car and moves it to a position; the drive takes no time and no energy."""
        self.unplug(now_s)
        self.odometer_km += self.position.distance_m(position) / 1000
        self.position = position

    def cut_mains(self, now_s: float) -> None:
        """Cuts the power of the socket: a charge ends, and none begins."""
        self.advance(now_s)
        self.port.mains_on = False
        if self.charging:
            self._begin()

    def restore_mains(self, now_s: float) -> None:
        """Restores the power of the socket: a charge that waited for it begins."""
        self.rouse(now_s)
        self.port.mains_on = True
        if self.charging_state is ChargingState.NO_POWER:
            self._begin()

    def schedule_charging(self, at_s: float | None, now_s: float) -> None:
        """Sets the car's own timer to a moment in unix seconds, or clears it with None.

        Until then no charge begins; at that moment one does.
        """
        self.rouse(now_s)
        self.port.scheduled_s = at_s

    def change_limit(self, percent: int, now_s: float) -> Outcome:
        """Sets the charge limit, within 50 .. 100 %; raising it resumes a charge that was complete."""
        self.rouse(now_s)
        percent = min(max(percent, LIMIT_PCT[0]), LIMIT_PCT[1])
        if percent == self.charge_limit_pct:
            return Outcome(False, "already_set")
        self._battery.limit_pct = percent
        self._reconsider()
        return DONE

    def set_soc(self, soc_pct: float, now_s: float) -> None:
        """Sets the state of charge, as if the car had been driven or charged elsewhere.

        A charge under way goes on or ends accordingly.
        """
        self.rouse(now_s)
        self._battery.soc_pct = soc_pct
        self._reconsider()

    def rouse(self, now_s: float) -> None:
        """Wakes the car at once, as a person at the car does."""
        self.advance(now_s)
        self._wakefulness.rouse(self._now_s)

    def fall_asleep(self, now_s: float) -> None:
        """Puts the car to sleep, as if it had been left alone for long enough; a charging car stays awake."""
        self.advance(now_s)
        if not self.charging:
            self._wakefulness.fall_asleep(self._now_s)

    # What the Internet does to it

    def read(self, now_s: float) -> None:
        """Takes note that the car's data is read, which keeps the car awake.

        Raises `CarAsleepError` when the car sleeps.
        """
        self._reach(now_s)
        self.port.read()

    def wake_up(self, now_s: float) -> None:
        """Asks the car to wake; it is online after its wake-up delay."""
        self.advance(now_s)
        self._wakefulness.call(self._now_s)

    def charge_start(self, now_s: float) -> Outcome:
        self._reach(now_s)
        if not self.plugged_in:
            return Outcome(False, "disconnected")
        if self.charging:
            return Outcome(False, "is_charging")
        if self.deaf:
            return DONE
        self._begin()
        if self.charging:
            return DONE
        return Outcome(False, "complete" if self.charging_state is ChargingState.COMPLETE else "requested")

    def charge_stop(self, now_s: float) -> Outcome:
        self._reach(now_s)
        if not self.charging:
            return Outcome(False, "not_charging")
        self.charging_state = ChargingState.STOPPED
        self._current.fall(now_s)
        return DONE

    def set_charging_amps(self, amps: int, now_s: float) -> Outcome:
        """Asks for a current, which is always accepted, whatever the car makes of it."""
        self._reach(now_s)
        below_floor = amps < FLOOR_A
        obeys = self._asked_below_floor or not below_floor
        self.requested_a = min(max(amps, 0), self.settings.max_current_a) if obeys else FLOOR_A
        self._asked_below_floor = below_floor
        if self.charging:
            self._current.rest_then_follow(self._obeyed_a(), now_s, self.settings.reaction_s)
        return DONE

    def set_charge_limit(self, percent: int, now_s: float) -> Outcome:
        """Sets the charge limit over the air."""
        self._reach(now_s)
        return self.change_limit(percent, now_s)

    def _reach(self, now_s: float) -> None:
        self.advance(now_s)
        if self.power_state is not PowerState.ONLINE:
            raise CarAsleepError
        self._wakefulness.stay_awake(self._now_s)

    # How it goes on

    def advance(self, now_s: float) -> None:
        """Lets time pass; current, energy and state of charge follow exactly."""
        while self._now_s < now_s:
            due_s = self.port.scheduled_s
            self._advance_segment(now_s if due_s is None else min(now_s, max(due_s, self._now_s)))
            if due_s is not None and self._now_s >= due_s:
                self._start_as_scheduled()

    def _start_as_scheduled(self) -> None:
        self.port.scheduled_s = None
        if self.plugged_in and not self.charging:
            self._wakefulness.rouse(self._now_s)
            self._begin()

    def _advance_segment(self, until_s: float) -> None:
        """Advances to `until_s`, or to the first moment before it at which something changes."""
        end_s, end_a = self._current.next_stretch(self._now_s, until_s)
        mean_w = self._power_w((self.current_a + end_a) / 2)
        hours = (end_s - self._now_s) / 3600
        stored_kwh = self._battery.stored_kw(mean_w) * hours
        charging = self.charging
        full = charging and stored_kwh >= self._battery.room_kwh
        part = self._battery.room_kwh / stored_kwh if full else 1.0
        self.drawn_kwh += mean_w / 1000 * hours * part
        self.added_kwh += stored_kwh * part
        self._battery.fill(stored_kwh * part)
        self._now_s, self._current.amps = end_s, end_a
        if full:
            self._now_s -= hours * (1 - part) * 3600
            self._complete()
        if charging:
            self._wakefulness.stay_awake(self._now_s)
        if self.charging_state is ChargingState.STARTING and self._now_s >= self._current.rests_until_s:
            self.charging_state = ChargingState.CHARGING

    def _reconsider(self) -> None:
        """Begins or ends a charge after a jump of the charge limit or the state of charge.

        A completed charge may go on, and one under way may be over.
        """
        over = self.charging_state is ChargingState.COMPLETE
        if over or (self.charging and self._battery.room_kwh <= 0):
            self._begin()

    def _begin(self) -> None:
        """Starts a charge, if nothing hinders it and the battery has room."""
        self._current.cut(self._now_s)
        hindrance = self.port.hindrance
        if hindrance is not None:
            self.charging_state = hindrance
        elif self._battery.room_kwh <= 0:
            self._complete()
        else:
            self.charging_state = ChargingState.STARTING
            self._current.rest_then_follow(self._obeyed_a(), self._now_s, self.settings.starting_s)

    def _complete(self) -> None:
        self.charging_state = ChargingState.COMPLETE
        self._current.cut(self._now_s)

    def _obeyed_a(self) -> int:
        return min(max(self.requested_a, LEAST_A), self.cable_a or self.settings.max_current_a)

    def _power_w(self, current_a: float) -> float:
        return current_a * self.settings.voltage_v * self.settings.phases
