"""Holds what Home Assistant answers to a command of its websocket: what it says, or why it refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .shown import ERROR_SAID

NO_ANSWER = "no_answer"
"""Is the code of an answer that never came."""


@dataclass(frozen=True)
class Answer:
    """Is one answer: its result, which may be nothing; where it was refused, the code and words of that."""

    result: Any = None
    code: str | None = None
    said: str = ""

    @property
    def done(self) -> bool:
        """Says whether Home Assistant did as it was asked."""
        return self.code is None

    @staticmethod
    def of_message(message: object) -> Answer:
        """Reads a result as the websocket brings it; anything else is no answer."""
        if not isinstance(message, Mapping):
            return Answer(code=NO_ANSWER)
        if message.get("success"):
            return Answer(message.get("result"))
        error = message.get("error")
        if not isinstance(error, Mapping):
            return Answer(code=NO_ANSWER)
        code = str(error.get("code") or "refused")
        return Answer(code=code, said=str(error.get("message") or code)[:ERROR_SAID])


Ask = Callable[..., Answer]
"""Asks a command of the websocket, `ask(command, **data)`, and waits for the answer; it never raises."""
