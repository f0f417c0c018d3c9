"""Publishes the checklist as one sensor: how it stands as a whole, and its lines in words."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..base.foreign_words import shortened
from ..base.reason import Reason
from ..control.check_line import Line, Mark
from ..control.checklist import worst
from ..control.outcome import Outcome
from .entity import UNKNOWN, Entity, on_its_day
from .said import Said, said_of
from .translator import Translator

STATES: Mapping[Mark, str] = {Mark.TICK: "ok", Mark.QUESTION: "question", Mark.CROSS: "wrong"}
"""What the sensor says, so these words are an interface."""

MOST_BYTES = 3800
"""What all lines may take in Home Assistant's database, which keeps them with each change."""

MOST_SAID_BYTES = 8000
"""What the lines by keys may take beside them: of 16 kB Home Assistant keeps no attributes at all."""

SENTENCES = (240, 160, 110, 70)
"""The most characters of a sentence, fewer where all would not fit."""


def lines_in_words(outcome: Outcome, translator: Translator) -> list[dict[str, str]]:
    """Returns the lines as the card shows them, as it is read on the day of the outcome."""
    words = on_its_day(outcome, translator)
    rows: list[dict[str, str]] = []
    for most in SENTENCES:
        rows = [row(line, words, most) for line in outcome.checklist]
        if len(json.dumps(rows, ensure_ascii=False).encode()) <= MOST_BYTES:
            break
    return rows


def lines_said(outcome: Outcome) -> list[Said]:
    """Returns the same lines by keys and values: each its name, what is found, and what to do.

    None at all where that would be too much for an attribute; then the words do.
    """
    said: list[Said] = [said_of((Reason(line.item), line.found, line.todo)) for line in outcome.checklist]
    return said if len(json.dumps(said)) <= MOST_SAID_BYTES else []


def row(line: Line, words: Translator, most: int) -> dict[str, str]:
    """Returns a line in words, each sentence of at most `most` characters."""
    said = {
        "item": line.item.value,
        "mark": line.mark.value,
        "name": words.say(Reason(line.item)),
        "said": shortened(words.say(line.found), most),
    }
    return said if line.todo is None else said | {"do": shortened(words.say(line.todo), most)}


def _stands(outcome: Outcome, _: Translator) -> str:
    return STATES[worst(outcome.checklist)] if outcome.checklist else UNKNOWN


CHECKLIST = Entity("checklist", "mdi:clipboard-check-outline", None, None, None, _stands)
