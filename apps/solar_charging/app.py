"""The one AppDaemon class: it listens, keeps the beat, commands and publishes. No arithmetic, no policy."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from appdaemon.exceptions import AppDaemonException
from appdaemon.plugins.hass import Hass

from .accounting.bill import Sums
from .accounting.sessions_file import SessionsFile
from .base.errors import MeterError
from .base.state_file import StateFile
from .control.controller import Controller
from .control.outcome import Outcome
from .control.situation import State, SwitchPositions
from .publishing.entities import Published, published
from .publishing.journal import Journal
from .publishing.notifications import Notifications
from .publishing.outbox import Outbox
from .publishing.translator import Translator
from .settings.settings import Settings, in_currency, parse_settings
from .vehicle.api_budget import Request, paid_as
from .vehicle.car import Asleep, HomeZone, NeedsPerson, Vehicle, VehicleError
from .vehicle.commands import Command, Verb
from .vehicle.entities.port import HomeAssistantPort
from .vehicle.polling import Look
from .vehicle.ways import open_ways

ALIVE = (
    "{{% set s = states['{entity}'] %}}"
    "{{{{ as_timestamp(s.last_reported | default(s.last_updated)) if s else 0 }}}}"
)
"""Asks Home Assistant when a meter last said anything, even if it said the same as before."""

HELPER = """{entity} is missing in Home Assistant; create the helper, or add this to configuration.yaml:
input_boolean:
  {name}:
    name: {title}"""

THE_PRICE = "the price"

ASKING_TIMEOUT_S = 10

SAVE_S = 900.0
"""Between two writes of the memory, where nothing was spent or charged."""


class SolarCharging(Hass):
    """Charges one car from the sun and from off-peak power."""

    settings: Settings
    controller: Controller
    vehicle: Vehicle
    stopped = True

    def initialize(self) -> None:
        """Check the settings, then listen and keep the beat; a mistake in the settings stops the app."""
        settings = parse_settings(self.args)
        self.ha = settings.home_assistant
        self.settings = in_currency(settings, self._of_home_assistant("currency", settings.api.currency))
        # An app in Home Assistant's own namespace is torn down when Home Assistant goes away, and then
        # nobody would stop the car. In a namespace of its own it lives on.
        self.set_namespace(self.name, persist=False)
        # For AppDaemon 4.5 renders templates in an app's own namespace only, whatever it is told.
        self.asking = Hass(self.AD, self.config_model)
        self.asking.set_namespace(self.ha)
        zone = ZoneInfo(self.settings.time_zone or str(self.get_timezone()))
        self.zone = zone
        self.translator = self._translator()
        self.vehicle = self.make_vehicle()
        # What the app last published is its memory of a charge that is a person's.
        by_hand = self.get_state(f"sensor.{self.name}_state", namespace=self.ha) == State.BY_HAND.value
        self.controller = Controller(
            self.settings, zone, self._now().timestamp(), self.vehicle.reads_are_free, by_hand
        )
        self.memory = StateFile(
            self.config_dir / (self.settings.memory_file or f"solar_charging_{self.name}.json")
        )
        self.sessions = SessionsFile(
            self.config_dir / (self.settings.sessions_file or f"solar_charging_{self.name}_sessions.csv"),
            zone,
        )
        self.present = True
        self.outbox = Outbox(self, lambda: self.present and not self.stopped)
        self.notifications = Notifications(self, self.settings, self.outbox, self.translator)
        forgotten = self.memory.recall(self._restore)
        if forgotten is not None:
            self.log(forgotten, level="WARNING")
        self.unsaved = False
        self.sums: Sums | None = None
        self.saved_s = self._now().timestamp()
        self.home: HomeZone | None = None
        self.stopped = False
        self.boundary: str | None = None
        self.published: dict[str, Published] = {}
        self.journal = Journal(self, self.settings, zone, self.outbox, self.notifications)
        self.positions: dict[str, bool] = {}
        # The beat runs in a pool thread, readings and switches come on the app's own.
        self.guard = threading.RLock()
        self.beating = False
        self.again = False
        self.notifications.list_again()
        self._listen()

    def make_vehicle(self) -> Vehicle:
        """The way to the car that the settings ask for."""
        return open_ways(
            self.settings.car,
            HomeAssistantPort(self, self.ha),
            present=lambda: set(self.get_state(namespace=self.ha) or ()),
            say=self.log,
        )

    def _translator(self) -> Translator:
        """The language of the settings, else Home Assistant's, where that is known."""
        return Translator(self.settings.language or self._of_home_assistant("language", "en"), self.zone)

    def _of_home_assistant(self, key: str, otherwise: str) -> str:
        """What Home Assistant itself is set to, where that is known."""
        return str((self.get_plugin_config(namespace=self.ha) or {}).get(key) or otherwise)

    def terminate(self) -> None:
        """End; the car is left as it is, so that a restart changes nothing."""
        if not self.stopped:
            self.stopped = True
            self._save()

    def _listen(self) -> None:
        for entity in self._meters():
            self.listen_state(self.on_meter, entity, attribute="all", namespace=self.ha)
        for entity in self._switches().values():
            self.listen_state(self.on_switch, entity, namespace=self.ha)
        self.listen_event(self.on_home_assistant, "plugin_started", namespace=self.ha)
        self.listen_event(self.on_home_assistant, "plugin_stopped", namespace=self.ha)
        self._sense_all()
        self.run_every(self.on_beat, "immediate", self.settings.charging.beat_s)

    def _meters(self) -> list[str]:
        meters = self.settings.meters
        named = (
            meters.grid_power,
            meters.import_power,
            meters.export_power,
            meters.solar_power,
            meters.car_power,
            meters.voltage,
            meters.forecast_today,
            meters.forecast_tomorrow,
        )
        return [entity for entity in named if entity is not None] + [*self.controller.input_entities]

    def _switches(self) -> dict[str, str]:
        return self.settings.switches.model_dump()

    def _now(self) -> datetime:
        return self.get_now().astimezone(timezone.utc)

    # What Home Assistant tells

    def on_meter(self, entity: str, attribute: str, old: Any, new: Any, **kwargs: Any) -> None:
        """A meter has a new state."""
        if self.stopped or not isinstance(new, dict):
            return
        self._sense(entity, new)
        with self.guard:
            overloaded = self.controller.overloaded()
        if overloaded:
            self._beat_soon()

    def on_switch(self, entity: str, attribute: str, old: Any, new: Any, **kwargs: Any) -> None:
        """A person moved a switch, or Home Assistant found it again: decide at once."""
        if {old, new} == {"on", "off"}:
            with self.guard:
                self.controller.person_acted()
        self._beat_soon()

    def on_beat(self, **kwargs: Any) -> None:
        """Time to look; a beat that finds another one under way is not needed."""
        if not self.beating:
            self._beat_soon()

    def on_boundary(self, **kwargs: Any) -> None:
        """The tariff changes: decide at once."""
        self.boundary = None
        self._beat_soon()

    def on_home_assistant(self, event_type: str, data: Any, **kwargs: Any) -> None:
        """Home Assistant went away, or is back: then nothing was told of what changed meanwhile."""
        self.present = event_type == "plugin_started"
        if self.present:
            self.log("Home Assistant is back")
            self.translator = self.notifications.translator = self._translator()
            self.published.clear()
            self._sense_all()
            with self.guard:
                self.controller.try_again()
            self.notifications.list_again()
            self.outbox.deliver()
            self._beat_soon()
        else:
            self.log("Home Assistant is gone: going on without meters and switches", level="WARNING")

    def _sense_all(self) -> None:
        for entity in self._meters():
            state = self.get_state(entity, attribute="all", namespace=self.ha)
            if isinstance(state, dict):
                self._sense(entity, state)
            else:
                self.notifications.problem(entity, f"{entity} is not in Home Assistant (apps.yaml names it)")

    def _sense(self, entity: str, state: dict[str, Any]) -> None:
        try:
            with self.guard:
                self.controller.meter(entity, state, self._now().timestamp())
        except MeterError as error:
            self.notifications.problem(entity, str(error))
        else:
            self.notifications.mended(entity)

    # The beat

    def _beat_soon(self) -> None:
        with self.guard:
            self.again = True
            if self.beating or self.stopped:
                return
            self.beating = True
        self.submit_to_executor(self._beats)

    def _beats(self) -> None:
        try:
            while self._another_beat():
                self._beat()
        except BaseException:
            self.beating = False
            raise

    def _another_beat(self) -> bool:
        with self.guard:
            self.beating = self.again and not self.stopped
            self.again = False
            return self.beating

    def _beat(self) -> None:
        self._ask_silent_meter()
        self._check_price()
        self._look(self.controller.look(self._now().timestamp()))
        switches, problem = self._positions()
        outcome = self._decide(switches, problem)
        if outcome.read_first:
            self._look(Look.READ)
            outcome = self._decide(switches, problem)
        done = []
        for command in outcome.commands:
            if self.stopped or not self._apply(command, outcome):
                break
            done.append(command)
        self.journal.log(outcome, done)
        if not self.stopped:
            self.journal.ended(self.controller.ledger.ended)
            self.notifications.hold(outcome.alerts)
            # Before it is published: a kill must not let a total fall behind what was shown.
            news, self.sums = outcome.sums is not self.sums or self.notifications.news, outcome.sums
            if news or self.unsaved or self._now().timestamp() >= self.saved_s + SAVE_S:
                self._save()
            self.journal.decided(self._now(), outcome, self.controller.car, self.present)
            self._publish(outcome)
            self._arm_boundary(outcome)

    def _decide(self, switches: SwitchPositions, problem: str | None) -> Outcome:
        with self.guard:
            outcome = self.controller.beat(self._now(), switches, problem)
        if outcome.charge_over:
            self.notifications.call("input_boolean/turn_off", entity_id=self.settings.switches.charge_now)
        return outcome

    def _check_price(self) -> None:
        with self.guard:
            missing = self.controller.price_missing(self._now())
        if missing is None:
            self.notifications.mended(THE_PRICE)
        else:
            self.notifications.problem(THE_PRICE, missing)

    def _ask_silent_meter(self) -> None:
        """Home Assistant tells changes only: a meter that repeats itself is silent, but alive."""
        with self.guard:
            silence_s = self.controller.silence_s(self._now().timestamp())
        if silence_s <= self.settings.meters.stale_s / 2 or not self.present:
            return
        meters = self.settings.meters
        for entity in filter(None, (meters.grid_power, meters.import_power, meters.export_power)):
            state = self.get_state(entity, attribute="all", namespace=self.ha)
            if isinstance(state, dict) and state.get("state") not in ("unavailable", "unknown", None):
                at_s = self._ask(ALIVE.format(entity=entity))
                if at_s:
                    with self.guard:
                        # Home Assistant's clock may be ahead of ours.
                        self.controller.grid_alive(min(at_s, self._now().timestamp()))

    def _ask(self, template: str) -> float | None:
        try:
            return float(self.asking.render_template(template, timeout=ASKING_TIMEOUT_S))
        except (AppDaemonException, TimeoutError, TypeError, ValueError):
            # A Home Assistant that does not answer leaves the meter silent, which is all that matters.
            return None

    def _positions(self) -> tuple[SwitchPositions, str | None]:
        """The switches as last known, and what a person has to do where the first of them is missing."""
        for role, entity in self._switches().items():
            position = self.get_state(entity, namespace=self.ha)
            if position in ("on", "off"):
                self.positions[role] = position == "on"
                self.notifications.mended(entity)
            elif position is None and self.present:
                name = entity.partition(".")[2]
                title = name.replace("_", " ").capitalize()
                text = HELPER.format(entity=entity, name=name, title=title)
                self.notifications.problem(entity, text, person=True)
        known = {role: self.positions.get(role, False) for role in self._switches()}
        entity = self.settings.switches.enabled
        missing = None if "enabled" in self.positions else f"the helper {entity} is missing in Home Assistant"
        return SwitchPositions(**known), missing

    def _look(self, look: Look) -> None:
        if look is Look.NOT:
            return
        try:
            if look is Look.AWAKE:
                awake = self.vehicle.awake()
                with self.guard:
                    self.controller.car_awake(awake, self._now().timestamp())
                    look = self.controller.look(self._now().timestamp())
            if look is Look.READ and not self.stopped:
                home = self._home()
                self._asking(Request.READ)
                car = self.vehicle.read(home)
                with self.guard:
                    self.controller.car_read(car, self._now().timestamp())
        except VehicleError as error:
            with self.guard:
                self.controller.look_failed(error, self._now().timestamp())
            self._failed("the car", error)
        else:
            self.notifications.mended("the car")

    def _asking(self, *requests: Request) -> None:
        self.unsaved = True
        with self.guard:
            self.controller.asking(self._now(), *requests)

    def _home(self) -> HomeZone | None:
        zone = self.get_state("zone.home", attribute="all", namespace=self.ha)
        attributes = zone.get("attributes", {}) if isinstance(zone, dict) else {}
        try:
            self.home = HomeZone(
                latitude=float(attributes["latitude"]),
                longitude=float(attributes["longitude"]),
                radius_m=float(attributes["radius"]),
            )
        except (KeyError, TypeError, ValueError):
            self.notifications.problem(
                "home", "zone.home is not in Home Assistant: the car cannot be located"
            )
        return self.home

    def _apply(self, command: Command, outcome: Outcome) -> bool:
        self._asking(*paid_as(command))
        try:
            if command.verb is Verb.SET_CURRENT:
                self.vehicle.set_current(command.current_a or 0)
            else:
                {
                    Verb.START: self.vehicle.start,
                    Verb.STOP: self.vehicle.stop,
                    Verb.WAKE_UP: self.vehicle.wake_up,
                }[command.verb]()
        except VehicleError as error:
            with self.guard:
                self.controller.command_failed(command, error, self._now().timestamp())
            self._failed("its commands", error)
            return False
        self.notifications.mended("its commands")
        with self.guard:
            self.controller.done(command, outcome.decision.state, self._now())
        return True

    def _failed(self, subject: str, error: VehicleError) -> None:
        if not isinstance(error, Asleep):
            self.notifications.problem(
                subject, str(error), person=isinstance(error, NeedsPerson) and self.present
            )

    def _restore(self, saved: Mapping[str, Any]) -> None:
        self.controller.from_dict(saved)
        if "notices" in saved:
            self.notifications.from_dict(saved["notices"])

    def _save(self) -> None:
        now = self._now()
        self.unsaved, self.saved_s, self.notifications.news = False, now.timestamp(), False
        try:
            with self.guard:
                self.memory.save({**self.controller.to_dict(now), "notices": self.notifications.to_dict()})
        except OSError as error:
            self.notifications.problem(
                "the memory", f"{self.memory.file}: cannot be written ({error.strerror})"
            )
        else:
            self.notifications.mended("the memory")
        self._write_sessions()

    def _write_sessions(self) -> None:
        """Add to their file the sessions that are over; until that works they are kept in the memory."""
        with self.guard:
            ended = self.controller.ledger.ended
        if not ended:
            return
        try:
            self.sessions.add(ended)
        except (OSError, ValueError) as error:
            why = f"cannot be written ({error.strerror})" if isinstance(error, OSError) else str(error)
            self.notifications.problem("the sessions file", f"{self.sessions.file}: {why}; its rows are kept")
            return
        self.notifications.mended("the sessions file")
        with self.guard:
            self.controller.ledger.written(ended)
        # If they were written twice, nothing would be lost; but once is enough.
        self.unsaved = True

    # What Home Assistant is told

    def _publish(self, outcome: Outcome) -> None:
        if not self.present:
            return
        began = self._now()
        recent = self.journal.recent
        for shown in published(self.name, outcome, self.controller.car, self.translator, recent):
            if self.published.get(shown.entity_id) == shown:
                continue
            if self.stopped or (self._now() - began).total_seconds() > ASKING_TIMEOUT_S:
                # Home Assistant hangs; neither the car nor an end must wait for it.
                return
            # Whole and in text each time: AppDaemon 4.5 drops zeros and mixes other attributes in.
            self.set_state(
                shown.entity_id,
                state=shown.state,
                attributes=dict(shown.attributes),
                replace=True,
                check_existence=False,
                namespace=self.ha,
            )
            self.published[shown.entity_id] = shown

    def _arm_boundary(self, outcome: Outcome) -> None:
        """Have the scheduler wake the beat when the tariff changes; the wall clock then says how."""
        if self.boundary is not None:
            self.cancel_timer(self.boundary, silent=True)
            self.boundary = None
        if outcome.next_change_at is not None:
            delay_s = (outcome.next_change_at - self._now()).total_seconds()
            self.boundary = self.run_in(self.on_boundary, max(delay_s, 0.0))
