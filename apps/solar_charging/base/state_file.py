"""The file that outlives a restart: written whole or not at all, and read by nobody else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


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

    def recall(self, restore: Callable[[Any], None]) -> str | None:
        """Give `restore` what was kept, if anything; returns what there is to tell of it.

        What `restore` does not take (it raises an error for it) is set aside.
        """
        try:
            restore(json.loads(self.file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except OSError as error:
            return f"{self.file}: must be readable, is not ({error.strerror}); beginning anew"
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            return f"{self.file}: must be what the app saved ({error!r}); {self._set_aside()}; beginning anew"
        return None

    def _set_aside(self) -> str:
        aside = self.file.with_name(f"{self.file.name}.broken")
        try:
            self.file.replace(aside)
        except OSError as error:
            return f"it cannot be set aside ({error.strerror})"
        return f"it is kept as {aside.name}"
