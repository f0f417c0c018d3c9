"""Runs the real app on a virtual clock: AppDaemon without its threads, before a virtual Home Assistant."""

from __future__ import annotations

import itertools
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from requests.adapters import HTTPAdapter

from benchmarks.stand_ins import Asking, Connection, carried_out, patient
from benchmarks.timers import Timers
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import METER_S, NAME, VERBS, State, VirtualHome, one_by_one
from simulator.entities import SimulatedEntities
from simulator.meter_habits import MeterHabits
from simulator.tesla_api import TeslaApi
from simulator.world import World
from solar_charging.app import SolarCharging
from solar_charging.base import home_assistant
from solar_charging.publishing import entities as shown_entities

REPLACED = (
    "call_service", "cancel_timer", "fire_event", "get_now", "get_plugin_config", "get_state",
    "get_timezone", "list_services", "listen_event", "listen_state", "log", "render_template", "run_every",
    "run_in", "set_namespace", "set_state", "submit_to_executor",
)  # fmt: skip
"""What the app uses of AppDaemon, by the names that it has there."""

SHOWN = ("state", "reason", "soc", "plan")
"""What a thrifty app shows."""

Callback = Callable[..., Any]


class VirtualApp(SolarCharging):
    """Is the real app, for which a shell stands in for AppDaemon."""

    def __init__(self, shell: Shell) -> None:
        self.AD: Any = shell
        self._config_model: Any = SimpleNamespace(name=NAME)
        self.args = dict(shell.arguments)
        for name in REPLACED:
            setattr(self, name, getattr(shell, name))

    def _save(self) -> bool:
        return self.AD.thrifty or super()._save()


class Shell:
    """Stands in for AppDaemon around one app, in a house with a car.

    The car is known by `entities`, or by the service `api`. Used as a context manager; `start` starts the app
    and `run` lets time pass. A `thrifty` app
    keeps no state file and shows little but what it does and why, which takes half of the time. What a
    callback raises ends the run, unless it is collected in `escaped`: then it goes on, as AppDaemon does.
    """

    def __init__(
        self,
        world: World,
        clock: HandClock,
        folder: Path,
        arguments: Mapping[str, Any],
        entities: SimulatedEntities | None = None,
        api: TeslaApi | None = None,
        thrifty: bool = False,
        meters: MeterHabits | None = None,
    ) -> None:
        self.world, self.clock, self.config_dir, self.arguments = world, clock, folder, arguments
        self.api, self.thrifty = api, thrifty
        self.app: VirtualApp | None = None
        self.logs: list[tuple[float, str, str]] = []
        self.escaped: list[tuple[float, Exception]] | None = None
        self.network_fault: Exception | None = None
        self._listeners: dict[str, list[tuple[Callback, str | None]]] = {}
        self._events: dict[str, list[Callback]] = {}
        self._timers = Timers(clock)
        self._numbers = itertools.count()
        self._work: deque[Callable[[], Any]] = deque()
        self._working = False
        self._patches = ExitStack()
        self.step_s = METER_S
        self.app_management = SimpleNamespace(objects={})
        self.home = VirtualHome(world, clock, entities, self._tell, meters or MeterHabits())
        self.connection = Connection()
        self.plugins = SimpleNamespace(
            get_plugin_object=lambda _: self.connection, plugin_objs={"default": {"active": True}}
        )

    def __enter__(self) -> Shell:
        def replace(*what: Any) -> None:
            self._patches.enter_context(mock.patch.object(*what))

        replace(home_assistant, "Hass", Asking)
        replace(home_assistant, "run_coroutine_threadsafe", carried_out)
        told = SimpleNamespace(time=self.clock.wall_s, monotonic=self.clock.now_s)
        for module in [each for name, each in sys.modules.items() if name.startswith("solar_charging.")]:
            if getattr(module, "time", None) is time:
                replace(module, "time", told)
            if getattr(module, "monotonic", None) is time.monotonic:
                replace(module, "monotonic", self.clock.now_s)
        if self.api is not None:
            replace(HTTPAdapter, "send", patient(HTTPAdapter.send, self.clock, lambda: self.network_fault))
        if self.thrifty:
            few = tuple(each for each in shown_entities.ENTITIES if each.key in SHOWN)
            replace(shown_entities, "ENTITIES", few)
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._patches.close()

    @property
    def now_s(self) -> float:
        """Returns the simulated time in unix seconds."""
        return self.clock.now_s()

    def start(self) -> None:
        """Starts the app, which finds its files of before."""
        self.app = VirtualApp(self)
        self._submit(self.app.initialize)
        self._fire_timers()

    def kill(self) -> None:
        """Ends the app as a killed process ends: nothing is saved."""
        if self.app is not None:
            self.app.stopped = True
        for left in (self._listeners, self._events, self._timers, self._work):
            left.clear()
        self.app = None

    def asked(self) -> list[tuple[float, str]]:
        """Lists what the app has asked the car for, with its times: start, stop, set, wake, refresh."""
        if self.api is None:
            return self.home.asked
        sent = [(entry.at_s, VERBS.get(entry.kind, "")) for entry in self.api.requests]
        return [(at_s, verb) for at_s, verb in sent if verb]

    def leave(self) -> None:
        """Takes Home Assistant away: AppDaemon loses it, and keeps the last states that it heard of."""
        self.home.present = False
        self.connection.down()
        self.plugins.plugin_objs["default"]["active"] = False
        self.fire("plugin_stopped")

    def come_back(self) -> None:
        """Brings Home Assistant back after its own restart."""
        self.home.restarted()
        self.connection.up()
        self.plugins.plugin_objs["default"]["active"] = True
        self.fire("plugin_started")

    def run(self, until_s: float) -> None:
        """Lets time pass until a moment, in steps of `step_s`; there is at most one reading in each."""
        while self.now_s < until_s:
            step_s = min(self.now_s + self.step_s, until_s)
            while self._timers.wakes_s <= step_s:
                self._pass(self._timers.wakes_s)
                self._fire_timers()
            self._pass(step_s)
            self.home.goes_on()
        if self.escaped is None and self.app is not None and self.app.last_resort.count:
            raise RuntimeError("\n".join(text for _, level, text in self.logs if level == "ERROR"))

    def _fire_timers(self) -> None:
        for callback in self._timers.due():
            self._submit(callback)

    def _pass(self, until_s: float) -> None:
        self.clock.passes(max(until_s - self.now_s, 0.0))
        self.world.advance(self.now_s)

    def _submit(self, work: Callable[[], Any]) -> None:
        self._work.append(work)
        self._do_work()

    def _do_work(self) -> None:
        if self._working:
            return
        self._working = True
        try:
            while self._work:
                self._do(self._work.popleft())
        finally:
            self._working = False

    def _do(self, work: Callable[[], Any]) -> None:
        try:
            work()
        except Exception as error:
            if self.escaped is None:
                raise
            self.escaped.append((self.now_s, error))

    def fire(self, event: str) -> None:
        """Has an event happen, be it one that anybody fires."""
        for callback in self._events.get(event, ()):
            self._submit(partial(callback, event, {}))

    def _tell(self, entity: str, before: State | None, now: State) -> None:
        for callback, attribute in self._listeners.get(entity, ()):
            if attribute == "all":
                self._submit(partial(callback, entity, "all", before, now))
            elif before is None or before["state"] != now["state"]:
                old = None if before is None else before["state"]
                self._submit(partial(callback, entity, "state", old, now["state"]))

    # What the app uses of AppDaemon

    def get_now(self) -> datetime:
        """Returns the simulated time, as the clock on the wall shows it."""
        return datetime.fromtimestamp(self.clock.wall_s(), timezone.utc)

    def get_timezone(self) -> str:
        """Returns the house's time zone."""
        return "UTC"

    def list_services(self, *_: Any) -> list[dict[str, str]]:
        """Returns the services of Home Assistant: none is known."""
        return []

    def get_plugin_config(self, **_: Any) -> dict[str, Any]:
        """Returns what Home Assistant is configured with: nothing."""
        return {}

    def set_namespace(self, *_: Any, **__: Any) -> None:
        """Does nothing, for there is one namespace."""

    def log(self, text: str, *_: Any, level: str = "INFO", **__: Any) -> None:
        """Keeps a line of the log."""
        self.logs.append((self.now_s, level, text))

    def get_state(self, entity_id: str | None = None, attribute: str | None = None, **_: Any) -> Any:
        """Returns a state, or one attribute or all of it, or all states."""
        if entity_id is None:
            return dict(self.home.heard)
        state = self.home.heard.get(entity_id)
        if state is None or attribute == "all":
            return state
        return state["state"] if attribute is None else state["attributes"].get(attribute)

    def set_state(
        self, entity_id: str, state: Any = None, attributes: Any = None, **_: Any
    ) -> dict[str, Any]:
        """Shows what the app publishes."""
        self.home.publish(entity_id, str(state), attributes)
        return {"state": state, "attributes": attributes}

    def call_service(self, service: str, *_: Any, entity_id: Any = None, **data: Any) -> Any:
        """Carries out a service of Home Assistant; returns its answer, None while it is away."""
        texts = (str(data.get(name, "")) for name in ("message", "notification_id"))
        return self.home.serve(service, entity_id, data.get("value"), *texts)

    def fire_event(self, *_: Any, **__: Any) -> None:
        """Does nothing, for no automation listens."""

    def render_template(self, template: str, *_: Any, **__: Any) -> Any:
        """Returns what Home Assistant makes of a template."""
        return self.home.render(template)

    def listen_state(self, callback: Callback, entity_id: Any, attribute: str | None = None, **_: Any) -> str:
        """Has the callback called with an entity's new states."""
        for entity in one_by_one(entity_id):
            self._listeners.setdefault(entity, []).append((callback, attribute))
        return str(next(self._numbers))

    def listen_event(self, callback: Callback, event: Any, **_: Any) -> str:
        """Has the callback called with an event."""
        for name in one_by_one(event):
            self._events.setdefault(name, []).append(callback)
        return str(next(self._numbers))

    def run_every(self, callback: Callback, start: Any, interval: float, **_: Any) -> int:
        """Has the callback called at once, and again each `interval` seconds."""
        assert start in ("immediate", "now"), start

        due_s = self.clock.wall_s()

        def tick() -> None:
            nonlocal due_s
            due_s += interval
            self._timers.add(due_s, tick, handle)
            callback()

        handle = self._timers.add(due_s, tick)
        return handle

    def run_in(self, callback: Callback, delay: float, **_: Any) -> int:
        """Has the callback called once, after `delay` seconds."""
        return self._timers.add(self.clock.wall_s() + delay, callback)

    def cancel_timer(self, handle: int, *_: Any, **__: Any) -> bool:
        """Has a callback not called after all."""
        self._timers.cancel(handle)
        return True

    def submit_to_executor(self, work: Callable[[], Any], *_: Any, **__: Any) -> None:
        """Does the work as soon as what is being done is done."""
        self._submit(work)
