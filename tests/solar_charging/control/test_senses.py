"""What the house's entities say comes to the controller; what is wrong with one is told, and its end too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from datetime import timedelta, timezone
from typing import Any

import pytest

from solar_charging.base.entity_state import LiveState
from solar_charging.base.reason import Problem, Reason
from solar_charging.control.senses import EVENTS, STAYS_S, Senses
from solar_charging.control.watching import Watching
from tests.household import GRID, MORNING, SOLAR, Household, settings

PRICE = "sensor.price_of_now"
WATTS = {"unit_of_measurement": "W"}
GOOD = {"state": "-1500", "attributes": WATTS}
SWITCH = "input_boolean.solar_charging"
T = MORNING.timestamp()
PHASES = ["sensor.l1", "sensor.l2", "sensor.l3"]


class Sensed:
    """Home Assistant's entities as it has told of them, and as it says when it is asked."""

    def __init__(
        self,
        meters: Mapping[str, Any] | None = None,
        tariff: Mapping[str, Any] | None = None,
        **states: dict[str, Any],
    ) -> None:
        self.told_of: dict[str, dict[str, Any]] = {GRID: GOOD, SOLAR: GOOD, **states}
        self.says: dict[str, LiveState | None] | None = {}
        self.told: list[tuple[str, Reason[Problem] | None]] = []
        self.persons: list[str] = []
        self.asked: list[tuple[str, ...]] = []
        self.now = MORNING
        self.controller = Household(settings(meters=meters or {}, tariff=tariff or {})).controller
        self.senses = Senses(
            self.controller,
            nullcontext(),
            lambda: self.now,
            self,
            self._tell,
            Watching(self.controller, timezone.utc),
        )

    def state(self, entity: str) -> str | None:
        return self.told_of.get(entity, {}).get("state")

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        return self.told_of.get(entity)

    def states(self) -> Mapping[str, Any]:
        return self.told_of

    def live(self, entities: Collection[str]) -> Mapping[str, LiveState | None] | None:
        self.asked.append(tuple(entities))
        if self.says is None:
            return None
        known = {
            entity: LiveState(state["state"], state["attributes"].get("unit_of_measurement"), T)
            for entity, state in self.told_of.items()
        }
        return {entity: self.says.get(entity, known.get(entity)) for entity in entities}

    def _tell(self, entity: str, problem: Reason[Problem] | None, person: bool) -> None:
        self.told.append((entity, problem))
        if person:
            self.persons.append(entity)

    def later(self, seconds: float, **grid: Any) -> Sensed:
        """Time passes, Home Assistant says something of the grid meter, and the app asks."""
        self.now += timedelta(seconds=seconds)
        for state in grid.values():
            self.says = {GRID: state}
        self.senses.ask()
        return self

    @property
    def silence_s(self) -> float:
        return self.controller.house.silence_s(self.now.timestamp())

    @property
    def grid_w(self) -> float | None:
        return self.controller.beat(self.now, Household().switches, None).figures.grid_power_w


def sensed(**given: Any) -> Sensed:
    home = Sensed(**given)
    home.senses.sense_all()
    home.told.clear()
    return home


def test_each_entity_is_sensed_and_its_silence_ends() -> None:
    home = Sensed()
    home.senses.sense_all()
    assert home.told == [(EVENTS, None), (GRID, None), (SOLAR, None)]
    assert home.silence_s == 0


def test_an_entity_that_is_missing_or_no_meter_is_told() -> None:
    home = Sensed(**{GRID: {"state": "1", "attributes": {"unit_of_measurement": "VA"}}})
    del home.told_of[SOLAR]
    home.senses.sense_all()
    _, (grid, unit), (solar, missing) = home.told
    assert (grid, solar) == (GRID, SOLAR)
    assert unit is not None
    assert unit.why is Problem.METER_UNIT
    assert missing == Reason(Problem.METER_MISSING, {"entity": SOLAR})


def test_of_a_misspelt_entity_the_one_that_is_meant_is_named() -> None:
    home = Sensed({"grid_power": "sensor.house_powr"}, **{"sensor.house_power": GOOD})
    home.senses.sense_all()
    said = dict(home.told)["sensor.house_powr"]
    assert said == Reason(
        Problem.METER_MISSPELT, {"entity": "sensor.house_powr", "alike": "sensor.house_power"}
    )


def test_what_stays_wrong_needs_a_person_and_is_told_by_its_first_value() -> None:
    home = sensed()
    for number in range(3):
        home.senses.sense(GRID, {"state": f"-154{number} W", "attributes": WATTS})
    home.later(STAYS_S - 1)
    assert home.persons == []
    home.later(1)
    assert home.persons == [GRID]
    assert {str(problem) for entity, problem in home.told if entity == GRID} == {
        f"meter_no_number(entity={GRID}, said='-1540 W')"
    }
    home.senses.sense(GRID, GOOD)
    assert home.told[-1] == (GRID, None)


@pytest.mark.parametrize(("silent_s", "asked"), [(60, []), (61, [(GRID,)])])
def test_a_meter_silent_for_half_of_its_time_is_asked_and_never_believed_to_be_of_tomorrow(
    silent_s: float, asked: list[tuple[str, ...]]
) -> None:
    home = sensed()
    home.later(silent_s, grid=LiveState("-1500", "W", T + 1000))
    assert home.asked == asked
    assert home.silence_s == (0 if asked else silent_s)


@pytest.mark.parametrize(
    ("live", "silent_s", "grid_w"),
    [
        (LiveState("-1500", "W", T + 80), 20, -1500),
        (LiveState("2000", "W", T + 80), 20, 2000),
        (LiveState("2", "kW", T + 80), 20, 2000),
        (LiveState("2000", "W", T - 1), 100, -1500),  # was on its way when a newer one came
        (LiveState("unavailable", "W", T + 80), 100, -1500),
        (LiveState("2000", "VA", T + 80), 100, -1500),
        (LiveState("n/a", "W", T + 80), 100, -1500),
        (LiveState(None, None, T + 80), 100, -1500),
        (LiveState(["x"], {"y": 1}, T + 80), 100, -1500),
    ],
)
def test_a_silent_meter_is_asked_what_it_says(live: LiveState, silent_s: float, grid_w: float) -> None:
    home = sensed().later(100, grid=live)
    assert (home.silence_s, home.grid_w) == (silent_s, grid_w)


def test_a_meter_that_is_gone_and_one_of_which_home_assistant_says_nothing_stay_silent() -> None:
    home = sensed().later(100, grid=None)
    assert home.silence_s == 100
    assert home.told[-1][1] == Reason(Problem.METER_MISSING, {"entity": GRID})
    dumb = sensed()
    dumb.says = None
    assert dumb.later(100).silence_s == 100
    assert dumb.told == []


def test_a_value_of_no_use_is_confirmed_by_nobody() -> None:
    home = sensed().later(100, grid=LiveState("2000", "VA", T + 80))
    home.later(30, grid=LiveState("2000", "VA", T + 120))
    assert home.silence_s == 130
    home.later(30, grid=LiveState("2000", "W", T + 150))
    assert (home.silence_s, home.grid_w) == (10, 2000)


def test_events_that_are_lost_are_named_once_it_is_sure_and_all_is_asked_until_they_come_again() -> None:
    home = sensed().later(100, grid=LiveState("1000", "W", T + 90))
    assert (EVENTS in home.persons, home.asked[-1]) == (False, (GRID,)), "it may be on its way"
    home.says = {
        GRID: LiveState("1100", "W", T + 125),
        SOLAR: LiveState("77", "W", T + 125),
        SWITCH: LiveState("off", None, T + 125),
    }
    home.told_of[SWITCH] = {"state": "on", "attributes": {}}
    home.now += timedelta(seconds=30)
    home.senses.ask()
    assert set(home.asked[-1]) >= {GRID, SOLAR, SWITCH}
    assert home.told[-1] == (EVENTS, Reason(Problem.EVENTS_LOST))
    assert (home.grid_w, home.senses.position(SWITCH)) == (1100, "off")
    home.later(1)
    assert len(home.asked) == 3, "each beat, however young the reading"
    home.senses.sense(GRID, GOOD)
    assert (EVENTS, None) in home.told
    home.later(1)
    assert len(home.asked) == 3
    assert home.senses.position(SWITCH) == "on"


def test_three_phases_are_asked_together_and_are_as_young_as_the_youngest() -> None:
    phases = {phase: {"state": "-500", "attributes": WATTS} for phase in PHASES}
    home = sensed(meters={"grid_power": PHASES}, **phases)
    home.says = {
        "sensor.l1": LiveState("800", "W", T + 70),
        "sensor.l2": LiveState("-500", "W", T + 10),
        "sensor.l3": LiveState("0.7", "kW", T + 80),
    }
    home.later(100)
    assert (home.silence_s, home.grid_w) == (20, 1000)


def test_an_entity_that_appears_later_is_taken_in() -> None:
    home = Sensed()
    known = home.told_of.pop(GRID)
    home.senses.sense_all()
    home.told_of[GRID] = known
    home.senses.sense(GRID, known)
    assert home.told[-1] == (GRID, None)
    assert home.grid_w == -1500


PRICE_OF_NOW = {"state": "0.25", "attributes": {"unit_of_measurement": "EUR/kWh"}}


def priced() -> Sensed:
    return sensed(tariff={"price_entity": PRICE, "peak_price": 0.3}, **{PRICE: PRICE_OF_NOW})


@pytest.mark.parametrize(("minutes", "asked"), [(60, 0), (61, 1), (65, 1), (75, 1), (77, 2)])
def test_an_entity_that_tells_the_price_of_now_is_asked_after_an_hour_and_not_in_each_beat(
    minutes: int, asked: int
) -> None:
    home = priced()
    home.says = None
    for _ in range(2 * minutes):
        home.later(30)
    assert sum(PRICE in entities for entities in home.asked) == asked


def test_an_entity_that_repeats_the_price_of_now_is_believed() -> None:
    home = priced()
    for _ in range(6):
        home.now += timedelta(hours=1, minutes=5)
        home.says = {PRICE: LiveState("0.25", "EUR/kWh", home.now.timestamp())}
        home.senses.ask()
    assert home.controller.inputs.rates.prices(home.now).import_per_kwh == 0.25
