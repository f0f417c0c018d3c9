"""Plays Home Assistant, as an app of AppDaemon: states, helpers, a house and Tesla's service.

Copied into the apps folder of a real AppDaemon without plugins; from `until` on it writes a report with
each record.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from appdaemon.adapi import ADAPI

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.house_battery import HouseBattery
from simulator.position import Position
from simulator.tesla_api import TeslaApi
from simulator.trace import read_trace
from simulator.world import World

SHOWN = ("state", "reason", "target_now", "target", "charging_current", "charging_power", "surplus", "soc")


LEAVES_H, BACK_H = 8, 17
DRIVES_PCT = 25.0
"""The hours at which a car that is driven leaves and is back, and how much of its battery that takes."""


class House(ADAPI):
    """Feeds the meters, and keeps what the other app publishes."""

    def initialize(self) -> None:
        """Builds house, car and service."""
        self.clock = Clock()
        car = SimulatedCar(now_s=self.clock.now_s(), soc_pct=self.args["soc_pct"], charge_limit_pct=90)
        battery = HouseBattery() if self.args.get("battery") else None
        self.world = World(read_trace(Path(self.args["trace"])), car, self.clock.now_s(), battery)
        self.api = TeslaApi(self.world, self.clock, port=self.args["port"])
        self.api.start()
        home = car.settings.home
        self.set_state(
            "zone.home",
            state="0",
            attributes={"latitude": home.latitude, "longitude": home.longitude, "radius": 100},
        )
        for name, position in (("", "on"), ("_off_peak", "on"), ("_now", "off")):
            self.set_state(f"input_boolean.solar_charging{name}", state=position)
        self.history: list[dict[str, Any]] = []
        self.run_every(self.on_meters, "immediate", self.args["meter_s"])
        self.run_every(self.on_record, "now", self.args["record_s"])

    def on_meters(self, **_: Any) -> None:
        """Shows what the meters measure; drives the car."""
        if self.args["drives"]:
            self.drive()
        meters = self.world.meters(self.clock.now_s())
        watts = {"unit_of_measurement": "W"}
        self.set_state("sensor.grid_power", state=str(round(meters.grid_power_w)), attributes=watts)
        self.set_state("sensor.solar_power", state=str(round(meters.solar_power_w)), attributes=watts)
        if meters.battery_power_w is not None and meters.battery_soc_pct is not None:
            self.set_state("sensor.battery_power", state=str(round(meters.battery_power_w)), attributes=watts)
            percent = {"unit_of_measurement": "%"}
            soc = f"{meters.battery_soc_pct:.1f}"
            self.set_state("sensor.battery_soc", state=soc, attributes=percent)

    def drive(self) -> None:
        """Has the car leave in the morning, and come back and be plugged in."""
        car, now_s = self.world.car, self.clock.now_s()
        out = LEAVES_H <= datetime.fromtimestamp(now_s, timezone.utc).hour < BACK_H
        with self.world.lock:
            if out and car.at_home:
                car.drive_to(Position(car.settings.home.latitude + 0.1, car.settings.home.longitude), now_s)
            elif not out and not car.at_home:
                car.set_soc(max(car.soc_pct - DRIVES_PCT, 5.0), now_s)
                car.drive_to(car.settings.home, now_s)
                car.plug_in(now_s)

    def on_record(self, **_: Any) -> None:
        """Keeps what is shown now."""
        shown = {key: self.get_state(f"sensor.solar_charging_{key}") for key in SHOWN}
        now = datetime.fromtimestamp(self.clock.now_s(), timezone.utc)
        self.history.append({"at": now.isoformat(), "drawn_a": self.world.car.current_a, **shown})
        if now >= datetime.fromisoformat(self.args["until"]):
            self.report()

    def report(self) -> None:
        """Writes what was kept, and what was asked of the car."""
        report = {
            "history": self.history,
            "commands": [[entry.at_s, entry.kind, entry.body] for entry in self.api.commands],
            "requests": [entry.kind for entry in self.api.requests],
            **self.world.report(self.clock.now_s()),
        }
        target = Path(self.args["report"])
        target.with_suffix(".part").write_text(json.dumps(report, default=str))
        target.with_suffix(".part").rename(target)

    def terminate(self) -> None:
        """Closes the service."""
        self.api.stop()
