"""Defines what a car is to the app: its state, the few verbs, and what can go wrong with them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from ..base.entity_state import attributes_of
from ..base.errors import ProblemError
from ..base.reason import Problem, Reason
from .spans import RADIUS_M, position

EARTH_RADIUS_M = 6_371_000.0

FLOOR_A = 5
"""Asked for less than this (in A), a car first goes to it, and obeys when it is asked again."""

MIN_MAINS_V = 80
"""Less than this (in V) is no mains voltage: an idle car reports a volt or two."""

KM_PER_MILE = 1.609344

ALREADY_SO = frozenset(
    {"is_charging", "charging", "already_started", "not_charging", "already_set", "requested"}
)
"""Tesla's words for refusals that say that the command is fulfilled already."""


class VehicleError(ProblemError):
    """Tells that the car could not be asked or commanded."""


class Unreachable(VehicleError):
    """Tells that the network or the service failed; worth another try after a while."""


class Asleep(VehicleError):
    """Tells that the car cannot be asked: it sleeps, or is offline, which sleeping cars report too.

    One that charges does not sleep: it is out of reach.
    """

    def __init__(self) -> None:
        super().__init__(Problem.ASLEEP)


class Mute(VehicleError):
    """Tells that nothing is known of the car at the moment, though the way to it works."""

    def __init__(self) -> None:
        super().__init__(Problem.NOTHING_KNOWN)


class CommandRefused(VehicleError):
    """Tells that the car answered, and refused; `word` is the car's own for the cause."""

    def __init__(self, command: str, word: str) -> None:
        super().__init__(Problem.COMMAND_REFUSED, command=command, word=word)
        self.word = word


class Disobeyed(CommandRefused):
    """Tells that the car accepted a command more than once and did not carry it out.

    The reason says what it does.
    """

    def __init__(self, fault: Reason[Problem]) -> None:
        VehicleError.__init__(self, fault.why, **fault.values)
        self.word = fault.why.value


class RateLimited(VehicleError):
    """Tells that there were too many requests; `retry_after_s` says in how many seconds to try again."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(Problem.RATE_LIMITED, retry_after_s=retry_after_s)
        self.retry_after_s = retry_after_s


class NeedsPerson(VehicleError):
    """Tells that waiting changes nothing: a person has to do something."""


class NotFound(NeedsPerson):
    """Tells that the car is not in Home Assistant, or not whole; to look again soon costs nothing."""


class NotAuthorized(NeedsPerson):
    """Tells that a person has to log in again."""


class OwnerApiClosed(NeedsPerson):
    """Tells that Tesla's Owner API refuses what a client like this one has renewed: another way is needed."""

    def __init__(self) -> None:
        super().__init__(Problem.OWNER_API_CLOSED)


class SigningRequired(NeedsPerson):
    """Tells that the car takes signed commands only, and this way to it does not sign."""


class WrongRegion(NeedsPerson):
    """Tells that the account belongs to another region; `base_url` is its host, None if not known."""

    def __init__(self, base_url: str | None) -> None:
        if base_url:
            super().__init__(Problem.REGION_ELSEWHERE, base_url=base_url)
        else:
            super().__init__(Problem.REGION_UNKNOWN)
        self.base_url = base_url


class ChargingState(str, Enum):
    """Is what the charge port reports."""

    UNKNOWN = "unknown"
    DISCONNECTED = "disconnected"
    NO_POWER = "no_power"
    STARTING = "starting"
    CHARGING = "charging"
    COMPLETE = "complete"
    STOPPED = "stopped"


DRAWING = (ChargingState.STARTING, ChargingState.CHARGING)

PLUGGED = frozenset(ChargingState) - {ChargingState.DISCONNECTED, ChargingState.UNKNOWN}


@dataclass(frozen=True)
class HomeZone:
    """Is the circle in which the car is at home: Home Assistant's `zone.home`.

    Its centre is in degrees.
    """

    latitude: float
    longitude: float
    radius_m: float

    @staticmethod
    def of_state(state: Mapping[str, Any] | None) -> HomeZone | None:
        """Reads the zone from a state of Home Assistant; None where that is no zone."""
        attributes = attributes_of(state or {})
        centre = position(attributes.get("latitude"), attributes.get("longitude"))
        radius_m = RADIUS_M.number(attributes.get("radius"))
        return None if centre is None or radius_m is None else HomeZone(*centre, radius_m)

    def distance_m(self, latitude: float, longitude: float) -> float:
        """Returns how many m a position in degrees is from the centre (haversine formula on a sphere)."""
        phi_1, phi_2 = math.radians(self.latitude), math.radians(latitude)
        half_phi = (phi_2 - phi_1) / 2
        half_lambda = math.radians(longitude - self.longitude) / 2
        chord = math.sin(half_phi) ** 2 + math.cos(phi_1) * math.cos(phi_2) * math.sin(half_lambda) ** 2
        return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(chord, 1.0)))


@dataclass(frozen=True)
class CarState:
    """Holds what the car last reported of itself; None wherever it reported nothing.

    `at_s` is when the data was measured, in unix seconds. A car that sleeps does not charge; its other values
    are those it had when it fell asleep. `distance_m` is how far it is from the centre of home, whose circle
    has `radius_m`, `cable_loose` means that a cable hangs half in the port, `scheduled` that the car itself
    waits for the time of a scheduled charge. `power_w` is what it draws by its own account, mostly in whole
    kilowatts. `added_kwh` is what has reached the battery since the cable was
    plugged in, `odometer_km` how far the car has ever been driven. What has been charged since `soc_s` (unix
    seconds) is not in `soc_pct` yet (None: since `at_s`). `unclear` holds what is said that makes no sense.
    `wall_connected` says whether any car is plugged in at the wall box, `wall_newer` that it has seen one
    come or go since the car spoke, and `at_wall` that this car is known to have been there. `climate` says
    whether it heats or cools itself, for as long as nobody asked it to do so for a dog or a night.
    """

    at_s: float
    asleep: bool = False
    driving: bool = False
    at_home: bool | None = None
    distance_m: float | None = None
    charging: ChargingState = ChargingState.UNKNOWN
    soc_pct: float | None = None
    charge_limit_pct: float | None = None
    offered_a: int | None = None
    drawn_a: float | None = None
    max_current_a: int | None = None
    phases: int | None = None
    voltage_v: float | None = None
    power_w: float | None = None
    cable_loose: bool = False
    scheduled: bool = False
    added_kwh: float | None = None
    radius_m: float | None = None
    odometer_km: float | None = None
    soc_s: float | None = None
    unclear: tuple[Reason[Problem], ...] = ()
    wall_connected: bool | None = None
    wall_newer: bool = False
    at_wall: bool = False
    climate: bool | None = None

    @property
    def draws(self) -> bool:
        """Says whether a charge is running."""
        return not self.asleep and self.charging in DRAWING


class Vehicle(Protocol):
    """Defines the verbs of a car.

    Each raises a VehicleError where it fails; a command that is already fulfilled succeeds.
    """

    @property
    def reads_are_free(self) -> bool:
        """Says whether reading neither costs anything nor keeps the car awake."""

    @property
    def entities(self) -> tuple[str, ...]:
        """Returns the entities whose change is news of the car; none where nothing tells of it."""

    def awake(self) -> bool:
        """Says whether the car is awake; to ask costs nothing and does not keep it awake.

        Raises `Asleep` where it is offline.
        """

    def read(self, home: HomeZone | None) -> CarState:
        """Returns everything of an awake car, and keeps it awake.

        Without `home` its position stays unknown.
        """

    def refresh(self) -> bool:
        """Asks for newer data than `read` returns; returns False where that costs something, or is no use."""

    def tend(self) -> Reason[Problem] | None:
        """Does what was left undone; returns what is wrong with a way that works even so, None if nothing."""

    def wake_up(self) -> None:
        """Asks a sleeping car to wake up; returns at once."""

    def start(self) -> None:
        """Begins to charge."""

    def stop(self) -> None:
        """Ends the charge."""

    def set_current(self, current_a: int) -> None:
        """Offers the car a charging current in A."""

    def set_limit(self, limit_pct: int) -> None:
        """Sets the state of charge in % up to which the car charges: its own limit, from 50 to 100."""
