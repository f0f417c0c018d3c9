"""Finds in which unit prices are: by their own word, else by the settings'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..base.errors import MeterError
from ..base.reason import Problem, Reason
from ..base.shown import SAID, shown
from ..settings.price_units import currency_of, per_kwh

PRICE: Mapping[str, float | None] = {
    "value": None,
    "total": None,
    "price": None,
    "per_kwh": None,
    "value_inc_vat": 1.0,
    "value_incl_vat": 1.0,
    "price_per_kwh": 1.0,
    "price_ct_per_kwh": 0.01,
    "price_pence_per_kwh": 0.01,
    "price_eur_per_mwh": 0.001,
    "price_gbp_per_mwh": 0.001,
    "marketprice": 0.001,
    "electricity_price": 1e-7,
    "price_tax_included": 1e-7,
}
"""Names of a price, and the factor to a price per kWh where the name says it."""

UNIT = ("unit", "price_unit", "unit_of_measurement")
"""Names of a unit that an entry of a list has of its own."""


class UnitByHand(NamedTuple):
    """Is the unit of the settings: for prices that name none, or for all where it is `forced`."""

    unit: str | None = None
    forced: bool = False


class Scale:
    """Finds the factor that makes an entity's price one per kWh.

    `currency` has the three letters of the prices' own, `problem` says that the settings' unit contradicts
    them; both are None until a price was scaled, and where there is none.
    """

    def __init__(self, entity: str, by_hand: UnitByHand, unit: object) -> None:
        self._entity = entity
        self._by_hand = by_hand
        self._unit = unit
        self.currency: str | None = None
        self.problem: Reason[Problem] | None = None

    def of(self, key: str | None = None, entry: Mapping[str, Any] | None = None) -> float:
        """Returns the factor for a price of this name, in this entry of a list.

        Raises MeterError where nobody says the unit.
        """
        own, said = self._own(key, entry or {})
        by_hand = per_kwh(self._by_hand.unit)
        if by_hand is not None and (own is None or self._by_hand.forced):
            return by_hand
        if own is None:
            raise MeterError(Problem.PRICE_UNIT, entity=self._entity, unit=shown(self._unit))
        self.currency = self.currency or currency_of(said) or currency_of(self._unit)
        if by_hand is not None and by_hand != own:
            values = {"entity": self._entity, "said": str(said)[:SAID], "unit": str(self._by_hand.unit)}
            self.problem = Reason(Problem.PRICE_UNIT_CONTRADICTED, values)
        return own

    def _own(self, key: str | None, entry: Mapping[str, Any]) -> tuple[float | None, object]:
        """Returns the factor that the price itself tells, and by which word."""
        factor = PRICE.get(key) if key else None
        units = (entry[name] for name in UNIT if name in entry)
        said = next((unit for unit in units if per_kwh(unit) is not None), self._unit)
        if factor is not None:
            return factor, said if per_kwh(said) == factor else key
        return per_kwh(said), said
