"""The main fuse over hours: a deaf car, rises within rises, spikes, silence, and each phase by itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from simulator.car_settings import CarSettings
from solar_charging.base.reason import Problem, Reason, Why
from solar_charging.control.situation import SwitchPositions
from tests.household import ALL_ON, GRID, MORNING, Household, constant_day, settings

NOW = replace(ALL_ON, charge_now=True)
PHASES = ("sensor.l1", "sensor.l2", "sensor.l3")
AMPS, WATTS = {"unit_of_measurement": "A"}, {"unit_of_measurement": "W"}


def charging_now(fuse_w: float, load_w: float, **given: Any) -> Household:
    """A house that draws `load_w` besides a car that is to charge now."""
    home = Household(settings(charging={"max_import_w": fuse_w}), constant_day(-load_w, load_w), **given)
    home.switches = NOW
    return home


def draws(home: Household, load_w: float) -> None:
    """From now on the house draws so much besides."""
    home.world.trace = constant_day(-load_w, load_w)


def verbs_since(home: Household, since: datetime) -> list[str]:
    return [command.verb.value for at, command in home.commands if at > since]


class Attentive(Household):
    """A household whose app beats when there is an overload, and when it said so, as the real one does."""

    def _tell_meters(self) -> None:
        super()._tell_meters()
        overloaded = self.controller.overload_in_s(self.now.timestamp()) is not None
        due = self.outcomes and self.last.next_change_at is not None and self.now >= self.last.next_change_at
        if overloaded or due:
            self.beat()


# What is offered counts once it is drawn


def test_a_car_that_accepts_a_start_and_does_nothing_is_asked_no_more_often_than_without_a_fuse() -> None:
    fused, free = charging_now(6000, 4100), Household(settings(), constant_day(-4100, 4100), switches=NOW)
    for home in (fused, free):
        home.car.deaf = True
        home.run(hours=3)
    assert fused.verbs().count("start") == free.verbs().count("start") <= 12
    assert {command.current_a for _, command in fused.commands} == {None, 8}


def test_pressed_while_the_car_is_slow_to_start_no_more_is_asked_than_there_is_room_for() -> None:
    home = charging_now(6000, 4100, car_settings=CarSettings(starting_s=45))
    home.switches = ALL_ON
    home.run(minutes=6)
    home.switches, most_w = NOW, 0.0
    for _ in range(60):
        home.run(seconds=10)
        most_w = max(most_w, home.world.meters(home.now.timestamp()).grid_power_w)
    assert home.car.requested_a == 8
    assert most_w <= 6000


# Rises


@pytest.mark.parametrize("apart_s", [5, 10, 20])
def test_a_second_rise_shortly_after_the_first_is_seen(apart_s: int) -> None:
    given = settings(charging={"max_import_w": 9000})
    car = CarSettings(max_current_a=32)
    home = Attentive(given, constant_day(-300, 300), car_settings=car, switches=NOW).run(minutes=6)
    draws(home, 4500)
    home.run(seconds=apart_s)
    draws(home, 7000)
    home.run(seconds=16)
    assert home.car.charging
    assert home.world.meters(home.now.timestamp()).grid_power_w <= 9000


# Spikes


@pytest.mark.parametrize("spike_w", [15_000.0, 100_000.0])
@pytest.mark.parametrize(("spikes", "ends"), [(1, False), (2, True)])
def test_one_spike_does_not_end_a_charge_and_two_do(spike_w: float, spikes: int, ends: bool) -> None:
    home = charging_now(9000, 1000).run(minutes=6)
    since = home.now
    for _ in range(spikes):
        home.now += timedelta(seconds=10)
        home.vehicle.now_s = home.now.timestamp()
        home.world.advance(home.vehicle.now_s)
        home.controller.meter(GRID, {"state": str(spike_w), "attributes": WATTS}, home.now.timestamp())
        if home.controller.overload_in_s(home.now.timestamp()) is not None:
            home.beat()
    assert ("stop" in verbs_since(home, since)) is ends
    if not ends:
        home.run(minutes=10)
        assert home.car.requested_a == 16
        assert "start" not in verbs_since(home, since)


# Silence


def known_for(days: float, fuse_w: float, load_w: float, once_w: float = 0.0) -> Household:
    """A house known for so many days, in which it once drew more, that charges now behind a silent meter."""
    home = charging_now(fuse_w, max(load_w, once_w), start=MORNING, soc_pct=20, charge_limit_pct=100)
    home.switches = SwitchPositions(enabled=True, off_peak=False, charge_now=False)
    home.meter_every_s = 60
    home.run(minutes=10)
    draws(home, load_w)
    home.run(days=days)
    home.switches = NOW
    home.run(minutes=10)
    assert home.car.requested_a == 16
    assert home.car.charging
    home.meter_silent = True
    return home.run(minutes=6)


def test_behind_a_silent_meter_nobody_gets_more_than_the_least() -> None:
    home = known_for(1.1, 9000, 1000)
    assert (home.car.charging, home.car.requested_a) == (True, 5)
    assert home.last.decision.reason.why is Why.FUSE_BLIND
    assert home.last.meter is not None
    assert home.last.meter.why is Problem.FUSE_BLIND
    home.meter_silent = False
    home.run(minutes=2)
    assert (home.car.requested_a, home.last.meter) == (5, None)
    assert home.last.decision.reason.values["problem"].why is Problem.METER_BACK
    home.run(minutes=8)
    assert home.car.requested_a == 16
    assert home.last.meter is None


@pytest.mark.parametrize(("days", "fuse_w"), [(1.1, 6100), (0.2, 9000)])
def test_it_is_nothing_where_the_least_does_not_fit_or_nobody_knows(days: float, fuse_w: float) -> None:
    home = known_for(days, fuse_w, 1000, once_w=5000)
    assert not home.car.charging
    assert home.last.decision.reason.why is Why.FUSE_BLIND_ENDING
    assert home.last.meter is not None


def test_without_a_fuse_a_silent_meter_changes_nothing_of_what_a_person_asked_for() -> None:
    home = Household(settings(), constant_day(-1000, 1000), switches=NOW).run(minutes=10)
    home.meter_silent = True
    home.run(minutes=10)
    assert (home.car.charging, home.car.requested_a) == (True, 16)


# Each phase


@dataclass
class ThreePhases(Attentive):
    """A house whose phases are measured each by itself."""

    loads_a: tuple[float, float, float] = field(default=(2.0, 2.0, 2.0))

    def _tell_meters(self) -> None:
        now_s, on = self.now.timestamp(), range(int(self.car_settings.phases))
        for number, entity in enumerate(PHASES):
            amps = self.loads_a[number] + (self.car.current_a if number in on else 0.0)
            self.controller.meter(entity, {"state": f"{amps:.2f}", "attributes": AMPS}, now_s)
        super()._tell_meters()

    @property
    def most_a(self) -> float:
        """What flows in the fullest phase."""
        car_a = [self.car.current_a if each < self.car_settings.phases else 0.0 for each in range(3)]
        return max(load + car for load, car in zip(self.loads_a, car_a, strict=True))


def phases_of(car_phases: int, **car: Any) -> ThreePhases:
    given = settings(
        meters={"phase_sensors": list(PHASES)},
        charging={"main_fuse_a": 25},
        car={"phases": car_phases, **car},
    )
    return ThreePhases(
        given, constant_day(-1400, 1400), switches=NOW,
        car_settings=CarSettings(phases=car_phases, max_current_a=32),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("car_phases", "car", "loads_a", "current_a"),
    [
        (1, {"phase": 1}, (10.0, 2.0, 24.0), 15),
        (1, {"phase": 1}, (2.0, 24.0, 24.0), 23),
        # That L3 does not rise with it has shown that it is not on it.
        (1, {}, (2.0, 10.0, 12.0), 23),
        (1, {}, (12.0, 2.0, 2.0), 13),
        (3, {}, (2.0, 10.0, 12.0), 13),
        (3, {}, (2.0, 10.0, 21.0), 0),
    ],
)
def test_a_car_gets_what_its_phases_leave(
    car_phases: int, car: dict[str, Any], loads_a: tuple[float, float, float], current_a: int
) -> None:
    home = phases_of(car_phases, **car)
    home.loads_a = loads_a
    home.run(minutes=6)
    assert (home.car.requested_a if home.car.charging else 0) == current_a


@pytest.mark.parametrize(("over_a", "lasts_s", "held_a"), [(3.0, 60, 20), (10.0, 30, 13), (20.0, 40, 0)])
def test_a_phase_is_relieved_before_its_fuse_blows_and_charged_again_later(
    over_a: float, lasts_s: int, held_a: int
) -> None:
    home = phases_of(1, phase=1)
    home.meter_every_s = 5
    home.run(minutes=6)
    assert home.car.requested_a == 23
    home.loads_a = (2.0 + over_a, 2.0, 2.0)
    home.run(seconds=lasts_s)
    assert home.most_a <= 25.0
    assert (home.car.requested_a if home.car.charging else 0) == held_a
    home.loads_a = (2.0, 2.0, 2.0)
    home.run(seconds=100)
    assert (home.car.requested_a if home.car.charging else 0) == held_a
    home.run(minutes=5)
    assert home.car.requested_a == 23
    assert home.car.charging


def test_a_phase_that_falls_silent_counts_as_a_silent_meter() -> None:
    home = phases_of(3).run(minutes=6)
    assert home.car.charging
    tell = home.controller.meter
    home.controller.meter = lambda entity, state, at_s: (  # type: ignore[method-assign]
        tell(entity, {"state": "unavailable", "attributes": AMPS} if entity == PHASES[2] else state, at_s)
    )
    home.run(minutes=4)
    assert not home.car.charging
    assert home.last.decision.reason.why is Why.FUSE_BLIND_ENDING


def test_a_phase_that_stands_still_while_the_others_speak_counts_as_a_silent_meter() -> None:
    home = phases_of(3).run(minutes=6)
    tell, stuck = home.controller.meter, {"state": "2.00", "attributes": AMPS}
    home.controller.meter = lambda entity, state, at_s: (  # type: ignore[method-assign]
        tell(entity, stuck if entity == PHASES[2] else state, at_s)
    )
    home.run(minutes=5)
    assert not home.car.charging
    assert home.last.decision.reason.why is Why.FUSE_BLIND_ENDING
    assert home.last.meter is not None
    assert home.last.meter.values["problem"] == Reason(
        Problem.PHASES_SHORT, {"entity": "sensor.l1 + sensor.l2 + sensor.l3"}
    )


@pytest.mark.parametrize(("load_a", "begins_a"), [(19.0, 6), (21.0, 0), (26.0, 0)])
def test_pressed_while_a_phase_is_full_the_car_waits_for_room(load_a: float, begins_a: int) -> None:
    home = phases_of(1, phase=1)
    home.switches, home.loads_a = ALL_ON, (load_a, 2.0, 2.0)
    home.run(minutes=6)
    home.switches, most_a = NOW, 0.0
    for _ in range(60):
        home.run(seconds=10)
        most_a = max(most_a, home.most_a)
    assert (home.car.requested_a if home.car.charging else 0) == begins_a
    assert most_a <= max(25.0, load_a)
    reason = home.last.decision.reason
    assert reason.values["phase"] == "L1"
    assert reason.values["house_a"] == pytest.approx(load_a)
    home.loads_a = (2.0, 2.0, 2.0)
    home.run(minutes=8)
    assert (home.car.charging, home.car.requested_a) == (True, 23)


@dataclass
class Unsigned(ThreePhases):
    """A house whose sensors tell no sign, and whose sun feeds into the first phase."""

    def _tell_meters(self) -> None:
        tell = self.controller.meter
        self.controller.meter = lambda entity, state, at_s: tell(  # type: ignore[method-assign]
            entity, {**state, "state": state["state"].lstrip("-")} if entity in PHASES else state, at_s
        )
        super()._tell_meters()
        self.controller.meter = tell  # type: ignore[method-assign]


@pytest.mark.parametrize(("feeds_a", "asked_a"), [(10.0, 32), (19.0, 32), (21.0, 0)])
def test_what_is_fed_in_behind_sensors_without_a_sign_counts_as_import(feeds_a: float, asked_a: int) -> None:
    """The car is given less than there is room for at first, and never more."""
    home = Unsigned(
        phases_of(1, phase=1).controller.settings, constant_day((feeds_a - 4.0) * 230, 920), switches=NOW,
        car_settings=CarSettings(max_current_a=32), loads_a=(-feeds_a, 2.0, 2.0),
    )  # fmt: skip
    for _ in range(120):
        home.run(seconds=10)
        assert home.most_a <= 25.0
    assert (home.car.requested_a if home.car.charging else 0) == asked_a


def test_a_restart_forgets_nothing_of_what_the_house_drew() -> None:
    home = known_for(1.1, 9000, 1000)
    saved = home.controller.saved_state.to_dict(home.now)
    home.restart()
    home.controller.saved_state.from_dict(saved)
    home.run(minutes=6)
    assert (home.car.charging, home.car.requested_a) == (True, 5)
