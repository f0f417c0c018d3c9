"""Whose a charge is, and what is believed of a car that was asked for something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solar_charging.base.reason import Problem, Reason
from solar_charging.settings.car import Car
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.car_belief import CarBelief, Owner
from solar_charging.vehicle.commands import Command, Verb

SETTINGS = Car(token_file="tokens.json")
LEAVING = SETTINGS.model_copy(update={"at_plug_in": "leave"})
RULING = SETTINGS.model_copy(update={"respect_manual_start": False})
AWAY_FROM_PLUG = CarState(at_s=0, at_home=True, charging=ChargingState.DISCONNECTED)
STOPPED = replace(AWAY_FROM_PLUG, charging=ChargingState.STOPPED, offered_a=16)
CHARGING = replace(STOPPED, charging=ChargingState.CHARGING, drawn_a=16)
START, STOP, LESS = Command(Verb.START), Command(Verb.STOP), Command(Verb.SET_CURRENT, 8)


def believing(*reads: CarState, settings: Car = SETTINGS, owner: Owner = Owner.NOBODY) -> CarBelief:
    belief = CarBelief(settings, owner)
    for read in reads:
        belief.read(read)
    return belief


def accepted(belief: CarBelief, *commands: Command, switched_off: bool = False) -> CarBelief:
    for command in commands:
        belief.command_accepted(command, at_s=0, settle_s=60, switched_off=switched_off)
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
        (believing(replace(STOPPED, at_home=False), CHARGING), Owner.NOBODY),
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
    belief.maybe_started()
    belief.read(CHARGING)
    assert belief.owner is Owner.NOBODY


def test_a_charge_that_goes_on_after_a_stop_is_no_persons() -> None:
    belief = accepted(believing(CHARGING), STOP)
    belief.read(replace(CHARGING, at_s=30))
    assert belief.owner is Owner.APP


def test_when_the_car_is_unplugged_nobody_owns_anything() -> None:
    belief = accepted(believing(STOPPED, CHARGING), LESS)
    for _ in range(2):
        belief.read(AWAY_FROM_PLUG)
    assert (belief.owner, belief.commanded) == (Owner.NOBODY, False)
    assert belief.take_left()
    assert not belief.take_left()


def test_a_moved_switch_takes_a_charge_from_a_person_and_from_nobody_else() -> None:
    for owner in Owner:
        belief = believing(owner=owner)
        belief.forgive()
        assert belief.owner is (Owner.NOBODY if owner is Owner.PERSON else owner)


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
    belief = believing(CHARGING if command is not START else STOPPED)
    for _ in range(2):
        assert belief.disobeyed is None
        accepted(belief, command)
        belief.read(replace(shown, at_s=59))
        assert belief.disobeyed is None, "it has not settled yet"
        belief.read(replace(shown, at_s=60))
    assert belief.disobeyed == fault


def test_an_unplugged_car_is_believed_when_it_says_so_twice() -> None:
    belief = believing(CHARGING, AWAY_FROM_PLUG)
    assert belief.doubted
    assert belief.car == CHARGING
    belief.read(CHARGING)
    assert not belief.doubted
    for _ in range(2):
        belief.read(AWAY_FROM_PLUG)
    assert belief.car == AWAY_FROM_PLUG
