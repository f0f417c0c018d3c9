"""Says whether what the app goes by is found, and makes sense: `python -m solar_charging.check --url URL`.

Ends with 0 where nothing is wrong, with 1 where something is, or Home Assistant could not be asked, with 2
when an option or file is wrong, and with 130 when it was interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..base.console import Console, Terminal, parsed, token_of_home_assistant
from ..base.entity_state import attributes_of
from ..control.check_line import Mark
from ..control.outcome import Outcome
from ..publishing.checklist_entity import row
from ..publishing.entity import on_its_day
from ..publishing.translator import LANGUAGES, Translator
from ..settings.settings import Settings, in_currency
from ..setup.asking import choose_home_assistant, held
from ..setup.link import look_around, socket_address
from ..setup.surroundings import Surroundings
from .entry import settings_of
from .outside import looked_at

RIGHT, WRONG = 0, 1

SIGNS, PLAIN = {"tick": "✓", "question": "?", "cross": "✗"}, {"tick": "+", "question": "?", "cross": "x"}
SUMS: Mapping[str, str] = {
    "en": "{tick} right, {question} open, {cross} wrong.",
    "fr": "{tick} justes, {question} à voir, {cross} faux.",
    "de": "{tick} richtig, {question} offen, {cross} falsch.",
}
MOST = 240
"""More characters of a sentence are not shown."""


def run(terminal: Terminal, options: argparse.Namespace, signs: Mapping[str, str] = PLAIN) -> int:
    """Looks, shows what it sees, and returns the exit code."""
    return held(terminal, lambda: _looked(terminal, options, signs), "Stopped.")


def _looked(terminal: Terminal, options: argparse.Namespace, signs: Mapping[str, str]) -> int:
    socket_address(options.url)  # which refuses what is no address, before anything is asked or shown
    name, settings = settings_of(options.settings, options.name)
    token = token_of_home_assistant(terminal, options.token_file)
    terminal.say(f"Asking {options.url} ...\n")
    surroundings = look_around(options.url, token)
    rows = _rows(name, settings, surroundings, options.language)
    for each in rows:
        terminal.say(f" {signs[each['mark']]} {each['name']:22} {each['said']}")
        if each.get("do"):
            terminal.say(f"   {'':22} -> {each['do']}")
    counts = {mark.value: sum(each["mark"] == mark for each in rows) for mark in Mark}
    language = Translator(_language(options.language, settings, surroundings), ZoneInfo("UTC"), "").language
    terminal.say("\n" + SUMS[language].format(**counts))
    return WRONG if counts["cross"] else RIGHT


def _rows(
    name: str, settings: Settings, surroundings: Surroundings, language: str | None
) -> list[dict[str, str]]:
    """Returns the lines in words; what is open here the running app may know already."""
    zone = _zone(settings, surroundings)
    settings = in_currency(settings, surroundings.configured("currency") or "")
    outcome = looked_at(settings, surroundings, zone)
    words = Translator(_language(language, settings, surroundings), zone, settings.api.currency)
    known = _known(name, surroundings)
    return [_better(each, known) for each in _in_words(outcome, words)]


def _in_words(outcome: Outcome, words: Translator) -> list[dict[str, str]]:
    today = on_its_day(outcome, words)
    return [row(line, today, MOST) for line in outcome.checklist]


def _better(here: dict[str, str], known: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Returns a line, or what the app knows where that is right and this is open."""
    there = known.get(here["item"], {})
    if here["mark"] != Mark.QUESTION or there.get("mark") != Mark.TICK:
        return here
    return {**here, "mark": Mark.TICK.value, "said": str(there.get("said"))[:MOST], "do": ""}


def _known(name: str, surroundings: Surroundings) -> dict[str, Mapping[str, object]]:
    """Returns the lines that the app itself publishes, by their items."""
    lines = attributes_of(surroundings.states.get(f"sensor.{name}_checklist", {})).get("lines")
    found = [each for each in lines if isinstance(each, Mapping)] if isinstance(lines, list) else []
    return {str(each.get("item")): each for each in found}


def _language(asked: str | None, settings: Settings, surroundings: Surroundings) -> str:
    return asked or settings.language or surroundings.configured("language") or "en"


def _zone(settings: Settings, surroundings: Surroundings) -> ZoneInfo:
    try:
        return ZoneInfo(settings.time_zone or surroundings.configured("time_zone") or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m solar_charging.check",
        description="Says whether all that the app goes by is found in Home Assistant, and makes sense: "
        "meters, car, tariff and the rest, each with what to do. It only reads. The token is asked for, and "
        "kept nowhere.",
        allow_abbrev=False,
    )
    choose_home_assistant(parser)
    parser.add_argument(
        "--settings",
        type=Path,
        default=Path(),
        metavar="FILE",
        help="apps.yaml, the file of settings, or the folder of both; default: this folder",
    )
    parser.add_argument("--name", metavar="NAME", help="which entry of apps.yaml, where it has several")
    parser.add_argument("--language", choices=list(LANGUAGES), help="default: as Home Assistant")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command, and returns its exit code."""
    parser = _parser()
    options = parsed(parser, arguments)
    if options.token_file is None and not sys.stdin.isatty():
        parser.error("there is no terminal to ask in: bring the token with --token-file")
    shows = (sys.stdout.encoding or "").lower().startswith("utf")
    return run(Console(attended=True, otherwise="--token-file"), options, SIGNS if shows else PLAIN)


if __name__ == "__main__":
    sys.exit(main())
