"""Offers in a shell to make in Home Assistant what the app needs there, and to undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.console import Terminal
from ..base.reason import Reason
from .conversation import NO, YES
from .maker import Maker
from .making import Making, Part, Stand, Standing
from .making_words import PARTS, STANDINGS, said

SPOKEN = "en"
"""The language of the shell."""

OFFERED = (Part.HELPERS, Part.CARD, Part.DASHBOARD)
"""What is offered in a shell, in the order in which it is made; the set-up page belongs to the app."""

TO_MAKE, TO_UNDO = (Standing.ABSENT, Standing.OUTDATED), (Standing.MADE, Standing.OUTDATED)


def offer(terminal: Terminal, maker: Maker) -> bool:
    """Makes what the person wants made; returns whether all of that was."""
    stands = maker.stands()
    terminal.say("\nIn Home Assistant the app needs:")
    open_ = _listed(terminal, {part: stands[part] for part in OFFERED}, TO_MAKE)
    if not open_:
        return True
    undone = "Each is undone by --undo, and nothing of yours is touched."
    chosen = _chosen(terminal, f"\nMake them? {undone} yes, no, or numbers such as 1 3: ", open_)
    if not chosen:
        terminal.say("Nothing was changed in Home Assistant.")
    return all([_done(terminal, part, maker.make(part), "made") for part in chosen])


def offer_undo(terminal: Terminal, maker: Maker) -> bool:
    """Removes what the person wants removed of what the app made; returns whether all of that was."""
    terminal.say("Of what the app needs, in Home Assistant:")
    open_ = _listed(terminal, maker.stands(), TO_UNDO)
    if not open_:
        terminal.say("The app has made nothing there.")
        return True
    chosen = _chosen(terminal, "\nRemove what it made? yes, no, or numbers such as 1 3: ", open_)
    if not chosen:
        terminal.say("Nothing was changed in Home Assistant.")
    return all([_done(terminal, part, maker.undo(part), "removed") for part in reversed(chosen)])


def _listed(terminal: Terminal, stands: Mapping[Part, Stand], wanted: Sequence[Standing]) -> list[Part]:
    """Shows how parts stand, with a number each; returns those that stand as wanted."""
    for number, (part, found) in enumerate(stands.items(), 1):
        told = found.why is not None and found.why.why is not Making.NOT_OURS
        why = f" ({said(found.why, SPOKEN)})" if told and found.why else ""
        terminal.say(f"  {number}  {PARTS[SPOKEN][part]}: {STANDINGS[SPOKEN][found.standing]}{why}")
    return [part for part, found in stands.items() if found.standing in wanted]


def _chosen(terminal: Terminal, question: str, open_: Sequence[Part]) -> list[Part]:
    numbers = {str(number): part for number, part in enumerate(Part, 1)}
    while True:
        answer = terminal.ask(question).strip().lower()
        if answer in YES:
            return list(open_)
        if answer in NO:
            return []
        words = answer.replace(",", " ").split()
        if words and all(numbers.get(word) in open_ for word in words):
            return [part for part in open_ if part in {numbers[word] for word in words}]
        terminal.say("yes, no, or numbers of the lines above that can be")


def _done(terminal: Terminal, part: Part, problem: Reason[Making] | None, word: str) -> bool:
    name = PARTS[SPOKEN][part]
    terminal.say(f"  {name}: {word}" if problem is None else f"  {name}: {said(problem, SPOKEN)}")
    return problem is None
