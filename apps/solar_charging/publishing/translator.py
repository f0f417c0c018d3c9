"""What is said to a person, in their language: words, numbers, times."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from ..base.reason import Reason
from .translations import de, en, fr

Language = Literal["en", "fr", "de"]


class Translations(Protocol):
    """What each of the modules in `texts` has, all with the same keys."""

    THEN: str
    DECIMAL_MARK: str
    UNKNOWN: str
    A_WHILE: str
    REASONS: Mapping[str, str]
    NEXT_CHANGES: Mapping[str, str]
    PLAN: Mapping[str, str]
    NAMES: Mapping[str, str]
    NOTES: Mapping[str, str]
    PROBLEMS: Mapping[str, str]


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
    """One of the languages, and the house's clock; a language that is none of ours is English."""

    def __init__(self, language: str, zone: ZoneInfo) -> None:
        self._zone = zone
        self.language = language[:2] if language[:2] in LANGUAGES else "en"
        self._texts = LANGUAGES[self.language]

    def name(self, key: str) -> str:
        """A sensor's name."""
        return self._texts.NAMES[key]

    def why(self, reason: Reason, next_change: Reason | None = None) -> str:
        """A reason in a person's words, and what will change it."""
        said = self._say(self._texts.REASONS, reason)
        return said if next_change is None else f"{said}{self._texts.THEN}{self.next_change(next_change)}"

    def next_change(self, next_change: Reason) -> str:
        """What will change, and when."""
        return self._say(self._texts.NEXT_CHANGES, next_change)

    def plan(self, part: Reason) -> str:
        """The plan, or a part of it."""
        return self._say(self._texts.PLAN, part)

    def note(self, note: Reason) -> str:
        """A notification's title or text."""
        return self._say(self._texts.NOTES, note)

    def problem(self, text: str) -> str:
        """A problem that is known by its English text; any other stays as it is."""
        for english, ours in self._texts.PROBLEMS.items():
            pattern = "(.*)".join(map(re.escape, english.split("{}")))
            found = re.fullmatch(pattern, text, re.DOTALL)
            if found is not None:
                return ours.format(*map(self.problem, found.groups()))
        return text

    def _say(self, templates: Mapping[str, str], said: Reason) -> str:
        shown = {key: self._shown(key, value) for key, value in said.values.items()}
        return templates[said.name].format(**shown)

    def _shown(self, key: str, value: object) -> object:
        if isinstance(value, str):
            return self.problem(value) if key == "problem" else value
        if isinstance(value, datetime):
            return f"{value.astimezone(self._zone):%H:%M}"
        if isinstance(value, timedelta):
            return _span(value)
        if value is None:
            return self._texts.A_WHILE
        assert isinstance(value, (int, float))
        number = _Number(value)
        number.texts = self._texts
        return number


def _span(span: timedelta) -> str:
    """As short as a person would say it."""
    seconds = span.total_seconds()
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.0f} h"
