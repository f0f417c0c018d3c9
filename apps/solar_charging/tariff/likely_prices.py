"""Says which prices a house may pay: what is far from it is likely in another unit or another currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..base.reason import Problem, Reason
from ..settings.tariff import Tariff
from .price_curve import DAY_S, PriceCurve, Step

USUAL_PER_KWH: Mapping[str, float] = {
    "EUR": 0.30, "CHF": 0.28, "GBP": 0.28, "USD": 0.18, "CAD": 0.16, "AUD": 0.33, "NZD": 0.33,
    "SEK": 2.2, "NOK": 1.6, "DKK": 2.6, "ISK": 22.0,
    "PLN": 1.1, "CZK": 6.5, "HUF": 70.0, "RON": 1.4, "BGN": 0.27, "RSD": 11.0, "UAH": 4.3, "TRY": 3.0,
    "JPY": 31.0, "KRW": 150.0, "CNY": 0.6, "INR": 7.0, "THB": 4.2, "IDR": 1450.0, "VND": 2200.0,
    "ZAR": 3.5, "ILS": 0.62, "BRL": 0.85, "MXN": 1.8, "CLP": 200.0, "COP": 850.0, "ARS": 120.0,
}  # fmt: skip
"""What a household pays for a kWh, with grid and taxes, by ISO 4217: about what Eurostat and the countries'
regulators say of the last years. Only its order counts, for the bounds below are factors. Where a currency is
not listed, `peak_price` stands for it.
"""

HIGH, LOW, LEAST_PEAK = 4.0, 1 / 60, 1 / 6
"""Factors of what is usual. On the dearest days so far, in August 2022, half of the hours cost some three
times as much. Without taxes an exchange's price may be next to nothing for half of a day, but not for three
quarters of it; and `peak_price` has all taxes.
"""

MUCH = 0.75
"""The share of a day whose prices are all too small where its unit is wrong."""

ENOUGH_S = DAY_S / 2
"""How much of a day's list in s is enough to judge it by itself."""

EXCHANGED = 1.5
"""No tax makes a `price_factor` greater than this: it then holds an exchange rate too."""


class LikelyPrices:
    """Judges prices by what households pay in `currency`, three letters; empty where it is not known."""

    def __init__(self, tariff: Tariff, currency: str, zone: ZoneInfo) -> None:
        self._tariff = tariff
        self._currency = currency
        self._zone = zone
        self._usual = USUAL_PER_KWH.get(currency, max(tariff.peak_price, 0.0))

    def believed(self, curve: PriceCurve, bought: bool) -> tuple[PriceCurve, float | None]:
        """Returns the days of a curve that are likely, and the median (paid) of the first that is not.

        A day of which the curve has little is judged with all the rest.
        """
        found: list[Step] = []
        first = None
        for day in self._days(curve):
            judged = day if _length_s(day) >= ENOUGH_S else curve.steps
            doubted = self.unlikely(judged, bought, may_be_free=_length_s(judged) < ENOUGH_S)
            if doubted is None:
                found += day
            elif first is None:
                first = doubted
        return PriceCurve(tuple(found)), first

    def unlikely(self, steps: Sequence[Step], bought: bool, may_be_free: bool = False) -> float | None:
        """Returns the median of prices, as paid, where no house pays them; None where they may be.

        What is fed in may always bring next to nothing.
        """
        middle = self._paid(_price_at(0.5, steps), bought)
        sizes = [step._replace(price_per_kwh=abs(self._paid(step.price_per_kwh, bought))) for step in steps]
        too_small = bought and not may_be_free and _price_at(MUCH, sizes) < LOW * self._usual
        return middle if self._usual and (too_small or abs(middle) > HIGH * self._usual) else None

    def doubt(self, entity: str, middle: float) -> Reason[Problem]:
        """Returns the problem with prices of which half cost more than `middle`."""
        values = {"entity": entity, "middle": _short(middle), **self._range(LOW)}
        return Reason(Problem.PRICES_DOUBTED, values)

    def foreign(self, entity: str, currency: str | None) -> Reason[Problem] | None:
        """Returns the problem with prices in another currency than the house's, None where they are in it."""
        tariff = self._tariff
        exchanged = tariff.price_factor > EXCHANGED or (tariff.price_unit_forced and tariff.price_unit)
        if currency is None or not self._currency or currency == self._currency or exchanged:
            return None
        values = {"entity": entity, "said": currency, "currency": self._currency}
        return Reason(Problem.PRICE_CURRENCY, values)

    def settings(self) -> Reason[Problem] | None:
        """Returns the problem with the first price of the settings that no house pays, None where all may be.

        Says nothing where it is not known what is usual.
        """
        if self._currency not in USUAL_PER_KWH:
            return None
        for name, price, least in _prices_of(self._tariff):
            if price > HIGH * self._usual or price < least * self._usual:
                values = {"setting": f"tariff.{name}", "price": f"{price:g}", **self._range(LEAST_PEAK)}
                return Reason(Problem.SETTING_DOUBTED, values)
        return None

    def _range(self, low: float) -> dict[str, str]:
        """Returns what houses pay, at least and at most."""
        return {
            "least": _short(low * self._usual),
            "most": f"{_short(HIGH * self._usual)} {self._currency}".rstrip(),
        }

    def _paid(self, spot: float, bought: bool) -> float:
        tariff = self._tariff
        return tariff.price_factor * (spot + tariff.price_adder) if bought else spot

    def _days(self, curve: PriceCurve) -> Sequence[Sequence[Step]]:
        days: dict[date, list[Step]] = defaultdict(list)
        for step in curve.steps:
            days[datetime.fromtimestamp(step.begin_s, self._zone).date()].append(step)
        return list(days.values())


def _short(price: float) -> str:
    return f"{float(f'{price:.2g}'):g}"


def _length_s(steps: Sequence[Step]) -> float:
    return sum(step.end_s - step.begin_s for step in steps)


def _price_at(share: float, steps: Sequence[Step]) -> float:
    """Returns the price that is not exceeded in this share of the time."""
    ordered = sorted(steps, key=lambda step: step.price_per_kwh)
    left_s = share * _length_s(steps)
    for step in ordered:
        left_s -= step.end_s - step.begin_s
        if left_s <= 0:
            return step.price_per_kwh
    return ordered[-1].price_per_kwh


def _prices_of(tariff: Tariff) -> Iterator[tuple[str, float, float]]:
    """Yields the prices of the settings: the name, the price, and the least share of what is usual."""
    free = float("-inf")
    yield "peak_price", tariff.peak_price, LEAST_PEAK
    yield "off_peak_price", tariff.off_peak_price, free
    yield "export_price", tariff.export_price, free
    for number, window in enumerate(tariff.off_peak):
        if window.price is not None:
            yield f"off_peak.{number}.price", window.price, free
    for name, prices in () if tariff.colours is None else tariff.colours.prices.items():
        yield f"colours.prices.{name}.peak", prices.peak, free
        yield f"colours.prices.{name}.off_peak", prices.off_peak, free
