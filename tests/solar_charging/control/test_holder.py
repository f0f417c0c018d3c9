"""Whatever happens to the app, to Home Assistant and to its answers: a hold is never left behind."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solar_charging.base.reason import Note, Problem, Reason
from solar_charging.control.hold import Hold
from solar_charging.control.holder import FIRST_PAUSE_S, LONGEST_PAUSE_S, Holder
from solar_charging.control.put_back import GONE_S
from solar_charging.settings.house_battery import HouseBattery
from tests.situations import NOW_S

LIMIT, MODE = "number.max_discharge", "select.mode"
FAILS = Reason(Problem.SERVICE_FAILED, {"service": "number/set_value", "cause": "no"})


def battery(**given: Any) -> HouseBattery:
    return HouseBattery.model_validate({"power": "sensor.b", "soc": "sensor.s", **given})


ONE = battery(hold=[{"entity": LIMIT, "value": 0}])
TWO = battery(hold=[{"entity": MODE, "value": "Discharge Limit"}, {"entity": LIMIT, "value": 0}])
SCRIPTS = battery(hold="script.hold", release="script.release")
HOUSE = battery(hold=[{"entity": LIMIT, "value": "house"}])


@dataclass
class Device:
    """A battery in Home Assistant, and the app's disk; `answer` is what a call comes to, and what it does."""

    states: dict[str, str] = field(
        default_factory=lambda: {
            LIMIT: "5000", MODE: "Auto", "script.hold": "off", "script.release": "off"
        }
    )  # fmt: skip
    now_s: float = NOW_S
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    disk: str | None = None
    writable: bool = True
    answer: Callable[[], tuple[bool, Reason[Problem] | None]] = lambda: (True, None)
    told: list[tuple[str, Problem | None, bool]] = field(default_factory=list)

    def whole_state(self, entity: str) -> dict[str, Any] | None:
        if entity not in self.states:
            return None
        return {"state": self.states[entity], "attributes": {"min": 0, "max": 5000, "step": 1}}

    def call(self, service: str, entity_id: str = "", **data: Any) -> Reason[Problem] | None:
        value = next(iter(data.values()), None)
        self.calls.append((service, entity_id, value))
        # Whatever happens next: what is to be put back is known.
        assert json.loads(self.disk or "")["held"] is not None
        taken, problem = self.answer()
        if taken and value is not None:
            self.states[entity_id] = f"{value:g}" if isinstance(value, float) else value
        return problem

    def start(self, recipe: HouseBattery | None = ONE) -> App:
        return App(self, recipe)


class App:
    """What of the app stands around a holder."""

    def __init__(self, device: Device, recipe: HouseBattery | None) -> None:
        self.device, self.hold = device, Hold(recipe)
        if device.disk is not None:
            self.hold.from_dict(json.loads(device.disk))
        self.holder = Holder(
            self.hold, threading.RLock(), threading.RLock(), self.now, device, self.save, self.tell
        )

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.device.now_s, timezone.utc)

    def save(self) -> bool:
        if self.device.writable:
            self.device.disk = json.dumps(self.hold.to_dict())
        return self.device.writable

    def tell(self, subject: str, problem: Reason[Problem] | None, person: bool) -> None:
        self.device.told.append((subject, None if problem is None else problem.why, person))

    def run(self, seconds: float, wanted: bool) -> App:
        for _ in range(round(seconds / 30)):
            self.device.now_s += 30
            self.holder.beat(wanted)
        return self

    @property
    def notes(self) -> list[Note]:
        return [each.text.why for each in self.holder.alerts]


def test_it_is_held_and_let_go_with_one_write_each() -> None:
    device = Device()
    app = device.start().run(600, True)
    assert device.states[LIMIT] == "0"
    app.run(600, False)
    assert device.calls == [("number/set_value", LIMIT, 0.0), ("number/set_value", LIMIT, 5000.0)]
    assert app.hold.held is None
    assert json.loads(device.disk or "")["held"] is None


def test_what_was_read_is_on_the_disk_before_anything_is_sent() -> None:
    device, saved = Device(), []
    device.answer = lambda: (saved.append(device.disk), (True, None))[1]  # type: ignore[func-returns-value]
    device.start(TWO).run(30, True)
    assert [[each["before"] for each in json.loads(disk)["held"]["back"]] for disk in saved if disk] == [
        ["5000", "Auto"],
        ["5000", "Auto"],
    ]


def test_several_are_sent_in_their_order_and_taken_back_in_the_reverse_one() -> None:
    device = Device()
    device.start(TWO).run(300, True).run(300, False)
    assert [value for _, _, value in device.calls] == ["Discharge Limit", 0.0, 5000.0, "Auto"]


def test_scripts_are_run() -> None:
    device = Device()
    device.start(SCRIPTS).run(300, True).run(300, False)
    assert [entity for _, entity, _ in device.calls] == ["script.hold", "script.release"]


def test_nothing_is_held_that_cannot_be_saved() -> None:
    device = Device(writable=False)
    app = device.start().run(900, True)
    assert device.calls == []
    assert app.hold.held is None
    assert not app.hold.works(device.now_s)
    whys = {(why, person) for _, why, person in device.told}
    assert whys == {(Problem.HOLD_UNSAVED, False), (Problem.HOLD_UNSAVED, True)}
    device.writable = True
    app.run(60, True)
    assert device.states[LIMIT] == "0"
    assert device.told[-2:] == [("the house battery's hold", None, False), (device.told[-1][0], None, False)]


def test_nothing_is_held_that_cannot_be_read_and_a_person_is_told_after_ten_minutes() -> None:
    device = Device(states={LIMIT: "unavailable"})
    app = device.start().run(600, True)
    assert device.calls == []
    assert {person for _, _, person in device.told} == {False}
    app.run(60, True)
    assert device.told[-1] == ("the house battery's hold", Problem.HOLD_UNREADABLE, True)


def test_what_others_hold_already_is_nobodys_to_let_go() -> None:
    device = Device(states={LIMIT: "0"})
    device.start().run(300, True).run(300, False)
    assert device.calls == []


def test_a_hold_that_fails_is_taken_back_at_once() -> None:
    device = Device()
    answers = iter([(True, None), (False, FAILS)])
    device.answer = lambda: next(answers, (True, None))
    app = device.start(TWO).run(30, True)
    assert device.states == {**device.states, MODE: "Auto", LIMIT: "5000"}
    assert ("the house battery's hold", Problem.HOLD_FAILED, True) in device.told
    app.run(120, False)
    assert app.hold.held is None


@pytest.mark.parametrize("when", ["held", "letting go", "restarted"])
def test_what_somebody_else_has_set_stays_and_is_said(when: str) -> None:
    device = Device()
    app = device.start(TWO).run(300, True)
    if when == "letting go":
        device.answer = lambda: (False, FAILS)
        app.run(60, False)
        device.answer = lambda: (True, None)
    device.states[LIMIT] = "2500"
    if when == "restarted":
        app = device.start(TWO)
    app.run(60, when == "held").run(840, False)
    assert device.states[LIMIT] == "2500"
    assert device.states[MODE] == "Auto"
    assert app.hold.held is None
    assert Problem.HOLD_OF_OTHERS in [why for _, why, _ in device.told]
    # Not held again before power is bought anew.
    assert app.hold.works(device.now_s) is (when != "held")


def test_while_a_device_settles_nothing_is_somebody_elses() -> None:
    device = Device()
    app = device.start().run(30, True)
    device.states[LIMIT] = "2500"
    app.run(30, True)
    device.states[LIMIT] = "0"
    app.run(300, True)
    assert app.hold.holds


def test_a_device_that_does_not_take_what_is_put_back_is_sent_it_again() -> None:
    device = Device()
    app = device.start().run(300, True)
    device.answer = lambda: (False, None)
    app.run(1200, False)
    assert app.notes == [Note.HOLD_STUCK]
    device.answer = lambda: (True, None)
    app.run(1800, False)
    assert device.states[LIMIT] == "5000"
    assert app.notes == [Note.HOLD_OVER]
    app.run(86_400, False)
    assert app.notes == []


def test_what_cannot_be_put_back_is_tried_again_with_pauses_and_told_after_ten_minutes() -> None:
    device = Device()
    app = device.start().run(300, True)
    device.answer = lambda: (False, FAILS)
    began_s, tried_s = device.now_s, []
    for _ in range(240):
        before = len(device.calls)
        app.run(30, False)
        if len(device.calls) > before:
            tried_s.append(device.now_s)
        assert (app.notes == [Note.HOLD_STUCK]) is (device.now_s - began_s >= 630)
    gaps_s = [later - earlier for earlier, later in pairwise(tried_s)]
    assert gaps_s[:5] == [FIRST_PAUSE_S, 60, 120, 240, 480]
    assert set(gaps_s[5:]) == {LONGEST_PAUSE_S}
    device.answer = lambda: (True, None)
    app.run(1800, False)
    assert device.states[LIMIT] == "5000"
    assert app.notes == [Note.HOLD_OVER]


def test_an_entity_that_is_gone_is_waited_for_but_not_for_ever() -> None:
    device = Device()
    app = device.start().run(300, True)
    del device.states[LIMIT]
    app.run(1200, False)
    assert app.notes == [Note.HOLD_STUCK]
    device.now_s += GONE_S
    app.run(30, False)
    assert app.hold.held is None


def test_the_end_of_the_app_lets_go_also_within_a_pause() -> None:
    device = Device()
    app = device.start().run(300, True)
    device.answer = lambda: (False, FAILS)
    app.run(600, False)
    device.answer = lambda: (True, None)
    app.holder.close()
    assert device.states[LIMIT] == "5000"
    calls = len(device.calls)
    device.start(None).run(600, False)
    assert len(device.calls) == calls
    assert json.loads(device.disk or "")["held"] is None


def test_when_home_assistant_comes_back_it_is_let_go() -> None:
    device = Device()
    app = device.start().run(300, True)
    app.holder.came_back()
    app.run(90, True)
    assert device.states[LIMIT] == "5000"
    assert app.hold.held is None


def test_another_limit_is_one_write_and_what_was_read_first_is_put_back() -> None:
    device = Device()
    app = device.start(HOUSE)
    for surplus_w in (-410.0, -1310.0):
        for _ in range(70):
            app.hold.measured(device.now_s, surplus_w, 0.0)
            app.run(30, True)
    assert [value for _, _, value in device.calls] == [500.0, 1400.0]
    app.run(300, False)
    assert device.states[LIMIT] == "5000"


def test_a_battery_that_gives_though_it_is_held_is_let_go_and_told() -> None:
    device = Device()
    app = device.start()
    while Problem.HOLD_IN_VAIN not in [why for _, why, _ in device.told]:
        app.hold.measured(device.now_s, -400.0, 2000.0)
        app.run(30, True)
    app.run(90, False)
    assert device.now_s - NOW_S == pytest.approx(750, abs=60)
    assert ("the house battery's hold", Problem.HOLD_IN_VAIN, True) in device.told
    assert app.hold.held is None
    assert not app.hold.works(device.now_s)


# Whatever the order


class Killed(BaseException):
    """The process ends in the middle of a call."""


STEPS = st.sampled_from(["want", "rest", "kill", "stop", "back", "foreign", "gone", "here", "disk"])
ANSWERS = st.sampled_from(["ok", "ok", "ok", "refused", "late", "lost", "killed before", "killed after"])


@settings(deadline=None)
@given(
    recipe=st.sampled_from([ONE, TWO]),
    steps=st.lists(st.tuples(STEPS, st.integers(1, 20)), max_size=25),
    answers=st.lists(ANSWERS, max_size=30),
)
def test_what_was_before_comes_back_or_somebody_elses_value_stays(
    recipe: HouseBattery, steps: list[tuple[str, int]], answers: list[str]
) -> None:
    device, left = Device(), list(answers)
    expected = {LIMIT: "5000", MODE: "Auto"}

    def answer() -> tuple[bool, Reason[Problem] | None]:
        said = left.pop(0) if left else "ok"
        if said == "killed before":
            raise Killed
        if said == "killed after":
            _, entity, value = device.calls[-1]
            device.states[entity] = f"{value:g}" if isinstance(value, float) else value
            raise Killed
        return {"ok": (True, None), "late": (True, FAILS), "lost": (False, None)}.get(said, (False, FAILS))

    device.answer = answer
    app, foreign, wanted = device.start(recipe), 0, False
    hidden: dict[str, str] = {}
    for step, beats in steps:
        try:
            if step == "kill":
                app = device.start(recipe)
            elif step == "stop":
                app.holder.close()
                app = device.start(recipe)
            elif step == "back":
                app.holder.came_back()
            elif step == "disk":
                device.writable = not device.writable
            elif step == "gone" and not hidden:
                hidden = dict(device.states)
                device.states.update(dict.fromkeys(expected, "unavailable"))
            elif step == "here" and hidden:
                device.states.update(hidden)
                hidden = {}
            elif step == "foreign" and not hidden:
                # Later than a device may take to settle.
                app.run(90, wanted)
                foreign += 1
                expected[LIMIT] = device.states[LIMIT] = str(1000 + foreign)
                app.run(90, wanted)
            wanted = step == "want"
            app.run(30 * beats, wanted)
        except Killed:
            app = device.start(recipe)
    device.states.update(hidden)
    device.writable, left[:] = True, []
    app.run(7200, wanted=False)
    assert app.hold.held is None
    assert {each: device.states[each] for each in expected} == expected
