"""A house whose inverter throws sun away, by its beats, for tests of hidden sun."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from solar_charging.metering.edge import Seen
from solar_charging.metering.hidden_sun import Hidden, HiddenSun

BEAT_S, DAY_S = 30.0, 86_400.0
LEAST_W, PER_AMP_W = 1150.0, 230.0
FIRST = date(1970, 1, 1)


@dataclass
class House:
    """Steps through the beats of a house of which `sun_w` is what the roof could make.

    The inverter lets out no more than `limit_w`, None: all. The battery is `idle` where there is one.
    """

    finder: HiddenSun
    limit_w: float | None = 0.0
    load_w: float = 300.0
    sun_w: float = 0.0
    car_w: float = 0.0
    export_per_kwh: float = 0.08
    forecast_kwh: float | None = None
    lit: bool = True
    idle: bool = True
    stuck: bool = False
    now_s: float = 0.0
    said: list[Hidden | None] = field(default_factory=list)

    def at(self, hour: float) -> House:
        """Moves on to an hour of the running day without a beat, or of the next where that is over."""
        begun_s = self.now_s // DAY_S * DAY_S + hour * 3600
        self.now_s = begun_s if begun_s >= self.now_s else begun_s + DAY_S
        return self

    def beats(self, count: int = 1) -> Hidden | None:
        """Lets beats pass; returns what was said at the last one."""
        for _ in range(count):
            self.said.append(self.finder.beat(self.seen()))
            self.now_s += BEAT_S
        return self.said[-1]

    def minutes(self, minutes: float) -> Hidden | None:
        return self.beats(round(minutes * 60 / BEAT_S))

    def seen(self) -> Seen:
        """What the meters of this house show; no inverter holds the grid to the watt."""
        wavers_w = 0.0 if self.stuck else self.now_s / BEAT_S % 5
        net_w = self.load_w + self.car_w - self.sun_w
        limited = self.limit_w is not None and net_w < -self.limit_w
        grid_w = -(self.limit_w or 0.0) + wavers_w if limited else net_w
        return Seen(
            now_s=self.now_s,
            today=FIRST + timedelta(days=self.now_s // DAY_S),
            hour=self.now_s % DAY_S / 3600,
            grid_w=grid_w,
            solar_w=self.load_w + self.car_w - grid_w if self.lit else None,
            surplus_w=self.car_w - grid_w,
            drawn_w=self.car_w,
            idle=self.idle,
            export_per_kwh=self.export_per_kwh,
            forecast_kwh=self.forecast_kwh,
            least_w=LEAST_W,
            per_amp_w=PER_AMP_W,
        )


def told(limit_w: float = 0.0) -> House:
    """A house whose limit a person has named, in the sun of noon."""
    return House(HiddenSun(limit_w, 0.0), limit_w=limit_w, sun_w=5000.0).at(12)


def untold(days: int = 2) -> House:
    """A house of which nobody has said anything, and which has run for days of sun."""
    house = House(HiddenSun(None, 0.0), forecast_kwh=30.0)
    for _ in range(days):
        for hour in range(24):
            house.sun_w = 5000.0 if 7 <= hour < 19 else 0.0
            house.at(hour).minutes(59)
    house.sun_w = 5000.0
    return house.at(12)
