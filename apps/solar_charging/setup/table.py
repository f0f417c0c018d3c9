"""Shows choices at a terminal, each as two lines of a table: what is chosen, and why."""

from __future__ import annotations

from collections.abc import Mapping

from .labels import Label
from .proposal import Choice, Confidence, Option
from .words import Words

MARKS: Mapping[Confidence, str] = {
    Confidence.SURE: "+",
    Confidence.LIKELY: "?",
    Confidence.ASKED: "!",
}

WIDTH = 20
"""The longest title of a line."""


def legend(words: Words) -> str:
    """Returns what the marks say."""
    return words.label(Label.LEGEND)


def line(words: Words, number: int, choice: Choice, chosen: Option | None, answered: bool) -> str:
    """Returns a choice as two lines of the table."""
    mark = MARKS[Confidence.SURE if answered else choice.confidence]
    shown = words.label(Label.ASKED_BELOW) if chosen is None else words.called(chosen)
    first = f"{number:>2} {mark} {words.title(choice.topic):<{WIDTH}} {shown}"
    why = reasons(words, choice, chosen, answered)
    return f"{first}\n{'':<{WIDTH + 6}}{why}" if why else first


def reasons(words: Words, choice: Choice, chosen: Option | None, answered: bool) -> str:
    """Returns why something is chosen, and what it says now."""
    grounds = () if chosen is None else (*chosen.live, *chosen.grounds)
    said = words.because(*grounds, *choice.grounds)
    # A person who has answered knows why; what it says now is worth a line all the same.
    return words.label(Label.AS_YOU_SAID) if answered and not (chosen and chosen.live) else said


def options(words: Words, choice: Choice) -> list[str]:
    """Returns the numbered lines of a choice's options."""
    return [
        f"  {number}  {words.called(option)}{words.label(Label.COLON)} "
        f"{words.because(*option.live, *option.grounds)}".rstrip(": \N{NO-BREAK SPACE}")
        for number, option in enumerate(choice.options, 1)
    ]
