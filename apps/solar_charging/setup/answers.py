"""Reads what a person has typed as an answer, by the rules of the settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..base.reason import Reason, Text, Value
from ..metering.meter import WATTS_PER_UNIT, in_units
from .grid import live
from .house import fuse_settings
from .measured import Measured
from .prices import may_be_paid
from .proposal import Choice, Ground, Option, Typed
from .surroundings import Surroundings

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
CLOCK = r"(\d{1,2})(?:[:.h]?(\d{2})|h)?"
HUNDREDTHS = ("ct", "cent", "cents", "c", "p", "rp", "rappen", "øre", "öre")

LONGEST = 200
"""No answer has more characters."""


class Fault(Text):
    """Says what is wrong with an answer, or why what was answered cannot be written."""

    NEEDED = "needed"
    NO_OPTION = "no_option"
    TOO_LONG = "too_long"
    NO_ENTITY = "no_entity"
    NO_TRACKER = "no_tracker"
    NO_POWER = "no_power"
    NO_PRICE = "no_price"
    TOO_DEAR = "too_dear"
    NO_HOURS = "no_hours"
    SAME_TIMES = "same_times"
    NO_TIME = "no_time"
    NO_AMOUNT = "no_amount"
    NO_DEPARTURE = "no_departure"
    NO_CURRENCY = "no_currency"
    OUTDATED = "outdated"
    STILL_OPEN = "still_open"
    IMPOSSIBLE = "impossible"
    UNWRITABLE = "unwritable"


class NoAnswer(ValueError):
    """Tells what is wrong with an answer."""

    def __init__(self, fault: Fault, **values: Value) -> None:
        super().__init__(fault.value)
        self.reason: Reason[Fault] = Reason(fault, values)


def read(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    """Returns the option that a person has typed.

    Raises NoAnswer.
    """
    if len(text) > LONGEST:
        raise NoAnswer(Fault.TOO_LONG, most=LONGEST)
    if choice.typed is None:
        raise NoAnswer(Fault.NO_OPTION, most=len(choice.options))
    return READERS[choice.typed](choice, text, surroundings, grid)


def _entity(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    of_meter = choice.key == "meters.grid_power"
    entity = text.removeprefix("-").strip() if of_meter else text
    state = surroundings.states.get(entity)
    if state is None:
        raise NoAnswer(Fault.NO_ENTITY, entity=entity)
    if entity.partition(".")[0] != "device_tracker" and choice.key.startswith("car."):
        raise NoAnswer(Fault.NO_TRACKER, entity=entity)
    if choice.key.startswith("meters.") and not in_units(state, WATTS_PER_UNIT):
        raise NoAnswer(Fault.NO_POWER, entity=entity)
    if not of_meter:
        return Option(
            {choice.key: entity}, (), (Reason(Ground.STATE_NOW, {"said": str(state.get("state"))}),)
        )
    turned = {"meters.grid_power_positive": "export"} if text.startswith("-") else {}
    measured = Measured((), (entity,)) if turned else Measured((entity,))
    return Option({choice.key: entity, **turned}, (), (live(surroundings, measured),))


def _price(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    match = re.fullmatch(r"(-?\d+(?:[.,]\d+)?)\s*([^\d\s]*)(?:/kWh)?", text, re.IGNORECASE)
    if match is None:
        raise NoAnswer(Fault.NO_PRICE)
    figure = float(match[1].replace(",", "."))
    if match[2].casefold().partition("/")[0] in HUNDREDTHS:
        figure /= 100
    if not may_be_paid(surroundings, figure):
        currency = surroundings.configured("currency") or ""
        raise NoAnswer(Fault.TOO_DEAR, price=figure, currency=currency, hundredth=figure / 100)
    return Option({choice.key: round(figure, 6)})


def _windows(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    windows = []
    for part in re.split(r"\s*[,;]\s*", text):
        match = re.fullmatch(rf"{CLOCK}\s*(?:-|\u2013|to|bis|à)\s*{CLOCK}", part)
        if match is None:
            raise NoAnswer(Fault.NO_HOURS, got=part)
        start, end = _clock(match[1], match[2], 23), _clock(match[3], match[4], 24)
        if start == end:
            raise NoAnswer(Fault.SAME_TIMES, got=part)
        windows.append({"start": start, "end": end})
    return Option({choice.key: tuple(windows)})


def _clock(hour: str, minute: str | None, latest: int) -> str:
    hours, minutes = int(hour), int(minute or 0)
    if hours > latest or minutes > 59 or (hours == 24 and minutes):
        raise NoAnswer(Fault.NO_TIME, got=f"{hour}:{minutes:02}")
    return f"{hours:02}:{minutes:02}"


def _amps(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    amps = _whole(text, "A", 6, 400)
    return Option(fuse_settings(surroundings, grid, amps))


def _watts(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    return Option({choice.key: _whole(text, "W", 1000, 100_000)})


def _whole(text: str, unit: str, least: int, most: int) -> int:
    match = re.fullmatch(rf"(\d+)\s*{unit}?", text, re.IGNORECASE)
    if match is None or not least <= int(match[1]) <= most:
        raise NoAnswer(Fault.NO_AMOUNT, unit=unit, least=least, most=most, got=text)
    return int(match[1])


def _departure(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    least = re.fullmatch(r"(\d{1,3})\s*%?", text)
    if least is not None and int(least[1]) <= 100:
        return Option({"charging.morning_soc_pct": int(least[1])})
    match = re.fullmatch(rf"{CLOCK}\s+(\d{{1,3}})\s*%?", text)
    if match is None or int(match[3]) > 100:
        raise NoAnswer(Fault.NO_DEPARTURE, got=text)
    wanted = {"time": _clock(match[1], match[2], 23), "soc_pct": int(match[3]), "days": list(WORKDAYS)}
    return Option({"departures": (wanted,)})


def _currency(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    if not re.fullmatch("[A-Za-z]{3}", text):
        raise NoAnswer(Fault.NO_CURRENCY, got=text)
    return Option({choice.key: text.upper()})


Reader = Callable[[Choice, str, Surroundings, "Option | None"], Option]
READERS: Mapping[Typed, Reader] = {
    Typed.ENTITY: _entity,
    Typed.PRICE: _price,
    Typed.WINDOWS: _windows,
    Typed.AMPS: _amps,
    Typed.WATTS: _watts,
    Typed.DEPARTURE: _departure,
    Typed.CURRENCY: _currency,
}
