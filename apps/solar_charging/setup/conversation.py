"""Holds the conversation of the set-up: shows what is proposed, asks what is open, writes the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..base.console import Terminal
from ..settings.settings import SettingsError, parse_settings
from ..settings_file import write_settings
from .answers import NoAnswer, read
from .proposal import Choice, Option, Proposal, Topic, settings_of
from .propose import propose
from .surroundings import Surroundings
from .words import EXAMPLES, LEGEND, QUESTIONS, TITLES, line, options, said

YES, NO = ("y", "yes", "j", "ja", "o", "oui"), ("n", "no", "nein", "non")


class Conversation:
    """Holds one conversation about a house."""

    def __init__(self, terminal: Terminal, surroundings: Surroundings) -> None:
        self._terminal = terminal
        self._surroundings = surroundings
        self._answered: dict[Topic, Option] = {}
        self._written = False

    @property
    def _proposal(self) -> Proposal:
        return propose(self._surroundings, self._answered)

    def hold(self, file: Path) -> bool:
        """Leads from the proposal to the written file; returns whether it was written.

        Raises OSError where it cannot be.
        """
        self._show()
        self._ask_what_is_open()
        self._terminal.say("\nThat makes:\n")
        self._show()
        while not self._confirmed(file):
            pass
        return self._written

    def _show(self) -> None:
        proposal = self._proposal
        for reason in proposal.missing:
            self._terminal.say(f"   ! {said(reason)}")
        for number, choice in enumerate(proposal, 1):
            chosen = self._chosen(choice)
            self._terminal.say(line(number, choice, chosen, choice.topic in self._answered))
        self._terminal.say(f"\n{LEGEND}")

    def _chosen(self, choice: Choice) -> Option | None:
        return self._answered.get(choice.topic) or choice.proposed

    def _ask_what_is_open(self) -> None:
        # Each answer may open or close another question.
        while (open_ := self._open()) is not None:
            self._answered[open_.topic] = self._answer(open_)

    def _open(self) -> Choice | None:
        return next((choice for choice in self._proposal if self._chosen(choice) is None), None)

    def _answer(self, choice: Choice) -> Option:
        lines = [f"\n{TITLES[choice.topic]}: {QUESTIONS[choice.topic]}"]
        lines += [f"  ({said(ground)})" for ground in choice.grounds]
        lines += options(choice)
        if choice.typed is not None:
            lines.append(f"  {EXAMPLES[choice.typed]}")
        if choice.optional:
            lines.append("  Enter leaves it out")
        self._terminal.say("\n".join(lines))
        return self._until_right(choice)

    def _until_right(self, choice: Choice) -> Option:
        while True:
            text = self._terminal.ask("> ").strip()
            if text.isdecimal() and 1 <= int(text) <= len(choice.options):
                return choice.options[int(text) - 1]
            if not text and choice.optional:
                return Option()
            try:
                if not text:
                    raise NoAnswer("an answer is needed")
                return read(choice, text, self._surroundings, self._grid)
            except NoAnswer as error:
                self._terminal.say(f"  {error}")

    @property
    def _grid(self) -> Option | None:
        choice = self._proposal.of(Topic.GRID)
        return None if choice is None else self._chosen(choice)

    def _confirmed(self, file: Path) -> bool:
        """Asks whether that is right; returns whether the conversation is over."""
        choices = self._proposal.choices
        answer = self._terminal.ask(
            f"\nWrite this to {file}? yes, no, or the number of a line to change it: "
        ).strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            changed = choices[int(answer) - 1]
            self._answered[changed.topic] = self._answer(changed)
            self._forget_after(changed)
            self._ask_what_is_open()
            self._show()
            return False
        if answer.lower() in NO:
            self._terminal.say("Nothing was written.")
            return True
        if answer.lower() not in YES:
            self._terminal.say("yes, no, or a number of the lines above")
            return False
        return self._write(file)

    def _forget_after(self, changed: Choice) -> None:
        """Forgets the answers that followed from what was changed."""
        following = {
            Topic.GRID: (Topic.FUSE, Topic.VOLTAGE),
            Topic.CAR: (Topic.LOCATION,),
            Topic.PRICES: (Topic.OFF_PEAK, Topic.OFF_PEAK_PRICE),
            Topic.OFF_PEAK: (Topic.OFF_PEAK_PRICE,),
        }
        for topic in following.get(changed.topic, ()):
            self._answered.pop(topic, None)

    def _write(self, file: Path) -> bool:
        settings = self.settings()
        try:
            parse_settings({"name": "solar_charging", **settings})
        except SettingsError as error:
            self._terminal.say(f"That cannot be: {error}\nChange one of the lines.")
            return False
        write_settings(file, settings)
        self._written = True
        return True

    def settings(self) -> dict[str, Any]:
        """Returns the settings as they stand now."""
        chosen = (self._chosen(choice) for choice in self._proposal)
        return settings_of(option for option in chosen if option is not None)
