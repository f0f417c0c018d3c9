"""Names what a person chooses from lists in Home Assistant; reads it in any of the languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

Choice = str
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Names = tuple[str, str, str]

SMART, SUN_ONLY, ONCE, EVERY_DAY = "smart", "sun_only", "once", "every_day"

MODES: Mapping[Choice, Names] = {
    SMART: ("Smart", "Intelligent", "Smart"),
    SUN_ONLY: ("Sun only", "Soleil seul", "Nur Sonne"),
}
"""What each mode is called in English, French and German, the usual one first."""

DAYS: Mapping[Choice, tuple[Day, ...]] = {
    EVERY_DAY: ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
    "weekdays": ("mon", "tue", "wed", "thu", "fri"),
    "weekend": ("sat", "sun"),
    "monday": ("mon",),
    "tuesday": ("tue",),
    "wednesday": ("wed",),
    "thursday": ("thu",),
    "friday": ("fri",),
    "saturday": ("sat",),
    "sunday": ("sun",),
}
"""On which days a departure is wanted."""

DAY_NAMES: Mapping[Choice, Names] = {
    ONCE: ("Once", "Une fois", "Einmal"),
    EVERY_DAY: ("Every day", "Tous les jours", "Jeden Tag"),
    "weekdays": ("Weekdays", "En semaine", "Werktags"),
    "weekend": ("Weekend", "Week-end", "Wochenende"),
    "monday": ("Monday", "Lundi", "Montag"),
    "tuesday": ("Tuesday", "Mardi", "Dienstag"),
    "wednesday": ("Wednesday", "Mercredi", "Mittwoch"),
    "thursday": ("Thursday", "Jeudi", "Donnerstag"),
    "friday": ("Friday", "Vendredi", "Freitag"),
    "saturday": ("Saturday", "Samedi", "Samstag"),
    "sunday": ("Sunday", "Dimanche", "Sonntag"),
}
"""What they are called, in the same languages; once is on the date of the departure."""

OTHERWISE: Mapping[str, Choice] = {
    "auto": SMART,
    "intelligent": SMART,
    "schlau": SMART,
    "sun": SUN_ONLY,
    "solar only": SUN_ONLY,
    "sonne": SUN_ONLY,
    "soleil": SUN_ONLY,
    "soleil uniquement": SUN_ONLY,
    "daily": EVERY_DAY,
    "taglich": EVERY_DAY,
    "chaque jour": EVERY_DAY,
    "mo fr": "weekdays",
    "jours ouvres": "weekdays",
    "weekends": "weekend",
    "sonnabend": "saturday",
}
"""What people write themselves, as `_plain` has it."""


def mode_choice(said: str) -> Choice | None:
    """Returns the mode that an option means in any of the languages; None where it means none."""
    return _meant(said, MODES)


def day_choice(said: str) -> Choice | None:
    """Returns the days that an option means in any of the languages; None where it means none."""
    return _meant(said, DAY_NAMES)


def names(*choices: Choice) -> str:
    """Returns what choices are called, in all languages, for a person who looks for one."""
    called = {**MODES, **DAY_NAMES}
    return ", ".join(" / ".join(dict.fromkeys(called[each])) for each in choices)


def _meant(said: str, known: Mapping[Choice, Names]) -> Choice | None:
    wanted = _plain(said)
    for choice, called in known.items():
        if wanted in (_plain(choice), *map(_plain, called)):
            return choice
    other = OTHERWISE.get(wanted)
    return other if other in known else None


def _plain(said: str) -> str:
    """Returns an option in small letters, without accents, with single spaces between its words."""
    letters = unicodedata.normalize("NFKD", said.casefold())
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    return " ".join(re.findall(r"[a-z]+", bare))
