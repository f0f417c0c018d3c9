"""Two entries of apps.yaml do not fight: the one whose name comes first goes on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solar_charging.base.reason import Problem, Reason
from solar_charging.control.rivals import Entry, rival
from solar_charging.settings.settings import parse_settings

VIN, OTHER_VIN = "5YJSA1E20HF000337", "5YJ3E1EA7KF000316"
GRID = {"grid_power": "sensor.grid_power"}
ELSEWHERE = {"grid_power": "sensor.grid_elsewhere"}
PAIR = {"import_power": "sensor.imported", "export_power": "sensor.exported"}


def entry(
    car: dict[str, Any], meters: dict[str, Any] = ELSEWHERE, found: Collection[str] = (), **more: Any
) -> Entry:
    return Entry(parse_settings({"car": car, "meters": meters, **more}), found)


def named(name: str, **roles: str) -> dict[str, Any]:
    return {"entities": {"name": name, **roles}}


def token(file: str = "tokens.json", **more: Any) -> dict[str, Any]:
    return {"token_file": file, **more}


def same_car(shared: str) -> Reason[Problem]:
    return Reason(Problem.SAME_CAR, {"entry": "model_3", "shared": shared})


def same_meter(entity: str) -> Reason[Problem]:
    return Reason(Problem.SAME_METER, {"entry": "model_3", "entity": entity})


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # Nothing is shared.
        (entry(named("model_3"), GRID), entry(named("model_y"), ELSEWHERE), None),
        (entry(token("a.json"), GRID), entry(token("b.json"), ELSEWHERE), None),
        (entry(token(vin=VIN), GRID), entry(token(vin=OTHER_VIN), ELSEWHERE), None),
        # The same car.
        (entry(named("model_y"), GRID), entry(named("model_y")), same_car("car.entities.name model_y")),
        (entry(token("a.json", vin=VIN), GRID), entry(token("b.json", vin=VIN)), same_car("car.vin")),
        (entry(token(), GRID), entry(token()), same_car("car.token_file")),
        (entry(token("/x/t.json"), GRID), entry(token("/x/./t.json")), same_car("car.token_file")),
        (entry(token(vin=VIN), GRID), entry(token()), same_car("car.token_file")),
        (
            entry(named("a", charge="switch.x"), GRID),
            entry(named("b", charge="switch.x")),
            same_car("switch.x"),
        ),
        # The same car by whatever way it was found.
        (
            entry({"entities": {}}, GRID, ["switch.model_y_charge"]),
            entry(named("model_y"), ELSEWHERE, ["switch.model_y_charge"]),
            same_car("switch.model_y_charge"),
        ),
        (
            entry(named("x", charge="switch.model_y_charge"), GRID),
            entry(named("model_y"), ELSEWHERE, ["switch.model_y_charge"]),
            same_car("switch.model_y_charge"),
        ),
        (
            entry({"entities": {}}, GRID, ["switch.model_3_charge"]),
            entry({"entities": {}}, ELSEWHERE, ["switch.model_y_charge"]),
            None,
        ),
        (
            entry(named("model_3"), GRID, ["binary_sensor.wall_connector"]),
            entry(named("model_y"), ELSEWHERE, ["binary_sensor.wall_connector"]),
            None,
        ),
        # A phone may say where both cars are, and a token may lie beside the entities that are used.
        (
            entry(named("a", location="device_tracker.phone"), GRID),
            entry(named("b", location="device_tracker.phone")),
            None,
        ),
        (entry({**named("a"), **token()}, GRID), entry({**named("b"), **token()}), None),
        # The same meter; of the same car that counts first.
        (entry(named("model_3"), GRID), entry(named("model_y"), GRID), same_meter("sensor.grid_power")),
        (entry(named("model_3"), PAIR), entry(named("model_y"), PAIR), same_meter("sensor.imported")),
        (
            entry(named("model_3"), {"grid_power": "sensor.exported"}),
            entry(named("model_y"), PAIR),
            same_meter("sensor.exported"),
        ),
        (entry(named("model_y"), GRID), entry(named("model_y"), GRID), same_car("car.entities.name model_y")),
        # Another Home Assistant has other entities of the same names.
        (
            entry(named("model_y"), GRID),
            entry(named("model_y"), GRID, home_assistant="cottage"),
            None,
        ),
        (
            entry(token(vin=VIN), GRID),
            entry(token(vin=VIN), GRID, home_assistant="cottage"),
            same_car("car.vin"),
        ),
    ],
)
def test_the_later_of_two_entries_makes_way(
    first: Entry, second: Entry, found: Reason[Problem] | None
) -> None:
    entries = {"model_y": second, "model_3": first}
    assert rival("model_y", entries) == found
    assert rival("model_3", entries) is None


def test_a_single_entry_has_no_rival() -> None:
    assert rival("model_y", {"model_y": entry(named("model_y"), GRID)}) is None


def test_who_makes_way_itself_is_nobodys_rival() -> None:
    shared = {"import_power": "sensor.grid_power", "export_power": "sensor.grid_elsewhere"}
    entries = {
        "a": entry(named("a"), GRID),
        "b": entry(named("b"), shared),
        "c": entry(named("c"), ELSEWHERE),
    }
    assert [name for name in entries if rival(name, entries) is not None] == ["b"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=1, max_size=6))
def test_of_those_that_share_exactly_one_goes_on(pairs: list[tuple[str, str]]) -> None:
    entries = {
        f"entry_{index}": entry(named(car), {"grid_power": f"sensor.{grid}"})
        for index, (car, grid) in enumerate(pairs)
    }
    going = {name: pairs[int(name[-1])] for name in entries if rival(name, entries) is None}
    assert "entry_0" in going
    for ends in (0, 1):
        assert len({pair[ends] for pair in going.values()}) == len(going)
    # Nobody makes way for no one.
    for name in entries.keys() - going.keys():
        car, grid = pairs[int(name[-1])]
        assert any(car == pair[0] or grid == pair[1] for pair in going.values())
