"""Whose a charge is, and what is believed of a car that was asked for something."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from solar_charging.base.reason import Problem, Reason
from solar_charging.settings.car import Car
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.car_belief import CarBelief
from solar_charging.vehicle.claims import UNHEARD_S
from solar_charging.vehicle.commands import Command, Verb
from solar_charging.vehicle.ownership import Owner

SETTINGS = Car(token_file="tokens.json")
LEAVING = SETTINGS.model_copy(update={"at_plug_in": "leave"})
RULING = SETTINGS.model_copy(update={"respect_manual_start": False})
AWAY_FROM_PLUG = CarState(at_s=0, at_home=True, charging=ChargingState.DISCONNECTED)
STOPPED = replace(AWAY_FROM_PLUG, charging=ChargingState.STOPPED, offered_a=16)
CHARGING = replace(STOPPED, charging=ChargingState.CHARGING, drawn_a=16)
START, STOP, LESS = Command(Verb.START), Command(Verb.STOP), Command(Verb.SET_CURRENT, 8)


def believing(*reads: CarState, settings: Car = SETTINGS) -> CarBelief:
    """Reports that follow each other by a beat."""
    belief = CarBelief(settings)
    for at_s, read in enumerate(reads):
        belief.read(replace(read, at_s=-30.0 * (len(reads) - at_s - 1)), now_s=0)
    return belief


def accepted(belief: CarBelief, *commands: Command, switched_off: bool = False, at_s: float = 0) -> CarBelief:
    for command in commands:
        belief.sent(command, at_s)
        belief.command_accepted(command, at_s, settle_s=60, switched_off=switched_off)
    return belief


@pytest.mark.parametrize(
    ("story", "owner"),
    [
        (believing(), Owner.NOBODY),
        (believing(CHARGING), Owner.NOBODY),
        (believing(AWAY_FROM_PLUG, CHARGING), Owner.PLUG_IN),
        (believing(AWAY_FROM_PLUG, CHARGING, settings=LEAVING), Owner.PERSON),
        (believing(STOPPED, CHARGING), Owner.PERSON),
        (believing(STOPPED, CHARGING, settings=RULING), Owner.NOBODY),
        (believing(replace(STOPPED, at_home=False), CHARGING), Owner.PLUG_IN),
        (accepted(believing(STOPPED), START), Owner.APP),
        (accepted(believing(CHARGING), STOP), Owner.APP),
        (accepted(believing(AWAY_FROM_PLUG, CHARGING), LESS), Owner.PLUG_IN),
        (accepted(believing(AWAY_FROM_PLUG, CHARGING), STOP), Owner.APP),
        (accepted(believing(STOPPED, CHARGING), LESS), Owner.PERSON),
        (accepted(believing(STOPPED, CHARGING), STOP), Owner.PERSON),
    ],
)
def test_a_charge_belongs_to_whoever_began_it(story: CarBelief, owner: Owner) -> None:
    assert story.owner is owner


def test_a_charge_that_begins_after_a_start_whose_answer_was_lost_is_no_persons() -> None:
    belief = believing(STOPPED)
    belief.sent(START, at_s=10)
    belief.read(replace(CHARGING, at_s=40), now_s=40)
    assert belief.owner is Owner.APP


def test_a_charge_that_goes_on_after_a_stop_is_no_persons() -> None:
    belief = accepted(believing(CHARGING), STOP)
    belief.read(replace(CHARGING, at_s=90), now_s=90)
    assert belief.owner is Owner.APP
    assert belief.draws


def test_when_the_car_is_unplugged_nobody_owns_anything() -> None:
    belief = accepted(believing(STOPPED, CHARGING), LESS)
    for at_s in (90, 120):
        belief.read(replace(AWAY_FROM_PLUG, at_s=at_s), now_s=at_s)
    assert (belief.owner, belief.commanded) == (Owner.NOBODY, False)
    assert belief.take_left()
    assert not belief.take_left()


@pytest.mark.parametrize(
    ("command", "switched_off", "commanded"),
    [(LESS, False, True), (START, False, True), (STOP, False, True), (STOP, True, True), (LESS, True, False)],
)
def test_the_car_is_owed_its_full_current_until_the_switched_off_app_has_given_it(
    command: Command, switched_off: bool, commanded: bool
) -> None:
    belief = believing(CHARGING)
    belief.rule()
    assert accepted(belief, command, switched_off=switched_off).commanded is commanded


@pytest.mark.parametrize(
    ("command", "shown", "fault"),
    [
        (START, STOPPED, Reason(Problem.START_IN_VAIN)),
        (START, replace(STOPPED, scheduled=True), Reason(Problem.WAITS_FOR_SCHEDULE)),
        (STOP, CHARGING, Reason(Problem.STOP_IN_VAIN)),
        (
            LESS,
            replace(CHARGING, drawn_a=9.1),
            Reason(Problem.DRAWS_TOO_MUCH, {"current_a": 8, "drawn_a": 9.1}),
        ),
        (LESS, replace(CHARGING, drawn_a=9.0), None),
        (LESS, replace(CHARGING, drawn_a=2.0), None),
        (START, CHARGING, None),
        (STOP, STOPPED, None),
    ],
)
def test_what_is_not_done_twice_is_named(
    command: Command, shown: CarState, fault: Reason[Problem] | None
) -> None:
    belief, now_s = believing(CHARGING if command is not START else STOPPED), 0.0
    for _ in range(2):
        assert belief.disobeyed is None
        accepted(belief, command, at_s=now_s)
        belief.read(replace(shown, at_s=now_s + 59), now_s + 59)
        assert belief.disobeyed is None, "it has not settled yet"
        belief.read(replace(shown, at_s=now_s + 60), now_s + 60)
        now_s += 60
    assert belief.disobeyed == fault


def test_an_unplugged_car_is_believed_when_it_says_so_twice() -> None:
    belief = believing(CHARGING)
    belief.read(AWAY_FROM_PLUG, now_s=0)
    assert belief.doubted
    assert belief.car == CHARGING
    belief.read(CHARGING, now_s=0)
    assert not belief.doubted
    for _ in range(2):
        belief.read(AWAY_FROM_PLUG, now_s=0)
    assert belief.car is not None
    assert belief.car.charging is ChargingState.DISCONNECTED


@pytest.mark.parametrize(
    ("command", "before", "shown", "believed"),
    [
        (START, STOPPED, STOPPED, ChargingState.STARTING),
        (START, STOPPED, CHARGING, ChargingState.CHARGING),
        (STOP, CHARGING, CHARGING, ChargingState.STOPPED),
        (STOP, CHARGING, STOPPED, ChargingState.STOPPED),
    ],
)
@pytest.mark.parametrize("age_s", [0.0, 59.9])
def test_a_command_stands_until_a_report_measured_after_it_says_otherwise(
    command: Command, before: CarState, shown: CarState, believed: ChargingState, age_s: float
) -> None:
    belief = accepted(believing(before), command)
    belief.read(replace(shown, at_s=age_s), now_s=600)
    assert belief.car is not None
    assert belief.car.charging is believed
    assert belief.owner is not Owner.PERSON


@pytest.mark.parametrize(("now_s", "believed"), [(60 + UNHEARD_S - 1, True), (60 + UNHEARD_S, False)])
def test_a_command_of_which_nothing_is_heard_does_not_stand_for_ever(now_s: float, believed: bool) -> None:
    belief = accepted(believing(STOPPED), START)
    belief.read(STOPPED, now_s=now_s)
    assert belief.draws is believed
    assert belief.missed is not believed


def test_values_that_snap_back_for_a_minute_are_nobodys_doing() -> None:
    belief = accepted(believing(STOPPED), START)
    for at_s, shown in ((5, CHARGING), (20, STOPPED), (59, STOPPED), (80, CHARGING), (110, CHARGING)):
        belief.read(replace(shown, at_s=at_s), now_s=at_s)
        assert belief.draws
        assert belief.owner is Owner.APP
    assert belief.ownership.stopped_s is None


@pytest.mark.parametrize("offered_a", [16, None])
def test_a_current_that_was_asked_for_is_not_forgotten(offered_a: int | None) -> None:
    belief = accepted(believing(CHARGING), LESS)
    belief.read(replace(CHARGING, at_s=59, offered_a=16), now_s=59)
    assert belief.car is not None
    assert belief.car.offered_a == 8
    belief.read(replace(CHARGING, at_s=61, offered_a=offered_a, drawn_a=8), now_s=61)
    assert belief.car.offered_a == (8 if offered_a is None else 16)


def test_a_report_without_the_word_changes_nothing_and_settles_nothing() -> None:
    belief = accepted(believing(STOPPED), START)
    belief.read(replace(STOPPED, at_s=90, charging=ChargingState.UNKNOWN), now_s=90)
    assert belief.draws
    assert not belief.missed


def test_the_last_known_state_outlives_sleep() -> None:
    belief = believing(replace(STOPPED, soc_pct=55, charge_limit_pct=80, phases=3))
    belief.read(CarState(at_s=30, asleep=True), now_s=30)
    car = belief.car
    assert car is not None
    assert (car.asleep, car.charging, car.at_home) == (True, ChargingState.STOPPED, True)
    assert (car.soc_pct, car.charge_limit_pct, car.phases) == (55, 80, 3)


def test_an_answer_that_the_car_sleeps_counts_more_than_a_report_of_before() -> None:
    belief = believing(STOPPED)
    belief.asleep(at_s=10)
    belief.read(replace(STOPPED, at_s=5), now_s=40)
    assert belief.car is not None
    assert belief.car.asleep
    belief.read(replace(STOPPED, at_s=50), now_s=50)
    assert not belief.car.asleep


@pytest.mark.parametrize(
    ("at_s", "now_s", "asleep"),
    [(0, 59, True), (0, 60, False), (59.9, 600, False), (60, 90, True)],
)
def test_a_car_that_was_woken_is_awake_until_a_later_report_denies_it(
    at_s: float, now_s: float, asleep: bool
) -> None:
    belief = believing(replace(STOPPED, asleep=True))
    accepted(belief, Command(Verb.WAKE_UP))
    belief.read(replace(STOPPED, at_s=at_s, asleep=True), now_s=now_s)
    assert belief.car is not None
    assert belief.car.asleep is asleep


def test_a_car_that_answered_that_it_sleeps_and_was_woken_is_awake_by_its_old_report() -> None:
    belief = believing(STOPPED)
    belief.asleep(at_s=10)
    accepted(belief, Command(Verb.WAKE_UP), at_s=20)
    belief.read(STOPPED, now_s=80)
    assert belief.car is not None
    assert not belief.car.asleep


@pytest.mark.parametrize(("after", "stopped"), [(CHARGING, False), (STOPPED, True)])
def test_a_charge_before_a_sleep_is_judged_by_the_first_report_after_it(
    after: CarState, stopped: bool
) -> None:
    belief = believing(replace(CHARGING, added_kwh=3.0))
    belief.read(replace(CHARGING, at_s=30, asleep=True), now_s=30)
    assert not belief.draws
    assert belief.ownership.stopped_s is None, "it may only be out of reach"
    belief.read(replace(after, at_s=600, added_kwh=3.0), now_s=600)
    assert belief.owner is Owner.NOBODY
    assert (belief.ownership.stopped_s is not None) is stopped


def test_a_stop_that_the_meter_has_shown_is_no_stop_in_vain() -> None:
    belief = accepted(believing(CHARGING), STOP)
    assert belief.stopping_until_s == 60
    belief.seen_stopped(at_s=70)
    belief.read(replace(CHARGING, at_s=600), now_s=600)
    assert not belief.missed
    assert belief.ownership.sign is not None


def test_a_report_older_than_what_is_known_is_no_news() -> None:
    belief = believing(replace(CHARGING, soc_pct=60))
    belief.read(replace(STOPPED, at_s=-1, soc_pct=50), now_s=30)
    assert belief.draws
    assert belief.car is not None
    assert belief.car.soc_pct == 60


def test_what_is_known_and_claimed_outlives_a_restart() -> None:
    belief = accepted(believing(replace(STOPPED, soc_pct=55)), LESS, START)
    again = CarBelief(SETTINGS)
    again.from_dict(json.loads(json.dumps(belief.to_dict())))
    assert again.car == belief.car
    assert (again.owner, again.commanded) == (Owner.APP, True)
    again.read(replace(CHARGING, at_s=70), now_s=70)
    assert again.owner is Owner.APP


@pytest.mark.parametrize("word", ["stopped", "complete", "disconnected", "no_power"])
@pytest.mark.parametrize(
    ("after_s", "drawn_a", "draws"), [(119, 16, False), (120, 16, True), (120, 2, True), (120, 1.9, False)]
)
def test_a_current_that_flows_counts_more_in_the_end_than_the_word(
    word: str, after_s: float, drawn_a: float, draws: bool
) -> None:
    odd = replace(STOPPED, charging=ChargingState(word), drawn_a=drawn_a)
    belief = believing(STOPPED)
    for at_s in (0.0, after_s):
        belief.read(replace(odd, at_s=at_s), now_s=at_s)
    assert belief.draws is draws
    named = [each.why for each in belief.unclear]
    assert named == ([Problem.FLOWS_NEVERTHELESS] if draws else [])


@pytest.mark.parametrize(("after_s", "ended"), [(59, False), (60, True)])
def test_an_end_that_nobody_asked_for_is_believed_when_it_lasts(after_s: float, ended: bool) -> None:
    belief = believing(CHARGING)
    for at_s in (0.0, after_s):
        belief.read(replace(STOPPED, at_s=at_s), now_s=at_s)
    assert belief.draws is not ended
    assert belief.doubted is not ended
    assert (belief.ownership.stopped_s is not None) is ended


def test_what_a_charging_car_leaves_out_is_missed() -> None:
    assert [each.why for each in believing(STOPPED).unclear] == []
    told = replace(CHARGING, soc_pct=50, charge_limit_pct=80, voltage_v=230)
    belief = believing(STOPPED, told, told)
    assert [each.why for each in belief.unclear] == [Problem.PHASES_UNTOLD]
