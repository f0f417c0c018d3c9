"""Lays the set-up out as a page in a person's language, in nothing but text, numbers, lists and sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..base.reason import Reason
from ..settings.mistakes import Mistake
from .answers import Fault
from .dialogue import Dialogue
from .labels import Label
from .making import Making, Part, Standing
from .making_words import PARTS, STANDINGS, said
from .proposal import Choice, Ground, Option, Topic
from .table import reasons
from .words import Words

ANSWERED = "answered"
"""The mark of what a person has answered, besides those of `Confidence`."""

MOST_OPTIONS = 30
"""More are no choice any more; any other can be typed. Home Assistant keeps no event beyond 32 kB."""

BUTTONS = (Label.LOOK_AGAIN, Label.LEAVE_OUT, Label.TAKE, Label.TYPED, Label.WRITE, Label.MISSING,
           Label.NEEDS, Label.ENTRY)  # fmt: skip
"""The words of the page that are always the same."""

ACTIONS: Mapping[Standing, Mapping[str, Label]] = {
    Standing.ABSENT: {"make": Label.MAKE},
    Standing.MADE: {"undo": Label.UNDO},
    Standing.OUTDATED: {"make": Label.RENEW, "undo": Label.UNDO},
}
"""What may be done with a part of each standing."""


@dataclass(frozen=True)
class Entry:
    """Is an entry of apps.yaml: its name, the file of its settings, and whether the app runs by them.

    `own` are the sections that apps.yaml has itself; `problem` is why the app does not run, in words.
    """

    name: str
    file: str
    own: tuple[str, ...] = ()
    runs: bool = False
    problem: str = ""


@dataclass(frozen=True)
class PartShown:
    """Is something that the app makes in Home Assistant: how it stands, and what was said against that."""

    part: Part
    standing: Standing
    why: Reason[Making] | None = None


def _in_words(error: Reason[Fault] | Mistake, words: Words) -> str:
    return error.in_words(words.language) if isinstance(error, Mistake) else words.say(error)


@dataclass
class Errors:
    """Holds what was wrong with the last answer: with a topic's, or with all."""

    of_topic: dict[Topic, Reason[Fault] | Mistake] = field(default_factory=dict)
    of_all: list[Reason[Fault] | Mistake] = field(default_factory=list)

    def say(self, words: Words, topic: Topic) -> str:
        """Returns what was wrong with a topic's answer, nothing where all is well."""
        error = self.of_topic.get(topic)
        return "" if error is None else _in_words(error, words)

    def say_all(self, words: Words) -> list[str]:
        """Returns what was wrong with more than one answer."""
        return [_in_words(each, words) for each in self.of_all]


def frame(words: Words, entry: Entry) -> dict[str, Any]:
    """Returns what each page has, whatever is known."""
    return {
        "name": entry.name,
        "language": words.language,
        "heading": words.label(Label.HEADING),
        "words": {label.value: words.label(label) for label in BUTTONS},
    }


def looking(words: Words, entry: Entry) -> dict[str, Any]:
    """Returns the page while Home Assistant is asked."""
    return {**frame(words, entry), "looking": words.label(Label.LOOKING)}


def broken(words: Words, entry: Entry) -> dict[str, Any]:
    """Returns the page after an error of ours."""
    return {**frame(words, entry), "broken": words.label(Label.BROKEN)}


def page(
    words: Words,
    entry: Entry,
    dialogue: Dialogue,
    revision: str,
    errors: Errors,
    *,
    written: bool = False,
    parts: Sequence[PartShown] = (),
) -> dict[str, Any]:
    """Returns the page as it is now; an answer to it has to name its `revision`."""
    open_ = [words.title(choice.topic) for choice in dialogue.open]
    still = words.label(Label.REMAINING, topics=", ".join(open_)) if open_ else words.label(Label.READY)
    return {
        **frame(words, entry),
        "revision": revision,
        "intro": _intro(words, entry),
        "runs": entry.runs,
        "notes": _notes(words, entry),
        "missing": [words.say(reason) for reason in _missing(dialogue, parts)],
        "lines": [_line(words, dialogue, choice, errors) for choice in dialogue.proposal],
        "open": len(open_),
        "still": still,
        "writes_to": words.label(Label.WRITES_TO, file=entry.file),
        "written": words.label(Label.WRITTEN, file=entry.file) if written else "",
        "errors": errors.say_all(words),
        "parts": [_part(words, each) for each in parts],
    }


def _missing(dialogue: Dialogue, parts: Sequence[PartShown]) -> list[Reason[Ground]]:
    """Returns what is missing in Home Assistant, without what can be made by a button below."""
    made_here = any(each.part is Part.HELPERS and each.standing in ACTIONS for each in parts)
    missing = dialogue.proposal.missing
    return [each for each in missing if not (made_here and each.why is Ground.HELPER_MISSING)]


def _intro(words: Words, entry: Entry) -> str:
    return words.label(Label.RUNNING, file=entry.file) if entry.runs else words.label(Label.INTRO)


def _notes(words: Words, entry: Entry) -> list[str]:
    notes = [words.label(Label.NOT_RUNNING, problem=entry.problem)] if entry.problem else []
    if entry.own:
        notes.append(words.label(Label.APPS_YAML_WINS, sections=", ".join(entry.own)))
    return notes


def _line(words: Words, dialogue: Dialogue, choice: Choice, errors: Errors) -> dict[str, Any]:
    chosen, answered = dialogue.chosen(choice), dialogue.is_answered(choice.topic)
    mark = ANSWERED if answered else choice.confidence.value
    return {
        "topic": choice.topic.value,
        "title": words.title(choice.topic),
        "question": words.question(choice.topic),
        "mark": mark,
        "mark_said": words.label(Label.AS_YOU_SAID) if answered else words.mark(choice.confidence),
        "chosen": words.label(Label.NOT_ANSWERED) if chosen is None else words.called(chosen),
        "open": chosen is None,
        "why": reasons(words, choice, chosen, answered),
        "options": [_option(words, each, each is chosen) for each in choice.options[:MOST_OPTIONS]],
        "example": words.example(choice.typed) if choice.typed is not None else "",
        "typed": dialogue.typed(choice.topic),
        "optional": choice.optional,
        "error": errors.say(words, choice.topic),
    }


def _option(words: Words, option: Option, chosen: bool) -> dict[str, Any]:
    return {
        "called": words.called(option),
        "live": words.because(*option.live),
        "why": words.because(*option.grounds),
        "chosen": chosen,
    }


def _part(words: Words, shown: PartShown) -> dict[str, Any]:
    actions = ACTIONS.get(shown.standing, {})
    called = PARTS[words.language][shown.part]
    return {
        "part": shown.part.value,
        "called": f"{called[:1].upper()}{called[1:]}",
        "standing": shown.standing.value,
        "said": _stands(words, shown),
        "actions": [{"do": do, "label": words.label(label)} for do, label in actions.items()],
    }


def _stands(words: Words, shown: PartShown) -> str:
    """Returns how a part stands; why it is left alone says that by itself."""
    standing = STANDINGS[words.language][shown.standing]
    if shown.why is None:
        return standing
    why = said(shown.why, words.language)
    return why if shown.standing in (Standing.THERE, Standing.REFUSED) else f"{standing} ({why})"
