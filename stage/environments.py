"""Makes the virtual environments inside the checkout.

It uses the standard library only, for it runs before anything is installed. Home Assistant and AppDaemon pin
different versions of the same packages, so each has an environment of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
REQUIREMENTS = Path(__file__).resolve().parent / "requirements"
UV = REQUIREMENTS / "uv.txt"
LOCKED = ("--require-hashes", "--no-deps", "-r")
STAMP = "installed"

HOME_ASSISTANT_PYTHON = "SOLAR_CHARGING_HOME_ASSISTANT_PYTHON"
"""Names a Python for Home Assistant alone, which wants newer ones than AppDaemon."""

NEWEST_PYTHON = "python3.14"
"""Home Assistant has this one where it is on the PATH, and nothing else is said."""

# The newest Home Assistant that installs, without a compiler, from each version of Python on.
HOME_ASSISTANT = (
    ((3, 14, 2), "2026.11.0"),
    ((3, 13, 2), "2026.2.3"),
    ((3, 13, 0), "2025.4.4"),
    ((3, 12, 0), "2025.1.4"),
    ((3, 11, 0), "2024.3.3"),
    ((3, 10, 0), "2023.7.3"),
)


class SetupError(Exception):
    """Says which environment could not be made, and why."""


def home_assistant_version(python: tuple[int, ...]) -> str:
    """Returns the pinned Home Assistant for a Python such as (3, 11, 7).

    Raises `SetupError` outside 3.10 - 3.14, and for 3.14.0 and 3.14.1.
    """
    if python < (3, 15) and not (3, 14) <= python < (3, 14, 2):
        for least, version in HOME_ASSISTANT:
            if python >= least:
                return version
    raise SetupError(
        f"Home Assistant needs a Python from 3.10 to 3.13, or 3.14.2, got {'.'.join(map(str, python[:3]))}"
    )


@dataclass(frozen=True)
class BasePython:
    """Is a Python that environments are made from: its program, and what it says of its version."""

    program: str
    version: str

    @property
    def numbers(self) -> tuple[int, ...]:
        """Returns the version as numbers, such as (3, 14, 2)."""
        return tuple(int(number) for number in re.findall(r"\d+", self.version.split()[0])[:3])


RUNNING = BasePython(sys.executable, sys.version)
ASKED = "import sys, venv, ensurepip; print(sys.version)"


@cache
def home_assistant_python() -> BasePython:
    """Returns the Python for Home Assistant: the one that is named, else the newest, else this one.

    Raises `SetupError` for a named one that does not work.
    """
    named = os.environ.get(HOME_ASSISTANT_PYTHON)
    program = shutil.which(named or NEWEST_PYTHON)
    said = _said(program) if program else None
    if program is not None and said is not None and (named or _suits(BasePython(program, said))):
        return BasePython(program, said)
    if named:
        raise SetupError(f"{HOME_ASSISTANT_PYTHON}={named}: is no Python with the venv module")
    return RUNNING


def _said(program: str) -> str | None:
    """Returns what a Python says of its version, None where it is none, or makes no environments."""
    try:
        said = subprocess.run([program, "-c", ASKED], capture_output=True, text=True)
    except OSError:
        return None
    return None if said.returncode else said.stdout.strip()


def _suits(python: BasePython) -> bool:
    try:
        home_assistant_version(python.numbers)
    except SetupError:
        return False
    return True


def is_of(since: tuple[int, int], python: tuple[int, ...] | None = None) -> bool:
    """Says whether the pinned Home Assistant for a Python such as (3, 13, 5) is of that month or newer.

    Without one it is that of the Python for Home Assistant. Raises `SetupError`.
    """
    year, month = home_assistant_version(python or home_assistant_python().numbers).split(".")[:2]
    return (int(year), int(month)) >= since


@dataclass(frozen=True)
class Environment:
    """Describes one virtual environment: its folder, the lock and the Python that it is made from."""

    name: str
    folder: Path
    requirements: Path
    base: BasePython = RUNNING

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def stamp(self) -> str:
        """Returns a digest of what an environment is made from; another value means it must be made anew."""
        parts = [self.base.version, str(self.folder), self.requirements.read_text()]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def ready(self) -> bool:
        stamp = self.folder / STAMP
        return stamp.exists() and stamp.read_text() == self.stamp()


def app_environment() -> Environment:
    """Returns the environment of AppDaemon, the app's needs, and the tools of the tests."""
    return Environment("AppDaemon", CHECKOUT / ".venv", CHECKOUT / "requirements-dev.txt")


def home_assistant_environment() -> Environment:
    """Returns the environment of the pinned Home Assistant for its Python. Raises `SetupError`."""
    base = home_assistant_python()
    version = home_assistant_version(base.numbers)
    folder = CHECKOUT / ".venv-ha-{}.{}".format(*base.numbers)
    requirements = REQUIREMENTS / f"home-assistant-{version}.txt"
    return Environment(f"Home Assistant {version}", folder, requirements, base)


def set_up(environments: Sequence[Environment], say: Callable[[str], None]) -> None:
    """Makes what is not there yet, telling each step; raises `SetupError`."""
    for environment in environments:
        if not environment.ready:
            _make(environment, say)


def _make(environment: Environment, say: Callable[[str], None]) -> None:
    began = time.monotonic()
    say(f"{environment.name}: installing into {environment.folder.name} ...")
    if not _same_python(environment):
        _run([environment.base.program, "-m", "venv", "--clear", str(environment.folder)])
    _install(environment, say)
    (environment.folder / STAMP).write_text(environment.stamp())
    say(f"{environment.name}: installed in {time.monotonic() - began:.0f} s")


def _same_python(environment: Environment) -> bool:
    """Says whether the folder holds an environment of its Python, which can be brought up to date."""
    said = _said(str(environment.python)) if environment.python.exists() else None
    return said is not None and said == environment.base.version.strip()


def _install(environment: Environment, say: Callable[[str], None]) -> None:
    """Installs by uv, which is ten times faster, and by pip where uv fails.

    For example, uv does not read pip's configuration. Whatever is installed has a hash in a lock, and the
    lock has all that is needed: nothing else is looked for.
    """
    pip = [str(environment.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = [
        str(environment.python),
        "-m",
        "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        str(environment.python),
    ]
    try:
        _run([*pip, *LOCKED, str(UV)])
        _run([*uv, *LOCKED, str(environment.requirements)])
    except SetupError as reason:
        say(f"{environment.name}: uv could not install it ({reason}); trying pip, which takes minutes ...")
        _run([*pip, *LOCKED, str(environment.requirements)])


def _run(command: Sequence[str]) -> None:
    settings = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "PYTHONPATH": ""}
    result = subprocess.run(command, env=settings, capture_output=True, text=True)
    if result.returncode:
        last = "\n".join((result.stderr or result.stdout).strip().splitlines()[-6:])
        raise SetupError(f"{' '.join(command[:4])} ...: {last}")


def main() -> int:
    """Runs the command line: makes both environments, or the one of the app alone."""
    arguments = argparse.ArgumentParser(prog="stage.environments")
    arguments.add_argument("--app-only", action="store_true", help="without Home Assistant")
    options = arguments.parse_args()
    try:
        wanted = (
            [app_environment()] if options.app_only else [app_environment(), home_assistant_environment()]
        )
        set_up(wanted, lambda line: print(line, file=sys.stderr, flush=True))
    except SetupError as problem:
        print(f"The set-up failed. {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; the next run goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
