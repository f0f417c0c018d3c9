"""Says by which way a person is told, and of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..base import saved as read


@dataclass(frozen=True)
class Way:
    """Says by what service a person is told (None: Home Assistant's own list), and of which kinds."""

    notify: str | None
    kinds: tuple[str, ...]

    @property
    def service(self) -> str | None:
        """Returns the service as AppDaemon calls it."""
        return None if self.notify is None else self.notify.replace(".", "/", 1)

    @property
    def clears(self) -> bool:
        """Says whether it goes to a companion app, which alone knows tags."""
        return (self.notify or "").startswith("notify.mobile_app_")

    def to_dict(self) -> dict[str, Any]:
        """Returns it fit for JSON."""
        return {"notify": self.notify, "kinds": list(self.kinds)}

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> Way:
        """Takes up what `to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
        return cls(read.maybe(read.text, saved["notify"]), tuple(read.text(each) for each in saved["kinds"]))
