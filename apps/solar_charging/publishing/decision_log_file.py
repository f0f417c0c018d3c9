"""The file of the trace: what was decided in the last day, for whoever wants to know why."""

from __future__ import annotations

from pathlib import Path

from ..base.state_file import write_whole
from .decision_log import DecisionLog


class DecisionLogFile:
    """Keeps a trace through restarts; replaced as a whole, so no line is ever torn."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def recall(self, trace: DecisionLog) -> str | None:
        """Give `trace` what was kept, if anything; returns what there is to tell of it."""
        try:
            trace.from_lines(self.file.read_text(encoding="utf-8").splitlines())
        except FileNotFoundError:
            return None
        except OSError as error:
            return f"{self.file}: must be readable, is not ({error.strerror}); beginning anew"
        except (TypeError, ValueError) as error:
            return f"{self.file}: must be what the app wrote ({error!r}); beginning anew"
        return None

    def save(self, trace: DecisionLog) -> None:
        """Replace what was kept. Raises OSError."""
        write_whole(self.file, trace.to_lines(), mode=0o644)
