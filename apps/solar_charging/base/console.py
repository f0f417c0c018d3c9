"""Is the terminal that a command was called from."""

from __future__ import annotations

import argparse
import getpass
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class UsageError(Exception):
    """Tells that an option or a missing answer makes a command impossible, in words for a person."""


def parsed(parser: argparse.ArgumentParser, arguments: Sequence[str] | None) -> argparse.Namespace:
    """Returns the options of a command; ends it where one is unknown, unshown, for it may be a token."""
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        parser.error("an option is unknown (not shown, for it may be a token: that is asked for)")
    return options


class Terminal(Protocol):
    """Is where a conversation takes place; `attended` says whether somebody is there to answer."""

    attended: bool

    def say(self, text: str) -> None:
        """Shows lines."""

    def ask(self, prompt: str) -> str:
        """Asks the person, and returns the answer, typed in sight."""

    def ask_secret(self, prompt: str) -> str:
        """Asks the person, and returns the answer, typed out of sight."""


def failed(error: Exception) -> str:
    """Returns what a person reads of an error that ends a command."""
    return f"That failed: {str(error).rstrip('.')}."


def token_of_home_assistant(terminal: Terminal, file: Path | None) -> str:
    """Returns the token, from a file or from the person. Raises UsageError for what is none, OSError."""
    if file is None:
        token = terminal.ask_secret(
            "Long-lived access token of Home Assistant (your profile there > Security; it is not shown): "
        ).strip()
    else:
        token = file.read_text(encoding="utf-8", errors="replace").strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError("a token is one word of plain letters, digits and signs")
    return token


class Console:
    """Is the terminal that the command was called from, or a pipe that brings the token alone.

    `otherwise` is the option that brings the token where this terminal cannot hide it.
    """

    def __init__(self, attended: bool, otherwise: str = "--token-stdin") -> None:
        self.attended = attended
        self._otherwise = otherwise

    def say(self, text: str) -> None:
        print(text, flush=True)

    def ask(self, prompt: str) -> str:
        return input(prompt)

    def ask_secret(self, prompt: str) -> str:
        if not self.attended:
            return sys.stdin.readline()
        with warnings.catch_warnings():
            # Rather than warn, it must not show the secret.
            warnings.simplefilter("error", getpass.GetPassWarning)
            try:
                return getpass.getpass(prompt)
            except getpass.GetPassWarning:
                said = f"this terminal cannot hide what is typed: use {self._otherwise}"
                raise UsageError(said) from None
