"""Keeps the way to the car: what is believed of it, when it is looked at, and what failed of late."""

from __future__ import annotations

from datetime import datetime

from ..settings.settings import Settings
from .backoff import NEVER_S, Backoff
from .car import CarState, CommandRefused, Disobeyed, VehicleError
from .car_belief import CarBelief, Owner
from .commands import Command, Verb
from .polling import Look, Polling, WakeUps


class CarAccess:
    """Keeps the belief about the car, its polling, its wake-ups, and a back-off for each thing that can fail.

    Times are unix seconds.
    """

    def __init__(self, settings: Settings, reads_are_free: bool, owner: Owner) -> None:
        self._settings = settings.car
        beat_s, long_s = settings.charging.beat_s, settings.car.read_s
        self.belief = CarBelief(settings.car, owner)
        self.polling = Polling(free=reads_are_free)
        self.wake_ups = WakeUps()
        self.reading = Backoff(beat_s, long_s)
        self.commanding = Backoff(beat_s, long_s)
        self.starting = Backoff(beat_s, long_s)
        self._eased_until_s = NEVER_S

    @property
    def car(self) -> CarState | None:
        """Returns what is believed of the car, None before it has reported anything."""
        return self.belief.car

    # What is asked

    def look(self, now_s: float, stretch: float) -> Look:
        """Returns the look that is due, with `stretch` times the usual time between two reads.

        Whether a failure has to be waited out first, `reading` says.
        """
        return self.polling.next(now_s, self._settings, self.belief.draws, stretch)

    def read_soon(self, at_s: float, stretch: float) -> None:
        """Has the car's data read at `at_s`, but not too soon after the last read.

        Between the two are at least a tenth of the usual interval between reads, times `stretch`.
        """
        self.polling.soon(max(at_s, self.polling.read_s + stretch * self._settings.read_s / 10))

    def read_age_s(self, now_s: float) -> float:
        """Returns how many seconds ago the car's data was read."""
        return now_s - self.polling.read_s

    def easing(self, now_s: float) -> bool:
        """Says whether the car was just asked to draw less, so that the meter may not show it yet."""
        return now_s < self._eased_until_s

    # What the car answers

    def found_awake(self, awake: bool, at_s: float) -> None:
        """Takes in the answer to whether the car is awake."""
        self.reading.over()
        if awake:
            self.wake_ups.answered()
        self.polling.was_awake(awake, at_s)
        if not awake:
            self.belief.asleep(at_s)

    def was_read(self, car: CarState, at_s: float) -> bool:
        """Takes in the car's data, read at `at_s`; returns whether it is believed.

        What is doubted is read again at once.
        """
        belief = self.belief
        self.reading.over()
        self.polling.was_read(car, at_s, self._settings)
        if not car.asleep:
            self.wake_ups.answered()
        belief.read(car)
        if belief.doubted:
            self.polling.soon(at_s)
            return False
        if belief.disobeyed is not None:
            self.starting.failed(at_s, Disobeyed(belief.disobeyed))
        elif belief.left or car.draws:
            self.starting.over()
        return True

    def look_failed(self, error: VehicleError, at_s: float) -> None:
        """Takes in that the car, or the way to it, did not answer."""
        self.reading.failed(at_s, error)

    def command_failed(self, command: Command, error: VehicleError, at_s: float) -> None:
        """Takes in that the car did not take a command, or that its answer was lost."""
        if isinstance(error, CommandRefused):
            self.starting.failed(at_s, error)
            # The car knows better than the app: its data is read again.
            self.polling.soon(at_s)
            return
        self.commanding.failed(at_s, error)
        if command.verb is Verb.START:
            self.belief.maybe_started()

    def command_accepted(self, command: Command, now_s: float, switched_off: bool) -> float:
        """Takes in that the car accepted a command; returns in how many seconds it will have settled."""
        self.commanding.over()
        start = command.verb is Verb.START
        settle_s = self._settings.start_settle_s if start else self._settings.settle_s
        offered_a = (self.car.offered_a or 0) if self.car is not None and self.car.draws else 0
        if command.current_a is not None and command.current_a < offered_a:
            self._eased_until_s = now_s + settle_s
        self.belief.command_accepted(command, now_s, settle_s, switched_off)
        if command.verb is not Verb.SET_CURRENT:
            self.polling.soon(now_s + settle_s)
        return settle_s

    def woken(self, now: datetime) -> None:
        """Takes in that a wake-up was sent at `now`, in the house's time zone."""
        self.wake_ups.used(now)

    # What a person does

    def person_acted(self) -> None:
        """Drops what was left to a person, or held against the car: a switch was moved."""
        self.belief.forgive()
        self.try_again()

    def try_again(self) -> None:
        """Ends all back-offs: something has changed, and whatever failed is worth another try."""
        for backoff in (self.reading, self.commanding, self.starting):
            backoff.over()
