"""Keeps the state of the set-up page: takes in what a card sends, whatever that is, and says what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ..base.reason import Reason
from .answers import Fault, NoAnswer
from .dialogue import Dialogue
from .page import Entry, Errors, PartShown, looking, page
from .proposal import Choice, settings_of
from .surroundings import Surroundings
from .words import Words, spoken


class Want(Enum):
    """Says what an event asks for, besides being shown the page."""

    PAGE = "page"
    LOOK = "look"
    WRITE = "write"
    MAKE = "make"
    UNDO = "undo"


@dataclass(frozen=True)
class Wish:
    """Is what has to be done for an event, with which part of Home Assistant where it is about one."""

    want: Want
    part: str = ""


class PageState:
    """Holds the page of one entry of apps.yaml.

    A page has a revision, and an answer names the revision that it answers: of another one the numbers of
    the options may be others. `born` tells this app's revisions from those of an app before it.
    """

    def __init__(
        self,
        name: str,
        born: str,
        saved: Mapping[str, Any] | None = None,
        own: Mapping[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.languages: dict[str, Words] = {}
        self.dialogue: Dialogue | None = None
        self._born = born
        self._saved = saved or {}
        self._own = own or {}
        self._changes = 0
        self._options: object = None
        self._errors = Errors()
        self._written = False

    @property
    def revision(self) -> str:
        """Returns which page is the present one."""
        return f"{self._born}.{self._changes}"

    def look(self, surroundings: Surroundings) -> None:
        """Takes in what Home Assistant says now."""
        if self.dialogue is None:
            self.dialogue = Dialogue(surroundings, self._saved)
        else:
            self.dialogue.look(surroundings)
        self._renew(self.dialogue)

    def take(self, event: object) -> Wish | None:
        """Takes in an event; returns what has to be done for it, None where it is none of ours."""
        if not isinstance(event, Mapping):
            return None
        name, ask = event.get("name"), event.get("ask")
        if name != self.name and not (name is None and ask == "page"):
            return None
        language = spoken(event.get("language"))
        self.languages.setdefault(language, Words(language))
        for want in (Want.MAKE, Want.UNDO):
            if isinstance(part := event.get(want.value), str):
                return Wish(want, part)
        if ask in ("page", "look"):
            return Wish(Want(ask))
        return self._answered(event)

    def written(self) -> None:
        """Takes in that the settings were written."""
        self._written = True

    def unwritten(self, file: str, cause: str) -> None:
        """Takes in that the settings could not be written."""
        self._errors.of_all.append(Reason(Fault.UNWRITABLE, {"file": file, "cause": cause}))

    def settings(self) -> dict[str, Any]:
        """Returns the settings as they stand now."""
        return {} if self.dialogue is None else self.dialogue.settings()

    def page(self, language: str, entry: Entry, parts: Sequence[PartShown] = ()) -> dict[str, Any]:
        """Returns the page as it is now, in one of the languages that were asked for."""
        words = self.languages[language]
        if self.dialogue is None:
            return looking(words, entry)
        told = self.dialogue, self.revision, self._errors
        return page(words, entry, *told, written=self._written, parts=parts)

    def _answered(self, event: Mapping[Any, Any]) -> Wish | None:
        answer, writes = event.get("answer"), event.get("ask") == Want.WRITE.value
        if not (writes or isinstance(answer, Mapping)):
            return None
        if self.dialogue is None:
            return Wish(Want.LOOK)
        self._errors = Errors()
        if event.get("revision") != self.revision:
            self._errors.of_all.append(Reason(Fault.OUTDATED))
            return Wish(Want.PAGE)
        self._written = False
        if writes:
            return Wish(Want.WRITE if self._may_be_written(self.dialogue) else Want.PAGE)
        choice = _topic(self.dialogue, answer.get("topic")) if isinstance(answer, Mapping) else None
        if choice is not None and isinstance(answer, Mapping):
            self._take(self.dialogue, choice, answer)
        return Wish(Want.PAGE)

    def _take(self, dialogue: Dialogue, choice: Choice, answer: Mapping[Any, Any]) -> None:
        number, text = answer.get("option"), answer.get("text")
        try:
            if answer.get("leave_out") is True:
                dialogue.leave_out(choice)
            elif isinstance(number, int) and not isinstance(number, bool):
                dialogue.choose(choice, number)
            elif isinstance(text, str):
                dialogue.type(choice, text)
            else:
                raise NoAnswer(Fault.NEEDED)
        except NoAnswer as error:
            self._errors.of_topic[choice.topic] = error.reason
        self._renew(dialogue)

    def _may_be_written(self, dialogue: Dialogue) -> bool:
        if dialogue.open:
            self._errors.of_all.append(Reason(Fault.STILL_OPEN))
            self._errors.of_topic |= {choice.topic: Reason(Fault.NEEDED) for choice in dialogue.open}
            return False
        mistakes = dialogue.mistakes(self.name, self._own)
        if mistakes:
            self._errors.of_all.append(Reason(Fault.IMPOSSIBLE))
        for topic, mistake in mistakes:
            if topic is not None and dialogue.proposal.of(topic) is not None:
                self._errors.of_topic.setdefault(topic, mistake)
            else:
                self._errors.of_all.append(mistake)
        return not mistakes

    def _renew(self, dialogue: Dialogue) -> None:
        """Begins a new revision where what may be chosen has changed."""
        options = [
            (choice.topic, [settings_of((each,)) for each in choice.options]) for choice in dialogue.proposal
        ]
        if options != self._options:
            self._options = options
            self._changes += 1


def _topic(dialogue: Dialogue, value: object) -> Choice | None:
    return next((choice for choice in dialogue.proposal if choice.topic.value == value), None)
