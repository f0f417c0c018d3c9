"""Sun that an inverter throws away is suspected on evidence, tried with care, and remembered."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.metering.edge import NEAR_W, Edge, Evidence
from solar_charging.metering.hidden_sun import HiddenSun
from solar_charging.metering.probes import AGAIN_S, LEAST_ODDS, MOST_FAILED, Odds
from tests.solar_charging.metering.hidden_house import BEAT_S, LEAST_W, PER_AMP_W, House, told, untold

MUCH_W = 1000.0


# What it is known by


@pytest.mark.parametrize("limit_w", [0.0, 600.0])
def test_a_limit_that_a_person_named_suffices_at_once(limit_w: float) -> None:
    house = told(limit_w)
    assert house.minutes(1) is None
    hidden = house.minutes(2)
    assert hidden is not None
    assert hidden.w >= LEAST_W


def test_a_house_that_never_exports_is_found_out_after_a_day() -> None:
    house = untold(days=0)
    assert house.minutes(60) is None
    house = untold()
    hidden = house.minutes(10)
    assert hidden is not None
    assert hidden.w > MUCH_W
    assert house.finder.edge.evidence(house.seen()) is Evidence.BELOW


def test_a_sun_that_follows_the_house_is_evidence_without_any_forecast() -> None:
    house = untold()
    house.forecast_kwh = None
    assert house.minutes(10) is None
    for load_w in (300.0, 900.0) * 3:
        house.load_w = load_w
        house.minutes(3)
    assert house.finder.edge.evidence(house.seen()) is Evidence.FOLLOWS
    assert house.said[-1] is not None


def test_where_export_brings_nothing_no_day_is_waited_for() -> None:
    house = House(HiddenSun(None, 0.0), sun_w=5000.0, export_per_kwh=-0.05).at(12)
    assert house.minutes(10) is not None
    assert house.finder.edge.evidence(house.seen()) is Evidence.UNPAID


Change = Callable[[House], object]

INNOCENT: dict[str, Change] = {
    "it exports": lambda house: setattr(house, "limit_w", None),
    "it imports": lambda house: setattr(house, "sun_w", 200.0),
    "a battery takes or gives": lambda house: setattr(house, "idle", False),
    "the meter is stuck": lambda house: setattr(house, "stuck", True),
    "night": lambda house: (house.at(2), setattr(house, "load_w", 0.0), setattr(house, "sun_w", 50.0)),
}


@pytest.mark.parametrize("make", [told, untold])
@pytest.mark.parametrize("case", INNOCENT)
def test_nothing_hides_where(case: str, make: Callable[[], House]) -> None:
    house = make()
    house.finder.edge = Edge(0.0 if make is told else None, -1e6)
    INNOCENT[case](house)
    assert house.minutes(40) is None
    assert house.finder.likely_w == 0


def test_a_limit_that_is_never_reached_changes_nothing() -> None:
    house = told(8000.0)
    house.limit_w = None
    assert not any(house.minutes(1) for _ in range(60))


@pytest.mark.parametrize(("days", "limited"), [(2.9, False), (3.1, True)])
def test_a_house_that_exported_is_not_limited_for_three_days(days: float, limited: bool) -> None:
    house = untold()
    house.limit_w = None
    house.minutes(5)
    house.limit_w, house.now_s = 0.0, house.now_s + days * 86_400
    house.at(12)
    house.now_s -= 0 if limited else 86_400
    assert (house.minutes(10) is not None) is limited


def test_an_overshoot_of_the_inverter_is_no_export() -> None:
    house = untold()
    house.limit_w = None
    house.beats(3)
    house.limit_w = 0.0
    assert house.minutes(10) is not None


def test_prices_below_nothing_do_not_tell_of_a_house_that_exports_then() -> None:
    house = untold()
    house.export_per_kwh, house.limit_w = -0.05, None
    house.minutes(5)
    house.sun_w = 350.0  # a cloud: all but nothing is left over
    assert house.minutes(30) is None


@pytest.mark.parametrize(("off_w", "known"), [(0.0, True), (NEAR_W - 5, True), (NEAR_W + 1, False)])
def test_the_grid_stands_at_its_edge_within_some_watts(off_w: float, known: bool) -> None:
    edge = Edge(0.0, 0.0)
    house = told()
    for number in range(20):
        edge.beat(house.seen()._replace(now_s=BEAT_S * number, grid_w=off_w + number % 3))
    assert edge.holds(house.seen()._replace(now_s=BEAT_S * 20)) is known


# What a probe shows


def probed(house: House) -> House:
    """The car begins with the least current as soon as something is said to hide."""
    assert house.minutes(6) is not None
    house.car_w = LEAST_W
    house.beats()
    return house


@pytest.mark.parametrize("make", [told, untold])
def test_a_probe_that_is_carried_has_paid(make: Callable[[], House]) -> None:
    house = probed(make())
    assert house.finder.probes.probing
    house.beats(3)
    probes = house.finder.probes
    assert not probes.probing
    assert probes.failed_today == 0
    assert sum(odds.paid for odds in probes.odds.values()) == 1
    hidden = house.minutes(5)
    assert hidden is not None
    assert hidden.w > PER_AMP_W


def test_until_it_is_judged_a_probe_goes_on_whatever_the_meters_show() -> None:
    house = told()
    house.sun_w = 400.0
    probed(house)
    assert [bool(each and each.probing) for each in house.said[-1:]] == [True]
    while house.finder.probes.probing:
        house.beats()
    assert house.finder.probes.failed_today == 1
    assert house.finder.probes.odds[Evidence.LIMIT].failed == 1


def test_what_a_battery_or_a_stuck_meter_hides_is_no_sun() -> None:
    # The grid stays at 0 whatever the car draws, and the sun does not rise.
    house = told()
    assert house.minutes(6) is not None
    for _ in range(12):
        seen = house.seen()
        house.finder.beat(seen._replace(drawn_w=LEAST_W, surplus_w=LEAST_W))
        house.now_s += BEAT_S
    assert house.finder.probes.failed_today == 1


def test_after_a_failed_probe_an_hour_passes_and_two_a_day_are_the_most() -> None:
    house = told()
    house.sun_w = 400.0
    failed_s = []
    for _ in range(1200):
        hidden = house.beats()
        probes = house.finder.probes
        if house.car_w and not probes.probing:
            house.car_w = 0.0
            failed_s.append(house.now_s)
        elif hidden is not None and hidden.w >= LEAST_W:
            house.car_w = LEAST_W
    assert len(failed_s) == MOST_FAILED
    assert failed_s[1] - failed_s[0] >= AGAIN_S
    # Tomorrow is another day.
    house.at(12)
    house.sun_w = 5000.0
    assert house.minutes(6) is not None


def test_a_charge_that_was_begun_for_another_reason_is_no_probe() -> None:
    house = told()
    house.idle = False
    house.beats(5)
    house.idle, house.car_w = True, LEAST_W
    house.beats(5)
    assert not house.finder.probes.probing


# Steps


def climbing() -> House:
    """A charge that hidden sun carries, by a limit that was named."""
    house = probed(told())
    house.beats(3)
    return house


def test_steps_double_while_they_pay() -> None:
    house = climbing()
    steps = []
    house.sun_w = 20_000.0
    for _ in range(3):
        hidden = house.minutes(3)
        assert hidden is not None
        steps.append(hidden.w)
        house.car_w += round(hidden.w / PER_AMP_W - 0.5) * PER_AMP_W
        house.beats(2)
    assert steps == sorted(steps)
    assert steps[2] > 3 * steps[0]


def test_a_step_too_much_is_taken_back_and_rested_after() -> None:
    house = climbing()
    house.minutes(3)
    house.sun_w = 1500.0
    house.car_w += 10 * PER_AMP_W
    assert house.beats(1) is None
    house.car_w = LEAST_W
    rests = house.minutes(2)
    assert rests is not None
    assert rests.w < PER_AMP_W
    assert house.finder.probes.steps.failed == 1
    again = house.minutes(5)
    assert again is not None
    assert again.w > PER_AMP_W


def test_a_step_of_which_half_is_carried_has_paid() -> None:
    house = climbing()
    house.minutes(3)
    house.sun_w = house.load_w + LEAST_W + 6 * PER_AMP_W
    house.car_w += 10 * PER_AMP_W
    house.beats(1)
    assert (house.finder.probes.steps.paid, house.finder.probes.steps.failed) == (1, 0)


# What is remembered


@pytest.mark.parametrize(("paid", "failed", "value"), [(0, 0, 2 / 3), (4, 0, 6 / 7), (0, 4, 2 / 7)])
def test_odds_follow_what_was_counted(paid: int, failed: int, value: float) -> None:
    odds = Odds()
    for _ in range(paid):
        odds.count(True)
    for _ in range(failed):
        odds.count(False)
    assert odds.value == pytest.approx(value)
    odds.fade(365)
    assert odds.value == pytest.approx(2 / 3)


def test_a_step_is_never_given_up() -> None:
    finder = HiddenSun(0.0, 0.0)
    for _ in range(100):
        finder.probes.steps.count(False)
    assert finder.probes.step_odds == LEAST_ODDS


def test_it_outlives_a_restart() -> None:
    house = untold()
    house.sun_w = 5000.0
    probed(house)
    house.beats(3)
    saved = json.loads(json.dumps(house.finder.to_dict()))
    restored = HiddenSun(None, house.now_s)
    restored.from_dict(saved)
    assert json.loads(json.dumps(restored.to_dict())) == saved
    # In the middle of a charge it goes on, and judges nothing that it has not seen begin.
    house.finder = restored
    house.minutes(10)
    assert not restored.probes.probing
    assert restored.probes.failed_today == 0


@pytest.mark.parametrize("part", ["day", "best_kwh", "edge", "probes", "profile"])
def test_a_spoilt_part_is_refused(part: str) -> None:
    finder = HiddenSun(None, 0.0)
    before = finder.to_dict()
    saved = {**untold().finder.to_dict(), part: "spoilt"}
    with pytest.raises((ValueError, KeyError, TypeError)):
        finder.from_dict(saved)
    assert finder.to_dict() == before


maybe_w = st.none() | st.floats(-2e4, 2e4)


@given(
    limit_w=st.none() | st.floats(0, 1e4),
    beats=st.lists(
        st.tuples(
            maybe_w, maybe_w, st.floats(0, 1e4) | st.just(float("nan")), st.booleans(), st.floats(-9e5, 9e5)
        ),
        max_size=40,
    ),
    forecast_kwh=st.none() | st.floats(0, 100),
)
def test_whatever_the_meters_and_the_clock_do_it_answers(
    limit_w: float | None,
    beats: list[tuple[float | None, float | None, float, bool, float]],
    forecast_kwh: float | None,
) -> None:
    house = told()
    finder, now_s = HiddenSun(limit_w, 2e6), 2e6
    for grid_w, solar_w, car_w, idle, after_s in beats:
        now_s = max(now_s + after_s, 0.0)
        house.now_s, house.idle, house.forecast_kwh = now_s, idle, forecast_kwh
        solar_w = None if solar_w is None else max(solar_w, 0.0)
        hidden = finder.beat(
            house.seen()._replace(grid_w=grid_w, solar_w=solar_w, surplus_w=grid_w, drawn_w=car_w)
        )
        if hidden is not None:
            assert hidden.w >= 0
            assert 0 <= hidden.odds <= 1
            assert 0 <= hidden.hours <= 2
    restored = HiddenSun(limit_w, 0.0)
    restored.from_dict(json.loads(json.dumps(finder.to_dict())))
