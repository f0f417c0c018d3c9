"""Homes with cars of every integration, with unique ids, keys and names as the real ones give them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from solar_charging.vehicle.entities.registry import plain

COMPONENT = Path(__file__).parent / "stories" / "listed_cars"
LANGUAGES = ("de", "fr", "es")
AT_HOME = (48.137, 11.575)
ODOMETER = 21_000

Names = tuple[str, str | None, str | None, str | None]
"""What something is called in English, German, French and Spanish; None where nobody has translated it."""

CLOUD: Mapping[tuple[str, str], Names] = {
    ("switch", "charge_state_charging_state"): ("Charge", "Aufladung", "Recharge", "Carga"),
    ("switch", "vehicle_state_sentry_mode"): ("Sentry mode", "Wächter-Modus", None, "Modo centinela"),
    ("number", "charge_state_charge_current_request"): (
        *("Charge current", "Ladestromstärke"),
        *("Courant de recharge", "Corriente de carga"),
    ),
    ("number", "charge_state_charge_limit_soc"): (
        *("Charge limit", "Ladelimit"),
        *("Limite de recharge", "Límite de carga"),
    ),
    ("device_tracker", "location"): ("Location", "Standort", "Emplacement", "Ubicación"),
    ("device_tracker", "route"): ("Route", "Route", "Itinéraire", "Ruta"),
    ("sensor", "charge_state_charging_state"): ("Charging", "Ladestatus", "Charge", "Cargando"),
    ("sensor", "charge_state_battery_level"): (
        *("Battery level", "Batteriestand"),
        *("Niveau de batterie", "Nivel de batería"),
    ),
    ("sensor", "charge_state_usable_battery_level"): (
        *("Usable battery level", "Nutzbarer Batteriestand"),
        *(None, "Nivel de batería utilizable"),
    ),
    ("sensor", "charge_state_charger_actual_current"): (
        *("Charger current", "Ladegerät-Stromstärke"),
        *("Courant du chargeur", "Corriente del cargador"),
    ),
    ("sensor", "charge_state_charger_voltage"): (
        *("Charger voltage", "Ladegerät-Spannung"),
        *("Tension du chargeur", "Tensión del cargador"),
    ),
    ("sensor", "charge_state_charger_power"): (
        *("Charger power", "Ladegerät-Leistung"),
        *("Puissance du chargeur", "Potencia del cargador"),
    ),
    ("sensor", "charge_state_charge_energy_added"): (
        *("Charge energy added", "Ladeenergie hinzugefügt"),
        *("Énergie ajoutée (dernière recharge)", "Energía de carga añadida"),
    ),
    ("sensor", "vehicle_state_odometer"): ("Odometer", "Kilometerzähler", "Compteur", "Cuentakilómetros"),
    ("binary_sensor", "charge_state_conn_charge_cable"): (
        *("Charge cable", "Ladekabel"),
        *("Câble de charge", "Cable de carga"),
    ),
    ("binary_sensor", "charge_state_charger_phases"): (
        *("Charger has multiple phases", "Ladegerät hat mehrere Phasen"),
        *(None, "El cargador tiene múltiples fases."),
    ),
    ("binary_sensor", "charge_state_scheduled_charging_pending"): (
        *("Scheduled charging pending", "Geplanter Ladevorgang anstehend"),
        *("Recharge planifiée", "Carga programada pendiente"),
    ),
    ("binary_sensor", "state"): ("Status", "Status", "État", "Estado"),
    ("button", "wake"): ("Wake", "Wecken", "Réveiller", "Despertar"),
}
"""By translation key; nearly all of it is in French in Tessie alone."""

IN_FRENCH = {"charge_state_battery_level", "vehicle_state_odometer"}
"""What is in French in Tesla Fleet and Teslemetry."""

OFF_AT_FIRST = {
    "tesla_fleet": {
        "charge_state_charger_phases",
        "charge_state_scheduled_charging_pending",
        "vehicle_state_odometer",
        "charge_state_usable_battery_level",
    },
    "tessie": set[str](),
}
OFF_AT_FIRST["teslemetry"] = OFF_AT_FIRST["tesla_fleet"]

OF_TESSIE: Mapping[str, Names] = {
    "charge_state_usable_battery_level": (
        *("Battery level", "Batteriestand"),
        *("Niveau de la batterie", "Nivel de batería"),
    ),
}
"""What Tessie calls otherwise."""

UNKNOWN_TO_TESSIE = {"charge_state_battery_level", "charge_state_charger_phases"}
SWITCH_ID = {
    "tesla_fleet": "charge_state_user_charge_enable_request",
    "teslemetry": "charge_state_user_charge_enable_request",
    "tessie": "charge_state_charge_enable_request",
}

STATES: Mapping[str, tuple[Any, str | None]] = {
    "charge_state_charging_state": ("stopped", None),
    "charge_state_charge_current_request": (16, "A"),
    "charge_state_charge_limit_soc": (80, "%"),
    "location": (AT_HOME, None),
    "route": (AT_HOME, None),
    "charge_state_battery_level": (50, "%"),
    "charge_state_usable_battery_level": (50, "%"),
    "charge_state_charger_actual_current": (0, "A"),
    "charge_state_charger_voltage": (1, "V"),
    "charge_state_charger_power": (0, "kW"),
    "charge_state_charge_energy_added": (4.2, "kWh"),
    "vehicle_state_odometer": (ODOMETER, "km"),
    "charge_state_conn_charge_cable": (True, None),
    "charge_state_charger_phases": (None, None),
    "charge_state_scheduled_charging_pending": (False, None),
    "state": (True, None),
    "wake": (None, None),
    "vehicle_state_sentry_mode": (False, None),
}


def cloud_car(domain: str, name: str, vin: str) -> dict[str, Any]:
    """A car by Tesla Fleet, Teslemetry or Tessie."""
    entities = []
    for kind, key in CLOUD:
        if domain == "tessie" and key in UNKNOWN_TO_TESSIE:
            continue
        is_switch = (kind, key) == ("switch", "charge_state_charging_state")
        last = SWITCH_ID[domain] if is_switch else key
        state, unit = (False, None) if is_switch else STATES[key]
        entity = {
            "domain": kind,
            "unique_id": f"{vin}-{last}",
            "translation_key": key,
            "enabled": key not in OFF_AT_FIRST[domain],
            "state": state,
        }
        entities.append(entity | ({"unit": unit} if unit else {}))
    return {"identifier": vin, "name": name, "entities": entities}


def custom_car(name: str, vin: str) -> dict[str, Any]:
    """A car by Tesla Custom Integration, which knows English alone."""
    charging = {"charging_state": "Stopped"}
    power = {"charger_amps_actual": 0, "charger_volts": 1, "charger_phases": None}
    described: list[tuple[str, str, Any, str | None, Mapping[str, Any]]] = [
        ("switch", "charger", False, None, {}),
        ("switch", "sentry mode", False, None, {}),
        ("number", "charging amps", 16, "A", {}),
        ("number", "charge limit", 80, "%", {}),
        ("device_tracker", "location tracker", AT_HOME, None, {}),
        ("device_tracker", "destination location tracker", AT_HOME, None, {}),
        ("binary_sensor", "charger", True, None, charging),
        ("binary_sensor", "charging", False, None, {}),
        ("binary_sensor", "online", True, None, {}),
        ("binary_sensor", "asleep", False, None, {}),
        ("sensor", "battery", 50, "%", {}),
        ("sensor", "charger power", 0, "kW", power),
        ("sensor", "energy added", 4.2, "kWh", {}),
        ("sensor", "odometer", ODOMETER, "km", {}),
        ("button", "wake up", None, None, {}),
    ]
    entities = [
        {
            "domain": kind,
            "unique_id": f"{vin.lower()}_{what.replace(' ', '_')}",
            "name": what.capitalize(),
            "state": state,
            "attributes": attributes,
            **({"unit": unit} if unit else {}),
        }
        for kind, what, state, unit, attributes in described
    ]
    return {"identifier": vin, "name": name, "entities": entities}


BOARD: tuple[tuple[str, Names, Any, str | None], ...] = (
    ("switch", ("Charger", "Laden", "Charge", None), False, None),
    ("number", ("Charging amps", "Ladestrom", "Ampérage de charge", None), 16, "A"),
    ("number", ("Charging limit", "Ladelimit", "Limite de charge", None), 80, "%"),
    ("text_sensor", ("Charging state", "Ladezustand", "État de charge", None), "Stopped", None),
    ("sensor", ("Charge level", "Ladezustand", "État de charge", None), 50, "%"),
    ("sensor", ("Charge current", "Ladestrom", "Courant de charge", None), 0, "A"),
    ("sensor", ("Charge voltage", "Ladespannung", "Tension de charge", None), 1, "V"),
    ("sensor", ("Charge power", "Ladeleistung", "Puissance de charge", None), 0, "kW"),
    ("sensor", ("Charge energy added", "Bezogene Energie", "Énergie ajoutée", None), 4.2, "kWh"),
    ("sensor", ("Charger phases", "Ladephasen", "Phases de charge", None), None, None),
    ("sensor", ("Odometer", "Kilometerstand", "Kilométrage", None), ODOMETER, "km"),
    ("binary_sensor", ("Asleep", "Im Ruhezustand", "En veille", None), False, None),
    ("binary_sensor", ("Charge flap", "Ladeanschluss", "Trappe de charge", None), True, None),
    ("button", ("Wake up", "Aufwecken", "Réveiller", None), None, None),
)
"""PedroKTFC's project; it has German and French, and no Spanish."""

STOPPED = {"de": "Gestoppt", "fr": "Arrêtée"}

OTHER_BOARD: tuple[tuple[str, str, Any, str | None], ...] = (
    ("switch", "Charger", False, None),
    ("number", "Charging Amps", 16, "A"),
    ("number", "Charging Limit", 80, "%"),
    ("text_sensor", "Charging", "Stopped", None),
    ("sensor", "Battery", 50, "%"),
    ("sensor", "Charger Current", 0, "A"),
    ("sensor", "Charger Voltage", 1, "V"),
    ("sensor", "Charger Power", 0, "kW"),
    ("sensor", "Charger Phases", None, None),
    ("sensor", "Energy Added", 4.2, "kWh"),
    ("binary_sensor", "Asleep", False, None),
    ("binary_sensor", "Charger", True, None),
    ("binary_sensor", "Status", True, None),
    ("button", "Wake up", None, None),
)
"""yoziru's project, which is in English."""


def board(language: str, name: str, mac: str) -> dict[str, Any]:
    """A car by a board of PedroKTFC's project that is set to a language."""
    entities = []
    for kind, names, state, unit in BOARD:
        called = names[("en", *LANGUAGES).index(language)] or names[0]
        shown = STOPPED.get(language, state) if state == "Stopped" else state
        off = names[0] == "Charger phases"
        entities.append(on_board(mac, kind, called, shown, unit) | ({"enabled": False} if off else {}))
    return {"identifier": mac, "name": name, "manufacturer": "PedroKTFC", "entities": entities}


def other_board(name: str, mac: str) -> dict[str, Any]:
    """A car by a board of yoziru's project."""
    entities = [on_board(mac, *described) for described in OTHER_BOARD]
    return {"identifier": mac, "name": name, "manufacturer": "yoziru", "entities": entities}


def on_board(mac: str, kind: str, name: str, state: Any, unit: str | None) -> dict[str, Any]:
    object_id = "".join(each if each.isascii() and each.isalnum() else "_" for each in name.lower())
    return {
        "domain": kind.replace("text_", ""),
        "unique_id": f"{mac}-{kind}-{object_id}",
        "name": name,
        "state": state,
        **({"unit": unit} if unit else {}),
    }


LOGGED: tuple[tuple[str, str, Any, str | None], ...] = (
    ("device_tracker", "location", AT_HOME, None),
    ("sensor", "state", "online", None),
    ("sensor", "battery_level", 50, "%"),
    ("sensor", "charge_energy_added", 4.2, "kWh"),
    ("sensor", "charge_limit_soc", 80, "%"),
    ("sensor", "charger_actual_current", 0, "A"),
    ("sensor", "charger_phases", None, None),
    ("sensor", "charger_power", 0, "kW"),
    ("sensor", "charger_voltage", 1, "V"),
    ("sensor", "odometer", ODOMETER, "km"),
    ("binary_sensor", "plugged_in", True, None),
    ("binary_sensor", "charge_port_door_open", True, None),
)
"""What TeslaMate's handbook has Home Assistant make of its topics."""


def logged_car(name: str) -> dict[str, Any]:
    """A car by TeslaMate."""
    entities = [
        {
            "domain": kind,
            "unique_id": f"teslamate_1_{key}",
            "entity_id": f"{kind}.tesla_{key}",
            "name": key.replace("_", " ").title(),
            "state": state,
            **({"unit": unit} if unit else {}),
        }
        for kind, key, state, unit in LOGGED
    ]
    return {"identifier": "teslamate_car_1", "name": name, "entities": entities}


def wall_connector() -> dict[str, Any]:
    """A Wall Connector that is asked itself."""
    described = [("vehicle_connected", True), ("contactor_closed", False)]
    entities = [
        {"domain": "binary_sensor", "unique_id": f"PGT123-{key}", "translation_key": key, "state": state}
        for key, state in described
    ]
    return {"identifier": "PGT123", "name": "Tesla Wall Connector", "entities": entities}


WALL: Mapping[tuple[str, str], Names] = {
    ("binary_sensor", "vehicle_connected"): (
        *("Vehicle connected", "Fahrzeug verbunden"),
        *("Véhicule connecté", "Vehículo conectado"),
    ),
    ("binary_sensor", "contactor_closed"): (
        *("Contactor closed", "Schütz geschlossen"),
        *("Contacteur fermé", "Contactor cerrado"),
    ),
}


def home(language: str) -> dict[str, list[dict[str, Any]]]:
    """Devices of a home with cars of every integration, by their domains."""
    return {
        "tesla_fleet": [cloud_car("tesla_fleet", "Helia", "LRWYGCEK1NC000001")],
        "teslemetry": [cloud_car("teslemetry", "Léa's Model Y", "LRWYGCEK1NC000002")],
        "tessie": [cloud_car("tessie", "Selene", "LRWYGCEK1NC000003")],
        "tesla_custom": [custom_car("Eos", "5YJ3E7EA7KF000004")],
        "esphome": [
            board(language, "Tesla BLE", "A0:B1:C2:D3:E4:F5"),
            other_board("Garage BLE", "A0:B1:C2:D3:E4:F6"),
        ],
        "mqtt": [logged_car("Tesla Model 3")],
        "tesla_wall_connector": [wall_connector()],
    }


def furnish(folder: Path, language: str) -> None:
    """Puts the integrations of such a home into Home Assistant's folder, which is set to the language."""
    configuration = folder / "configuration.yaml"
    text = configuration.read_text()
    configuration.write_text(text.replace("homeassistant:\n", f"homeassistant:\n  language: {language}\n", 1))
    for domain, devices in home(language).items():
        place = folder / "custom_components" / domain
        shutil.copytree(COMPONENT, place, ignore=shutil.ignore_patterns("__pycache__"))
        manifest = {"domain": domain, "name": domain, "version": "1.0.0", "config_flow": True}
        manifest |= {"documentation": "", "iot_class": "local_polling", "codeowners": [], "requirements": []}
        (place / "manifest.json").write_text(json.dumps(manifest))
        (place / "cars.json").write_text(json.dumps(devices))
        (folder / "packages" / f"{domain}.yaml").write_text(f"{domain}:\n")
        translations = place / "translations"
        translations.mkdir()
        for each in ("en", *LANGUAGES):
            (translations / f"{each}.json").write_text(json.dumps({"entity": translated(domain, each)}))


def translated(domain: str, language: str) -> dict[str, dict[str, dict[str, str]]]:
    """A domain's names by kind and key, as far as they are translated."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for (kind, key), names in (WALL if domain == "tesla_wall_connector" else CLOUD).items():
        called = OF_TESSIE.get(key, names) if domain == "tessie" else names
        name = called[("en", *LANGUAGES).index(language)]
        if language == "fr" and domain in ("tesla_fleet", "teslemetry") and key not in IN_FRENCH:
            name = None
        if name:
            found.setdefault(kind, {})[key] = {"name": name}
    return found


def rows(domains: Mapping[str, list[dict[str, Any]]], language: str) -> tuple[list[Any], list[Any]]:
    """What Home Assistant's registries of entities and devices answer in a language."""
    entities: list[dict[str, Any]] = []
    devices = []
    for domain, listed in domains.items():
        names = translated(domain, language) if domain in (*SWITCH_ID, "tesla_wall_connector") else {}
        english = translated(domain, "en")
        for device in listed:
            id_ = f"device of {device['identifier']}"
            devices.append({"id": id_, "name": device["name"], "name_by_user": None, "manufacturer": "x"})
            for entity in device["entities"]:
                kind, key = entity["domain"], entity.get("translation_key")
                spoken = names.get(kind, {}).get(key) or english.get(kind, {}).get(key) or {}
                name = entity.get("name") or spoken["name"]
                entity_id = entity.get("entity_id") or f"{kind}.{plain(device['name'])}_{plain(name)}"
                taken = sum(each["entity_id"] == entity_id for each in entities)
                entities.append(
                    {
                        "entity_id": f"{entity_id}_2" if taken else entity_id,
                        "platform": domain,
                        "unique_id": entity["unique_id"],
                        "translation_key": key,
                        "device_id": id_,
                        "disabled_by": None if entity.get("enabled", True) else "integration",
                        "hidden_by": None,
                        "original_name": name,
                        "name": None,
                    }
                )
    return entities, devices
