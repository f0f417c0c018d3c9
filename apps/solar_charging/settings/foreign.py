"""Knows how days, months and times are written that people write in their own way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

OTHERWISE: Mapping[str, str] = {
    "montag": "mon", "dienstag": "tue", "mittwoch": "wed", "donnerstag": "thu", "freitag": "fri",
    "samstag": "sat", "sonntag": "sun", "sonnabend": "sat",
    "lundi": "mon", "mardi": "tue", "mercredi": "wed", "jeudi": "thu", "vendredi": "fri", "samedi": "sat",
    "dimanche": "sun",
    "janvier": "jan", "januar": "jan", "fevrier": "feb", "februar": "feb", "mars": "mar", "marz": "mar",
    "avril": "apr", "april": "apr", "mai": "may", "juin": "jun", "juni": "jun", "juillet": "jul",
    "juli": "jul", "aout": "aug", "august": "aug", "septembre": "sep", "octobre": "oct", "oktober": "oct",
    "novembre": "nov", "decembre": "dec", "dezember": "dec",
    "charge": "charging", "decharge": "discharging", "laden": "charging", "entladen": "discharging",
    "bezug": "import", "einspeisung": "export", "injection": "export", "soutirage": "import",
}  # fmt: skip
"""Words of the settings in German and French, without accents, and what they are in the settings."""

DASH = "[-\N{EN DASH}]"

CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})(?::00)?)?\s*(uhr|h|heures?|[ap]\.?m\.?)?")
"""A time of day as people write one: 7.30 Uhr, 7h30, 7:30 pm, 22:00:00."""


def in_english(word: str, known: Collection[str]) -> str:
    """Returns a word in small letters, or the one of `known` that it or its beginning is in another language.

    The shortest beginning has two letters, as in Mo and Di.
    """
    wanted = plain(word)
    if wanted in known or len(wanted) < 2:
        return wanted
    begun = (meant for other, meant in OTHERWISE.items() if other.startswith(wanted) and meant in known)
    return next(begun, wanted)


def time_of_day(value: object) -> str | None:
    """Returns the time of day that is meant by text, or by the number that YAML makes of one, as 07:30."""
    if isinstance(value, int) and not isinstance(value, bool):
        # YAML 1.1 counts 22:00 in sixties.
        return f"{value // 60:02}:{value % 60:02}" if 60 <= value < 24 * 60 else None
    match = CLOCK.fullmatch(plain(value)) if isinstance(value, str) else None
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def listed_in(text: str, known: Sequence[str]) -> list[str]:
    """Returns the words of `known` that are meant by text such as mon-fri or Sa, So; else none."""
    found: list[str] = []
    for part in re.split(r"[,;/+]", text):
        ends = [in_english(end, known)[:3] for end in re.split(DASH, part)]
        if len(ends) > 2 or not set(ends) <= set(known):
            return []
        first, last = known.index(ends[0]), known.index(ends[-1])
        found += [known[at % len(known)] for at in range(first, last + 1 + (last < first) * len(known))]
    return list(dict.fromkeys(found))


def span_of_day(value: object) -> tuple[str, str] | None:
    """Returns begin and end that are meant by text such as 22:00-06:00, None where it is no such text."""
    ends = re.split(rf"\s*(?:{DASH}|bis|to|à)\s*", value) if isinstance(value, str) else []
    start, end = (time_of_day(each) for each in ends) if len(ends) == 2 else (None, None)
    return None if start is None or end is None else (start, end)


def plain(word: str) -> str:
    """Returns a word in small letters without accents."""
    letters = unicodedata.normalize("NFKD", word.strip().casefold())
    return "".join(each for each in letters if not unicodedata.combining(each)).strip(".")
