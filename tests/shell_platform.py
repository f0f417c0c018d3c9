"""appdaemontestframework, and what it leaves out of AppDaemon 4.5: a platform on which the real app runs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from appdaemon.models.config.app import AppConfig
from appdaemon.plugins.hass.hassapi import Hass
from appdaemon.plugins.hass.hassplugin import HassPlugin
from appdaemontestframework import GivenThatWrapper, HassMocks, TimeTravelWrapper

from simulator.car import SimulatedCar
from simulator.world import World
from solar_charging.app import SolarCharging
from solar_charging.base.presence import Presence
from solar_charging.settings.settings import parse_settings
from tests.household import GRID, HOME, MORNING, SOLAR, SimulatedVehicle, constant_day

SWITCH = "input_boolean.solar_charging"
SWITCHES = {SWITCH: "on", f"{SWITCH}_off_peak": "on", f"{SWITCH}_now": "off"}


def config() -> AppConfig:
    """The entry in apps.yaml as AppDaemon has read it."""
    return AppConfig(name="solar_charging", module="solar_charging.app", **{"class": "SolarCharging"})


class Platform:
    """AppDaemon and Home Assistant around the app, with a simulated house, car and time."""

    def __init__(
        self,
        given_that: GivenThatWrapper,
        hass_mocks: HassMocks,
        patch: pytest.MonkeyPatch,
        surplus_w: float,
        folder: Path,
    ) -> None:
        self.folder = folder
        self.given_that = given_that
        self.functions = hass_mocks.hass_functions
        self.appdaemon = hass_mocks.AD
        # No websocket leads to a mocked Home Assistant, but AppDaemon knows whether it has one.
        self.appdaemon.plugins = mock.Mock(plugin_objs={"default": {"active": True}})
        self.plugin = HassPlugin.__new__(HassPlugin)
        self.plugin.connect_event, self.plugin.ready_event = asyncio.Event(), asyncio.Event()
        self._connect()
        self.scheduler = hass_mocks.AD.sched
        self.apps: dict[str, Any] = {}
        hass_mocks.AD.app_management = SimpleNamespace(objects=self.apps)
        self.time_travel = TimeTravelWrapper(hass_mocks)
        self.listeners: dict[str, Callable[..., None]] = {}
        self.events: dict[str, Callable[..., None]] = {}
        self.logs: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.rendered: Any = ...
        self.services: Any = None
        self.answers: dict[str, float] = {}
        self.live: dict[str, tuple[str, str | None] | None] = {}
        self.pending: list[Callable[[], None]] = []
        self.deferred = False
        self.broken = False
        self.of_home_assistant: dict[str, Any] = {}
        given_that.time_is(MORNING.replace(tzinfo=None))
        self.car = SimulatedCar(now_s=self.now_s, soc_pct=50)
        self.world = World(constant_day(surplus_w), self.car, self.now_s)
        self.vehicle: SimulatedVehicle | None = SimulatedVehicle(self.car)
        self.vehicle.now_s = self.now_s
        self._patch(patch)
        self.set("zone.home", "0", {"latitude": HOME.latitude, "longitude": HOME.longitude, "radius": 100})
        for entity, position in SWITCHES.items():
            self.set(entity, position)
        self._meters()
        self.argument("name", "solar_charging")
        self.argument("meters", {"grid_power": GRID, "solar_power": SOLAR})
        self.argument("car", {"token_file": "tokens.json", "phases": 1})

    def _patch(self, patch: pytest.MonkeyPatch) -> None:
        functions = self.functions
        functions["get_state"].side_effect = self._get_state
        functions["set_state"].side_effect = self._set_state
        functions["call_service"].return_value = {"success": True}
        functions["listen_state"].side_effect = self._listen_state
        functions["listen_event"].side_effect = self._listen_event
        functions["run_every"].side_effect = self._run_every
        functions["log"].side_effect = lambda text, level="INFO", **_: self.logs.append((level, text))
        patch.setattr(Presence, "_plugin", self.plugin)
        patch.setattr(Hass, "name", "solar_charging", raising=False)
        patch.setattr(Hass, "get_now", lambda _: self.now)
        patch.setattr(Hass, "get_timezone", lambda _: "UTC")
        patch.setattr(Hass, "config_dir", self.folder)
        patch.setattr(Hass, "get_plugin_config", lambda _, **__: self.of_home_assistant)
        patch.setattr(Hass, "set_namespace", mock.Mock())
        patch.setattr(Hass, "list_services", lambda *_, **__: self.services)
        patch.setattr(Hass, "submit_to_executor", lambda _, work: self._submit(work), raising=False)
        patch.setattr(Hass, "run_in", lambda _, callback, delay: self._run_in(callback, delay))
        patch.setattr(Hass, "render_template", lambda _, template, **__: self._render(template))
        self.make_vehicle = SolarCharging.make_vehicle
        patch.setattr(SolarCharging, "make_vehicle", lambda app: self.vehicle or self.make_vehicle(app))

    @property
    def now(self) -> datetime:
        return self.scheduler.get_now_sync().astimezone(ZoneInfo("UTC"))

    @property
    def now_s(self) -> float:
        return self.now.timestamp()

    def argument(self, key: str, value: Any) -> None:
        """What apps.yaml says."""
        self.given_that.passed_arg(key).is_set_to(value)

    def set(self, entity: str, state: str, attributes: dict[str, Any] | None = None) -> None:
        """Home Assistant has a state; a changed one is told to whoever listens."""
        before = self.given_that.mocked_states.get(entity, {})
        old, worn = before.get("main"), before.get("attributes")
        self.given_that.state_of(entity).is_set_to(state, attributes)
        if entity in self.listeners and (old, worn or {}) != (state, attributes or {}):
            switch = entity.startswith(("input_boolean", "input_text"))
            told = state if switch else self._get_state(entity, attribute="all")
            self.listeners[entity](entity, "all", old, told)

    def remove(self, entity: str) -> None:
        """Home Assistant does not know an entity."""
        del self.given_that.mocked_states[entity]

    def run(self, meters: bool = True, **span: float) -> None:
        """Let the time of a timedelta pass in steps of ten seconds."""
        for _ in range(round(timedelta(**span) / timedelta(seconds=10))):
            if self.vehicle is not None:
                self.vehicle.now_s = self.now_s + 10
            self.world.advance(self.now_s + 10)
            if meters:
                self._meters()
            self.time_travel.fast_forward(10).seconds()
        self._check()

    def _check(self) -> None:
        """No test passes because the last resort has hidden a fault, but those that are about one."""
        assert self.broken or self.app.last_resort.count == 0, self.logged("ERROR")

    def _meters(self) -> None:
        shown = self.world.meters(self.now_s)
        for entity, watts in ((GRID, shown.grid_power_w), (SOLAR, shown.solar_power_w)):
            # Now and then a real meter repeats itself; here it never does.
            jitter = self.now_s % 7
            self.set(entity, f"{watts + jitter:.0f}", {"unit_of_measurement": "W"})

    def state(self, key: str) -> str:
        """What the app published."""
        return str(self.given_that.mocked_states[f"sensor.solar_charging_{key}"]["main"])

    def calls(self, service: str) -> list[dict[str, Any]]:
        """What a service was called with."""
        calls = self.functions["call_service"].mock_calls
        return [call.kwargs for call in calls if call.args == (service,)]

    def logged(self, level: str) -> list[str]:
        return [text for at, text in self.logs if at == level]

    def work(self) -> None:
        """Let the executor do what was deferred."""
        while self.pending:
            self.pending.pop(0)()

    def _submit(self, work: Callable[[], None]) -> None:
        self.pending.append(work)
        if not self.deferred:
            self.work()

    def _get_state(self, entity: str | None = None, attribute: str | None = None, **_: Any) -> Any:
        if entity is None:
            return {each: self._get_state(each, attribute="all") for each in self.given_that.mocked_states}
        state = self.given_that.mocked_states.get(entity)
        if state is None:
            return None
        return {"state": state["main"], "attributes": state["attributes"]} if attribute else state["main"]

    def _set_state(self, entity: str, state: str, attributes: dict[str, Any], **_: Any) -> dict[str, Any]:
        self.set(entity, state, attributes)
        return {"state": state, "attributes": attributes}

    def _listen_state(self, callback: Callable[..., None], entity: str, **_: Any) -> None:
        self.listeners[entity] = callback

    def _listen_event(self, callback: Callable[..., None], event: str, **_: Any) -> None:
        self.events[event] = callback

    def _run_in(self, callback: Callable[..., None], delay_s: float) -> Any:
        return self.scheduler.insert_schedule_sync(
            name="timer",
            aware_dt=self.scheduler.get_now_sync() + timedelta(seconds=delay_s),
            callback=lambda _: callback(),
            repeat=False,
            type_="run_in",
        )

    def _run_every(self, callback: Callable[..., None], start: str, interval: float) -> None:
        def tick() -> None:
            callback()
            self._run_in(tick, interval)

        assert start == "immediate"
        tick()

    def _render(self, template: str) -> Any:
        self.asked.append(template)
        if self.rendered is not ...:
            return self.rendered
        if "to_json" in template:
            return [self._live(entity) for entity in re.findall(r"states\['([\w.]+)'\]", template)]
        return next((at_s for entity, at_s in self.answers.items() if f"'{entity}'" in template), 0.0)

    def _live(self, entity: str) -> list[Any] | None:
        """What Home Assistant itself says, whether it has told of it or not."""
        known = self.given_that.mocked_states.get(entity)
        told = None if known is None else (known["main"], known["attributes"].get("unit_of_measurement"))
        said = self.live.get(entity, told)
        return None if said is None else [*said, self.answers.get(entity, 0.0)]

    def entry(self, name: str, **args: Any) -> Any:
        """AppDaemon runs another entry of apps.yaml, of which only this much is real; returns its app."""
        settings = parse_settings({"name": name, **args})
        vehicle = SimpleNamespace(entities=())
        known = {"settings": settings, "stopped": False, "setup": None, "vehicle": vehicle}
        kind = type("SolarCharging", (), known)
        self.apps[name] = SimpleNamespace(object=kind(), running=True)
        return self.apps[name].object

    def fire(self, event: str) -> None:
        """AppDaemon loses its connection to Home Assistant, or has a new one, and tells so."""
        if event == "plugin_started":
            self._connect()
        else:
            self.plugin.connect_event.clear()
            self.appdaemon.plugins.plugin_objs["default"]["active"] = False
        self.fire_falsely(event)

    def _connect(self) -> None:
        self.plugin.connect_event.set()
        self.plugin.ready_event.set()
        self.plugin.ws = mock.Mock()
        self.appdaemon.plugins.plugin_objs["default"]["active"] = True

    def fire_falsely(self, event: str) -> None:
        """Somebody in Home Assistant fires an event that only AppDaemon should."""
        self.events[event](event, {})

    def start(self) -> SolarCharging:
        """Make and initialize the app, as appdaemontestframework's own fixture does."""
        self.app = SolarCharging(self.appdaemon, config())
        self.app.initialize()
        self._check()
        return self.app
