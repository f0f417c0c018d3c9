"""Defines what can be set of the tariff in apps.yaml: windows, day colours, and prices of an entity."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from .foreign import span_of_day
from .holidays import IsHoliday, holiday_calendar, no_holidays
from .price_units import per_kwh
from .rules import Rule
from .types import (
    WEEKDAYS,
    Days,
    EndOfDay,
    EntityId,
    Price,
    Section,
    TimeOfDay,
    listed,
    listed_from,
    one_or_many,
)
from .words import RuleError

Month = Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTHS: tuple[Month, ...] = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
)  # fmt: skip


class TariffWindow(Section):
    """Is a daily span of the wall clock in which electricity has a price of its own.

    The end is excluded. A window that ends at or before its start runs past midnight and belongs to the day
    on which it starts.
    """

    start: TimeOfDay = Field(description="begin, quoted")
    end: EndOfDay = Field(description='end, quoted; "24:00" is midnight')
    days: Days = Field(default=WEEKDAYS, description="the days on which it starts")
    months: Annotated[tuple[Month, ...], BeforeValidator(listed_from(MONTHS)), Field(min_length=1)] = Field(
        default=MONTHS, description="the months in which it starts, such as [nov, dec, jan]"
    )
    price: Price | None = Field(default=None, description="what a kWh costs in it; default: off_peak_price")

    @model_validator(mode="after")
    def _not_empty(self) -> TariffWindow:
        if self.start == self.end != time(0):
            raise RuleError(Rule.WINDOW_EMPTY, time=f"{self.start:%H:%M}")
        return self


def _windows(value: object) -> object:
    spans = [span_of_day(each) for each in (value if isinstance(value, list) else [value])]
    meant = ", ".join(f'{{start: "{span[0]}", end: "{span[1]}"}}' for span in spans if span is not None)
    if meant and None not in spans:
        raise RuleError(Rule.LIST_MEANT, meant=f"[{meant}]")
    return listed(value)


class PublicHolidays(Section):
    """Says whose public holidays count as Sundays."""

    country: str = Field(description='two letters such as CH, quoted: YAML reads NO as "no"')
    subdivision: str | None = Field(default=None, description="canton, state or region, such as ZH")

    @model_validator(mode="after")
    def _known(self) -> PublicHolidays:
        holiday_calendar(self.country, self.subdivision)
        return self


class ColourPrices(Section):
    """Holds what a kWh costs on a day of one colour."""

    peak: Price = Field(description="what a kWh costs on a day of this colour")
    off_peak: Price = Field(description="the same in the windows")


def _distinct(prices: dict[str, ColourPrices]) -> dict[str, ColourPrices]:
    if len({name.casefold() for name in prices}) < len(prices):
        raise RuleError(Rule.COLOUR_TWICE)
    return prices


class Colours(Section):
    """Describes a tariff whose days have colours, known the day before, such as Tempo in France."""

    today: EntityId = Field(description="the entity that has the running day's colour, from day_start on")
    tomorrow: EntityId | None = Field(default=None, description="the same for the day after it")
    day_start: TimeOfDay = Field(default=time(6), description="when a day and its colour begin, quoted")
    prices: Annotated[dict[str, ColourPrices], Field(min_length=1), AfterValidator(_distinct)] = Field(
        description="prices by the colours' names as the entities say them, in capitals or not"
    )


def _unit(value: str) -> str:
    if per_kwh(value) is None:
        raise RuleError(Rule.PRICE_UNIT)
    return value


def _words(value: object) -> object:
    """Returns words as they are meant: YAML reads on and off as true and false, and 1 as a number."""
    many = value if isinstance(value, (list, tuple)) else (value,)
    yaml = {True: "on", False: "off"}
    return tuple(
        yaml[each] if isinstance(each, bool) else str(each) if isinstance(each, int) else each
        for each in many
    )


class Tariff(Section):
    """Says what electricity costs when, in the house's time zone."""

    off_peak: Annotated[tuple[TariffWindow, ...], BeforeValidator(_windows)] = Field(
        default=(), description="the cheap windows, any number of them; the first that holds counts"
    )
    off_peak_entity: EntityId | None = Field(
        default=None, description="the entity that says which tariff holds: a meter's, or a ripple control's"
    )
    off_peak_states: Annotated[tuple[str, ...], BeforeValidator(_words)] = Field(
        default=(), description="what it says in the cheap hours, in capitals or not; never guessed"
    )
    peak_price: Price = Field(default=0.30, description="what a kWh costs, in your currency")
    off_peak_price: Price = Field(default=0.20, description="what it costs in the cheap windows")
    export_price: Price = Field(default=0.08, description="what a kWh brings that is fed in")
    netting_s: Literal[900, 1800, 3600] | None = Field(
        default=None,
        description="over how long the meter nets import with export, such as 3600; default: not",
    )
    holidays: PublicHolidays | None = Field(default=None, description="public holidays that count as Sundays")
    colours: Colours | None = Field(default=None, description="prices by the colour of the day")
    price_entity: Annotated[tuple[EntityId, ...], BeforeValidator(one_or_many)] = Field(
        default=(),
        description="the entity that lists the prices of the hours to come, or tells that of now; or several",
    )
    export_price_entity: Annotated[tuple[EntityId, ...], BeforeValidator(one_or_many)] = Field(
        default=(), description="the same for what is fed in"
    )
    cheap_hours: Annotated[float, Field(ge=0.25, le=24, allow_inf_nan=False)] = Field(
        default=6.0, description="how many hours of a day, the cheapest below peak_price, count as cheap"
    )
    price_unit: Annotated[str, AfterValidator(_unit)] | None = Field(
        default=None, description="unit of both where the entity says none, such as ct/kWh"
    )
    price_unit_forced: bool = Field(
        default=False, description="price_unit counts though the entity says another"
    )
    price_adder: Price = Field(
        default=0.0, description="added to each kWh's price by the entity, before tax: grid, levies"
    )
    price_factor: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = Field(
        default=1.0, description="the sum is multiplied by it: 1.081 for 8.1 % of tax"
    )

    @model_validator(mode="after")
    def _complete(self) -> Tariff:
        if self.off_peak_states and self.off_peak_entity is None:
            raise RuleError(Rule.STATES_ALONE)
        if self.price_unit_forced and self.price_unit is None:
            raise RuleError(Rule.FORCED_ALONE)
        return self

    @property
    def priced(self) -> bool:
        """Says whether anybody has told what electricity costs; a default is nobody's price."""
        return bool(self.price_entity) or self.colours is not None or "peak_price" in self.model_fields_set

    @property
    def timed(self) -> bool:
        """Says whether anybody has told what electricity costs, or at least when it is cheap."""
        return self.priced or bool(self.off_peak) or self.off_peak_entity is not None

    @property
    def calendar(self) -> IsHoliday:
        """Returns what says of a day whether it is a public holiday."""
        where = self.holidays
        return no_holidays if where is None else holiday_calendar(where.country, where.subdivision)
