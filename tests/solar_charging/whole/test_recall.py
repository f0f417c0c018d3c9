"""A start of the app before a Home Assistant that remembers the last weeks, and the last minutes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from benchmarks.shell import Shell
from benchmarks.vehicles import HandClock
from benchmarks.virtual_home import GRID, SOLAR, State, VirtualHome
from simulator.car import SimulatedCar
from simulator.entities import SimulatedEntities
from simulator.habits import Habits
from simulator.world import World
from solar_charging.control.recall import COMMITTED_S
from tests.household import constant_day
from tests.recorder import FINE_S, HOUR_S, FakeRecorder

NOON_S = datetime(2026, 6, 15, 12, tzinfo=timezone.utc).timestamp()
DAY_S = 86_400
ARGUMENTS = {
    "meters": {"grid_power": GRID, "solar_power": SOLAR},
    "car": {"entities": {"name": "model_y"}, "phases": 1},
}
ALONE_S = 150.0
"""So long the app measures where nobody knows what was before."""


class Remembering:
    """A house whose Home Assistant records what is said in it; the app is not there yet."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.recorder = shell, FakeRecorder()
        self.began_s = shell.now_s
        shell.connection.websocket_send_json = self._send  # type: ignore[method-assign]

    async def _send(self, *_: Any, type: str, **data: Any) -> Any:
        del data["timeout"], data["silent"]
        if not (type.startswith("recorder/") or type.startswith("history/")):
            return {"success": False}
        return {"success": True, "result": self.recorder.ask(type, **data)}

    def take_in(self, home: VirtualHome, entity: str, state: State) -> None:
        self.recorder.say(entity, self.shell.clock.wall_s(), state["state"], **state["attributes"])
        TAKE_IN(home, entity, state)

    def passes(self, seconds: float) -> None:
        self.shell.run(self.shell.now_s + seconds)

    def state_of(self, key: str) -> str:
        return str(self.shell.get_state(f"sensor.solar_charging_{key}"))

    def decides_after_s(self, most_s: float = 200) -> float:
        """Starts the app; returns after how many seconds it decides something."""
        start_s = self.shell.now_s
        self.shell.start()
        while (
            self.state_of("state") in ("starting_up", "stopped", "None")
            and self.shell.now_s < start_s + most_s
        ):
            self.passes(10)
        return self.shell.now_s - start_s

    def said(self, words: str) -> list[str]:
        return [text for _, _, text in self.shell.logs if words in text]

    def weeks_asked(self) -> int:
        return self.recorder.times("recorder/statistics_during_period")

    def history(self) -> dict[str, Any]:
        saved = json.loads((Path(self.shell.config_dir) / "solar_charging_solar_charging.json").read_text())
        found: dict[str, Any] = saved["history"]
        return found


TAKE_IN = VirtualHome._take_in


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Remembering]:
    world = World(constant_day(3000), SimulatedCar(now_s=NOON_S, soc_pct=40), NOON_S)
    clock = HandClock(datetime.fromtimestamp(NOON_S, timezone.utc))
    entities = SimulatedEntities(world.car, "model_y", Habits(), NOON_S)
    with Shell(world, clock, tmp_path, ARGUMENTS, entities) as shell:
        found = Remembering(shell)
        with mock.patch.object(VirtualHome, "_take_in", lambda *given: found.take_in(*given)):
            for entity, state in list(shell.home.states.items()):
                found.recorder.say(entity, NOON_S - DAY_S, state["state"], **state["attributes"])
            yield found


def test_a_start_in_a_house_that_was_recorded_decides_within_a_minute(house: Remembering) -> None:
    house.passes(600)
    assert house.decides_after_s() <= 60


def test_before_what_was_said_is_written_nothing_is_asked(house: Remembering) -> None:
    house.passes(600)
    house.shell.start()
    house.passes(COMMITTED_S - 2)
    assert not house.recorder.asked


def test_it_charges_as_it_would_have_later(house: Remembering) -> None:
    house.passes(600)
    house.shell.start()
    house.passes(HOUR_S)
    assert (house.state_of("state"), house.shell.world.car.current_a) == ("following_sun", 13)
    assert not [text for _, level, text in house.shell.logs if level in ("WARNING", "ERROR")]


@pytest.mark.parametrize("recorded_s", [60, 600])
def test_what_is_known_of_the_minutes_shortens_the_wait_by_as_much(
    house: Remembering, recorded_s: float
) -> None:
    for entity in (GRID, SOLAR):
        house.recorder.said[entity] = []
    house.passes(recorded_s)
    expected_s = max(ALONE_S - recorded_s, 30.0)
    assert expected_s - 30 <= house.decides_after_s() <= expected_s + 40


def test_a_home_assistant_that_does_not_answer_leaves_the_wait_as_it_is(house: Remembering) -> None:
    house.passes(600)
    house.recorder.answers = False
    assert ALONE_S <= house.decides_after_s() <= ALONE_S + 40
    assert house.said("keeps no past")


def test_a_charge_that_a_person_ended_just_before_is_not_taken_for_none(house: Remembering) -> None:
    house.passes(300)
    house.shell.call_service("switch/turn_on", entity_id="switch.model_y_charge")
    house.passes(120)
    assert house.shell.world.car.charging
    house.shell.call_service("switch/turn_off", entity_id="switch.model_y_charge")
    house.passes(60)
    house.shell.start()
    house.passes(40)
    assert house.state_of("state") == "starting_up"


def test_a_recorder_that_writes_late_is_not_believed(house: Remembering) -> None:
    house.passes(580)
    written_s = house.shell.now_s
    house.shell.world.trace = constant_day(2500)
    house.passes(20)
    ask = house.recorder.ask

    def late(command: str, **data: Any) -> Any:
        found = ask(command, **data)
        if command.startswith("history/"):
            found = {each: [row for row in rows if row["lu"] < written_s] for each, rows in found.items()}
        return found

    house.recorder.ask = late  # type: ignore[method-assign]
    house.shell.start()
    house.passes(50)
    assert house.state_of("state") == "starting_up"


def told(recorder: FakeRecorder, days: int) -> None:
    """Some days of sun, as Home Assistant keeps its means."""
    for step_s in (FINE_S, HOUR_S):
        starts = range(int(NOON_S) - days * DAY_S, int(NOON_S), step_s)
        recorder.keep(GRID, "W", step_s, {start_s: -2000.0 for start_s in starts})
        recorder.keep(SOLAR, "W", step_s, {start_s: 2300.0 for start_s in starts})


def test_a_new_app_knows_its_house_and_says_so_once(house: Remembering) -> None:
    told(house.recorder, days=9)
    house.shell.start()
    house.passes(120)
    assert house.said("Took 9 days of your house's past")
    asked = house.weeks_asked()
    assert asked > 0
    house.passes(2 * HOUR_S)
    assert (house.weeks_asked(), len(house.said("Took"))) == (asked, 1)
    house.shell.app.terminate()  # type: ignore[union-attr]
    known = [kw for kw in house.history()["surplus_kw"] if kw is not None]
    assert len(known) >= 9 * 96
    assert known.count(2.0) >= 9 * 96 - 12


def test_an_app_that_has_its_own_past_asks_for_none(house: Remembering) -> None:
    told(house.recorder, days=9)
    house.shell.start()
    # It is saved at once: a kill soon after loses nothing.
    house.passes(70)
    house.shell.kill()
    asked = house.weeks_asked()
    house.shell.start()
    house.passes(300)
    assert house.weeks_asked() == asked


def test_an_app_that_lost_its_file_asks_again(house: Remembering) -> None:
    told(house.recorder, days=9)
    house.shell.start()
    house.passes(300)
    house.shell.kill()
    for file in Path(house.shell.config_dir).glob("*.json"):
        file.unlink()
    house.shell.start()
    house.passes(300)
    assert len(house.said("Took")) == 2


def test_an_app_that_ends_meanwhile_takes_nothing(house: Remembering) -> None:
    told(house.recorder, days=9)
    house.shell.start()
    ask = house.recorder.ask

    def ends(command: str, **data: Any) -> Any:
        if command == "recorder/statistics_during_period":
            house.shell.app.terminate()  # type: ignore[union-attr]
        return ask(command, **data)

    house.recorder.ask = ends  # type: ignore[method-assign]
    house.passes(120)
    assert not house.said("Took")
    assert house.weeks_asked() == 1


@pytest.mark.parametrize(
    "answer", [[], {}, "no", 3, {"sensor.grid_power": [None, {"start": "x"}, {"lu": 1}]}]
)
def test_an_answer_that_makes_no_sense_harms_nothing(house: Remembering, answer: Any) -> None:
    house.recorder.ask = lambda *_, **__: answer  # type: ignore[method-assign]
    house.shell.start()
    house.passes(400)
    assert house.state_of("state") == "following_sun"
    assert house.shell.app.last_resort.count == 0  # type: ignore[union-attr]
