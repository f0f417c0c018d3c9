"""Connects the app with AppDaemon: listens, keeps the beat, commands, publishes. No arithmetic, no policy."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from appdaemon.plugins.hass import Hass

from .base.beats import Beats
from .base.home_assistant import HomeAssistant
from .base.presence import BACK, GONE, Presence
from .base.reason import Problem, Reason
from .base.version import VERSION
from .check.checks import Checks
from .control.calendar_reader import CalendarReader
from .control.controller import Controller
from .control.driver import Driver
from .control.emergency import Emergency
from .control.holder import Holder
from .control.limiter import Limiter
from .control.outcome import Outcome
from .control.recall import Recall
from .control.rivals import rival_of
from .control.saved_state import restored
from .control.senses import Senses
from .control.situation import SwitchPositions
from .control.switchboard import Switchboard
from .control.watching import Watching
from .persistence import Persistence
from .publishing.answers import hear_answers
from .publishing.entities import published
from .publishing.journal import Journal
from .publishing.last_resort import LastResort, guarded
from .publishing.last_words import say_stopped
from .publishing.notifications import Notifications
from .publishing.outbox import Outbox
from .publishing.publisher import Publisher
from .publishing.standby import SETTINGS, Standby, begin
from .publishing.translator import Translator
from .settings.settings import Settings, in_currency, own_settings
from .setup_in_app import open_setup
from .vehicle.car import HomeZone, NeedsPerson, Vehicle, VehicleError
from .vehicle.entities.port import HomeAssistantPort
from .vehicle.ways import open_ways

PRICE, HOME_ZONE, METER, ENTRIES = "the price", "home", "the grid meter", "the other entry in apps.yaml"
STATE_FILE, SESSIONS_FILE, TOKENS = "the state file", "the sessions file", "the tokens"
"""What a problem may be with, besides an entity; the log names it when the problem is over."""

NEWS_S = 2.0
"""The time in s within which an integration has told all that a look at the car has brought."""


class SolarCharging(Hass):
    """Charges one car from the sun and from off-peak power."""

    settings: Settings
    controller: Controller
    vehicle: Vehicle
    stopped = True
    setup: Reason[Problem] | None = None
    standby: Standby | None = None
    own: Mapping[str, Any] | None = None

    def initialize(self) -> None:
        """Begins by the settings, or else by the last good ones; where it cannot, it says so and no more."""
        self.last_resort = LastResort(self)
        self.log(f"Solar Charging {VERSION}")
        # An app in Home Assistant's own namespace is torn down when Home Assistant goes away, and then
        # nobody would stop the car. In a namespace of its own it goes on.
        self.set_namespace(self.name, persist=False)
        self.standby = begin(self, self.last_resort, self._begin)
        open_setup(self)

    def _begin(self, settings: Settings, setup: Reason[Problem] | None) -> None:
        """Listens and keeps the beat; with `setup`, what a person has to mend, only to end a dear charge."""
        self.setup = setup
        self.ha = HomeAssistant(self, settings.home_assistant)
        self.settings = in_currency(settings, self.ha.configured("currency", ""))
        self.zone = ZoneInfo(self.settings.time_zone or str(self.get_timezone()))
        self.vehicle = self.make_vehicle()
        now_s = self._now().timestamp()
        self.controller = Controller(self.settings, self.zone, now_s, self.vehicle.reads_are_free)
        self.watching = Watching(self.controller, self.zone)
        self._make_parts(now_s)
        self.stopped = False
        self.notifications.keep({*self.senses.entities, *self.switchboard.switches.values()})
        self.notifications.list_again()
        self.notifications.say(SETTINGS, setup, person=True)
        self._listen()

    def _make_parts(self, now_s: float) -> None:
        """Makes what stands between the controller and the world."""
        self.presence = Presence(self, self.ha.namespace)
        self.present = True
        self.outbox = Outbox(self, self.last_resort.attempt, lambda: self.present and not self.stopped)
        self.notifications = Notifications(self, self.settings, self.outbox, self._translator())
        hear_answers(self)
        self.publisher = Publisher(self, self.ha.namespace, self._now, lambda: self.stopped)
        good = None if self.setup else own_settings(self.args)
        self.persistence = Persistence(self.config_dir, self.name, self.settings, self.zone, now_s, good)
        self.notifications.warn(self.persistence.recall(self._restore))
        self.journal = Journal(self, self.settings, self.zone, self.outbox, self.notifications)
        self.home: HomeZone | None = None
        self.heard: set[str] = set()
        # The beat runs in a pool thread, readings and switches come on the app's own.
        self.guard, busy = threading.RLock(), threading.RLock()
        notes = self.notifications
        self.senses = Senses(self.controller, self.guard, self._now, self.ha, notes.say, self.watching)
        states = self.senses.position, self.senses.helper
        self.switchboard = Switchboard.of(self.settings, self.zone, *states, notes)
        at_the_car = self.controller, self.vehicle, self.guard, self._now, self._home
        self.driver = Driver(*at_the_car, lambda: self.stopped, self._car_answered, self.persistence.changed)
        self.holder = Holder(
            self.controller.hold, self.guard, busy, self._now, self.ha, self._save, notes.say
        )
        of_car = self.controller, self.driver
        self.limiter = Limiter(*of_car, self.guard, threading.RLock(), self._now, self._save, notes.say)
        emergency = Emergency(*at_the_car, self.switchboard.charge_now, self.holder.let_go)
        seen = self.ha, self.controller, self.guard
        self.checks = Checks(self, *seen, self.senses, self.switchboard, notes, self._now)
        self.last_resort.helped(emergency, notes, self.publisher)
        self.beats = Beats(self, lambda: self.last_resort.run(self._beat), self.last_resort.enter)
        self.recall = Recall(*at_the_car[:4], self.ha, self.zone, self.beats, self.log, self.watching)
        self.calendar = CalendarReader(*seen, self._now, self.beats, notes)

    def make_vehicle(self) -> Vehicle:
        """Opens the way to the car that the settings ask for."""
        return open_ways(self.settings.car, HomeAssistantPort(self, self.ha))

    @guarded
    def terminate(self) -> None:
        """Ends the app; the car is left as it is, so that a restart changes nothing."""
        if not self.stopped:
            self.stopped = True
            self.beats.stop()
            self._save()
            self.notifications.warn(self.vehicle.tend())
            if self.present:
                ends = self.holder.close, lambda: self.limiter.close(self.notifications.last)
                say_stopped(self, self.ha.namespace, self.notifications.translator, *ends)
        elif self.standby is not None:
            self.standby.terminate()

    def _translator(self) -> Translator:
        """Returns a translator into the settings' language, else Home Assistant's where that is known."""
        language = self.settings.language or self.ha.configured("language", "en")
        return Translator(language, self.zone, self.settings.api.currency)

    def _listen(self) -> None:
        for entity in self.senses.entities:
            self.listen_state(self.on_meter, entity, attribute="all", namespace=self.ha.namespace)
        for entity in self.switchboard.switches.values():
            self.listen_state(self.on_switch, entity, namespace=self.ha.namespace)
        for event in (BACK, GONE):
            self.listen_event(self.on_home_assistant, event, namespace=self.ha.namespace)
        self.senses.sense_all()
        self.beats.keep(self.on_beat, self.settings.charging.beat_s)

    def _listen_to_found(self) -> None:
        """Listens to the car's entities, and to a person's helpers, as soon as they are found."""
        for entity in {*self.vehicle.entities, *self.switchboard.wished} - self.heard:
            self.heard.add(entity)
            self.listen_state(self.on_news, entity, namespace=self.ha.namespace)

    def _now(self) -> datetime:
        return self.get_now().astimezone(timezone.utc)

    # What Home Assistant reports

    @guarded
    def on_meter(self, entity: str, attribute: str, old: Any, new: Any, **kwargs: Any) -> None:
        """Takes in a meter's new state."""
        if self.stopped or not isinstance(new, dict):
            return
        self.beats.heard()
        self.senses.sense(entity, new)
        with self.guard:
            overload_in_s = self.controller.overload_in_s(self._now().timestamp())
        if overload_in_s is not None:
            self.beats.within(overload_in_s)

    @guarded
    def on_news(self, entity: str, attribute: str, old: Any, new: Any, **kwargs: Any) -> None:
        """Looks at the car, and at what a person has set, soon after it has changed; more may follow."""
        if not self.stopped and old != new:
            self.beats.heard()
            self.beats.within(NEWS_S)

    @guarded
    def on_switch(self, entity: str, attribute: str, old: Any, new: Any, **kwargs: Any) -> None:
        """Decides at once, for a person moved a switch, or Home Assistant found it again."""
        if {old, new} == {"on", "off"}:
            with self.guard:
                self.controller.person_acted()
        self.beats.heard()
        self.beats.soon()

    @guarded
    def on_beat(self, **kwargs: Any) -> None:
        """Requests a beat, unless another one is under way."""
        if self.presence.back_unnoticed:
            self.on_home_assistant(BACK, {})
        if not (self.stopped or self.beats.running):
            self.beats.soon()

    @guarded
    def on_home_assistant(self, event_type: str, data: Any, **kwargs: Any) -> None:
        """Takes in that Home Assistant is gone, or back; changes in between were not reported."""
        if self.stopped or not self.presence.changed(event_type):
            return
        self.present = self.presence.there
        if not self.present:
            self.log("Home Assistant is gone: going on without meters and switches", level="WARNING")
            return
        self.log("Home Assistant is back")
        self.notifications.speak(self._translator())
        self.publisher.forget()
        self.senses.sense_all()
        self.holder.came_back()
        with self.guard:
            self.controller.try_again()
        self.notifications.list_again()
        self.outbox.deliver()
        self.beats.soon()

    # The beat

    def _beat(self) -> None:
        if self.present:
            self.senses.ask()
            self.recall.beat()
            self.calendar.beat()
        with self.guard:
            missing = self.controller.inputs.rates.missing(self._now())
        self.notifications.say(PRICE, missing)
        switches, problem = self.switchboard.positions(self.present)
        refused = self._refused()
        if refused is None or (refused is self.setup and self.controller.access.at_work):
            self.driver.look_if_due()
            self._listen_to_found()
        outcome = self._decide(switches, refused or problem)
        if outcome.read_first:
            self.driver.read()
            outcome = self._decide(switches, refused or problem)
        sent = self.driver.send(self.limiter.beat(outcome), outcome.decision.state)
        self.journal.log(outcome, (*self.limiter.sent, *sent))
        if not self.stopped:
            if self.present:
                self.holder.beat(outcome.hold, outcome.figures.battery_soc_pct)
            self._tell(outcome)
            at = outcome.next_change_at
            self.beats.wake_in(None if at is None else (at - self._now()).total_seconds())

    def _decide(self, switches: SwitchPositions, problem: Reason[Problem] | None) -> Outcome:
        with self.guard:
            outcome = self.watching.beat(self._now(), switches, problem)
        for call in outcome.calls:
            self.notifications.call(call.service, **call.data)
        return outcome

    def _refused(self) -> Reason[Problem] | None:
        """Returns why the car is left alone for another entry's sake, or its own, None where it is not."""
        problem = rival_of(self)
        self.notifications.say(ENTRIES, problem, person=True)
        return problem or self.setup

    # The car

    def _home(self) -> HomeZone | None:
        home = HomeZone.of_state(self.ha.whole_state("zone.home"))
        if home is None:
            self.notifications.problem(HOME_ZONE, Reason(Problem.NO_HOME_ZONE))
        self.home = home or self.home
        return self.home

    def _car_answered(self, subject: str, error: VehicleError | None) -> None:
        if error is None:
            self.notifications.mended(subject)
        elif not self.controller.access.sleeps_by(error):
            person = isinstance(error, NeedsPerson) and self.present
            self.notifications.problem(subject, error.reason, person)

    # What is saved, and what is published

    def _tell(self, outcome: Outcome) -> None:
        now = self._now()
        if self.present:
            outcome.checklist = self.checks.beat(outcome, self.vehicle.entities)
        self.journal.ended(self.controller.ledger.ended)
        self.notifications.hold((*outcome.alerts, *self.holder.alerts, *self.limiter.alerts))
        self.notifications.remark(outcome.unclear)
        self.notifications.say(METER, outcome.meter)
        self.notifications.say(TOKENS, self.vehicle.tend(), person=True)
        # Before it is published: a kill must not let a total fall behind what was shown.
        news = self.notifications.take_news()
        revision = outcome.sums.revision, self.controller.known_of_car, self.watching.revision
        if self.persistence.due(revision, now.timestamp()) or news:
            self._save()
        car = self.controller.car
        self.journal.decided(now, outcome, car, self.present)
        if self.present:
            self.publisher.show(published(self.name, outcome, car, *self.journal.words))

    def _restore(self, saved: Mapping[str, Any]) -> list[str]:
        notices = "notices", self.notifications.from_dict
        return self.watching.from_dict(saved, self._now()) + restored(saved, [notices])

    def _save(self) -> bool:
        now = self._now()
        with self.guard:
            content = {**self.watching.to_dict(now), "notices": self.notifications.to_dict()}
            ended = self.controller.ledger.ended
        unwritten = self.persistence.save(content, now.timestamp())
        self.notifications.say(STATE_FILE, unwritten)
        if ended:
            problem = self.persistence.write_sessions(ended)
            self.notifications.say(SESSIONS_FILE, problem)
            if problem is None:
                with self.guard:
                    self.controller.ledger.written(ended)
        return unwritten is None
