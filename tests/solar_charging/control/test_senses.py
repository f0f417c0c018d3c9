"""What the house's entities say comes to the controller; what is wrong with one is told, and its end too."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest

from solar_charging.base.reason import Problem, Reason
from solar_charging.control.senses import Senses
from tests.household import GRID, MORNING, SOLAR, Household, settings

PRICE = "sensor.price_of_now"
WATTS = {"unit_of_measurement": "W"}
GOOD = {"state": "-1500", "attributes": WATTS}


class Sensed:
    """Home Assistant's entities, and what is told of them."""

    def __init__(self, tariff: dict[str, Any] | None = None, **states: dict[str, Any]) -> None:
        self.states: dict[str, dict[str, Any]] = {GRID: GOOD, SOLAR: GOOD, **states}
        self.told: list[tuple[str, Reason[Problem] | None]] = []
        self.asked: list[str] = []
        self.says_nothing_new = False
        self.now = MORNING
        self.controller = Household(settings=settings(tariff=tariff or {})).controller
        self.senses = Senses(
            self.controller,
            nullcontext(),
            now=lambda: self.now,
            whole_state=self.states.get,
            last_said_s=self._last_said_s,
            tell=lambda entity, problem: self.told.append((entity, problem)),
        )

    def _last_said_s(self, entity: str) -> float | None:
        self.asked.append(entity)
        return None if self.says_nothing_new else self.now.timestamp() + 60


def test_each_entity_is_sensed_and_its_silence_ends() -> None:
    home = Sensed()
    home.senses.sense_all()
    assert home.told == [(GRID, None), (SOLAR, None)]
    assert home.controller.silence_s(home.now.timestamp()) == 0


def test_an_entity_that_is_missing_or_no_meter_is_told() -> None:
    home = Sensed(**{GRID: {"state": "1", "attributes": {"unit_of_measurement": "kWh"}}})
    del home.states[SOLAR]
    home.senses.sense_all()
    (grid, unit), (solar, missing) = home.told
    assert (grid, solar) == (GRID, SOLAR)
    assert unit is not None
    assert unit.why is Problem.METER_UNIT
    assert missing == Reason(Problem.METER_MISSING, {"entity": SOLAR})


@pytest.mark.parametrize(("silent_s", "asked"), [(60, []), (61, [GRID])])
def test_a_meter_silent_for_half_of_its_time_is_asked_and_never_believed_to_be_of_tomorrow(
    silent_s: float, asked: list[str]
) -> None:
    home = Sensed()
    home.senses.sense_all()
    home.now += timedelta(seconds=silent_s)
    home.senses.ask_silent_meter()
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
        home.senses.ask_silent_meter()
    assert home.asked.count(PRICE) == asked


def test_an_entity_that_repeats_the_price_of_now_is_believed() -> None:
    price = {"state": "0.25", "attributes": {"unit_of_measurement": "EUR/kWh"}}
    home = Sensed(tariff={"price_entity": PRICE, "peak_price": 0.3}, **{PRICE: price})
    home.senses.sense_all()
    for _ in range(6):
        home.now += timedelta(hours=1, minutes=5)
        home.senses.ask_silent_meter()
    assert home.controller.inputs.rates.prices(home.now).import_per_kwh == 0.25
