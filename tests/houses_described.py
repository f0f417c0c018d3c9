"""Houses as Home Assistant describes them: made-up ids in the style of real integrations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from solar_charging.setup.surroundings import Surroundings
from tests.listed_homes import cloud_car, rows

NOW_S = 1_780_000_000.0
HOUR_S = 3600.0

Device = tuple[str, str, Sequence[tuple[Any, ...]]]
"""A device: its name, its integration, and (entity, state, unit[, key]) for each of its entities."""


@dataclass
class House:
    """What a house has, and what is expected of a proposal."""

    devices: Sequence[Device] = ()
    sources: Sequence[Mapping[str, Any]] = ()
    loose: Mapping[str, tuple[Any, str | None]] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    services: Sequence[str] = ()
    past: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    cars: Sequence[tuple[str, str, str]] = ()
    registry: bool = True

    def answers(self) -> dict[str, Any]:
        """What Home Assistant answers, by what it is asked."""
        entities, devices, states = self._registered()
        of_cars: dict[str, list[Any]] = {}
        for domain, name, vin in self.cars:
            of_cars.setdefault(domain, []).append(cloud_car(domain, name, vin))
        car_entities, car_devices = rows(of_cars, "en")
        states += [
            state(row["entity_id"], "50", "%" if row["entity_id"].endswith("battery_level") else None)
            for row in car_entities
            if row["disabled_by"] is None
        ]
        for entity, (value, unit) in self.loose.items():
            states.append(state(entity, value, unit))
        for each in states:
            each["attributes"] |= self.attributes.get(each["entity_id"], {})
        states.append(state("zone.home", "0", None))
        refused = (
            {"config/entity_registry/list", "config/device_registry/list"} if not self.registry else set()
        )
        answers = {
            "get_states": states,
            "config/entity_registry/list": [*entities, *car_entities],
            "config/device_registry/list": [*devices, *car_devices],
            "energy/get_prefs": {"energy_sources": [*self.sources], "device_consumption": []},
            "get_config": {"currency": "EUR", "time_zone": "Europe/Berlin", "language": "de", **self.config},
            "get_services": {"notify": {name: {} for name in ("notify", *self.services)}},
            "recorder/statistics_during_period": statistics(self.past),
        }
        return {key: value for key, value in answers.items() if key not in refused}

    def surroundings(self) -> Surroundings:
        return Surroundings.of_answers(self.answers(), NOW_S)

    def _registered(self) -> tuple[list[Any], list[Any], list[Any]]:
        entities, devices, states = [], [], []
        for name, platform, listed in self.devices:
            id_ = f"device of {name}"
            devices.append({"id": id_, "name": name, "name_by_user": None})
            for entity, value, unit, *key in listed:
                entities.append(
                    {
                        "entity_id": entity,
                        "platform": platform,
                        "unique_id": f"{id_}-{key[0] if key else entity.partition('.')[2]}",
                        "translation_key": key[0] if key else None,
                        "device_id": id_,
                        "disabled_by": None,
                        "original_name": None,
                    }
                )
                states.append(state(entity, value, unit))
        return entities, devices, states


def state(entity: str, value: Any, unit: str | None) -> dict[str, Any]:
    """A state as the websocket lists it."""
    attributes = {} if unit is None else {"unit_of_measurement": unit}
    return {
        "entity_id": entity,
        "state": str(value),
        "attributes": attributes,
        "last_changed": "2026-05-28T20:25:00+00:00",
        "last_updated": "2026-05-28T20:25:00+00:00",
    }


def statistics(past: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, list[dict[str, Any]]]:
    """Hours of statistics: (change in kWh or mean in W, value) for each."""
    return {
        name: [
            {"start": 1000 * (NOW_S + HOUR_S * (n - 48)), kind: value}
            for n, (kind, value) in enumerate(hours)
        ]
        for name, hours in past.items()
    }


def counted(*kwh: float) -> list[tuple[str, float]]:
    return [("change", each) for each in kwh]


def meant(*w: float) -> list[tuple[str, float]]:
    return [("mean", each) for each in w]


def grid_2024(given: Sequence[str], taken: Sequence[str] = (), **more: Any) -> dict[str, Any]:
    """A grid connection as the dashboard stored it until 2025."""
    return {
        "type": "grid",
        "flow_from": [{"stat_energy_from": each, **more} for each in given],
        "flow_to": [{"stat_energy_to": each} for each in taken],
        "cost_adjustment_day": 0.0,
    }


def grid_2026(given: str | None, taken: str | None, **more: Any) -> dict[str, Any]:
    """A grid connection as it is stored since 2026."""
    return {
        "type": "grid",
        "stat_energy_from": given,
        "stat_energy_to": taken,
        "cost_adjustment_day": 0,
        **more,
    }


def roof(counter: str, **more: Any) -> dict[str, Any]:
    return {"type": "solar", "stat_energy_from": counter, "config_entry_solar_forecast": None, **more}


def store(gives: str, takes: str, **more: Any) -> dict[str, Any]:
    return {"type": "battery", "stat_energy_from": gives, "stat_energy_to": takes, **more}


def three(form: str, values: Sequence[Any], unit: str, names: str = "abc") -> list[tuple[Any, ...]]:
    return [(form.format(each), value, unit) for each, value in zip(names, values, strict=True)]


HOMEWIZARD = House(
    devices=[
        (
            "P1 meter",
            "homewizard",
            [
                ("sensor.p1_meter_energy_import", 8123.4, "kWh"),
                ("sensor.p1_meter_energy_export", 3999.1, "kWh"),
                ("sensor.p1_meter_power", -1840, "W"),
                *three("sensor.p1_meter_power_phase_{}", (-600, -640, -600), "W", "123"),
                *three("sensor.p1_meter_voltage_phase_{}", (231.2, 229.8, 230.4), "V", "123"),
                ("sensor.p1_meter_average_demand", 210, "W"),
                ("sensor.p1_meter_peak_demand_current_month", 3100, "W"),
                ("sensor.p1_meter_wi_fi_strength", 70, "%"),
            ],
        ),
        (
            "Solar inverter",
            "fronius",
            [
                ("sensor.solar_inverter_ac_power", 2600, "W"),
                ("sensor.solar_inverter_total_energy", 22000, "kWh"),
            ],
        ),
    ],
    sources=[
        grid_2024(["sensor.p1_meter_energy_import"], ["sensor.p1_meter_energy_export"]),
        roof("sensor.solar_inverter_total_energy"),
    ],
    cars=[("tesla_fleet", "Helia", "LRWYGCEK1NC000001")],
)

SHELLY_3EM = House(
    devices=[
        (
            "Shelly 3EM",
            "shelly",
            [
                *three("sensor.shellyem3_0a1b2c_channel_{}_power", (-400.1, 120.0, -60.5), "W"),
                *three("sensor.shellyem3_0a1b2c_channel_{}_energy", (100.1, 200.2, 300.3), "kWh"),
                *three("sensor.shellyem3_0a1b2c_channel_{}_energy_returned", (10.1, 20.2, 30.3), "kWh"),
                *three("sensor.shellyem3_0a1b2c_channel_{}_voltage", (231, 232, 230), "V"),
                *three("sensor.shellyem3_0a1b2c_channel_{}_power_factor", (98, 97, 96), "%"),
            ],
        )
    ],
    sources=[
        grid_2024(
            [f"sensor.shellyem3_0a1b2c_channel_{each}_energy" for each in "abc"],
            [f"sensor.shellyem3_0a1b2c_channel_{each}_energy_returned" for each in "abc"],
        )
    ],
)

SHELLY_PRO = House(
    devices=[
        (
            "Hauptzähler",
            "shelly",
            [
                ("sensor.hauptzahler_total_active_power", -2210.3, "W", "total_act_power"),
                ("sensor.hauptzahler_total_active_energy", 1200.1, "kWh"),
                ("sensor.hauptzahler_total_active_returned_energy", 900.2, "kWh"),
                *three("sensor.hauptzahler_phase_{}_active_power", (-700, -800, -710.3), "W"),
                *three("sensor.hauptzahler_phase_{}_apparent_power", (700, 800, 710), "VA"),
                *three("sensor.hauptzahler_phase_{}_current", (3.0, 3.5, 3.1), "A"),
                *three("sensor.hauptzahler_phase_{}_voltage", (231.2, 229.8, 230.4), "V"),
            ],
        ),
        ("Balkon", "shelly", [("sensor.balkon_switch_0_power", 2900, "W"),
                              ("sensor.balkon_switch_0_energy", 510, "kWh")]),
    ],
    sources=[
        grid_2026(
            "sensor.hauptzahler_total_active_energy",
            "sensor.hauptzahler_total_active_returned_energy",
            number_energy_price=0.31,
            number_energy_price_export=0.08,
        ),
        roof("sensor.balkon_switch_0_energy"),
    ],
)  # fmt: skip

SHELLY_EM = House(
    devices=[
        (
            "Shelly EM",
            "shelly",
            [
                ("sensor.shellyem_77aa_channel_1_power", 820.5, "W"),
                ("sensor.shellyem_77aa_channel_2_power", 10.5, "W"),
                ("sensor.shellyem_77aa_channel_1_energy", 5000, "kWh"),
                ("sensor.shellyem_77aa_channel_1_energy_returned", 800, "kWh"),
                ("sensor.shellyem_77aa_channel_2_energy", 9000, "kWh"),
            ],
        )
    ],
    sources=[
        grid_2024(
            ["sensor.shellyem_77aa_channel_1_energy"], ["sensor.shellyem_77aa_channel_1_energy_returned"]
        ),
        roof("sensor.shellyem_77aa_channel_2_energy"),
    ],
    config={"language": "fr"},
)

DSMR = House(
    devices=[
        (
            "Electricity Meter",
            "dsmr",
            [
                ("sensor.electricity_meter_power_consumption", 0.0, "kW", "current_electricity_usage"),
                ("sensor.electricity_meter_power_production", 1.21, "kW", "current_electricity_delivery"),
                ("sensor.electricity_meter_energy_consumption_tarif_1", 3000, "kWh"),
                ("sensor.electricity_meter_energy_consumption_tarif_2", 4000, "kWh"),
                ("sensor.electricity_meter_energy_production_tarif_1", 1000, "kWh"),
                ("sensor.electricity_meter_energy_production_tarif_2", 2000, "kWh"),
                *three("sensor.electricity_meter_power_consumption_phase_l{}", (0, 0, 0), "kW", "123"),
                *three("sensor.electricity_meter_power_production_phase_l{}", (0.4, 0.4, 0.41), "kW", "123"),
                *three("sensor.electricity_meter_current_phase_l{}", (2, 2, 2), "A", "123"),
            ],
        )
    ],
    sources=[
        grid_2024(
            [f"sensor.electricity_meter_energy_consumption_tarif_{each}" for each in (1, 2)],
            [f"sensor.electricity_meter_energy_production_tarif_{each}" for each in (1, 2)],
        )
    ],
    services=["mobile_app_pixel", "mobile_app_tablet"],
)

SMA = House(
    devices=[
        (
            "SMA Tripower",
            "sma",
            [
                ("sensor.sma_tripower_grid_power", 3210, "W"),
                ("sensor.sma_tripower_metering_power_absorbed", 0, "W"),
                ("sensor.sma_tripower_metering_power_supplied", 1900, "W"),
                ("sensor.sma_tripower_metering_total_absorbed", 4000, "kWh"),
                ("sensor.sma_tripower_metering_total_yield", 6000, "kWh"),
                ("sensor.sma_tripower_total_yield", 20000, "kWh"),
                ("sensor.sma_tripower_power_l1", 1070, "W"),
                ("sensor.sma_tripower_power_l2", 1070, "W"),
                ("sensor.sma_tripower_power_l3", 1070, "W"),
            ],
        )
    ],
    sources=[
        grid_2024(
            ["sensor.sma_tripower_metering_total_absorbed"], ["sensor.sma_tripower_metering_total_yield"]
        ),
        roof("sensor.sma_tripower_total_yield"),
    ],
)

FRONIUS = House(
    devices=[
        (
            "SolarNet",
            "fronius",
            [
                ("sensor.solarnet_power_grid", 512.3, "W", "power_grid"),
                ("sensor.solarnet_power_load", -3012.3, "W", "power_load"),
                ("sensor.solarnet_power_photovoltaics", 2500, "W", "power_photovoltaics"),
                ("sensor.solarnet_power_battery", 20.0, "W", "power_battery"),
            ],
        ),
        (
            "Smart Meter 63A",
            "fronius",
            [
                ("sensor.smart_meter_63a_real_energy_consumed", 9_000_000, "Wh"),
                ("sensor.smart_meter_63a_real_energy_produced", 5_000_000, "Wh"),
                ("sensor.smart_meter_63a_reactive_power", 210, "var"),
                ("sensor.smart_meter_63a_real_power", 512.3, "W"),
            ],
        ),
        ("Symo 8.2", "fronius", [("sensor.symo_8_2_ac_power", 2480, "W"),
                                 ("sensor.symo_8_2_total_energy", 70_000_000, "Wh")]),
    ],
    sources=[
        grid_2024(
            ["sensor.smart_meter_63a_real_energy_consumed"], ["sensor.smart_meter_63a_real_energy_produced"]
        ),
        roof("sensor.symo_8_2_total_energy"),
    ],
)  # fmt: skip

HUAWEI = House(
    devices=[
        (
            "Power Meter",
            "huawei_solar",
            [
                ("sensor.power_meter_active_power", 1500, "W", "power_meter_active_power"),
                ("sensor.power_meter_consumption", 4000, "kWh"),
                ("sensor.power_meter_exported", 7000, "kWh"),
                ("sensor.power_meter_reactive_power", 10, "var"),
                *three("sensor.power_meter_phase_{}_active_power", (500, 500, 500), "W"),
            ],
        ),
        (
            "Inverter",
            "huawei_solar",
            [
                ("sensor.inverter_input_power", 4100, "W", "input_power"),
                ("sensor.inverter_active_power", 4000, "W"),
                ("sensor.inverter_total_yield", 30000, "kWh"),
            ],
        ),
        (
            "Battery",
            "huawei_solar",
            [
                ("sensor.battery_charge_discharge_power", 800, "W", "storage_charge_discharge_power"),
                ("sensor.battery_state_of_capacity", 61, "%", "storage_state_of_capacity"),
                ("sensor.battery_total_charge", 900, "kWh"),
                ("sensor.battery_total_discharge", 850, "kWh"),
                ("number.battery_end_of_charge_soc", 100, "%"),
            ],
        ),
    ],
    sources=[
        grid_2024(["sensor.power_meter_consumption"], ["sensor.power_meter_exported"]),
        roof("sensor.inverter_total_yield"),
        store("sensor.battery_total_discharge", "sensor.battery_total_charge"),
    ],
    past={
        "sensor.power_meter_consumption": counted(0.0, 0.0, 1.0, 2.0, 0.5),
        "sensor.power_meter_exported": counted(2.0, 1.5, 0.0, 0.0, 0.0),
        "sensor.power_meter_active_power": meant(2010, 1480, -1010, -1990, -500),
        "sensor.battery_total_discharge": counted(0.0, 0.0, 1.0, 1.0, 0.5),
        "sensor.battery_total_charge": counted(1.0, 1.5, 0.0, 0.0, 0.0),
        "sensor.battery_charge_discharge_power": meant(1000, 1500, -1000, -990, -510),
        "sensor.inverter_total_yield": counted(4.0, 3.0, 0.1, 0.0, 0.0),
        "sensor.inverter_input_power": meant(4700, 3400, 130, 0, 0),
        "sensor.inverter_active_power": meant(4000, 2990, 100, 0, 0),
    },
)

ENPHASE = House(
    devices=[
        (
            "Envoy 122233344455",
            "enphase_envoy",
            [
                ("sensor.envoy_122233344455_current_power_production", 3.1, "kW"),
                ("sensor.envoy_122233344455_current_power_consumption", 1.0, "kW"),
                ("sensor.envoy_122233344455_current_net_power_consumption", -2.1, "kW"),
                ("sensor.envoy_122233344455_lifetime_net_energy_consumption", 9.1, "MWh"),
                ("sensor.envoy_122233344455_lifetime_net_energy_production", 8.1, "MWh"),
                ("sensor.envoy_122233344455_lifetime_energy_production", 22.1, "MWh"),
            ],
        )
    ],
    sources=[
        grid_2024(
            ["sensor.envoy_122233344455_lifetime_net_energy_consumption"],
            ["sensor.envoy_122233344455_lifetime_net_energy_production"],
        ),
        roof("sensor.envoy_122233344455_lifetime_energy_production"),
    ],
    config={"currency": "USD", "language": "en", "time_zone": "America/Denver"},
)

POWERWALL = House(
    devices=[
        (
            "Powerwall",
            "powerwall",
            [
                ("sensor.powerwall_site_power", -1.9, "kW"),
                ("sensor.powerwall_load_power", 0.9, "kW"),
                ("sensor.powerwall_solar_power", 4.1, "kW"),
                ("sensor.powerwall_battery_power", -1.3, "kW"),
                ("sensor.powerwall_charge", 72, "%"),
                ("sensor.powerwall_backup_reserve", 20, "%"),
                ("sensor.powerwall_site_import", 5000, "kWh"),
                ("sensor.powerwall_site_export", 9000, "kWh"),
                ("sensor.powerwall_solar_export", 19000, "kWh"),
                ("sensor.powerwall_battery_export", 4000, "kWh"),
                ("sensor.powerwall_battery_import", 4500, "kWh"),
            ],
        )
    ],
    sources=[
        grid_2026(
            "sensor.powerwall_site_import",
            "sensor.powerwall_site_export",
            stat_rate="sensor.powerwall_site_power",
            power_config={"stat_rate": "sensor.powerwall_site_power"},
        ),
        roof("sensor.powerwall_solar_export", stat_rate="sensor.powerwall_solar_power"),
        store(
            "sensor.powerwall_battery_export",
            "sensor.powerwall_battery_import",
            stat_rate="sensor.powerwall_battery_power",
            stat_soc="sensor.powerwall_charge",
            capacity=13.5,
        ),
    ],
    cars=[("teslemetry", "Léa's Model Y", "LRWYGCEK1NC000002"), ("teslemetry", "Eos", "5YJ3E7EA7KF000004")],
)

TIBBER = House(
    devices=[
        (
            "Am Hang 3",
            "tibber",
            [
                ("sensor.am_hang_3_power", 0, "W", "power"),
                ("sensor.am_hang_3_power_production", 1220, "W", "powerProduction"),
                ("sensor.am_hang_3_average_power", 410, "W", "averagePower"),
                ("sensor.am_hang_3_max_power", 4100, "W", "maxPower"),
                ("sensor.am_hang_3_last_meter_consumption", 6100, "kWh"),
                ("sensor.am_hang_3_last_meter_production", 2100, "kWh"),
                ("sensor.electricity_price_am_hang_3", 0.2871, "EUR/kWh", "electricity_price"),
            ],
        )
    ],
    sources=[
        grid_2024(
            ["sensor.am_hang_3_last_meter_consumption"],
            ["sensor.am_hang_3_last_meter_production"],
            entity_energy_price="sensor.electricity_price_am_hang_3",
            number_energy_price=None,
        )
    ],
    services=["mobile_app_pixel"],
)

INVERTED = House(
    devices=[
        ("Einspeisezähler", "modbus", [("sensor.netzleistung", 900, "W"), ("sensor.bezug", 1, "kWh"),
                                       ("sensor.einspeisung", 1, "kWh")])
    ],
    sources=[
        grid_2026(
            "sensor.bezug",
            "sensor.einspeisung",
            stat_rate="sensor.energy_grid_inverted",
            power_config={"stat_rate_inverted": "sensor.netzleistung"},
        )
    ],
)  # fmt: skip

HELPERS = House(
    loose={
        "sensor.bezugsleistung": (310, "W"),
        "sensor.einspeiseleistung": (0, "W"),
        "sensor.netzbezug": (4000, "kWh"),
        "sensor.netzeinspeisung": (2000, "kWh"),
        "sensor.pv_leistung": (210, "W"),
        "sensor.pv_ertrag": (9000, "kWh"),
        "sensor.waschmaschine_leistung": (3, "W"),
        "sensor.nordpool_kwh_de_lu_eur": (0.11, "EUR/kWh"),
        "sensor.gas_price": (0.11, "EUR/kWh"),
        "input_datetime.abfahrt": ("07:30:00", None),
        "input_number.abfahrt_soc": (60, "%"),
    },
    attributes={
        "sensor.netzbezug": {"source": "sensor.bezugsleistung"},
        "sensor.netzeinspeisung": {"source": "sensor.einspeiseleistung"},
        "sensor.pv_ertrag": {"source": "sensor.pv_leistung"},
        "sensor.nordpool_kwh_de_lu_eur": {
            "raw_today": [
                {
                    "start": f"2026-05-28T{hour:02}:00:00+02:00",
                    "end": f"2026-05-28T{hour:02}:59:59+02:00",
                    "value": 0.1 + hour / 100,
                }
                for hour in range(24)
            ],
            "raw_tomorrow": [],
        },
    },
    sources=[grid_2024(["sensor.netzbezug"], ["sensor.netzeinspeisung"]), roof("sensor.pv_ertrag")],
)

LINKY = House(
    devices=[
        ("Linky", "esphome", [("sensor.linky_puissance_soutiree", 0, "W"),
                              ("sensor.linky_puissance_injectee", 620, "W"),
                              ("sensor.linky_puissance_apparente", 620, "VA"),
                              ("sensor.linky_index_soutirage", 21000, "kWh"),
                              ("sensor.linky_index_injection", 1200, "kWh")]),
        ("Prévision", "forecast_solar", [("sensor.energy_production_today", 12.1, "kWh",
                                          "energy_production_today"),
                                         ("sensor.energy_production_tomorrow", 14.2, "kWh",
                                          "energy_production_tomorrow"),
                                         ("sensor.energy_production_today_2", 6.1, "kWh",
                                          "energy_production_today"),
                                         ("sensor.energy_production_tomorrow_2", 7.0, "kWh",
                                          "energy_production_tomorrow"),
                                         ("sensor.power_production_now", 900, "W", "power_production_now")]),
    ],
    sources=[grid_2024(["sensor.linky_index_soutirage"], ["sensor.linky_index_injection"])],
    config={"language": "fr", "time_zone": "Europe/Paris"},
)  # fmt: skip

OCTOPUS = House(
    devices=[
        (
            "Electricity Meter 1100009640372",
            "octopus_energy",
            [
                ("sensor.octopus_energy_electricity_1100009640372_current_rate", 0.2412, "GBP/kWh"),
                ("sensor.octopus_energy_electricity_1100009640372_previous_rate", 0.2412, "GBP/kWh"),
                ("event.octopus_energy_electricity_1100009640372_current_day_rates", "2026", None),
                ("event.octopus_energy_electricity_1100009640372_next_day_rates", "2026", None),
                ("event.octopus_energy_electricity_1100009640372_previous_day_rates", "2026", None),
                ("sensor.octopus_energy_electricity_1100009640372_export_current_rate", 0.15, "GBP/kWh"),
            ],
        ),
        ("Grid", "shelly", [("sensor.grid_power", 640, "W"), ("sensor.grid_energy", 640, "kWh"),
                            ("sensor.grid_energy_returned", 640, "kWh")]),
    ],
    attributes={
        f"event.octopus_energy_electricity_1100009640372_{day}_day_rates": {
            "rates": [
                {
                    "start": f"2026-05-{date}T{hour:02}:{minute:02}:00+01:00",
                    "end": f"2026-05-{date}T{hour:02}:{minute + 29}:59+01:00",
                    "value_inc_vat": 0.2,
                }
                for hour in range(24)
                for minute in (0, 30)
            ]
        }
        for day, date in (("current", 28), ("next", 29), ("previous", 27))
    },
    sources=[
        grid_2024(
            ["sensor.grid_energy"],
            ["sensor.grid_energy_returned"],
            entity_energy_price="sensor.octopus_energy_electricity_1100009640372_current_rate",
        )
    ],
    config={"currency": "GBP", "language": "en-GB", "time_zone": "Europe/London"},
)  # fmt: skip

NOTHING = House()

HOUSES: Mapping[str, House] = {
    name.lower(): house for name, house in globals().copy().items() if isinstance(house, House)
}
