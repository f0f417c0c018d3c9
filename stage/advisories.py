"""Asks OSV, the open database, for advisories about all pinned packages: `python -m stage.advisories`.

Exits with 0 when there is none, with 1 when there are some, and with 2 when the database cannot be asked.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import urllib.request
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from stage.locks import locks

OSV = "https://api.osv.dev/v1/querybatch"
MOST_AT_ONCE = 1000
"""So many packages OSV takes in one question."""

ELSEWHERE = (
    "Run this where that address can be reached (HTTPS_PROXY names a proxy), or give the locks to another "
    "database: pip-audit --disable-pip -r requirements-dev.txt"
)

WAIT_S = 30.0
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)

Ask = Callable[[Mapping[str, Any]], Any]


class AdvisoriesError(Exception):
    """Says why nothing can be said about the packages."""


class Pin(NamedTuple):
    """Is a package in the version that a lock names."""

    name: str
    version: str


def pinned(files: Iterable[Path]) -> dict[Pin, list[str]]:
    """Returns all pins, each with the names of the locks that have it."""
    found: dict[Pin, list[str]] = {}
    for file in files:
        for name, version in PIN.findall(file.read_text()):
            found.setdefault(Pin(name.lower(), version), []).append(file.name)
    return dict(sorted(found.items()))


def advisories(pins: Sequence[Pin], ask: Ask) -> dict[Pin, list[str]]:
    """Returns the numbers of the advisories about each of the pins that have any.

    Raises `AdvisoriesError` where the answer is none.
    """
    found: dict[Pin, list[str]] = {}
    for first in range(0, len(pins), MOST_AT_ONCE):
        open_: list[tuple[Pin, str | None]] = [(pin, None) for pin in pins[first : first + MOST_AT_ONCE]]
        while open_:
            open_ = _asked(open_, ask, found)
    return found


def _asked(
    queries: Sequence[tuple[Pin, str | None]], ask: Ask, found: dict[Pin, list[str]]
) -> list[tuple[Pin, str | None]]:
    """Asks, and takes in what is found; returns what has to be asked for its next page."""
    answer = ask({"queries": [_query(pin, page) for pin, page in queries]})
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list) or len(results) != len(queries):
        raise AdvisoriesError(f"{OSV} gave something else than a result for each package")
    more: list[tuple[Pin, str | None]] = []
    for (pin, _), result in zip(queries, results, strict=True):
        for each in result.get("vulns", ()):
            found.setdefault(pin, []).append(str(each["id"]))
        if result.get("next_page_token"):
            more.append((pin, result["next_page_token"]))
    return more


def _query(pin: Pin, page: str | None) -> dict[str, Any]:
    query: dict[str, Any] = {"package": {"name": pin.name, "ecosystem": "PyPI"}, "version": pin.version}
    return query if page is None else {**query, "page_token": page}


def ask_osv(question: Mapping[str, Any], url: str = OSV) -> Any:
    """Returns OSV's answer; raises `AdvisoriesError` where there is none."""
    request = urllib.request.Request(url, json.dumps(question).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
            return json.load(answer)
    except (OSError, ValueError) as error:
        raise AdvisoriesError(f"{url} gives no answer ({error})") from error


def main(arguments: Sequence[str] | None = None, ask: Ask = ask_osv) -> int:
    """Runs the command line; returns the exit code."""
    argparse.ArgumentParser(prog="stage.advisories", description=__doc__).parse_args(arguments)
    pins = pinned(locks())
    try:
        found = advisories(list(pins), ask)
    except AdvisoriesError as problem:
        print(f"None of the {len(pins)} pinned packages was checked: {problem}.", file=sys.stderr)
        print(ELSEWHERE, file=sys.stderr)
        return 2
    for pin, ids in found.items():
        print(f"{pin.name} {pin.version}: {', '.join(sorted(ids))} (in {', '.join(pins[pin])})")
    print(f"{len(pins)} pinned packages, advisories about {len(found)} of them")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
