"""Writes the app's sentences as a part of the card, so that it says them in the viewer's language."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from solar_charging.base.checks import Finding, Item, Todo
from solar_charging.base.reason import Aside, NextChange, PlanText, Problem, Progress, Sign, Text, Why
from solar_charging.publishing.said import key_of
from solar_charging.publishing.translator import LANGUAGES, MONEY, SIGNS, TEMPLATES, Translations

TABLES = (Why, Sign, NextChange, Aside, Progress, PlanText, Item, Finding, Todo, Problem)
"""What a reason, a plan, a remark or a line of the checklist is made of."""

NEVER_SAID = (
    "file_", "decision_log_", "sessions_", "helper_to_create", "notifier_", "service_failed", "handed_",
    "token_file_",
)  # fmt: skip
"""Problems, by how their names begin, that the log or a notification tells: never a sentence of a sensor.
Where one is missing all the same, the card shows the sensor's own words.
"""

FORMATS = (
    "THEN", "BESIDE", "SIGN_FIRST", "PER_CENT", "UNKNOWN", "MORE", "A_MOMENT", "A_WHILE", "CLOCK", "TOMORROW",
    "DATE", "WEEKDAYS", "WEEKDAYS_SHORT", "MONTHS", "LEFT_OVER", "NOTHING_LEFT", "HOUSE_DRAWS",
)  # fmt: skip


def texts() -> Iterator[Text]:
    """Yields all that the card can say."""
    for table in TABLES:
        for text in table:
            if not (isinstance(text, Problem) and text.value.startswith(NEVER_SAID)):
                yield text


def card_words() -> str:
    """Returns the part of the card."""
    said = {language: _words(each, TEMPLATES[language]) for language, each in LANGUAGES.items()}
    return "".join(
        [
            f"const CURRENCY_SIGNS = {_script(dict(SIGNS))};\n",
            f"const SUMS_OF_MONEY = {_script(MONEY)};\n",
            "const SENTENCES = {\n",
            *(f"  {language}: {_script(words)},\n" for language, words in said.items()),
            "};\n",
        ]
    )


def _words(language: Translations, templates: Mapping[Text, str]) -> dict[str, object]:
    formats: dict[str, object] = {name.lower(): getattr(language, name) for name in FORMATS}
    return formats | {"texts": {key_of(text): templates[text] for text in texts()}}


def _script(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
