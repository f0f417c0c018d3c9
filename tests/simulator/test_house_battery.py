"""The battery of a house: what it takes and gives, and what is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.house_battery import BatterySettings, HouseBattery

LOSSLESS = BatterySettings(1.0, floor_pct=0, efficiency_in=1, efficiency_out=1)


def test_it_takes_and_gives_until_it_is_full_or_empty() -> None:
    battery = HouseBattery(LOSSLESS)
    assert battery.gives_w(-1000, 900) == -1000
    assert battery.gives_w(-1000, 1800) == -500
    assert battery.gives_w(-1000, 1800) == 0
    assert battery.power_w(-1000) == 0
    assert battery.gives_w(9000, 360) == 5000
    assert battery.gives_w(9000, 360) == pytest.approx(5000)
    assert battery.gives_w(9000, 360) == pytest.approx(0)
    assert battery.power_w(1000) == 0


@pytest.mark.parametrize(
    ("need_w", "given_w"), [(-9000, -5000), (-400, -400), (0, 0), (400, 400), (9000, 5000)]
)
def test_its_powers_have_bounds(need_w: float, given_w: float) -> None:
    assert HouseBattery().power_w(need_w) == given_w


@pytest.mark.parametrize(("hold_w", "given_w"), [(None, 2000), (3000, 2000), (10, 10), (0, 0)])
def test_a_hold_bounds_what_it_gives_and_not_what_it_takes(hold_w: float | None, given_w: float) -> None:
    battery = HouseBattery()
    battery.hold_w = hold_w
    assert battery.power_w(2000) == given_w
    assert battery.power_w(-2000) == -2000


@pytest.mark.parametrize(("soc_pct", "given_w"), [(5.0, 0), (5.1, 1000), (4.0, 0)])
def test_at_its_floor_it_gives_no_more(soc_pct: float, given_w: float) -> None:
    assert HouseBattery(BatterySettings(floor_pct=5), soc_pct).power_w(1000) == given_w


@pytest.mark.parametrize(("soc_pct", "given_w"), [(100, 0), (99.9, -1000)])
def test_a_full_one_takes_no_more(soc_pct: float, given_w: float) -> None:
    assert HouseBattery(soc_pct=soc_pct).power_w(-1000) == given_w


def test_a_tenth_of_what_goes_in_never_comes_out() -> None:
    battery = HouseBattery(soc_pct=50)
    taken_w = -battery.gives_w(-1000, 3600)
    given_ws = sum(battery.gives_w(1000, 60) * 60 for _ in range(60) if battery.soc_pct > 50)
    assert given_ws / (taken_w * 3600) == pytest.approx(0.95 * 0.95, abs=0.02)


@given(
    needs=st.lists(st.tuples(st.floats(-9e3, 9e3), st.floats(0, 7200)), max_size=30),
    soc_pct=st.floats(5, 100),
)
def test_it_never_makes_energy_nor_leaves_its_bounds(
    needs: list[tuple[float, float]], soc_pct: float
) -> None:
    battery = HouseBattery(soc_pct=soc_pct)
    came_out_kwh = sum(battery.gives_w(need_w, for_s) * for_s / 3.6e6 for need_w, for_s in needs)
    assert came_out_kwh <= (soc_pct - battery.soc_pct) / 100 * 10 + 1e-6
    assert 5 - 1e-6 <= battery.soc_pct <= 100 + 1e-6
