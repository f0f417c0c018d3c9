"""Finds what is wrong with the settings: each mistake has a place, the rule, and what stood there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from ..base.reason import Reason, Value
from .belonging import unknown
from .broken import NO_SECTION, Found, broken, required
from .hidden import LONGEST, SECRET, TOKEN, harmless
from .rules import Rule
from .words import said

MOST_SAID = 6
"""So many mistakes are said in one sentence; the log has all of them."""


@dataclass(frozen=True)
class Mistake:
    """Is one mistake in the settings, without its words.

    `place` is the setting's key with those of its sections, as tariff.off_peak.0.start; it is empty where the
    whole `entry` is meant. `shown` is what stood there, where it is worth repeating. Nothing in it is secret.
    """

    entry: str
    place: str
    rule: Reason[Rule]
    shown: Value = None

    @property
    def reason(self) -> Reason[Rule]:
        """Returns the whole sentence: the place, the rule, and what stood there."""
        place = ".".join(part for part in (self.entry, self.place) if part)
        if self.shown is None:
            return Reason(Rule.WRONG, {"place": place, "rule": self.rule})
        return Reason(Rule.WRONG_GOT, {"place": place, "rule": self.rule, "shown": self.shown})

    def in_words(self, language: str) -> str:
        """Returns it as a person reads it, in one line: with its place, in `language`, else in English."""
        return said(self.reason, language)


class SettingsError(ValueError):
    """Tells that the settings ask for something impossible; as text it is in English, a line a mistake."""

    def __init__(self, *mistakes: Mistake) -> None:
        self.mistakes = mistakes
        super().__init__(self.in_words("en"))

    def in_words(self, language: str) -> str:
        """Returns all mistakes in a language, each in its line."""
        return "\n".join(mistake.in_words(language) for mistake in self.mistakes)

    @property
    def reason(self) -> Reason[Rule]:
        """Returns the first mistakes as one sentence, which says how many there are besides."""
        first, *others = (mistake.reason for mistake in self.mistakes)
        for other in others[: MOST_SAID - 1]:
            first = Reason(Rule.AND, {"first": first, "then": other})
        more = len(self.mistakes) - MOST_SAID
        return Reason(Rule.AND_MORE, {"first": first, "count": str(more)}) if more > 0 else first


def mistakes(
    entry: str, given: Mapping[Any, Any], error: ValidationError, model: type[BaseModel]
) -> Iterator[Mistake]:
    """Yields the mistakes in the settings `model` that are `given` in an entry."""
    for found in _causes(error):
        yield _mistake(entry, _place(found["loc"], given), found, model)


def shown(key: str, value: object) -> Value:
    """Returns a value as it may be shown: nothing secret, a car's number by its end."""
    if (SECRET.search(key) and isinstance(value, str)) or TOKEN.search(str(value)):
        return Reason(Rule.HIDDEN)
    if key == "vin" and isinstance(value, str) and len(value) > 4:
        return Reason(Rule.END_OF_VIN, {"end": value[-4:], "count": str(len(value))})
    return harmless(repr(value), LONGEST)


def _causes(error: ValidationError) -> Iterator[Found]:
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


def _mistake(entry: str, loc: list[int | str], found: Found, model: type[BaseModel]) -> Mistake:
    last = str(loc[-1]) if loc else ""
    value = found["input"]
    if found["type"] == "extra_forbidden":
        rule = unknown(loc, model)
    elif value is None and found["type"] not in ("missing", "value_error"):
        rule = required(found) or Reason(Rule.NO_VALUE)
    else:
        rule = broken({**found, "key": last})
    # A whole section is not worth repeating: its rule already quotes the values that clash.
    whole = isinstance(value, (Mapping, list)) and rule.why not in NO_SECTION
    place = ".".join(harmless(str(part), LONGEST) for part in loc)
    return Mistake(entry, place, rule, None if whole else shown(last, value))
