"""The pages say what there is: links, settings, commands, states, reasons, entities, events."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
import yaml
from appdaemon.models.config.appdaemon import AppDaemonConfig

from simulator.car import SimulatedCar
from simulator.clock import Clock
from simulator.profiles import TESSIE_LIKE
from simulator.tesla_api import TeslaApi
from simulator.tokens import STATIC_TOKEN
from solar_charging.accounting.bill import Session
from solar_charging.control.situation import State
from solar_charging.publishing.decision_log import Change
from solar_charging.publishing.entities import ENTITIES
from solar_charging.publishing.events import DECISION, SESSION, decision_data, session_data
from solar_charging.publishing.translations.en import ITEMS, REASONS
from solar_charging.publishing.translator import Translator
from solar_charging.settings.car import Car as CarSettings
from solar_charging.settings.settings import NOTE_KINDS, Settings, parse_settings
from solar_charging.vehicle.entities.patterns import NEEDED
from solar_charging.vehicle.tesla.handed_token import LASTING_HOSTS, HandedToken
from tests.pages import (
    PAGES,
    ROOT,
    Block,
    anchors,
    blocks,
    first_cells,
    name_of,
    section,
    tables,
    targets,
    text_of,
)

MOST_LINES = 150
DOCS = ROOT / "docs"
INSTALL, TROUBLE = text_of(DOCS / "install.md"), text_of(DOCS / "troubleshooting.md")
EVENTS = text_of(DOCS / "notifications.md")

COMMANDS: Mapping[str, str] = {
    "./demo": "by hand; its scene: tests/stories/test_home_assistant.py",
    "./demo --check": "by hand; its verdict: tests/stage/test_verdict.py",
    "./demo --day": "by hand; its day: tests/stage/test_day.py",
    "./demo --battery": "by hand",
    "./demo --language fr": "by hand",
    "./demo --pictures DIR": "by hand",
    "./test": "by hand, and by .ci/run",
    "./test --setup": "by hand, and as the first step of ./test",
    "./test -k tariff": "by hand",
    "./test -m long": "by hand",
    "./test --hypothesis-profile search": "by hand",
    ".venv/bin/python -m backtest --trace history.csv --settings apps.yaml --sessions sessions.csv --law all "
    "--optimum --plot day.png --day 2026-06-15": "tests/backtest/test_own_house.py",
    "cd apps && python -m solar_charging.login": "tests/solar_charging/login/test_login.py",
    "cd apps && ../venv/bin/python -m solar_charging.login": (
        "by hand; tests/solar_charging/login/test_login.py"
    ),
    "cd apps && python -m solar_charging.setup --url http://homeassistant.local:8123": (
        "by hand; tests/solar_charging/setup/test_setup_command.py"
    ),
    "cd apps && ../venv/bin/python -m solar_charging.setup --url http://homeassistant.local:8123": (
        "by hand; tests/solar_charging/setup/test_setup_command.py"
    ),
    "cd apps && python -m solar_charging.setup --url http://homeassistant.local:8123 --make": (
        "by hand; tests/solar_charging/setup/test_setup_command.py"
    ),
    "cd apps && python -m solar_charging.setup --url http://homeassistant.local:8123 --undo": (
        "by hand; tests/solar_charging/setup/test_setup_command.py"
    ),
    'venv/bin/pip install "pydantic>=2.10,<2.11" "aiohttp>=3.9" pyyaml -r requirements.txt': "by hand",
    "cd apps && python -m solar_charging.check --url http://homeassistant.local:8123": (
        "by hand; tests/solar_charging/check/test_check_command.py"
    ),
    "python3 -m venv venv": "by hand",
    "venv/bin/pip install appdaemon==4.5.13 -r requirements.txt": "by hand",
    'venv/bin/pip install "pydantic>=2.10,<2.11" -r requirements.txt': "by hand",
    "venv/bin/python -m appdaemon -c conf": "by hand; as in tests/stories/test_appdaemon.py",
}
"""Each command of the pages, and where it is run."""


class Loader(yaml.SafeLoader):
    """Reads Home Assistant's and AppDaemon's files."""


Loader.add_constructor("!include_dir_named", lambda _, node: str(node.value))


def read(block: Block) -> Any:
    return yaml.load(block.text, Loader)


# Links and length


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_link_and_picture_of_the_project_is_there(page: Path) -> None:
    for target in targets(text_of(page)):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(text_of(linked)), target


@pytest.mark.parametrize("readme", ["README.md", "README.fr.md"])
def test_a_readme_is_short(readme: str) -> None:
    assert len(text_of(ROOT / readme).splitlines()) <= MOST_LINES


@pytest.mark.parametrize("readme", ["README.md", "README.fr.md"])
def test_a_readme_leads_to_each_page(readme: str) -> None:
    linked = {target.partition("#")[0] for target in targets(text_of(ROOT / readme))}
    assert {f"docs/{page.name}" for page in DOCS.glob("*.md")} <= linked


# YAML


def kind_of(content: Any) -> str:
    """What file of a user's a block belongs into."""
    keys = set(content)
    if any(isinstance(value, dict) and "module" in value for value in content.values()):
        return "entry"
    if keys <= set(Settings.model_fields):
        return "settings"
    others = {
        "automation",
        "appdaemon",
        "frontend",
        "homeassistant",
        "python_packages",
        "recorder",
        "script",
        "solar-power",
    }
    (kind,) = keys & others
    return kind


def of_kind(*kinds: str) -> list[Any]:
    found = [pytest.param(block, id=block.page) for block in blocks("yaml") if kind_of(read(block)) in kinds]
    assert found
    return found


@pytest.mark.parametrize("block", [pytest.param(block, id=block.page) for block in blocks("yaml")])
def test_each_block_of_yaml_is_of_a_known_kind(block: Block) -> None:
    assert kind_of(read(block))


@pytest.mark.parametrize("block", of_kind("entry"))
def test_the_entries_of_apps_yaml_are_accepted_and_short(block: Block) -> None:
    (entry,) = read(block).values()
    settings = parse_settings(entry)
    assert not settings.departures, "they are learnt"
    assert len(block.text.splitlines()) == 10


@pytest.mark.parametrize("block", of_kind("settings"))
def test_each_part_of_apps_yaml_is_accepted(block: Block) -> None:
    given = {"meters": {"grid_power": "sensor.grid"}, "car": {"token_file": "tokens.json"}}
    parse_settings({**given, **read(block)})


@pytest.mark.parametrize("block", of_kind("appdaemon"))
def test_what_is_said_of_appdaemons_configuration_it_knows(block: Block) -> None:
    assert set(read(block)["appdaemon"]) <= set(AppDaemonConfig.model_fields)


def test_appdaemon_looks_for_changed_files_as_seldom_as_the_pages_say() -> None:
    example = text_of(ROOT / "appdaemon.yaml.example")
    assert "  utility_delay: 15" in example
    assert "  max_utility_skew: 60" in example
    for page in ("README.md", "README.fr.md", "docs/install.md"):
        assert "`utility_delay: 15`" in text_of(ROOT / page)
    assert {"utility_delay", "production_mode", "app_dir"} <= set(AppDaemonConfig.model_fields)


@pytest.mark.parametrize("block", of_kind("recorder"))
def test_what_is_left_out_of_the_database_is_there(block: Block) -> None:
    left_out = {entity.removeprefix("sensor.solar_charging_") for entity in all_entities(block.text)}
    assert left_out <= {entity.key for entity in ENTITIES}


def all_entities(text: str) -> set[str]:
    return set(re.findall(r"sensor\.solar_charging_\w+", text))


def test_the_packages_of_the_add_on_are_the_requirements() -> None:
    lines = text_of(ROOT / "requirements.txt").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    (block,) = [each for each in blocks("yaml") if kind_of(read(each)) == "python_packages"]
    packages = read(block)["python_packages"]
    names = [re.split(r"[=<>~]", each)[0] for each in packages]
    assert names == [re.split(r"[=<>~]", each)[0] for each in wanted]
    assert [each for each in packages if "==" in each] == [each for each in wanted if "==" in each]
    for readme in ("README.md", "README.fr.md"):
        assert f"`{block.text.strip()}`" in text_of(ROOT / readme)


def test_the_requirements_are_pinned_where_they_must_be() -> None:
    assert "teslapy==2.9.2" in text_of(ROOT / "requirements.txt")


# Commands


def commands() -> set[str]:
    lines = [line for block in blocks("sh") for line in block.text.splitlines()]
    return {re.sub(r"\s+# .*$", "", line).strip() for line in lines} - {""}


def test_of_each_command_it_is_known_where_it_is_run() -> None:
    assert commands() == set(COMMANDS)


@pytest.mark.parametrize("where", sorted(set(COMMANDS.values())))
def test_where_a_command_is_run_is_there(where: str) -> None:
    for name in re.findall(r"[\w./]+\.py|\.ci/run", where):
        assert (ROOT / name).exists(), name


def test_the_file_of_the_add_on_hands_a_token_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    yaml_blocks = [read(each) for each in blocks("yaml") if each.page.startswith("docs/install.md")]
    (car,) = [each["car"] for each in yaml_blocks if "car" in each]
    own = tmp_path / "tesla_tokens.json"
    host = urlsplit(car["api_url"]).hostname
    assert host in LASTING_HOSTS
    assert "`solar_charging.token`" in INSTALL
    file = tmp_path / "solar_charging.token"
    file.write_text(f"{STATIC_TOKEN}\n")
    monkeypatch.setattr("solar_charging.vehicle.tesla.handed_token.LASTING_HOSTS", {"127.0.0.1"})
    clock = Clock()
    with TeslaApi(SimulatedCar(now_s=clock.now_s(), soc_pct=50), clock, profile=TESSIE_LIKE) as api:
        settings = CarSettings(**{**car, "api_url": api.api_url, "token_file": str(own)})
        news = HandedToken(tmp_path, "solar_charging", settings).look(file.stat().st_mtime + 60)
    assert news is not None
    assert news.good
    said = Translator("en", ZoneInfo("UTC"), "EUR").say(news.said)
    assert said.startswith("the token of solar_charging.token was taken in and works: ")
    assert "the token of solar_charging.token was taken in and works: " in INSTALL
    assert not file.exists()
    assert own.stat().st_mode & 0o777 == 0o600


def test_a_folder_of_another_name_fails_and_is_cured_as_the_pages_say(tmp_path: Path) -> None:
    copytree(ROOT / "apps" / "solar_charging", tmp_path / "tesla_solar")

    def imports(module: str) -> subprocess.CompletedProcess[str]:
        code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import {module}"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    said = imports("solar_charging.app").stderr.splitlines()[-1]
    assert said == "ModuleNotFoundError: No module named 'solar_charging'"
    assert said in INSTALL
    assert said in TROUBLE
    assert imports("tesla_solar.app").returncode == 0
    assert "module: tesla_solar.app" in INSTALL


# States, reasons, entities


def test_troubleshooting_has_a_row_for_each_state() -> None:
    states = first_cells(section(TROUBLE, "What the state means"))
    assert sorted(states) == sorted(state.value for state in State)


def test_troubleshooting_has_a_row_for_each_reason() -> None:
    reasons = first_cells(section(TROUBLE, "What the reason means"))
    assert sorted(reasons) == sorted(why.value for why in REASONS)


def test_each_row_of_troubleshooting_says_what_to_do() -> None:
    for table in tables(TROUBLE):
        assert table[0][2] == "what to do"
        assert all(len(row) == 3 and all(row) for row in table)


@pytest.mark.parametrize("state", [state.value for state in State])
def test_the_rules_lead_to_each_state(state: str) -> None:
    page = text_of(DOCS / "how-it-decides.md")
    assert f"`{state}`" in section(page, "The rules, the strongest first")


def test_the_page_of_the_dashboard_has_each_line_of_the_checklist_and_no_other() -> None:
    cells = first_cells(section(text_of(DOCS / "dashboard.md"), "Is it right?"))
    named = [name for cell in cells for name in cell.split(", ")]
    assert named == list(ITEMS.values())


def test_the_page_of_the_dashboard_has_each_entity_and_no_other() -> None:
    shown = first_cells(section(text_of(DOCS / "dashboard.md"), "What it shows"))
    assert shown == [f"sensor.solar_charging_{entity.key}" for entity in ENTITIES]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_an_entity_that_is_not_there(page: Path) -> None:
    published = {f"sensor.solar_charging_{entity.key}" for entity in ENTITIES}
    assert all_entities(text_of(page)) <= published


def test_the_page_of_vehicles_names_what_is_needed_by_hand() -> None:
    page = text_of(DOCS / "vehicles.md")
    by_hand = [read(each) for each in blocks("yaml") if "switch.model_y_laden" in each.text]
    needed = {role.value for roles in NEEDED.values() for role in roles}
    assert needed == set(list(by_hand[0]["car"]["entities"])[1:6])
    assert "The first five are needed." in page


# The house


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_file_that_a_page_names_is_there(page: Path) -> None:
    app = ROOT / "apps" / "solar_charging"
    for name in re.findall(r"`([a-z]\w*(?:/\w+)*/?(?:\.py|\.js)?)`", text_of(page)):
        if name.endswith((".py", ".js")) and "/" in name:
            assert any((place / name).exists() for place in (ROOT, app)), name


def test_the_architecture_has_each_room() -> None:
    folders = {file.parent.name for file in (ROOT / "apps" / "solar_charging").glob("*/__init__.py")}
    page = text_of(DOCS / "ARCHITECTURE.md")
    assert {row[0].strip("`/") for row in tables(page)[0][2:]} == folders
    assert all(f" {folder}/ " in page for folder in folders)


# Notifications and events


def test_the_page_of_notifications_has_each_kind() -> None:
    assert first_cells(section(EVENTS, "Notifications")) == list(NOTE_KINDS)


def automations() -> list[dict[str, Any]]:
    return [each for block in of_kind("automation") for each in read(block.values[0])["automation"]]


def test_the_examples_of_automations_listen_to_events_and_entities_that_there_are() -> None:
    found = automations()
    triggers = [trigger for each in found for trigger in each["trigger"]]
    events = {trigger["event_type"] for trigger in triggers if "event_type" in trigger}
    assert events == {DECISION, SESSION}
    states = {trigger["event_data"]["state"] for trigger in triggers if "event_data" in trigger}
    assert states <= {state.value for state in State}
    sensors = set(re.findall(r"sensor\.solar_charging_(\w+)", str(found)))
    assert sensors
    assert sensors <= {entity.key for entity in ENTITIES}
    data = set(re.findall(r"trigger\.event\.data\.(\w+)", str(found)))
    assert data <= set(session_data("garage", Session(0.0, None), ZoneInfo("UTC"), "EUR"))


def test_the_page_of_notifications_names_all_that_an_event_has() -> None:
    change = Change("", "", "", None, "", None, None, None, None, 0.0, 0.0)
    decision, session = (
        set(re.findall(r"`(\w+)`", part)) for part in section(EVENTS, "Events").split(f"**`{SESSION}`**")
    )
    assert {DECISION, SESSION} <= set(re.findall(r"\*\*`(\w+)`\*\*", EVENTS))
    assert set(decision_data("garage", change, change)) <= decision
    told = set(session_data("garage", Session(0.0, None), ZoneInfo("UTC"), "EUR"))
    assert told <= session
    table = section(text_of(DOCS / "dashboard.md"), "What it cost and saved")
    assert told - {"name", "currency"} <= set(re.findall(r"`(\w+)`", table))
