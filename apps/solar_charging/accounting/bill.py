"""Holds what charges came to in energy and money: of a session, a day, a month or all time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ..base.saved import maybe, moment_s, number


class Bill(NamedTuple):
    """Holds what the car drew from the sun, from the grid and from the house battery, and what that cost.

    The grid's share costs its price, the sun's share what feeding it in would have brought, the battery's
    what was put into it has cost, `battery_cost`. `saved` is how much more the same energy would have cost
    at once on plug-in, at the greatest current.
    """

    solar_kwh: float = 0.0
    grid_kwh: float = 0.0
    cost: float = 0.0
    saved: float = 0.0
    battery_kwh: float = 0.0
    battery_cost: float = 0.0

    @property
    def kwh(self) -> float:
        """Returns all that the car drew."""
        return self.solar_kwh + self.grid_kwh + self.battery_kwh

    @property
    def solar_share_pct(self) -> float | None:
        """Returns how much of it was sun; None before anything was drawn."""
        return self._share_pct(self.solar_kwh)

    @property
    def battery_share_pct(self) -> float | None:
        """Returns how much of it the house battery gave; None before anything was drawn."""
        return self._share_pct(self.battery_kwh)

    def _share_pct(self, kwh: float) -> float | None:
        return 100 * kwh / self.kwh if self.kwh > 0 else None

    def plus(self, other: Bill) -> Bill:
        """Returns the sum of both."""
        return Bill(
            self.solar_kwh + other.solar_kwh,
            self.grid_kwh + other.grid_kwh,
            self.cost + other.cost,
            self.saved + other.saved,
            self.battery_kwh + other.battery_kwh,
            self.battery_cost + other.battery_cost,
        )

    def times(self, share: float) -> Bill:
        """Returns a share of it."""
        return Bill(*(share * value for value in self))


NOTHING = Bill()


class Session(NamedTuple):
    """Spans plug-in to plug-out (unix seconds, None while it lasts), with the states of charge at both."""

    plug_in_s: float
    soc_in_pct: float | None
    plug_out_s: float | None = None
    soc_out_pct: float | None = None
    bill: Bill = NOTHING


class Sums(NamedTuple):
    """Holds what is shown of the ledger; `session` is the running one or else the last (None: none yet).

    Other sums have a greater `revision`.
    """

    total: Bill
    today: Bill
    month: Bill
    session: Session | None
    midnight: datetime
    month_began: datetime
    revision: int = 0


def bill_from_list(saved: Sequence[Any]) -> Bill:
    """Reads a bill from its numbers. Raises ValueError or TypeError for what is none."""
    solar_kwh, grid_kwh, cost, spared, *rest = saved
    rest += [0.0, 0.0][len(rest) :]  # which the first of these files had not
    battery_kwh, battery_cost = rest
    energies = number(solar_kwh, 0.0), number(grid_kwh, 0.0), number(battery_kwh, 0.0)
    return Bill(*energies[:2], number(cost), number(spared), energies[2], number(battery_cost))


def session_to_dict(session: Session) -> dict[str, Any]:
    """Returns a session, fit for JSON."""
    return {**session._asdict(), "bill": list(session.bill)}


def session_from_dict(saved: Mapping[str, Any]) -> Session:
    """Restores what `session_to_dict` gave. Raises ValueError, KeyError or TypeError for anything else."""
    return Session(
        moment_s(saved["plug_in_s"]),
        maybe(number, saved["soc_in_pct"]),
        maybe(moment_s, saved["plug_out_s"]),
        maybe(number, saved["soc_out_pct"]),
        bill_from_list(saved["bill"]),
    )
