"""Says what an alert is: something that a person should hear of without looking."""

from __future__ import annotations

from typing import NamedTuple

from ..base.reason import Note, Reason


class Alert(NamedTuple):
    """Holds an alert: its kind (as in the setting `notifications`), what parts two of a kind, and its text.

    After a restart nothing but the text's name is known of one that held before.
    """

    kind: str
    key: float
    text: Reason[Note]

    @property
    def essence(self) -> tuple[str, float, str]:
        """Returns what another alert differs in, whatever its numbers."""
        return self.kind, self.key, self.text.why.value
