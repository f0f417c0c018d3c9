"""Puts what a person wishes into force at each beat, and says what has to be put back afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from ..base.reason import Problem, Reason
from ..base.saved import pairs
from ..planning.inputs import ConfiguredInputs
from ..planning.limits import Limits
from ..planning.planner import Planner
from ..planning.scenarios import HORIZON
from ..settings.settings import Settings
from ..vehicle.car import PLUGGED
from .charge_now import ChargeNow, Going
from .hands import Hands, Mode
from .situation import Decision, Situation, State, SwitchPositions
from .wishes import Call, Wishes


class Hand:
    """Keeps the settings that are in force: those of apps.yaml, but for what a person wishes instead."""

    def __init__(self, settings: Settings, inputs: ConfiguredInputs, planner: Planner) -> None:
        self.in_force = self._given = settings
        self._inputs = inputs
        self._planner = planner
        self._wishes = Wishes()
        self._now = ChargeNow()
        self._resets: tuple[Call, ...] = ()
        self._switches = SwitchPositions(False, False, False)

    @property
    def revision(self) -> tuple[float | None, ...]:
        """Returns what is another when it is worth saving."""
        return self._now.begun_s, self._planner.wanted.skip.at_s

    def beat(
        self,
        now: datetime,
        switches: SwitchPositions,
        problem: Reason[Problem] | None,
        drawn_w: float,
        soc_pct: float | None,
    ) -> SwitchPositions:
        """Returns the switches as they are in force.

        A "charge now" that has reached its end is off, and a pause that is over is none. With a `problem` the
        switch may not be known. `drawn_w` is what the car draws (NaN: not known), `soc_pct` how full it is.
        """
        wishes, self._switches = switches.wishes, switches
        if wishes != self._wishes:
            self._wishes = wishes
            charging = wishes.in_force(self._given.charging)
            self.in_force = self._given.model_copy(update={"charging": charging})
            self._planner.wanted.skip.wanted = wishes.skip is not None
            self._inputs.wish(wishes.departure, charging.grid_limit_pct)
            self._planner.outdated()
        was_begun = self._now.begun_s is not None
        wanted = None if problem is not None and not switches.charge_now else switches.charge_now
        ends = self._now.beat(now.timestamp(), wanted, wishes.now, drawn_w, soc_pct)
        self._resets = wishes.now.resets if was_begun and wanted is False else ()
        until = wishes.pause_until if wishes.pause_until is not None and now < wishes.pause_until else None
        limits = Limits.of(self.in_force.charging)
        self._planner.limit(limits._replace(paused_until_s=None if until is None else until.timestamp()))
        in_force = replace(wishes, now=ends, pause_until=until)
        charge_now = switches.charge_now and not self._now.over
        return replace(switches, charge_now=charge_now, wishes=in_force)

    def calls(self, over: bool) -> tuple[Call, ...]:
        """Returns what has to be put back of the switches as they are set.

        A "charge now" is switched off that has had its way, or is `over` for another reason, and then forgets
        its ends; so is the wish to leave out a departure whose moment has passed.
        """
        found, switches = list(self._resets), self._switches
        if switches.charge_now and (over or self._now.over):
            found.append(Call(TURN_OFF, self._given.switches.charge_now))
        skip = switches.wishes.skip
        if skip is not None and self._planner.wanted.skip.over:
            found.append(Call(TURN_OFF, skip))
        return tuple(found)

    def shown(self, now: datetime, decision: Decision, situation: Situation, battery_kwh: float) -> Hands:
        """Returns what is in force, by helpers or else by apps.yaml, and what "charge now" comes to."""
        wishes, switches, given = situation.switches.wishes, situation.switches, self._given.charging
        ceiling = given.price_ceiling if wishes.price_ceiling is None else wishes.price_ceiling
        skipped_s = None if self._planner.wanted.skip.over else self._planner.wanted.skip.at_s
        going = self._going(now, decision, situation, battery_kwh)
        shown = self._now.shown(now, wishes.now, going) if switches.charge_now else None
        return Hands(
            mode=_mode(switches),
            paused_until=wishes.pause_until,
            now=shown,
            grid_limit_pct=self.in_force.charging.grid_limit_pct,
            sun_limit_pct=self.in_force.charging.sun_limit_pct,
            minimum_pct=self.in_force.charging.minimum_soc_pct or None,
            price_ceiling=ceiling,
            skipped=None if skipped_s is None else datetime.fromtimestamp(skipped_s, timezone.utc),
            controls=switches.controls,
        )

    def _going(
        self, now: datetime, decision: Decision, situation: Situation, battery_kwh: float
    ) -> Going | None:
        """Returns how a "charge now" goes on; None for a car that does not charge by it."""
        car, charger = situation.car, situation.charger
        if decision.state is not State.CHARGE_NOW or car is None or car.charging not in PLUGGED:
            return None
        drawn_kw = (decision.current_a or charger.max_a) * charger.watts_per_amp / 1000
        told = self._given.tariff.priced
        return Going(
            charger,
            drawn_kw,
            battery_kwh,
            situation.soc_pct,
            car.charge_limit_pct,
            min(max(situation.surplus.now_w or 0.0, 0.0) / 1000 / drawn_kw, 1.0),
            self._inputs.rates.ahead(now, HORIZON)[0] if told else None,
            situation.energy_value.prices.export_per_kwh,
        )

    def to_dict(self) -> dict[str, Any]:
        """Returns what has to outlive a restart, fit for JSON."""
        return {"now": self._now.to_dict(), "skip": self._planner.wanted.skip.to_dict()}

    def from_dict(self, saved: Mapping[str, Any]) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        parts = dict(pairs(saved))
        self._now.from_dict(parts["now"])
        self._planner.wanted.skip.from_dict(parts["skip"])


TURN_OFF = "input_boolean/turn_off"


def _mode(switches: SwitchPositions) -> Mode:
    """Says what rules: the stronger first."""
    if not switches.enabled:
        return Mode.OFF
    if switches.wishes.pause_until is not None:
        return Mode.PAUSED
    if switches.charge_now:
        return Mode.NOW
    return Mode.SUN_ONLY if switches.wishes.sun_only else Mode.SMART
