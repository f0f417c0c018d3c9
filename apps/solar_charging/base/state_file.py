"""Keeps a file that outlives a restart: written whole or not at all, and read by nothing else."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from .reason import Problem, Reason, Value
from .saved import SPOILT, OtherVersion
from .shown import said_by

OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
"""The permissions of all files here: they tell when the car is at home, or hold its keys."""


def part_of(file: Path) -> Path:
    """Returns where a file's new content is written before it takes the file's place."""
    return file.with_name(f"{file.name}.part")


def write_whole(file: Path, text: str) -> None:
    """Replaces a file's content, wholly or not at all; nobody but its owner may read the new file.

    Raises OSError where the file cannot be written.
    """
    part = part_of(file)
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
    _settle(file.parent)


def _settle(folder: Path) -> None:
    """Has the disk keep the new name too; where a folder cannot be told that, the system does it later."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def tighten(file: Path) -> None:
    """Takes a file away from the eyes of others, where an older version has left it open to them."""
    with suppress(OSError):
        if stat.S_IMODE(file.stat().st_mode) & ~OWNER_ONLY:
            file.chmod(OWNER_ONLY)


def unwritable(file: Path, error: OSError, problem: Problem = Problem.FILE_UNWRITABLE) -> Reason[Problem]:
    """Returns what there is to tell of a file that cannot be written."""
    return Reason(problem, {"file": str(file), "cause": error.strerror or str(error)})


class StateFile:
    """Keeps one value in a file, as JSON."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def save(self, content: Any) -> None:
        """Replaces the saved content.

        Raises OSError where the file cannot be written.
        """
        write_whole(self.file, json.dumps(content))

    def recall(self, restore: Callable[[Any], Sequence[str]]) -> Reason[Problem] | None:
        """Passes the saved content to `restore`, if there is any; returns the problem with it, None if none.

        A file that is no JSON, or for which `restore` raises one of SPOILT or OtherVersion, is set aside
        under its name with .broken added. One of which `restore` returns what is wrong with some parts is
        copied there, before it is replaced.
        """
        tighten(self.file)
        try:
            spoilt = restore(json.loads(self.file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except OSError as error:
            return Reason(Problem.FILE_UNREADABLE, {"file": str(self.file), "cause": error.strerror})
        except (*SPOILT, OtherVersion) as error:
            return self._spoilt(Problem.FILE_SPOILT, self.file.replace, cause=said_by(error))
        if not spoilt:
            return None
        return self._spoilt(Problem.FILE_PARTS_SPOILT, self._copy, parts=", ".join(spoilt))

    def _spoilt(self, problem: Problem, put: Callable[[Path], object], **values: Value) -> Reason[Problem]:
        aside = self.file.with_name(f"{self.file.name}.broken")
        kept = Reason(Problem.FILE_SET_ASIDE, {"name": aside.name})
        try:
            put(aside)
        except OSError as error:
            kept = Reason(Problem.FILE_NOT_SET_ASIDE, {"cause": error.strerror})
        return Reason(problem, {"file": str(self.file), "aside": kept, **values})

    def _copy(self, aside: Path) -> None:
        write_whole(aside, self.file.read_text(encoding="utf-8"))
