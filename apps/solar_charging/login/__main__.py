"""Leads through the first login, from a token to the lines for apps.yaml: `python -m solar_charging.login`.

Ends with 0, with 1 when the service refused or did not answer, with 2 when an option or answer is wrong, and
with 130 when it was interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from ..base.console import Console, Terminal, UsageError, parsed
from ..publishing.translator import Translator
from ..vehicle.car import NotAuthorized, Unreachable, VehicleError, WrongRegion
from .conversation import Login
from .login_ways import ANYWAY, SETTINGS, TOKEN_FILE, WAY, WAYS

REFUSED, MISUSED, INTERRUPTED = 1, 2, 130


def run(terminal: Terminal, given: Mapping[str, str]) -> int:
    """Holds the conversation, and returns the exit code."""
    try:
        Login(terminal, given).hold()
    except UsageError as error:
        terminal.say(str(error))
        return MISUSED
    except OSError as error:
        terminal.say(str(error))
        return MISUSED
    except VehicleError as error:
        terminal.say(_words(error))
        return REFUSED
    except (KeyboardInterrupt, EOFError):
        terminal.say("\nStopped.")
        return INTERRUPTED
    return 0


def _words(error: VehicleError) -> str:
    said = Translator("en", ZoneInfo("UTC"), "USD").say(error.reason)
    if isinstance(error, NotAuthorized):
        return f"The token was not accepted: {said.removeprefix('log in again: ')}."
    if isinstance(error, WrongRegion):
        host = error.base_url or "and the host of its region"
        return f"The account belongs to another region: repeat with --api-url {host}."
    if isinstance(error, Unreachable):
        return (
            f"That failed: {said}. Are the network and the address in order?\n"
            "A service that does not list cars has to be asked for one: --vin."
        )
    return f"That failed: {said}."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m solar_charging.login",
        description="Checks a token for your car, keeps it in a file and prints the lines for apps.yaml. "
        "What no option says is asked for; a token is never an option.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--token-stdin", action="store_true", help="read the token from a pipe and ask nothing"
    )
    parser.add_argument(WAY.option, help=f"the way to the car: {', '.join(way.name for way in WAYS)}")
    parser.add_argument(
        TOKEN_FILE.option, help=f"{TOKEN_FILE.prompt}, {TOKEN_FILE.default} if nothing is said"
    )
    parser.add_argument("--replace", action="store_const", const="yes", help="replace that file")
    parser.add_argument(
        ANYWAY.option, action="store_const", const="yes", help="go on with a way that may not last"
    )
    for question in SETTINGS.values():
        shown = question.option.rpartition("-")[2].upper()
        parser.add_argument(question.option, dest=question.key, metavar=shown, help=question.prompt)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command, and returns its exit code."""
    parser = _parser()
    options = parsed(parser, arguments)
    if options.token_stdin == sys.stdin.isatty():
        parser.error(
            "--token-stdin reads from a pipe, for a terminal would show the token"
            if options.token_stdin
            else "there is no terminal to ask in: bring the token through a pipe with --token-stdin"
        )
    given = {key: value for key, value in vars(options).items() if isinstance(value, str)}
    return run(Console(attended=not options.token_stdin), given)


if __name__ == "__main__":
    sys.exit(main())
