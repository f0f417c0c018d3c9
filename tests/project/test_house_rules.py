"""The architecture, held by tests: what a file may import, and that the core reads no clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ROOT / "apps"
PACKAGE = APPS / "solar_charging"
FILES = sorted(PACKAGE.rglob("*.py"))
SHELL = {
    "app.py",
    "shell.py",
    "stand_in.py",
    "accounting/sessions_file.py",
    "base/beats.py",
    "base/console.py",
    "base/home_assistant.py",
    "base/presence.py",
    "base/services.py",
    "base/state_file.py",
    "check/checks.py",
    "check/token_desk.py",
    "publishing/broken_file.py",
    "publishing/decision_log_file.py",
    "publishing/journal.py",
    "publishing/last_resort.py",
    "publishing/last_words.py",
    "publishing/notifications.py",
    "publishing/outbox.py",
    "publishing/postman.py",
    "publishing/publisher.py",
    "publishing/standby.py",
    "setup/link.py",
    "setup/maker.py",
    "setup/session.py",
    "vehicle/entities/entities.py",
    "vehicle/entities/port.py",
    "vehicle/tesla/failures.py",
    "vehicle/tesla/handed_token.py",
    "vehicle/tesla/session.py",
    "vehicle/tesla/tesla.py",
    "vehicle/tesla/token_file.py",
}
FLOORS = (
    {"base"},
    {"settings"},
    {"metering", "tariff", "vehicle"},
    {"planning", "accounting"},
    {"control", "persistence", "settings_file"},
    {"publishing", "setup"},
    {"check", "setup_in_app"},
    {"shell", "stand_in", "login"},
    {"app"},
)
"""The rooms, from the ground up: a room may import from floors below its own, and from no other room."""
CORE = [file for file in FILES if file.relative_to(PACKAGE).as_posix() not in SHELL]

WORLD = {"appdaemon", "teslapy", "requests", "logging", "asyncio", "threading", "socket", "os"}
CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "sleep"},
}
OTHERS = [
    file
    for folder in ("backtest", "benchmarks", "simulator", "stage")
    for file in sorted((ROOT / folder).rglob("*.py"))
]
OUTSIDE = {"simulator", "stage", "backtest", "benchmarks", "tests"}


def name_of(file: Path) -> str:
    return file.relative_to(APPS).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


def modules() -> dict[str, Path]:
    return {name_of(file): file for file in FILES}


def imports(source: str, module: str) -> Iterator[str]:
    """The full names of all that a module imports, whatever the way it is written."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def looks_at_a_clock(source: str) -> list[str]:
    """Where a module asks for the time, as `datetime.now` or by importing the function itself."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Name, ast.Attribute)):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if node.attr in CLOCKS.get(owner, ()):
                found.append(f"{owner}.{node.attr}")
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [f"time.{alias.name}" for alias in node.names]
    return found


def relative(file: Path) -> str:
    return file.relative_to(APPS).as_posix()


def test_the_rules_look_at_the_files_they_are_made_for() -> None:
    names = {relative(file) for file in CORE}
    assert {"solar_charging/control/decision.py", "solar_charging/control/controller.py"} <= names
    assert "solar_charging/shell.py" not in names
    assert "solar_charging/vehicle/tesla/tesla.py" not in names
    assert {(PACKAGE / name).exists() for name in SHELL} == {True}


@pytest.mark.parametrize("file", CORE, ids=relative)
def test_the_core_knows_nothing_of_the_world(file: Path) -> None:
    roots = {name.partition(".")[0] for name in imports(file.read_text("utf-8"), name_of(file))}
    assert roots & WORLD == set()


@pytest.mark.parametrize("file", CORE, ids=relative)
def test_the_core_reads_no_clock(file: Path) -> None:
    assert looks_at_a_clock(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "datetime.now(timezone.utc)",
        "datetime.datetime.now()",
        "date.today()",
        "time.time()",
        "time.monotonic()",
        "from time import monotonic",
    ],
)
def test_a_look_at_a_clock_would_be_noticed(source: str) -> None:
    assert looks_at_a_clock(source)


@pytest.mark.parametrize("file", FILES, ids=relative)
def test_the_app_needs_nothing_that_a_user_does_not_copy(file: Path) -> None:
    roots = {name.partition(".")[0] for name in imports(file.read_text("utf-8"), name_of(file))}
    assert roots & OUTSIDE == set()


@cache
def graph() -> dict[str, set[str]]:
    """What each module imports of the others."""
    known = modules()
    return {
        name: {
            wanted for wanted in imports(file.read_text("utf-8"), name) if wanted in known and wanted != name
        }
        for name, file in known.items()
    }


def test_imports_make_no_circle() -> None:
    found = graph()
    assert "solar_charging.settings.settings" in found["solar_charging.control.decision"]
    assert "solar_charging.vehicle.car" in found["solar_charging.vehicle.tesla.tesla"]
    # Raises CycleError, which names the circle.
    TopologicalSorter(found).prepare()


def room(module: str) -> str:
    """The folder of a module, or the module itself where it lies in no room: app, persistence."""
    return module.split(".")[1]


def floor(module: str) -> int:
    (found,) = [number for number, rooms in enumerate(FLOORS) if room(module) in rooms]
    return found


def test_each_room_has_its_floor() -> None:
    rooms = [name for floor in FLOORS for name in floor]
    assert sorted(rooms) == sorted({room(name) for name in modules() if name != "solar_charging"})


def climbs(module: str, wanted: str) -> bool:
    """Whether an import goes to another room without going down."""
    return room(module) != room(wanted) and floor(wanted) >= floor(module)


@pytest.mark.parametrize(
    ("module", "wanted", "climbing"),
    [
        ("control.decision", "planning.plan", False),
        ("control.decision", "control.situation", False),
        ("vehicle.tesla.tesla", "vehicle.car", False),
        ("planning.plan", "control.decision", True),
        ("metering.meter", "vehicle.car", True),
        ("base.reason", "app", True),
    ],
)
def test_an_import_that_climbs_would_be_noticed(module: str, wanted: str, climbing: bool) -> None:
    assert climbs(f"solar_charging.{module}", f"solar_charging.{wanted}") is climbing


@pytest.mark.parametrize("module", [name for name in modules() if name != "solar_charging"])
def test_imports_only_go_down(module: str) -> None:
    assert [wanted for wanted in graph()[module] if climbs(module, wanted)] == []


VERB = re.compile(r"[A-Z][a-z]*s\b(?<!\bIts)(?<!\bThis)(?<!\bAlways)(?<!\bUnless)(?<!\bAs)")
"""A docstring says what its thing does, in the third person: Plans, Keeps, Returns, Is."""


def without_verb(source: str) -> list[str]:
    """The docstrings that do not begin with a verb."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    docstrings = [text for node in nodes if (text := ast.get_docstring(node))]
    return [text.splitlines()[0] for text in docstrings if not VERB.match(text)]


@pytest.mark.parametrize("text", ["What a plan is.", "Who asks.", "Told of it.", "This is it.", "Its price."])
def test_a_docstring_without_a_verb_would_be_noticed(text: str) -> None:
    assert without_verb(f'"""{text}"""') == [text]
    assert without_verb(f'"""Plans {text}"""') == []


@pytest.mark.parametrize("file", [*FILES, *OTHERS], ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_docstring_begins_with_a_verb(file: Path) -> None:
    assert without_verb(file.read_text("utf-8")) == []


def test_packages_are_empty() -> None:
    markers = list(PACKAGE.rglob("__init__.py"))
    folders = {file.parent for file in FILES}
    assert {marker.parent for marker in markers} == folders
    assert [marker for marker in markers if marker.read_bytes()] == []


def test_no_live_configuration_is_shipped() -> None:
    assert list(APPS.rglob("*.yaml")) + list(APPS.rglob("*.toml")) == []
