"""README.md and apps.yaml.example say what the settings' model says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any, get_args, get_origin
from zoneinfo import ZoneInfo

import pytest
import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from solar_charging.accounting.bill import Session
from solar_charging.control.situation import State
from solar_charging.publishing.decision_log import Change
from solar_charging.publishing.entities import ENTITIES
from solar_charging.publishing.events import DECISION, SESSION, decision_data, session_data
from solar_charging.settings.settings import NOTE_KINDS, Settings, parse_settings
from solar_charging.settings.tariff import MONTHS
from solar_charging.settings.types import WEEKDAYS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "apps" / "apps.yaml.example").read_text(encoding="utf-8")


def is_model(annotation: Any) -> bool:
    return (
        get_origin(annotation) is None and isinstance(annotation, type) and issubclass(annotation, BaseModel)
    )


def fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """The settings by their dotted names: of a section what is in it, of a list itself and its parts."""
    for name, field in model.model_fields.items():
        section = next(
            (each for each in (field.annotation, *get_args(field.annotation)) if is_model(each)), None
        )
        many = get_origin(field.annotation) in (tuple, dict)
        if section is None or many:
            yield f"{prefix}{name}", field
        if section is not None:
            yield from fields(section, f"{prefix}{name}{'[]' if many else ''}.")


def shown(default: Any) -> str:
    """A default as the README shows it."""
    if default is None or default == ():
        return ""
    if isinstance(default, tuple):
        return {WEEKDAYS: "every day", MONTHS: "every month", NOTE_KINDS: "all"}[default]
    if isinstance(default, time):
        return f"`{default:%H:%M}`"
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def row(name: str, field: FieldInfo) -> str:
    """A setting's line in the README's table."""
    default = "required" if field.is_required() else shown(field.default)
    return f"| `{name}` | {default} | {field.description} |"


@pytest.mark.parametrize(("name", "field"), list(fields(Settings)))
def test_the_readme_has_each_setting_with_its_default_and_meaning(name: str, field: FieldInfo) -> None:
    assert row(name, field) in README.splitlines()


def test_the_readme_has_no_setting_that_is_not_there() -> None:
    table = README.split("## Settings")[1].split("## Limits")[0]
    assert re.findall(r"^\| `([^`]+)`", table, re.MULTILINE) == [name for name, _ in fields(Settings)]


@pytest.mark.parametrize("name", [name.rpartition(".")[2] for name, _ in fields(Settings)])
def test_the_example_has_each_setting(name: str) -> None:
    assert re.search(rf"\b{name}:", EXAMPLE)


def test_the_example_is_accepted_as_it_stands() -> None:
    (entry,) = yaml.safe_load(EXAMPLE).values()
    parse_settings(entry)


def test_the_examples_comments_are_the_defaults_or_accepted_alternatives() -> None:
    text = re.sub(r"^(\s*)# (?=[a-z_]+:|- \{)", r"\1", EXAMPLE, flags=re.MULTILINE)
    text = re.sub(r"^.*(import_power|export_power):.*\n", "", text, flags=re.MULTILINE)
    (entry,) = yaml.safe_load(text).values()
    given = parse_settings(entry).model_dump()
    defaults = parse_settings(yaml.safe_load(EXAMPLE)["solar_charging"]).model_dump()
    chosen = {
        "vin",
        "command_url",
        "ca_file",
        "entities",
        "read_by",
        "command_by",
        "locate_by",
        "off_peak",
        "holidays",
        "colours",
        "price_entity",
        "export_price_entity",
        "price_unit",
        "price_adder",
        "price_factor",
        "off_peak_current_a",
        "grid_limit_pct",
        "max_import_w",
        "monthly_cap",
        "netting_s",
    }
    for section in ("car", "tariff", "charging", "api", "switches"):
        for name, value in defaults[section].items():
            assert name in chosen or given[section][name] == value, name


@pytest.mark.parametrize("state", [state.value for state in State])
def test_the_readme_explains_each_state(state: str) -> None:
    assert f"`{state}`" in README.split("## How it decides")[1].split("## What it shows")[0]


@pytest.mark.parametrize("key", [entity.key for entity in ENTITIES])
def test_the_readme_has_each_entity(key: str) -> None:
    assert f"| `sensor.solar_charging_{key}` |" in README


def automations() -> list[dict[str, Any]]:
    """The examples of the README, read as YAML."""
    blocks = re.findall(r"```yaml\n(automation:\n.*?)```", README, re.DOTALL)
    return [automation for block in blocks for automation in yaml.safe_load(block)["automation"]]


def test_the_examples_of_automations_listen_to_events_and_entities_that_there_are() -> None:
    found = automations()
    triggers = [trigger for each in found for trigger in each["trigger"]]
    assert {trigger["event_type"] for trigger in triggers} == {DECISION, SESSION}
    states = {trigger["event_data"]["state"] for trigger in triggers if "event_data" in trigger}
    assert states <= {state.value for state in State}
    sensors = set(re.findall(r"sensor\.solar_charging_(\w+)", str(found)))
    assert sensors
    assert sensors <= {entity.key for entity in ENTITIES}
    data = set(re.findall(r"trigger\.event\.data\.(\w+)", str(found)))
    assert data <= set(session_data("garage", Session(0.0, None), ZoneInfo("UTC"), "EUR"))


def test_the_readme_names_all_that_an_event_has() -> None:
    section = README.split("**Events**")[1].split("```")[0]
    change = Change("", "", "", None, "", None, None, None, None, 0.0, 0.0)
    for key in decision_data("garage", change, change):
        assert f"`{key}`" in section
    table = README.split("**The table of sessions**")[1].split("## The dashboard")[0]
    for key in session_data("garage", Session(0.0, None), ZoneInfo("UTC"), "EUR"):
        assert f"`{key}`" in section + table


def test_the_requirements_are_pinned_where_they_must_be() -> None:
    assert "teslapy==2.9.2" in (ROOT / "requirements.txt").read_text(encoding="utf-8")
