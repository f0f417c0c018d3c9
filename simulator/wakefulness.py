"""Models when a car's computer sleeps."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.tesla_terms import PowerState


@dataclass
class Wakefulness:
    """Falls asleep `sleep_after_s` after the last activity; when called, takes `wake_delay_s` to wake."""

    sleep_after_s: float
    wake_delay_s: float
    active_s: float
    awake_from_s: float

    def state(self, now_s: float) -> PowerState:
        if now_s < self.awake_from_s:
            return PowerState.WAKING
        return PowerState.ONLINE if now_s < self.active_s + self.sleep_after_s else PowerState.ASLEEP

    def stay_awake(self, now_s: float) -> None:
        """Notes an activity, which keeps the car awake."""
        self.active_s = max(self.active_s, now_s)

    def call(self, now_s: float) -> None:
        """Wakes the car over the air."""
        if self.state(now_s) is PowerState.ASLEEP:
            self.awake_from_s = self.active_s = now_s + self.wake_delay_s
        self.stay_awake(now_s)

    def rouse(self, now_s: float) -> None:
        """Wakes the car at once, as a person at the car does."""
        self.active_s = self.awake_from_s = now_s

    def fall_asleep(self, now_s: float) -> None:
        self.awake_from_s = now_s
        self.active_s = now_s - self.sleep_after_s
