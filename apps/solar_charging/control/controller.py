"""Runs the loop without its world: readings in, decisions and commands out. No clock, I/O or AppDaemon."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from ..accounting.bill import Sums
from ..accounting.ledger import Ledger
from ..base.reason import Problem, Reason
from ..metering.house_meters import HouseMeters
from ..planning.battery_estimate import BatteryEstimator
from ..planning.history import History
from ..planning.inputs import ConfiguredInputs, Inputs
from ..planning.planner import Planner
from ..planning.solar_forecast import Forecast
from ..settings.settings import Settings
from ..vehicle.api_budget import Purpose, Request
from ..vehicle.car import CarState, Mute, Unreachable, VehicleError
from ..vehicle.car_access import CarAccess
from ..vehicle.commands import NO_CURRENT, Command, Verb
from ..vehicle.polling import Look
from .alerts import Alerts
from .api_gate import ApiGate
from .assessment import Assessment
from .decision import decide
from .difference import difference, handed_back
from .figures import figures
from .fuse import notice
from .hand import Hand
from .intake import Intake
from .measuring import measured
from .next_change import next_change, next_moment
from .outcome import Outcome
from .permit import CommandGate, Permit
from .preview import Previews
from .promises import max_current_a
from .saved_state import SavedState
from .situation import Situation, State, SwitchPositions


class Controller:
    """Takes in readings and what came of commands, and answers each beat with an outcome.

    Times are handed in: unix seconds for what happened, an aware datetime for a beat.
    """

    def __init__(
        self,
        settings: Settings,
        zone: ZoneInfo,
        started_s: float,
        reads_are_free: bool = False,
        inputs: Inputs | None = None,
        history: History | None = None,
    ) -> None:
        longest_beat_s = 2 * settings.charging.beat_s
        self.settings = settings
        self._zone = zone
        self.house = HouseMeters(settings, started_s)
        self.access = CarAccess(settings, reads_are_free)
        self._api_gate = ApiGate(settings.api, zone, reads_are_free)
        self._gate = CommandGate(settings, zone, self.access, self._api_gate)
        self._forecast = Forecast(zone)
        self.inputs = inputs if isinstance(inputs, ConfiguredInputs) else ConfiguredInputs(settings, zone)
        self._estimator = BatteryEstimator(settings.car, longest_beat_s)
        self._planner = Planner(settings, zone, inputs or self.inputs, history or History(), self._estimator)
        self.ledger = Ledger(zone, longest_beat_s, settings.car.battery_kwh, settings.tariff.netting_s)
        of_house = settings.meters, self.house
        self._intake = Intake(*of_house, self.access, self._forecast, self.inputs, self._planner)
        self._previews = Previews(self._planner, zone, settings.controls.preview)
        self._alerts = Alerts(zone, settings.tariff.priced)
        self._assessment = Assessment(
            settings,
            zone,
            self.house,
            self.access,
            self._api_gate,
            self.inputs,
            self._forecast,
            self._planner,
            self._estimator,
            started_s,
        )
        self.hold, self.keeper = self._assessment.hold, self._assessment.keeper
        self.limit = self.keeper.limit
        self._hand = Hand(settings, self.inputs, self._planner)
        self.saved_state = SavedState(
            planner=self._planner,
            budget=self._api_gate.budget,
            ledger=self.ledger,
            rates=self.inputs.rates,
            estimator=self._estimator,
            wear=self._assessment.wear,
            alerts=self._alerts,
            dear=self._assessment.dear,
            hold=self.hold,
            limit=self.limit,
            balance=self.house.surplus.balance,
            access=self.access,
            house=self.house,
            hidden_sun=self._assessment.hidden_sun,
            hand=self._hand,
            agenda=self.inputs.agenda,
        )

    @property
    def car(self) -> CarState | None:
        """Returns what is believed of the car; None before it has said anything."""
        return self.access.car

    @property
    def known_of_car(self) -> tuple[object, ...]:
        """Returns what of the car, and of the past, is worth saving at once when it is another."""
        car, ownership = self.car, self.access.belief.ownership
        shown = None if car is None else (car.charging, car.at_home, car.charge_limit_pct)
        acts = ownership.owner, ownership.stopped_s, *self._hand.revision
        return shown, *acts, self._planner.recalled

    # The meters

    def meter(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Takes in a state of an entity that is listened to. Raises MeterError where it makes no sense."""
        self._intake.take(entity, state, at_s)

    def grid_alive(self, at_s: float, phases_s: float = 0.0, battery_s: float = 0.0) -> None:
        """Takes in that the silent grid meter still said the same at `at_s`, the others at their times."""
        if self.house.battery is not None:
            self.house.battery.confirm(battery_s)
        self.house.confirm(at_s)
        self.house.connection.phases_alive(phases_s)

    def overload_in_s(self, now_s: float) -> float | None:
        """Returns in how many s a beat is due, for the main fuse is exceeded while the car draws.

        None where it is not.
        """
        if not self.access.belief.draws:
            return None
        return self.house.overload_in_s(self.settings.charging.max_import_w, now_s)

    # The car

    def look(self, now_s: float) -> Look:
        """Returns how to look at the car before deciding."""
        if now_s < self.access.reading.until_s(now_s):
            return Look.NOT
        now = datetime.fromtimestamp(now_s, timezone.utc)
        stretch = self._api_gate.stretch(now)
        self._assessment.watch_stop(now_s)
        if self._assessment.house_jumped(now_s):
            self.access.read_soon(now_s, stretch)
        return self._api_gate.look(self.access.look(now_s, stretch), now, self.access.polling.woke)

    def pay(self, now: datetime, *requests: Request) -> None:
        """Takes in requests just before they are sent, for an answer that is lost costs as much."""
        self._api_gate.pay(now, *requests)

    def car_awake(self, awake: bool, at_s: float) -> None:
        """Takes in that the car was asked whether it is awake."""
        self.access.found_awake(awake, at_s)
        if not awake:
            self._seen(at_s, at_s)

    def car_read(self, car: CarState, at_s: float) -> None:
        """Takes in the car's data, read at `at_s`; `car.at_s` is when the car measured it."""
        if not self.access.was_read(car, at_s, self.house.surplus.dark_s):
            return
        self._seen(car.at_s, at_s)
        if self.access.belief.start_in_vain:
            self._assessment.wear.in_vain(datetime.fromtimestamp(at_s, timezone.utc))

    def _seen(self, at_s: float, now_s: float) -> None:
        """Hands on what the car says of `at_s` and is known at `now_s` to all that count by it."""
        car, load = self.car, self.house.surplus.car
        if car is None:
            return
        power = self._assessment.power
        power.looked()
        drawn_w = power.drawn_w()
        if math.isnan(drawn_w):
            load.untold()
            return
        if self.access.belief.began_unasked:
            self.house.surplus.began(at_s, now_s, power.offered_w(), self.settings.car.start_settle_s)
            return
        self.house.plug.car_said(at_s, drawn_w)
        self._estimator.looked(car, load.agrees(at_s, drawn_w))
        self.ledger.battery_is(self._estimator.estimate.battery_kwh)
        self.ledger.looked(now_s, car, load.borne_out(at_s, drawn_w))
        self.house.surplus.car_reported(at_s, drawn_w)
        self.house.check.car_drew(now_s, drawn_w)

    def look_failed(self, error: VehicleError, at_s: float) -> None:
        """Takes in that the car, or the way to it, did not answer."""
        self.access.look_failed(error, at_s)
        if self.access.sleeps_by(error):
            self.car_awake(False, at_s)
        elif isinstance(error, Mute) and self.access.slept_through(at_s):
            self.access.unheard(at_s)
            self._seen(at_s, at_s)

    def command_failed(self, command: Command, error: VehicleError, at_s: float) -> None:
        """Takes in that the car did not take a command, or that its answer was lost."""
        if self.access.sleeps_by(error):
            self.car_awake(False, at_s)
        else:
            self.access.command_failed(command, error, at_s)
        self.house.surplus.answered(at_s, lost=isinstance(error, Unreachable))

    def command_sent(self, command: Command, at_s: float) -> None:
        """Takes in that a command is about to be sent: the car may obey before it answers."""
        self.access.sent(command, at_s)
        if command.verb is Verb.STOP:
            self._assessment.stopping()
        if command.verb not in NO_CURRENT and (self.access.belief.draws or command.verb is Verb.START):
            self.house.surplus.sent(at_s)

    def command_accepted(self, command: Command, state: State, now: datetime) -> None:
        """Takes in that a command given in `state` was accepted: the car is believed to obey from now on."""
        now_s = now.timestamp()
        if command.verb is Verb.WAKE_UP:
            self.access.woken(now.astimezone(self._zone))
            return
        power = self._assessment.power
        before_a, settle_s = power.flowing_a, self.access.command_accepted(command, now_s, state is State.OFF)
        if command.verb is Verb.SET_LIMIT:
            return
        self._assessment.wear.sent(now, command.verb)
        self._gate.commanded(state, now_s)
        if self.access.belief.draws or command.verb is not Verb.SET_CURRENT:
            power.commanded(before_a, now_s, settle_s)

    def refresh_due(self, now: datetime) -> bool:
        """Says whether newer data of the car is worth asking for, and can be paid for."""
        due = self.access.refresh_due(now.timestamp())
        return due and self._api_gate.budget.allows(Purpose.WATCH, now, *self.access.refresh_requests)

    def refreshing(self, now: datetime) -> None:
        """Takes in that newer data is about to be asked for."""
        self.access.refreshed(now.timestamp())
        self.pay(now, *self.access.refresh_requests)

    def person_acted(self) -> None:
        """Takes in that a switch was moved: what was left to a person, or held against the car, is over."""
        self.access.person_acted()
        self.house.forgive()

    def try_again(self) -> None:
        """Takes in that something has changed: whatever failed is worth another try."""
        self.access.try_again()

    # The beat

    def beat(self, now: datetime, switches: SwitchPositions, problem: Reason[Problem] | None) -> Outcome:
        """Decides at `now` (aware); `problem` is what a person has to mend before anything works."""
        drawn_w, soc_pct = self.house.surplus.car.likely_w(now.timestamp()), self._planner.soc_pct(self.car)
        in_force = self._hand.beat(now, switches, problem, drawn_w, soc_pct)
        settings = self._assessment.settings = self._hand.in_force
        situation = self._assessment.situation(now, in_force, problem)
        decision = decide(situation, settings)
        most_a = max_current_a(self.car, settings)
        wanted = difference(decision, self.car, situation.commanded, most_a)
        if handed_back(decision, self.car, most_a):
            self.access.belief.handed_back()
        permit = self._gate.permit(decision, wanted, now, self._assessment.still_draws())
        return self._outcome(now, situation, permit)

    def _outcome(self, now: datetime, situation: Situation, permit: Permit) -> Outcome:
        decision, settings = permit.decision, self._hand.in_force
        now_s, trust = now.timestamp(), situation.trust
        if decision.current_a is not None and situation.charging:
            self.access.belief.rule()
        coming, changes_at = self.inputs.rates.coming(now), self.inputs.rates.next_change(now)
        over = self.access.belief.take_left() or decision.state is State.FULL
        dear = self._assessment.told_of_dear(now_s, decision, situation)
        sums, estimate = self._counted(now_s, situation), self._estimator.estimate
        wrong = trust.wrong or notice(decision, situation, settings)
        preview = self._previews.beat(now, situation.switches.preview, situation.energy_value.prospect)
        return Outcome(
            decision=decision,
            commands=permit.commands,
            read_first=permit.read_first,
            figures=figures(situation, settings, self.house, now_s),
            next_change_at=next_moment(changes_at, permit.free_at_s, now, situation.room),
            charge_over=situation.switches.charge_now and over,
            energy_value=situation.energy_value,
            costs=self._api_gate.costs(now),
            sums=sums,
            next_change=next_change(decision, situation, settings, now, coming, permit.retry_at_s),
            battery_estimate=estimate,
            alerts=dear + self._alerts.beat(now_s, decision, situation, sums, estimate.battery_kwh),
            unclear=(
                *self._assessment.power.remarks(self.access.belief.unclear),
                *trust.remarks,
                *situation.switches.wishes.problems,
            ),
            meter=wrong or trust.trial or trust.lean or trust.battery,
            at=now,
            hold=self._assessment.holds(now_s, decision, situation),
            aside=self.hold.aside,
            hands=self._hand.shown(now, decision, situation, estimate.battery_kwh),
            calls=(*self._hand.calls(over), *self._previews.put_back(preview)),
            preview=preview,
            limit=self.keeper.order(now, decision, situation, settings.charging),
            limit_aside=self.limit.aside,
        )

    def _counted(self, now_s: float, situation: Situation) -> Sums:
        """Returns what the charges come to, with what was measured since the last beat."""
        self._estimator.beat(now_s, self.house.surplus.car.likely_w(now_s))
        return self.ledger.beat(now_s, measured(now_s, situation, self.house))
