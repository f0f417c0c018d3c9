"""Somebody at the terminal of a command."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Person:
    """Waits for each question in turn, and answers it."""

    answers: list[tuple[str, str]]
    attended: bool = True
    shown: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.shown.append(text)

    def ask(self, prompt: str) -> str:
        self.shown.append(prompt)
        return self.answer(prompt)

    def ask_secret(self, prompt: str) -> str:
        assert "token" in prompt.lower()
        return self.ask(prompt)

    def answer(self, asked: str) -> str:
        """The next answer, which is to what was asked."""
        expected, answer = self.answers.pop(0)
        assert expected in asked
        if answer == "Ctrl-C":
            raise KeyboardInterrupt
        return answer

    @property
    def screen(self) -> str:
        return "\n".join(self.shown)
