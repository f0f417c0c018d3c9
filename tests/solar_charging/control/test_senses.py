"""What the house's entities say comes to the controller; what is wrong with one is told, and its end too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from solar_charging.base.entity_state import LiveState
from solar_charging.base.reason import Problem, Reason
from solar_charging.control.senses import Senses
from tests.household import GRID, MORNING, SOLAR, Household, settings

PRICE = "sensor.price_of_now"
WATTS = {"unit_of_measurement": "W"}
GOOD = {"state": "-1500", "attributes": WATTS}


class Sensed:
    """Home Assistant's entities, and what is told of them."""

    def __init__(self, tariff: dict[str, Any] | None = None, **states: dict[str, Any]) -> None:
        self.states_known: dict[str, dict[str, Any]] = {GRID: GOOD, SOLAR: GOOD, **states}
        self.told: list[tuple[str, Reason[Problem] | None]] = []
        self.asked: list[str] = []
        self.says_nothing_new = False
        self.now = MORNING
        self.controller = Household(settings=settings(tariff=tariff or {})).controller
        self.senses = Senses(
            self.controller,
            nullcontext(),
            now=lambda: self.now,
            home=self,
            tell=lambda entity, problem, _: self.told.append((entity, problem)),
        )
        self.live_states: dict[str, dict[str, Any]] = self.states_known

    def state(self, entity: str) -> str | None:
        return (self.states_known.get(entity) or {}).get("state")

    def states(self) -> Mapping[str, Any]:
        return self.states_known

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        return self.states_known.get(entity)

    def live(self, entities: Collection[str]) -> Mapping[str, LiveState | None] | None:
        self.asked.extend(entities)
        if self.says_nothing_new:
            return None
        ahead_s = self.now.timestamp() + 60
        return {each: self._live(self.live_states.get(each), ahead_s) for each in entities}

    @staticmethod
    def _live(state: Mapping[str, Any] | None, at_s: float) -> LiveState | None:
        if state is None:
            return None
        return LiveState(state["state"], state["attributes"].get("unit_of_measurement"), at_s)


def test_each_entity_is_sensed_and_its_silence_ends() -> None:
    home = Sensed()
    home.senses.sense_all()
    assert [each for each in home.told if each[0] in (GRID, SOLAR)] == [(GRID, None), (SOLAR, None)]
    assert home.controller.silence_s(home.now.timestamp()) == 0


def test_an_entity_that_is_missing_or_no_meter_is_told() -> None:
    home = Sensed(**{GRID: {"state": "1", "attributes": {"unit_of_measurement": "kWh"}}})
    del home.states_known[SOLAR]
    home.senses.sense_all()
    (grid, unit), (solar, missing) = (each for each in home.told if each[0] in (GRID, SOLAR))
    assert (grid, solar) == (GRID, SOLAR)
    assert unit is not None
    assert unit.why is Problem.METER_COUNTS_ENERGY
    assert missing == Reason(Problem.METER_MISSING, {"entity": SOLAR})


@pytest.mark.parametrize(("silent_s", "asked"), [(60, []), (61, [GRID])])
def test_a_meter_silent_for_half_of_its_time_is_asked_and_never_believed_to_be_of_tomorrow(
    silent_s: float, asked: list[str]
) -> None:
    home = Sensed()
    home.senses.sense_all()
    home.now += timedelta(seconds=silent_s)
    home.senses.ask()
    assert home.asked == asked
    assert home.controller.silence_s(home.now.timestamp()) == (0 if asked else silent_s)


@pytest.mark.parametrize(("minutes", "asked"), [(60, 0), (61, 1), (65, 1), (75, 1), (77, 2)])
def test_an_entity_that_tells_the_price_of_now_is_asked_after_an_hour_and_not_in_each_beat(
    minutes: int, asked: int
) -> None:
    price = {"state": "0.25", "attributes": {"unit_of_measurement": "EUR/kWh"}}
    home = Sensed(tariff={"price_entity": PRICE, "peak_price": 0.3}, **{PRICE: price})
    home.senses.sense_all()
    began = home.now
    home.says_nothing_new = True
    for beat in range(2 * minutes):
        home.now = began + timedelta(seconds=30 * (beat + 1))
        home.senses.ask()
    assert home.asked.count(PRICE) == asked


def test_an_entity_that_repeats_the_price_of_now_is_believed() -> None:
    price = {"state": "0.25", "attributes": {"unit_of_measurement": "EUR/kWh"}}
    home = Sensed(tariff={"price_entity": PRICE, "peak_price": 0.3}, **{PRICE: price})
    home.senses.sense_all()
    for _ in range(6):
        home.now += timedelta(hours=1, minutes=5)
        home.senses.ask()
    assert home.controller.inputs.rates.prices(home.now).import_per_kwh == 0.25


def test_a_meter_that_says_something_else_than_was_heard_is_believed_and_its_loss_is_told() -> None:
    home = Sensed()
    home.senses.sense_all()
    home.senses.sense(GRID, GOOD)
    home.live_states = {**home.states_known, GRID: {"state": "500", "attributes": WATTS}}
    for state in ("500", "510"):
        home.live_states[GRID] = {"state": state, "attributes": WATTS}
        home.now += timedelta(seconds=70)
        home.senses.ask()
    assert home.controller.silence_s(home.now.timestamp()) == 0
    assert any(problem is not None and problem.why is Problem.EVENTS_LOST for _, problem in home.told)
