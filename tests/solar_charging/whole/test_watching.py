"""The app that is switched off and watches: what it would have done is what it does, and it does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from simulator.habits import Habits
from simulator.trace import Trace
from solar_charging.base.reason import Problem, Reason, Why
from solar_charging.control.situation import State
from solar_charging.control.watched import Watched
from tests.household import (
    ALL_ON,
    ALWAYS_READY,
    HOME,
    MORNING,
    OFFICE,
    Household,
    cloudy_day,
    constant_day,
    settings,
)
from tests.solar_charging.whole.test_never import EVENTS, happens, skies
from tests.watched_household import ALL_OFF, WatchedHousehold

SPOT = "sensor.spot"
FLAT = {"peak_price": 0.30}
NIGHT = {"peak_price": 0.30, "off_peak": [{"start": "22:00", "end": "06:00"}]}
MIDNIGHT = datetime(2026, 6, 15, tzinfo=timezone.utc)
EVENING = datetime(2026, 6, 15, 19, tzinfo=timezone.utc)
DEPARTURE = {"departures": [{"time": "07:00", "soc_pct": 70}]}
SUNNY, CLOUDY, DARK = constant_day(3000.0), cloudy_day(), constant_day(-400.0)
ENERGY_KWH, MONEY = 0.3, 0.03
"""So much, of some 20 kWh, what would have been may differ from what is, and so much what it costs."""


def by_the_hour(now: datetime) -> Mapping[str, Any]:
    """What an entity says of the prices of a day and a half, cheap at noon and at night."""
    midnight = now.replace(hour=0, minute=0, second=0)
    hours = (
        {
            "start": (midnight + timedelta(hours=hour)).isoformat(),
            "end": (midnight + timedelta(hours=hour + 1)).isoformat(),
            "value": 0.06 if hour % 24 in (2, 3, 13) else 0.28,
        }
        for hour in range(36)
    )
    return {"state": "0.28", "attributes": {"unit_of_measurement": "EUR/kWh", "raw_today": list(hours)}}


# What would have been is what is


@pytest.mark.parametrize(
    ("trace", "start", "hours", "tariff", "more"),
    [
        (SUNNY, MORNING, 6, FLAT, {}),
        (CLOUDY, MORNING, 8, FLAT, {}),
        (CLOUDY, MORNING, 8, FLAT, {"charging": {"main_fuse_a": None, "max_import_w": 4000}}),
        (CLOUDY, MORNING, 6, {**FLAT, "netting_s": 900}, {}),
        (DARK, EVENING, 12, NIGHT, {}),
        (DARK, EVENING, 12, NIGHT, DEPARTURE),
        (DARK, EVENING, 11, {**FLAT, "price_entity": SPOT}, DEPARTURE),
        (CLOUDY, MORNING, 8, FLAT, {"api": {"monthly_cap": 2.0}}),
    ],
    ids=["sunny", "broken", "main fuse", "netting", "off-peak", "departure", "spot", "small budget"],
)
def test_what_would_have_been_is_what_is_where_it_is_on(
    trace: Trace, start: datetime, hours: int, tariff: Mapping[str, Any], more: Mapping[str, Any]
) -> None:
    given = settings(tariff=tariff, **{"charging": ALWAYS_READY, **more})
    on = Household(settings=given, trace=trace, start=start)
    off = WatchedHousehold(settings=given, trace=trace, start=start)
    if "price_entity" in tariff:
        on.controller.meter(SPOT, by_the_hour(start), start.timestamp())
        off.tell(SPOT, by_the_hour(start))
    on.run(hours=hours)
    off.run(hours=hours)
    is_, would_be = on.controller.ledger.total, off.watched
    assert is_.kwh > 5
    assert would_be.kwh == pytest.approx(is_.kwh, abs=ENERGY_KWH)
    assert would_be.solar_kwh == pytest.approx(is_.solar_kwh, abs=ENERGY_KWH)
    assert would_be.saved == pytest.approx(is_.saved, abs=MONEY)
    assert would_be.soc_pct == pytest.approx(on.car.soc_pct, abs=0.5)
    pairs = [
        (one.decision.state, other.watched.state if other.watched else None)
        for (_, one), (_, other) in zip(on.outcomes, off.outcomes, strict=True)
    ]
    assert sum(one is not other for one, other in pairs) <= len(pairs) / 100
    assert off.verbs() == []


# It does nothing


def test_it_says_what_would_have_been_and_leaves_the_car_alone() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT)).run(hours=8)
    decision, watched = home.last.decision, home.watched
    assert (decision.state, decision.current_a) == (State.OFF, None)
    assert decision.reason == Reason(
        Why.WATCHING, {"since": watched.since, "solar_kwh": watched.solar_kwh, "saved": watched.saved}
    )
    assert watched.since == MORNING + timedelta(seconds=10)
    assert (watched.solar_kwh or 0) > 15
    assert (watched.saved or 0) > 0.5
    assert (home.verbs(), home.car.soc_pct) == ([], 50.0)
    assert home.controller.ledger.total.kwh == 0.0
    assert home.controller.ledger.ended == ()


WATCHED_EVENTS = (*(each for each in EVENTS if each != "switch on"), "kept over a restart")


@effort(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(WATCHED_EVENTS), st.sampled_from([1, 4, 11, 25, 45])),
        min_size=4,
        max_size=9,
    ),
    skies,
    st.sampled_from([None, Habits(), Habits(poll_s=120.0, untold=frozenset({"soc", "limit"}))]),
)
def test_whatever_is_heard_nothing_is_asked_of_the_car(
    events: list[tuple[str, int]], surplus_w: list[int], habits: Habits | None
) -> None:
    net_w = np.resize(np.array(surplus_w, dtype=float), 288)
    trace = Trace(MIDNIGHT, 300, 800 - np.minimum(net_w + 800, 0), np.maximum(net_w + 800, 0))
    home = WatchedHousehold(settings=settings(tariff=NIGHT), trace=trace, habits=habits)
    for event, minutes in events:
        if event == "kept over a restart":
            kept = home.kept()
            home.restart()
            assert home.watching.from_dict(kept, home.now) == []
        else:
            happens(home, event)
        home.run(minutes=minutes)
    assert home.commands == []
    if habits is None:
        _read_seldom(home)


def _read_seldom(home: Household) -> None:
    reads = home.reads
    apart_s = [(after - before).total_seconds() for before, after in pairwise(reads)]
    assert all(each >= home.settings.car.idle_read_s for each in apart_s), apart_s


def test_a_car_that_charges_by_hand_is_read_each_idle_read_s_and_no_oftener() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT)).run(minutes=30)
    home.car.rouse(home.now.timestamp())
    home.car.charge_start(home.now.timestamp())
    home.run(hours=4)
    assert 9 <= len(home.reads) <= 13
    _read_seldom(home)
    assert home.verbs() == []


def test_a_restart_is_no_reason_to_read_the_car_again() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT)).run(minutes=5)
    kept, reads = home.kept(), len(home.reads)
    home.restart()
    home.watching.from_dict(kept, home.now)
    home.run(minutes=5)
    assert len(home.reads) == reads


# Until it is first switched on


@pytest.mark.parametrize("asked", [False, True])
def test_after_it_was_on_it_watches_only_where_that_is_asked_for(asked: bool) -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT, watch_when_off=asked)).run(minutes=30)
    assert home.watched.since is not None
    home.switches = ALL_ON
    home.run(minutes=30)
    assert home.watched == Watched()
    assert home.last.decision.state is State.FOLLOWING_SUN
    home.switches = ALL_OFF
    home.controller.person_acted()
    switched = home.now
    home.run(minutes=30)
    assert home.last.decision.reason.why is (Why.WATCHING if asked else Why.OFF)
    assert home.car.power_w == 0.0
    if asked:
        # It begins anew, after what it owed the car.
        assert (home.watched.since or switched) > switched


def test_an_app_that_saved_nothing_of_it_is_an_older_one_and_was_on() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT)).run(minutes=10)
    kept = {name: part for name, part in home.kept().items() if name != "watching"}
    home.restart()
    assert home.watching.from_dict(kept, home.now) == []
    home.run(minutes=10)
    assert home.last.decision.reason == Reason(Why.OFF)
    assert home.last.watched is None


def test_a_problem_that_a_person_has_to_mend_comes_first() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT)).run(minutes=10)
    problem = Reason(Problem.HELPER_MISSING, {"entity": "input_boolean.solar_charging"})
    outcome = home.watching.beat(home.now, home.switches, problem)
    assert (outcome.decision.state, outcome.watched) == (State.SETUP, None)
    home.run(minutes=10)
    assert home.watched.since == MORNING + timedelta(seconds=10)


# What outlives a restart


def test_a_restart_changes_nothing_of_what_would_have_been() -> None:
    through = WatchedHousehold(settings=settings(tariff=FLAT)).run(hours=6)
    restarted = WatchedHousehold(settings=settings(tariff=FLAT)).run(hours=3)
    kept = restarted.kept()
    restarted.restart()
    assert restarted.watching.from_dict(kept, restarted.now) == []
    restarted.run(hours=3)
    assert restarted.watched.since == through.watched.since
    assert restarted.watched.solar_kwh == pytest.approx(through.watched.solar_kwh, abs=ENERGY_KWH)
    assert restarted.watched.saved == pytest.approx(through.watched.saved, abs=MONEY)


@pytest.mark.parametrize(
    ("broken", "spoilt", "begins_anew"),
    [
        (lambda _: None, ["watching"], True),
        (lambda part: {**part, "been_on": "no"}, ["watching"], True),
        (lambda part: {**part, "thought": {**part["thought"], "saved": "much"}}, ["watching"], True),
        (lambda part: {**part, "thought": {**part["thought"], "car": []}}, ["watching"], True),
        (lambda part: with_part(part, "ledger", {"total": "all"}), ["watching ledger"], False),
        (lambda part: with_part(part, "history", 7), ["watching history"], False),
    ],
)
def test_no_more_is_lost_than_what_is_broken(
    broken: Callable[[Any], Any], spoilt: list[str], begins_anew: bool
) -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT)).run(hours=2)
    kept, since = home.kept(), home.watched.since
    home.restart()
    found = home.watching.from_dict({**kept, "watching": broken(kept["watching"])}, home.now)
    assert [each.partition(" (")[0] for each in found] == spoilt
    home.run(minutes=10)
    assert (home.watched.since != since) is begins_anew
    assert home.last.decision.reason.why is Why.WATCHING


def with_part(part: Any, name: str, value: Any) -> Any:
    thought = part["thought"]
    return {**part, "thought": {**thought, "knows": {**thought["knows"], name: value}}}


# What the person does meanwhile


def test_a_charge_that_begins_at_plug_in_is_ended_here_and_goes_on_there() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=DARK, soc_pct=60.0, habits=Habits())
    home.car.unplug(home.now.timestamp())
    home.run(minutes=5)
    home.car.plug_in(home.now.timestamp())
    home.run(hours=3)
    assert home.car.soc_pct > 70
    assert home.watched.soc_pct == pytest.approx(60.0, abs=0.5)
    # The real one has paid as if at once, and what was not charged here saves nothing.
    assert home.watched.saved == pytest.approx(0.0, abs=0.02)


def test_a_charge_by_hand_is_left_alone_in_both() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=DARK, habits=Habits()).run(minutes=30)
    home.car.rouse(home.now.timestamp())
    home.car.charge_start(home.now.timestamp())
    home.run(hours=2)
    assert home.watched.state is State.BY_HAND
    assert home.watched.soc_pct == pytest.approx(home.car.soc_pct, abs=1.0)
    assert home.watched.saved == pytest.approx(0.0, abs=0.02)
    home.car.charge_stop(home.now.timestamp())
    home.run(minutes=10)
    assert home.watched.current_a == 0.0


def drives(home: WatchedHousehold, used_pct: float) -> None:
    home.car.unplug(home.now.timestamp())
    home.car.drive_to(OFFICE, home.now.timestamp())
    home.run(hours=1)
    home.car.set_soc(home.car.soc_pct - used_pct, home.now.timestamp())
    home.car.drive_to(HOME, home.now.timestamp())
    home.car.plug_in(home.now.timestamp())
    home.car.charge_stop(home.now.timestamp())
    home.run(minutes=3)


def test_what_it_would_have_had_more_it_has_after_the_trip_too() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=SUNNY, habits=Habits()).run(hours=3)
    before_pct = home.watched.soc_pct or 0.0
    assert before_pct > 60
    drives(home, 15.0)
    assert home.car.soc_pct == pytest.approx(35.0, abs=0.5)
    assert home.watched.soc_pct == pytest.approx(before_pct - 15.0, abs=1.0)
    assert home.watched.short_kwh == 0.0


@pytest.mark.parametrize(
    ("soc_pct", "after_pct", "short_kwh"), [(60.0, 45.0, 0.0), (25.0, 10.0, 0.0), (20.0, 10.0, 3.0)]
)
def test_what_it_would_have_had_less_is_made_up_for_where_no_reserve_is_left_and_saves_nothing(
    soc_pct: float, after_pct: float, short_kwh: float
) -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=DARK, soc_pct=soc_pct, habits=Habits())
    home.car.unplug(home.now.timestamp())
    home.run(minutes=5)
    home.car.plug_in(home.now.timestamp())
    home.run(hours=2)
    assert home.car.soc_pct > soc_pct + 8
    drives(home, 15.0)
    assert home.watched.soc_pct == pytest.approx(after_pct, abs=1.0)
    assert home.watched.short_kwh == pytest.approx(short_kwh, abs=0.6)
    assert home.watched.saved == pytest.approx(0.0, abs=0.02)


# What is not known is not claimed


def test_without_a_price_no_saving_is_claimed() -> None:
    home = WatchedHousehold().run(hours=3)
    assert home.last.decision.reason.why is Why.WATCHING_SUN
    assert home.watched.saved is None
    assert (home.watched.solar_kwh or 0) > 5


def test_of_what_is_charged_while_no_price_is_known_no_saving_is_claimed() -> None:
    home = WatchedHousehold(settings=settings(tariff={**FLAT, "price_entity": SPOT})).run(hours=3)
    assert (home.watched.solar_kwh or 0) > 5
    assert home.watched.saved == 0.0


@pytest.mark.parametrize(
    ("habits", "problem"),
    [
        (Habits(untold=frozenset({"soc"})), Problem.WATCH_UNTOLD),
        (Habits(untold=frozenset({"limit"})), Problem.WATCH_UNTOLD),
        (Habits(), None),
    ],
)
def test_a_car_that_does_not_tell_enough_is_thought_to_charge_nothing(
    habits: Habits, problem: Problem | None
) -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=SUNNY, habits=habits).run(hours=2)
    if problem is None:
        assert home.watched.untold is None
        return
    assert home.last.decision.reason == Reason(Why.WATCHING_UNTOLD, {"problem": Reason(problem)})
    assert (home.watched.kwh, home.watched.current_a, home.watched.soc_pct) == (0.0, None, None)


def test_a_car_that_was_never_heard_of_is_not_woken_and_nothing_is_counted() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=SUNNY)
    home.car.fall_asleep(home.now.timestamp())
    home.run(hours=2)
    assert (home.reads, home.verbs()) == ([], [])
    assert home.watched.untold == Reason(Problem.NOTHING_KNOWN)
    assert home.watched.kwh == 0.0


def test_a_meter_that_falls_silent_ends_the_charge_that_is_thought_of() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=SUNNY).run(hours=1)
    assert (home.watched.current_a or 0) > 5
    home.meter_silent = True
    home.run(minutes=10)
    assert (home.watched.state, home.watched.current_a) == (State.NO_READING, 0.0)


def test_no_meter_at_all_is_no_sun() -> None:
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=SUNNY, meter_silent=True).run(hours=1)
    assert (home.watched.kwh, home.watched.saved) == (0.0, 0.0)


def test_the_car_of_another_household_is_not_touched_by_what_is_thought() -> None:
    """What would have been is in nobody's books."""
    home = WatchedHousehold(settings=settings(tariff=FLAT), trace=SUNNY).run(hours=2)
    home.car.unplug(home.now.timestamp())
    home.run(hours=1)
    assert home.controller.ledger.total.kwh == home.last.sums.today.kwh == 0.0
    assert all(session.bill.kwh == 0.0 for session in home.controller.ledger.ended)


L1, L2, L3 = PHASES = ("sensor.l1", "sensor.l2", "sensor.l3")


@pytest.mark.parametrize(("house_a", "current_a"), [(3.0, 13.0), (8.0, 8.0), (13.0, 0.0)])
def test_what_is_thought_of_keeps_the_main_fuse_of_a_phase(house_a: float, current_a: float) -> None:
    given = settings(
        meters={"phase_sensors": list(PHASES)}, charging={"main_fuse_a": 16}, car={"phase": 1}, tariff=FLAT
    )
    home = WatchedHousehold(settings=given, trace=DARK, switches=replace(ALL_OFF, charge_now=True))
    for minute in range(30):
        # What changes is told, and a sensor whose value stays is asked.
        for entity, amps in ((L1, house_a - minute % 2 * 0.01), (L2, 1.0), (L3, 1.0)):
            home.tell(entity, {"state": f"{amps:.2f}", "attributes": {"unit_of_measurement": "A"}})
        home.watching.alive(home.now.timestamp(), home.now.timestamp(), 0.0)
        home.run(minutes=1)
    assert home.watched.current_a == current_a


def test_charge_now_is_thought_of_too_and_stays_switched_on() -> None:
    home = WatchedHousehold(
        settings=settings(tariff=FLAT), trace=DARK, soc_pct=79.0, switches=replace(ALL_OFF, charge_now=True)
    ).run(minutes=10)
    assert home.watched.state is State.CHARGE_NOW
    home.run(hours=1)
    assert home.watched.state is State.FULL
    assert not any(outcome.charge_over for _, outcome in home.outcomes)
