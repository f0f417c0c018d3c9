"""Leads through the set-up: looks around in Home Assistant, proposes, asks, and writes the settings.

Afterwards it offers to make in Home Assistant what the app needs there; --make does only that, --undo takes
it back. Called as `python -m solar_charging.setup --url URL`. Ends with 0 when it did what it was to do, with
1 when Home Assistant could not be asked, or something not be made or removed, with 2 when an option or answer
is wrong, with 3 when the person did not want the file written, and with 130 when it was interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from ..base.console import Console, Terminal, UsageError, parsed, token_of_home_assistant
from ..settings.settings import NAME, SettingsError, parse_settings
from ..settings_file import read_settings, settings_file
from .asking import REFUSED, choose_home_assistant, held
from .conversation import Conversation
from .helpers import OWN, Wanted
from .labels import Label
from .link import answer, configuration, look_around
from .maker import Maker
from .offer import offer, offer_undo

UNWANTED = 3


def run(terminal: Terminal, url: str, file: Path, token_file: Path | None) -> int:
    """Holds the conversation of the settings, offers to make the rest, and returns the exit code."""

    def talk(token: str) -> int:
        terminal.say(f"Asking {url} ...\n")
        surroundings = look_around(url, token)
        conversation = Conversation(terminal, surroundings)
        if not conversation.hold(file):
            return UNWANTED
        terminal.say(conversation.words.label(Label.NEXT, file=file.absolute()))
        language = surroundings.configured("language") or "en"
        making = partial(_making, terminal, url, token, file, language, offer)
        return held(terminal, making, "Stopped: nothing more was made.")

    return held(
        terminal,
        lambda: talk(token_of_home_assistant(terminal, token_file)),
        "Stopped: nothing was written.",
    )


def run_making(
    terminal: Terminal,
    url: str,
    file: Path,
    token_file: Path | None,
    offered: Callable[[Terminal, Maker], bool],
) -> int:
    """Makes, or undoes, what the settings in the file want in Home Assistant; returns the exit code."""

    def talk() -> int:
        token = token_of_home_assistant(terminal, token_file)
        language = str(configuration(url, token).get("language") or "en")
        return _making(terminal, url, token, file, language, offered)

    return held(terminal, talk, "Stopped: nothing more was changed.")


def _making(
    terminal: Terminal,
    url: str,
    token: str,
    file: Path,
    language: str,
    offered: Callable[[Terminal, Maker], bool],
) -> int:
    """Makes, or undoes, what the settings in the file want; where there is no file, the usual things.

    Raises UsageError for settings that cannot be.
    """
    app = file.name.removesuffix(".settings.json")
    if not NAME.fullmatch(app):
        app = OWN
    try:
        settings = read_settings(file)
        wanted = (
            Wanted(app, language)
            if settings is None
            else Wanted.of(parse_settings({"name": app, **settings}), app, language)
        )
    except SettingsError as error:
        raise UsageError(str(error)) from None
    return 0 if offered(terminal, Maker(partial(answer, url, token), wanted)) else REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m solar_charging.setup",
        description="Looks around in Home Assistant, proposes the settings, asks what is open, and writes "
        "them into a file beside apps.yaml. Then it offers to make the switches, the card and the dashboard; "
        "without a yes it changes nothing in Home Assistant. The token is asked for, and kept nowhere.",
        allow_abbrev=False,
    )
    choose_home_assistant(parser)
    parser.add_argument(
        "--write",
        type=Path,
        default=settings_file(Path()),
        metavar="FILE",
        help="the file of the settings; default: solar_charging.settings.json in this folder",
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument(
        "--make",
        action="store_const",
        const=offer,
        dest="offered",
        help="only make the switches, the card and the dashboard in Home Assistant",
    )
    only.add_argument(
        "--undo",
        action="store_const",
        const=offer_undo,
        dest="offered",
        help="only remove what was made there, unless you have changed it since",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command, and returns its exit code."""
    parser = _parser()
    options = parsed(parser, arguments)
    if not sys.stdin.isatty():
        parser.error("there is no terminal to ask in")
    terminal = Console(attended=True, otherwise="--token-file")
    given = terminal, options.url, options.write, options.token_file
    return run(*given) if options.offered is None else run_making(*given, options.offered)


if __name__ == "__main__":
    sys.exit(main())
