"""Whatever Home Assistant answers, there is a proposal, and it names nothing that is not there."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from solar_charging.settings.settings import parse_settings
from solar_charging.setup.proposal import Choice, Option, Topic, settings_of
from solar_charging.setup.propose import propose, wanted_statistics
from solar_charging.setup.surroundings import Surroundings
from solar_charging.setup.table import line, options
from solar_charging.setup.words import Words
from tests.anything import SOMETHING, somewhere, with_it
from tests.houses_described import HOUSES, NOW_S

NAMES = st.sampled_from(
    ["power", "grid_power", "net_power", "einspeisung", "bezug", "pv", "solar_power", "battery_power", "soc",
     "battery_charge_power", "battery_discharge_power", "phase_a_power", "phase_b_power", "phase_c_power",
     "channel_1_energy", "energy_import", "energy_export", "price", "voltage", "departure", "forecast_today"]
)  # fmt: skip
UNITS = st.sampled_from(["W", "kW", "kWh", "Wh", "%", "V", "A", "EUR/kWh", "ct/kWh", "VA", "", None])
FIGURES = st.none() | st.floats()
VALUES = st.floats(-5000, 5000) | st.sampled_from(["unknown", "unavailable", "", "on", "12,5"])
PLATFORMS = st.sampled_from(
    ["shelly", "sma", "huawei_solar", "modbus", "integration", "solcast_solar", "esphome"]
)


@st.composite
def home(draw: st.DrawFn) -> dict[str, Any]:
    """Answers of a house of any sensors, counted by the Energy dashboard in any way."""
    rows, states = [], []
    for number in range(draw(st.integers(0, 10))):
        entity = f"sensor.{draw(NAMES)}_{number % 4}"
        device = draw(st.sampled_from(["a", "b", None]))
        attributes = {
            "unit_of_measurement": draw(UNITS),
            "source": f"sensor.{draw(NAMES)}_{draw(st.integers(0, 3))}",
        }
        states.append({"entity_id": entity, "state": str(draw(VALUES)), "attributes": attributes})
        rows.append(
            {"entity_id": entity, "platform": draw(PLATFORMS), "unique_id": entity, "device_id": device}
        )
    known = [row["entity_id"] for row in rows] or ["sensor.none"]
    ids = st.sampled_from([*known, "sensor.gone", None])
    keys = ("stat_energy_from", "stat_energy_to", "stat_rate", "stat_soc", "entity_energy_price")
    sources = [
        {"type": kind, **{key: draw(ids) for key in keys}, "number_energy_price": draw(FIGURES)}
        | draw(st.sampled_from([{}, {"power_config": {"stat_rate_inverted": draw(ids)}},
                                {"power_config": {"stat_rate_from": draw(ids), "stat_rate_to": draw(ids)}}]))
        for kind in draw(st.lists(st.sampled_from(["grid", "solar", "battery"]), max_size=4))
    ]  # fmt: skip
    hours = st.lists(st.floats(-3, 3), min_size=5, max_size=5)
    past = {
        entity: [{"start": n, "change": each, "mean": 1000 * each} for n, each in enumerate(draw(hours))]
        for entity in draw(st.lists(st.sampled_from(known), max_size=4))
    }
    return {
        "get_states": states,
        "config/entity_registry/list": draw(st.sampled_from([rows, rows[:3], None])),
        "config/device_registry/list": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}],
        "energy/get_prefs": {"energy_sources": sources},
        "recorder/statistics_during_period": past,
    }


def check(answers: dict[str, Any]) -> None:
    surroundings = Surroundings.of_answers(answers, NOW_S)
    wanted_statistics(surroundings)
    proposal = propose(surroundings)
    words = Words(surroundings.configured("language") or "en")
    for number, choice in enumerate(proposal, 1):
        for option in (*choice.options, None):
            assert line(words, number, choice, option, answered=False)
        options(words, choice)
        for option in choice.options:
            assert set(option.entities) - {option.settings.get("notify")} <= set(surroundings.states)
            can_be_set(proposal.of(Topic.GRID), choice, option)
    assert all(words.say(reason) for reason in proposal.missing)
    of_all = settings_of(choice.proposed for choice in proposal if choice.proposed)
    of_all.setdefault("meters", {}).setdefault("grid_power", "sensor.typed_by_hand")
    if "import_power" in of_all["meters"]:
        del of_all["meters"]["grid_power"]
    parse_settings({"name": "solar_charging", **of_all})


def can_be_set(grid: Choice | None, choice: Choice, option: Option) -> None:
    typed = Option({"meters.grid_power": "sensor.typed_by_hand"})
    meter = (grid.options[:1] if grid else ()) or (typed,)
    beside = () if choice.topic is Topic.GRID else meter
    parse_settings({"name": "solar_charging", **settings_of((*beside, option))})


@given(home())
def test_a_proposal_for_any_house_names_what_is_there_and_can_be_set(answers: dict[str, Any]) -> None:
    check(answers)


@given(st.data())
def test_answers_of_which_anything_is_something_else_do_no_harm(data: st.DataObject) -> None:
    answers = HOUSES[data.draw(st.sampled_from(sorted(HOUSES)))].answers()
    for _ in range(data.draw(st.integers(1, 3))):
        answers = with_it(answers, data.draw(somewhere(answers)), data.draw(SOMETHING))
    check(answers)
