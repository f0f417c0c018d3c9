"""Offers in a shell to make in Home Assistant what the app needs there, and to undo it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.console import Terminal
from ..base.reason import Reason
from .conversation import NO, YES
from .labels import Label
from .maker import Maker
from .making import Making, Part, Stand, Standing
from .making_words import PARTS, STANDINGS, said
from .words import Words

OFFERED = (Part.HELPERS, Part.CARD, Part.DASHBOARD)
"""What is offered in a shell, in the order in which it is made; the set-up page belongs to the app."""

TO_MAKE, TO_UNDO = (Standing.ABSENT, Standing.OUTDATED), (Standing.MADE, Standing.OUTDATED)


def offer(terminal: Terminal, maker: Maker) -> bool:
    """Makes what the person wants made; returns whether all of that was."""
    words, stands = Words(maker.language), maker.stands()
    terminal.say(f"\n{words.label(Label.NEEDED_THERE)}")
    open_ = _listed(terminal, words, {part: stands[part] for part in OFFERED}, TO_MAKE)
    if not open_:
        return True
    chosen = _chosen(terminal, words, Label.MAKE_THEM, open_)
    return all([_done(terminal, words, part, maker.make(part), Label.PART_MADE) for part in chosen])


def offer_undo(terminal: Terminal, maker: Maker) -> bool:
    """Removes what the person wants removed of what the app made; returns whether all of that was."""
    words = Words(maker.language)
    terminal.say(words.label(Label.OF_WHAT_IS_NEEDED))
    open_ = _listed(terminal, words, maker.stands(), TO_UNDO)
    if not open_:
        terminal.say(words.label(Label.NOTHING_MADE))
        return True
    chosen = _chosen(terminal, words, Label.REMOVE_THEM, open_)
    done = Label.PART_REMOVED
    return all([_done(terminal, words, part, maker.undo(part), done) for part in reversed(chosen)])


def _listed(
    terminal: Terminal, words: Words, stands: Mapping[Part, Stand], wanted: Sequence[Standing]
) -> list[Part]:
    """Shows how parts stand, with a number each; returns those that stand as wanted."""
    for number, (part, found) in enumerate(stands.items(), 1):
        told = found.why is not None and found.why.why is not Making.NOT_OURS
        why = f" ({said(found.why, words.language)})" if told and found.why else ""
        name = f"{PARTS[words.language][part]}{words.label(Label.COLON)}"
        terminal.say(f"  {number}  {name} {STANDINGS[words.language][found.standing]}{why}")
    return [part for part, found in stands.items() if found.standing in wanted]


def _chosen(terminal: Terminal, words: Words, question: Label, open_: Sequence[Part]) -> list[Part]:
    numbers = {str(number): part for number, part in enumerate(Part, 1)}
    while True:
        answer = terminal.ask(f"\n{words.label(question)} ").strip().lower()
        if answer in YES:
            return list(open_)
        if answer in NO:
            terminal.say(words.label(Label.NOTHING_CHANGED))
            return []
        named = answer.replace(",", " ").split()
        if named and all(numbers.get(each) in open_ for each in named):
            return [part for part in open_ if part in {numbers[each] for each in named}]
        terminal.say(words.label(Label.YES_NO_NUMBERS))


def _done(terminal: Terminal, words: Words, part: Part, problem: Reason[Making] | None, done: Label) -> bool:
    name = PARTS[words.language][part]
    wrong = "" if problem is None else f"{name}{words.label(Label.COLON)} {said(problem, words.language)}"
    terminal.say(f"  {wrong or words.label(done, part=name)}")
    return problem is None
