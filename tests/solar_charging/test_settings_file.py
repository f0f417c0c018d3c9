"""The file of settings beside apps.yaml: read, written, completed by, and beaten by apps.yaml."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from solar_charging.base.reason import Reason
from solar_charging.settings.mistakes import Mistake, SettingsError
from solar_charging.settings.rules import Rule
from solar_charging.settings_file import (
    Filed,
    NoSettings,
    beside,
    blamed,
    completed,
    read_settings,
    settings_file,
    write_settings,
)

METERS = {"grid_power": "sensor.grid_power"}
BARE = {"name": "solar_charging", "module": "solar_charging.app", "class": "SolarCharging"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "apps").mkdir()
    return settings_file(tmp_path / "apps")


def test_what_is_written_is_read_again_and_readable_to_its_owner_alone(file: Path) -> None:
    settings = {"meters": METERS, "departures": [{"time": "07:30", "soc_pct": 60}], "notify": "notify.é"}
    write_settings(file, settings)
    assert read_settings(file) == settings
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert '  "meters": {\n' in file.read_text()
    assert "é" in file.read_text()
    assert list(file.parent.iterdir()) == [file]


def test_what_stood_there_is_kept(file: Path) -> None:
    file.write_text("by hand")
    write_settings(file, {"meters": METERS})
    assert file.with_name("solar_charging.settings.json.old").read_text() == "by hand"


def test_a_file_that_others_may_read_is_taken_away_from_their_eyes(file: Path) -> None:
    file.write_text("{}")
    file.chmod(0o644)
    read_settings(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "must be JSON"),
        ('{"meters": {\n"grid_power" "x"}}', "in line 2"),
        ("[]", "in braces"),
        ("[" * 100_000, "must be JSON"),
    ],
)
def test_a_broken_file_is_named_with_what_to_do(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(SettingsError, match=said) as error:
        read_settings(file)
    assert str(file) in str(error.value)
    assert file.read_text() == text


def test_a_folder_in_its_place_is_named(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(file)


@pytest.mark.parametrize(
    ("own", "saved", "args", "taken", "beaten"),
    [
        ({}, {"meters": METERS}, {"meters": METERS}, ("meters",), ()),
        ({"meters": METERS}, None, {"meters": METERS}, (), ()),
        ({"meters": METERS}, {"meters": {"grid_power": "sensor.x"}}, {"meters": METERS}, (), ("meters",)),
        (
            {"tariff": {"peak_price": 0.3}},
            {"tariff": {"export_price": 0.1}, "meters": METERS},
            {"tariff": {"peak_price": 0.3}, "meters": METERS},
            ("meters",),
            ("tariff",),
        ),
        # Of AppDaemon's own keys the file has none, and former names are those of today.
        ({}, {"class": "Other", "meters": METERS, "trace_file": "x"},
         {"meters": METERS, "decision_log_file": "x"}, ("meters", "decision_log_file"), ()),
        ({"log_level": "DEBUG", "constrain_days": "mon"}, {"meters": METERS},
         {"log_level": "DEBUG", "constrain_days": "mon", "meters": METERS}, ("meters",), ()),
    ],
)  # fmt: skip
def test_apps_yaml_wins_setting_by_setting(
    file: Path, own: dict[str, Any], saved: Any, args: dict[str, Any], taken: tuple[str], beaten: tuple[str]
) -> None:
    if saved is not None:
        write_settings(file, saved)
    filed = completed({**BARE, **own}, file.parents[1])
    assert (filed.args, filed.taken, filed.beaten) == ({**BARE, **args}, taken, beaten)
    assert [str(file) in text for text in filed.lines] == [True] * (bool(taken) + bool(beaten))


@pytest.mark.parametrize("saved", [None, {}, {"class": "Other"}])
def test_without_any_setting_that_is_said(file: Path, saved: Any) -> None:
    if saved is not None:
        write_settings(file, saved)
    with pytest.raises(NoSettings):
        completed(BARE, file.parents[1])


@pytest.mark.parametrize("args", ["text", None, ["list"]])
def test_an_entry_that_is_none_is_left_to_the_settings(tmp_path: Path, args: Any) -> None:
    assert completed(args, tmp_path).args == args


def test_each_entry_has_a_file_of_its_own_beside_its_apps_yaml(tmp_path: Path) -> None:
    args = {"name": "model_3", "config_path": tmp_path / "cars" / "apps.yaml"}
    assert beside(args, tmp_path) == tmp_path / "cars"
    assert beside({}, tmp_path) == tmp_path / "apps"
    (tmp_path / "cars").mkdir()
    write_settings(settings_file(tmp_path / "cars", "model_3"), {"meters": METERS})
    assert completed(args, tmp_path).taken == ("meters",)


def test_a_mistake_says_in_which_file_it_is(file: Path) -> None:
    error = SettingsError(Mistake("solar_charging", "meters.grid_power", Reason(Rule.ENTITY)))
    assert blamed(error, Filed({}, file)) is error
    said = str(blamed(error, Filed({}, file, ("meters", "car"))))
    assert said.splitlines()[1] == f"meters, car: in {file}, not in apps.yaml"
