"""A recorder of Home Assistant: states and means, told as by the commands of its websocket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

FINE_S, HOUR_S = 300, 3600
STEPS = {"5minute": FINE_S, "hour": HOUR_S}


@dataclass
class FakeRecorder:
    """Keeps `means` by step and entity, with units, and what entities `said`: when, state, attributes."""

    means: dict[int, dict[str, dict[int, float]]] = field(default_factory=lambda: {FINE_S: {}, HOUR_S: {}})
    units: dict[str, str] = field(default_factory=dict)
    said: dict[str, list[tuple[float, str, Mapping[str, Any]]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: bool = True

    def keep(self, entity: str, unit: str, step_s: int, means: Mapping[int, float]) -> None:
        """Keeps means of an entity."""
        self.units[entity] = unit
        self.means[step_s].setdefault(entity, {}).update(means)

    def say(self, entity: str, at_s: float, state: str, **attributes: Any) -> None:
        """Keeps a state of an entity."""
        self.said.setdefault(entity, []).append((at_s, state, attributes))

    def ask(self, command: str, **data: Any) -> Any:
        """Answers as Home Assistant does; None where it does not answer."""
        self.asked.append((command, data))
        if not self.answers:
            return None
        if command == "recorder/get_statistics_metadata":
            return [
                {"statistic_id": entity, "display_unit_of_measurement": unit, "has_mean": True}
                for entity, unit in self.units.items()
                if entity in data["statistic_ids"]
            ]
        begin_s, end_s = (datetime.fromisoformat(data[key]).timestamp() for key in ("start_time", "end_time"))
        if command == "recorder/statistics_during_period":
            step_s = STEPS[data["period"]]
            found = {entity: self.means[step_s].get(entity, {}) for entity in data["statistic_ids"]}
            rows = {
                entity: [
                    {"start": at_s * 1000, "end": (at_s + step_s) * 1000, "mean": mean}
                    for at_s, mean in sorted(means.items())
                    if begin_s <= at_s < end_s
                ]
                for entity, means in found.items()
            }
            return {entity: each for entity, each in rows.items() if each}
        assert command == "history/history_during_period", command
        assert data["significant_changes_only"] is False
        told = {entity: self._told(entity, begin_s, end_s) for entity in data["entity_ids"]}
        return {
            entity: [
                {"s": state, "lu": at_s, **({} if number and data["minimal_response"] else {"a": attributes})}
                for number, (at_s, state, attributes) in enumerate(rows)
            ]
            for entity, rows in told.items()
            if rows
        }

    def _told(
        self, entity: str, begin_s: float, end_s: float
    ) -> Sequence[tuple[float, str, Mapping[str, Any]]]:
        """What was said in a span of time, and at its begin what was said before."""
        rows = sorted(self.said.get(entity, []), key=lambda each: each[0])
        before = [each for each in rows if each[0] < begin_s][-1:]
        return [
            *((begin_s, *each[1:]) for each in before),
            *(each for each in rows if begin_s <= each[0] < end_s),
        ]

    def times(self, command: str) -> int:
        """How often a command was asked."""
        return sum(each == command for each, _ in self.asked)
