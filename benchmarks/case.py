"""Tells what laws came to in a scenario: money, commands, and the share of what could be saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol, TypeVar

from backtest.result import Result

REFERENCE = "at_once"
"""The law that saves nothing: it charges whenever it is plugged in."""


Added = TypeVar("Added")


def added(one: Added, other: Added) -> Added:
    """Returns a dataclass of which each field is the sum of both."""
    sums = (getattr(one, each.name) + getattr(other, each.name) for each in fields(one))  # type: ignore[arg-type]
    return type(one)(*sums)


def runs_added(runs: Mapping[str, Added], others: Mapping[str, Added]) -> dict[str, Added]:
    """Returns the sums of both by their labels."""
    return {label: added(run, others[label]) for label, run in runs.items()}


Key = TypeVar("Key")


class Addable(Protocol):
    """Is what may be added to another of its kind."""

    def __add__(self, other: Any, /) -> Any: ...


Sum = TypeVar("Sum", bound=Addable)


def summed_by(pairs: Iterable[tuple[Key, Sum]]) -> dict[Key, Sum]:
    """Returns the sum of what has the same key, by the keys in the order in which they come."""
    found: dict[Key, Sum] = {}
    for key, each in pairs:
        found[key] = found[key] + each if key in found else each
    return found


@dataclass(frozen=True)
class Tally:
    """Adds up a law's runs.

    `net` and `gross` are what the charge cost with commands and starts and without them, less the worth of
    what is in the battery; `api_cost` counts reads and wake-ups too, at Tesla's prices.
    """

    net: float
    gross: float
    api_cost: float
    commands: int
    starts: int
    missed: int

    @classmethod
    def of(cls, result: Result, energy_value: float) -> Tally:
        return cls(
            net=result.net(energy_value),
            gross=result.gross(energy_value),
            api_cost=result.api_cost,
            commands=result.commands,
            starts=result.starts,
            missed=result.missed,
        )

    def __add__(self, other: Tally) -> Tally:
        return added(self, other)


@dataclass(frozen=True)
class Attainable:
    """Holds the cost of perfect foresight with whole amps, a beat and latency.

    `energy` is that with free switching, `switching` that with the prices of commands and starts included.
    """

    energy: float
    switching: float

    def __add__(self, other: Attainable) -> Attainable:
        return added(self, other)


@dataclass(frozen=True)
class Case:
    """Holds a scenario's runs in one window, or added up over several, by the label of law and variant."""

    days: float
    optimum: float
    attainable: Attainable | None
    runs: Mapping[str, Tally]

    def __add__(self, other: Case) -> Case:
        both = self.attainable and other.attainable and self.attainable + other.attainable
        runs = runs_added(self.runs, other.runs)
        return Case(self.days + other.days, self.optimum + other.optimum, both, runs)

    def share(self, label: str) -> float:
        """Returns the share saved, net: of what hindsight could have saved against `REFERENCE`.

        Commands and starts have their prices.
        """
        return self.share_of(self.runs[label].net)

    def share_of(self, net: float) -> float:
        """Returns the share saved by any net cost."""
        dumb = self.runs[REFERENCE].net
        return (dumb - net) / (dumb - self.optimum)

    def gross_share(self, label: str) -> float:
        """Returns the share saved of the energy's cost alone, commands and starts free."""
        dumb = self.runs[REFERENCE].gross
        return (dumb - self.runs[label].gross) / (dumb - self.optimum)

    def commands_per_day(self, label: str) -> float:
        return self.runs[label].commands / self.days

    def starts_per_day(self, label: str) -> float:
        return self.runs[label].starts / self.days
