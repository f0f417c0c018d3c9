"""A car as Home Assistant shows it, with the habits of integrations."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator.car import SimulatedCar
from simulator.entities import NOT_ONLINE, NOT_WOKEN, SimulatedEntities
from simulator.habits import Habits
from simulator.position import HOME, Position
from simulator.tesla_terms import PowerState
from solar_charging.vehicle.entities.found import Wanted, find

OFFICE = Position(HOME.latitude + 0.1, HOME.longitude)


def entities(habits: Habits | None = None, told: bool = True, asleep: bool = False) -> SimulatedEntities:
    car = SimulatedCar(soc_pct=50.5)
    if asleep:
        car.fall_asleep(0)
    shown = SimulatedEntities(car, "model_y", habits, 0, told)
    assert set(shown.take_changed()) == set(shown.ids.values())
    return shown


def value(of: SimulatedEntities, role: str) -> str:
    state = of.state(of.ids[role])
    assert state is not None
    return str(state["state"])


def order(of: SimulatedEntities, service: str, now_s: float, value: float | None = None) -> str:
    """What Home Assistant says to a command, empty when it succeeds."""
    role = {"number/set_value": "current", "button/press": "wake_up"}.get(service, "charge")
    answer = of.call(service, of.ids[role], value, now_s)
    return "" if answer["success"] else str(answer["error"]["message"])


def test_the_app_finds_them_by_the_names_of_an_integration() -> None:
    found = find(Wanted("model_y"), entities().ids.values())
    assert found.integration == "Tesla Fleet, Teslemetry or Tessie"
    assert found.missing == ()


def test_an_idle_car_shows_what_it_is() -> None:
    shown = entities()
    roles = ("charge", "charging", "soc", "drawn", "location", "cable", "awake", "phases")
    assert [value(shown, role) for role in roles] == [
        "off", "stopped", "50", "0", "home", "on", "on", "unknown"
    ]  # fmt: skip
    current = shown.state("number.model_y_charge_current")
    assert current is not None
    assert current["attributes"]["max"] == 16


def test_without_habits_all_shows_at_the_next_moment() -> None:
    shown = entities()
    shown.car.charge_start(5)
    changed = shown.advance(60)
    assert (value(shown, "charging"), value(shown, "drawn"), value(shown, "phases")) == (
        "charging",
        "16",
        "off",
    )
    assert "sensor.model_y_charging" in changed
    assert "sensor.model_y_battery_level" not in changed


def test_between_two_polls_nothing_shows() -> None:
    shown = entities(Habits(poll_s=600, phase_s=90))
    shown.advance(90)
    shown.take_changed()
    shown.car.charge_start(100)
    assert shown.advance(689) == []
    assert value(shown, "charging") == "stopped"
    assert shown.advance(690) != []
    assert value(shown, "charging") == "charging"


def test_times_move_on_change_only_but_a_report_is_remembered() -> None:
    shown = entities(Habits(poll_s=60))
    soc = shown.ids["soc"]
    before = shown.state(soc)
    shown.advance(60)
    assert shown.state(soc) == before
    assert (shown.last_reported_s(soc), shown.last_said_s(soc)) == (60, 60)
    assert before is not None
    assert datetime.fromisoformat(before["last_updated"]).timestamp() == 0


def test_an_old_home_assistant_knows_of_changes_only() -> None:
    shown = entities(Habits(poll_s=60, repeats_told=False))
    shown.advance(60)
    assert shown.last_said_s(shown.ids["soc"]) == 0


def test_old_content_comes_with_a_new_time() -> None:
    shown = entities(Habits(poll_s=30, cache_s=60))
    shown.car.charge_start(0)
    for now_s in range(10, 70, 10):
        shown.advance(now_s)
    assert value(shown, "charging") == "stopped"
    assert shown.last_reported_s(shown.ids["charging"]) == 60
    shown.advance(90)
    assert value(shown, "charging") == "charging"


def test_a_commanded_entity_shows_at_once_and_then_snaps_back() -> None:
    shown = entities(Habits(snaps_back_s=60))
    assert order(shown, "switch/turn_on", 10) == ""
    assert value(shown, "charge") == "on"
    shown.advance(20)
    assert (value(shown, "charge"), value(shown, "charging")) == ("off", "stopped")
    shown.advance(80)
    assert (value(shown, "charge"), value(shown, "charging")) == ("on", "charging")


def test_only_the_commanded_entity_shows_before_the_next_poll() -> None:
    shown = entities(Habits(poll_s=600))
    order(shown, "switch/turn_on", 10)
    assert shown.advance(20) == ["switch.model_y_charge"]
    assert value(shown, "charging") == "stopped"


def test_an_integration_may_poll_after_a_command() -> None:
    shown = entities(Habits(poll_s=600, refreshes_after_command=True))
    order(shown, "switch/turn_on", 10)
    assert value(shown, "charging") == "starting"


def test_a_current_is_set() -> None:
    shown = entities()
    assert order(shown, "number/set_value", 10, 8) == ""
    assert (shown.car.requested_a, value(shown, "current")) == (8, "8")


@pytest.mark.parametrize("role", ["drawn", "soc", "charging", "location"])
def test_what_is_untold_is_unknown(role: str) -> None:
    assert value(entities(Habits(untold=frozenset({role}))), role) == "unknown"


def test_a_greatest_current_may_be_untold_or_another() -> None:
    for habits, attributes in (
        (Habits(untold=frozenset({"max"})), {"unit_of_measurement": "A"}),
        (Habits(number_max_a=32), {"unit_of_measurement": "A", "min": 0, "max": 32}),
    ):
        state = entities(habits).state("number.model_y_charge_current")
        assert state is not None
        assert state["attributes"] == attributes


def test_a_wrong_word_is_shown() -> None:
    assert value(entities(Habits(wrong_words={"charging": "Lädt"})), "charging") == "Lädt"


def test_a_poll_does_not_wake_the_car_and_its_values_stay() -> None:
    shown = entities(Habits(poll_s=60))
    shown.advance(3600)
    assert shown.car.power_state is PowerState.ASLEEP
    assert (value(shown, "awake"), value(shown, "soc")) == ("off", "50")


def test_values_may_be_lost_in_sleep_until_a_poll_after_it() -> None:
    shown = entities(Habits(poll_s=60, lost_asleep=True))
    shown.advance(3600)
    assert value(shown, "soc") == "unknown"
    shown.car.rouse(3610)
    shown.advance(3619)
    assert value(shown, "soc") == "unknown"
    shown.advance(3660)
    assert value(shown, "soc") == "50"


def test_an_integration_that_starts_beside_a_sleeping_car_knows_nothing() -> None:
    shown = entities(told=False, asleep=True)
    assert (value(shown, "awake"), value(shown, "soc"), value(shown, "charge")) == (
        "off",
        "unknown",
        "unknown",
    )


def test_a_command_wakes_a_car_that_is_known_to_sleep() -> None:
    shown = entities(asleep=True)
    assert order(shown, "switch/turn_on", 0) == ""
    assert not shown.car.charging
    shown.advance(shown.car.settings.wake_delay_s)
    assert shown.car.charging
    assert shown.counts == {"polls": 2, "switch/turn_on": 1, "wake_ups": 1}


def test_a_car_may_not_wake() -> None:
    shown = entities(Habits(wakes_for_commands=False), asleep=True)
    assert order(shown, "switch/turn_on", 10) == NOT_WOKEN


def test_a_car_that_fell_asleep_unseen_refuses() -> None:
    shown = entities(Habits(poll_s=600))
    shown.car.fall_asleep(10)
    assert order(shown, "switch/turn_on", 20) == NOT_ONLINE
    assert shown.counts["wake_ups"] == 0


def test_the_cars_own_word_is_handed_on() -> None:
    shown = entities()
    shown.car.unplug(0)
    assert order(shown, "switch/turn_on", 10) == "Command was unsuccessful: disconnected"


def test_the_button_wakes_the_car() -> None:
    shown = entities(asleep=True)
    order(shown, "button/press", 0)
    shown.advance(20)
    assert value(shown, "awake") == "on"
    assert shown.counts["wake_ups"] == 1


@pytest.mark.parametrize(("obeys", "word"), [(True, "starting"), (False, "stopped")])
def test_an_update_is_a_poll_that_is_counted(obeys: bool, word: str) -> None:
    shown = entities(Habits(poll_s=600, obeys_update_entity=obeys))
    shown.car.charge_start(10)
    answer = shown.call("homeassistant/update_entity", "sensor.model_y_charging", None, 10)
    assert answer == {"success": True}
    assert value(shown, "charging") == word
    assert shown.counts["refreshes"] == 1


def test_a_drive_shows_by_place_cable_and_odometer() -> None:
    shown = entities()
    before_km = float(value(shown, "odometer"))
    shown.car.drive_to(OFFICE, 10)
    shown.advance(20)
    assert (value(shown, "location"), value(shown, "cable"), value(shown, "charging")) == (
        "not_home", "off", "disconnected"
    )  # fmt: skip
    assert float(value(shown, "odometer")) - before_km == pytest.approx(11.1, abs=0.1)


def test_home_assistants_restart_leaves_all_unknown_until_the_next_poll() -> None:
    shown = entities(Habits(poll_s=600))
    shown.vanish(10)
    assert value(shown, "soc") == "unavailable"
    assert order(shown, "switch/turn_on", 15) == ""
    assert not shown.car.charging
    shown.restart(20)
    assert (value(shown, "soc"), value(shown, "awake")) == ("unknown", "unknown")
    shown.advance(600)
    assert value(shown, "soc") == "50"
