"""What is proposed for the houses of real integrations, and how sure it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solar_charging.settings.settings import parse_settings
from solar_charging.setup.proposal import (
    Choice,
    Confidence,
    Ground,
    Option,
    Topic,
    settings_of,
)
from solar_charging.setup.propose import propose, wanted_statistics
from tests.houses_described import (
    ENPHASE,
    HELPERS,
    HOMEWIZARD,
    HOUSES,
    HUAWEI,
    INVERTED,
    NOTHING,
    POWERWALL,
    SHELLY_EM,
    SHELLY_PRO,
    TIBBER,
    House,
    counted,
    grid_2024,
    grid_2026,
    meant,
    roof,
    store,
)

SURE, LIKELY, ASKED = Confidence.SURE, Confidence.LIKELY, Confidence.ASKED


def chosen(house: House, topic: Topic) -> tuple[Confidence, dict[str, Any]]:
    """What is proposed for a topic; of what is asked, what comes first."""
    choice = propose(house.surroundings()).of(topic)
    assert choice is not None
    return choice.confidence, dict(choice.options[0].settings) if choice.options else {}


def grounds(option: Option) -> set[Ground]:
    return {each.why for each in (*option.grounds, *option.live)}


@pytest.mark.parametrize(
    ("name", "confidence", "meters"),
    [
        ("homewizard", LIKELY, {"grid_power": "sensor.p1_meter_power"}),
        ("shelly_3em", LIKELY, {"grid_power": ["sensor.shellyem3_0a1b2c_channel_a_power",
                                               "sensor.shellyem3_0a1b2c_channel_b_power",
                                               "sensor.shellyem3_0a1b2c_channel_c_power"]}),
        ("shelly_pro", LIKELY, {"grid_power": "sensor.hauptzahler_total_active_power"}),
        ("shelly_em", LIKELY, {"grid_power": "sensor.shellyem_77aa_channel_1_power"}),
        ("dsmr", LIKELY, {"import_power": "sensor.electricity_meter_power_consumption",
                          "export_power": "sensor.electricity_meter_power_production"}),
        ("sma", LIKELY, {"import_power": "sensor.sma_tripower_metering_power_absorbed",
                         "export_power": "sensor.sma_tripower_metering_power_supplied"}),
        ("fronius", LIKELY, {"grid_power": "sensor.smart_meter_63a_real_power"}),
        ("huawei", SURE, {"grid_power": "sensor.power_meter_active_power", "grid_power_positive": "export"}),
        ("enphase", LIKELY, {"grid_power": "sensor.envoy_122233344455_current_net_power_consumption"}),
        ("powerwall", SURE, {"grid_power": "sensor.powerwall_site_power"}),
        ("tibber", LIKELY, {"import_power": "sensor.am_hang_3_power",
                            "export_power": "sensor.am_hang_3_power_production"}),
        ("inverted", SURE, {"grid_power": "sensor.netzleistung", "grid_power_positive": "export"}),
        ("helpers", LIKELY, {"import_power": "sensor.bezugsleistung",
                             "export_power": "sensor.einspeiseleistung"}),
        ("linky", LIKELY, {"import_power": "sensor.linky_puissance_soutiree",
                           "export_power": "sensor.linky_puissance_injectee"}),
        ("octopus", LIKELY, {"grid_power": "sensor.grid_power"}),
        ("nothing", ASKED, {}),
    ],
)  # fmt: skip
def test_the_grid_meter_of_each_house(name: str, confidence: Confidence, meters: dict[str, Any]) -> None:
    found, settings = chosen(HOUSES[name], Topic.GRID)
    assert (found, settings_of([Option(settings)])) == (confidence, {"meters": meters} if meters else {})


def test_each_house_is_in_that_table() -> None:
    table = test_the_grid_meter_of_each_house.pytestmark[0].args[1]
    assert {row[0] for row in table} == set(HOUSES)


@pytest.mark.parametrize(
    ("name", "confidence", "sensor"),
    [
        ("homewizard", LIKELY, "sensor.solar_inverter_ac_power"),
        ("shelly_pro", LIKELY, "sensor.balkon_switch_0_power"),
        ("shelly_em", LIKELY, "sensor.shellyem_77aa_channel_2_power"),
        ("sma", LIKELY, "sensor.sma_tripower_grid_power"),
        ("fronius", LIKELY, "sensor.symo_8_2_ac_power"),
        ("huawei", SURE, "sensor.inverter_active_power"),
        ("enphase", LIKELY, "sensor.envoy_122233344455_current_power_production"),
        ("powerwall", SURE, "sensor.powerwall_solar_power"),
        ("helpers", SURE, "sensor.pv_leistung"),
        ("dsmr", SURE, None),
        ("tibber", SURE, None),
        ("nothing", SURE, None),
    ],
)
def test_the_roof_of_each_house(name: str, confidence: Confidence, sensor: str | None) -> None:
    expected = {"meters.solar_power": sensor} if sensor else {}
    assert chosen(HOUSES[name], Topic.SOLAR) == (confidence, expected)


@pytest.mark.parametrize("name", HOUSES)
def test_what_is_proposed_for_a_house_can_be_set(name: str) -> None:
    proposal = propose(HOUSES[name].surroundings())
    settings = settings_of(choice.proposed or next(iter(choice.options), Option()) for choice in proposal)
    if name == "nothing":
        settings["meters"] = {"grid_power": "sensor.typed_by_hand"}
    parse_settings({"name": "solar_charging", **settings})


@pytest.mark.parametrize("name", HOUSES)
def test_each_other_option_of_a_house_can_be_set_too(name: str) -> None:
    proposal = propose(HOUSES[name].surroundings())
    grid = proposal.of(Topic.GRID)
    assert grid is not None
    first = grid.options[:1] or (Option({"meters.grid_power": "sensor.typed_by_hand"}),)
    for choice in proposal:
        for option in choice.options:
            beside = () if choice.topic is Topic.GRID else first
            parse_settings({"name": "solar_charging", **settings_of((*beside, option))})


def test_nothing_is_chosen_where_nothing_is_known() -> None:
    proposal = propose(NOTHING.surroundings())
    asked = {choice.topic for choice in proposal if choice.proposed is None}
    assert {Topic.GRID, Topic.PEAK_PRICE, Topic.OFF_PEAK, Topic.EXPORT_PRICE, Topic.FUSE} <= asked
    assert Ground.NO_DASHBOARD in {each.why for each in proposal.missing}


# The sign


@pytest.mark.parametrize(
    ("now_w", "sun_w", "positive", "confidence"),
    [
        (-1840, 2600, "import", LIKELY),  # it cannot be import, or the house drew that besides the sun
        (2000, 100, "import", LIKELY),  # more than the sun: no export
        (-2000, 100, "export", LIKELY),  # more than the sun, so it is import that is negative here
        (300, 0, "import", LIKELY),
        (-300, 0, "export", LIKELY),
        (40, 0, "import", ASKED),  # too little to tell
        (1000, 2600, "import", ASKED),  # import, or export: both can be
    ],
)
def test_the_sign_is_told_by_what_the_sun_gives(
    now_w: float, sun_w: float, positive: str, confidence: Confidence
) -> None:
    house = House(
        devices=[
            ("Meter", "modbus", [("sensor.meter_power", now_w, "W"), ("sensor.meter_energy", 1, "kWh")]),
            ("Sun", "modbus", [("sensor.sun_power", sun_w, "W"), ("sensor.sun_energy", 1, "kWh")]),
        ],
        sources=[grid_2024(["sensor.meter_energy"]), roof("sensor.sun_energy")],
    )
    found, settings = chosen(house, Topic.GRID)
    assert (found, settings.get("meters.grid_power_positive", "import")) == (confidence, positive)


def test_the_sun_tells_no_sign_in_a_house_with_a_battery_that_may_give_too() -> None:
    devices = [
        ("Meter", "modbus", [("sensor.meter_power", 900, "W"), ("sensor.meter_energy", 1, "kWh")]),
        ("Store", "modbus", [("sensor.in", 1, "kWh"), ("sensor.out", 1, "kWh")]),
    ]
    sources = [grid_2024(["sensor.meter_energy"]), store("sensor.out", "sensor.in")]
    night = {"sun.sun": ("below_horizon", None)}
    assert chosen(House(devices, sources, night), Topic.GRID)[0] is ASKED
    assert chosen(House(devices, sources[:1], night), Topic.GRID)[0] is LIKELY


@pytest.mark.parametrize("share", [0.14, 0.16])
@pytest.mark.parametrize("sign", [1, -1])
def test_the_counters_tell_which_sensor_it_is_and_its_sign(share: float, sign: int) -> None:
    wrong = sign * 1000 * share
    house = replace(
        NOTHING,
        loose={
            "sensor.a": (100, "W"),
            "sensor.b": (100, "W"),
            "sensor.in": (1, "kWh"),
            "sensor.out": (1, "kWh"),
        },
        sources=[grid_2026("sensor.in", "sensor.out")],
        past={
            "sensor.in": counted(1, 0, 1),
            "sensor.out": counted(0, 1, 0),
            "sensor.a": meant(100, 100, 100),
            "sensor.b": meant(sign * 1000 + wrong, sign * -1000 - wrong, sign * 1000 + wrong),
        },
    )
    found, settings = chosen(house, Topic.GRID)
    if share > 0.15:
        assert found is ASKED
    else:
        turned = {} if sign == 1 else {"meters.grid_power_positive": "export"}
        assert (found, settings) == (SURE, {"meters.grid_power": "sensor.b", **turned})


@pytest.mark.parametrize(
    ("given", "taken", "power", "confidence", "ground"),
    [
        ((1, 1), (0, 0), (1000, 1000), SURE, Ground.DASHBOARD_POWER),  # two hours tell nothing
        ((1, 0, 1), (0, 1, 0), (-1000, 1000, -1000), SURE, Ground.COUNTERS_AGREE),
        ((1, 0, 1), (0, 1, 0), (1000, -1000, 1000), ASKED, Ground.COUNTERS_AGREE),  # the other sign does
        ((1, 0, 1), (0, 1, 0), (1000, 0, 1000), ASKED, Ground.COUNTERS_DIFFER),  # it never shows an export
    ],
)
def test_what_the_dashboard_names_is_sure_unless_its_own_counters_deny_it(
    given: tuple[float, ...],
    taken: tuple[float, ...],
    power: tuple[float, ...],
    confidence: Confidence,
    ground: Ground,
) -> None:
    past = {
        "sensor.bezug": counted(*given),
        "sensor.einspeisung": counted(*taken),
        "sensor.netzleistung": meant(*power),
    }
    choice = propose(replace(INVERTED, past=past).surroundings()).of(Topic.GRID)
    assert choice is not None
    assert choice.confidence is confidence
    assert ground in grounds(choice.options[0])
    if confidence is ASKED:
        signs = {option.settings.get("meters.grid_power_positive", "import") for option in choice.options}
        assert signs == {"import", "export"}


@pytest.mark.parametrize(
    ("now_w", "sun_w", "confidence"),
    [
        (-900, 0, SURE),
        (40, 0, SURE),  # too little to tell
        (900, 0, ASKED),  # an export without any sun
        (-500, 2600, SURE),  # import beside the sun, though it would rather be an export
        (2600, 2600, SURE),
        (3000, 2600, ASKED),  # an export of more than the sun
    ],
)
def test_a_sign_of_the_dashboard_that_cannot_be_is_asked(
    now_w: float, sun_w: float, confidence: Confidence
) -> None:
    house = House(
        loose={"sensor.netzleistung": (now_w, "W"), "sensor.sun_power": (sun_w, "W")},
        sources=[*INVERTED.sources, roof("sensor.sun_energy", stat_rate="sensor.sun_power")],
    )
    found, settings = chosen(house, Topic.GRID)
    assert (found, settings["meters.grid_power_positive"]) == (confidence, "export")


def test_a_clamp_without_a_sign_is_asked_for_the_counters_deny_it() -> None:
    unsigned = replace(
        SHELLY_EM,
        past={
            "sensor.shellyem_77aa_channel_1_energy": counted(1, 0, 1),
            "sensor.shellyem_77aa_channel_1_energy_returned": counted(0, 1, 0),
            "sensor.shellyem_77aa_channel_1_power": meant(1000, 1000, 1000),
        },
    )
    choice = propose(unsigned.surroundings()).of(Topic.GRID)
    assert choice is not None
    assert choice.confidence is ASKED
    assert all(Ground.COUNTERS_DIFFER in grounds(option) for option in choice.options)


def test_the_apps_own_sensor_is_never_its_meter() -> None:
    house = House(
        loose={"sensor.solar_charging_grid_power": (-100, "W")},
        sources=[grid_2026(None, None, stat_rate="sensor.solar_charging_grid_power")],
    )
    assert chosen(house, Topic.GRID) == (ASKED, {})


def test_a_sensor_that_the_dashboard_names_and_that_is_gone_is_not_proposed() -> None:
    house = House(sources=[grid_2026("sensor.in", None, stat_rate="sensor.gone")])
    assert chosen(house, Topic.GRID) == (ASKED, {})


# The battery


@pytest.mark.parametrize(
    ("name", "confidence", "expected"),
    [
        ("huawei", SURE, {"battery.power": "sensor.battery_charge_discharge_power",
                          "battery.power_positive": "charging",
                          "battery.soc": "sensor.battery_state_of_capacity"}),
        ("powerwall", SURE, {"battery.power": "sensor.powerwall_battery_power",
                             "battery.soc": "sensor.powerwall_charge", "battery.capacity_kwh": 13.5}),
        ("homewizard", SURE, {}),
    ],
)  # fmt: skip
def test_the_battery_of_each_house(name: str, confidence: Confidence, expected: dict[str, Any]) -> None:
    assert chosen(HOUSES[name], Topic.BATTERY) == (confidence, expected)


def test_without_a_past_the_sign_of_the_battery_is_asked_with_the_live_value() -> None:
    choice = propose(replace(HUAWEI, past={}).surroundings()).of(Topic.BATTERY)
    assert choice is not None
    assert choice.confidence is ASKED
    first, second, *_ = choice.options
    assert "battery.power_positive" not in first.settings
    assert second.settings["battery.power_positive"] == "charging"
    assert Ground.DISCHARGES_NOW in grounds(first)
    assert Ground.CHARGES_NOW in grounds(second)


def test_the_battery_of_a_phone_or_a_car_is_not_the_houses() -> None:
    phone = ("Phone", "mobile_app", [("sensor.phone_battery_level", 80, "%"),
                                     ("sensor.phone_battery_power", 1, "W"),
                                     ("device_tracker.phone", "home", None)])  # fmt: skip
    assert chosen(House([phone]), Topic.BATTERY) == (SURE, {})
    powerbank = ("Storage", "modbus", phone[2][:2])
    assert chosen(House([powerbank]), Topic.BATTERY)[0] is ASKED


# The car


def test_the_only_car_needs_no_setting() -> None:
    assert chosen(HOMEWIZARD, Topic.CAR) == (SURE, {})


def test_of_two_cars_one_has_to_be_chosen_by_its_number() -> None:
    choice = propose(POWERWALL.surroundings()).of(Topic.CAR)
    assert choice is not None
    assert choice.confidence is ASKED
    vins = {option.settings["car.vin"] for option in choice.options}
    assert vins == {"LRWYGCEK1NC000002", "5YJ3E7EA7KF000004"}
    assert all(vin not in option.name for option in choice.options for vin in vins)


def test_a_house_without_a_car_is_told_of_the_login() -> None:
    choice = propose(SHELLY_PRO.surroundings()).of(Topic.CAR)
    assert choice is not None
    assert {each.why for option in choice.options for each in option.grounds} == {Ground.NO_CAR}


def test_a_car_that_does_not_say_where_it_is_needs_a_tracker() -> None:
    house = replace(HOMEWIZARD, cars=(), loose={f"{each}": ("1", None) for each in BLUETOOTH})
    proposal = propose(house.surroundings())
    asked = proposal.of(Topic.LOCATION)
    assert asked is not None
    assert [each.settings for each in asked.options] == [{"car.entities.location": "device_tracker.phone"}]
    assert propose(HOMEWIZARD.surroundings()).of(Topic.LOCATION) is None


def test_the_cars_limit_is_left_alone_or_managed_where_home_assistant_can_set_it() -> None:
    choice = propose(HOMEWIZARD.surroundings()).of(Topic.CAR_LIMIT)
    assert choice is not None
    assert choice.proposed is not None
    assert choice.proposed.settings == {}
    assert [each.settings for each in choice.options] == [{}, {"car.manage_limit": True}]
    house = replace(HOMEWIZARD, cars=(), loose={f"{each}": ("1", None) for each in BLUETOOTH})
    assert propose(house.surroundings()).of(Topic.CAR_LIMIT) is None


BLUETOOTH = (
    "switch.blu_charger",
    "number.blu_charging_amps",
    "sensor.blu_charging",
    "sensor.blu_battery",
    "device_tracker.phone",
)


# Prices and the rest


@pytest.mark.parametrize(
    ("name", "confidence", "entity"),
    [
        ("tibber", SURE, "sensor.electricity_price_am_hang_3"),
        ("helpers", LIKELY, "sensor.nordpool_kwh_de_lu_eur"),
        ("octopus", LIKELY, ("event.octopus_energy_electricity_1100009640372_current_day_rates",
                             "event.octopus_energy_electricity_1100009640372_next_day_rates")),
        ("homewizard", SURE, None),
    ],
)  # fmt: skip
def test_the_price_entity_of_each_house(name: str, confidence: Confidence, entity: Any) -> None:
    assert chosen(HOUSES[name], Topic.PRICES) == (
        confidence,
        {"tariff.price_entity": entity} if entity else {},
    )


def test_the_dashboards_prices_are_taken() -> None:
    assert chosen(SHELLY_PRO, Topic.PEAK_PRICE) == (LIKELY, {"tariff.peak_price": 0.31})
    assert chosen(SHELLY_PRO, Topic.EXPORT_PRICE) == (SURE, {"tariff.export_price": 0.08})


@pytest.mark.parametrize(("figure", "taken"), [(1.2, True), (1.21, False), (31.0, False), (-0.1, True)])
def test_cents_in_the_dashboard_are_not_taken_for_euros(figure: float, taken: bool) -> None:
    source = grid_2026(None, None, number_energy_price=figure, number_energy_price_export=figure)
    house = House(sources=[source])
    assert chosen(house, Topic.PEAK_PRICE)[1] == ({"tariff.peak_price": figure} if taken else {})
    assert chosen(house, Topic.EXPORT_PRICE)[1] == ({"tariff.export_price": figure} if taken else {})


def test_cheap_hours_are_asked_only_without_a_price_entity_and_their_price_only_with_them() -> None:
    with_prices = propose(TIBBER.surroundings())
    assert with_prices.of(Topic.OFF_PEAK) is None
    without = propose(SHELLY_EM.surroundings())
    assert without.of(Topic.OFF_PEAK) is not None
    assert without.of(Topic.OFF_PEAK_PRICE) is None
    windows = Option({"tariff.off_peak": ({"start": "22:00", "end": "06:00"},)})
    then = propose(SHELLY_EM.surroundings(), {Topic.OFF_PEAK: windows})
    assert then.of(Topic.OFF_PEAK_PRICE) is not None


def test_both_roofs_are_forecast() -> None:
    _, settings = chosen(HOUSES["linky"], Topic.FORECAST)
    assert settings == {
        "meters.forecast_today": ("sensor.energy_production_today", "sensor.energy_production_today_2"),
        "meters.forecast_tomorrow": (
            "sensor.energy_production_tomorrow",
            "sensor.energy_production_tomorrow_2",
        ),
    }


def test_helpers_for_departures_are_found_in_german() -> None:
    assert chosen(HELPERS, Topic.DEPARTURES) == (
        LIKELY,
        {
            "departure_helpers.time": "input_datetime.abfahrt",
            "departure_helpers.soc": "input_number.abfahrt_soc",
        },
    )


@pytest.mark.parametrize(("name", "confidence"), [("tibber", LIKELY), ("dsmr", ASKED), ("nothing", SURE)])
def test_one_phone_is_likely_and_of_two_one_is_chosen(name: str, confidence: Confidence) -> None:
    assert chosen(HOUSES[name], Topic.NOTIFY)[0] is confidence


def test_the_time_zone_is_home_assistants_and_its_currency_needs_no_setting() -> None:
    assert chosen(ENPHASE, Topic.TIME_ZONE) == (SURE, {"time_zone": "America/Denver"})
    assert chosen(ENPHASE, Topic.CURRENCY) == (SURE, {})
    unknown = replace(NOTHING, config={"currency": None, "time_zone": "Mars/Base"})
    assert chosen(unknown, Topic.CURRENCY)[0] is ASKED
    assert chosen(unknown, Topic.TIME_ZONE)[1] == {}


def test_a_house_whose_registry_is_not_shown_still_gets_a_proposal() -> None:
    house = replace(HOMEWIZARD, registry=False)
    choice = propose(house.surroundings()).of(Topic.GRID)
    assert choice is not None
    assert choice.confidence is ASKED
    assert "sensor.p1_meter_power" in {each for option in choice.options for each in option.entities}


def test_the_past_is_asked_of_counters_and_sensors_of_power() -> None:
    wanted = wanted_statistics(SHELLY_EM.surroundings())
    assert {"sensor.shellyem_77aa_channel_1_energy", "sensor.shellyem_77aa_channel_1_power"} <= set(wanted)
    assert wanted_statistics(NOTHING.surroundings()) == []


def test_a_choice_that_is_asked_proposes_nothing() -> None:
    assert Choice(Topic.GRID, ASKED, (Option({"meters.grid_power": "sensor.a"}),)).proposed is None
