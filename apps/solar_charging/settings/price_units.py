"""Reads units of prices as Home Assistant's integrations write them."""

from __future__ import annotations

import re
from collections.abc import Mapping

KWH: Mapping[str, float] = {"wh": 1e-3, "kwh": 1.0, "mwh": 1e3}

HUNDREDTHS = frozenset(
    {"c", "ct", "cts", "cent", "cents", "¢", "p", "pence", "penny", "øre", "öre", "ore", "oere"}
    | {"rp", "rappen", "gr", "grosz", "grosze", "groszy", "hal", "haléř", "snt", "senti", "st", "bani"}
    | {"eurocent", "eurocents", "eurct", "ct€", "€ct", "c€", "€c"}
)
"""Names of the hundredth of a currency, in lower case."""

WHOLE: Mapping[str, str | None] = {
    "€": "EUR",
    "£": "GBP",
    "zł": "PLN",
    "zl": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "lei": "RON",
    "₺": "TRY",
    "₴": "UAH",
    "$": None,
    "kr": None,
    "fr": None,
    "euro": "EUR",
    "euros": "EUR",
}
"""Signs of currencies, in lower case, and whose they are where only one country's; any three letters are a
currency too.
"""


def per_kwh(unit: object) -> float | None:
    """Returns what a price of one such unit comes to per kWh, in the whole currency; None for no such unit.

    That is 1.0 for EUR/kWh, 0.01 for ct/kWh and 0.001 for EUR/MWh.
    """
    money, energy = _parts(unit)
    kwh = KWH.get(energy)
    if kwh is None:
        return None
    if money in HUNDREDTHS:
        return 0.01 / kwh
    return 1.0 / kwh if money in WHOLE or re.fullmatch(r"[a-z]{3}", money) else None


def currency_of(unit: object) -> str | None:
    """Returns the three letters of a unit's currency; None where it does not say which one it is."""
    if per_kwh(unit) is None:
        return None
    money, _ = _parts(unit)
    if money in HUNDREDTHS:
        return None
    return WHOLE[money] if money in WHOLE else money.upper()


def _parts(unit: object) -> tuple[str, str]:
    """Returns what is before the slash of a unit, and what is behind it."""
    said = str(unit).casefold().replace(" per ", "/").replace(" ", "").replace(".", "")
    money, _, energy = said.partition("/")
    return money, energy
