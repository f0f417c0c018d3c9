"""A car by its entities: what they say, and what is called to command it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from solar_charging.base.reason import Problem, Reason
from solar_charging.settings.car import Refresh
from solar_charging.vehicle.car import (
    Asleep,
    CarState,
    ChargingState,
    CommandRefused,
    HomeZone,
    Mute,
    NeedsPerson,
    SigningRequired,
    Unreachable,
    VehicleError,
)
from solar_charging.vehicle.entities.entities import HomeAssistantCar, check_answer
from solar_charging.vehicle.entities.found import Wanted, find
from solar_charging.vehicle.entities.patterns import Role
from solar_charging.vehicle.entities.readings import LAG_S
from tests.words import raises

HOME = HomeZone(48.137, 11.575, 100)
NOON = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
NOON_S = NOON.timestamp()
CALLS = {"switch/turn_on": "on", "switch/turn_off": "off"}


class FakeHome:
    """Entities as Home Assistant has them; switch and number show at once what they were told."""

    def __init__(self, entities: Mapping[str, tuple[str, Mapping[str, Any]]]) -> None:
        self.entities: dict[str, dict[str, Any]] = {}
        self.calls: list[str] = []
        self.answer: Any = {"success": True}
        self.said: float | None = None
        self.integrations: dict[str, str] = {}
        for entity, (state, attributes) in entities.items():
            self.set(entity, state, **attributes)

    def set(self, entity: str, state: str, at: datetime = NOON, **attributes: Any) -> None:
        """An integration writes a state; attributes that are not given stay."""
        kept = self.entities.get(entity, {}).get("attributes", {})
        self.entities[entity] = {
            "entity_id": entity,
            "state": state,
            "attributes": {**kept, **attributes},
            "last_updated": at.isoformat(),
        }

    def lose(self, *entities: str) -> None:
        """An integration fails, or was never set up: some entities, or all, become unavailable."""
        for entity in entities or tuple(self.entities):
            self.entities[entity]["state"] = "unavailable"

    def state(self, entity: str) -> Mapping[str, Any] | None:
        return self.entities.get(entity)

    def said_s(self, entities: Collection[str]) -> float | None:
        assert not any(entity.startswith(("switch", "number", "button")) for entity in entities)
        return self.said

    def integration(self, entity: str) -> str | None:
        return self.integrations.get(entity)

    def call(self, service: str, *, entity_id: str, **data: Any) -> None:
        self.calls.append(" ".join([service, entity_id, *map(str, data.values())]))
        check_answer(service, self.answer)
        if service in CALLS:
            self.set(entity_id, CALLS[service])
        elif service == "number/set_value":
            self.set(entity_id, str(data["value"]))

    @property
    def car(self) -> HomeAssistantCar:
        return HomeAssistantCar(find(Wanted("helia"), self.entities).roles, self)

    def read(self) -> CarState:
        return self.car.read(HOME)


AMPS, PERCENT, VOLTS = ({"unit_of_measurement": unit} for unit in ("A", "%", "V"))


@pytest.fixture
def fleet() -> FakeHome:
    """A car of tesla_fleet, charging with 10 A at home."""
    return FakeHome(
        {
            "switch.helia_charge": ("on", {}),
            "number.helia_charge_current": ("10", {**AMPS, "min": 0, "max": 16}),
            "number.helia_charge_limit": ("80", PERCENT),
            "device_tracker.helia_location": ("home", {"latitude": 48.137, "longitude": 11.575}),
            "sensor.helia_charging": ("charging", {}),
            "sensor.helia_battery_level": ("55", PERCENT),
            "sensor.helia_charger_current": ("10", AMPS),
            "sensor.helia_charger_voltage": ("231", VOLTS),
            "binary_sensor.helia_charger_has_multiple_phases": ("off", {}),
            "binary_sensor.helia_charge_cable": ("on", {}),
            "binary_sensor.helia_scheduled_charging_pending": ("off", {}),
            "binary_sensor.helia_status": ("on", {}),
            "button.helia_wake": ("unknown", {}),
        },
    )


@pytest.fixture
def custom() -> FakeHome:
    """A car of tesla_custom, charging on three phases with 10 A, somewhere else."""
    power = {
        "unit_of_measurement": "kW",
        "charger_amps_actual": 10,
        "charger_volts": 231,
        "charger_phases": 2,
    }
    return FakeHome(
        {
            "switch.helia_charger": ("on", {}),
            "number.helia_charging_amps": ("10", {**AMPS, "max": 16}),
            "number.helia_charge_limit": ("80", PERCENT),
            "device_tracker.helia_location_tracker": ("not_home", {"latitude": 48.3, "longitude": 11.575}),
            "binary_sensor.helia_charger": ("on", {"charging_state": "Charging"}),
            "sensor.helia_battery": ("55", PERCENT),
            "sensor.helia_charger_power": ("7", power),
            "binary_sensor.helia_online": ("on", {}),
            "binary_sensor.helia_asleep": ("off", {}),
            "button.helia_wake_up": ("unknown", {}),
        },
    )


@pytest.fixture
def esphome() -> FakeHome:
    """A car of ESPHome Tesla BLE, charging on three phases with 10 A."""
    return FakeHome(
        {
            "switch.helia_charger": ("on", {}),
            "number.helia_charging_amps": ("10", {**AMPS, "max": 32}),
            "number.helia_charging_limit": ("80", PERCENT),
            "sensor.helia_charging": ("Charging", {}),
            "sensor.helia_battery": ("55", PERCENT),
            "sensor.helia_charger_current": ("10", AMPS),
            "sensor.helia_charger_voltage": ("231", VOLTS),
            "sensor.helia_charger_phases": ("2.0", {}),
            "binary_sensor.helia_charger": ("on", {}),
            "binary_sensor.helia_asleep": ("off", {}),
            "button.helia_wake_up": ("unknown", {}),
        },
    )


@pytest.mark.parametrize(
    ("make", "own"),
    [
        ("fleet", {"at_home": True, "phases": 1, "max_current_a": 16}),
        ("custom", {"at_home": False, "phases": 3, "max_current_a": 16, "power_w": 7000}),
        ("esphome", {"at_home": None, "phases": 3, "max_current_a": 32}),
    ],
)
def test_the_whole_car_is_read(make: str, own: dict[str, Any], request: pytest.FixtureRequest) -> None:
    shared = {"soc_pct": 55, "charge_limit_pct": 80, "offered_a": 10, "drawn_a": 10, "voltage_v": 231}
    expected = CarState(NOON_S - LAG_S, charging=ChargingState.CHARGING, radius_m=100, **shared, **own)
    assert replace(request.getfixturevalue(make).read(), distance_m=None) == expected


def test_looking_costs_nothing(fleet: FakeHome) -> None:
    assert fleet.car.reads_are_free
    fleet.read()
    assert fleet.car.awake()
    assert fleet.calls == []


# What the entities say


@pytest.mark.parametrize(
    ("word", "charging"),
    [
        ("starting", ChargingState.STARTING),
        ("charging", ChargingState.CHARGING),
        ("stopped", ChargingState.STOPPED),
        ("complete", ChargingState.COMPLETE),
        ("disconnected", ChargingState.DISCONNECTED),
        ("no_power", ChargingState.NO_POWER),
        ("Charging", ChargingState.CHARGING),
        ("No Power", ChargingState.NO_POWER),
        ("NoPower", ChargingState.NO_POWER),
    ],
)
def test_each_integrations_words_are_understood(fleet: FakeHome, word: str, charging: ChargingState) -> None:
    fleet.set("sensor.helia_charging", word)
    car = fleet.read()
    assert (car.charging, car.unclear) == (charging, ())


@pytest.mark.parametrize("word", ["unknown", "unavailable", "Ładuje", "Calibrating", ""])
@pytest.mark.parametrize(
    ("drawn", "cable", "charging"),
    [
        ("2", "on", ChargingState.CHARGING),
        ("1.9", "on", ChargingState.STOPPED),
        ("0", "unknown", ChargingState.STOPPED),
        ("0", "off", ChargingState.DISCONNECTED),
        ("unknown", "on", ChargingState.UNKNOWN),
        ("zehn", "off", ChargingState.UNKNOWN),
    ],
)
def test_where_the_word_is_none_the_current_and_the_cable_say_what_happens(
    fleet: FakeHome, word: str, drawn: str, cable: str, charging: ChargingState
) -> None:
    fleet.set("sensor.helia_charging", word)
    fleet.set("sensor.helia_charger_current", drawn)
    fleet.set("binary_sensor.helia_charge_cable", cable)
    assert fleet.read().charging is charging


def test_what_makes_no_sense_is_named(fleet: FakeHome) -> None:
    fleet.set("sensor.helia_charging", "Ładuje")
    fleet.set("sensor.helia_charger_current", "zehn")
    number, word = fleet.read().unclear
    assert number == Reason(Problem.NO_NUMBER, {"where": "sensor.helia_charger_current", "got": "'zehn'"})
    assert (word.why, word.values["where"]) == (Problem.WORD_UNKNOWN, "sensor.helia_charging")


def test_tesla_custom_hides_the_word_in_an_attribute(custom: FakeHome) -> None:
    custom.set("binary_sensor.helia_charger", "on", charging_state="Stopped")
    assert custom.read().charging is ChargingState.STOPPED


@pytest.mark.parametrize(
    ("switch", "cable", "charging"),
    [
        ("on", "on", ChargingState.CHARGING),
        ("off", "on", ChargingState.STOPPED),
        ("off", "off", ChargingState.DISCONNECTED),
        ("off", "unknown", ChargingState.STOPPED),
        ("unavailable", "off", ChargingState.CHARGING),
    ],
)
def test_switch_and_cable_tell_it_where_nothing_else_does(
    fleet: FakeHome, switch: str, cable: str, charging: ChargingState
) -> None:
    del fleet.entities["sensor.helia_charging"]
    fleet.set("switch.helia_charge", switch)
    fleet.set("binary_sensor.helia_charge_cable", cable)
    assert fleet.read().charging is charging


@pytest.mark.parametrize(
    ("place", "position", "at_home"),
    [
        ("home", (48.137, 11.575), True),
        ("home", (None, None), True),
        ("not_home", (48.337, 11.575), False),
        ("Office", (48.337, 11.575), False),
        ("Garage", (48.1371, 11.575), True),
        ("not_home", (None, None), False),
        ("unknown", (48.137, 11.575), None),
        ("unavailable", (48.137, 11.575), None),
    ],
)
def test_at_home_is_in_the_home_zone_or_in_one_within_it(
    fleet: FakeHome, place: str, position: tuple[float | None, float | None], at_home: bool | None
) -> None:
    latitude, longitude = position
    fleet.set("device_tracker.helia_location", place, latitude=latitude, longitude=longitude)
    assert fleet.read().at_home is at_home


@pytest.mark.parametrize("word", ["unavailable", "unknown", "", "nan", "inf"])
def test_what_is_not_known_is_none_and_never_zero(fleet: FakeHome, word: str) -> None:
    for entity in fleet.entities:
        if entity.startswith(("sensor", "number")):
            fleet.set(entity, word)
    car = fleet.read()
    assert car.charging is ChargingState.UNKNOWN
    assert (car.soc_pct, car.charge_limit_pct, car.offered_a) == (None, None, None)
    assert (car.drawn_a, car.voltage_v) == (None, None)
    assert car.max_current_a == 16, "an attribute that no state can hide"


def test_zero_is_a_value(fleet: FakeHome) -> None:
    fleet.set("sensor.helia_charger_current", "0")
    assert fleet.read().drawn_a == 0


@pytest.mark.parametrize(("shown_v", "voltage_v"), [("2", None), ("79", None), ("80", 80), ("231", 231)])
def test_the_voltage_of_an_idle_car_is_none_of_the_mains(
    fleet: FakeHome, shown_v: str, voltage_v: float | None
) -> None:
    fleet.set("sensor.helia_charger_voltage", shown_v)
    assert fleet.read().voltage_v == voltage_v


@pytest.mark.parametrize(
    ("word", "charging", "phases"),
    [
        ("on", "charging", 3),
        ("off", "charging", 1),
        ("1", "charging", 1),
        ("2", "charging", 3),
        ("3.0", "charging", 3),
        ("unavailable", "charging", None),
        ("off", "stopped", None),
    ],
)
def test_phases_are_known_of_a_charging_car(
    fleet: FakeHome, word: str, charging: str, phases: int | None
) -> None:
    fleet.set("binary_sensor.helia_charger_has_multiple_phases", word)
    fleet.set("sensor.helia_charging", charging)
    assert fleet.read().phases == phases


def test_a_power_is_not_taken_for_a_current(custom: FakeHome) -> None:
    custom.entities["sensor.helia_charger_power"]["attributes"] = {"unit_of_measurement": "kW"}
    car = custom.read()
    assert (car.drawn_a, car.voltage_v, car.phases) == (None, None, None)


def test_a_scheduled_charge_that_waits_is_noticed(fleet: FakeHome) -> None:
    fleet.set("binary_sensor.helia_scheduled_charging_pending", "on")
    assert fleet.read().scheduled


@pytest.mark.parametrize(
    ("entity", "newer"),
    [
        ("sensor.helia_charger_current", True),
        ("sensor.helia_charging", True),
        ("sensor.helia_battery_level", True),
        ("switch.helia_charge", False),
        ("number.helia_charge_current", False),
    ],
)
def test_the_readings_are_as_old_as_the_cars_last_word(fleet: FakeHome, entity: str, newer: bool) -> None:
    fleet.set(entity, fleet.entities[entity]["state"], at=NOON.replace(minute=5))
    assert fleet.read().at_s == NOON_S + (300 if newer else 0) - LAG_S


def test_a_value_repeated_is_as_new_as_its_last_report(fleet: FakeHome) -> None:
    fleet.entities["sensor.helia_charging"]["last_reported"] = "2026-06-15T12:07:00Z"
    assert fleet.read().at_s == NOON_S + 420 - LAG_S


def test_home_assistant_is_asked_when_the_car_last_repeated_itself(fleet: FakeHome) -> None:
    fleet.said = NOON_S + 500
    assert fleet.read().at_s == NOON_S + 500 - LAG_S


# Asleep and out of reach


@pytest.mark.parametrize(
    ("make", "entity", "word", "awake"),
    [
        ("fleet", "binary_sensor.helia_status", "on", True),
        ("fleet", "binary_sensor.helia_status", "off", False),
        ("custom", "binary_sensor.helia_online", "off", False),
        ("custom", "binary_sensor.helia_asleep", "on", True),
        ("esphome", "binary_sensor.helia_asleep", "on", False),
        ("esphome", "binary_sensor.helia_asleep", "unknown", True),
    ],
)
def test_the_integration_knows_whether_the_car_sleeps(
    make: str, entity: str, word: str, awake: bool, request: pytest.FixtureRequest
) -> None:
    home: FakeHome = request.getfixturevalue(make)
    home.set(entity, word)
    assert home.car.awake() is awake
    assert home.read().asleep is not awake
    assert home.read().soc_pct == 55


def test_where_nobody_knows_a_car_without_values_sleeps(fleet: FakeHome) -> None:
    del fleet.entities["binary_sensor.helia_status"]
    assert fleet.car.awake()
    fleet.lose()
    assert not fleet.car.awake()


def test_switch_and_number_alone_are_enough_to_command(fleet: FakeHome) -> None:
    alone = {Role.CHARGE: "switch.helia_charge", Role.CURRENT: "number.helia_charge_current"}
    car = HomeAssistantCar(alone, fleet)
    assert car.awake()
    car.start()
    car.set_current(8)
    car.stop()
    assert [call.partition(" ")[0] for call in fleet.calls] == [
        "switch/turn_on",
        "number/set_value",
        "switch/turn_off",
    ]


def test_a_failed_integration_is_no_sleeping_car(fleet: FakeHome) -> None:
    fleet.lose()
    with raises(Unreachable, match="all its entities are unavailable"):
        fleet.car.awake()
    with raises(Unreachable, match="all its entities are unavailable"):
        fleet.car.read(HOME)


# Commands


def test_the_verbs_are_calls(fleet: FakeHome) -> None:
    fleet.car.stop()
    fleet.set("sensor.helia_charging", "stopped")
    fleet.car.set_current(12)
    fleet.car.start()
    fleet.car.wake_up()
    assert fleet.calls == [
        "switch/turn_off switch.helia_charge",
        "number/set_value number.helia_charge_current 12",
        "switch/turn_on switch.helia_charge",
        "button/press button.helia_wake",
    ]


@pytest.mark.parametrize(
    ("charging", "switch", "verb", "called"),
    [
        ("charging", "on", "start", False),
        ("starting", "on", "start", False),
        ("stopped", "off", "start", True),
        ("stopped", "on", "start", True),
        ("charging", "off", "start", True),
        ("stopped", "off", "stop", False),
        ("complete", "off", "stop", False),
        ("disconnected", "unknown", "stop", False),
        ("charging", "on", "stop", True),
        ("charging", "off", "stop", True),
        ("stopped", "on", "stop", True),
        ("unknown", "unknown", "stop", False),
    ],
)
def test_what_is_already_so_is_not_commanded(
    fleet: FakeHome, charging: str, switch: str, verb: str, called: bool
) -> None:
    fleet.set("sensor.helia_charging", charging)
    fleet.set("sensor.helia_charger_current", "10" if charging == "charging" else "0")
    fleet.set("switch.helia_charge", switch)
    getattr(fleet.car, verb)()
    assert bool(fleet.calls) is called


@pytest.mark.parametrize(
    ("shown", "drawn", "charging", "called"),
    [
        ("10", "10", "charging", True),
        ("12", "12", "charging", False),
        ("12", "11", "charging", False),
        ("12", "10", "charging", True),
        ("12", "0", "stopped", False),
        ("12", "unknown", "charging", False),
        ("unknown", "12", "charging", True),
    ],
)
def test_a_current_is_set_until_the_car_takes_it(
    fleet: FakeHome, shown: str, drawn: str, charging: str, called: bool
) -> None:
    fleet.set("number.helia_charge_current", shown)
    fleet.set("sensor.helia_charger_current", drawn)
    fleet.set("sensor.helia_charging", charging)
    fleet.car.set_current(12)
    assert bool(fleet.calls) is called


def test_a_limit_is_set_at_its_number(fleet: FakeHome) -> None:
    fleet.car.set_limit(65)
    assert fleet.calls == ["number/set_value number.helia_charge_limit 65"]


@pytest.mark.parametrize("roles", [{}, {Role.LIMIT: "sensor.helia_charge_limit"}])
def test_a_limit_that_is_only_shown_cannot_be_set(fleet: FakeHome, roles: dict[Role, str]) -> None:
    car = HomeAssistantCar({Role.CHARGE: "switch.helia_charge", **roles}, fleet)
    with raises(NeedsPerson, match="set car.entities.limit"):
        car.set_limit(65)
    assert fleet.calls == []


@pytest.mark.parametrize(("current_a", "times"), [(4, 2), (5, 1)])
def test_less_than_5_a_is_asked_for_twice(fleet: FakeHome, current_a: int, times: int) -> None:
    fleet.car.set_current(current_a)
    assert fleet.calls == [f"number/set_value number.helia_charge_current {current_a}"] * times


def test_a_sleeping_car_is_not_told_to_stop(fleet: FakeHome) -> None:
    fleet.set("binary_sensor.helia_status", "off")
    fleet.car.stop()
    assert fleet.calls == []


def test_a_sleeping_car_is_told_to_start_whatever_it_did_before(fleet: FakeHome) -> None:
    fleet.set("binary_sensor.helia_status", "off")
    fleet.car.start()
    assert fleet.calls == ["switch/turn_on switch.helia_charge"]


def test_an_unavailable_entity_cannot_be_commanded(fleet: FakeHome) -> None:
    fleet.lose("number.helia_charge_current")
    with raises(Unreachable, match="current is unavailable in Home Assistant"):
        fleet.car.set_current(8)
    assert fleet.calls == []


def test_without_a_button_a_person_has_to_name_one(fleet: FakeHome) -> None:
    del fleet.entities["button.helia_wake"]
    with raises(NeedsPerson, match=r"set car\.entities\.wake_up"):
        fleet.car.wake_up()


# Home Assistant's answers


def failure(message: str) -> dict[str, Any]:
    return {"success": False, "error": {"code": "home_assistant_error", "message": message}}


@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        (None, Unreachable, "Home Assistant is not connected"),
        ({"success": False, "ad_status": "TIMEOUT"}, Unreachable, "did not answer in time"),
        (failure("Command was unsuccessful: disconnected"), CommandRefused, "disconnected"),
        (failure("Command failed, no_power"), CommandRefused, "no_power"),
        ({"success": False, "error": {"code": "service_not_found"}}, CommandRefused, "service_not_found"),
        (failure("Could not wake up vehicle"), Asleep, "asleep"),
        (failure("Timed out trying to wake up vehicle"), Asleep, "asleep"),
        (failure("vehicle unavailable: vehicle is offline or asleep"), Asleep, "asleep"),
        (failure("Command failed: The vehicle is not 'online'."), Asleep, "asleep"),
        (failure("Failed to wake up vehicle"), Asleep, "asleep"),
        (failure("Tesla Vehicle Command Protocol required"), SigningRequired, "signed"),
        (failure("Command was unsuccessful: unsigned_cmds_hardlocked"), SigningRequired, "signed"),
    ],
)
def test_what_goes_wrong_has_its_name(
    fleet: FakeHome, answer: Any, error: type[VehicleError], text: str
) -> None:
    fleet.answer = answer
    with raises(error, match=text):
        fleet.car.set_current(8)


def test_the_refusal_is_the_cars_own_word(fleet: FakeHome) -> None:
    fleet.answer = failure("Command returned: car could not execute command: complete")
    with pytest.raises(CommandRefused) as caught:
        fleet.car.set_current(8)
    assert caught.value.word == "complete"


@pytest.mark.parametrize(
    "message",
    [
        "Command was unsuccessful: is_charging",
        "Command failed: car could not execute command: not_charging",
        "Command was unsuccessful: already_set",
        "Command failed, requested",
        "Charge is already active.",
    ],
)
def test_a_refusal_because_it_is_so_already_is_a_success(fleet: FakeHome, message: str) -> None:
    fleet.answer = failure(message)
    fleet.car.set_current(8)
    assert fleet.calls == ["number/set_value number.helia_charge_current 8"]


@pytest.mark.parametrize(
    ("refresh", "integration", "asked"),
    [
        ("free", "tessie", True),
        ("free", "tesla_fleet", False),
        ("free", "teslemetry", False),
        ("free", None, False),
        ("always", "tesla_fleet", True),
        ("never", "tessie", False),
    ],
)
def test_news_is_asked_for_where_it_is_free_or_wanted(
    fleet: FakeHome, refresh: Refresh, integration: str | None, asked: bool
) -> None:
    if integration is not None:
        fleet.integrations["sensor.helia_charging"] = integration
    car = HomeAssistantCar(find(Wanted("helia"), fleet.entities).roles, fleet, refresh)
    assert car.refresh() is asked
    assert fleet.calls == (["homeassistant/update_entity sensor.helia_charging"] if asked else [])


@pytest.mark.parametrize(("word", "error"), [("unknown", Mute), ("unavailable", Unreachable)])
def test_an_integration_that_has_not_heard_the_car_is_another_thing_than_one_that_fails(
    fleet: FakeHome, word: str, error: type[VehicleError]
) -> None:
    for entity in fleet.entities:
        fleet.set(entity, word)
    with pytest.raises(error):
        fleet.read()


def test_the_entities_that_bring_news_are_listened_to(fleet: FakeHome) -> None:
    assert fleet.car.entities == (
        "sensor.helia_charging",
        "binary_sensor.helia_charge_cable",
        "binary_sensor.helia_status",
        "number.helia_charge_current",
    )


@pytest.mark.parametrize(("unit", "km"), [("km", 1000.0), ("mi", 1609.344), ("m", None)])
def test_the_odometer_counts_in_miles_or_kilometres(fleet: FakeHome, unit: str, km: float | None) -> None:
    fleet.set("sensor.helia_odometer", "1000", unit_of_measurement=unit)
    assert fleet.read().odometer_km == (None if km is None else pytest.approx(km))
