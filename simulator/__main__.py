"""Runs a simulated house, a car and Tesla's service until it is stopped: `python -m simulator`."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from simulator.car import SimulatedCar
from simulator.car_settings import CarSettings
from simulator.clock import Clock
from simulator.feed import Feed, sensors
from simulator.house_battery import BatterySettings, HouseBattery
from simulator.position import HOME, Position
from simulator.profiles import OWNER_LEGACY, PROFILES, Profile
from simulator.steering import change_car
from simulator.tesla_api import TeslaApi
from simulator.trace import TraceError, read_trace
from simulator.world import World

SHIPPED_TRACE = Path(__file__).parent / "traces" / "cloudy_day.csv"


def main() -> int:
    options = parse_options()
    try:
        clock = Clock(options.start, options.speed)
        world = make_world(options, clock)
        feed = make_feed(options)
        api = TeslaApi(world, clock, options.port, profile=make_profile(options), tls=options.tls)
    except (TraceError, OSError) as error:
        print(f"simulator: {explain(error, options.port)}", file=sys.stderr)
        return 2
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    with api, suppress(KeyboardInterrupt):
        trusted = f" ca file {api.ca_file}" if api.ca_file else ""
        say(f"api {api.api_url} auth {api.auth_url} {api.profile.sign_in}{trusted}")
        run(options, clock, world, feed)
    return 0


def run(options: argparse.Namespace, clock: Clock, world: World, feed: Feed | None) -> None:
    """Lets time pass and feeds the meters, until the given seconds have passed or a signal comes."""
    end_s = clock.now_s() + options.seconds * options.speed if options.seconds else float("inf")
    while (now_s := clock.now_s()) < end_s:
        meters = world.meters(now_s)
        if feed:
            feed.post(sensors(meters, options.voltage, import_export=options.import_export))
        time.sleep(options.every_s)


def make_world(options: argparse.Namespace, clock: Clock) -> World:
    now_s = clock.now_s()
    home = Position(options.latitude, options.longitude)
    settings = CarSettings(
        home=home, phases=options.phases, voltage_v=options.voltage, max_current_a=options.max_current
    )
    car = SimulatedCar(settings, now_s, soc_pct=options.soc, charge_limit_pct=options.limit)
    if options.unplugged:
        change_car(car, {"plugged_in": False}, now_s)
    if options.car_away:
        change_car(car, {"position": "away"}, now_s)
    return World(read_trace(options.trace), car, now_s, make_battery(options), options.export_limit)


def make_battery(options: argparse.Namespace) -> HouseBattery | None:
    if options.battery_kwh is None:
        return None
    power_w = options.battery_power
    return HouseBattery(BatterySettings(options.battery_kwh, power_w, power_w), options.battery_soc)


def make_profile(options: argparse.Namespace) -> Profile:
    profile = PROFILES[options.profile]
    return replace(
        profile,
        client_id=options.client_id or profile.client_id,
        location=profile.location and not options.no_location,
    )


def make_feed(options: argparse.Namespace) -> Feed | None:
    if not options.home_assistant:
        return None
    token = options.token_file.read_text(encoding="utf-8").strip()
    return Feed(options.home_assistant, token, options.timeout_s, say)


def say(line: str) -> None:
    print(f"simulator: {line}", flush=True)


def explain(error: Exception, port: int) -> str:
    if isinstance(error, OSError) and error.strerror and not error.filename:
        return (
            f"port {port} cannot be taken ({error.strerror}); choose another with --port, or 0 for a free one"
        )
    return str(error)


def aware_time(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be an ISO 8601 time, is {text!r}") from None
    if when.tzinfo is None:
        raise argparse.ArgumentTypeError(f"must name its time zone, such as 2026-06-15T09:00Z, is {text!r}")
    return when


def positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"must be more than 0, is {text}")
    return value


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m simulator", description="A simulated house, car and Tesla service."
    )
    add = parser.add_argument
    add("--port", type=int, default=8765, help="of Tesla's service on 127.0.0.1; 0: a free one")
    add("--profile", choices=PROFILES, default=OWNER_LEGACY.name, help="the kind of service")
    add("--client-id", help="the only client with which tokens are traded")
    add("--no-location", action="store_true", help="without the permission to read where the car is")
    add("--tls", action="store_true", help="https, with a certificate of its own")
    add("--trace", type=Path, default=SHIPPED_TRACE, help="house to replay: CSV, CSV.gz or Parquet")
    add("--start", type=aware_time, help="simulated time to start at; default: now")
    add("--speed", type=positive, default=1.0, help="simulated seconds per second")
    add("--seconds", type=positive, help="end after so many seconds")
    add("--home-assistant", metavar="URL", help="feed the sensors of this Home Assistant")
    add("--token-file", type=Path, help="holds its long-lived access token")
    add("--every-s", type=positive, default=1.0, help="seconds between two feeds")
    add("--timeout-s", type=positive, default=10.0, help="seconds to wait for Home Assistant")
    add(
        "--import-export", action="store_true", help="feed import and export in kW, not one signed power in W"
    )
    add("--soc", type=float, default=50.0, help="of the car at the start, in %%")
    add("--limit", type=int, default=80, help="the car's charge limit, in %%")
    add("--phases", type=int, choices=(1, 3), default=1)
    add("--voltage", type=float, default=230.0, help="of each phase, in V")
    add("--max-current", type=int, default=16, help="of the cable, in A per phase")
    add("--battery-kwh", type=positive, metavar="KWH", help="the house has a battery that holds so much")
    add("--battery-power", type=positive, default=5000.0, metavar="W", help="that it takes or gives at most")
    add("--battery-soc", type=float, default=50.0, metavar="PCT", help="of the house battery at the start")
    add("--export-limit", type=float, metavar="W", help="the inverter lets out no more; 0: nothing")
    add("--unplugged", action="store_true", help="the car starts without the plug in it")
    add("--car-away", action="store_true", help="the car starts somewhere else")
    add("--latitude", type=float, default=HOME.latitude, help="of the home")
    add("--longitude", type=float, default=HOME.longitude, help="of the home")
    options = parser.parse_args()
    if bool(options.home_assistant) != bool(options.token_file):
        parser.error("--home-assistant and --token-file belong together")
    return options


if __name__ == "__main__":
    sys.exit(main())
