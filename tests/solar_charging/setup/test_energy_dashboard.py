"""The Energy dashboard's preferences, as Home Assistant has stored them over the years."""

from __future__ import annotations

from typing import Any

import pytest

from solar_charging.setup.energy_dashboard import EnergyDashboard, Rates, Source

FLOWS = {
    "type": "grid",
    "flow_from": [
        {"stat_energy_from": "sensor.t1", "number_energy_price": 0.3},
        {"stat_energy_from": "sensor.t2"},
    ],
    "flow_to": [{"stat_energy_to": "sensor.back", "entity_energy_price": "sensor.fed"}],
}
UNIFIED = {"type": "grid", "stat_energy_from": "sensor.t1", "stat_energy_to": "sensor.back"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (FLOWS, Source(("sensor.t1", "sensor.t2"), ("sensor.back",), price=0.3, export_price="sensor.fed")),
        # 2025.12: a list of powers
        (
            {**FLOWS, "power": [{"stat_rate": "sensor.l1"}, {"stat_rate": "sensor.l2"}]},
            Source(
                ("sensor.t1", "sensor.t2"),
                ("sensor.back",),
                Rates(("sensor.l1", "sensor.l2")),
                0.3,
                "sensor.fed",
            ),
        ),
        # 2026: one row for both ways, and what Home Assistant has made of a person's sensors
        (UNIFIED, Source(("sensor.t1",), ("sensor.back",))),
        (
            {**UNIFIED, "stat_rate": "sensor.made", "power_config": {"stat_rate_inverted": "sensor.own"}},
            Source(("sensor.t1",), ("sensor.back",), Rates(turned=("sensor.own",))),
        ),
        (
            {**UNIFIED, "power_config": {"stat_rate_from": "sensor.in", "stat_rate_to": "sensor.out"}},
            Source(("sensor.t1",), ("sensor.back",), Rates(given=("sensor.in",), taken=("sensor.out",))),
        ),
        (
            {**UNIFIED, "entity_energy_price": "sensor.price", "number_energy_price_export": 0.08},
            Source(("sensor.t1",), ("sensor.back",), price="sensor.price", export_price=0.08),
        ),
        ({"type": "grid", "stat_energy_from": None, "flow_from": "text", "power": [None]}, Source()),
    ],
)
def test_a_grid_connection_of_any_year_is_read(row: dict[str, Any], expected: Source) -> None:
    assert EnergyDashboard.of({"energy_sources": [row]}) == EnergyDashboard(grids=(expected,))


@pytest.mark.parametrize(
    ("rates", "one_way"),
    [
        (Rates(), False),
        (Rates(("sensor.a",)), True),
        (Rates(turned=("sensor.a",)), True),
        (Rates(given=("sensor.a",), taken=("sensor.b",)), True),
        (Rates(given=("sensor.a",)), False),
        (Rates(("sensor.a",), ("sensor.b",)), False),  # two connections with opposite signs have no setting
    ],
)
def test_the_settings_have_one_sign_for_all_or_a_pair(rates: Rates, one_way: bool) -> None:
    assert rates.one_way is one_way


@pytest.mark.parametrize("preferences", [None, {}, {"energy_sources": None}, {"energy_sources": ["grid", 1]}])
def test_what_is_no_dashboard_is_an_empty_one(preferences: Any) -> None:
    assert EnergyDashboard.of(preferences) == EnergyDashboard()
