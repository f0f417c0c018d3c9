"""Whose a charge is: what two reports of the car tell of who began it, and who ended it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from solar_charging.base.reason import Sign
from solar_charging.settings.car import Car
from solar_charging.vehicle.car import CarState, ChargingState
from solar_charging.vehicle.commands import Verb
from solar_charging.vehicle.ownership import AGAIN_S, STOP_RESPECTED_S, Owner, Ownership, replugged

SETTINGS = Car(token_file="tokens.json")
LEAVING = SETTINGS.model_copy(update={"at_plug_in": "leave"})
OVERRULING = SETTINGS.model_copy(update={"respect_manual_start": False})

STOPPED = CarState(0, at_home=True, charging=ChargingState.STOPPED, soc_pct=60, charge_limit_pct=80)
SOON = replace(STOPPED, at_s=30, charging=ChargingState.CHARGING)
LATER = replace(SOON, at_s=600)
COUNTED = replace(STOPPED, odometer_km=1000.0, added_kwh=0.0)


@pytest.mark.parametrize(
    ("before", "now", "answer"),
    [
        ({}, {"at_s": 120}, False),
        ({}, {"at_s": 121}, None),
        ({"charging": ChargingState.DISCONNECTED}, {"at_s": 30}, True),
        ({"driving": True}, {"at_s": 30}, True),
        ({"at_home": False}, {"at_s": 30}, True),
        ({"odometer_km": 1000.0}, {"at_s": 600, "odometer_km": 1000.09}, False),
        ({"odometer_km": 1000.0}, {"at_s": 600, "odometer_km": 1000.11}, True),
        ({"odometer_km": 1000.0}, {"at_s": 600}, None),
        ({"added_kwh": 5.0}, {"at_s": 600, "added_kwh": 4.94}, True),
        ({"added_kwh": 5.0}, {"at_s": 600, "added_kwh": 5.2}, False),
        # In ten minutes at 22 kW as much may have been added anew.
        ({"added_kwh": 3.0}, {"at_s": 600, "added_kwh": 3.2}, None),
        ({"added_kwh": 0.0}, {"at_s": 600, "added_kwh": 0.3}, None),
        ({"soc_pct": 60}, {"at_s": 600, "soc_pct": 58}, True),
        ({"soc_pct": 60}, {"at_s": 600, "soc_pct": 59}, None),
    ],
)
def test_whether_the_car_was_unplugged_in_between_its_counters_tell(
    before: dict[str, float], now: dict[str, float], answer: bool | None
) -> None:
    assert replugged(replace(STOPPED, **before), replace(SOON, **now)) is answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "now", "more", "settings", "owner", "sign"),
    [
        (STOPPED, SOON, {}, SETTINGS, Owner.PERSON, Sign.SEEN),
        (STOPPED, SOON, {"started": True}, SETTINGS, Owner.APP, None),
        (STOPPED, SOON, {}, OVERRULING, Owner.NOBODY, None),
        (STOPPED, LATER, {}, SETTINGS, Owner.NOBODY, Sign.UNSEEN),
        (COUNTED, replace(LATER, odometer_km=1000.0, added_kwh=0.2), {}, SETTINGS, Owner.PERSON, Sign.SEEN),
        (COUNTED, replace(LATER, odometer_km=1007.0), {}, SETTINGS, Owner.PLUG_IN, Sign.PLUGGED_IN),
        (COUNTED, replace(LATER, odometer_km=1007.0), {}, LEAVING, Owner.PERSON, Sign.PLUGGED_IN),
        (STOPPED, SOON, {"dark": True}, SETTINGS, Owner.NOBODY, Sign.POWER_BACK),
        (
            replace(STOPPED, charging=ChargingState.NO_POWER),
            SOON,
            {},
            SETTINGS,
            Owner.NOBODY,
            Sign.POWER_BACK,
        ),
        (replace(STOPPED, scheduled=True), SOON, {}, SETTINGS, Owner.NOBODY, Sign.SCHEDULE),
        (
            replace(STOPPED, charging=ChargingState.COMPLETE),
            SOON,
            {},
            SETTINGS,
            Owner.NOBODY,
            Sign.LIMIT_RAISED,
        ),
        (replace(STOPPED, at_home=None), SOON, {}, SETTINGS, Owner.NOBODY, Sign.UNSEEN),
        (STOPPED, replace(SOON, at_home=False), {}, SETTINGS, Owner.PLUG_IN, Sign.PLUGGED_IN),
    ],
)
def test_a_charge_belongs_to_whom_the_signs_point_to(
    before: CarState, now: CarState, more: dict[str, bool], settings: Car, owner: Owner, sign: Sign | None
) -> None:
    ownership = Ownership(settings)
    ownership.began(before, now, **more)
    assert ownership.owner is owner
    assert (None if ownership.sign is None else ownership.sign.why) is sign


@pytest.mark.parametrize(("sent_s", "owner"), [(0, Owner.APP), (-300, Owner.APP), (-301, Owner.PERSON)])
def test_a_slow_car_still_obeys_the_app(sent_s: float, owner: Owner) -> None:
    ownership = Ownership(SETTINGS)
    ownership.sent(Verb.START, sent_s)
    ownership.began(STOPPED, SOON)
    assert ownership.owner is owner


@pytest.mark.parametrize(("sent_s", "owner"), [(-300, Owner.APP), (-301, Owner.NOBODY)])
def test_a_full_car_that_goes_on_when_the_app_has_raised_its_limit_is_the_apps(
    sent_s: float, owner: Owner
) -> None:
    ownership = Ownership(SETTINGS)
    ownership.sent(Verb.SET_LIMIT, sent_s)
    ownership.began(replace(STOPPED, charging=ChargingState.COMPLETE), SOON)
    assert ownership.owner is owner


def test_a_refused_start_explains_nothing() -> None:
    ownership = Ownership(SETTINGS)
    ownership.sent(Verb.START, 0)
    ownership.not_taken(Verb.START)
    ownership.began(STOPPED, SOON)
    assert ownership.owner is Owner.PERSON


@pytest.mark.parametrize(("again_s", "owner"), [(AGAIN_S, Owner.PERSON), (AGAIN_S + 1, Owner.NOBODY)])
def test_a_charge_of_nobodys_that_begins_again_soon_is_a_persons(again_s: float, owner: Owner) -> None:
    ownership = Ownership(SETTINGS)
    ownership.began(STOPPED, LATER)
    ownership.sent(Verb.STOP, 600)
    ownership.accepted(Verb.STOP, 600)
    before = replace(STOPPED, at_s=600 + again_s)
    ownership.began(before, replace(SOON, at_s=before.at_s + 600))
    assert ownership.owner is owner


def test_a_persons_charge_is_theirs_until_it_ends() -> None:
    ownership = Ownership(SETTINGS)
    ownership.began(STOPPED, SOON)
    ownership.ended(SOON, replace(SOON, at_s=60, charging=ChargingState.NO_POWER))
    assert ownership.owner is Owner.PERSON, "it goes on when the power is back"
    ownership.ended(SOON, replace(SOON, at_s=60, charging=ChargingState.COMPLETE))
    assert ownership.owner is Owner.NOBODY


ENDED = replace(STOPPED, at_s=60)


@pytest.mark.parametrize(
    ("before", "now", "more", "persons"),
    [
        (SOON, ENDED, {}, True),
        (SOON, replace(ENDED, soc_pct=None), {}, True),
        (SOON, replace(ENDED, soc_pct=80), {}, False),
        (SOON, replace(ENDED, charging=ChargingState.COMPLETE), {}, False),
        (SOON, replace(ENDED, charging=ChargingState.NO_POWER), {}, False),
        (SOON, replace(ENDED, scheduled=True), {}, False),
        (SOON, replace(ENDED, cable_loose=True), {}, False),
        (SOON, ENDED, {"dark": True}, False),
        (SOON, ENDED, {"settling": True}, False),
        (replace(SOON, at_home=None), ENDED, {}, False),
        (replace(SOON, odometer_km=1000), replace(ENDED, odometer_km=1005), {}, False),
    ],
)
def test_a_stop_is_a_persons_only_if_nothing_else_explains_it(
    before: CarState, now: CarState, more: dict[str, bool], persons: bool
) -> None:
    ownership = Ownership(SETTINGS)
    ownership.ended(before, now, **more)
    assert (ownership.stopped_s == 60) is persons
    assert ownership.stop_respected(60) is persons


def test_by_setting_a_persons_stop_is_not_respected() -> None:
    ownership = Ownership(OVERRULING)
    ownership.ended(SOON, ENDED)
    assert not ownership.stop_respected(60)


@pytest.mark.parametrize(("verb", "sent_s", "persons"), [(Verb.STOP, -90, False), (Verb.STOP, -91, True)])
def test_a_stop_soon_after_the_apps_own_is_not_a_persons(verb: Verb, sent_s: float, persons: bool) -> None:
    ownership = Ownership(SETTINGS)
    ownership.sent(verb, sent_s)
    ownership.ended(SOON, ENDED)
    assert (ownership.stopped_s is not None) is persons


@pytest.mark.parametrize(
    ("after_s", "respected"), [(0, True), (STOP_RESPECTED_S - 1, True), (STOP_RESPECTED_S, False)]
)
def test_a_persons_stop_is_respected_for_a_day(after_s: float, respected: bool) -> None:
    ownership = Ownership(SETTINGS)
    ownership.ended(SOON, ENDED)
    assert ownership.stop_respected(60 + after_s) is respected


@pytest.mark.parametrize("over", ["unplugged", "forgive", "start", "begun"])
def test_a_persons_stop_is_over_sooner_with(over: str) -> None:
    ownership = Ownership(SETTINGS)
    ownership.ended(SOON, ENDED)
    {
        "unplugged": ownership.unplugged,
        "forgive": ownership.forgive,
        "start": lambda: ownership.accepted(Verb.START, 90),
        "begun": lambda: ownership.began(ENDED, replace(SOON, at_s=90)),
    }[over]()
    assert not ownership.stop_respected(61)


def test_whose_a_charge_is_outlives_a_restart() -> None:
    ownership = Ownership(SETTINGS)
    ownership.began(STOPPED, SOON)
    again = Ownership(SETTINGS)
    again.from_dict(json.loads(json.dumps(ownership.to_dict())))
    assert (again.owner, again.since_s) == (Owner.PERSON, 30)
    assert again.sign is not None
    assert again.sign.why is Sign.SEEN


@pytest.mark.parametrize(
    ("leaving", "climate", "owner"),
    [
        (True, True, Owner.NOBODY),
        (True, False, Owner.PERSON),
        (True, None, Owner.PERSON),
        (False, True, Owner.PERSON),
    ],
)
def test_power_for_the_climate_before_a_departure_is_nobodys_charge(
    leaving: bool, climate: bool | None, owner: Owner
) -> None:
    ownership = Ownership(SETTINGS)
    ownership.leaving = leaving
    ownership.began(STOPPED, replace(SOON, climate=climate))
    assert (ownership.owner, ownership.sign is None) == (owner, owner is Owner.NOBODY)


def test_a_car_that_comes_with_its_climate_on_is_plugged_in_all_the_same() -> None:
    ownership = Ownership(SETTINGS)
    ownership.leaving = True
    ownership.began(replace(STOPPED, charging=ChargingState.DISCONNECTED), replace(SOON, climate=True))
    assert ownership.owner is Owner.PLUG_IN
