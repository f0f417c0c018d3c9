"""What price integrations show in Home Assistant, in their own shapes and with invented prices.

`python -m tests.solar_charging.tariff.shapes` prints what the app makes of each.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from solar_charging.base.errors import MeterError
from solar_charging.settings.tariff import Tariff
from solar_charging.tariff.rates import Rates
from tests.words import words

ENTITY = "sensor.price"
DAY = "2026-06-15"
HOURS = [round(0.20 + hour / 100, 3) for hour in range(24)]
"""The prices of a day: 0.20 at midnight, 0.30 at ten."""


@dataclass(frozen=True)
class Shape:
    """Is what an entity shows, what is set, and what comes of it.

    `prices` are what is paid at local times of the day; `says` is a part of what the app says of it.
    """

    name: str
    attributes: Mapping[str, Any] = field(default_factory=dict)
    state: str = "0.30"
    unit: str | None = "EUR/kWh"
    tariff: Mapping[str, Any] = field(default_factory=dict)
    currency: str = "EUR"
    zone: str = "Europe/Madrid"
    day: str = DAY
    prices: Mapping[str, float | None] = field(default_factory=lambda: {"10:00": 0.30})
    says: str = ""

    def told(self) -> tuple[Rates, str]:
        """Returns the prices once the entity has spoken at ten o'clock, and what the app says of it."""
        named = {} if "off_peak_entity" in self.tariff else {"price_entity": ENTITY}
        settings = {"peak_price": 0.28, **named, **self.tariff}
        rates = Rates(Tariff.model_validate(settings), ZoneInfo(self.zone), self.currency)
        unit = {} if self.unit is None else {"unit_of_measurement": self.unit}
        shown = json.loads(json.dumps({**unit, **self.attributes}))
        try:
            rates.update(ENTITY, {"state": self.state, "attributes": shown}, self.at("10:00").timestamp())
        except MeterError as error:
            return rates, words(error)
        return rates, ""

    def at(self, clock: str) -> datetime:
        """Returns a moment of the day; one that comes again ends in an asterisk."""
        wall = datetime.fromisoformat(f"{self.day}T{clock.rstrip('*')}").replace(fold=int(clock[-1] == "*"))
        return wall.replace(tzinfo=ZoneInfo(self.zone))


def each(
    *values: Any,
    begin: str = "start",
    end: str | None = "end",
    price: str = "value",
    minutes: int = 60,
    day: str = DAY,
    zone: str = "Europe/Madrid",
    naive: bool = False,
) -> list[dict[str, Any]]:
    """Entries from midnight on, under those names."""
    first = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)
    entries = []
    for number, value in enumerate(values):
        since = (first + timedelta(minutes=number * minutes)).astimezone(ZoneInfo(zone))
        until = (first + timedelta(minutes=(number + 1) * minutes)).astimezone(ZoneInfo(zone))
        if naive:
            since, until = since.replace(tzinfo=None, fold=0), until.replace(tzinfo=None, fold=0)
        entry = {begin: since.isoformat(), price: value}
        entries.append(entry if end is None else {**entry, end: until.isoformat()})
    return entries


def times(factor: float, prices: Sequence[float] = HOURS) -> list[float]:
    return [round(price * factor, 6) for price in prices]


def clocks(name: str, prices: Sequence[float | None] = HOURS) -> dict[str, float | None]:
    """A price an hour, each in an attribute of its own."""
    return {name.format(f"{hour:02}"): price for hour, price in enumerate(prices)}


FALL, SPRING = "2026-10-25", "2026-03-29"
QUARTERS = [price for price in HOURS for _ in range(4)]
TWICE = {"01:00": 0.21, "02:00": 0.22, "02:00*": 0.23, "03:00": 0.24}
MOMENTS = {entry["start"]: entry["value"] for entry in each(*HOURS)}
TEMPO = {
    "price_entity": [],
    "off_peak": [{"start": "22:00", "end": "06:00"}],
    "colours": {
        "today": ENTITY,
        "prices": {"Bleu": {"peak": 0.16, "off_peak": 0.13}, "Rouge": {"peak": 0.71, "off_peak": 0.16}},
    },
}


def off_peak(*cheap: Any) -> dict[str, Any]:
    return {"off_peak_entity": ENTITY, "off_peak_states": cheap, "off_peak_price": 0.18}


LISTED = (
    Shape("Nord Pool (custom), hours", {"raw_today": each(*HOURS), "raw_tomorrow": [], "today": HOURS}),
    Shape("Nord Pool (custom), quarters", {"raw_today": each(*QUARTERS, minutes=15)}),
    Shape(
        "Nord Pool (custom), the day of 23 h", {"today": HOURS[:23]},
        day=SPRING, prices={"01:00": 0.21, "03:00": 0.22},
    ),
    Shape(
        "Nord Pool (custom), the day of 23 h with an empty hour", {"today": [*HOURS[:2], None, *HOURS[2:23]]},
        day=SPRING, prices={"01:00": 0.21, "03:00": 0.22},
    ),
    Shape("Nord Pool (custom), the day of 25 h", {"today": [*HOURS, 0.44]}, day=FALL, prices=TWICE),
    Shape("Nord Pool (custom), 25 places each day", {"today": [*HOURS, None]}),
    Shape(
        "Nord Pool (custom), tomorrow without prices",
        {"raw_today": each(*HOURS), "raw_tomorrow": each(*[None] * 24, day="2026-06-16")},
    ),
    Shape("Nord Pool (custom), in øre", {"today": times(1000)}, unit="Øre/kWh", currency="NOK",
          tariff={"peak_price": 2.8}, prices={"10:00": 3.0}),
    Shape("Nord Pool (custom), per MWh", {"raw_today": each(*times(1000))}, unit="EUR/MWh"),
    Shape("Nord Pool (custom), per Wh", {"raw_today": each(*times(0.001))}, unit="EUR/Wh"),
    Shape("priceanalyzer", {"raw_today": each(*HOURS), "current_hour": {}}),
    Shape("Energi Data Service", {"raw_today": each(*times(10), begin="hour", end=None, price="price"),
          "raw_tomorrow": None}, unit="DKK/kWh", currency="DKK", tariff={"peak_price": 2.8},
          prices={"10:00": 3.0}),
    Shape("Energi Data Service, in øre", {"raw_today": each(*times(1000), begin="hour", end=None,
          price="price")}, unit="øre/kWh", currency="DKK", tariff={"peak_price": 2.8}, prices={"10:00": 3.0}),
    Shape("ENTSO-e (average)", {"prices_today": each(*HOURS, begin="time", end=None, price="price"),
          "prices_tomorrow": [], "prices": each(*HOURS, begin="time", end=None, price="price")}),
    Shape("ENTSO-e, quarters", {"prices_today": each(*QUARTERS, begin="time", end=None, price="price",
          minutes=15)}),
    Shape("EPEX Spot", {"data": each(*HOURS, begin="start_time", end="end_time", price="price_per_kwh")}),
    Shape("EPEX Spot before 3.0", {"data": each(*times(100), begin="start_time", end="end_time",
          price="price_ct_per_kwh")}, unit="ct/kWh"),
    Shape("Frank Energie", {"prices": each(*HOURS, begin="from", end="till", price="price")}),
    Shape("Strømligning today", {"prices": each(*times(10), price="price")}, unit="kr/kWh", currency="DKK",
          tariff={"peak_price": 2.8}, prices={"10:00": 3.0}),
    Shape("Strømligning tomorrow (no unit)", {"prices": each(*times(10), price="price")}, state="on",
          unit=None, currency="DKK", tariff={"peak_price": 2.8}, prices={"10:00": 2.8},
          says="price_unit must be set"),
    Shape("Strømligning tomorrow, price_unit set", {"prices": each(*times(10), price="price")}, state="on",
          unit=None, currency="DKK", tariff={"peak_price": 2.8, "price_unit": "DKK/kWh"},
          prices={"10:00": 3.0}),
    Shape("Octopus Energy", {"rates": each(*QUARTERS[::2], price="value_inc_vat", minutes=30)}, unit=None,
          state="2026-06-15T00:00:03+00:00", currency="GBP"),
    Shape("Octopus Energy, Agile below zero", {"rates": each(*[-0.05] * 12, *HOURS[12:],
          price="value_inc_vat")}, unit=None, currency="GBP", prices={"10:00": -0.05, "12:00": 0.32}),
    Shape("EnergyZero action, in a template", {"prices": each(*HOURS, begin="timestamp", end=None,
          price="price")}),
    Shape("Tibber REST", {"today": each(*HOURS, begin="startsAt", end=None, price="total"), "tomorrow": []},
          unit=None, tariff={"price_unit": "EUR/kWh"}),
    Shape("Tibber REST, no unit", {"today": each(*HOURS, begin="startsAt", end=None, price="total")},
          unit=None, prices={"10:00": 0.28}, says="price_unit must be set"),
    Shape("Tibber REST, the whole answer", {"data": {"viewer": {"homes": [1], "priceInfo": {
          "today": each(*HOURS, begin="startsAt", end=None, price="total"), "tomorrow": []}}}},
          prices={"10:00": 0.28}, says="holds several (homes, priceInfo)"),
    Shape("Tibber REST, priceInfo", {"data": {"priceInfo": {"current": {"total": 0.3},
          "today": each(*HOURS, begin="startsAt", end=None, price="total"), "tomorrow": []}}}),
    Shape("tibber.get_prices, one home's list", {"prices": each(*HOURS, begin="start_time", end=None,
          price="price")}),
    Shape("tibber.get_prices, the whole answer", {"data": {"prices": {"Home": each(*HOURS, begin="start_time",
          end=None, price="price")}}}),
    Shape("Nord Pool (core), the whole answer", {"prices": {"SE3": each(*times(10_000), price="price")}},
          unit="SEK/MWh", currency="SEK", tariff={"peak_price": 2.8}, prices={"10:00": 3.0}),
    Shape("Nord Pool (core), two areas", {"prices": {"SE3": each(*HOURS), "SE4": each(*HOURS)}},
          prices={"10:00": 0.28}, says="holds several (SE3, SE4)"),
    Shape("aWATTar REST", {"data": [{**entry, "unit": "Eur/MWh"} for entry in each(*times(1000),
          begin="start_timestamp", end="end_timestamp", price="marketprice")]}, unit=None),
    Shape("aWATTar REST, price_unit: ct/kWh", {"data": [{**entry, "unit": "Eur/MWh"} for entry in
          each(*times(1000), price="marketprice")]}, unit=None, tariff={"price_unit": "ct/kWh"},
          says="price_unit says ct/kWh; the entity's own counts"),
    Shape("Zonneplan, forecast", {"forecast": each(*times(1e7), begin="datetime", end=None,
          price="electricity_price")}, unit="€/kWh"),
    Shape("Zonneplan, since 2025", {"forecast": [{**entry, "price_tax_included": {"amount":
          entry["price_tax_included"]}, "price_tax_excluded": {"amount": 1}} for entry in each(*times(1e7),
          begin="start_date", end="end_date", price="price_tax_included")]}, unit="€/kWh"),
    Shape("ESIOS PVPC", {**clocks("price_{}h"), **clocks("price_next_day_{}h"), "period": "P1"}),
    Shape("ESIOS PVPC, the day of 25 h", {**clocks("price_{}h"), "price_02h_d": 0.23, "price_03h": 0.24},
          day=FALL, prices=TWICE),
    Shape("ESIOS PVPC, the day of 23 h", {key: value for key, value in clocks("price_{}h").items()
          if key != "price_02h"}, day=SPRING, prices={"01:00": 0.21, "03:00": 0.23}),
    Shape("OMIE", {"today_hours": {key: 1000 * value for key, value in MOMENTS.items()},
          "tomorrow_hours": {"2026-06-16T00:00:00+02:00": None}}, unit="EUR/MWh"),
    Shape("PUN", {**clocks("oggi_h_{}"), **clocks("domani_h_{}", [None] * 24)}, unit="€/kWh",
          zone="Europe/Rome"),
    Shape("ge_spot", {"today_interval_prices": each(*QUARTERS, begin="time", end=None, minutes=15),
          "tomorrow_interval_prices": []}),
    Shape("ge_spot, hours", {"today_hourly_prices": each(*HOURS, begin="time", end=None)}),
    Shape("text instead of a list", {"prices": json.dumps(each(*HOURS))}),
    Shape("text that is no list", {"prices": "[{'start': now(), 'value': 0.3}]"}, prices={"10:00": 0.28},
          says="prices must be a list of prices"),
    Shape("text numbers", {"prices": each(*[f"{price}" for price in HOURS])}),
    Shape("text numbers with a comma", {"today": [f"{price}".replace(".", ",") for price in HOURS]}),
    Shape("times without a zone", {"prices": each(*HOURS, naive=True)}),
    Shape("times without a zone, the day of 25 h", {"prices": each(*HOURS, 0.44, naive=True, day=FALL)},
          day=FALL, prices=TWICE),
    Shape("24 numbers on the day of 25 h", {"today": HOURS}, day=FALL, prices={"10:00": 0.28},
          says="must have 100 / 50 / 25 prices for a day of 25 h, got 24"),
)  # fmt: skip

FOUND = (
    Shape("Czech spot prices: a moment is the attribute's name", {
          key: 25 * value for key, value in MOMENTS.items()}, unit="Kč/kWh", currency="CZK",
          tariff={"peak_price": 7}, prices={"10:00": 7.5}),
    Shape("OTE: hours counted from 1", {"prices": [{"hour": hour, "price": price} for hour, price in
          enumerate(times(25), start=1)]}, unit="CZK/kWh", currency="CZK", tariff={"peak_price": 7},
          prices={"00:00": 5.0, "10:00": 7.5, "23:00": 10.75}),
    Shape("hours from 0, with their date", {"prices": [{"date": DAY, "hour": hour, "price": price}
          for hour, price in enumerate(HOURS)]}),
    Shape("Amber forecast", {"forecasts": [{**entry, "nem_date": entry["end_time"], "start_time":
          entry["start_time"].replace(":00:00+", ":00:01+")} for entry in each(*HOURS, begin="start_time",
          end="end_time", price="per_kwh", zone="Australia/Sydney")]}, unit="$/kWh", currency="AUD",
          zone="Australia/Sydney"),
    Shape("Ostrom, raw data in cents", {"data": each(*times(100), begin="date", end=None, price="price"),
          "average": 25.0, "low": {"price": 20.0}}, unit=None, tariff={"price_unit": "ct/kWh"}),
    Shape("Rabot: moments in a table", {"prices": MOMENTS}),
    Shape("a table of times of day", {"today": {f"{hour:02}:00": price for hour, price in enumerate(HOURS)}}),
    Shape("a table of spans", {"today": {f"{hour:02}:00 - {hour + 1:02}:00": price for hour, price in
          enumerate(HOURS)}}),
    Shape("two prices an entry, one of them empty", {"data": [{**entry, "value": None} for entry in
          each(*HOURS, price="price")]}),
    Shape("pairs of a time and a price", {"data": [[entry["start"], entry["value"]] for entry in
          each(*HOURS)]}),
    Shape("pairs of milliseconds and a price", {"data": [[1000 * datetime.fromisoformat(entry["start"])
          .timestamp(), entry["value"]] for entry in each(*HOURS)]}),
    Shape("HUPX in forint", {"prices": each(*times(200))}, unit="Ft/kWh", currency="HUF",
          tariff={"peak_price": 70}, prices={"10:00": 60.0}),
    Shape("Polish exchange in zł", {"prices_today": each(*times(4), begin="time", end=None, price="price")},
          unit="zł/kWh", currency="PLN", tariff={"peak_price": 1.1}, prices={"10:00": 1.2}),
    Shape("Swiss, in Rappen", {"prices": each(*times(100))}, unit="Rp./kWh", currency="CHF",
          zone="Europe/Zurich"),
    Shape("one hour is missing", {"data": [entry for number, entry in enumerate(each(*HOURS, end=None))
          if number != 10]}, prices={"09:00": 0.29, "10:00": 0.28, "11:00": 0.31}),
    Shape("one entry is bad", {"data": [*each(*HOURS)[:10], {"start": "?", "value": 0.3},
          *each(*HOURS)[11:]]}, prices={"09:00": 0.29, "10:00": 0.28, "11:00": 0.31},
          says="data[10].start must be a time such as 2026-06-15T22:00:00+02:00, got '?'; the other"),
    Shape("two prices for one hour", {"data": [*each(*HOURS), *each(0.1)]}, prices={"00:00": 0.28,
          "10:00": 0.30}, says="one price at a time"),
    Shape("cents taken for euros", {"today": times(100)}, prices={"10:00": 0.28},
          says="costs more than 31 a kWh, and houses pay between 0.005 and 1.2 EUR"),
    Shape("per MWh taken for per kWh", {"today": times(400)}, prices={"10:00": 0.28}, says="houses pay"),
    Shape("euros taken for cents", {"today": times(0.01)}, prices={"10:00": 0.28}, says="houses pay"),
    Shape("a spike of 5 EUR", {"today": [*HOURS[:10], 5.0, *HOURS[11:]]}, prices={"10:00": 5.0}),
    Shape("a sunny Sunday on the exchange, without taxes", {"today": [0.0025] * 13 + [0.08] * 11},
          prices={"10:00": 0.0025}),
    Shape("a list in euros, a house in kronor", {"today": times(0.3)}, currency="SEK",
          tariff={"peak_price": 2.0}, prices={"10:00": 2.0}, says="in EUR, everything else is in SEK"),
    Shape("the same with an exchange rate", {"today": times(0.3)}, currency="SEK",
          tariff={"peak_price": 2.0, "price_factor": 14.0}, prices={"10:00": 1.26}),
    Shape("a house's krone with a krone's sign", {"today": times(11)}, unit="kr/kWh", currency="SEK",
          tariff={"peak_price": 2.0}, prices={"10:00": 3.3}),
)  # fmt: skip

TOLD = (
    Shape("Tibber (core): the price of now", {"max_price": 0.4, "avg_price": 0.25, "min_price": 0.1}),
    Shape("ComEd (core): the price of now", state="14.2", unit="¢/kWh", currency="USD",
          zone="America/Chicago", prices={"10:00": 0.142}),
    Shape("Amber (core): the price of now", {"per_kwh": 0.3, "spike_status": "none", "duration": 5},
          unit="$/kWh", currency="AUD", zone="Australia/Sydney"),
    Shape("EDF tariff: the price of now, with a comma", state="0,2068", prices={"10:00": 0.2068}),
    Shape("Pstryk: a list under a translated name, and now", {"Wszystkie ceny": each(*HOURS)}, state="1.2",
          unit="PLN/kWh", currency="PLN", tariff={"peak_price": 1.1}, prices={"10:00": 1.2}),
    Shape("the price of now in cents as euros", state="30", prices={"10:00": 0.28}, says="houses pay"),
    Shape("the price of now, unavailable", state="unavailable", prices={"10:00": 0.28}),
    Shape("Tempo: a colour", state="Bleu", unit=None, tariff=TEMPO, prices={"10:00": 0.16, "23:00": 0.13}),
    Shape("Tempo: undecided", state="inconnu", unit=None, tariff=TEMPO, prices={"10:00": 0.71},
          says="must be one of Bleu, Rouge"),
    Shape("Linky: HC, as set", state="HC..", unit=None, tariff=off_peak("HC"), prices={"10:00": 0.18}),
    Shape("Linky: HP, as set", state="HP..", unit=None, tariff=off_peak("HC"), prices={"10:00": 0.28}),
    Shape("Linky: not set what is cheap", state="HP..", unit=None, tariff=off_peak(), prices={"10:00": 0.28},
          says="says HP..: is that the cheap tariff or the dear one? Write the cheap one's words in"),
    Shape("P1 meter in the Netherlands: T1 is low", state="1", unit=None, tariff=off_peak(1),
          prices={"10:00": 0.18}),
    Shape("P1 meter in Belgium: T1 is high", state="1", unit=None, tariff=off_peak(2),
          prices={"10:00": 0.28}),
    Shape("DSMR: low and normal", state="low", unit=None, tariff=off_peak("Low"), prices={"10:00": 0.18}),
    Shape("ripple control: on is cheap", state="on", unit=None, tariff=off_peak(True),
          prices={"10:00": 0.18}),
    Shape("ripple control: off is cheap", state="on", unit=None, tariff=off_peak(False),
          prices={"10:00": 0.28}),
    Shape("ripple control: unavailable", state="unavailable", unit=None, tariff={**off_peak(True),
          "off_peak": ({"start": "09:00", "end": "11:00"},)}, prices={"10:00": 0.18, "12:00": 0.28},
          says="does not say which tariff holds; until it does, the windows"),
)  # fmt: skip

SHAPES = (*LISTED, *FOUND, *TOLD)


def _row(shape: Shape) -> str:
    rates, said = shape.told()
    paid = {at: rates.prices(shape.at(at)).import_per_kwh for at in shape.prices}
    shown = ", ".join(f"{at.rstrip('*')} {price:.4g}" for at, price in paid.items())
    return f"| {shape.name} | {shown} | {said or '-'} |"


if __name__ == "__main__":
    print("| what the entity shows | what a kWh costs | what the app says |")
    print("|---|---|---|")
    print("\n".join(map(_row, SHAPES)))
