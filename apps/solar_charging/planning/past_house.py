"""Forms what the car could have had in the past, of the means that Home Assistant's recorder kept.

    surplus_w = car_w - grid_w - battery_w - what of the sun no car can have

with signs and units as in `metering`, which reads each mean as if a meter said it now. What the car drew is
known by the meter at its plug, or its entities: nothing where it was idle all the time, or its amps where it
drew all the time on known phases. Else the house itself tells: one that used less than the car takes at least
had no charge. Where none of them tells nothing is taken: the sun of a charge is not to be taken for none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..base.errors import MeterError
from ..metering.house_battery import HouseBattery
from ..metering.meter import AMPS_PER_UNIT, GridMeter, Sum, in_units, power_w, voltage_v
from ..settings.settings import Settings
from ..vehicle.entities.patterns import Role
from .past_car import CarPast
from .past_rows import HOUR_S, Means

Said = Callable[[str], dict[str, Any]]
"""Gives the state of an entity."""

IDLE_SHARE = 0.8
"""A house that used less than this share of the least that the car draws had no charge."""


class PastSpan(NamedTuple):
    """Holds that the surplus was `surplus_w` on average for `span_s` from `begin_s` (unix seconds) on.

    The car drew `car_w` of it. A `coarse` one is the mean of a whole hour.
    """

    begin_s: float
    span_s: float
    surplus_w: float
    car_w: float
    coarse: bool


def meters_of(settings: Settings) -> tuple[str, ...]:
    """Returns the ids of the entities of power by which the surplus is known."""
    meters, battery = settings.meters, settings.battery
    powers = () if battery is None else battery.power_entities
    return tuple(dict.fromkeys((*meters.grid_entities, *meters.solar_power, *meters.car_power, *powers)))


DRAWN_BY = (Role.DRAWN, Role.VOLTAGE)
"""The roles of the car whose means say how much it drew."""


class PastHouse:
    """Reads means as the meters of `settings` are read; `units` are those of the entities.

    `roles` are the car's entities, `car` says what it did.
    """

    def __init__(
        self, settings: Settings, units: Mapping[str, str], roles: Mapping[Role, str], car: CarPast
    ) -> None:
        self._settings, self._units, self._roles, self._car = settings, units, roles, car
        meters = settings.meters
        self._grid = GridMeter(meters)
        self._solar, self._plug = Sum(meters.solar_power, power_w), Sum(meters.car_power, power_w)
        battery = settings.battery
        self._battery = None if battery is None else HouseBattery(battery, HOUR_S, 0.0)

    def spans(self, means: Means, step_s: int) -> list[PastSpan]:
        """Returns what is known of the surplus by means over steps of `step_s`, the oldest first."""
        starts = {start_s for entity in self._grid.entities for start_s in means.get(entity, ())}
        found = [self._span(means, start_s, step_s) for start_s in sorted(starts)]
        return [span for span in found if span is not None]

    def sun(self, means: Means, step_s: int) -> list[tuple[float, float]]:
        """Returns how many kW the sun made, with the middle of each step in unix seconds."""
        starts = {start_s for entity in self._solar.entities for start_s in means.get(entity, ())}
        made = [(start_s + step_s / 2, self._sun_w(self._told(means, start_s))) for start_s in sorted(starts)]
        return [(at_s, watts / 1000) for at_s, watts in made if watts is not None]

    def _sun_w(self, said: Said) -> float | None:
        watts: float | None = _last(lambda each: self._solar.update(each, said(each)), self._solar.entities)
        return watts

    def _told(self, means: Means, start_s: int) -> Said:
        """Returns what gives an entity's mean as if it had just said it."""

        def said(entity: str) -> dict[str, Any]:
            value = means.get(entity, {}).get(start_s)
            return {"state": value, "attributes": {"unit_of_measurement": self._units.get(entity)}}

        return said

    def _span(self, means: Means, start_s: int, step_s: int) -> PastSpan | None:
        said = self._told(means, start_s)
        reading = _last(lambda each: self._grid.update(each, said(each), start_s), self._grid.entities)
        solar_w = self._sun_w(said)
        battery_w = self._battery_w(said, start_s)
        unusable_w = self._unusable_w(solar_w)
        if reading is None or battery_w is None or unusable_w is None:
            return None
        used_w = None if solar_w is None else reading.power_w + max(solar_w, 0.0) + battery_w
        car_w = self._car_w(said, start_s, step_s, used_w)
        if car_w is None:
            return None
        surplus_w = car_w - reading.power_w - battery_w - unusable_w
        return PastSpan(start_s, step_s, surplus_w, car_w, step_s >= HOUR_S)

    def _battery_w(self, said: Said, start_s: int) -> float | None:
        """Returns what the house battery gave, 0 where there is none; None where that is not known."""
        battery = self._battery
        if battery is None or self._settings.battery is None:
            return 0.0
        for entity in self._settings.battery.power_entities:
            try:
                battery.update(entity, said(entity), start_s)
            except MeterError:
                return None
        return battery.power_w(start_s)

    def _unusable_w(self, solar_w: float | None) -> float | None:
        """Returns what of the sun a hybrid inverter cannot give; None where that is not known."""
        battery = self._settings.battery
        if battery is None or battery.inverter_w is None:
            return 0.0
        return None if solar_w is None else max(solar_w - battery.inverter_w, 0.0)

    def _car_w(self, said: Said, start_s: int, step_s: int, used_w: float | None) -> float | None:
        """Returns what the car drew; None where nothing tells. `used_w` is what house and car used."""
        if self._plug.entities:
            plug_w: float | None = _last(
                lambda each: self._plug.update(each, said(each)), self._plug.entities
            )
            return None if plug_w is None else max(plug_w, 0.0)
        draws = self._car.draws(start_s, start_s + step_s)
        if draws is not None:
            return self._drawn_w(said, start_s, step_s) if draws else 0.0
        car = self._settings.car
        idle = used_w is not None and used_w < IDLE_SHARE * car.min_current_a * car.voltage_v
        return 0.0 if idle else None

    def _drawn_w(self, said: Said, start_s: int, step_s: int) -> float | None:
        """Returns what the car drew, by its amps; None where they, or its phases, are not known."""
        drawn, volts, car = self._roles.get(Role.DRAWN), self._roles.get(Role.VOLTAGE), self._settings.car
        phases = self._car.phases(start_s, start_s + step_s) or car.phases
        told = None if drawn is None else said(drawn)
        if told is None or told["state"] is None or phases is None or not in_units(told, AMPS_PER_UNIT):
            return None
        measured_v = None if volts is None else _last(lambda each: voltage_v(each, said(each)), (volts,))
        return max(float(told["state"]), 0.0) * (measured_v or car.voltage_v) * phases


def _last(read: Callable[[str], Any], entities: Sequence[str]) -> Any:
    """Returns what the last of the entities made known; None where one of them makes no sense."""
    found = None
    for entity in entities:
        try:
            found = read(entity)
        except MeterError:
            found = None
    return found


def together(fine: Sequence[PastSpan], coarse: Sequence[PastSpan]) -> Iterator[PastSpan]:
    """Yields all spans in their order, the hours only where nothing finer is known of them."""
    known = {int(span.begin_s // HOUR_S) for span in fine}
    hours = [span for span in coarse if int(span.begin_s // HOUR_S) not in known]
    yield from sorted([*fine, *hours])
