"""The file that outlives a restart: written whole or not at all, and read by nobody else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .reason import Problem, Reason, Value


def write_whole(file: Path, text: str, mode: int) -> None:
    """Replace a file's content, wholly or not at all. Raises OSError."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


class StateFile:
    """Keeps what is given to it, as JSON."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def save(self, content: Any) -> None:
        """Replace what was kept. Raises OSError."""
        write_whole(self.file, json.dumps(content), mode=0o600)

    def recall(self, restore: Callable[[Any], None]) -> Reason[Problem] | None:
        """Give `restore` what was kept, if anything; returns what there is to tell of it.

        What `restore` does not take (it raises an error for it) is set aside.
        """
        try:
            restore(json.loads(self.file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except OSError as error:
            return Reason(Problem.FILE_UNREADABLE, {"file": str(self.file), "cause": error.strerror})
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            values: dict[str, Value] = {
                "file": str(self.file),
                "cause": repr(error),
                "aside": self._set_aside(),
            }
            return Reason(Problem.FILE_SPOILT, values)
        return None

    def _set_aside(self) -> Reason[Problem]:
        aside = self.file.with_name(f"{self.file.name}.broken")
        try:
            self.file.replace(aside)
        except OSError as error:
            return Reason(Problem.FILE_NOT_SET_ASIDE, {"cause": error.strerror})
        return Reason(Problem.FILE_SET_ASIDE, {"name": aside.name})
