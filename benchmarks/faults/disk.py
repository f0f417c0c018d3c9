"""Makes a folder refuse to be written into, as a full disk or one that can only be read does."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink")
"""What is refused besides writing where a disk can only be read; a full one still lets files go."""


class Disk:
    """Is a folder's disk; with `refusal`, an error number, it takes nothing more."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder.resolve())
        self.refusal: int | None = None

    def check(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raises OSError where Python is about to do what the disk refuses.

        Python itself tells of that: so it does not matter by which function a file is written, nor whether a
        superuser does it.
        """
        if self.refusal is None or not arguments:
            return
        path, writes = arguments[0], False
        if event == "open":
            writes = isinstance(arguments[2], int) and bool(arguments[2] & WRITES)
        elif event in CHANGES:
            writes = self.refusal != _FULL
        if writes and isinstance(path, (str, os.PathLike)) and str(Path(path)).startswith(self.folder):
            raise OSError(self.refusal, os.strerror(self.refusal), str(path))


_FULL = 28
_DISKS: list[Disk] = []


@contextmanager
def disk_of(folder: Path) -> Iterator[Disk]:
    """Yields the disk of a folder, which takes all again afterwards."""
    _listen()
    disk = Disk(folder)
    _DISKS.append(disk)
    try:
        yield disk
    finally:
        _DISKS.remove(disk)


@cache
def _listen() -> None:
    # A listener cannot be taken away again; without disks it has nothing to do.
    sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if _DISKS and (event == "open" or event in CHANGES):
        for disk in _DISKS:
            disk.check(event, arguments)
