"""Lists what can be done to a trial: how things break, and how they are mended."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from benchmarks.reports import stories
from benchmarks.virtual_home import GRID, METERS, SOLAR
from simulator.meter_habits import MeterHabits
from simulator.request_log import COMMANDS

from .fault import Act
from .trial import Trial

EVER = 10**9
READ_KINDS = ("products", "summary", "vehicle_data")
CAR_KINDS = (*READ_KINDS, "wake_up", *COMMANDS)
"""What a service is asked to tell, and all that it is asked for but tokens."""

STATE_FILE = "solar_charging_solar_charging.json"


def both(*acts: Act) -> Act:
    """Returns what does one after the other."""

    def act(trial: Trial) -> None:
        for each in acts:
            each(trial)

    return act


# The service


def answers(kinds: Iterable[str] = ("any",), times: int = EVER, **fault: Any) -> Act:
    """Returns what has requests answered in another way."""

    def act(trial: Trial) -> None:
        for kind in kinds:
            trial.api.fail_next(kind, times=times, **fault)

    return act


def instead(**values: Any) -> Act:
    """Returns what puts values into the car's data; two underscores stand for a dot."""
    places = {name.replace("__", "."): value for name, value in values.items()}
    return answers(("vehicle_data",), instead=places)


def api_recovers(trial: Trial) -> None:
    """Has the service answer as usual again."""
    trial.api.recover()


def network(fault: Exception | None) -> Act:
    """Returns what has each request fail in the network by an error; None: has it work again."""

    def act(trial: Trial) -> None:
        trial.shell.network_fault = fault

    return act


def measured_ago(seconds: float) -> Act:
    """Returns what puts a time into the car's data that is always so long ago; negative: to come."""

    def act(trial: Trial) -> None:
        stamp_ms = (trial.now_s - seconds) * 1000
        instead(charge_state__timestamp=stamp_ms)(trial)

    return act


def void_tokens(trial: Trial) -> None:
    """Ends the access tokens before their time, so that new ones are needed."""
    trial.api.tokens.void_access_tokens()


def redirects(kinds: Iterable[str], status: int) -> Act:
    """Returns what sends requests to a stranger's host."""

    def act(trial: Trial) -> None:
        answers(kinds, status=status, body={}, headers={"Location": trial.stranger.url})(trial)

    return act


# The meters


def meters(habits: MeterHabits) -> Act:
    """Returns what has the meters report in another way."""
    return lambda trial: trial.home.report_as(habits)


meters_recover = meters(MeterHabits())


def silence(trial: Trial) -> None:
    """Has the meters say nothing more."""
    trial.home.metering = False


def speak(trial: Trial) -> None:
    """Has the meters speak again."""
    trial.home.metering = True


def remove(*entities: str) -> Act:
    """Returns what deletes entities in Home Assistant."""

    def act(trial: Trial) -> None:
        for entity in entities:
            trial.home.remove(entity)

    return act


remove_meters = both(silence, remove(*METERS.values(), GRID, SOLAR))


# The car


def of_car(act: Callable[..., object], *values: Any) -> Act:
    """Returns what happens to the car at that moment."""
    return lambda trial: act(trial.car, *values, trial.now_s)


def drive_off(trial: Trial) -> None:
    """Takes the car out."""
    stories.drive_off(trial.scene)


def drive_home(trial: Trial) -> None:
    """Brings the car home to its plug."""
    stories.plug_in(trial.scene)


def doze(trial: Trial) -> None:
    """Has the car end its charge by itself, and fall asleep."""
    trial.car.charge_stop(trial.now_s)
    trial.car.fall_asleep(trial.now_s)


def hears(hears: bool) -> Act:
    """Returns what has the car obey a start or not, which it accepts all the same."""

    def act(trial: Trial) -> None:
        trial.car.deaf = not hears

    return act


# Home Assistant


def ha_leaves(trial: Trial) -> None:
    """Stops Home Assistant."""
    trial.shell.leave()


def ha_returns(trial: Trial) -> None:
    """Starts Home Assistant."""
    trial.shell.come_back()


def ha_hangs(trial: Trial) -> None:
    """Has Home Assistant answer nothing more, without the connection ending."""
    trial.home.hangs = True


def ha_goes_on(trial: Trial) -> None:
    """Has it answer again."""
    trial.home.hangs = False


def put_home_back(trial: Trial) -> None:
    """Creates the zone that is home again."""
    trial.home.locate()


def fires(event: str) -> Act:
    """Returns what fires an event, as anybody may."""
    return lambda trial: trial.shell.fire(event)


# AppDaemon and its computer


def kill(trial: Trial) -> None:
    """Kills AppDaemon."""
    trial.shell.kill()


def start(trial: Trial) -> None:
    """Starts AppDaemon."""
    trial.shell.start()


restart = both(kill, start)


def start_with(section: str, **settings: Any) -> Act:
    """Returns what starts AppDaemon with other settings in a section."""

    def act(trial: Trial) -> None:
        kill(trial)
        before = trial.shell.arguments
        trial.shell.arguments = {**before, section: {**before.get(section, {}), **settings}}
        start(trial)
        trial.shell.arguments = before

    return act


def clock_jumps(seconds: float) -> Act:
    """Returns what sets the clock of the house's computer."""

    def act(trial: Trial) -> None:
        trial.shell.clock.ahead_s += seconds

    return act


def disk_refuses(number: int | None) -> Act:
    """Returns what has the disk refuse to be written on with an error number; None: take all again."""

    def act(trial: Trial) -> None:
        trial.disk.refusal = number

    return act


def restart_with_file(spoil: Callable[[str], str]) -> Act:
    """Returns what kills AppDaemon, spoils the state file, and starts AppDaemon."""

    def act(trial: Trial) -> None:
        kill(trial)
        file = trial.shell.config_dir / STATE_FILE
        file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
        start(trial)

    return act


def section(name: str, value: Any) -> Callable[[str], str]:
    """Returns what puts a value into a section of a state file."""

    def spoil(text: str) -> str:
        content: Mapping[str, Any] = json.loads(text)
        assert name in content, f"no section {name}"
        return json.dumps({**content, name: value})

    return spoil
