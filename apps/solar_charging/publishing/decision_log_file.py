"""Keeps what was decided in the last day in a file, for whoever wants to know why."""

from __future__ import annotations

from pathlib import Path

from ..base.reason import Problem, Reason
from ..base.saved import SPOILT
from ..base.shown import said_by
from ..base.state_file import tighten, write_whole
from .decision_log import DecisionLog


class DecisionLogFile:
    """Keeps a decision log through restarts; replaced as a whole, so no line is ever torn."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def recall(self, decision_log: DecisionLog) -> Reason[Problem] | None:
        """Gives `decision_log` what was kept, if anything; returns what there is to tell of it."""
        tighten(self.file)
        try:
            decision_log.from_lines(self.file.read_text(encoding="utf-8").splitlines())
        except FileNotFoundError:
            return None
        except OSError as error:
            return Reason(Problem.FILE_UNREADABLE, {"file": str(self.file), "cause": error.strerror})
        except SPOILT as error:
            values = {"file": str(self.file), "cause": said_by(error)}
            return Reason(Problem.DECISION_LOG_SPOILT, values)
        return None

    def save(self, decision_log: DecisionLog) -> None:
        """Replaces what was kept.

        Raises OSError.
        """
        write_whole(self.file, decision_log.to_lines())
