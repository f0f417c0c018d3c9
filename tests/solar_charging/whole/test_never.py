"""What must never happen, whatever a family, a sky and a network do: random days of a household."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from simulator.habits import Habits
from simulator.trace import Trace
from solar_charging.base.reason import Problem
from solar_charging.control.situation import State
from solar_charging.settings.settings import Settings
from solar_charging.vehicle.car import NotAuthorized, RateLimited, Unreachable, VehicleError
from solar_charging.vehicle.commands import Verb
from tests.household import ALL_ON, HOME, MORNING, OFFICE, Household, settings

NIGHT = {"off_peak": [{"start": "12:00", "end": "13:00"}]}
FUSE_W = 6000.0
FAILURES: dict[str, VehicleError | None] = {
    "network down": Unreachable(Problem.LATE_ANSWER),
    "too many requests": RateLimited(300),
    "token revoked": NotAuthorized(Problem.LOGIN_REFUSED, answer="no"),
    "network up": None,
}
EVENTS = (
    "drive off",
    "come home and plug in",
    "unplug",
    "fall asleep",
    "start by hand",
    "meter silent",
    "meter back",
    "switch off",
    "switch on",
    "charge now",
    "charge later",
    "restart",
    *FAILURES,
)


def happens(home: Household, event: str) -> None:
    """One event of a family's day."""
    now_s, car = home.now.timestamp(), home.car
    if event in FAILURES:
        home.vehicle.fails = FAILURES[event]
    elif event == "drive off":
        car.unplug(now_s)
        car.drive_to(OFFICE, now_s)
        car.plug_in(now_s)
    elif event == "come home and plug in":
        car.drive_to(HOME, now_s)
        car.rouse(now_s)
        car.plug_in(now_s)
    elif event == "unplug":
        car.unplug(now_s)
    elif event == "fall asleep":
        car.fall_asleep(now_s)
    elif event == "start by hand":
        car.rouse(now_s)
        car.charge_start(now_s)
    elif event == "restart":
        home.restart()
    elif event.startswith("meter"):
        home.meter_silent = event == "meter silent"
    elif event.startswith("switch"):
        home.switches = replace(home.switches, enabled=event == "switch on")
        home.controller.person_acted()
    else:
        home.switches = replace(home.switches, charge_now=event == "charge now")
        home.controller.person_acted()


days = st.lists(
    st.tuples(st.sampled_from(EVENTS), st.sampled_from([1, 4, 11, 25, 45])), min_size=4, max_size=9
)
skies = st.lists(st.sampled_from([-5500, -1500, 400, 1300, 2500, 4000, 7000]), min_size=5, max_size=11)


ways_to_report = st.builds(
    Habits,
    poll_s=st.sampled_from([0.0, 15.0, 120.0, 300.0, 600.0]),
    phase_s=st.sampled_from([0.0, 7.0, 50.0, 110.0]),
    snaps_back_s=st.sampled_from([0.0, 60.0]),
    untold=st.frozensets(
        st.sampled_from(["drawn", "soc", "voltage", "phases", "limit", "odometer", "added"])
    ),
    lost_asleep=st.booleans(),
    repeats_told=st.booleans(),
)


def lived(
    events: list[tuple[str, int]], surplus_w: list[int], given: Settings, habits: Habits | None = None
) -> Household:
    """A day of these events, each followed by so many minutes; the house notes where the car was."""
    net_w = np.resize(np.array(surplus_w, dtype=float), 288)
    load_w, solar_w = 800 - np.minimum(net_w + 800, 0), np.maximum(net_w + 800, 0)
    trace = Trace(datetime(2026, 6, 15, tzinfo=timezone.utc), 300, load_w, solar_w)
    home = Household(settings=given, trace=trace, start=MORNING, switches=ALL_ON, habits=habits)
    # Nothing tells at once that it has left; its data is never older than this.
    oldest_s = given.car.read_s if habits is None else habits.poll_s + given.charging.beat_s
    away_since = None
    for event, minutes in events:
        happens(home, event)
        if event == "drive off":
            away_since = away_since or home.now
        elif event == "come home and plug in":
            away_since = None
        told = len(home.commands)
        home.run(minutes=minutes)
        for at, command in home.commands[told:]:
            assert command.current_a is None or 5 <= command.current_a <= 16
            if away_since is not None and command.verb is not Verb.WAKE_UP:
                assert at - away_since <= timedelta(seconds=oldest_s + given.charging.beat_s)
    return home


@pytest.mark.timeout(300)
@given(days, skies)
@effort(max_examples=150, deadline=None)
def test_a_car_that_has_left_is_not_commanded_and_no_current_is_out_of_range(
    events: list[tuple[str, int]], surplus_w: list[int]
) -> None:
    lived(events, surplus_w, settings(tariff=NIGHT))


@pytest.mark.timeout(300)
@given(days, skies, ways_to_report)
@effort(max_examples=80, deadline=None)
def test_however_the_car_reports_nobody_starts_it_by_hand_but_a_person(
    events: list[tuple[str, int]], surplus_w: list[int], habits: Habits
) -> None:
    alone, gone = [], False
    for event, minutes in events:
        # Who pulls the plug and puts it in again within seconds cannot be told from who starts the charge.
        if (
            event in FAILURES
            or event in ("start by hand", "restart")
            or (event.startswith("come") and not gone)
        ):
            continue
        gone = event in ("drive off", "unplug") or (gone and not event.startswith("come"))
        alone.append((event, max(minutes, 11)))
    home = lived(alone, surplus_w, settings(tariff=NIGHT), habits)
    assert State.BY_HAND not in {outcome.decision.state for _, outcome in home.outcomes}


@pytest.mark.timeout(300)
@given(days, skies)
@effort(max_examples=80, deadline=None)
def test_wake_ups_for_the_sun_stay_within_their_number(
    events: list[tuple[str, int]], surplus_w: list[int]
) -> None:
    limited = settings(car={"wake_ups_per_day": 2})
    quiet = [(event, minutes) for event, minutes in events if event not in ("restart", "charge now")]
    assert lived(quiet, surplus_w, limited).verbs().count("wake_up") <= 2


@pytest.mark.timeout(300)
@example(events=[("come home and plug in", 1)] * 3, surplus_w=[-5500] * 5)
@given(days, skies)
@effort(max_examples=80, deadline=None)
def test_the_house_is_relieved_within_two_beats(events: list[tuple[str, int]], surplus_w: list[int]) -> None:
    peaceful = [
        (event, minutes)
        for event, minutes in events
        if event not in FAILURES and event not in ("meter silent", "switch off", "drive off", "start by hand")
    ]
    home = lived(peaceful, surplus_w, settings(tariff=NIGHT, charging={"max_import_w": FUSE_W}))
    # The sky changes every five minutes: two beats after the next change the house must be safe again.
    home.run(seconds=300 - home.now.timestamp() % 300 + 90)
    overloaded = home.world.meters(home.now.timestamp()).grid_power_w > FUSE_W
    assert not overloaded or not home.car.charging
