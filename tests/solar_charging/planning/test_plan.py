"""What a kWh is worth: small worlds in which the answer is plain, and a linear program for the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from scipy.optimize import linprog

from solar_charging.base.economics import Charger
from solar_charging.planning.offers import COUNTED, MISSING_FACTOR, WEAR
from solar_charging.planning.plan import plan
from solar_charging.planning.scenarios import USABLE, Scenarios, Usage

CHARGER = Charger(watts_per_amp=1000.0, min_a=1, max_a=10, efficiency=1.0, overhead_w=0.0)
SOLD, CHEAP, DEAR, FINAL = 0.08, 0.20, 0.30, 0.15
FROM_SUN = SOLD + WEAR
HOUR = 1 / COUNTED
"""As long as it takes to count on an hour's power."""
HIGHEST = MISSING_FACTOR * DEAR + 0.05
PRECISION = 0.002
"""Of a value that bisection found, and of prices that differ by how early they are."""

NIGHT_H, HOURS = 6, 24
NO_SUN: Mapping[int, float] = {}
FOUR_HOURS = dict.fromkeys(range(10, 14), 5.0)
"""20 kWh in the middle of the day, of which 16 can be followed."""


def sunny(*suns: Mapping[int, float], hours: int = HOURS) -> np.ndarray:
    return np.array([[sun.get(hour, 0.0) for hour in range(hours)] for sun in suns])


def world(
    *suns: Mapping[int, float],
    wanted: Mapping[int, float] | None = None,
    trips: Mapping[int, float] | None = None,
    away: Sequence[int] = (),
    stored_kwh: float = 0.0,
    limit_kwh: float = 60.0,
) -> Scenarios:
    """A day by the hour from midnight on, cheap until six."""
    hours = range(HOURS)
    usage = Usage(
        plugged=np.array([0.0 if hour in away else 1.0 for hour in hours]),
        trip_kwh=np.array([(trips or {}).get(hour, 0.0) for hour in hours]),
        wanted_kwh=np.array([(wanted or {}).get(hour, 0.0) for hour in hours]),
    )
    return Scenarios(
        hours=np.full(HOURS, HOUR),
        import_per_kwh=np.array([CHEAP] * NIGHT_H + [DEAR] * (HOURS - NIGHT_H)),
        export_per_kwh=np.full(HOURS, SOLD),
        surplus_kw=sunny(*suns),
        usages=[usage],
        stored_kwh=stored_kwh,
        limit_kwh=limit_kwh,
        final_value_per_kwh=FINAL,
    )


@pytest.mark.parametrize(
    ("wanted", "stored_kwh", "value", "missing_kwh"),
    [
        ({20: 10}, 0.0, FINAL, 0.0),  # the sun brings it, and more
        ({20: 15}, 0.0, FINAL, 0.0),
        ({20: 17}, 0.0, CHEAP, 1.0),  # more than the sun: the rest is cheap power
        ({20: 17}, 2.0, FINAL, 0.0),
        ({20: 30}, 0.0, CHEAP, 14.0),
        ({6: 30}, 31.0, FINAL, 0.0),
        ({}, 0.0, FINAL, 0.0),
    ],
)
def test_under_a_known_sun_a_kwh_is_worth_what_the_last_one_costs(
    wanted: dict[int, float], stored_kwh: float, value: float, missing_kwh: float
) -> None:
    made = plan(world(FOUR_HOURS, wanted=wanted, stored_kwh=stored_kwh, limit_kwh=150), CHARGER)
    assert made.value_per_kwh == pytest.approx(value, abs=PRECISION)
    # Bought by the hour, or less.
    assert missing_kwh - 0.01 <= made.bought_kwh < missing_kwh + CHARGER.most_kw
    assert (made.bought_kwh > 0) is (missing_kwh > 0)


@pytest.mark.parametrize(("wanted_kwh", "value"), [(49, CHEAP), (61, DEAR), (69, DEAR), (71, HIGHEST)])
def test_a_wish_too_early_for_the_sun_is_worth_any_price(wanted_kwh: float, value: float) -> None:
    made = plan(world(FOUR_HOURS, wanted={6: wanted_kwh}, limit_kwh=150), CHARGER)
    assert made.value_per_kwh == pytest.approx(value, abs=PRECISION)


@pytest.mark.parametrize(
    ("dark_suns", "bought_kwh", "value"),
    [
        (0, 0.0, FINAL),
        (1, 0.0, (3 * FINAL + DEAR) / 4),
        (2, 20.0, 0.225),
        (3, 20.0, 0.2625),
        (4, 20.0, DEAR),
    ],
)
def test_at_night_is_bought_what_the_sun_would_not_surely_bring(
    dark_suns: int, bought_kwh: float, value: float
) -> None:
    suns = [FOUR_HOURS] * (4 - dark_suns) + [NO_SUN] * dark_suns
    before_dawn = world(*suns, wanted={20: 15})
    made = plan(before_dawn, CHARGER)
    if bought_kwh:
        # Bought, it is worth what the last kWh of it costs.
        assert made.bought_kwh == pytest.approx(bought_kwh, abs=0.01)
        assert made.value_per_kwh == pytest.approx(CHEAP, abs=PRECISION)
    else:
        assert made.bought_kwh == 0
        assert made.value_per_kwh == pytest.approx(value, abs=PRECISION)


def from_hour(scenarios: Scenarios, hour: int) -> Scenarios:
    """The same world later in the day."""
    (usage,) = scenarios.usages
    return replace(
        scenarios,
        hours=scenarios.hours[hour:],
        import_per_kwh=scenarios.import_per_kwh[hour:],
        export_per_kwh=scenarios.export_per_kwh[hour:],
        surplus_kw=scenarios.surplus_kw[:, hour:],
        usages=[Usage(usage.plugged[hour:], usage.trip_kwh[hour:], usage.wanted_kwh[hour:])],
    )


def test_of_the_cheap_hours_the_latest_is_taken() -> None:
    night = world(NO_SUN, wanted={7: 10})
    pays = [hour for hour in range(NIGHT_H) if plan(from_hour(night, hour), CHARGER).value_per_kwh >= CHEAP]
    assert pays == [NIGHT_H - 1]


@pytest.mark.parametrize(("charging", "paying"), [(False, [3, 4, 5]), (True, [0, 1, 2])])
def test_a_charge_that_runs_goes_on_instead_of_ending_and_beginning_again(
    charging: bool, paying: list[int]
) -> None:
    def pays(hour: int, stored_kwh: float) -> bool:
        night = world(NO_SUN, wanted={7: 30}, stored_kwh=stored_kwh)
        return plan(replace(from_hour(night, hour), charging=charging), CHARGER).value_per_kwh >= CHEAP

    stored_kwh, found = 0.0, []
    for hour in range(NIGHT_H):
        if pays(hour, stored_kwh):
            found.append(hour)
            stored_kwh += CHARGER.most_kw
    assert found == paying


def test_the_last_cheap_hour_that_is_needed_is_worth_what_doing_without_it_costs() -> None:
    night = world(NO_SUN, wanted={7: 15})
    values = [plan(from_hour(night, hour), CHARGER).value_per_kwh for hour in range(NIGHT_H)]
    assert values[:4] == pytest.approx([CHEAP] * 4, abs=PRECISION)
    assert values[4] == pytest.approx(DEAR, abs=PRECISION)


def test_an_hour_that_has_nearly_passed_offers_little() -> None:
    night = world(NO_SUN, wanted={5: 60})
    assert plan(replace(night, stored_kwh=11.0), CHARGER).value_per_kwh == pytest.approx(CHEAP, abs=PRECISION)
    night = replace(night, hours=np.array([0.25 * HOUR, *night.hours[1:]]))
    assert plan(night, CHARGER).value_per_kwh == pytest.approx(HIGHEST, abs=PRECISION)
    assert plan(replace(night, stored_kwh=8.0), CHARGER).value_per_kwh == pytest.approx(
        HIGHEST, abs=PRECISION
    )


def test_nothing_is_bought_for_a_need_that_comes_after_the_departure_while_there_are_later_nights() -> None:
    """A charge that runs goes on, but not into what the next night brings at the same price."""
    day = world(NO_SUN, wanted={7: 15}, trips={8: 10})
    two = replace(
        day,
        hours=np.tile(day.hours, 2),
        import_per_kwh=np.tile(day.import_per_kwh, 2),
        export_per_kwh=np.tile(day.export_per_kwh, 2),
        surplus_kw=np.tile(day.surplus_kw, 2),
        usages=[Usage(*(np.tile(each, 2) for each in vars(day.usages[0]).values()))],
    )
    assert plan(replace(two, stored_kwh=14.0, charging=True), CHARGER).value_per_kwh >= CHEAP
    assert plan(replace(two, stored_kwh=16.0, charging=True), CHARGER).value_per_kwh < CHEAP


def test_a_charge_by_day_does_not_pull_the_night_s_purchase_to_the_evening() -> None:
    evening = from_hour(world(NO_SUN, wanted={23: 10}), NIGHT_H)
    evening.import_per_kwh[10:] = CHEAP
    charging = replace(evening, charging=True)
    assert plan(charging, CHARGER).night_kwh.nonzero() == plan(evening, CHARGER).night_kwh.nonzero()


@pytest.mark.parametrize("stored_kwh", [59.0, 60.0])
def test_a_full_battery_is_worth_less_than_the_sun_that_it_cannot_take(stored_kwh: float) -> None:
    light = from_hour(world(FOUR_HOURS, stored_kwh=stored_kwh), 10)
    assert plan(light, CHARGER).value_per_kwh <= FROM_SUN + PRECISION


def test_a_trip_makes_room_for_the_sun() -> None:
    full = world(FOUR_HOURS, stored_kwh=60)
    assert plan(from_hour(full, 10), CHARGER).value_per_kwh <= FROM_SUN + PRECISION
    trip = from_hour(world(FOUR_HOURS, stored_kwh=60, trips={10: 30}), 10)
    assert plan(trip, CHARGER).value_per_kwh == pytest.approx(FINAL, abs=PRECISION)


def test_where_the_car_is_not_at_the_plug_the_sun_is_of_no_use() -> None:
    home, office = (world(FOUR_HOURS, wanted={20: 15}, away=away) for away in ((), range(7, 18)))
    assert plan(home, CHARGER).bought_kwh == 0
    assert plan(office, CHARGER).bought_kwh == pytest.approx(20)


def test_each_sun_goes_with_one_of_the_lives() -> None:
    calm, busy = (from_hour(world({10: 5.0}, {10: 5.0}, wanted={20: kwh}), 10) for kwh in (0, 30))
    both = replace(calm, usages=[*calm.usages, *busy.usages])
    assert plan(both, CHARGER).values_per_kwh == pytest.approx([FINAL, DEAR], abs=PRECISION)


# Any small world

SLOTS = 5
prices = st.lists(st.sampled_from([-0.05, 0.10, 0.18, 0.25, 0.32]), min_size=SLOTS, max_size=SLOTS)
sun_rows = st.lists(st.sampled_from([0.0, 0.0, 2.0, 5.0, 9.0]), min_size=SLOTS, max_size=SLOTS)


@st.composite
def any_scenarios(draw: st.DrawFn, suns: int = 2) -> Scenarios:
    """Five hours, some suns, a wish, a trip."""
    wanted, trip = np.zeros(SLOTS), np.zeros(SLOTS)
    wanted[draw(st.integers(0, SLOTS - 1))] = draw(st.sampled_from([0.0, 7.0, 19.0, 31.0]))
    trip[draw(st.integers(0, SLOTS - 1))] = draw(st.sampled_from([0.0, 6.5]))
    limit_kwh = draw(st.sampled_from([33.0, 50.0]))
    return Scenarios(
        hours=np.array([draw(st.sampled_from([1.0, 0.3])), *[1.0] * (SLOTS - 1)]) * HOUR,
        import_per_kwh=np.array(draw(prices)),
        export_per_kwh=np.full(SLOTS, SOLD),
        surplus_kw=np.array([draw(sun_rows) for _ in range(suns)]) / USABLE,
        usages=[Usage(np.ones(SLOTS), trip, wanted)],
        stored_kwh=draw(st.sampled_from([7.1, 12.3, 21.7, 32.9])),
        limit_kwh=limit_kwh,
        final_value_per_kwh=draw(st.sampled_from([0.05, 0.15, 0.22])),
        charging=draw(st.booleans()),
    )


@effort(deadline=None)
@given(any_scenarios())
def test_a_value_is_a_number_between_nothing_and_what_missing_it_costs(scenarios: Scenarios) -> None:
    made, again = plan(scenarios, CHARGER), plan(scenarios, CHARGER)
    dearest = float(scenarios.import_per_kwh.max())
    for value in (made.value_per_kwh, *made.values_per_kwh):
        assert -0.1 < value < MISSING_FACTOR * max(dearest, 0.0) + 0.06
    assert 0 <= made.bought_kwh <= CHARGER.most_kw * SLOTS
    assert (again.value_per_kwh, again.bought_kwh) == (made.value_per_kwh, made.bought_kwh)
    assert (again.values_per_kwh == made.values_per_kwh).all()


@effort(deadline=None)
@given(any_scenarios(), st.floats(0.1, 10))
def test_the_more_is_stored_the_less_another_kwh_is_worth(scenarios: Scenarios, more_kwh: float) -> None:
    fuller_kwh = min(scenarios.stored_kwh + more_kwh, scenarios.limit_kwh)
    fuller = plan(replace(scenarios, stored_kwh=fuller_kwh), CHARGER)
    assert fuller.value_per_kwh <= plan(scenarios, CHARGER).value_per_kwh + PRECISION


def offered(scenarios: Scenarios) -> list[list[tuple[int, float, float]]]:
    """For each sun all offers as (slot, kWh, price), straight from the prices: a charge without losses."""
    found = []
    counted = scenarios.counted_import_per_kwh
    for row in scenarios.surplus_kw * USABLE:
        offers = []
        for slot, sun_kw in enumerate(row.tolist()):
            hours = float(scenarios.hours[slot]) * COUNTED
            bought = float(counted[slot])
            most_kw = CHARGER.most_kw
            if sun_kw > 0 and bought > FROM_SUN:
                offers.append((slot, sun_kw * hours, FROM_SUN))
                offers.append((slot, (most_kw - sun_kw) * hours, bought))
            else:
                # Where sun is the dearer part, more of it all is the cheaper mixture.
                mixed = (FROM_SUN * sun_kw + bought * (most_kw - sun_kw)) / most_kw
                offers.append((slot, most_kw * hours, mixed))
        found.append(offers)
    return found


def least_cost(scenarios: Scenarios, stored_kwh: float, dark: int) -> float | None:
    """The cheapest way to live through all suns, by a linear program; None where a wish must be missed.

    What is bought in the first `dark` slots is the same for all suns.
    """
    suns = offered(scenarios)
    (usage,) = scenarios.usages
    costs, bounds, rows, most, equal = [], [], [], [], []
    starts = np.cumsum([0, *(len(offers) for offers in suns)])
    size = int(starts[-1])
    for number, offers in enumerate(suns):
        held = stored_kwh
        for slot in range(SLOTS):
            held -= float(usage.trip_kwh[slot])
            taken = np.zeros(size)
            for place, (at, _, _) in enumerate(offers, int(starts[number])):
                taken[place] = float(at <= slot)
            rows += [taken, -taken]
            most += [scenarios.limit_kwh - held, held - float(usage.wanted_kwh[slot])]
            if usage.wanted_kwh[slot] == 0:
                del rows[-1], most[-1]
        for place, (at, kwh, price) in enumerate(offers):
            costs.append((price - scenarios.final_value_per_kwh) / len(suns))
            bounds.append((0.0, kwh))
            if number and at < dark:
                same = np.zeros(size)
                same[int(starts[number]) + place], same[place] = 1.0, -1.0
                equal.append(same)
    given_equal = {"A_eq": np.array(equal), "b_eq": np.zeros(len(equal))} if equal else {}
    found = linprog(costs, A_ub=np.array(rows), b_ub=most, bounds=bounds, **given_equal)
    return float(found.fun) - scenarios.final_value_per_kwh * stored_kwh if found.status == 0 else None


def dark_slots(scenarios: Scenarios) -> int:
    light = (scenarios.surplus_kw > 0).any(axis=0)
    return int(light.argmax()) if light.any() else SLOTS


@effort(deadline=None, max_examples=150)
@given(any_scenarios(suns=1) | any_scenarios(suns=2))
def test_the_value_is_what_another_kwh_would_save_in_the_cheapest_plan(scenarios: Scenarios) -> None:
    stored_kwh, step_kwh = scenarios.stored_kwh, 0.05
    dark = dark_slots(scenarios)
    cost = [least_cost(scenarios, stored_kwh + change, dark) for change in (-step_kwh, 0.0, step_kwh)]
    assume(None not in cost and stored_kwh + step_kwh <= scenarios.limit_kwh)
    assume(scenarios.import_per_kwh.max() > FROM_SUN)
    less, now, more = (float(each) for each in cost if each is not None)
    most = (less - now) / step_kwh
    if dark:
        # At night the running hour is taken as a whole, or not at all.
        less_kwh = stored_kwh - CHARGER.most_kw
        least, without = (least_cost(scenarios, kwh, dark) for kwh in (less_kwh - step_kwh, less_kwh))
        most = np.inf if least is None or without is None else (least - without) / step_kwh
    assert (now - more) / step_kwh - PRECISION <= plan(scenarios, CHARGER).value_per_kwh <= most + PRECISION
