"""The loop without its world: readings in, decisions and commands out. No clock, no I/O, no AppDaemon."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from ..accounting.bill import Sums
from ..accounting.ledger import Ledger, Measured
from ..base.economics import Charger
from ..base.reason import Reason
from ..metering.meter import GridMeter, forecast_kwh, power_w, voltage_v
from ..metering.surplus import Surplus, SurplusMeter
from ..planning.battery_estimate import BatteryEstimator
from ..planning.history import History
from ..planning.inputs import ConfiguredInputs, Inputs
from ..planning.planner import Planner
from ..planning.solar_forecast import Forecast
from ..settings.settings import Settings
from ..vehicle.api_budget import Purpose, Request
from ..vehicle.backoff import NEVER_S, Backoff
from ..vehicle.car import Asleep, CarState, CommandRefused, Disobeyed, VehicleError
from ..vehicle.car_belief import CarBelief
from ..vehicle.commands import Command, Verb
from ..vehicle.polling import Look, Polling, WakeUps
from .alerts import Alerts
from .api_gate import ApiGate, purpose_of
from .decision import decide, max_current_a, prices_to_go_by
from .difference import difference
from .figures import figures
from .next_change import next_change
from .outcome import Outcome
from .patience import Patience
from .situation import Decision, Situation, State, SwitchPositions
from .solar_law import best_per_h
from .wear import Wear

LAW_STATES = frozenset({State.FOLLOWING_SUN, State.WAITING_FOR_SUN, State.BUYING})
"""Between these the law has the say; a change from one to the other is no new situation."""

VERSION = 1
"""Of what is saved."""

BEGUN_W = 500.0
"""More than an idle car draws at its plug."""


class Controller:
    """Keeps what the senses told, and answers each beat.

    Times are handed in: unix seconds for what happened, an aware datetime for a beat.
    """

    def __init__(
        self,
        settings: Settings,
        zone: ZoneInfo,
        started_s: float,
        reads_are_free: bool = False,
        by_hand: bool = False,
        inputs: Inputs | None = None,
        history: History | None = None,
    ) -> None:
        self.settings = settings
        self.zone = zone
        self._started_s = started_s
        self._grid = GridMeter(settings.meters)
        self._surplus = SurplusMeter(
            settings.charging.average_s, settings.meters.stale_s, settings.tariff.netting_s
        )
        self._solar_w: float | None = None
        self._voltage_v: float | None = None
        self._car_belief = CarBelief(settings.car, by_hand)
        self._polling = Polling(free=reads_are_free)
        self._wake_ups = WakeUps()
        self._reading = Backoff(settings.charging.beat_s, settings.car.read_s)
        self._commanding = Backoff(settings.charging.beat_s, settings.car.read_s)
        self._starting = Backoff(settings.charging.beat_s, settings.car.read_s)
        self._commanded_s = NEVER_S
        self._commanded_for: State | None = None
        self._house_w = math.inf
        self._eased_until_s = NEVER_S
        self._api_gate = ApiGate(settings.api, zone, reads_are_free)
        self._wear = Wear(zone)
        self._forecast = Forecast(zone)
        self._inputs = ConfiguredInputs(settings, zone)
        self._battery_estimator = BatteryEstimator(settings.car, 2 * settings.charging.beat_s)
        self._planner = Planner(
            settings, zone, inputs or self._inputs, history or History(), self._battery_estimator
        )
        self.ledger = Ledger(
            zone, 2 * settings.charging.beat_s, settings.car.battery_kwh, settings.tariff.netting_s
        )
        self._alerts = Alerts()
        self._known_charger: Charger | None = None
        self._patience = Patience(settings.charging.beat_s)

    @property
    def car(self) -> CarState | None:
        """What is believed of the car; None before it has said anything."""
        return self._car_belief.car

    @property
    def input_entities(self) -> tuple[str, ...]:
        """The entities that tell what electricity costs, and when the car is wanted."""
        return self._inputs.entities

    def price_missing(self, now: datetime) -> str | None:
        """What there is to tell a person where the price of now is not known."""
        return self._inputs.rates.missing(now)

    def meter(self, entity: str, state: Mapping[str, Any], at_s: float) -> None:
        """Take in a state of an entity that the app listens to. Raises MeterError when it is no such."""
        meters = self.settings.meters
        if entity in self._grid.entities:
            reading = self._grid.update(entity, state, at_s)
            if reading is not None:
                self._surplus.grid_reading(reading)
            else:
                self._surplus.no_reading()
        elif entity == meters.solar_power:
            solar_w = power_w(entity, state)
            self._solar_w = None if solar_w is None else max(solar_w, 0.0)
        elif entity == meters.car_power:
            self._plug(power_w(entity, state), at_s)
        elif entity == meters.voltage:
            self._voltage_v = voltage_v(entity, state)
        elif entity == meters.forecast_today:
            self._forecast.update(0, forecast_kwh(entity, state), at_s)
        elif entity == meters.forecast_tomorrow:
            self._forecast.update(1, forecast_kwh(entity, state), at_s)
        elif entity in self.input_entities:
            self._planner.outdated()
            self._inputs.update(entity, state, at_s)

    def _plug(self, measured_w: float | None, at_s: float) -> None:
        if measured_w is None:
            # What the plug said is void: the car itself has to say what it draws.
            self._surplus.car.lost()
            self._polling.soon(at_s)
            return
        self._surplus.car.measured(max(measured_w, 0.0))
        car = self.car
        settled = not math.isnan(self._surplus.car.at(at_s))
        if measured_w > BEGUN_W and settled and car is not None and not car.draws and car.at_home:
            # Somebody began a charge.
            self._polling.soon(at_s)

    def silence_s(self, now_s: float) -> float:
        """How long the grid meter has said nothing."""
        return self._surplus.silent_s(now_s, self._started_s)

    def grid_alive(self, at_s: float) -> None:
        """The grid meter, silent since, still said the same at `at_s`."""
        self._surplus.confirm(at_s)

    def overloaded(self) -> bool:
        """Whether the newest reading exceeds the main fuse while the car draws: worth a beat at once."""
        fuse_w, grid = self.settings.charging.max_import_w, self._surplus.grid
        draws = self.car is not None and self.car.draws
        return draws and fuse_w is not None and grid is not None and grid.power_w > fuse_w

    def look(self, now_s: float) -> Look:
        """How to look at the car before deciding."""
        if now_s < self._reading.until_s:
            return Look.NOT
        now, car = datetime.fromtimestamp(now_s, timezone.utc), self.settings.car
        stretch = self._api_gate.stretch(now)
        if self._house_jumped():
            self._polling.soon(max(now_s, self._polling.read_s + stretch * car.read_s / 10))
        return self._api_gate.look(self._polling.next(now_s, car, stretch), now, self._polling.woke)

    def asking(self, now: datetime, *requests: Request) -> None:
        """These are sent to the car: to be told just before, for an answer that is lost costs as much."""
        self._api_gate.pay(now, *requests)

    def to_dict(self, now: datetime) -> dict[str, Any]:
        """What has to outlive a restart, fit for JSON."""
        spent = self._api_gate.budget.today(now), self._api_gate.budget.month(now)
        api_budget = {"today": f"{spent[0]:f}", "month": f"{spent[1]:f}", "at": now.isoformat()}
        return {
            "version": VERSION,
            "history": self._planner.history.to_dict(),
            "spending": api_budget,
            "ledger": self.ledger.to_dict(),
            "prices": self._inputs.rates.to_dict(),
            "learnt": self._battery_estimator.to_dict(),
            "restraint": self._wear.to_dict(now),
            "alerts": self._alerts.to_dict(),
            **({} if self._surplus.balance is None else {"balance": self._surplus.balance.to_dict()}),
        }

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Take up what `to_dict` gave. Raises ValueError, KeyError, TypeError or AttributeError for others."""
        if saved["version"] != VERSION:
            raise ValueError(f"version: must be {VERSION}, is {saved['version']!r}")
        history, api_budget = History.from_dict(saved["history"]), saved["spending"]
        at = datetime.fromisoformat(api_budget["at"])
        if at.tzinfo is None:
            raise ValueError(f"at: must have a time zone, is {api_budget['at']!r}")
        if "ledger" in saved:  # which the first of these files had not
            self.ledger.from_dict(saved["ledger"])
        if "prices" in saved:
            self._inputs.rates.from_dict(saved["prices"])
        if "learnt" in saved:
            self._battery_estimator.from_dict(saved["learnt"])
        if "alerts" in saved:
            self._alerts.from_dict(saved["alerts"])
        if "balance" in saved and self._surplus.balance is not None:
            self._surplus.balance.from_dict(saved["balance"])
        if "restraint" in saved:
            self._wear.from_dict(saved["restraint"], at)
        self._api_gate.budget.from_dict(api_budget["today"], api_budget["month"], at)
        self._planner.history = history

    def _house_jumped(self) -> bool:
        """Whether the house began to use as much as a car that was plugged in: an idle car may be it."""
        grid, car = self._surplus.grid, self.car
        if grid is None:
            return False
        house_w = grid.power_w + (self._solar_w or 0.0)
        rise_w, self._house_w = house_w - self._house_w, house_w
        idle = car is not None and not car.asleep and not car.draws and car.at_home is not False
        return idle and rise_w > 0.8 * self.settings.car.min_current_a * self.watts_per_amp

    def car_awake(self, awake: bool, at_s: float) -> None:
        """The car was asked whether it is awake."""
        self._reading.over()
        if awake:
            self._wake_ups.answered()
        self._polling.was_awake(awake, at_s)
        if not awake:
            self._car_belief.asleep(at_s)
            self._seen(at_s, at_s)

    def car_read(self, car: CarState, at_s: float) -> None:
        """The car's data was read at `at_s`; `car.at_s` is when the car measured it."""
        self._reading.over()
        self._polling.was_read(car, at_s, self.settings.car)
        if not car.asleep:
            self._wake_ups.answered()
        self._car_belief.read(car)
        if self._car_belief.doubted:
            self._polling.soon(at_s)
            return
        self._seen(car.at_s, at_s)
        if self._car_belief.start_in_vain:
            self._wear.in_vain(datetime.fromtimestamp(at_s, timezone.utc))
        if self._car_belief.disobeyed is not None:
            self._starting.failed(at_s, Disobeyed(self._car_belief.disobeyed))
        elif self._car_belief.left or car.draws:
            self._starting.over()

    def _seen(self, at_s: float, now_s: float) -> None:
        """What the car says of `at_s` is known now."""
        car = self.car
        assert car is not None
        self._polling.charging = car.draws
        drawn_a = (car.drawn_a or 0.0) if car.draws and car.at_home is not False else 0.0
        drawn_w = drawn_a * self.watts_per_amp
        self._battery_estimator.looked(car, self._surplus.car.agrees(at_s, drawn_w))
        self.ledger.battery_kwh = self._battery_estimator.estimate.battery_kwh
        self.ledger.looked(now_s, car, self._surplus.car.borne_out(at_s, drawn_w))
        self._surplus.car_reported(at_s, drawn_w)

    def look_failed(self, error: VehicleError, at_s: float) -> None:
        """The car, or the way to it, did not answer."""
        if isinstance(error, Asleep):
            self.car_awake(False, at_s)
        else:
            self._reading.failed(at_s, error)

    def command_failed(self, command: Command, error: VehicleError, at_s: float) -> None:
        """The car did not take a command, or its answer was lost."""
        if isinstance(error, Asleep):
            self.car_awake(False, at_s)
        elif isinstance(error, CommandRefused):
            self._starting.failed(at_s, error)
            # It knows better than we do: what did we miss?
            self._polling.soon(at_s)
        else:
            self._commanding.failed(at_s, error)
            if command.verb is Verb.START:
                self._car_belief.maybe_started()

    def person_acted(self) -> None:
        """A switch was moved: what was left to a person, or held against the car, is over."""
        self._car_belief.forgive()
        self.try_again()

    def try_again(self) -> None:
        """Something has changed: whatever failed is worth another try."""
        for patience in (self._reading, self._commanding, self._starting):
            patience.over()

    def done(self, command: Command, state: State, now: datetime) -> None:
        """A command given in `state` was accepted: from now on the car is believed to do as it was told."""
        now_s, settings = now.timestamp(), self.settings.car
        if command.verb is Verb.WAKE_UP:
            self._wake_ups.used(now.astimezone(self.zone))
            return
        self._wear.sent(now, command.verb)
        self._commanding.over()
        settle_s = settings.start_settle_s if command.verb is Verb.START else settings.settle_s
        offered_a = (self.car.offered_a or 0) if self.car is not None and self.car.draws else 0
        if command.current_a is not None and command.current_a < offered_a:
            self._eased_until_s = now_s + settle_s
        self._commanded_s, self._commanded_for = now_s, state
        self._car_belief.ours = state is not State.OFF or command.verb is Verb.STOP
        self._car_belief.command_accepted(command, now_s, settle_s)
        self._expect(command, now_s, settle_s)

    def _expect(self, command: Command, now_s: float, settle_s: float) -> None:
        """Believe that the car draws what it was told, and see whether it does where that was a switch."""
        car = self.car
        assert car is not None
        self._polling.charging = car.draws
        if command.verb is not Verb.SET_CURRENT:
            self._polling.soon(now_s + settle_s)
        elif not car.draws:
            return
        power = (car.offered_a or 0) * self.watts_per_amp if car.draws else 0.0
        self._surplus.commanded(now_s, power, settle_s)

    @property
    def watts_per_amp(self) -> float:
        """Power of one ampere of charging current: measured voltage first, then what the car says."""
        car, settings = self.car, self.settings.car
        says_v = car.voltage_v if car is not None else None
        volts = self._voltage_v or says_v or settings.voltage_v
        phases = car.phases if car is not None and car.phases else settings.phases
        return volts * phases

    def beat(self, now: datetime, switches: SwitchPositions, problem: str | None) -> Outcome:
        """Decide. `problem` is what a person has to mend before anything works."""
        now_s, charge = now.timestamp(), self._car_belief
        self._inputs.forecast_kwh = self._forecast.ahead(now)
        surplus = self._surplus.at(now_s, self._started_s)
        situation = self._situation(now, switches, problem, surplus)
        decision = decide(situation, self.settings)
        if decision.current_a is not None and situation.charging:
            # Whoever began this charge, the app rules it from now on.
            charge.ours = True
        wanted = difference(decision, charge.car, charge.ours, max_current_a(charge.car, self.settings))
        aged = bool(wanted) and self._too_old(wanted, now)
        decision, wanted = self._api_gate.carried(decision, wanted, charge.car, aged, now)
        free_s, free, read_first, blocked = math.inf, False, False, None
        if wanted:
            free_s = self._free_s(wanted, decision, now)
            free = now_s >= free_s and not charge.doubted
            read_first = free and self._too_old(wanted, now)
            blocked = self._blocked(wanted, now_s, read_first)
        retry_s = self._reading.until_s
        if blocked is not None:
            why = Reason("blocked", {"problem": blocked.problem})
            decision = replace(decision, state=State.UNREACHABLE, reason=why)
            retry_s = blocked.until_s
        coming = self._inputs.rates.coming(now)
        over, charge.left = decision.state is State.FULL or charge.left, False
        sums = self._counted(now_s, situation)
        return Outcome(
            decision=decision,
            commands=wanted if free and not read_first else (),
            read_first=read_first and now_s >= self._reading.until_s,
            figures=figures(
                surplus,
                situation.charger,
                self._surplus.car.power_w,
                situation.grid_power_w if surplus.silent_s <= self.settings.meters.stale_s else None,
                self._solar_w,
                charge.car,
            ),
            next_change_at=self._next_change(now, free_s),
            charge_over=switches.charge_now and over,
            energy_value=situation.energy_value,
            costs=self._api_gate.costs(now),
            sums=sums,
            next_change=next_change(decision, situation, self.settings, now, coming, retry_s),
            battery_estimate=self._battery_estimator.estimate,
            alerts=self._alerts.beat(
                now_s, decision, situation, sums.session, self._battery_estimator.estimate.battery_kwh
            ),
        )

    def _counted(self, now_s: float, situation: Situation) -> Sums:
        """What the charges come to, with what was measured since the last beat."""
        load, charger = self._surplus.car, situation.charger
        drawn_w, surplus_w = load.likely_w(now_s), situation.surplus.now_w
        self._battery_estimator.beat(now_s, drawn_w)
        measured = Measured(
            drawn_w, load.metered, surplus_w, situation.energy_value.prices, 1000 * charger.most_kw
        )
        return self.ledger.beat(now_s, measured)

    def _blocked(self, wanted: tuple[Command, ...], now_s: float, read_first: bool) -> Backoff | None:
        """Which pause keeps what is wanted from being had at the moment."""
        concerned = [(self._commanding, bool(wanted)), (self._reading, read_first)]
        concerned.append((self._starting, Command(Verb.START) in wanted))
        return next((each for each, holds in concerned if holds and now_s < each.until_s), None)

    def _situation(
        self, now: datetime, switches: SwitchPositions, problem: str | None, surplus: Surplus
    ) -> Situation:
        now_s, grid, car = now.timestamp(), self._surplus.grid, self.car
        charger = self._charger()
        drawn_w = self._surplus.car.at(now_s)
        drawn_w = 0.0 if math.isnan(drawn_w) else drawn_w
        energy_value = self._planner.energy_value(now, surplus, car, drawn_w, charger)
        scarcity = self._api_gate.budget.scarcity(now)
        prices = prices_to_go_by(car, energy_value, self.settings)
        rate = best_per_h(charger, prices, energy_value.value_per_kwh, surplus.lasting_w, surplus.coverage)
        charging = car is not None and car.draws
        started = self._start_cost(now, scarcity, charging)
        return Situation(
            switches=switches,
            problem=problem,
            car=self.car,
            car_problem=self._reading.problem or self._api_gate.problem,
            ours=self._car_belief.ours,
            by_hand=self._car_belief.by_hand,
            by_itself=self._car_belief.by_itself,
            surplus=surplus,
            grid_power_w=None if grid is None else grid.power_w,
            watts_per_amp=self.watts_per_amp,
            off_peak=self._inputs.rates.off_peak(now),
            easing=now_s < self._eased_until_s,
            rousable=self._api_gate.rouses(now),
            charger=charger,
            energy_value=energy_value,
            account=self._patience.account(rate, started, now_s, charging, self._car_belief.missed),
            command_cost=self.settings.api.command_price * scarcity * self._wear.on_commands(now),
            start_cost=started,
        )

    def _start_cost(self, now: datetime, scarcity: float, charging: bool) -> float:
        """What a start costs; one that sleeps has to be woken up for it."""
        asleep = self.car is not None and self.car.asleep
        wake_up = self.settings.api.wake_up_price * scarcity if asleep else 0.0
        return self.settings.charging.start_cost * self._wear.on_starts(now, charging) + wake_up

    def _charger(self) -> Charger:
        settings = self.settings.car
        # A volt more or less is no other charger.
        per_amp = round(self.watts_per_amp)
        most_a, efficiency = (
            max_current_a(self.car, self.settings),
            self._battery_estimator.estimate.efficiency,
        )
        known = self._known_charger
        if known is None or (per_amp, most_a, efficiency) != (
            known.watts_per_amp,
            known.max_a,
            known.efficiency,
        ):
            known = Charger(per_amp, settings.min_current_a, most_a, efficiency, settings.overhead_w)
            self._known_charger = known
        return known

    def _too_old(self, wanted: tuple[Command, ...], now: datetime) -> bool:
        """Whether the car may have left since it was read: never command one that is not at home.

        Where reads are rare, a change of current makes do with less.
        """
        verbs = {command.verb for command in wanted}
        stretch = self._api_gate.stretch(now) if verbs == {Verb.SET_CURRENT} else 1.0
        age_s = now.timestamp() - self._polling.read_s
        return Verb.WAKE_UP not in verbs and age_s > stretch * self.settings.car.read_s

    def _free_s(self, wanted: tuple[Command, ...], decision: Decision, now: datetime) -> float:
        """The moment from which the wanted commands may be sent."""
        verbs = {command.verb for command in wanted}
        free_s = self._commanding.until_s
        if Verb.WAKE_UP in verbs:
            # A car that would not start is not worth waking.
            free_s = max(free_s, self._starting.until_s)
            promised = purpose_of(decision, wanted, self.car) is Purpose.ROUSE
            return max(free_s, self._wake_ups.next_s(now.astimezone(self.zone), self.settings.car, promised))
        if Verb.START in verbs:
            free_s = max(free_s, self._starting.until_s)
        if Verb.SET_CURRENT not in verbs or Verb.START in verbs:
            # A start or a stop has been waited for already, until waiting had cost enough.
            return free_s
        if self._urgent(decision) or self._car_belief.to_be_repeated:
            return free_s
        return max(free_s, self._commanded_s + self.settings.charging.command_interval_s)

    def _urgent(self, decision: Decision) -> bool:
        """A new situation, what keeps the house safe and what is worth much need not wait."""
        last, state = self._commanded_for, decision.state
        same = state is last or (state in LAW_STATES and last in LAW_STATES)
        offered_a = self.car.offered_a if self.car is not None else None
        lowering = decision.cap_a is not None and offered_a is not None and decision.cap_a < offered_a
        return not same or lowering or decision.urgent

    def _next_change(self, now: datetime, free_s: float) -> datetime | None:
        boundary = self._inputs.rates.next_change(now)
        moments = [] if boundary is None else [boundary]
        if now.timestamp() < free_s < math.inf:
            moments.append(datetime.fromtimestamp(free_s, timezone.utc))
        return min(moments, default=None)
