"""Holds what a decision depends on, and the decision itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from ..base.economics import Charger, Storage
from ..base.reason import Problem, Reason, Sign, Why
from ..metering.connection import Room
from ..metering.hidden_sun import Hidden
from ..metering.house_battery import Stored
from ..metering.surplus import Surplus
from ..metering.trust import Trust
from ..planning.planner import EnergyValue
from ..vehicle.car import CarState
from ..vehicle.ownership import Owner
from .wishes import NO_WISHES, Wishes


class State(str, Enum):
    """Names the situations a charge may be in; published, so the names are an interface."""

    OFF = "off"
    STOPPED = "stopped"
    SETUP = "setup"
    UNREACHABLE = "unreachable"
    AWAY = "away"
    UNPLUGGED = "unplugged"
    FULL = "full"
    CHARGE_NOW = "charge_now"
    BY_HAND = "by_hand"
    STOPPED_BY_HAND = "stopped_by_hand"
    MINIMUM = "minimum"
    DEPARTURE = "departure"
    OFF_PEAK = "off_peak"
    NO_READING = "no_reading"
    METER_WRONG = "meter_wrong"
    STARTING_UP = "starting_up"
    BUYING = "buying"
    FOLLOWING_SUN = "following_sun"
    WAITING_FOR_SUN = "waiting_for_sun"


NOT_OURS = frozenset({State.OFF, State.SETUP})
"""States in which a departure is a person's affair."""


@dataclass(frozen=True)
class Decision:
    """Holds the current to charge with: amps, 0 for not charging, None for leaving the car as it is.

    `cap_a` is what the main fuse allows, where it allows less than was wanted. `urgent` says that a change
    of current is worth too much to wait.
    """

    state: State
    current_a: int | None
    reason: Reason[Why]
    cap_a: int | None = None
    urgent: bool = False


@dataclass(frozen=True)
class SwitchPositions:
    """Holds the positions of the switches, helpers of Home Assistant, as last known.

    `wishes` are what other helpers say, `preview` what is asked by the one for that (None: there is none);
    `controls` are the ids of all of them that are there, by their roles.
    """

    enabled: bool
    off_peak: bool
    charge_now: bool
    battery: bool = True
    wishes: Wishes = NO_WISHES
    preview: str | None = None
    controls: Mapping[str, str] = field(default_factory=dict)

    @property
    def works(self) -> bool:
        """Says whether the app is switched on, and not paused."""
        return self.enabled and self.wishes.pause_until is None


@dataclass(frozen=True)
class Charge:
    """Says whose the running charge is, since when, and by what sign that is known.

    `stopped` is when a person stopped a charge that the app would go on with (None: nobody has, or it is
    over), and `resumes` when that is over at the latest. `ended_sign` is the sign by which a charge of
    nobody's was known that the app has ended a short while ago: one that begins again is a person's.
    """

    owner: Owner = Owner.NOBODY
    since: datetime | None = None
    sign: Reason[Sign] | None = None
    stopped: datetime | None = None
    resumes: datetime | None = None
    ended_sign: Reason[Sign] | None = None


@dataclass(slots=True)
class Situation:
    """Holds all that a decision depends on. What is made at each beat is not frozen: that takes its time.

    `problem` is what a person has to mend before anything works, `car_problem` why the car could not be
    asked. `charge` says whose the running charge is, `commanded` that the app has commanded the car since
    it was plugged in. `trust` says how far the meters can be believed, `unreadable` why the grid meter
    cannot be read. `grid_power_w` is the newest reading. One ampere of charging current draws between
    `least_watts_per_amp` and `most_watts_per_amp`, which differ until the car's phases are known for sure;
    `phases_wanted` says that a charge is to show them, `rousable` that there is money to wake the car up.
    `since_start_s` is how long the app runs, `empty_spare_s` how long charging for the departure could wait
    if the battery were empty. `energy_value` is what a kWh in the battery is worth,
    `waited_cost` the money that waiting to start or to stop has added up to, `command_cost` and `start_cost`
    what the next command and the next start count for. `room` is what the main fuse leaves to the car (None:
    none is set), `storage` what the house battery takes and gives, at which prices, and `stored` what it
    has (None: there is none, or nothing is known), `battery_untold` why nobody knows what one gives,
    `phases_unreadable` why a phase's sensor cannot be read, `phases_turned` that their sign is
    wrong. `reckoned_pct` is what the battery holds by what was drawn since the car said (None: it says so).
    `hidden` is what the inverter may throw away of the sun (None: nothing says that it does), `prepares` says
    that the car heats or cools itself for a departure.
    """

    switches: SwitchPositions
    problem: Reason[Problem] | None
    car: CarState | None
    car_problem: Reason[Problem] | None
    charge: Charge
    commanded: bool
    surplus: Surplus
    trust: Trust
    grid_power_w: float | None
    least_watts_per_amp: float
    most_watts_per_amp: float
    phases_wanted: bool
    off_peak: bool
    rousable: bool
    since_start_s: float
    empty_spare_s: float
    charger: Charger
    energy_value: EnergyValue
    waited_cost: float
    command_cost: float
    start_cost: float
    unreadable: Reason[Problem] | None = None
    room: Room | None = None
    phases_unreadable: Reason[Problem] | None = None
    phases_turned: bool = False
    storage: Storage | None = None
    stored: Stored | None = None
    battery_untold: Reason[Problem] | None = None
    reckoned_pct: float | None = None
    hidden: Hidden | None = None
    prepares: bool = False

    @property
    def soc_pct(self) -> float | None:
        """Returns how full the battery is: as the car says, or where it does not, by what it drew."""
        told_pct = None if self.car is None else self.car.soc_pct
        return told_pct if self.reckoned_pct is None else self.reckoned_pct

    @property
    def charging(self) -> bool:
        """Says whether a charge is running."""
        return self.car is not None and self.car.draws

    @property
    def owner(self) -> Owner:
        """Returns whose the running charge is."""
        return self.charge.owner
