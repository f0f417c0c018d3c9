"""What the app remembers where pictures are taken is what the app could have saved."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from solar_charging.accounting.ledger import Ledger, Measured
from solar_charging.base.economics import Prices
from solar_charging.control.saved_state import VERSION
from solar_charging.planning.history import History
from stage.memory import late_morning, memory, planned, weeks
from stage.seeding import Home
from tests.situations import PARKED

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 6, 15, 12, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("battery", "kwh", "cost"), [(False, 7.0, 6.1 * 0.08 + 0.9 * 0.30), (True, 8.4, 0.758 + 1.4 * 0.089)]
)
def test_it_is_taken_up_and_goes_on(battery: bool, kwh: float, cost: float) -> None:
    saved = json.loads(json.dumps(memory(NOW, battery=battery)))
    assert saved["version"] == VERSION
    ledger = Ledger(ZONE, 60.0, battery_kwh=60)
    ledger.from_dict(saved["ledger"])
    now_s = NOW.timestamp()
    idle = Measured(0.0, True, 0.0, Prices(0.30, 0.08), 3680.0)
    ledger.beat(now_s, idle)
    ledger.looked(now_s, PARKED, 1.0)
    sums = ledger.beat(now_s + 30.0, idle._replace(drawn_w=1000.0, surplus_w=1000.0))
    assert sums.session is not None
    assert sums.session.plug_out_s is None, "the car is at the plug since the morning"
    for bill in (sums.today, sums.session.bill):
        assert bill.kwh == pytest.approx(kwh, abs=0.02)
        assert bill.cost == pytest.approx(cost, abs=0.01)
        assert bill.saved == pytest.approx(0.27 * kwh - cost, abs=0.02), "it does not jump at the first kWh"
        assert (bill.battery_kwh > 0) is battery
    assert sums.month.kwh > sums.today.kwh
    assert sums.total.kwh > sums.month.kwh


@pytest.mark.parametrize("hour", range(24))
def test_there_is_a_time_zone_in_which_it_is_late_morning_at_any_hour(hour: int) -> None:
    now = datetime(2026, 11, 30, hour, 59, tzinfo=timezone.utc)
    assert now.astimezone(ZoneInfo(late_morning(now))).hour == 11


def test_four_weeks_of_sun_and_of_stays_are_known_up_to_now() -> None:
    history = History.from_dict(json.loads(json.dumps(weeks(NOW)["history"])))
    assert history.weeks(NOW.timestamp()) >= 3
    now = int(NOW.timestamp() // 900)
    last_days_kw = history.surplus_kw(now - 3 * 96, 3 * 96 - 1)
    assert last_days_kw.max() > 1.0
    assert last_days_kw.min() < 0.0


def test_the_forecast_is_of_the_house_s_days() -> None:
    home = planned(Home(), NOW)
    assert NOW.astimezone(ZoneInfo(home.time_zone)).hour == 11
    assert len(home.sun_kwh) == 2
    assert home.sun_kwh[1] == planned(Home(), NOW + timedelta(days=1)).sun_kwh[0]
