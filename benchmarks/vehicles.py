"""Tries each way to a Tesla against each event on it: `python -m benchmarks.vehicles [--json FILE]`.

The real TeslaPy runs in the app's own adapter, the simulator as each service. Exits with 1 when a cell is not
what it must be.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.position import HOME
from simulator.profiles import (
    BLE,
    FLEET_PROXY,
    OWNER_2026,
    OWNER_LEGACY,
    OWNER_MODERN,
    PROFILES,
    TESSIE_LIKE,
    Profile,
)
from simulator.tesla_api import TeslaApi
from simulator.tokens import FIRST_REFRESH_TOKEN, STATIC_TOKEN
from simulator.world import World, dark_house
from solar_charging.publishing.translator import Translator
from solar_charging.settings.car import Car as CarSettings
from solar_charging.settings.charging import Charging
from solar_charging.vehicle.backoff import Backoff
from solar_charging.vehicle.car import Asleep, CarState, HomeZone, NeedsPerson, VehicleError
from solar_charging.vehicle.tesla.tesla import TeslaCar

ZONE = HomeZone(HOME.latitude, HOME.longitude, 100)
TIMEOUT_S = 0.4
DONE = "done"


class HandClock(Clock):
    """Tells simulated time that goes on only when it is told to.

    The clock on the wall of the house's computer may be `ahead_s` of it.
    """

    ahead_s = 0.0

    def now_s(self) -> float:
        return self._start_s

    def wall_s(self) -> float:
        return self._start_s + self.ahead_s

    def passes(self, seconds: float) -> None:
        self._start_s += seconds


@dataclass
class Way:
    """Holds a service for reading, perhaps another for the commands, and the adapter that talks to them."""

    clock: HandClock
    reads: TeslaApi
    commands: TeslaApi
    car: TeslaCar

    def passes(self, seconds: float) -> None:
        self.clock.passes(seconds)
        self.reads.world.advance(self.clock.now_s())

    def read(self) -> CarState:
        return self.car.read(ZONE)


@contextlib.contextmanager
def way(profile: Profile) -> Iterator[Way]:
    """Opens the way that a profile stands for; Bluetooth has its reads at another service."""
    clock = HandClock()
    world = World(dark_house(), SimulatedCar(now_s=clock.now_s(), soc_pct=50), clock.now_s())
    reading = TESSIE_LIKE if profile is BLE else profile
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        reads = stack.enter_context(TeslaApi(world, clock, profile=reading))
        commands = reads
        if profile is BLE:
            commands = stack.enter_context(TeslaApi(world, clock, profile=BLE))
        tokens = folder / "tokens.json"
        tokens.touch(mode=0o600)
        tokens.write_text(json.dumps(brought(reads)))
        settings: dict[str, Any] = {
            "token_file": str(tokens),
            "vin": world.car.settings.vin,
            "api_url": reads.api_url,
            "auth_url": reads.auth_url,
            "timeout_s": TIMEOUT_S,
        }
        if profile is BLE:
            settings["command_url"] = commands.api_url
        if reading.client_id:
            settings["client_id"] = reading.client_id
        yield Way(clock, reads, commands, TeslaCar(CarSettings(**settings)))


def brought(service: TeslaApi) -> dict[str, Any]:
    """Returns the tokens that a person brings: where renewed ones are refused, those of a fresh sign-in."""
    if service.profile.static_token is not None:
        return {"access_token": STATIC_TOKEN}
    if service.profile.renewals_shunned:
        return service.tokens.issue()
    return {"refresh_token": FIRST_REFRESH_TOKEN}


def locate(at: Way) -> str:
    return f"at home: {at.read().at_home}"


def read(at: Way) -> str:
    state = at.read()
    return f"{state.charging.value}, {state.soc_pct} %"


def start(at: Way) -> str:
    at.car.set_current(8)
    at.car.start()
    at.passes(60)
    return f"draws {at.read().drawn_a} A"


def stop(at: Way) -> str:
    at.reads.world.car.charge_start(at.clock.now_s())
    at.passes(60)
    at.car.stop()
    at.passes(60)
    return f"draws {at.read().drawn_a} A"


def amps(at: Way) -> str:
    at.reads.world.car.charge_start(at.clock.now_s())
    at.passes(60)
    at.car.set_current(3)
    at.passes(60)
    return f"draws {at.read().drawn_a} A"


def asleep(at: Way) -> str:
    at.car.awake()
    at.reads.world.car.fall_asleep(at.clock.now_s())
    at.passes(1)
    with contextlib.suppress(Asleep):
        at.read()
        return "was read"
    woken = [entry for entry in (*at.reads.requests, *at.commands.requests) if "wake" in entry.kind]
    return "left asleep" if not woken and not at.car.awake() else "woken"


def hours_later(at: Way) -> str:
    """Reads the car when the tokens of the sign-in have ended, and the app has renewed them."""
    at.read()
    at.reads.tokens.void_access_tokens()
    return read(at)


def fails(**fault: Any) -> Callable[[Way], str]:
    """Returns a trial in which the command to stop meets a failure; it shows what a person hears of it."""

    def happens(at: Way) -> str:
        at.car.awake()
        at.commands.fail_next("charge_stop", **fault)
        at.car.stop()
        return DONE

    return happens


COLUMNS: Mapping[str, Callable[[Way], str]] = {
    "locate": locate,
    "read": read,
    "start": start,
    "stop": stop,
    "amps": amps,
    "asleep": asleep,
    "8 h later": hours_later,
    "401": fails(status=401),
    "403": fails(status=403),
    "429": fails(status=429, headers={"Retry-After": "77"}),
    "5xx": fails(status=502, body="<html>bad gateway</html>"),
    "timeout": fails(delay_s=TIMEOUT_S + 0.2),
}

WORKS = {
    "locate": "at home: True",
    "read": "stopped, 50 %",
    "start": "draws 8 A",
    "stop": "draws 0 A",
    "amps": "draws 3 A",
    "asleep": "left asleep",
    "8 h later": "stopped, 50 %",
    "401": DONE,
    "403": "NotAuthorized",
    "429": "RateLimited",
    "5xx": "Unreachable",
    "timeout": "Unreachable",
}
NO_COMMANDS = dict.fromkeys(("start", "stop", "amps"), "SigningRequired")
MUST: Mapping[str, Mapping[str, str]] = {
    OWNER_LEGACY.name: WORKS | {"403": "SigningRequired"},
    # After the renewal the service still says no.
    OWNER_MODERN.name: WORKS | NO_COMMANDS | {"401": "SigningRequired", "403": "SigningRequired"},
    # The tokens of a sign-in work until they end: what this client renews is refused, whoever logs in.
    OWNER_2026.name: WORKS
    | {"8 h later": "OwnerApiClosed", "401": "OwnerApiClosed", "403": "SigningRequired"},
    FLEET_PROXY.name: WORKS,
    # A token that never changes cannot be renewed: a person has to bring another.
    TESSIE_LIKE.name: WORKS | {"401": "NotAuthorized"},
    # A proxy in the house wants no token, so there is nothing to renew; its words are believed.
    BLE.name: WORKS | {"401": "NotAuthorized", "403": "SigningRequired"},
}


@dataclass(frozen=True)
class Cell:
    """Holds what was seen, whether that is what must be, and what the app does then."""

    seen: str
    right: bool
    then: str


def try_out(profile: Profile, column: str) -> Cell:
    """Tries one profile in one column."""
    must = MUST[profile.name][column]
    with way(profile) as at:
        try:
            seen = COLUMNS[column](at)
            then = "goes on"
        except VehicleError as error:
            seen = type(error).__name__
            then = reaction(error)
    return Cell(seen, seen == must, then)


def reaction(error: VehicleError) -> str:
    """Says what the app does after an error: its pause, and whether a person is told."""
    charging = Charging()
    patience = Backoff(charging.beat_s, CarSettings(token_file="-").read_s)
    pauses_s = []
    for _ in range(10):
        patience.failed(0, error)
        pauses_s.append(patience.until_s(0.0))
    first_s, last_s = pauses_s[0], pauses_s[-1]
    pause = f"{first_s:.0f} s" if first_s == last_s else f"{first_s:.0f} to {last_s:.0f} s"
    said = Translator("en", ZoneInfo("UTC"), "EUR")
    told = f'; tells you "{said.say(error.reason)}"' if isinstance(error, NeedsPerson) else ""
    return f"waits {pause}{told}"


def table(cells: Mapping[str, Mapping[str, Cell]]) -> str:
    """Returns the cells as a table in Markdown; a wrong one is marked."""
    lines = ["| profile | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, row in cells.items():
        shown = [cell.seen if cell.right else f"WRONG: {cell.seen}" for cell in row.values()]
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def reactions(cells: Mapping[str, Mapping[str, Cell]]) -> str:
    """Lists what the app does after each kind of error."""
    found = {
        cell.seen: cell.then for row in cells.values() for cell in row.values() if cell.then != "goes on"
    }
    return "\n".join(f"- {kind}: {then}" for kind, then in sorted(found.items()))


def main() -> int:
    """Tries all cells out; returns the exit code."""
    arguments = argparse.ArgumentParser(prog="benchmarks.vehicles", description=__doc__)
    arguments.add_argument("--json", type=Path, metavar="FILE", help="write the cells to a file")
    options = arguments.parse_args()
    cells = {
        name: {column: try_out(profile, column) for column in COLUMNS} for name, profile in PROFILES.items()
    }
    print(table(cells), "", reactions(cells), sep="\n")
    if options.json:
        found = {name: {column: vars(cell) for column, cell in row.items()} for name, row in cells.items()}
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0 if all(cell.right for row in cells.values() for cell in row.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
