"""Says what a person reads, in their language: sentences with their numbers, money, moments and spans."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Literal, Protocol

from ..base.checks import Finding, Item, Risk, Todo
from ..base.foreign_words import in_markdown, shortened
from ..base.reason import (
    Aside,
    Because,
    NextChange,
    Note,
    PlanText,
    Problem,
    Progress,
    Reason,
    Sign,
    Stretch,
    Text,
    Value,
    Why,
)
from ..settings.words import SENTENCES
from .translations import de, en, fr

Language = Literal["en", "fr", "de"]

SIGNS: Mapping[str, str] = {"EUR": "€", "USD": "$", "GBP": "£"}
"""Currencies that are known by a sign; any other is written with its three letters."""

MONEY = ("spent", "cap", "cost", "cost_before", "saved")
"""The values that are sums of money."""

MOST_CHARACTERS = 255
"""No entity says more in its state, and nothing else that is quoted needs more."""

SOON = timedelta(seconds=10)
"""What is over sooner is not worth counting."""


class Translations(Protocol):
    """Lists what each of the language's modules has, all with the same keys."""

    THEN: str
    BESIDE: str
    DECIMAL_MARK: str
    SIGN_FIRST: bool
    PER_CENT: str
    UNKNOWN: str
    MORE: str
    A_MOMENT: str
    A_WHILE: str
    CLOCK: str
    TOMORROW: str
    DATE: str
    WEEKDAYS: tuple[str, ...]
    WEEKDAYS_SHORT: tuple[str, ...]
    MONTHS: tuple[str, ...]
    LEFT_OVER: str
    NOTHING_LEFT: str
    HOUSE_DRAWS: str
    REASONS: Mapping[Why, str]
    BEGUN: Mapping[Sign, str]
    NEXT_CHANGES: Mapping[NextChange, str]
    ASIDES: Mapping[Aside, str]
    PROGRESS: Mapping[Progress, str]
    PLAN: Mapping[PlanText, str]
    NAMES: Mapping[str, str]
    NOTES: Mapping[Note, str]
    BECAUSE: Mapping[Because, str]
    PROBLEMS: Mapping[Problem, str]
    ITEMS: Mapping[Item, str]
    FINDINGS: Mapping[Finding, str]
    TODOS: Mapping[Todo, str]
    RISKS: Mapping[Risk, str]


LANGUAGES: Mapping[str, Translations] = {"en": en, "fr": fr, "de": de}


def _templates(texts: Translations) -> Mapping[Text, str]:
    """Returns the sentences of all tables of a language by what they say."""
    tables: tuple[Mapping[Any, str], ...] = (
        texts.REASONS, texts.BEGUN, texts.NEXT_CHANGES, texts.ASIDES, texts.PROGRESS, texts.PLAN, texts.NOTES,
        texts.BECAUSE, texts.PROBLEMS, texts.ITEMS, texts.FINDINGS, texts.TODOS, texts.RISKS,
    )  # fmt: skip
    return {text: template for table in tables for text, template in table.items()}


TEMPLATES: Mapping[str, Mapping[Text, str]] = {
    language: {**_templates(texts), **SENTENCES[language]} for language, texts in LANGUAGES.items()
}
"""Put together once, for a translator is made for each day that is read; with what is said of settings."""


class Translator:
    """Puts reasons into words, in one of the languages, by the house's clock and in its currency.

    A language that is none of ours is English; `currency` has three letters. Moments of the day `today` are
    said without their day; without `today` each moment has its weekday, which stays true at midnight.

    How a number is said follows from the end of its key: `_w` power, `_a` current, `_m` a way, `_pct` per
    cent, `kwh` energy, `_per_kwh` a price, `_per_h` money an hour, `_s` a span; `left_over_w` is the power
    that the house leaves over, or draws where it is negative. The unit is part of what is said. `_h` is a
    time of day in hours, `weekday` a day of the week, and `_clock` a moment without its day. A `link` is a
    path in Home Assistant, which can be clicked on where Markdown is read.
    """

    def __init__(self, language: str, zone: tzinfo, currency: str, today: date | None = None) -> None:
        self.language = language[:2] if language[:2] in LANGUAGES else "en"
        self._zone = zone
        self._currency = currency
        self._today = today
        self._texts = LANGUAGES[self.language]
        self._templates = TEMPLATES[self.language]
        self._markdown = False

    def into(self, language: Language) -> Translator:
        """Returns a translator into another language."""
        return Translator(language, self._zone, self._currency, self._today)

    def on(self, today: date) -> Translator:
        """Returns a translator for what is read on a day: its moments have their day where it is another."""
        return Translator(self.language, self._zone, self._currency, today)

    def in_markdown(self) -> Translator:
        """Returns a translator for where Markdown is read: the words of others stay just words there."""
        translator = copy(self)
        translator._markdown = True
        return translator

    def name(self, key: str) -> str:
        """Returns a sensor's name."""
        return self._texts.NAMES[key]

    def why(self, *said: Reason[Any] | None) -> str:
        """Says why, what is done beside that, and what will change it and when: whatever is there of it."""
        return self._texts.THEN.join(self.say(each) for each in said if each is not None)

    def most(self, said: Sequence[Reason[Any]]) -> str:
        """Says as much as a state may have; what stands first is said at any rate."""
        text = self.say(said[0])
        for each in said[1:]:
            longer = f"{text}{self._texts.THEN}{self.say(each)}"
            text = longer if len(longer) <= MOST_CHARACTERS else text
        return text[:MOST_CHARACTERS]

    def say(self, reason: Reason[Text]) -> str:
        """Says a reason in a person's words."""
        shown = {key: self._shown(key, value) for key, value in reason.values.items()}
        return self._templates[reason.why].format(**shown)

    def moment(self, at: datetime) -> str:
        """Says a moment (aware), with its day where that is not today."""
        local = at.astimezone(self._zone)
        day, clock = self._day(local.date()), self._texts.CLOCK.format(f"{local:%H:%M}")
        return f"{day} {clock}" if day else clock

    def stretch(self, span: Stretch) -> str:
        """Says from when to when, with the day on which it begins where that was not said before."""
        first, last = span.begin.astimezone(self._zone), span.end.astimezone(self._zone)
        day = "" if span.same_day else self._day(first.date())
        clock = self._texts.CLOCK.format(f"{first:%H:%M}-{last:%H:%M}")
        return f"{day} {clock}" if day else clock

    def clock(self, at: datetime) -> str:
        """Says the time of day of a moment (aware)."""
        return self._texts.CLOCK.format(f"{at.astimezone(self._zone):%H:%M}")

    def _hour(self, hours: float) -> str:
        """Says a time of day, given in hours since a midnight, to five minutes."""
        minutes = round(hours * 12) * 5 % 1440
        return self._texts.CLOCK.format(f"{minutes // 60:02}:{minutes % 60:02}")

    def _day(self, day: date) -> str:
        texts = self._texts
        if self._today is None:
            return texts.WEEKDAYS[day.weekday()]
        ahead = (day - self._today).days
        if ahead == 0:
            return ""
        if ahead == 1:
            return texts.TOMORROW
        if abs(ahead) < 7:
            return texts.WEEKDAYS_SHORT[day.weekday()]
        return texts.DATE.format(day=day.day, month=texts.MONTHS[day.month - 1])

    def _shown(self, key: str, value: Value) -> str:
        if isinstance(value, Reason):
            return self.say(value)
        if isinstance(value, tuple):
            return self._texts.BESIDE.join(map(self.say, value))
        if isinstance(value, Stretch):
            return self.stretch(value)
        if key == "link":
            return f"[{value}]({value})" if self._markdown else str(value)
        if isinstance(value, str):
            words = shortened(value, MOST_CHARACTERS)
            return in_markdown(words) if self._markdown else words
        if isinstance(value, datetime):
            return self.clock(value) if key.endswith("_clock") else self.moment(value)
        if isinstance(value, timedelta):
            return self._span(value)
        return self._texts.A_WHILE if value is None else self._quantity(key, value)

    def _quantity(self, key: str, value: float) -> str:
        """Says a number with the unit that its key ends in."""
        texts = self._texts
        if not math.isfinite(value):
            return texts.UNKNOWN if math.isnan(value) else texts.MORE
        if key == "weekday":
            return texts.WEEKDAYS[int(value)]
        if key in MONEY:
            return self._money(value, 2)
        if key.endswith("_per_kwh"):
            return f"{self._price(value)}/kWh"
        if key.endswith("_per_h"):
            return f"{self._money(value, 2)}/h"
        if key == "left_over_w":
            return self._left_over(value)
        if key.endswith("_w"):
            return self._power(value)
        if key.endswith("kwh"):
            return f"{self._number(value, 1)} kWh"
        if key.endswith("_pct"):
            return texts.PER_CENT.format(self._number(value))
        if key.endswith("_m"):
            return (
                f"{self._number(value)} m" if round(value) < 1000 else f"{self._number(value / 1000, 1)} km"
            )
        if key.endswith("_a"):
            return f"{self._number(value)} A"
        if key.endswith("_h"):
            return self._hour(value)
        return self._span(timedelta(seconds=value)) if key.endswith("_s") else self._number(value)

    def _number(self, value: float, digits: int = 0) -> str:
        # Adding zero takes the sign from a zero.
        return f"{round(value, digits) + 0.0:.{digits}f}".replace(".", self._texts.DECIMAL_MARK)

    def _power(self, watts: float) -> str:
        return f"{self._number(watts)} W" if round(watts) < 1000 else f"{self._number(watts / 1000, 1)} kW"

    def _left_over(self, watts: float) -> str:
        if round(watts) == 0:
            return self._texts.NOTHING_LEFT
        template = self._texts.LEFT_OVER if watts > 0 else self._texts.HOUSE_DRAWS
        return template.format(self._power(abs(watts)))

    def _price(self, price: float) -> str:
        """Says a price with a third decimal only where there is one."""
        return self._money(price, 2 if round(price, 2) == round(price, 3) else 3)

    def _money(self, amount: float, digits: int) -> str:
        sign, number = SIGNS.get(self._currency), self._number(amount, digits)
        if sign is None or not self._texts.SIGN_FIRST:
            return f"{number} {sign or self._currency}"
        return f"-{sign}{number[1:]}" if number.startswith("-") else f"{sign}{number}"

    def _span(self, span: timedelta) -> str:
        """Says a span as shortly as a person would."""
        seconds = span.total_seconds()
        if span < SOON:
            return self._texts.A_MOMENT
        if seconds < 100:
            return f"{seconds:.0f} s"
        return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.0f} h"
