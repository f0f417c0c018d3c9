"""Holds the conversation of the set-up at a terminal: shows what is proposed, asks what is open, writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..base.console import Terminal
from ..settings_file import write_settings
from .answers import NoAnswer
from .dialogue import Dialogue
from .labels import Label
from .proposal import Choice
from .surroundings import Surroundings
from .table import legend, line, options
from .words import Words

YES, NO = ("y", "yes", "j", "ja", "o", "oui"), ("n", "no", "nein", "non")


class Conversation:
    """Holds one conversation about a house, in the language of its Home Assistant."""

    def __init__(self, terminal: Terminal, surroundings: Surroundings) -> None:
        self._terminal = terminal
        self._dialogue = Dialogue(surroundings)
        self.words = Words(surroundings.configured("language") or "en")

    def hold(self, file: Path) -> bool:
        """Leads from the proposal to the written file; returns whether it was written.

        Raises OSError where it cannot be.
        """
        self._show()
        self._ask_what_is_open()
        self._terminal.say(f"\n{self.words.label(Label.THAT_MAKES)}\n")
        self._show()
        while True:
            answer = self._confirmed(file)
            if answer is not None:
                return answer

    def settings(self) -> dict[str, Any]:
        """Returns the settings as they stand now."""
        return self._dialogue.settings()

    def _show(self) -> None:
        proposal = self._dialogue.proposal
        for reason in proposal.missing:
            self._terminal.say(f"   ! {self.words.say(reason)}")
        for number, choice in enumerate(proposal, 1):
            chosen, answered = self._dialogue.chosen(choice), self._dialogue.is_answered(choice.topic)
            self._terminal.say(line(self.words, number, choice, chosen, answered))
        self._terminal.say(f"\n{legend(self.words)}")

    def _ask_what_is_open(self) -> None:
        # Each answer may open or close another question.
        while open_ := self._dialogue.open:
            self._answer(open_[0])

    def _answer(self, choice: Choice) -> None:
        words = self.words
        lines = [f"\n{words.title(choice.topic)}{words.label(Label.COLON)} {words.question(choice.topic)}"]
        lines += [f"  ({words.say(ground)})" for ground in choice.grounds]
        lines += options(words, choice)
        if choice.typed is not None:
            lines.append(f"  {words.example(choice.typed)}")
        if choice.optional:
            lines.append(f"  {words.label(Label.ENTER_LEAVES_OUT)}")
        self._terminal.say("\n".join(lines))
        while True:
            text = self._terminal.ask("> ").strip()
            try:
                if text.isdecimal() and 1 <= int(text) <= len(choice.options):
                    self._dialogue.choose(choice, int(text))
                else:
                    self._dialogue.type(choice, text)
            except NoAnswer as error:
                self._terminal.say(f"  {words.say(error.reason)}")
            else:
                return

    def _confirmed(self, file: Path) -> bool | None:
        """Asks whether that is right; returns whether it was written, None while it goes on."""
        choices = self._dialogue.proposal.choices
        answer = self._terminal.ask(f"\n{self.words.label(Label.WRITE_THIS, file=file)} ").strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            self._answer(choices[int(answer) - 1])
            self._ask_what_is_open()
            self._show()
            return None
        if answer.lower() in NO:
            self._terminal.say(self.words.label(Label.NOTHING_WRITTEN))
            return False
        if answer.lower() not in YES:
            self._terminal.say(self.words.label(Label.YES_NO_NUMBER))
            return None
        return self._write(file)

    def _write(self, file: Path) -> bool | None:
        mistakes = self._dialogue.mistakes("solar_charging")
        if mistakes:
            said = "\n".join(mistake.in_words(self.words.language) for _, mistake in mistakes)
            self._terminal.say(self.words.label(Label.CANNOT_BE, mistakes=said))
            return None
        write_settings(file, self._dialogue.settings())
        return True
