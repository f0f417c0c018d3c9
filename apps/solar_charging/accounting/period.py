"""Sums what was measured in a period over which the meter nets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from ..base.economics import Prices
from ..base.saved import number

LEAST_H = 1e-9
"""No beat is shorter, in hours; the average price of a period has to be a number."""


def period_of(at_s: float, period_s: float) -> int:
    """Returns the number of the period in which a moment (unix seconds) lies; periods begin on the hour."""
    return int(at_s // period_s)


@dataclass(slots=True)
class Period:
    """Sums what was measured in a period.

    `drawn_kwh` is what the car drew, and `believed_kwh` what of that is only believed; `surplus_kwh` is the
    surplus there was for it (negative: the house imported), `most_kwh` what it could have drawn at most.
    `import_price_h` and `export_price_h` are import and export price times hours; `given_kwh` is what the
    house battery gave beyond what the house took, and `given_cost` what that has cost.
    """

    hours: float = 0.0
    drawn_kwh: float = 0.0
    believed_kwh: float = 0.0
    surplus_kwh: float = 0.0
    most_kwh: float = 0.0
    import_price_h: float = 0.0
    export_price_h: float = 0.0
    given_kwh: float = 0.0
    given_cost: float = 0.0

    def add(
        self,
        span_s: float,
        drawn_w: float,
        surplus_w: float,
        most_w: float,
        prices: Prices,
        given: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        """Adds what was measured for `span_s` seconds; `given` is the battery's power in W and its price."""
        hours = span_s / 3600
        drawn_kwh = drawn_w / 1000 * hours
        self.hours += hours
        self.drawn_kwh += drawn_kwh
        self.believed_kwh += drawn_kwh
        self.surplus_kwh += surplus_w / 1000 * hours
        self.most_kwh += most_w / 1000 * hours
        self.import_price_h += prices.import_per_kwh * hours
        self.export_price_h += prices.export_per_kwh * hours
        given_w, given_per_kwh = given
        self.given_kwh += given_w / 1000 * hours
        self.given_cost += given_w / 1000 * hours * given_per_kwh

    def confirm(self, share: float) -> None:
        """Keeps this share of what was believed, and drops the rest."""
        self.drawn_kwh -= (1 - share) * self.believed_kwh
        self.believed_kwh = 0.0

    @property
    def prices(self) -> Prices:
        """Returns the average prices of the period."""
        return Prices(self.import_price_h / self.hours, self.export_price_h / self.hours)

    def to_list(self) -> list[float]:
        """Returns all sums, fit for JSON."""
        return list(astuple(self))

    @classmethod
    def from_list(cls, saved: Sequence[float]) -> Period:
        """Restores what `to_list` gave. Raises ValueError or TypeError for anything else."""
        period = cls(*map(number, saved))
        least = min(period.hours, period.drawn_kwh, period.believed_kwh, period.most_kwh, period.given_kwh)
        if least < 0 or 0 < period.hours < LEAST_H:
            raise ValueError(f"period: must have hours, and no negative energy, is {list(saved)}")
        return period
