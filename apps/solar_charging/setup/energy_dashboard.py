"""Reads the preferences of Home Assistant's Energy dashboard, as they were written since 2023."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rates:
    """Holds the sensors of power of a source.

    `signed` are positive for what comes out of it, `turned` the other way round; of a pair `given` measures
    what comes out, `taken` what goes in.
    """

    signed: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    @property
    def plus(self) -> tuple[str, ...]:
        """Returns what counts as it is."""
        return (*self.signed, *self.given)

    @property
    def minus(self) -> tuple[str, ...]:
        """Returns what counts with the other sign."""
        return (*self.turned, *self.taken)

    @property
    def one_way(self) -> bool:
        """Says whether all are signed in one way, or else a pair: the settings have no other."""
        paired = bool(self.given) == bool(self.taken)
        return paired and bool(self.signed) + bool(self.turned) + bool(self.given) == 1

    def and_of(self, other: Rates) -> Rates:
        """Returns the sensors of two sources."""
        return Rates(
            unique(self.signed, other.signed),
            unique(self.turned, other.turned),
            unique(self.given, other.given),
            unique(self.taken, other.taken),
        )


@dataclass(frozen=True)
class Source:
    """Is a grid connection, a roof or a battery of the Energy dashboard.

    `given` are its counters of what comes out of it, as drawn from the grid, `taken` of what goes into it.
    A price may be an entity or a number.
    """

    given: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    rates: Rates = Rates()
    price: str | float | None = None
    export_price: str | float | None = None
    soc: str | None = None
    capacity_kwh: float | None = None

    @property
    def counters(self) -> tuple[str, ...]:
        """Returns all its counters."""
        return (*self.given, *self.taken)

    def and_of(self, other: Source) -> Source:
        """Returns the counters and sensors of two sources, for their sum counts."""
        given, taken = unique(self.given, other.given), unique(self.taken, other.taken)
        return Source(given, taken, self.rates.and_of(other.rates))


@dataclass(frozen=True)
class EnergyDashboard:
    """Holds what a person has told the Energy dashboard of: grid connections, roofs, batteries."""

    grids: tuple[Source, ...] = ()
    roofs: tuple[Source, ...] = ()
    batteries: tuple[Source, ...] = ()

    @staticmethod
    def of(preferences: Mapping[str, Any] | None) -> EnergyDashboard:
        """Reads the preferences; leaves out what makes no sense."""
        rows = _rows((preferences or {}).get("energy_sources"))
        return EnergyDashboard(
            grids=tuple(_grid(row) for row in rows if row.get("type") == "grid"),
            roofs=tuple(_source(row) for row in rows if row.get("type") == "solar"),
            batteries=tuple(_source(row) for row in rows if row.get("type") == "battery"),
        )

    @property
    def counters(self) -> tuple[str, ...]:
        """Returns the counters of all sources."""
        return tuple(
            each for source in (*self.grids, *self.roofs, *self.batteries) for each in source.counters
        )


def unique(*many: tuple[str, ...]) -> tuple[str, ...]:
    """Returns all ids in their order, each once."""
    return tuple(dict.fromkeys(each for ids in many for each in ids))


def _grid(row: Mapping[str, Any]) -> Source:
    """Returns a grid connection: until 2025 lists of flows, since then one row for both ways."""
    inward, outward = _rows(row.get("flow_from")), _rows(row.get("flow_to"))
    rates = _rates(row)
    for each in _rows(row.get("power")):
        rates = rates.and_of(_rates(each))
    return Source(
        given=_ids([row, *inward], "stat_energy_from"),
        taken=_ids([row, *outward], "stat_energy_to"),
        rates=rates,
        price=_price([row, *inward], "entity_energy_price", "number_energy_price"),
        export_price=_price([row], "entity_energy_price_export", "number_energy_price_export")
        or _price(outward, "entity_energy_price", "number_energy_price"),
    )


def _source(row: Mapping[str, Any]) -> Source:
    return Source(
        given=_ids([row], "stat_energy_from"),
        taken=_ids([row], "stat_energy_to"),
        rates=_rates(row),
        soc=_text(row.get("stat_soc")),
        capacity_kwh=_number(row.get("capacity")),
    )


def _rates(row: Mapping[str, Any]) -> Rates:
    """Returns the sensors that a person chose, rather than one that Home Assistant has made of them."""
    chosen = row.get("power_config")
    rows = [chosen if isinstance(chosen, Mapping) and chosen else row]
    return Rates(
        signed=_ids(rows, "stat_rate"),
        turned=_ids(rows, "stat_rate_inverted"),
        given=_ids(rows, "stat_rate_from"),
        taken=_ids(rows, "stat_rate_to"),
    )


def _price(rows: Iterable[Mapping[str, Any]], entity: str, number: str) -> str | float | None:
    for row in rows:
        said = _text(row.get(entity))
        figure = _number(row.get(number))
        if said is not None or figure is not None:
            return said if said is not None else figure
    return None


def _ids(rows: Iterable[Mapping[str, Any]], key: str) -> tuple[str, ...]:
    found = (_text(row.get(key)) for row in rows)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e6:
        return None
    return float(value)
