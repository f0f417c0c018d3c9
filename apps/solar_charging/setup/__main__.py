"""Leads through the set-up: looks around in Home Assistant, proposes, asks, and writes the settings.

Called as `python -m solar_charging.setup --url URL`. Ends with 0 when the file was written, with 1 when
Home Assistant could not be asked, with 2 when an option or answer is wrong, with 3 when the person did not
want it written, and with 130 when it was interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..base.console import Console, Terminal, UsageError, parsed
from ..settings_file import settings_file
from .conversation import Conversation
from .labels import Label
from .link import LinkError, look_around

REFUSED, MISUSED, UNWANTED, INTERRUPTED = 1, 2, 3, 130


def run(terminal: Terminal, url: str, file: Path, token_file: Path | None) -> int:
    """Holds the conversation, and returns the exit code."""
    try:
        token = _token(terminal, token_file)
        terminal.say(f"Asking {url} ...\n")
        surroundings = look_around(url, token)
        conversation = Conversation(terminal, surroundings)
        written = conversation.hold(file)
    except LinkError as error:
        terminal.say(_sentence(str(error)))
        return REFUSED
    except (UsageError, OSError) as error:
        terminal.say(_sentence(str(error)))
        return MISUSED
    except (KeyboardInterrupt, EOFError):
        terminal.say("\nStopped: nothing was written.")
        return INTERRUPTED
    if written:
        terminal.say(conversation.words.label(Label.NEXT, file=file.absolute()))
    return 0 if written else UNWANTED


def _sentence(said: str) -> str:
    return f"That failed: {said.rstrip('.')}."


def _token(terminal: Terminal, file: Path | None) -> str:
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m solar_charging.setup",
        description="Looks around in Home Assistant, which it does not change, proposes the settings, "
        "asks what is open, and writes them into a file beside apps.yaml. The token is asked for, and kept "
        "nowhere.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--url", required=True, help="Home Assistant, such as http://homeassistant.local:8123"
    )
    parser.add_argument(
        "--write",
        type=Path,
        default=settings_file(Path()),
        metavar="FILE",
        help="the file of the settings; default: solar_charging.settings.json in this folder",
    )
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="a file that has the token alone")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command, and returns its exit code."""
    parser = _parser()
    options = parsed(parser, arguments)
    if not sys.stdin.isatty():
        parser.error("there is no terminal to ask in")
    return run(
        Console(attended=True, otherwise="--token-file"), options.url, options.write, options.token_file
    )


if __name__ == "__main__":
    sys.exit(main())
