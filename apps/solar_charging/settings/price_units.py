"""Reads units of prices as Home Assistant's integrations write them."""

from __future__ import annotations

import re
from collections.abc import Mapping

KWH: Mapping[str, float] = {"wh": 1e-3, "kwh": 1.0, "mwh": 1e3}

HUNDREDTHS = frozenset(
    {"c", "ct", "cts", "cent", "cents", "¢", "p", "pence", "penny", "øre", "öre", "ore", "oere"}
    | {"rp", "rappen", "gr", "grosz", "grosze", "groszy", "hal", "haléř", "snt", "senti", "st", "bani"}
)
"""Names of the hundredth of a currency, in lower case."""

WHOLE = frozenset({"€", "$", "£", "kr", "zł", "zl", "kč", "ft", "lei", "fr", "₺", "₴"})
"""Signs of currencies, in lower case; any three letters are a currency too."""


def per_kwh(unit: object) -> float | None:
    """Returns what a price of one such unit comes to per kWh, in the whole currency; None for no such unit.

    That is 1.0 for EUR/kWh, 0.01 for ct/kWh and 0.001 for EUR/MWh.
    """
    money, slash, energy = str(unit).replace(" ", "").replace(".", "").casefold().partition("/")
    kwh = KWH.get(energy)
    if not slash or kwh is None:
        return None
    if money in HUNDREDTHS:
        return 0.01 / kwh
    return 1.0 / kwh if money in WHOLE or re.fullmatch(r"[a-z]{3}", money) else None
