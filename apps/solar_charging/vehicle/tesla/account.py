"""Lists the cars of a Tesla account: what they are, and whether they take plain commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...base.reason import Problem
from ...settings.car import Car as CarSettings
from ..car import Unreachable
from .failures import mapped_errors
from .session import TeslaSession
from .token_file import TokenFile

MODELS = {"S": "Model S", "3": "Model 3", "X": "Model X", "Y": "Model Y", "C": "Cybertruck"}
YEAR_LETTERS = "ABCDEFGHJKLMNPRSTVWXY"
FIRST_YEAR = 2010
FIRST_SIGNED_YEAR = 2021
"""From this model year on, Model S and X take signed commands only, as all other models always did."""


@dataclass(frozen=True)
class AccountCar:
    """Is a car as its account lists it.

    `signing` is Tesla's own word for whether commands are signed: required, allowed, off, or None.
    """

    vin: str
    signing: str | None = None

    @property
    def model(self) -> str:
        """Returns the model that the car's number (VIN) stands for."""
        return MODELS.get(self.vin[3:4], "Tesla")

    @property
    def year(self) -> int | None:
        """Returns the model year from the car's number, None where it does not say."""
        place = YEAR_LETTERS.find(self.vin[9:10] or " ")
        return None if place < 0 else FIRST_YEAR + place

    @property
    def needs_signing(self) -> bool:
        """Says whether it takes signed commands only: by Tesla's word, or else by model and year."""
        if self.signing is not None:
            return self.signing == "required"
        old = self.year is not None and self.year < FIRST_SIGNED_YEAR
        return not (old and self.model in ("Model S", "Model X"))

    def __str__(self) -> str:
        """Returns the car as it may be shown: with no more of its number than the last four."""
        return " ".join([self.model, *([str(self.year)] if self.year else []), f"…{self.vin[-4:]}"])


def cars_of(settings: CarSettings, tokens: TokenFile) -> list[AccountCar]:
    """Returns the account's cars, or the one of `settings.vin`.

    It takes one request, which costs nothing and wakes no car. A refresh token is exchanged first, and
    `tokens` then holds the new ones. Raises a VehicleError where that fails.
    """
    with mapped_errors(tokens), TeslaSession(settings, tokens) as session:
        if session.expired:
            session.renew()
        if settings.vin is not None:
            summary = session.api("VEHICLE_SUMMARY", {"vehicle_id": settings.vin}).get("response")
            return [_car({**_mapping(summary), "vin": settings.vin})]
        products = session.api("PRODUCT_LIST").get("response")
    if not isinstance(products, list):
        raise Unreachable(Problem.EMPTY_ANSWER)
    return [_car(product) for product in map(_mapping, products) if product.get("vin")]


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unreachable(Problem.EMPTY_ANSWER)
    return value


def _car(product: Mapping[str, Any]) -> AccountCar:
    return AccountCar(str(product["vin"]), product.get("command_signing"))
