"""Finds out which setting is meant by a name that is none, and where it belongs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from ..base.reason import Reason
from .rules import Rule

ALSO_CALLED: Mapping[str, tuple[str, str]] = {
    "battery_power": ("power", "battery"),
    "battery_soc": ("soc", "battery"),
    "house_battery": ("battery", ""),
    "home_battery": ("battery", ""),
    "price": ("peak_price", "tariff"),
    "from": ("start", ""),
    "begin": ("start", ""),
    "to": ("end", ""),
    "until": ("end", ""),
}
"""What others call a setting, and what it is here, in which section."""


def unknown(loc: list[Any], model: type[BaseModel]) -> Reason[Rule]:
    """Returns what is to be said of the last key of `loc`, which is no setting of `model`."""
    wrong, here = str(loc[-1]).casefold(), _sections(model)
    if wrong in ALSO_CALLED:
        meant, section = ALSO_CALLED[wrong]
        if not section:
            return Reason(Rule.UNKNOWN_CALLED, {"meant": meant})
        return Reason(Rule.UNKNOWN_CALLED_IN, {"meant": meant, "section": section})
    where = ".".join(str(part) for part in loc[:-1] if not isinstance(part, int))
    whole = next((key for key in here.get(where, ()) if key == wrong or key.startswith(f"{wrong}_")), None)
    elsewhere = sorted(section for section, keys in here.items() if wrong in keys)
    # Nobody writes another section's setting into an entry of a list.
    surely = whole == wrong or not elsewhere or any(isinstance(part, int) for part in loc)
    if whole is not None and surely:
        return Reason(Rule.UNKNOWN_MEANT, {"meant": whole})
    if elsewhere:
        section = elsewhere[0]
        belongs = Reason(Rule.UNKNOWN_BELONGS, {"section": section})
        return belongs if section else Reason(Rule.UNKNOWN_BELONGS_TOP)
    alike = meant_by(wrong, here.get(where, ()))
    if alike is not None:
        return Reason(Rule.UNKNOWN_MEANT, {"meant": alike})
    for section in sorted(here):
        alike = meant_by(wrong, here[section])
        if alike is not None and section:
            return Reason(Rule.UNKNOWN_MEANT_IN, {"meant": alike, "section": section})
        if alike is not None:
            return Reason(Rule.UNKNOWN_MEANT_TOP, {"meant": alike})
    return Reason(Rule.UNKNOWN)


def meant_by(word: str, words: Collection[str]) -> str | None:
    """Returns the one of `words` that is most like a misspelt one, None where none is like it."""
    return next(iter(get_close_matches(word, words, n=1, cutoff=0.75)), None)


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
