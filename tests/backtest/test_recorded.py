"""A house's own past, as Home Assistant lets it be downloaded, becomes a trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from backtest.recorded import Recorded, is_history, read_history
from simulator.trace import TraceError
from solar_charging.settings.house_battery import HouseBattery
from solar_charging.settings.meters import Meters

NOON = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
GRID, SUN, CAR = "sensor.grid", "sensor.sun", "sensor.plug"

State = tuple[str, float, object]
"""An entity, how many minutes after noon it changed, and to what."""


def written(folder: Path, states: Sequence[State]) -> Path:
    path = folder / "history.csv"
    lines = ["entity_id,state,last_changed"]
    for entity, minute, state in states:
        at = (NOON + timedelta(minutes=minute)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        lines.append(f"{entity},{state},{at}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def recorded(folder: Path, states: Sequence[State], in_kw: Sequence[str] = (), **meters: Any) -> Recorded:
    meters = {"grid_power": GRID, "solar_power": SUN, "car_power": CAR, **meters}
    return read_history(written(folder, states), Meters(**meters), in_kw)


def steady(grid: object = -1000, sun: object = 3000, car: object = 500, minutes: float = 4) -> list[State]:
    """Three meters that stay where they are."""
    return [
        *((GRID, minute, grid) for minute in (0, minutes)),
        *((SUN, minute, sun) for minute in (0, minutes)),
        *((CAR, minute, car) for minute in (0, minutes)),
    ]


def test_the_house_uses_what_sun_and_grid_give_and_the_car_does_not_take(tmp_path: Path) -> None:
    trace, notes = recorded(tmp_path, steady())
    assert trace.start == NOON
    assert trace.step_s == 60
    assert trace.load_w.tolist() == [1500.0] * 4
    assert trace.solar_w.tolist() == [3000.0] * 4
    assert notes == (
        "0.0 days from 2026-06-15 12:00 UTC on: the house used 0.1 kWh without the car, the sun made 0.2 kWh",
    )


BATTERY, CHARGE = "sensor.battery", "sensor.battery_soc"


@pytest.mark.parametrize(
    ("named", "power", "given_w"),
    [
        pytest.param({"power": BATTERY}, 700, 700, id="Home Assistant's way"),
        pytest.param({"power": BATTERY, "power_positive": "charging"}, 700, -700, id="turned"),
    ],
)
def test_what_the_house_battery_gives_is_used_too(
    tmp_path: Path, named: dict[str, str], power: float, given_w: float
) -> None:
    states = [*steady(), *((BATTERY, minute, power) for minute in (0, 4))]
    states += [(CHARGE, 0, 40), (CHARGE, 2, 50), (CHARGE, 4, 50)]
    battery = HouseBattery.model_validate({**named, "soc": CHARGE})
    meters = Meters(grid_power=(GRID,), solar_power=(SUN,), car_power=(CAR,))
    trace = read_history(written(tmp_path, states), meters, battery=battery).trace
    assert trace.load_w.tolist() == [1500.0 + given_w] * 4
    assert trace.battery_power_w is not None
    assert trace.battery_soc_pct is not None
    assert trace.battery_power_w.tolist() == [given_w] * 4
    assert trace.battery_soc_pct.tolist() == [40, 40, 50, 50]


def test_a_house_battery_that_is_not_in_the_file_is_named(tmp_path: Path) -> None:
    battery = HouseBattery.model_validate({"power": BATTERY, "soc": CHARGE})
    meters = Meters(grid_power=(GRID,), solar_power=(SUN,), car_power=(CAR,))
    with pytest.raises(TraceError, match=r"must have the states of sensor\.battery, has"):
        read_history(written(tmp_path, steady()), meters, battery=battery)


def test_a_state_holds_until_the_next_one_and_a_minute_is_its_mean(tmp_path: Path) -> None:
    states = [*steady(), (GRID, 1.25, 1000)]
    assert recorded(tmp_path, states).trace.load_w.tolist() == [1500.0, 3000.0, 3500.0, 3500.0]


@pytest.mark.parametrize(
    ("states", "in_kw", "meters"),
    [
        pytest.param(steady(grid=1000), [], {"grid_power_positive": "export"}, id="export is positive"),
        pytest.param(steady(grid=-1, sun=3), [GRID, SUN], {}, id="kW"),
        pytest.param(
            [*steady(), *(("sensor.in", m, 0) for m in (0, 4)), *(("sensor.out", m, 1000) for m in (0, 4))],
            [],
            {"grid_power": None, "import_power": "sensor.in", "export_power": "sensor.out"},
            id="a pair",
        ),
        pytest.param(
            [*steady(), *(("sensor.l1", m, -1500) for m in (0, 4)), *(("sensor.l2", m, 500) for m in (0, 4))],
            [],
            {"grid_power": ["sensor.l1", "sensor.l2"]},
            id="two phases",
        ),
        pytest.param(
            [*steady(sun=1000), *(("sensor.barn", m, 2000) for m in (0, 4))],
            [],
            {"solar_power": [SUN, "sensor.barn"]},
            id="two roofs",
        ),
        pytest.param(
            [*steady(), *(("sensor.solar_charging_charging_power", m, 500) for m in (0, 4))],
            [],
            {"car_power": None},
            id="the app's own sensor of the car",
        ),
    ],
)
def test_the_meters_are_those_of_the_settings(
    tmp_path: Path, states: list[State], in_kw: list[str], meters: dict[str, Any]
) -> None:
    assert recorded(tmp_path, states, in_kw, **meters).trace.load_w.tolist() == [1500.0] * 4


def test_neither_the_sun_nor_an_idle_plug_is_less_than_nothing(tmp_path: Path) -> None:
    trace = recorded(tmp_path, steady(grid=400, sun=-20, car=-5)).trace
    assert trace.load_w.tolist() == [400.0] * 4
    assert trace.solar_w.tolist() == [0.0] * 4


@pytest.mark.parametrize(("gap", "minutes"), [(15, 60), (16, 30)])
@pytest.mark.parametrize("state", ["unavailable", "unknown", "nan", "", "1e9"])
@pytest.mark.parametrize("meter", [GRID, SUN, CAR])
def test_a_short_gap_is_filled_and_a_long_one_ends_the_stretch(
    tmp_path: Path, meter: str, state: str, gap: int, minutes: int
) -> None:
    back = {GRID: -1000, SUN: 3000, CAR: 500}[meter]
    states = [*steady(minutes=60), (meter, 15, state), (meter, 15 + gap, back)]
    trace, notes = recorded(tmp_path, states)
    whole = minutes == 60
    assert trace.load_w.tolist() == [1500.0] * (60 if whole else 30)
    assert trace.start == NOON
    assert ("only the longest stretch without a gap is used, of 0.0 days" in notes) is not whole


def test_the_longest_stretch_is_used(tmp_path: Path) -> None:
    states = [*steady(minutes=120), (GRID, 10, "unavailable"), (GRID, 50, -2000)]
    trace = recorded(tmp_path, states).trace
    assert trace.start == NOON + timedelta(minutes=50)
    assert trace.load_w.tolist() == [500.0] * 70


def test_a_minute_of_which_half_is_known_is_known(tmp_path: Path) -> None:
    states = [*steady(minutes=60), (GRID, 20.5, "unavailable"), (GRID, 40, -1000)]
    assert len(recorded(tmp_path, states).trace.load_w) == 20 + 1 + 15


def test_it_begins_when_all_meters_have_spoken(tmp_path: Path) -> None:
    states = [*steady(minutes=10)[2:], (GRID, 3.5, -1000)]
    trace = recorded(tmp_path, states).trace
    assert trace.start == NOON + timedelta(minutes=4)
    assert len(trace.load_w) == 6


def test_without_a_solar_meter_what_is_left_over_counts_as_the_sun(tmp_path: Path) -> None:
    trace, notes = recorded(tmp_path, steady(), solar_power=None)
    assert (trace.solar_w - trace.load_w).tolist() == [1500.0] * 4
    assert notes[0].startswith("no solar_power is set")


def test_a_car_that_nothing_measures_is_told(tmp_path: Path) -> None:
    trace, notes = recorded(tmp_path, steady(), car_power=None)
    assert trace.load_w.tolist() == [2000.0] * 4
    assert notes[0].startswith("what the car drew is taken for the house's")


@pytest.mark.parametrize(("export_w", "told"), [(3300, False), (3301, True)])
def test_a_house_that_makes_power_of_its_own_is_doubted(tmp_path: Path, export_w: int, told: bool) -> None:
    _, notes = recorded(tmp_path, steady(grid=-export_w, car=0))
    assert any("is grid_power_positive right" in note for note in notes) is told


@pytest.mark.parametrize(
    ("states", "in_kw", "told"),
    [
        (steady()[2:], [], "must have the states of sensor.grid, has sensor.plug, sensor.sun"),
        ([], [], "must have the states of sensor.grid, has nothing"),
        (steady(), ["sensor.gird"], "must have the states of sensor.gird, has sensor.grid, sensor.plug"),
        (steady(minutes=0.5), [], "must tell of sensor.grid, sensor.sun, sensor.plug for a minute at least"),
        (steady(car="unknown"), [], "must tell of all the meters at the same time"),
    ],
)
def test_a_history_of_no_use_is_told(
    tmp_path: Path, states: list[State], in_kw: list[str], told: str
) -> None:
    with pytest.raises(TraceError, match=told) as caught:
        recorded(tmp_path, states, in_kw)
    assert str(caught.value).startswith(str(tmp_path))


def test_a_moment_of_no_use_is_told_with_its_row(tmp_path: Path) -> None:
    path = written(tmp_path, steady())
    path.write_text(path.read_text().replace("12:04:00.000Z", "noon", 1))
    with pytest.raises(
        TraceError, match="row 2, last_changed: must be an ISO 8601 time, is '2026-06-15Tnoon'"
    ):
        read_history(path, Meters(grid_power=GRID))


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        ("entity_id,state,last_changed", True),
        ("state,last_changed,entity_id,more", True),
        ("timestamp_utc,load_w,solar_w", False),
        ("", False),
    ],
)
def test_a_history_is_known_by_its_first_line(tmp_path: Path, header: str, is_one: bool) -> None:
    path = tmp_path / "file.csv"
    path.write_text(header)
    assert is_history(path) is is_one


def test_what_a_meter_says_that_is_no_power_is_counted_in_a_note(tmp_path: Path) -> None:
    trace, notes = recorded(tmp_path, [*steady(), (GRID, 1, "-1543 W"), (GRID, 2, "-1000")])
    assert len(trace.load_w) == 4
    assert f"{GRID}: 1 of its 4 states are no power, such as '-1543 W'" in notes


def test_a_half_with_a_sign_is_named(tmp_path: Path) -> None:
    halves = [(entity, m, w) for entity, w in (("sensor.in", 0), ("sensor.out", -1543)) for m in (0, 4)]
    with pytest.raises(TraceError, match=r"sensor\.out: 2 of its 2 states are no power, such as '-1543'"):
        recorded(
            tmp_path,
            [*steady(), *halves],
            grid_power=None,
            import_power="sensor.in",
            export_power="sensor.out",
        )
