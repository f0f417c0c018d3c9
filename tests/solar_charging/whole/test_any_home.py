"""What holds in any home, whatever happens there: lives of random houses, cars, tariffs, meters and faults.

Each number makes a home and what happens; `./test --hypothesis-profile thousands` takes a hundred times as
many of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import Phase, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.vehicle.commands import Command, Verb
from tests import any_laws
from tests.any_day import EVENTS, OF_THE_CAR, OF_THE_SWITCHES, happenings
from tests.any_home import Dice, any_home
from tests.any_life import CoreLife
from tests.household import constant_day

TRUE = tuple(each for each in EVENTS if not each.startswith(("meter says", "other unit", "clock")))
"""What happens to meters that are right, by a clock that is."""

PEACE = (*OF_THE_CAR, *OF_THE_SWITCHES, "prices", "negative prices", "nothing")
numbers = st.integers(0, 2**32 - 1)
AFTER = timedelta(minutes=40)


def some(share: int) -> Callable[..., None]:
    """As many examples as that share, in per cent, of the profile's number; a number has none simpler."""
    most = max(share * effort.default.max_examples // 100, 1)
    return effort(max_examples=most, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def life(number: int, odd: bool = True) -> CoreLife:
    """A home and what has happened in it; one that is not `odd` has meters and a clock that are right."""
    dice = Dice(number)
    home = any_home(dice, odd)
    return CoreLife(home).lives(happenings(dice, EVENTS if odd else TRUE))


@pytest.mark.timeout(0)
@some(10)
@given(numbers)
def test_no_current_is_asked_for_that_the_newest_readings_leave_no_room_for(number: int) -> None:
    any_laws.keeps_within_the_fuse(life(number, odd=False))


@pytest.mark.timeout(0)
@some(6)
@given(numbers)
def test_no_current_is_asked_for_above_what_is_set_and_what_the_car_takes(number: int) -> None:
    any_laws.keeps_within_settings_and_car(life(number))


@pytest.mark.timeout(0)
@some(6)
@given(numbers)
def test_a_charge_by_hand_may_be_lowered_and_is_never_raised(number: int) -> None:
    any_laws.never_raises_a_charge_by_hand(life(number))


@pytest.mark.timeout(0)
@some(10)
@given(numbers)
def test_a_car_that_is_away_unplugged_unknown_or_asleep_is_not_commanded(number: int) -> None:
    any_laws.commands_no_car_that_is_not_at_the_plug_at_home(life(number))


@pytest.mark.timeout(0)
@some(6)
@given(numbers)
def test_no_more_is_spent_than_the_budget(number: int) -> None:
    any_laws.stays_within_the_budget(life(number))


@pytest.mark.timeout(0)
@some(6)
@given(numbers)
def test_there_are_few_commands_a_day(number: int) -> None:
    any_laws.commands_seldom(life(number))


@pytest.mark.timeout(0)
@some(10)
@given(numbers)
def test_no_limit_is_set_below_what_is_held_or_needed_and_none_often(number: int) -> None:
    home = life(number)
    any_laws.limits_within_bounds(home)
    any_laws.limits_seldom(home)


@pytest.mark.timeout(0)
@some(10)
@given(numbers)
def test_once_switched_off_the_limit_is_a_persons_again(number: int) -> None:
    home = life(number)
    for event in ("network up", "switch off"):
        home.happens(event)
    home.vehicle.refuses = False
    if home.car.at_home:
        home.car.rouse(home.true.timestamp())
    home.lives_on(timedelta(minutes=40))
    if home.car.at_home and home.controller.limit.lent is None:
        any_laws.limit_is_a_persons(home)
    elif home.car.at_home:
        assert not _can_be_put_back(home), home.controller.limit.lent


def _can_be_put_back(home: CoreLife) -> bool:
    """Whether a car says all that is needed, at home and awake; and nothing is owed to a budget."""
    car, cap = home.controller.car, home.settings.api.monthly_cap
    told = car is not None and car.at_home is True and car.charge_limit_pct is not None
    return told and not car.asleep and cap is None  # type: ignore[union-attr]


@pytest.mark.timeout(0)
@some(4)
@given(numbers)
def test_there_is_a_reason_always_and_in_each_language(number: int) -> None:
    any_laws.tells_why(life(number))


@pytest.mark.timeout(0)
@some(6)
@given(numbers)
def test_what_is_saved_is_taken_up_whole(number: int) -> None:
    home = life(number)
    saved = json.loads(json.dumps(home.controller.saved_state.to_dict(home.now)))
    home.restart()
    assert home.controller.saved_state.from_dict(saved) == []
    assert json.loads(json.dumps(home.controller.saved_state.to_dict(home.now))) == saved


def next_command(number: int, restarts: bool) -> tuple[Command, timedelta] | None:
    """What is asked next, and after how long, where house and car stay as they are."""
    dice = Dice(number)
    home = CoreLife(any_home(dice, odd=False)).lives(happenings(dice, PEACE, most=4))
    meters, asked, since = home.world.meters(home.true.timestamp()), len(home.asked), home.true
    home.world.trace = constant_day(meters.solar_power_w - meters.load_w, meters.load_w)
    if restarts:
        home.restart_with_file()
    home.lives_on(AFTER + timedelta(seconds=home.settings.charging.average_s if restarts else 0))
    # A limit is put back after a restart.
    found = next((each for each in home.asked[asked:] if each.command.verb is not Verb.SET_LIMIT), None)
    if found is None:
        return None
    return found.command, timedelta(seconds=found.at_s) - timedelta(seconds=since.timestamp())


@pytest.mark.timeout(0)
@some(6)
@given(numbers)
def test_after_a_restart_the_next_command_is_the_same_and_hardly_later(number: int) -> None:
    before, after = next_command(number, restarts=False), next_command(number, restarts=True)
    if before is not None:
        assert after is not None, f"without a restart: {before}"
        assert same(before[0], after[0]), f"without a restart: {before}, with one: {after}"


def same(one: Command, other: Command) -> bool:
    """Says whether two commands are the same, to an ampere: a mean may differ by that."""
    by_a = abs((one.current_a or 0) - (other.current_a or 0))
    return (
        by_a <= 1 if Verb.SET_CURRENT in (one.verb, other.verb) and one.verb is other.verb else one == other
    )
