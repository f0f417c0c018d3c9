"""The command: files in, table, JSON and picture out, and one line for what is wrong."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from backtest.__main__ import main
from backtest.laws import LAWS

ROOT = Path(__file__).parents[2]
KEYS = {
    "net_cost", "baseline_cost", "charging_cost", "car_kwh", "car_grid_kwh", "car_solar_kwh",
    "self_consumption", "starts", "commands", "data_reads", "wakes", "api_cost", "shortfall_kwh", "days",
    "regret",
}  # fmt: skip
SESSIONS = """plug_in_utc,plug_out_utc,soc_in_pct,soc_target_pct
2026-06-15T00:00:00Z,2026-06-15T20:00:00Z,50,60
"""
SETTINGS = """house:
  module: solar_charging.app
  class: SolarCharging
  meters: {grid_power: sensor.grid_power}
  car: {token_file: !secret tokens, phases: 3, max_current_a: 16}
  tariff: {off_peak: [{start: "09:00", end: "10:00"}]}
  time_zone: Europe/Paris
"""


def day(surplus_w: int = 3000, price: str = "", header: str = "") -> str:
    lines = [f"timestamp_utc,load_w,solar_w{header}"]
    lines += [f"2026-06-15T{m // 60:02}:{m % 60:02}:00Z,500,{500 + surplus_w}{price}" for m in range(1440)]
    return "\n".join(lines) + "\n"


def written(folder: Path, text: str, name: str) -> str:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return str(path)


def figures(folder: Path, *arguments: str) -> dict[str, dict[str, dict[str, float]]]:
    assert main([*arguments, "--json", str(folder / "out.json")]) == 0
    found: dict[str, dict[str, dict[str, float]]] = json.loads((folder / "out.json").read_text())
    return found


def test_all_laws_have_all_figures_and_none_is_better_than_the_optimum(tmp_path: Path) -> None:
    trace = written(tmp_path, day(), "day.csv.gz")
    sessions = written(tmp_path, SESSIONS, "sessions.csv")
    found = figures(tmp_path, "--trace", trace, "--sessions", sessions, "--law", "all", "--optimum")
    assert set(found["laws"]) == set(LAWS)
    for law in found["laws"].values():
        assert set(law) >= KEYS
        assert law["regret"] >= -1e-6
        assert law["regret"] == pytest.approx(law["charging_cost"] - found["optimum"]["charging_cost"])
        assert law["net_cost"] == pytest.approx(law["baseline_cost"] + law["charging_cost"], abs=1e-5)


def test_without_any_option_it_is_the_apps_own_law_on_one_phase(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = figures(
        tmp_path, "--trace", written(tmp_path, day(surplus_w=20_000), "day.csv"), "--law", "at_once"
    )
    assert found["laws"]["at_once"]["car_solar_kwh"] == pytest.approx(18.9, abs=0.1)
    assert main(["--trace", str(tmp_path / "day.csv")]) == 0
    said = capsys.readouterr()
    assert "solar_charging" in said.out
    assert "no --sessions: the car is at the plug all the time" in said.err


def test_settings_say_phases_cheap_time_and_zone(tmp_path: Path) -> None:
    trace = written(tmp_path, day(surplus_w=-400), "day.csv")
    departure = 'departures: [{time: "15:00", soc_pct: 67}]\n  time_zone'
    settings = written(tmp_path, SETTINGS.replace("time_zone", departure), "apps.yaml")
    found = figures(tmp_path, "--trace", trace, "--settings", settings)["laws"]["solar_charging"]
    # An hour of 16 A on three phases, seven to eight in UTC: bought for 0.20, some seconds less.
    assert found["car_kwh"] == pytest.approx(11.04, rel=0.03)
    assert found["charging_cost"] == pytest.approx(found["car_kwh"] * 0.20, rel=0.01)


@pytest.mark.parametrize(
    ("sessions", "wanted_pct"),
    [
        pytest.param(None, 90, id="always at the plug"),
        pytest.param(SESSIONS.replace(",60", ","), 90, id="nothing said"),
        pytest.param(SESSIONS, 60, id="the sessions say it"),
    ],
)
def test_settings_say_what_is_wanted_where_no_session_does(
    tmp_path: Path, sessions: str | None, wanted_pct: float
) -> None:
    departure = 'departures: [{time: "15:00", soc_pct: 90}]\n  time_zone'
    settings = written(tmp_path, SETTINGS.replace("time_zone", departure), "apps.yaml")
    given = ["--trace", written(tmp_path, day(surplus_w=-400), "day.csv"), "--settings", settings]
    if sessions is not None:
        given += ["--sessions", written(tmp_path, sessions, "sessions.csv")]
    found = figures(tmp_path, *given)["laws"]["solar_charging"]
    assert found["shortfall_kwh"] == 0
    # A plan takes whole quarters of an hour, of which one stores 2.6 kWh.
    assert 0 <= 0.9625 * found["car_kwh"] - 60 * (wanted_pct - 50) / 100 <= 2.6


def test_settings_say_whether_the_meter_nets(tmp_path: Path) -> None:
    minutes = day(surplus_w=40_000).splitlines()
    sunny_halves = [
        line if number % 60 < 30 else line.replace(",40500", ",0") for number, line in enumerate(minutes)
    ]
    trace = written(tmp_path, "\n".join(sunny_halves), "day.csv")
    grid_kwh = []
    for nets in ("", ", netting_s: 3600"):
        settings = written(tmp_path, SETTINGS.replace('"10:00"}]', f'"10:00"}}]{nets}'), "apps.yaml")
        found = figures(tmp_path, "--trace", trace, "--settings", settings, "--law", "at_once")
        grid_kwh.append(found["laws"]["at_once"]["car_grid_kwh"])
    assert grid_kwh[0] > 5
    assert grid_kwh[1] < 0.5


def test_the_time_zone_of_the_command_is_stronger(tmp_path: Path) -> None:
    trace = written(tmp_path, day(surplus_w=-400), "day.csv")
    settings = written(tmp_path, SETTINGS, "apps.yaml")
    found = figures(
        tmp_path, "--trace", trace, "--settings", settings, "--time-zone", "UTC", "--law", "night_80"
    )
    assert found["laws"]["night_80"]["car_kwh"] == pytest.approx(11.04, rel=0.03)


def test_prices_of_the_trace_are_stronger_than_any_tariff(tmp_path: Path) -> None:
    trace = written(tmp_path, day(-100, ",0.5,0.1", ",import_price,export_price"), "day.csv")
    found = figures(tmp_path, "--trace", trace, "--law", "at_once")["laws"]["at_once"]
    assert found["charging_cost"] == pytest.approx(found["car_kwh"] * 0.5)


HISTORY = "entity_id,state,last_changed\n" + "".join(
    f"sensor.{entity},{kw},2026-06-15T{hour:02}:00:00.000Z\n"
    for hour in (0, 23)
    for entity, kw in (("grid_power", -3), ("sun", 3.5))
)


def test_a_history_of_home_assistants_is_a_trace_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = written(
        tmp_path, SETTINGS.replace("grid_power}", "grid_power, solar_power: sensor.sun}"), "apps.yaml"
    )
    trace = written(tmp_path, HISTORY, "history.csv.gz")
    in_kw = ["--kw", "sensor.grid_power", "sensor.sun"]
    found = figures(tmp_path, "--trace", trace, "--settings", settings, *in_kw)["laws"]["solar_charging"]
    # From half full to 80 %; three phases take 450 W at least from the grid.
    assert found["car_kwh"] == pytest.approx(19.5, abs=0.1)
    assert found["car_solar_kwh"] == pytest.approx(found["car_kwh"] * 3000 / 3450, rel=0.01)
    told = capsys.readouterr().err
    assert "history.csv.gz: 1.0 days from 2026-06-15 00:00 UTC on: the house used 11.5 kWh" in told
    assert "history.csv.gz: what the car drew is taken for the house's" in told


def test_the_table_counts_commands_and_starts_and_what_is_left_in_the_battery(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trace = written(tmp_path, day(surplus_w=-400), "day.csv")
    law = figures(tmp_path, "--trace", trace, "--law", "night_80")["laws"]["night_80"]
    titles, values = (line.split("  ") for line in capsys.readouterr().out.splitlines())
    shown = dict(zip(*([cell.strip() for cell in cells if cell] for cells in (titles, values)), strict=True))
    # With 32 A a kWh takes 1.048 of the cheap ones, for 0.20.
    stored = law["stored_kwh"] * 1.048 * 0.20
    assert law["stored_kwh"] == pytest.approx(18, abs=0.1)
    all_in = law["charging_cost"] + 0.001 * law["commands"] + 0.02 * law["starts"] - stored
    assert float(shown["all in"]) == pytest.approx(all_in, abs=0.01)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_day_is_drawn(tmp_path: Path, suffix: str) -> None:
    picture = tmp_path / f"day.{suffix}"
    trace = written(tmp_path, day(), "day.csv")
    assert (
        main(["--trace", trace, "--law", "seed", "at_once", "--plot", str(picture), "--day", "2026-06-15"])
        == 0
    )
    assert picture.stat().st_size > 5000


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    trace = written(tmp_path, day(surplus_w=2000), "day.csv")
    for name in ("one", "two"):
        assert main(["--trace", trace, "--law", "seed", "--seed", "5", "--json", str(tmp_path / name)]) == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


BROKEN = [
    pytest.param(
        day().replace("2026-06-15T00:02:00Z,500,3500\n", ""),
        "row 3, timestamp_utc: must be 60 s after",
        id="gap",
    ),
    pytest.param(day().replace("load_w", "house_w"), "column load_w is missing", id="wrong column"),
    pytest.param(day().replace("Z,", ","), "row 1, timestamp_utc: must name its time zone", id="naive times"),
    pytest.param(
        day().replace(",500,", ",nan,", 1), "row 1, load_w: must be a finite number, is nan", id="NaN"
    ),
    pytest.param(day().replace(":00Z", ":00.500Z", 1), "row 3, timestamp_utc: must be", id="uneven step"),
    pytest.param("timestamp_utc,load_w,solar_w\n", "must have at least two rows", id="empty"),
]


@pytest.mark.parametrize(("text", "told"), BROKEN)
def test_a_broken_trace_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    assert main(["--trace", written(tmp_path, text, "day.csv")]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.startswith(f"backtest: {tmp_path}")
    assert error.count("\n") == 1


def test_what_a_spreadsheet_puts_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    trace, sessions = (
        written(tmp_path, "\ufeff" + text, name) for text, name in ((day(), "a"), (SESSIONS, "b"))
    )
    assert main(["--trace", trace, "--sessions", sessions, "--law", "at_once"]) == 0


@pytest.mark.parametrize(
    ("broken", "content", "told"),
    [
        ("day.csv", b"timestamp_utc,load_w,solar_w,caf\xe9\n", "day.csv: must be text in UTF-8"),
        ("day.csv", day().encode().replace(b"500", b"\xff", 1), "day.csv: must be text in UTF-8"),
        (
            "day.csv.gz",
            gzip.compress(day().encode())[:-9],
            "day.csv.gz: must be a whole file, ends too early",
        ),
        ("day.csv.gz", b"PK", "Not a gzipped file"),
        ("sessions.csv", b"\xff\xfe", "sessions.csv: must be text in UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str, content: bytes, told: str
) -> None:
    files = {"day.csv": day().encode(), "sessions.csv": SESSIONS.encode(), broken: content}
    for name, text in files.items():
        (tmp_path / name).write_bytes(text)
    trace = broken if broken.startswith("day") else "day.csv"
    assert main(["--trace", str(tmp_path / trace), "--sessions", str(tmp_path / "sessions.csv")]) == 2
    assert told in capsys.readouterr().err


def test_a_step_that_fits_no_grid_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "timestamp_utc,load_w,solar_w\n2026-06-15T00:00:00Z,1,1\n2026-06-15T00:00:15Z,1,1\n"
    assert main(["--trace", written(tmp_path, text, "day.csv")]) == 2
    assert "step must be a multiple or a whole part of 10 s, is 15 s" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("--sessions", "a,b\n", "column plug_in_utc is missing, found a, b"),
        ("--sessions", SESSIONS.replace("2026", "2025"), "sessions: at least one must lie within the trace"),
        ("--settings", "a: [", "must be YAML"),
        ("--settings", "a: {class: Other}", "must have an entry with class: SolarCharging"),
        ("--settings", SETTINGS.replace("phases: 3", "phases: 2"), "house.car.phases"),
    ],
)
def test_another_broken_file_is_told_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, text: str, told: str
) -> None:
    trace = written(tmp_path, day(), "day.csv")
    assert main(["--trace", trace, option, written(tmp_path, text, "other")]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        (HISTORY, [], "is a history of Home Assistant's: --settings must say which are the meters"),
        (day(), ["--kw", "sensor.sun"], "must be a history of Home Assistant's for --kw, is none"),
    ],
)
def test_what_a_history_needs_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, options: list[str], told: str
) -> None:
    assert main(["--trace", written(tmp_path, text, "trace.csv"), *options]) == 2
    assert told in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--trace", str(tmp_path / "none.csv")]) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--law", "magic"], "invalid choice: 'magic'"),
        (["--time-zone", "Mars/Olympus"], "must be a time zone such as Europe/Paris, is 'Mars/Olympus'"),
        (["--day", "tomorrow"], "argument --day"),
    ],
)
def test_an_option_of_no_use_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    trace = written(tmp_path, day(), "day.csv")
    with pytest.raises(SystemExit, match="2"):
        main(["--trace", trace, *arguments])
    assert told in capsys.readouterr().err


def test_a_day_outside_the_trace_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = str(tmp_path / "day.png")
    trace = written(tmp_path, day(), "day.csv")
    assert main(["--trace", trace, "--law", "at_once", "--plot", picture, "--day", "2026-06-16"]) == 2
    assert (
        "day: must be one of the trace's, 2026-06-15 to 2026-06-15, is 2026-06-16" in capsys.readouterr().err
    )


def test_it_runs_from_the_root_of_the_repository(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "backtest",
        "--trace",
        written(tmp_path, day(), "day.csv"),
        "--sessions",
        written(tmp_path, SESSIONS, "sessions.csv"),
        "--law",
        "at_once",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=50, check=True)
    assert "at_once" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("told", "laws"),
    [
        ([], ["solar_charging"]),
        (["--law", "seed", "at_once"], ["seed", "at_once"]),
        (["--law", "seed", "--law", "at_once", "--law", "seed"], ["seed", "at_once"]),
    ],
)
def test_a_law_may_be_named_in_any_way(tmp_path: Path, told: list[str], laws: list[str]) -> None:
    trace = written(tmp_path, day(surplus_w=0), "day.csv")
    assert list(figures(tmp_path, "--trace", trace, *told)["laws"]) == laws
