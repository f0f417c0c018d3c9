"""What is said to a person, in their language: words, numbers, times."""

from __future__ import annotations

import math
from collections import ChainMap
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from ..base.reason import NextChange, Note, PlanText, Problem, Reason, Text, Value, Why
from .translations import de, en, fr

Language = Literal["en", "fr", "de"]


class Translations(Protocol):
    """What each of the modules in `texts` has, all with the same keys."""

    THEN: str
    DECIMAL_MARK: str
    UNKNOWN: str
    A_WHILE: str
    REASONS: Mapping[Why, str]
    NEXT_CHANGES: Mapping[NextChange, str]
    PLAN: Mapping[PlanText, str]
    NAMES: Mapping[str, str]
    NOTES: Mapping[Note, str]
    PROBLEMS: Mapping[Problem, str]


LANGUAGES: Mapping[str, Translations] = {"en": en, "fr": fr, "de": de}


class _Number(float):
    """Whole unless the template says otherwise, with the language's decimal mark."""

    texts: Translations

    def __format__(self, spec: str) -> str:
        if not math.isfinite(self):
            return self.texts.UNKNOWN if math.isnan(self) else "∞"
        # Adding zero takes the sign from a zero.
        rounded = round(self, int(spec[1])) if spec.startswith(".") else self if spec else round(self)
        return format(rounded + 0.0, spec or ".0f").replace(".", self.texts.DECIMAL_MARK)


class Translator:
    """Puts reasons into words, in one of the languages, by the house's clock.

    A language that is none of ours is English.
    """

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self._zone = zone
        self.language = language[:2] if language[:2] in LANGUAGES else "en"
        self._texts = texts = LANGUAGES[self.language]
        tables: tuple[Mapping[Any, str], ...] = (
            texts.REASONS, texts.NEXT_CHANGES, texts.PLAN, texts.NOTES, texts.PROBLEMS
        )  # fmt: skip
        self._templates: Mapping[Text, str] = dict(ChainMap(*map(dict, tables)))

    def into(self, language: Language) -> Translator:
        """Returns a translator into another language, by the same clock."""
        return Translator(language, self._zone)

    def name(self, key: str) -> str:
        """Returns a sensor's name."""
        return self._texts.NAMES[key]

    def why(self, reason: Reason[Why], next_change: Reason[NextChange] | None = None) -> str:
        """Says why, and what will change that and when."""
        said = self.say(reason)
        return said if next_change is None else f"{said}{self._texts.THEN}{self.say(next_change)}"

    def say(self, reason: Reason[Text]) -> str:
        """Says a reason in a person's words."""
        shown = {key: self._shown(value) for key, value in reason.values.items()}
        return self._templates[reason.why].format(**shown)

    def _shown(self, value: Value) -> object:
        if isinstance(value, Reason):
            return self.say(value)
        if isinstance(value, str):
            return value
        if isinstance(value, datetime):
            return f"{value.astimezone(self._zone):%H:%M}"
        if isinstance(value, timedelta):
            return _span(value)
        if value is None:
            return self._texts.A_WHILE
        number = _Number(value)
        number.texts = self._texts
        return number


def _span(span: timedelta) -> str:
    """As short as a person would say it."""
    seconds = span.total_seconds()
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.0f} h"
