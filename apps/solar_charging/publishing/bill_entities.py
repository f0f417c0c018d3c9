"""Lists the sensors of what charging came to, fit for the Energy dashboard and long-term statistics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import NamedTuple

from ..accounting.bill import Bill
from ..control.outcome import Outcome
from .entity import Entity, number
from .gist import ENERGY, ENERGY_OF_MONTH, MONEY, MONEY_OF_MONTH, Deadband
from .translator import Translator


class Span(NamedTuple):
    """Is a session, a day or a month: where its word stands in ids, its bill, and when it began.

    A sum is shown anew when it has left its deadband, of `energy` or of an `amount` of money.
    """

    key: str
    bill: Callable[[Outcome], Bill | None]
    began: Callable[[Outcome], datetime | None]
    energy: Deadband = ENERGY
    amount: Deadband = MONEY

    def since(self, out: Outcome) -> dict[str, object]:
        """Says what Home Assistant wants to know of a sum that begins anew."""
        began = self.began(out)
        return {} if began is None else {"last_reset": began.isoformat()}

    def money(self, out: Outcome) -> dict[str, object]:
        """Says the same of a sum of money."""
        return {"unit_of_measurement": out.costs.currency, **self.since(out)}

    def shares(self, out: Outcome) -> dict[str, object]:
        """Says since when its energy is, and in a house with a battery where it is from.

        The three add up to the energy, as they are written too; what the battery gave has its cost.
        """
        bill = self.bill(out)
        if bill is None or out.figures.battery is None:
            return self.since(out)
        kwh, solar_kwh = round(bill.kwh, 2), round(bill.solar_kwh, 2)
        battery_kwh = min(round(bill.battery_kwh, 2), kwh - solar_kwh)
        return {
            **self.since(out),
            "solar_kwh": number(solar_kwh, 2),
            "grid_kwh": number(kwh - solar_kwh - battery_kwh, 2),
            "battery_kwh": number(battery_kwh, 2),
            "battery_cost": number(bill.battery_cost, 2),
        }

    def value(
        self, part: Callable[[Bill], float | None], digits: int
    ) -> Callable[[Outcome, Translator], str]:
        """Returns how a part of the bill is written as a state."""

        def shown(out: Outcome, _: Translator) -> str:
            bill = self.bill(out)
            return number(None if bill is None else part(bill), digits)

        return shown

    def sensors(self) -> tuple[Entity, ...]:
        """Lists the sensors of its energy, shares of sun and house battery, cost and saving."""
        keys = ("energy", "solar_share", "battery_share", "cost", "saved")
        energy, share, battery_share, cost, saved = map(self.key.format, keys)
        kwh = self.value(lambda bill: bill.kwh, 2)
        share_pct = self.value(lambda bill: bill.solar_share_pct, 0)
        battery_pct = self.value(lambda bill: bill.battery_share_pct, 0)
        paid, not_paid = self.value(lambda bill: bill.cost, 2), self.value(lambda bill: bill.saved, 2)
        return (
            Entity(energy, "mdi:ev-station", "kWh", "energy", "total", kwh, self.shares, self.energy),
            Entity(share, "mdi:solar-power", "%", None, "measurement", share_pct),
            Entity(battery_share, "mdi:home-battery", "%", None, "measurement", battery_pct, of_battery=True),
            Entity(cost, "mdi:cash", None, "monetary", "total", paid, self.money, self.amount),
            Entity(saved, "mdi:piggy-bank", None, "monetary", "total", not_paid, self.money, self.amount),
        )


def _session(out: Outcome) -> Bill | None:
    return None if out.sums.session is None else out.sums.session.bill


def _plug_in(out: Outcome) -> datetime | None:
    session = out.sums.session
    return None if session is None else datetime.fromtimestamp(session.plug_in_s, timezone.utc)


def _total(key: str, icon: str, kwh: Callable[[Bill], float], of_battery: bool = False) -> Entity:
    """Makes the sensor of an energy since the first day; it never falls."""
    return Entity(
        key,
        icon,
        "kWh",
        "energy",
        "total_increasing",
        lambda out, _: number(kwh(out.sums.total), 2),
        deadband=ENERGY,
        of_battery=of_battery,
    )


BILLS: tuple[Entity, ...] = (
    _total("car_energy", "mdi:car-electric", lambda bill: bill.kwh),
    _total("car_solar_energy", "mdi:solar-power", lambda bill: bill.solar_kwh),
    _total("car_grid_energy", "mdi:transmission-tower", lambda bill: bill.grid_kwh),
    _total("car_battery_energy", "mdi:home-battery", lambda bill: bill.battery_kwh, of_battery=True),
    *Span("session_{}", _session, _plug_in).sensors(),
    *Span("{}_today", lambda out: out.sums.today, lambda out: out.sums.midnight).sensors(),
    *Span(
        "{}_month",
        lambda out: out.sums.month,
        lambda out: out.sums.month_began,
        ENERGY_OF_MONTH,
        MONEY_OF_MONTH,
    ).sensors(),
)
