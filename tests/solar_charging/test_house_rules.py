"""The architecture, held by tests: what a file may import, and that the core reads no clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

APPS = Path(__file__).parents[2] / "apps"
PACKAGE = APPS / "solar_charging"
FILES = sorted(PACKAGE.rglob("*.py"))
SHELL = {
    "app.py",
    "chronicle.py",
    "memory.py",
    "notices.py",
    "post.py",
    "sessions_file.py",
    "trace_file.py",
    "vehicle/home_assistant.py",
    "vehicle/port.py",
    "vehicle/tesla.py",
    "vehicle/tesla_failures.py",
    "vehicle/tesla_session.py",
}
CORE = [file for file in FILES if file.relative_to(PACKAGE).as_posix() not in SHELL]

WORLD = {"appdaemon", "teslapy", "requests", "logging", "asyncio", "threading", "socket", "os"}
CLOCKS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "sleep"},
}
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
    assert {"solar_charging/decision.py", "solar_charging/controller.py"} <= names
    assert "solar_charging/app.py" not in names
    assert "solar_charging/vehicle/tesla.py" not in names


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


def test_imports_make_no_circle() -> None:
    known = modules()
    graph = {
        name: {
            wanted for wanted in imports(file.read_text("utf-8"), name) if wanted in known and wanted != name
        }
        for name, file in known.items()
    }
    assert "solar_charging.settings" in graph["solar_charging.decision"]
    assert "solar_charging.vehicle.car" in graph["solar_charging.vehicle.tesla"]
    # Raises CycleError, which names the circle.
    TopologicalSorter(graph).prepare()


def test_packages_are_empty() -> None:
    markers = list(PACKAGE.rglob("__init__.py"))
    assert {marker.parent.name for marker in markers} == {"solar_charging", "vehicle", "login", "texts"}
    assert [marker for marker in markers if marker.read_bytes()] == []


def test_no_live_configuration_is_shipped() -> None:
    assert list(APPS.rglob("*.yaml")) + list(APPS.rglob("*.toml")) == []
