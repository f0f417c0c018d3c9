"""What Home Assistant is shown: ids, units, classes and a person's words."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from solar_charging.accounting.bill import NOTHING, Bill, Session, Sums
from solar_charging.base.economics import Prices
from solar_charging.base.reason import Aside, Problem, Reason, Why
from solar_charging.control.api_gate import Costs
from solar_charging.control.decision import decide
from solar_charging.control.figures import Figures, HouseBatteryFigures
from solar_charging.control.outcome import Outcome
from solar_charging.control.situation import Decision, Situation, State
from solar_charging.planning.battery_estimate import BatteryEstimate
from solar_charging.planning.planner import EnergyValue
from solar_charging.publishing.entities import Published, published
from solar_charging.publishing.reason_entity import text
from solar_charging.publishing.translator import Translator
from solar_charging.vehicle.car import CarState
from tests.situations import (
    CHARGING,
    ENERGY_VALUE,
    EXAMPLES,
    NOW_S,
    PARKED,
    SETTINGS,
    SOON,
    any_situation,
    cars,
)

ENGLISH = Translator("en", ZoneInfo("UTC"), "EUR")
NO_FIGURES = Figures(None, None, None, None, None, None, None, None, None)
FIGURES = Figures(
    target_now_a=10.46,
    target_a=10.0,
    charging_current_a=9.96,
    charging_power_w=2299.6,
    surplus_w=-0.4,
    house_load_w=400.0,
    grid_power_w=-300.4,
    solar_power_w=3000.0,
    soc_pct=50,
)
COSTS = Costs(
    today=Decimal("0.023"),
    month=Decimal("1.500"),
    midnight=datetime(2026, 6, 15, tzinfo=timezone(timedelta(hours=2))),
    month_began=datetime(2026, 6, 1, tzinfo=timezone(timedelta(hours=2))),
    cap=8.0,
    scarcity=1.26,
    currency="EUR",
)
SUMS = Sums(
    total=Bill(solar_kwh=1200.004, grid_kwh=300.1, cost=186.0),
    today=Bill(solar_kwh=6.0, grid_kwh=2.0, cost=1.084, saved=0.9149),
    month=Bill(solar_kwh=90.0, grid_kwh=10.0, cost=10.2, saved=-0.004),
    session=Session(
        plug_in_s=NOW_S, soc_in_pct=40, bill=Bill(solar_kwh=9.0, grid_kwh=2.0, cost=1.3, saved=1.2)
    ),
    midnight=COSTS.midnight,
    month_began=COSTS.month_began,
)
NO_SUMS = Sums(NOTHING, NOTHING, NOTHING, None, COSTS.midnight, COSTS.month_began)
EIGHT = datetime(2026, 6, 15, 20, 0, 0, 400_000, tzinfo=timezone(timedelta(hours=2)))


def outcome(decided: Decision, figures: Figures = FIGURES, next_change: datetime | None = EIGHT) -> Outcome:
    return Outcome(
        decision=decided,
        commands=(),
        read_first=False,
        figures=figures,
        next_change_at=next_change,
        charge_over=False,
        energy_value=ENERGY_VALUE,
        costs=COSTS,
        sums=SUMS,
        battery_estimate=BatteryEstimate(57.26, 0.98, 57.26, None, 3),
        at=EIGHT - timedelta(seconds=1),
    )


FOLLOWING = decide(EXAMPLES["following_sun"], SETTINGS)


def shown(out: Outcome, car: CarState | None = CHARGING) -> dict[str, Published]:
    return {item.entity_id: item for item in published("garage", out, car, ENGLISH)}


@pytest.mark.parametrize(
    ("key", "state", "unit", "device_class", "state_class"),
    [
        ("state", "following_sun", None, "enum", None),
        ("reason", "charging at 10 A with 2.4 kW of sun", None, None, None),
        ("plan", "no departure is set: charging when there is sun or cheap power", None, None, None),
        ("target_now", "10.5", "A", "current", "measurement"),
        ("target", "10.0", "A", "current", "measurement"),
        ("charging_current", "10.0", "A", "current", "measurement"),
        ("charging_power", "2300", "W", "power", "measurement"),
        ("surplus", "0", "W", "power", "measurement"),
        ("house_load", "400", "W", "power", "measurement"),
        ("grid_power", "-300", "W", "power", "measurement"),
        ("solar_power", "3000", "W", "power", "measurement"),
        ("soc", "50", "%", "battery", "measurement"),
        ("next_change", "2026-06-15T18:00:00+00:00", None, "timestamp", None),
        ("heartbeat", "2026-06-15T17:55:00+00:00", None, "timestamp", None),
        ("checklist", "unknown", None, None, None),
        ("api_cost_today", "0.023", "EUR", "monetary", "total"),
        ("api_cost_month", "1.500", "EUR", "monetary", "total"),
        ("car_energy", "1500.10", "kWh", "energy", "total_increasing"),
        ("car_solar_energy", "1200.00", "kWh", "energy", "total_increasing"),
        ("car_grid_energy", "300.10", "kWh", "energy", "total_increasing"),
        ("session_energy", "11.00", "kWh", "energy", "total"),
        ("session_solar_share", "82", "%", None, "measurement"),
        ("session_cost", "1.30", "EUR", "monetary", "total"),
        ("session_saved", "1.20", "EUR", "monetary", "total"),
        ("energy_today", "8.00", "kWh", "energy", "total"),
        ("solar_share_today", "75", "%", None, "measurement"),
        ("cost_today", "1.08", "EUR", "monetary", "total"),
        ("saved_today", "0.91", "EUR", "monetary", "total"),
        ("energy_month", "100.00", "kWh", "energy", "total"),
        ("solar_share_month", "90", "%", None, "measurement"),
        ("cost_month", "10.20", "EUR", "monetary", "total"),
        ("saved_month", "0.00", "EUR", "monetary", "total"),
    ],
)
def test_each_sensor_has_its_value_unit_and_classes(
    key: str, state: str, unit: str | None, device_class: str | None, state_class: str | None
) -> None:
    sensor = shown(outcome(FOLLOWING))[f"sensor.garage_{key}"]
    assert sensor.state == state
    assert sensor.attributes.get("unit_of_measurement") == unit
    assert sensor.attributes.get("device_class") == device_class
    assert sensor.attributes.get("state_class") == state_class
    assert str(sensor.attributes["friendly_name"]).startswith("Garage ")
    assert str(sensor.attributes["icon"]).startswith("mdi:")


def test_the_sensors_are_these_and_no_others() -> None:
    keys = "state reason plan outlook preview target_now target charging_current"
    keys += " charging_power surplus house_load"
    keys += " grid_power solar_power soc next_change heartbeat checklist api_cost_today api_cost_month"
    keys += " car_energy car_solar_energy car_grid_energy"
    keys += " session_energy session_solar_share session_cost session_saved"
    keys += " energy_today solar_share_today cost_today saved_today"
    keys += " energy_month solar_share_month cost_month saved_month"
    assert list(shown(outcome(FOLLOWING))) == [f"sensor.garage_{key}" for key in keys.split()]


def with_battery(*battery: float | None) -> dict[str, Published]:
    return shown(outcome(FOLLOWING, replace(FIGURES, battery=HouseBatteryFigures(*battery))))


@pytest.mark.parametrize(
    ("battery", "power", "soc"),
    [
        ((1234.5, 61.4), "1234", "61"),
        ((-800.0, 61.6), "-800", "62"),
        ((None, 61.4), "unknown", "61"),
        ((0.0, None), "0", "unknown"),
    ],
)
def test_a_house_battery_has_its_power_and_its_level(
    battery: tuple[float | None, float | None], power: str, soc: str
) -> None:
    found = with_battery(*battery)
    flow, level = found["sensor.garage_battery_power"], found["sensor.garage_battery_soc"]
    assert (flow.state, level.state) == (power, soc)
    assert (flow.attributes["device_class"], flow.attributes["unit_of_measurement"]) == ("power", "W")
    assert (level.attributes["device_class"], level.attributes["unit_of_measurement"]) == ("battery", "%")
    assert flow.balanced


BATTERY_SUMS = SUMS._replace(
    total=Bill(900.0, 300.1, 150.0, 50.0, battery_kwh=300.004, battery_cost=26.6),
    today=Bill(6.004, 2.004, 1.2, 0.9, battery_kwh=1.496, battery_cost=0.1327),
    month=NOTHING,
    session=Session(NOW_S, 40, bill=Bill(9.0, 0.0, 0.8, 1.2, battery_kwh=1.0, battery_cost=0.089)),
)
OF_BATTERY = replace(
    outcome(FOLLOWING, replace(FIGURES, battery=HouseBatteryFigures(0.0, 50.0))), sums=BATTERY_SUMS
)


@pytest.mark.parametrize(
    ("key", "state", "unit", "device_class", "state_class"),
    [
        ("car_battery_energy", "300.00", "kWh", "energy", "total_increasing"),
        ("session_battery_share", "10", "%", None, "measurement"),
        ("battery_share_today", "16", "%", None, "measurement"),
        ("battery_share_month", "unknown", "%", None, "measurement"),
    ],
)
def test_what_the_house_battery_gave_is_shown_where_there_is_one(
    key: str, state: str, unit: str, device_class: str | None, state_class: str
) -> None:
    sensor = shown(OF_BATTERY)[f"sensor.garage_{key}"]
    assert sensor.state == state
    described = [
        sensor.attributes.get(each) for each in ("unit_of_measurement", "device_class", "state_class")
    ]
    assert described == [unit, device_class, state_class]
    assert f"sensor.garage_{key}" not in shown(replace(outcome(FOLLOWING), sums=BATTERY_SUMS))


@pytest.mark.parametrize(
    ("key", "shares"),
    [
        ("session_energy", ("9.00", "0.00", "1.00", "0.09")),
        ("energy_today", ("6.00", "2.00", "1.50", "0.13")),
        ("energy_month", ("0.00", "0.00", "0.00", "0.00")),
    ],
)
def test_where_the_energy_is_from_and_what_the_batterys_had_cost_is_beside_it(
    key: str, shares: tuple[str, ...]
) -> None:
    attributes = shown(OF_BATTERY)[f"sensor.garage_{key}"].attributes
    names = ("solar_kwh", "grid_kwh", "battery_kwh", "battery_cost")
    assert tuple(attributes[name] for name in names) == shares
    without = shown(replace(outcome(FOLLOWING), sums=BATTERY_SUMS))[f"sensor.garage_{key}"].attributes
    assert set(names).isdisjoint(without)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_the_shares_of_sun_grid_and_battery_add_up_to_the_energy_as_they_are_written(
    solar_kwh: float, grid_kwh: float, battery_kwh: float
) -> None:
    sums = SUMS._replace(today=Bill(solar_kwh, grid_kwh, battery_kwh=battery_kwh))
    sensor = shown(replace(OF_BATTERY, sums=sums))["sensor.garage_energy_today"]
    written = [Decimal(str(sensor.attributes[f"{each}_kwh"])) for each in ("solar", "grid", "battery")]
    assert sum(written) == Decimal(sensor.state)
    assert min(written) >= 0
    assert float(written[1]) == pytest.approx(grid_kwh, abs=0.021)


@pytest.mark.parametrize(("aside", "held"), [(None, "no"), (Reason(Aside.HELD), "yes")])
def test_that_it_is_held_is_an_attribute_of_its_power(aside: Reason[Aside] | None, held: str) -> None:
    figures = replace(FIGURES, battery=HouseBatteryFigures(0.0, 50.0))
    found = shown(replace(outcome(FOLLOWING, figures), aside=aside))
    assert found["sensor.garage_battery_power"].attributes["battery_held"] == held


@pytest.mark.parametrize(
    ("for_house_kwh", "for_car_kwh", "share"),
    [
        (3.84, 2.06, "3.8 kWh stay for the house, 2.1 kWh may go into the car"),
        (5.9, 0.0, "5.9 kWh stay for the house"),
        (5.86, 0.04, "5.9 kWh stay for the house"),
        (0.0, 2.1, "2.1 kWh may go into the car"),
        (0.0, 0.0, None),
        (None, None, None),
    ],
)
def test_what_the_house_battery_is_for_is_said(
    for_house_kwh: float | None, for_car_kwh: float | None, share: str | None
) -> None:
    attributes = with_battery(0.0, 50.0, for_house_kwh, for_car_kwh)["sensor.garage_battery_soc"].attributes
    assert attributes.get("share") == share
    assert ("for_car_kwh" in attributes) is (for_car_kwh is not None)


@pytest.mark.parametrize(
    ("for_car_kwh", "learning", "share"),
    [
        (0.0, True, "5.9 kWh stay for the house until the app knows a day of it"),
        (0.0, False, "5.9 kWh stay for the house"),
        (2.1, True, "5.9 kWh stay for the house, 2.1 kWh may go into the car"),
    ],
)
def test_why_nothing_is_for_the_car_on_the_first_day_is_said(
    for_car_kwh: float, learning: bool, share: str
) -> None:
    battery = HouseBatteryFigures(0.0, 50.0, 5.9, for_car_kwh, learning=learning)
    attributes = shown(outcome(FOLLOWING, replace(FIGURES, battery=battery)))[
        "sensor.garage_battery_soc"
    ].attributes
    assert (attributes["share"], attributes["learning"]) == (share, "yes" if learning else "no")


def test_what_is_not_known_is_shown_as_unknown() -> None:
    out = replace(outcome(FOLLOWING, NO_FIGURES, next_change=None), sums=NO_SUMS)
    told = {key for key, sensor in shown(out, car=None).items() if sensor.state != "unknown"}
    always = {"state", "reason", "plan", "heartbeat", "api_cost_today", "api_cost_month"}
    always |= {"car_energy", "car_solar_energy", "car_grid_energy"}
    always |= {f"{what}_{since}" for what in ("energy", "cost", "saved") for since in ("today", "month")}
    assert told == {f"sensor.garage_{key}" for key in always}


def test_the_state_offers_all_its_values_for_automations() -> None:
    options = shown(outcome(FOLLOWING))["sensor.garage_state"].attributes["options"]
    assert options == [state.value for state in State]


@effort(deadline=None)
@given(
    any_situation, st.none() | cars, st.sampled_from([FIGURES, NO_FIGURES]), st.sampled_from([SUMS, NO_SUMS])
)
def test_no_state_is_too_long_and_no_attribute_is_one_that_appdaemon_drops(
    situation: Situation, car: CarState | None, figures: Figures, sums: Sums
) -> None:
    out = replace(outcome(decide(situation, SETTINGS), figures), sums=sums)
    for sensor in published("garage", out, car, ENGLISH):
        assert 0 < len(sensor.state) <= 255
        assert all(sensor.attributes.values())


def test_a_long_reason_is_cut_to_what_a_state_may_be() -> None:
    out = outcome(Decision(State.SETUP, None, Reason(Why.SETUP, {"problem": "x" * 400})))
    assert len(text(out, ENGLISH)) == 255


@pytest.mark.parametrize(("length", "said"), [(218, True), (219, False)])
def test_what_is_done_beside_gives_way_where_there_is_no_room_for_it(length: int, said: bool) -> None:
    beside = "; the house battery is held meanwhile"
    why = Reason(Why.SETUP, {"problem": Reason(Problem.SETTINGS_WRONG, {"mistakes": "x" * 100})})
    short = len(text(replace(outcome(Decision(State.SETUP, None, why)), aside=None), ENGLISH))
    values = {"mistakes": "x" * (100 + length - short)}
    why = Reason(Why.SETUP, {"problem": Reason(Problem.SETTINGS_WRONG, values)})
    out = replace(outcome(Decision(State.SETUP, None, why)), aside=Reason(Aside.HELD))
    assert len(beside) == 255 - 218
    assert text(out, ENGLISH).endswith(beside) is said
    assert len(text(out, ENGLISH)) == (255 if said else 219)


def test_what_the_car_leaves_out_is_said_beside_the_reason_in_the_language_of_the_house() -> None:
    assert "remarks" not in shown(outcome(FOLLOWING))["sensor.garage_reason"].attributes
    missed = replace(outcome(FOLLOWING), unclear=(Reason(Problem.VOLTAGE_UNTOLD),))
    attributes = shown(missed)["sensor.garage_reason"].attributes
    assert attributes["remarks"] == ["the car does not say the mains voltage: car.voltage_v counts instead"]


@pytest.mark.parametrize(
    ("at_home", "asleep", "expected"),
    [(True, False, ("yes", "no")), (False, False, ("no", "no")), (None, True, ("unknown", "yes"))],
)
def test_the_car_is_described_beside_the_state(
    at_home: bool | None, asleep: bool, expected: tuple[str, str]
) -> None:
    car = replace(PARKED, at_home=at_home, asleep=asleep, offered_a=0)
    attributes = shown(outcome(FOLLOWING), car)["sensor.garage_state"].attributes
    assert (attributes["car_at_home"], attributes["car_asleep"]) == expected
    assert (attributes["car_charging"], attributes["offered_a"]) == ("stopped", "0")
    assert attributes["read_at"] == datetime.fromtimestamp(NOW_S - 20, timezone.utc).isoformat()


def test_nothing_that_is_published_could_tell_where_the_car_is_or_which() -> None:
    secret = {"latitude", "longitude", "position", "vin", "token"}
    names = [field.name for kind in (CarState, Outcome, Figures, Decision) for field in fields(kind)]
    keys = [key for sensor in shown(outcome(FOLLOWING)).values() for key in sensor.attributes]
    assert [name for name in names + keys if secret & set(name.split("_"))] == []


def test_costs_say_since_when_they_are_and_what_the_cap_is() -> None:
    sensors = shown(outcome(FOLLOWING))
    today = sensors["sensor.garage_api_cost_today"].attributes
    month = sensors["sensor.garage_api_cost_month"].attributes
    assert today["last_reset"] == "2026-06-15T00:00:00+02:00"
    assert month["last_reset"] == "2026-06-01T00:00:00+02:00"
    assert (month["monthly_cap"], month["scarcity"]) == ("8", "1.3")
    assert {"monthly_cap", "scarcity"}.isdisjoint(today)


@pytest.mark.parametrize(
    ("key", "since"),
    [
        ("session_{}", "2026-05-28T20:26:40+00:00"),
        ("{}_today", "2026-06-15T00:00:00+02:00"),
        ("{}_month", "2026-06-01T00:00:00+02:00"),
    ],
)
@pytest.mark.parametrize("what", ["energy", "cost", "saved"])
def test_sums_that_begin_anew_say_since_when_they_are(key: str, what: str, since: str) -> None:
    sensor = shown(outcome(FOLLOWING))[f"sensor.garage_{key.format(what)}"]
    assert sensor.attributes["last_reset"] == since


def test_without_a_cap_the_month_says_so() -> None:
    out = replace(outcome(FOLLOWING), costs=replace(COSTS, cap=None))
    assert shown(out)["sensor.garage_api_cost_month"].attributes["monthly_cap"] == "none"


@pytest.mark.parametrize(
    ("energy_value", "plan"),
    [
        (ENERGY_VALUE, ("0.200", "0.300", "unknown", "unknown", "0.0")),
        (
            replace(SOON, value_per_kwh=0.2346, bought_kwh=4.26, prices=Prices(-0.05, 0.08)),
            ("0.235", "-0.050", "2026-05-28T22:26:40+00:00", "70", "4.3"),
        ),
    ],
)
def test_the_plan_is_beside_the_state(energy_value: EnergyValue, plan: tuple[str, ...]) -> None:
    attributes = shown(replace(outcome(FOLLOWING), energy_value=energy_value))[
        "sensor.garage_state"
    ].attributes
    keys = ("value_per_kwh", "price_per_kwh", "departure", "departure_soc_pct", "planned_kwh")
    assert tuple(attributes[key] for key in keys) == plan


@pytest.mark.parametrize(
    ("why", "ready", "decides_at"),
    [
        (Why.MEASURING, timedelta(seconds=150), "2026-06-15T10:02:30+00:00"),
        (Why.MEASURING, timedelta(0), "2026-06-15T10:00:00+00:00"),
        (Why.MEASURING, None, None),
        (Why.OFF, timedelta(seconds=150), None),
    ],
)
def test_while_it_measures_it_is_told_when_it_decides(
    why: Why, ready: timedelta | None, decides_at: str | None
) -> None:
    decided = Decision(State.STARTING_UP, 0, Reason(why, {"ready": ready}))
    told = replace(outcome(decided), at=datetime(2026, 6, 15, 10, tzinfo=timezone.utc))
    assert shown(told)["sensor.garage_state"].attributes.get("decides_at") == decides_at


def test_what_was_learnt_of_the_battery_is_beside_its_state_of_charge() -> None:
    more = shown(outcome(FOLLOWING))["sensor.garage_soc"].attributes
    assert (more["battery_kwh"], more["efficiency"]) == ("57.3", "0.980")
    assert (more["learnt_battery_kwh"], more["learnt_efficiency"]) == ("57.3", "unknown")
    assert more["learnt_from_charges"] == "3"
