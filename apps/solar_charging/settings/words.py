"""Says what is wrong with a setting as a person would: its key, the rule, and what stood there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

LONGEST = 60
"""What is longer is cut off: it may be a token, and nobody needs all of it to find the line."""

SECRET = re.compile(r"token|secret|passw|api_?key|client_id|bearer|auth$", re.IGNORECASE)
"""Keys whose values are shown to nobody, set by mistake or not."""

TOKEN = re.compile(r"\b(?:eyJ|(?:EU|NA|CN)_[0-9a-f])")
"""Begins a token of Tesla's and of its kin, wherever it was put."""

CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")

NUMBER = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(.*)", re.DOTALL)

Problem = Mapping[str, Any]


def mistakes(
    name: str, given: Mapping[Any, Any], error: ValidationError, model: type[BaseModel]
) -> list[str]:
    """Returns a line for each mistake in the settings `model` that are `given` in the entry `name`."""
    return [_line(name, _place(problem["loc"], given), problem, model) for problem in _causes(error)]


def shown(key: str, value: object) -> str:
    """Returns a value as it may be shown: nothing secret, a car's number by its end."""
    if (SECRET.search(key) and isinstance(value, str)) or TOKEN.search(str(value)):
        return "what is not shown"
    if key == "vin" and isinstance(value, str) and len(value) > 4:
        return f"'...{value[-4:]}' of {len(value)} characters"
    text = CREDENTIALS.sub("", repr(value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _causes(error: ValidationError) -> Iterator[Problem]:
    """Yields the mistakes, without those that Pydantic adds: a list with a wrong entry is also too short."""
    problems = error.errors()
    for problem in problems:
        loc = problem["loc"]
        inner = (other["loc"] for other in problems if len(other["loc"]) > len(loc))
        if problem["type"] != "too_short" or not any(other[: len(loc)] == loc for other in inner):
            yield problem


def _place(loc: tuple[int | str, ...], given: object) -> list[int | str]:
    """Returns where a mistake stands, as it is written: one entity that may be several has no number."""
    found: list[int | str] = []
    for part in loc:
        # A key of YAML that is no text has a part of Pydantic's own behind it.
        if part == "[key]" or (isinstance(part, int) and not isinstance(given, (list, tuple, Mapping))):
            continue
        found.append(part)
        if isinstance(given, Mapping):
            given = given.get(part)
        elif isinstance(part, int) and isinstance(given, (list, tuple)):
            given = given[part] if part < len(given) else None
    return found


def _line(name: str, loc: list[int | str], problem: Problem, model: type[BaseModel]) -> str:
    last = str(loc[-1]) if loc else ""
    value = problem["input"]
    if problem["type"] == "extra_forbidden":
        rule = f"is no setting{_instead(loc, model)}"
    elif value is None and problem["type"] not in ("missing", "value_error"):
        rule = _missing(last, problem) if last in REQUIRED else NO_VALUE
    else:
        rule = RULES.get(problem["type"], _as_it_is)(last, problem)
    # A whole section is not worth repeating: its rule already quotes the values that clash.
    whole = isinstance(value, (Mapping, list)) and not isinstance(rule, Entire)
    return f"{'.'.join([name, *map(str, loc)])}: {rule}" + ("" if whole else f", got {shown(last, value)}")


class Entire(str):
    """Is a rule beside which even a list is shown."""

    __slots__ = ()


# Where a setting belongs


def _instead(loc: list[Any], model: type[BaseModel]) -> str:
    """Says which setting is likely meant by one that there is not, where one is."""
    wrong, here = str(loc[-1]), _sections(model)
    if wrong in ALSO_CALLED:
        return f": it is {ALSO_CALLED[wrong]}"
    where = ".".join(str(part) for part in loc[:-1] if not isinstance(part, int))
    elsewhere = sorted(section for section, keys in here.items() if wrong in keys)
    if elsewhere:
        return f" here: it belongs {_in(elsewhere[0])}"
    meant = _alike(wrong, here.get(where, ()))
    if meant is not None:
        return f": did you mean {meant}?"
    for section in sorted(here):
        meant = _alike(wrong, here[section])
        if meant is not None:
            return f": did you mean {meant}, {_in(section)}?"
    return ""


ALSO_CALLED: Mapping[str, str] = {
    "battery_power": "power, in battery",
    "battery_soc": "soc, in battery",
    "house_battery": "battery",
    "home_battery": "battery",
}
"""What others call a setting, and what it is here."""


def _alike(word: str, words: Collection[str]) -> str | None:
    """Returns the one of `words` that is most like a misspelt one, None where none is like it."""
    return next(iter(get_close_matches(word, words, n=1, cutoff=0.75)), None)


def _in(section: str) -> str:
    return f"in {section}" if section else "beside the sections, not in one"


def _sections(model: type[BaseModel], section: str = "") -> dict[str, list[str]]:
    """Returns the names of all settings by their sections; those beside the sections have an empty one."""
    found = {section: list(model.model_fields)}
    for key, each in model.model_fields.items():
        for inner in _models(each.annotation):
            found |= _sections(inner, f"{section}.{key}".lstrip("."))
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yields the models within a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, UnionType, tuple, dict):
        for inner in get_args(annotation):
            yield from _models(inner)


# What a value must be


def _as_it_is(key: str, problem: Problem) -> str:
    return CREDENTIALS.sub("", str(problem["msg"]).removeprefix("Value error, "))


def _number(key: str, problem: Problem) -> str:
    """Says how a number is written that was written otherwise."""
    value, whole = problem["input"], str(problem["type"]).startswith("int")
    kind = "a whole number" if whole else "a number"
    if isinstance(value, str):
        return f"must be {kind}{_rewritten(key, value.strip(), whole)}"
    if isinstance(value, float) and whole:
        if key.endswith("_pct") and 0 < value < 1:
            return f"must be {kind} of per cent: {100 * value:.0f} means {100 * value:.0f} %, so write that"
        return f"must be {kind}, such as {value:.0f}"
    return f"must be {kind}"


def _rewritten(key: str, value: str, whole: bool) -> str:
    match = NUMBER.fullmatch(value)
    if match is None:
        return ""
    number, unit = _point(match[1]), match[2].strip()
    if key.endswith("_pct") and not unit and 0 < float(number) < 1:
        number = f"{100 * float(number):.0f}"
        return f" of per cent: {number} means {number} %, so write that"
    number = f"{float(number):.0f}" if whole else number
    if unit == "%":
        if key.endswith("_pct"):
            return f": {number} means {number} %, so write that"
        return f": {number} % is {float(number) / 100:g}, so write {float(number) / 100:g}"
    if key.endswith("_w") and unit.casefold() == "kw":
        return f" of watts: write {1000 * float(number):g}"
    if unit:
        return f": write {number} alone, without {unit[:LONGEST]!r}"
    if "," in match[1]:
        return f": write {number} with a point, and without quotes"
    return f": write {number} without quotes"


def _point(number: str) -> str:
    return number.replace(",", ".").lstrip("+")


def _at_most(key: str, problem: Problem) -> str:
    value, most = problem["input"], problem["ctx"]["le"]
    if most == 1 and 1 < value <= 100:
        return f"must be at most 1: {value:g} % is {value / 100:g}, so write {value / 100:g}"
    if key.endswith("_kwh") and value <= 1000 * most:
        return (
            f"must be in kWh, at most {most:g}: {value:g} Wh is {value / 1000:g}, so write {value / 1000:g}"
        )
    return f"must be at most {most:g}"


def _limit(words: str, bound: str) -> Callable[[str, Problem], str]:
    return lambda _, problem: f"must be {words} {problem['ctx'][bound]:g}"


def _text(key: str, problem: Problem) -> str:
    if isinstance(problem["input"], bool):
        return "must be text: YAML reads yes, no, on and off without quotes as true and false"
    return "must be text, in quotes where it looks like a number"


def _one_of(key: str, problem: Problem) -> str:
    expected, value = problem["ctx"]["expected"], problem["input"]
    rule = f"must be {expected}"
    if not isinstance(value, str) or "'" not in expected:
        return f"{rule}, without quotes" if isinstance(value, str) else rule
    known = re.findall(r"'([^']*)'", expected)
    wanted = value.casefold()
    begun = (each for each in known if each and (wanted.startswith(each) or each.startswith(wanted[:4])))
    meant = next(begun, None) or _alike(wanted, known)
    return rule if meant is None else f"{rule}; did you mean {meant}?"


def _pattern(key: str, problem: Problem) -> str:
    patterns = {
        "currency": "must be the three capital letters of a currency, such as EUR",
        "vin": "must be the car's number: 17 digits and capital letters, without I, O and Q",
    }
    return patterns.get(key) or _as_it_is(key, problem)


def _section(key: str, problem: Problem) -> str:
    rule = "must be a section, with settings of its own"
    if isinstance(problem["input"], (list, tuple)):
        return Entire(f"{rule} below it, without a dash before them")
    if key == "car" and isinstance(problem["input"], str):
        return f"{rule}, such as car: {{entities: {{name: model_y}}}}"
    return rule


def _missing(key: str, problem: Problem) -> str:
    where = ".".join(map(str, problem["loc"]))
    wanted = REQUIRED.get(where) or REQUIRED.get(key)
    return f"is required: {wanted}" if wanted else "is required, and missing"


NO_VALUE = "has no value: give it one, or leave the line out"

REQUIRED: Mapping[str, str] = {
    "meters": "name your grid meter, as meters: {grid_power: sensor.grid_power}",
    "battery.soc": "name the sensor of its state of charge, as soc: sensor.battery_soc",
    "soc_pct": "how full the battery is wanted, such as soc_pct: 60",
    "time": 'when the car is wanted, in quotes, such as time: "07:30"',
    "start": 'when it begins, in quotes, such as start: "22:00"',
    "end": 'when it ends, in quotes, such as end: "06:00"',
}
"""What is to be written where a setting is missing."""

RULES: Mapping[str, Callable[[str, Problem], str]] = {
    "float_type": _number,
    "float_parsing": _number,
    "int_type": _number,
    "int_parsing": _number,
    "int_from_float": _number,
    "finite_number": lambda *_: "must be a number that is finite",
    "less_than_equal": _at_most,
    "less_than": _limit("less than", "lt"),
    "greater_than_equal": _limit("greater than or equal to", "ge"),
    "greater_than": _limit("greater than", "gt"),
    "bool_type": lambda *_: "must be true or false, without quotes",
    "string_type": _text,
    "string_pattern_mismatch": _pattern,
    "literal_error": _one_of,
    "model_type": _section,
    "dict_type": lambda *_: Entire("must be a section, with a line for each name"),
    "missing": _missing,
    "too_short": lambda _, problem: Entire(f"must have at least {problem['ctx']['min_length']}"),
    "invalid_key": lambda *_: "must have a key that is text: put it in quotes",
}
"""What is said of each kind of mistake that Pydantic finds."""
