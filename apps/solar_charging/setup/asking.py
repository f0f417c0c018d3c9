"""Holds what the commands that ask Home Assistant have in common: options, and how they end."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from ..base.console import Terminal, UsageError, failed
from ..settings.settings import SettingsError
from .link import LinkError

REFUSED, MISUSED, INTERRUPTED = 1, 2, 130


def choose_home_assistant(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say which Home Assistant is asked, and by which token."""
    parser.add_argument(
        "--url", required=True, help="Home Assistant, such as http://homeassistant.local:8123"
    )
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="a file that has the token alone")


def held(terminal: Terminal, talk: Callable[[], int], stopped: str) -> int:
    """Returns the exit code of a conversation, in which any failure is told; `stopped` says what of."""
    try:
        return talk()
    except (LinkError, SettingsError) as error:
        terminal.say(failed(error))
        return REFUSED
    except (UsageError, OSError) as error:
        terminal.say(failed(error))
        return MISUSED
    except (KeyboardInterrupt, EOFError):
        terminal.say(f"\n{stopped}")
        return INTERRUPTED
