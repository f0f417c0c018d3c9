"""Says in words why the car charges or not, how far that gets, and what will change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..base.reason import Problem, Progress, Reason
from ..control.outcome import Outcome
from ..vehicle.car import CarState
from .entity import MAX_STATE_LENGTH, Entity, on_its_day
from .gist import Gist, gist_of_reasons
from .progress import progress_said
from .said import said_of
from .translator import Translator


def text(outcome: Outcome, translator: Translator, progress: Reason[Progress] | None = None) -> str:
    """Says why, how far that gets, and what will change that and when, as long as a state may be."""
    translator = on_its_day(outcome, translator)
    reason, then = outcome.decision.reason, outcome.next_change
    # What is done besides gives way where there is no room for all.
    parts: tuple[tuple[Reason[Any] | None, ...], ...] = (
        (reason, progress, *outcome.asides, then), (reason, progress, then), (reason, then),
    )  # fmt: skip
    whole = (translator.why(*each) for each in parts)
    fits = next((each for each in whole if len(each) <= MAX_STATE_LENGTH), None)
    return translator.why(reason, then)[:MAX_STATE_LENGTH] if fits is None else fits


REASON = Entity("reason", "mdi:head-question-outline", None, None, None, text)


def reason_shown(
    outcome: Outcome, car: CarState | None, translator: Translator, recent: Sequence[str]
) -> tuple[str, dict[str, object]]:
    """Returns the sentence, and its attributes: the same by keys, the remarks, and the last changes."""
    progress = progress_said(outcome, car)
    said = (outcome.decision.reason, progress, *outcome.asides, outcome.next_change)
    attributes: dict[str, object] = {"said": said_of(said)}
    remarks = tuple(_remarks(outcome))
    if remarks:
        attributes["remarks"] = [translator.say(each) for each in remarks]
        attributes["remarks_said"] = said_of(remarks)
    if recent:
        attributes["recent"] = list(recent)
    return text(outcome, translator, progress), attributes


def gist_of_reason(outcome: Outcome) -> Gist:
    """Returns the gist of the reason and of the remarks beside it; how far it gets is told with those."""
    asides, then = outcome.asides, outcome.next_change
    return gist_of_reasons(outcome.decision.reason, *asides, then, *outcome.unclear)


def _remarks(outcome: Outcome) -> Iterator[Reason[Problem]]:
    """Yields what makes no sense, or is missed, where the reason does not say it: a trouble is told once."""
    told = {*_within(outcome.decision.reason)}
    yield from (each for each in outcome.unclear if str(each) not in told)


def _within(reason: Reason[Any]) -> Iterator[str]:
    """Yields all reasons that a reason says."""
    yield str(reason)
    for value in reason.values.values():
        if isinstance(value, Reason):
            yield from _within(value)
