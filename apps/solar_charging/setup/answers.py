"""Reads what a person has typed as an answer, by the rules of the settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..metering.meter import WATTS_PER_UNIT, in_units
from .house import fuse_settings
from .prices import may_be_paid
from .proposal import Choice, Option, Typed
from .surroundings import Surroundings

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
CLOCK = r"(\d{1,2})(?:[:.h]?(\d{2})|h)?"
HUNDREDTHS = ("ct", "cent", "cents", "c", "p", "rp", "rappen", "øre", "öre")


class NoAnswer(ValueError):
    """Tells what is wrong with an answer, in words for a person."""


def read(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    """Returns the option that a person has typed.

    Raises NoAnswer.
    """
    if choice.typed is None:
        raise NoAnswer(f"must be a number from 1 to {len(choice.options)}")
    return READERS[choice.typed](choice, text, surroundings, grid)


def _entity(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    state = surroundings.states.get(text)
    if state is None:
        raise NoAnswer(f"{text} is not in Home Assistant")
    if text.partition(".")[0] != "device_tracker" and choice.key.startswith("car."):
        raise NoAnswer(f"{text} is no device tracker")
    if choice.key.startswith("meters.") and not in_units(state, WATTS_PER_UNIT):
        raise NoAnswer(f"{text} does not measure power: it must be in W or kW")
    return Option({choice.key: text})


def _price(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    match = re.fullmatch(r"(-?\d+(?:[.,]\d+)?)\s*([^\d\s]*)(?:/kWh)?", text, re.IGNORECASE)
    if match is None:
        raise NoAnswer("must be a price of a kWh, such as 0.30")
    figure = float(match[1].replace(",", "."))
    if match[2].casefold().partition("/")[0] in HUNDREDTHS:
        figure /= 100
    if not may_be_paid(surroundings, figure):
        currency = surroundings.configured("currency")
        raise NoAnswer(
            f"{figure:g} {currency} is more than any house pays for a kWh: hundredths are {figure / 100:g}"
        )
    return Option({choice.key: round(figure, 6)})


def _windows(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    windows = []
    for part in re.split(r"\s*[,;]\s*", text):
        match = re.fullmatch(rf"{CLOCK}\s*(?:-|\u2013|to|bis|à)\s*{CLOCK}", part)
        if match is None:
            raise NoAnswer(f"must be hours such as 22:00-06:00, got {part}")
        start, end = _clock(match[1], match[2], 23), _clock(match[3], match[4], 24)
        if start == end:
            raise NoAnswer(f"must begin and end at different times, got {part}")
        windows.append({"start": start, "end": end})
    return Option({choice.key: tuple(windows)})


def _clock(hour: str, minute: str | None, latest: int) -> str:
    hours, minutes = int(hour), int(minute or 0)
    if hours > latest or minutes > 59 or (hours == 24 and minutes):
        raise NoAnswer(f"must be a time of day such as 22:00, got {hour}:{minutes:02}")
    return f"{hours:02}:{minutes:02}"


def _amps(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    amps = _whole(text, r"A", 6, 400)
    return Option(fuse_settings(surroundings, grid, amps))


def _watts(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    return Option({choice.key: _whole(text, r"W", 1000, 100_000)})


def _whole(text: str, unit: str, least: int, most: int) -> int:
    match = re.fullmatch(rf"(\d+)\s*{unit}?", text, re.IGNORECASE)
    if match is None or not least <= int(match[1]) <= most:
        raise NoAnswer(f"must be a whole number of {unit} from {least} to {most}, got {text}")
    return int(match[1])


def _departure(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    least = re.fullmatch(r"(\d{1,3})\s*%?", text)
    if least is not None and int(least[1]) <= 100:
        return Option({"charging.morning_soc_pct": int(least[1])})
    match = re.fullmatch(rf"{CLOCK}\s+(\d{{1,3}})\s*%?", text)
    if match is None or int(match[3]) > 100:
        raise NoAnswer(f"must be per cent such as 40, or a time too, such as 07:30 60, got {text}")
    wanted = {"time": _clock(match[1], match[2], 23), "soc_pct": int(match[3]), "days": list(WORKDAYS)}
    return Option({"departures": (wanted,)})


def _currency(choice: Choice, text: str, surroundings: Surroundings, grid: Option | None) -> Option:
    if not re.fullmatch("[A-Za-z]{3}", text):
        raise NoAnswer(f"must be three letters such as EUR, got {text}")
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
