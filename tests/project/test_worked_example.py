"""The numbers of docs/how-it-decides.md, computed by the app's own code."""

from __future__ import annotations

from dataclasses import astuple
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from solar_charging.base.economics import Charger, Prices, benefit_per_h, break_even_w, greatest_benefit_per_h
from solar_charging.control.solar_law import LawView, follow_sun
from solar_charging.control.wear import Wear
from solar_charging.planning.plan import Plan, plan
from solar_charging.planning.scenarios import Scenarios, Usage
from solar_charging.settings.car import Car
from solar_charging.settings.charging import Charging
from solar_charging.settings.settings import Api
from solar_charging.vehicle.api_budget import NEEDS
from solar_charging.vehicle.commands import Verb
from tests.pages import ROOT, section, tables, text_of

PAGE = text_of(ROOT / "docs" / "how-it-decides.md")
EXAMPLE, PLANNED = section(PAGE, "A worked example"), section(PAGE, "What a kWh is worth")

CAR, CHARGING, API = Car(token_file="tokens"), Charging(), Api()
CHARGER = Charger(CAR.voltage_v, CAR.min_current_a, CAR.max_current_a, CAR.efficiency, CAR.overhead_w)
PRICES, VALUE, SURPLUS_W = Prices(0.30, 0.08), 0.18, 2900.0


def earned(surplus_w: float, value: float = VALUE) -> dict[int, float]:
    """What each current earns an hour."""
    shared_kw = np.minimum(CHARGER.drawn_kw, surplus_w / 1000)
    benefits = benefit_per_h(CHARGER, PRICES, value, shared_kw)
    return dict(zip(CHARGER.currents_a.tolist(), benefits.tolist(), strict=True))


def best_a(value: float = VALUE) -> int:
    found = earned(SURPLUS_W, value)
    return max(found, key=lambda current_a: found[current_a])


def view(offered_a: int | None, account: float) -> LawView:
    return LawView(
        samples_w=np.array([SURPLUS_W]),
        held_s=np.array([300.0]),
        coverage=1.0,
        now_w=SURPLUS_W,
        lasting_w=SURPLUS_W,
        charger=CHARGER,
        prices=PRICES,
        value_per_kwh=VALUE,
        bought_kwh=0.0,
        offered_a=offered_a,
        waited_cost=account,
        start_cost=CHARGING.start_cost,
        command_cost=API.command_price,
        interval_s=CHARGING.command_interval_s,
    )


def test_the_table_has_what_each_current_earns() -> None:
    rows = tables(EXAMPLE)[0][2:]
    assert [row[0].strip("*") for row in rows] == ["5 A", "12 A", "13 A", "14 A", "32 A"]
    for current, *numbers in rows:
        current_a = int(current.strip("*").split()[0])
        index = current_a - CHARGER.min_a
        drawn_kw = float(CHARGER.drawn_kw[index])
        sun_kw = min(drawn_kw, SURPLUS_W / 1000)
        powers = (drawn_kw, float(CHARGER.kept_kw[index]), sun_kw, drawn_kw - sun_kw)
        benefit = f"{earned(SURPLUS_W)[current_a]:.4f}"
        assert [each.strip("*") for each in numbers] == [*(f"{power:.2f} kW" for power in powers), benefit]


def test_the_winner_is_the_laws_own() -> None:
    assert best_a() == 13
    assert follow_sun(view(None, account=CHARGING.start_cost)).current_a == 13
    assert "**13 A win**" in EXAMPLE


def test_it_pays_from_a_surplus_on() -> None:
    assert f"**{break_even_w(CHARGER, PRICES, VALUE):.0f} W**" in EXAMPLE


def test_a_start_waits_for_half_of_its_price() -> None:
    patience = view(None, 0.0).patience_cost
    assert f"half a start costs {patience:g}" in EXAMPLE
    rate = greatest_benefit_per_h(CHARGER, PRICES, VALUE, SURPLUS_W / 1000)
    assert f"{rate:.4f} an hour" in EXAMPLE
    assert f"**{3600 * patience / rate:.0f} s**" in EXAMPLE
    assert follow_sun(view(None, account=patience - 1e-6)).current_a == 0


def test_a_change_that_is_not_worth_its_command_is_not_made() -> None:
    gain = (earned(SURPLUS_W)[13] - earned(SURPLUS_W)[12]) * CHARGING.command_interval_s / 3600
    assert (
        f"13 A would earn {gain:.4f} more in three minutes, and a command costs {API.command_price:g}"
        in EXAMPLE
    )
    assert follow_sun(view(12, account=0.0)).current_a == 12


def test_a_cloud_is_waited_out_until_it_has_cost_as_much() -> None:
    noon = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
    wear = Wear(ZoneInfo("UTC"))
    wear.sent(noon, Verb.START)
    # The one that ends is counted already.
    factor = Wear(ZoneInfo("UTC")).on_starts(noon, charging=True)
    assert factor == wear.on_starts(noon, charging=False)
    assert f"counts {factor:.2f} times" in EXAMPLE
    patience = CHARGING.start_cost * factor / 2
    deep, thin = (-max(earned(surplus_w).values()) for surplus_w in (0.0, 600.0))
    assert f"loses {deep:.3f} an hour" in EXAMPLE
    assert f"**{3600 * patience / deep:.0f} s**" in EXAMPLE
    assert f"loses {thin:.3f} an hour, and may last **{60 * patience / thin:.0f} min**" in EXAMPLE


def test_a_kwh_that_is_worth_less_charges_less() -> None:
    assert f"worth 0.16 only, {best_a(0.16)} A would win" in EXAMPLE
    assert f"pay from {break_even_w(CHARGER, PRICES, 0.16):.0f} W on" in EXAMPLE


def test_the_least_budget_for_a_wake_up_each_day_is_what_is_said() -> None:
    daily = API.wake_up_price + 3 * API.command_price + 3 * API.read_price
    kept = [need for need in NEEDS.values() if need.every_day]
    assert [sum(each) for each in zip(*(need[:3] for need in map(astuple, kept)), strict=True)] == [3, 3, 1]
    assert f"some {31 * daily:.1f} a month, which is 31 times" in PAGE


# The plan

BATTERY_KWH = CAR.battery_kwh
PEAKS_KW = (5.0, 3.0, 1.0, 0.2)


def suns_kw(hour: np.ndarray) -> np.ndarray:
    arc = np.where((hour >= 7) & (hour < 19), np.sin(np.pi * (hour + 0.5 - 7) / 12), 0.0)
    return np.stack([peak * arc for peak in PEAKS_KW])


def coming(first: int, stored_pct: float) -> Plan:
    """The plan at a full hour for 60 % at 18:00, by the four suns."""
    hour = (first + np.arange((18 - first) % 24 + 1)) % 24
    last = np.arange(len(hour)) == len(hour) - 1
    usage = Usage(
        plugged=np.where(last, 0.0, 1.0),
        trip_kwh=np.zeros(len(hour)),
        wanted_kwh=np.where(last, 0.6 * BATTERY_KWH, 0.0),
    )
    scenarios = Scenarios(
        hours=np.ones(len(hour)),
        import_per_kwh=np.where((hour >= 22) | (hour < 6), 0.20, 0.30),
        export_per_kwh=np.full(len(hour), 0.08),
        surplus_kw=suns_kw(hour),
        usages=[usage],
        stored_kwh=stored_pct / 100 * BATTERY_KWH,
        limit_kwh=0.8 * BATTERY_KWH,
        final_value_per_kwh=0.12,
    )
    return plan(scenarios, CHARGER)


def test_the_suns_are_those_that_are_told() -> None:
    kwh = suns_kw(np.arange(24)).sum(axis=1)
    assert "{:.1f}, {:.1f}, {:.1f} and {:.1f} kWh".format(*kwh) in PLANNED


def test_a_kwh_bought_by_night_costs_what_is_said() -> None:
    cost = 0.20 * CHARGER.drawn_per_stored(CHARGER.most_kw)
    assert f"costs {cost:.3f} by the time it is in the battery" in PLANNED


def test_the_table_has_what_a_kwh_is_worth_in_the_morning() -> None:
    rows = tables(PLANNED)[0][2:]
    assert [row[0] for row in rows] == ["30 %", "40 %", "50 %"]
    for stored, *numbers in rows:
        # To the hundredth of a kWh, as it is bought.
        made = coming(7, stored_pct=float(stored.split()[0]))
        assert [float(each) for each in numbers] == pytest.approx(
            [*made.values_per_kwh, made.value_per_kwh], abs=0.0006
        )


def test_as_much_is_bought_as_is_worth_it_and_as_late_as_can_be() -> None:
    made = coming(22, stored_pct=30)
    assert f"**{made.bought_kwh:.1f} kWh** are bought" in PLANNED
    hours = [(22 + slot) % 24 for slot in np.flatnonzero(made.night_kwh)]
    assert hours == [4, 5]
    assert "from 04:00 to 06:00" in PLANNED
