"""Makes the locks, files that pin each package with its hashes, from what is wanted: `python -m stage.locks`.

Pins stay as they are where they can; `--upgrade` takes the newest. It needs `uv`, which is in `.venv`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from stage.environments import CHECKOUT, HOME_ASSISTANT, REQUIREMENTS

COMMAND = "python -m stage.locks"
COMPILE = ("-m", "uv", "pip", "compile", "--quiet", "--generate-hashes", "--no-emit-index-url")
LINUX = ("--python-platform", "linux")


def locks() -> dict[Path, list[str]]:
    """Returns the locks, each with what uv is told of it besides: what is wanted, and for which Python."""
    made = {
        CHECKOUT / "requirements-dev.txt": ["requirements-dev.in", "--universal", "--python-version", "3.10"],
        REQUIREMENTS / "uv.txt": [_wanted("uv"), "--universal", "--python-version", "3.10"],
    }
    for python, version in HOME_ASSISTANT:
        name = f"home-assistant-{version}"
        overrides = REQUIREMENTS / f"{name}.overrides.txt"
        made[REQUIREMENTS / f"{name}.txt"] = [
            _wanted(name),
            *LINUX,
            "--python-version",
            ".".join(map(str, python)),
            *(["--override", str(overrides.relative_to(CHECKOUT))] if overrides.exists() else []),
        ]
    return made


def _wanted(name: str) -> str:
    return str((REQUIREMENTS / f"{name}.in").relative_to(CHECKOUT))


def main() -> int:
    """Makes all locks; returns the exit code of the first that fails."""
    parser = argparse.ArgumentParser(prog="stage.locks", description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions")
    more = ["--upgrade"] if parser.parse_args().upgrade else []
    for lock, arguments in locks().items():
        print(lock.relative_to(CHECKOUT), flush=True)
        command = [sys.executable, *COMPILE, *arguments, *more, "-o", str(lock.relative_to(CHECKOUT))]
        settings = {**os.environ, "UV_CUSTOM_COMPILE_COMMAND": COMMAND, "UV_PYTHON_DOWNLOADS": "never"}
        code = subprocess.run(command, cwd=CHECKOUT, env=settings).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
