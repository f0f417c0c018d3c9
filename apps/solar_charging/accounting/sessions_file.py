"""Writes the file of charging sessions: a table with one row each, for any spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..base.errors import ProblemError
from ..base.reason import Problem
from ..base.state_file import tighten, write_whole
from .bill import Session

FORMER_HEADER = "plug_in,plug_out,soc_in_pct,soc_out_pct,kwh,solar_kwh,grid_kwh,cost,saved"
ADDED = (",battery_kwh", ",battery_cost")
"""The columns that former tables have not, or not all."""

HEADER = FORMER_HEADER + "".join(ADDED)


class SessionsFile:
    """Appends sessions to a file, with times of the house's clock."""

    def __init__(self, file: Path, zone: ZoneInfo) -> None:
        self.file = file
        self._zone = zone
        tighten(file)

    def add(self, sessions: Iterable[Session]) -> None:
        """Appends sessions; those that are there already are not repeated.

        The file is replaced as a whole, so no row is ever torn. Raises OSError, and ProblemError for a file
        that is another table.
        """
        file = self.file.resolve()
        lines = self._lines(file)
        added = [row for row in (self._row(session) for session in sessions) if row not in lines]
        if added:
            write_whole(file, "\n".join([*(lines or [HEADER]), *added, ""]))

    def _lines(self, file: Path) -> list[str]:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        except UnicodeDecodeError as error:
            cause = f"{error.reason} at byte {error.start}"
            raise ProblemError(Problem.SESSIONS_UNWRITABLE, file=str(self.file), cause=cause) from None
        for count in range(1, len(ADDED) + 1):
            if lines and lines[0] + "".join(ADDED[-count:]) == HEADER:
                return [HEADER, *(row + count * f",{0:.3f}" for row in lines[1:])]
        if lines and lines[0] != HEADER:
            raise ProblemError(
                Problem.SESSIONS_OTHER_TABLE, file=str(self.file), header=HEADER, begin=lines[0][:80]
            )
        return lines

    def _row(self, session: Session) -> str:
        bill = session.bill
        values = (bill.kwh, bill.solar_kwh, bill.grid_kwh, bill.cost, bill.saved, *bill[-2:])
        return ",".join(
            [
                self._moment(session.plug_in_s),
                self._moment(session.plug_out_s),
                _pct(session.soc_in_pct),
                _pct(session.soc_out_pct),
                # Adding zero takes the sign from a zero.
                *(f"{round(value, 3) + 0.0:.3f}" for value in values),
            ]
        )

    def _moment(self, at_s: float | None) -> str:
        return "" if at_s is None else datetime.fromtimestamp(at_s, self._zone).isoformat(timespec="seconds")


def _pct(soc_pct: float | None) -> str:
    return "" if soc_pct is None else f"{round(soc_pct, 1):g}"
