"""Holds what the example of apps.yaml shows beyond what the models of the settings say."""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, str | tuple[str, ...]] = {
    "meters.grid_power": "sensor.grid_power",
    "meters.import_power": "sensor.grid_import",
    "meters.export_power": "sensor.grid_export",
    "meters.solar_power": "sensor.solar_power",
    "meters.car_power": "sensor.wallbox_power",
    "meters.voltage": "sensor.mains_voltage",
    "meters.forecast_today": "sensor.energy_production_today",
    "meters.forecast_tomorrow": "sensor.energy_production_tomorrow",
    "car.token_file": "/config/tesla_tokens.json",
    "car.vin": "5YJSA1E20HF000337",
    "car.command_url": "http://192.168.1.20:8080/",
    "car.ca_file": "/config/proxy_certificate.pem",
    "car.entities.name": "model_y",
    "car.entities.charge": "switch.model_y_charge",
    "car.entities.current": "number.model_y_charge_current",
    "car.entities.location": "device_tracker.model_y_location",
    "car.entities.charging": "sensor.model_y_charging",
    "car.entities.soc": "sensor.model_y_battery_level",
    "car.entities.limit": "number.model_y_charge_limit",
    "car.entities.drawn": "sensor.model_y_charger_current",
    "car.entities.voltage": "sensor.model_y_charger_voltage",
    "car.entities.phases": "binary_sensor.model_y_charger_has_multiple_phases",
    "car.entities.cable": "binary_sensor.model_y_charge_cable",
    "car.entities.awake": "binary_sensor.model_y_status",
    "car.entities.asleep": "binary_sensor.model_y_asleep",
    "car.entities.scheduled": "binary_sensor.model_y_scheduled_charging_pending",
    "car.entities.added": "sensor.model_y_charge_energy_added",
    "car.entities.odometer": "sensor.model_y_odometer",
    "car.entities.wake_up": "button.model_y_wake",
    "car.read_by": "entities",
    "car.command_by": "entities",
    "car.locate_by": "entities",
    "tariff.off_peak": (
        '{start: "22:00", end: "06:00"}',
        '{start: "12:00", end: "24:00", days: [sat]}',
        '{start: "00:00", end: "24:00", days: [sun]}',
        '{start: "17:00", end: "20:00", months: [nov, dec, jan], price: 0.45}',
    ),
    "tariff.netting_s": "3600",
    "tariff.holidays.country": '"CH"',
    "tariff.holidays.subdivision": '"ZH"',
    "tariff.colours.today": "sensor.rte_tempo_couleur_actuelle",
    "tariff.colours.tomorrow": "sensor.rte_tempo_prochaine_couleur",
    "tariff.colours.prices": (
        "bleu: {peak: 0.16, off_peak: 0.13}",
        "blanc: {peak: 0.19, off_peak: 0.15}",
        "rouge: {peak: 0.71, off_peak: 0.16}",
    ),
    "tariff.price_entity": "sensor.nordpool_kwh_de_lu_eur_3_10_0",
    "tariff.export_price_entity": "sensor.feed_in_price",
    "tariff.price_unit": "ct/kWh",
    "departures": (
        '{time: "07:30", soc_pct: 60, days: [mon, tue, wed, thu, fri]}',
        '{time: "10:00", soc_pct: 80, days: [sat, sun]}',
    ),
    "departure_helpers.time": "input_datetime.departure",
    "departure_helpers.soc": "input_number.departure_soc",
    "charging.grid_limit_pct": "80",
    "charging.off_peak_current_a": "16",
    "charging.max_import_w": "9000",
    "api.monthly_cap": "8.00",
    "time_zone": "Europe/Paris",
    "state_file": "/config/solar_charging.json",
    "sessions_file": "/config/sessions.csv",
    "decision_log_file": "/config/decisions.jsonl",
    "language": "en",
    "notify": "notify.mobile_app_phone",
}
"""What the example shows of settings without a default; of a list or a table its entries."""

ACTIVE: Mapping[str, int] = {
    "meters.grid_power": 1,
    "car.entities.name": 1,
    "tariff.off_peak": 1,
    "departures": 2,
}
"""What is not commented out: of a list so many entries."""
