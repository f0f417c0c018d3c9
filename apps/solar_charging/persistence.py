"""Keeps on the disk the state that outlives a restart, and the table of sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .accounting.bill import Session
from .accounting.sessions_file import SessionsFile
from .base.errors import ProblemError
from .base.reason import Problem, Reason
from .base.spans import lasts
from .base.state_file import StateFile, unwritable
from .settings.settings import Settings

SAVE_S = 900.0
"""The time in s between two writes of the state while nothing is spent or charged."""


def state_file(folder: Path, name: str, settings: Settings) -> StateFile:
    """Returns the file of what outlives a restart of the app `name`."""
    return StateFile(folder / (settings.state_file or f"solar_charging_{name}.json"))


class Persistence:
    """Keeps both files of an app in AppDaemon's folder, and knows when the state is to be written.

    `good` are the settings by which the app works, as they are saved; None leaves the saved ones as they are.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        settings: Settings,
        zone: ZoneInfo,
        now_s: float,
        good: Mapping[str, Any] | None = None,
    ) -> None:
        self._state = state_file(folder, name, settings)
        self._good = good
        self._sessions = SessionsFile(
            folder / (settings.sessions_file or f"solar_charging_{name}_sessions.csv"), zone
        )
        self._saved_s = now_s
        self._unsaved = good is not None
        self._revision: object = None

    def recall(self, restore: Callable[[Mapping[str, Any]], Sequence[str]]) -> Reason[Problem] | None:
        """Passes the saved state to `restore`, if there is any; returns the problem with it, None if none.

        `restore` returns what is wrong with the parts that it left out.
        """

        def recalled(saved: Mapping[str, Any]) -> Sequence[str]:
            self._good = saved.get("settings") if self._good is None else self._good
            return restore(saved)

        return self._state.recall(recalled)

    def changed(self) -> None:
        """Takes in that something must be saved at the next opportunity."""
        self._unsaved = True

    def due(self, revision: object, now_s: float) -> bool:
        """Says whether to save now: for another `revision` of what counts, for a change, or after SAVE_S."""
        news, self._revision = revision != self._revision, revision
        return news or self._unsaved or not lasts(now_s, self._saved_s, SAVE_S)

    def save(self, content: Mapping[str, Any], now_s: float) -> Reason[Problem] | None:
        """Replaces the saved state; returns the problem that prevented it, None if none."""
        self._unsaved, self._saved_s = False, now_s
        try:
            self._state.save(content if self._good is None else {**content, "settings": self._good})
        except OSError as error:
            return unwritable(self._state.file, error)
        return None

    def write_sessions(self, ended: tuple[Session, ...]) -> Reason[Problem] | None:
        """Adds ended sessions to their table; returns the problem that prevented it, None if none."""
        try:
            self._sessions.add(ended)
        except OSError as error:
            return unwritable(self._sessions.file, error, Problem.SESSIONS_UNWRITABLE)
        except ProblemError as error:
            return error.reason
        # If they were written twice, nothing would be lost; but once is enough.
        self.changed()
        return None
