"""What the car had from the house battery, and what that had cost."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.accounting.bill import Bill, bill_from_list
from solar_charging.accounting.ledger import Ledger, Measured
from solar_charging.accounting.sessions_file import FORMER_HEADER, HEADER, SessionsFile
from solar_charging.accounting.stored_cost import StoredCost
from solar_charging.base.economics import ETA_IN, ETA_OUT, Prices
from tests.situations import PARKED

BEAT_S = 30.0
USUAL = Prices(0.30, 0.08)
OF_SUN = 0.08 / ETA_IN / ETA_OUT


def billed(drawn_w: float, surplus_w: float, battery_w: float, hours: float = 1.0) -> Bill:
    """What so many hours come to."""
    ledger = Ledger(ZoneInfo("Europe/Paris"), 2 * BEAT_S, battery_kwh=60)
    grid_w = drawn_w - surplus_w - battery_w
    measured = Measured(drawn_w, True, surplus_w, USUAL, 7000.0, battery_w, 5.0, grid_w)
    now_s = 1_780_000_000.0
    ledger.beat(now_s, measured._replace(drawn_w=0.0))
    ledger.looked(now_s, PARKED, 1.0)
    for _ in range(round(hours * 3600 / BEAT_S)):
        now_s += BEAT_S
        ledger.beat(now_s, measured)
    ledger.looked(now_s, PARKED, 1.0)
    again = Ledger(ZoneInfo("Europe/Paris"), 2 * BEAT_S, battery_kwh=60)
    again.from_dict(json.loads(json.dumps(ledger.to_dict())))
    return again.beat(now_s, measured).total


@pytest.mark.parametrize(
    ("drawn_w", "surplus_w", "battery_w", "shares"),
    [
        # kWh of sun, grid and battery.
        (3000.0, 1000.0, 2000.0, (1, 0, 2)),
        (3000.0, 1000.0, 500.0, (1, 1.5, 0.5)),
        (3000.0, 3000.0, 0.0, (3, 0, 0)),
        (3000.0, 3000.0, -500.0, (3, 0, 0)),  # what would charge the battery is the sun's
        (3000.0, -1000.0, 4000.0, (0, 0, 3)),  # the house has the first kW of it
        (3000.0, -1000.0, 1000.0, (0, 3, 0)),
        (3000.0, -1000.0, 800.0, (0, 3, 0)),
        (3000.0, 0.0, 9000.0, (0, 0, 3)),
        (0.0, -1000.0, 1000.0, (0, 0, 0)),
    ],
)
def test_the_sun_comes_first_then_what_the_battery_gives_beyond_the_house(
    drawn_w: float, surplus_w: float, battery_w: float, shares: tuple[float, ...]
) -> None:
    bill = billed(drawn_w, surplus_w, battery_w)
    assert (bill.solar_kwh, bill.grid_kwh, bill.battery_kwh) == pytest.approx(shares)
    assert bill.kwh == pytest.approx(drawn_w / 1000)
    solar_kwh, grid_kwh, battery_kwh = shares
    assert bill.cost == pytest.approx(solar_kwh * 0.08 + grid_kwh * 0.30 + battery_kwh * OF_SUN)
    assert bill.battery_cost == pytest.approx(battery_kwh * OF_SUN)


@pytest.mark.parametrize(
    ("bill", "solar_pct", "battery_pct"),
    [
        (Bill(), None, None),
        (Bill(solar_kwh=3.0, grid_kwh=1.0), 75, 0),
        (Bill(battery_kwh=2.0), 0, 100),
        (Bill(solar_kwh=1.0, grid_kwh=2.0, battery_kwh=1.0), 25, 25),
    ],
)
def test_shares_are_of_all_that_was_charged(
    bill: Bill, solar_pct: float | None, battery_pct: float | None
) -> None:
    assert (bill.solar_share_pct, bill.battery_share_pct) == (solar_pct, battery_pct)


@pytest.mark.parametrize(
    ("saved", "bill"),
    [
        # What the first files of the state had, and what those after them had.
        ([1.0, 2.0, 0.7, 0.1], Bill(1.0, 2.0, 0.7, 0.1)),
        ([1.0, 2.0, 0.7, 0.1, 3.0], Bill(1.0, 2.0, 0.7, 0.1, 3.0)),
        ([1.0, 2.0, 0.7, 0.1, 3.0, 0.3], Bill(1.0, 2.0, 0.7, 0.1, 3.0, 0.3)),
    ],
)
def test_a_bill_of_a_former_version_is_read(saved: list[float], bill: Bill) -> None:
    assert bill_from_list(saved) == bill


@pytest.mark.parametrize(
    ("battery_w", "grid_w", "per_kwh"),
    [
        (-2000.0, 0.0, OF_SUN),
        (-2000.0, -500.0, OF_SUN),
        (-2000.0, 2000.0, 0.30 / ETA_IN / ETA_OUT),
        (-2000.0, 9000.0, 0.30 / ETA_IN / ETA_OUT),
        (-2000.0, 1000.0, 0.19 / ETA_IN / ETA_OUT),
    ],
)
def test_what_goes_into_it_costs_what_it_was_worth(battery_w: float, grid_w: float, per_kwh: float) -> None:
    stored = StoredCost()
    stored.passed(3600.0, battery_w, grid_w, 5.0, USUAL)
    assert stored.given_per_kwh(USUAL) == pytest.approx(per_kwh)


def test_what_it_gives_does_not_change_the_price_and_more_of_another_does() -> None:
    stored = StoredCost()
    stored.passed(3600.0, -1000.0, 0.0, 4.0, USUAL)
    stored.passed(3600.0, 3000.0, 0.0, 2.0, USUAL)
    assert stored.given_per_kwh(USUAL) == pytest.approx(OF_SUN)
    held, put = 2.0, 1.0
    stored.passed(3600.0, -1000.0, 1000.0, held, USUAL)
    price = (0.08 / ETA_IN * held + 0.30 * put) / (held + ETA_IN * put)
    assert stored.given_per_kwh(USUAL) == pytest.approx(price / ETA_OUT)


@given(
    st.lists(st.tuples(st.floats(-9e3, 9e3), st.floats(-9e3, 9e3), st.none() | st.floats(0, 50)), max_size=30)
)
def test_its_price_stays_between_that_of_sun_and_grid(
    passed: list[tuple[float, float, float | None]],
) -> None:
    stored = StoredCost()
    for battery_w, grid_w, held_kwh in passed:
        stored.passed(30.0, battery_w, grid_w, held_kwh, USUAL)
        assert OF_SUN - 1e-9 <= stored.given_per_kwh(USUAL) <= 0.30 / ETA_IN / ETA_OUT + 1e-9
    again = StoredCost()
    again.from_dict(json.loads(json.dumps(stored.to_dict())))
    assert again.given_per_kwh(USUAL) == stored.given_per_kwh(USUAL)


@pytest.mark.parametrize(("before", "added"), [("", ",0.000,0.000"), (",battery_kwh", ",0.000")])
def test_a_table_without_the_battery_goes_on_with_it(tmp_path: Path, before: str, added: str) -> None:
    file = tmp_path / "sessions.csv"
    row = "2026-06-01T18:00:00+02:00,2026-06-02T07:00:00+02:00,40,60,12.000,4.000,8.000,1.920,0.500"
    row += ",0.000" if before else ""
    file.write_text(f"{FORMER_HEADER}{before}\n{row}\n")
    ledger = Ledger(ZoneInfo("Europe/Paris"), 2 * BEAT_S, battery_kwh=60)
    ledger.looked(1_780_000_000.0, PARKED, 1.0)
    ledger.looked(1_780_003_600.0, replace(PARKED, at_home=False), 1.0)
    SessionsFile(file, ZoneInfo("Europe/Paris")).add(ledger.ended)
    first, second, *others = file.read_text().splitlines()
    assert (first, second, len(others)) == (HEADER, f"{row}{added}", 1)
