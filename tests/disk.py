"""A disk on which nothing can be written for a while: full, or mounted to be read only."""

from __future__ import annotations

import errno
import os
from types import SimpleNamespace
from typing import Any

import pytest

from solar_charging.base import state_file


class Disk:
    """The disk as `write_whole` meets it; `error` is the errno of the next writes, None if they succeed."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.error: int | None = None
        known = {name: value for name, value in vars(os).items() if name.startswith(("O_", "fsync", "close"))}
        patch.setattr(state_file, "os", SimpleNamespace(**known, open=self._opens, fdopen=self._streams))

    def is_full(self) -> None:
        self.error = errno.ENOSPC

    def is_read_only(self) -> None:
        self.error = errno.EROFS

    def is_well(self) -> None:
        self.error = None

    def _opens(self, path: Any, flags: int, *mode: int) -> int:
        if self.error == errno.EROFS and flags & os.O_CREAT:
            raise OSError(self.error, os.strerror(self.error))
        return os.open(path, flags, *mode)

    def _streams(self, descriptor: int, *args: Any, **kwargs: Any) -> Any:
        stream = os.fdopen(descriptor, *args, **kwargs)
        if self.error != errno.ENOSPC:
            return stream
        with stream:
            stream.write('{"access_tok')  # a full disk takes the beginning of it
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
