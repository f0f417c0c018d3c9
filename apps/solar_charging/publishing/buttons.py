"""Says what buttons under a notification are, and who offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ..control.alert import Alert
from .translator import Translator

Button = Mapping[str, str]
"""What may be pressed under a note: an `action` and its `title`."""

Buttons = Sequence[Button]


class Answering(Protocol):
    """Offers answers under what is told, and sets what an answer asks for."""

    def offered(self, alert: Alert, translator: Translator) -> Buttons:
        """Returns the buttons under an alert."""

    def beat(self, now_s: float) -> bool:
        """Puts back what an answer has set for a while; says whether it did."""

    def to_dict(self) -> list[Any]:
        """Returns what has to outlive a restart, fit for JSON."""

    def from_dict(self, saved: Any) -> None:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
