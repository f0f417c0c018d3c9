"""Asks Home Assistant's recorder for the past, in parts that fit into a message; changes nothing there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

from .past_rows import FINE_S, HOUR_S, Means, PastState, means, states, units

Ask = Callable[..., Any]
"""Asks a command of Home Assistant's websocket; returns its answer, None where there is none."""

PERIODS = {FINE_S: "5minute", HOUR_S: "hour"}

MEANS_AT_ONCE = 8000
"""So many means are asked for at once: some 100 bytes each, and AppDaemon's connection bears 4 MB."""

STATES_S = 12 * 3600.0
"""The states of a car of so many seconds are asked for at once: a day's drives are some thousand."""

FIRST_S, MOST_S, STATES_AT_ONCE = 900.0, 6 * 3600.0, 8000
"""The states of a meter are asked for by so many seconds at first, then by as many as have so few states:
some speak three times a second.
"""

STATES_IN_ALL = 100_000
"""So many states of meters are taken at most: Home Assistant may run on a small machine."""


class Recorder:
    """Asks what the recorder kept, the newest first, until it has nothing older. Times are unix seconds.

    An answer that does not come ends what is asked for: what came before it stands.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def units(self, entities: Collection[str]) -> dict[str, str]:
        """Returns the units of the means of those entities that have any."""
        return units(self._ask("recorder/get_statistics_metadata", statistic_ids=sorted(entities)))

    def means(self, entities: Collection[str], step_s: int, since_s: float, until_s: float) -> Means:
        """Returns the means of entities by steps of `step_s`."""
        found: dict[str, dict[int, float]] = {entity: {} for entity in entities}
        if not entities:
            return found
        part_s = max(MEANS_AT_ONCE // len(entities), 1) * step_s
        for begin_s, end_s in _parts(since_s // HOUR_S * HOUR_S, until_s, part_s):
            answer = self._ask(
                "recorder/statistics_during_period",
                statistic_ids=sorted(entities),
                period=PERIODS[step_s],
                types=["mean"],
                **_between(begin_s, end_s),
            )
            part = means(answer, entities, step_s, begin_s, end_s)
            for entity, values in part.items():
                found[entity].update(values)
            # Of the last minutes there may be none yet.
            if end_s < until_s and not any(part.values()):
                break
        return found

    def states(
        self, entities: Collection[str], since_s: float, until_s: float, minimal: bool = False
    ) -> dict[str, list[PastState]]:
        """Returns the states of entities that say little; `minimal` is as in `at_once`."""
        found: dict[str, list[PastState]] = {entity: [] for entity in entities}
        for begin_s, end_s in _parts(since_s, until_s, STATES_S) if entities else ():
            part = self.at_once(entities, begin_s, end_s, minimal)
            if part is None or not any(part.values()):
                break
            found = {entity: [*part[entity], *later] for entity, later in found.items()}
        return found

    def at_once(
        self, entities: Collection[str], begin_s: float, end_s: float, minimal: bool
    ) -> dict[str, list[PastState]] | None:
        """Returns the states of entities in one answer, None where there is none.

        A `minimal` one has the attributes of the first state only: of what measures they stay the same.
        """
        answer = self._ask(
            "history/history_during_period",
            entity_ids=sorted(entities),
            significant_changes_only=False,
            minimal_response=minimal,
            **_between(begin_s, end_s),
        )
        return None if answer is None else states(answer, entities, begin_s, end_s)

    def meter_states(self, entities: Collection[str], since_s: float, until_s: float) -> Iterator[_States]:
        """Yields the states of meters of one part of the time after the other, with its begin and end."""
        span_s, taken = FIRST_S, 0
        while entities and until_s > since_s and taken < STATES_IN_ALL:
            begin_s = max(until_s - span_s, since_s)
            part = self.at_once(entities, begin_s, until_s, minimal=True)
            if part is None or not any(part.values()):
                return
            yield begin_s, until_s, part
            count = sum(map(len, part.values()))
            taken, until_s = taken + count, begin_s
            span_s = min(2 * span_s, MOST_S, span_s * STATES_AT_ONCE / max(count, 1))


_States = tuple[float, float, Mapping[str, Sequence[PastState]]]


def _parts(since_s: float, until_s: float, part_s: float) -> Iterator[tuple[float, float]]:
    """Yields spans of time, the newest first, each with its begin and end at most `part_s` apart."""
    end_s = until_s
    while end_s > since_s:
        begin_s = max((end_s - 1) // part_s * part_s, since_s)
        yield begin_s, end_s
        end_s = begin_s


def _between(begin_s: float, end_s: float) -> dict[str, str]:
    begin, end = (datetime.fromtimestamp(at_s, timezone.utc).isoformat() for at_s in (begin_s, end_s))
    return {"start_time": begin, "end_time": end}
