"""Leads through the set-up, whoever asks: what was answered, what follows from it, what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..settings.mistakes import Mistake
from ..settings.settings import SettingsError, parse_settings
from .answers import Fault, NoAnswer, read
from .kept import sound, together, topic_of
from .proposal import Choice, Option, Proposal, Topic, settings_of
from .propose import propose
from .surroundings import Surroundings

FOLLOWING: Mapping[Topic, tuple[Topic, ...]] = {
    Topic.GRID: (Topic.FUSE, Topic.VOLTAGE),
    Topic.CAR: (Topic.LOCATION,),
    Topic.PRICES: (Topic.OFF_PEAK, Topic.OFF_PEAK_PRICE),
    Topic.OFF_PEAK: (Topic.OFF_PEAK_PRICE,),
}
"""What was answered by what was answered before, and is asked again where that changes."""


class Dialogue:
    """Holds what a person has answered about a house; `saved` are the settings that stand in its file.

    What the file says of a topic counts as answered, and what would be asked and is not in it as left out;
    settings that no topic is about are kept, unless they cannot be.
    """

    def __init__(self, surroundings: Surroundings, saved: Mapping[str, Any] | None = None) -> None:
        self._surroundings = surroundings
        self._answered, self._kept = sound(saved or {})
        self._typed: dict[Topic, str] = {}
        self._proposal: Proposal | None = None
        for choice in self.open if saved else ():
            if choice.optional:
                self._answered[choice.topic] = Option()
        self._proposal = None

    @property
    def proposal(self) -> Proposal:
        """Returns the proposal after all that was answered."""
        if self._proposal is None:
            self._proposal = propose(self._surroundings, self._answered)
        return self._proposal

    def look(self, surroundings: Surroundings) -> None:
        """Takes in what Home Assistant says now; what was answered stands."""
        self._surroundings, self._proposal = surroundings, None
        for topic, text in self._typed.items():
            choice = self.proposal.of(topic)
            try:
                if choice is not None:
                    self._answered[topic] = self._read(choice, text)
            except NoAnswer:
                continue  # it was there when the person typed it
        self._proposal = None

    def is_answered(self, topic: Topic) -> bool:
        """Says whether a person has answered that."""
        return topic in self._answered

    def typed(self, topic: Topic) -> str:
        """Returns what a person has typed of a topic, nothing where they chose."""
        return self._typed.get(topic, "")

    def chosen(self, choice: Choice) -> Option | None:
        """Returns what counts of a choice, None where it is open."""
        answer = self._answered.get(choice.topic)
        if answer is None:
            return choice.proposed
        # What it says now is told by the present look.
        return next((each for each in choice.options if _same(each, answer)), answer)

    @property
    def open(self) -> list[Choice]:
        """Returns what has to be asked yet; an answer may open or close another question."""
        return [choice for choice in self.proposal if self.chosen(choice) is None]

    def choose(self, choice: Choice, number: int) -> None:
        """Takes the option of a number, from 1 on. Raises NoAnswer."""
        if not 1 <= number <= len(choice.options):
            raise NoAnswer(Fault.NO_OPTION, most=len(choice.options))
        self._take(choice, choice.options[number - 1])

    def leave_out(self, choice: Choice) -> None:
        """Takes it that a choice is left out. Raises NoAnswer."""
        if not choice.optional:
            raise NoAnswer(Fault.NEEDED)
        self._take(choice, Option())

    def type(self, choice: Choice, text: str) -> None:
        """Takes what a person has typed; nothing leaves it out. Raises NoAnswer."""
        text = text.strip()
        if not text:
            self.leave_out(choice)
            return
        self._take(choice, self._read(choice, text))
        self._typed[choice.topic] = text

    def settings(self) -> dict[str, Any]:
        """Returns the settings as they stand now."""
        chosen = (self.chosen(choice) for choice in self.proposal)
        return together(self._kept, settings_of(option for option in chosen if option is not None))

    def mistakes(self, name: str, own: Mapping[str, Any] | None = None) -> list[tuple[Topic | None, Mistake]]:
        """Returns what makes the settings of the entry `name` impossible, with the topic of each mistake.

        `own` are the settings that apps.yaml has itself, which win.
        """
        try:
            parse_settings({"name": name, **self.settings(), **(own or {})})
        except SettingsError as error:
            return [(topic_of(mistake.in_words("en")), mistake) for mistake in error.mistakes]
        return []

    def _read(self, choice: Choice, text: str) -> Option:
        meter = self.proposal.of(Topic.GRID)
        return read(choice, text, self._surroundings, None if meter is None else self.chosen(meter))

    def _take(self, choice: Choice, option: Option) -> None:
        before = self._answered.get(choice.topic)
        self._answered[choice.topic] = option
        self._typed.pop(choice.topic, None)
        if before is None or not _same(before, option):
            for topic in FOLLOWING.get(choice.topic, ()):
                self._answered.pop(topic, None)
                self._typed.pop(topic, None)
        self._proposal = None


def _same(option: Option, other: Option) -> bool:
    """Says whether two options set the same, whether from a file or from a proposal."""
    return settings_of((option,)) == settings_of((other,))
