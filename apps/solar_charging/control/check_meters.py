"""Checks the house's meters: found and fresh, their sign, their unit, the main fuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from ..base.checks import Finding, Item, Todo
from ..base.reason import Problem, Reason
from ..metering.house_meters import HouseMeters
from ..metering.trust import Trust
from ..settings.settings import Settings
from .check_line import Line, Told, cross, question, tick

OF_SIGN = frozenset(
    {Problem.METER_SIGN, Problem.METER_SWAPPED, Problem.METER_TURNED, Problem.METER_ABOVE_SUN}
)
OF_UNIT = frozenset(
    {
        Problem.METER_IN_KW,
        Problem.METER_IN_W,
        Problem.METER_SMALL,
        Problem.METER_UNIT,
        Problem.METER_COUNTS_ENERGY,
        Problem.METER_NO_NUMBER,
        Problem.METER_OUT_OF_RANGE,
        Problem.METER_HALF_NEGATIVE,
    }
)
OF_RHYTHM = frozenset({Problem.METER_SLOW, Problem.METER_LATE, Problem.METER_STALE_SET})
"""What is wrong with a meter, by the line that has it; anything else is for the meter's own."""

SPANS_S = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1800)
"""The intervals in s that a person is told: to the second nobody wants to know."""

LASTING_OF_BATTERY = frozenset({Problem.BATTERY_SIGN, Problem.BATTERY_TOO_SMALL, Problem.BATTERY_TOO_LARGE})
"""What does not mend itself."""

Concerns = Callable[[Reason[Problem]], bool]


class MeterChecks:
    """Checks the meters of one house at `now_s` (unix seconds)."""

    def __init__(self, settings: Settings, house: HouseMeters, told: Told, now_s: float) -> None:
        self._settings = settings
        self._meters = settings.meters
        self._house = house
        self._told = told
        self._now_s = now_s
        self._trust = house.trust(now_s)
        self._named = " + ".join(settings.meters.grid_entities)
        wrong = self._wrong(settings.meters.grid_entities)
        self._wrong_unit = wrong if wrong is not None and wrong.why in OF_UNIT else None
        self._gone = None if wrong is self._wrong_unit else wrong

    def lines(self) -> list[Line]:
        """Returns the lines of the meters, the battery's and the roof's where there are any."""
        rest = [self._solar(), self._battery()]
        found = [self._grid(), self._sign(), self._unit(), *(line for line in rest if line is not None)]
        return [*found, self._fuse()]

    def _wrong(self, entities: Iterable[str]) -> Reason[Problem] | None:
        """Returns what is wrong with the first of some entities, None where nothing is."""
        return next((self._told.wrong[each] for each in entities if each in self._told.wrong), None)

    def _grid(self) -> Line:
        item, house = Item.GRID_METER, self._house
        if self._gone is not None:
            return cross(item, self._gone)
        if self._wrong_unit is not None:
            return tick(item, Finding.REPORTS, entity=self._named)
        found = _found(item, self._trust, lambda each: each.why not in OF_SIGN | OF_UNIT)
        if found is not None:
            return found
        if house.unreadable is not None:
            return question(item, house.unreadable, passing=True)
        silent = house.silence_s(self._now_s) > house.stale_s
        if silent:
            return cross(item, Finding.SILENT, Todo.LOOK_AT_SENSOR, entity=self._named)
        if house.grid is None:
            return question(item, Finding.NOT_HEARD, entity=self._named)
        slow = next((each for each in self._trust.remarks if each.why in OF_RHYTHM), None)
        if slow is not None:
            return question(item, _rounded(slow))
        every_s = house.check.rhythm.every_s
        if not every_s:
            return tick(item, Finding.REPORTS, entity=self._named)
        return tick(item, Finding.REPORTS_EACH, entity=self._named, every=_span(every_s))

    def _sign(self) -> Line:
        item, agrees = Item.SIGN, self._told.sign_agrees
        found = _found(item, self._trust, lambda each: each.why in OF_SIGN)
        if found is not None:
            return found
        if self._house.check.borne_out:
            return tick(item, Finding.SIGN_BY_CAR)
        if agrees is None:
            return question(item, Finding.SIGN_OPEN, Todo.SEE_SIGN)
        return tick(item, Finding.SIGN_BY_COUNTERS) if agrees else self._against()

    def _against(self) -> Line:
        other = "export" if self._meters.grid_power_positive == "import" else "import"
        signed = bool(self._meters.grid_power)
        todo = Reason(Todo.TURN_SIGN, {"other": other}) if signed else Reason(Todo.SWAP_PAIR)
        return cross(Item.SIGN, Finding.SIGN_AGAINST, todo)

    def _unit(self) -> Line:
        item, units = Item.UNIT, self._told.units
        if self._wrong_unit is not None:
            return cross(item, self._wrong_unit)
        found = _found(item, self._trust, lambda each: each.why in OF_UNIT)
        if found is not None:
            return found
        heard = [each for each in self._meters.grid_entities if each in units]
        bare = [each for each in heard if units[each] is None]
        if not heard:
            return question(item, Finding.NOT_HEARD, passing=True, entity=self._named)
        if not bare:
            said = ", ".join(dict.fromkeys(str(units[each]) for each in heard))
            return tick(item, Finding.UNIT_TOLD, entity=" + ".join(heard), unit=said)
        if self._house.check.borne_out:
            return tick(item, Finding.UNIT_SHOWN, entity=bare[0])
        return cross(item, Finding.UNIT_NONE, Todo.GIVE_UNIT, entity=bare[0])

    def _solar(self) -> Line | None:
        if not self._meters.solar_power:
            return None
        known = self._house.solar_power_w is not None
        return self._sensor(Item.SOLAR, self._meters.solar_power, known)

    def _battery(self) -> Line | None:
        battery = self._settings.battery
        if battery is None:
            return None
        wrong = self._trust.battery
        if wrong is not None and wrong.why in LASTING_OF_BATTERY:
            return cross(Item.HOUSE_BATTERY, wrong)
        power_w, soc_pct = self._house.battery_at(self._now_s) or (None, None)
        return self._sensor(Item.HOUSE_BATTERY, battery.entities, None not in (power_w, soc_pct))

    def _sensor(self, item: Item, entities: tuple[str, ...], known: bool) -> Line:
        wrong, named = self._wrong(entities), " + ".join(entities)
        if wrong is not None:
            return cross(item, wrong)
        if not known:
            return question(item, Finding.SILENT, Todo.LOOK_AT_SENSOR, passing=True, entity=named)
        return tick(item, Finding.REPORTS, entity=named)

    def _fuse(self) -> Line:
        item, charging, connection = Item.FUSE, self._settings.charging, self._house.connection
        wrong = self._wrong(self._meters.phase_entities) if charging.main_fuse_a is not None else None
        if wrong is not None:
            return cross(item, wrong)
        if charging.main_fuse_a is None and charging.max_import_w is None:
            return question(item, Finding.FUSE_UNSET, Todo.SET_FUSE)
        if connection.turned:
            return cross(
                item, Reason(Problem.PHASES_TURNED, {"entity": " + ".join(connection.sensors.entities)})
            )
        if connection.problem is not None:
            return question(item, connection.problem, passing=True)
        if charging.main_fuse_a is not None:
            return tick(item, Finding.FUSE_OF_PHASES, main_fuse_a=charging.main_fuse_a)
        return tick(item, Finding.FUSE_OF_SUM, max_import_w=charging.max_import_w)


def _found(item: Item, trust: Trust, of_it: Concerns) -> Line | None:
    """Returns a line of what was found out of a meter by its car or its days; None where that is nothing."""
    if trust.wrong is not None and of_it(trust.wrong):
        return cross(item, trust.wrong)
    doubted = [each for each in (trust.trial, trust.doubt, trust.lean) if each is not None]
    signs = [each for each in trust.remarks if each.why is Problem.METER_ABOVE_SUN]
    return next((question(item, each) for each in (*doubted, *signs) if of_it(each)), None)


def _rounded(reason: Reason[Problem]) -> Reason[Problem]:
    """Returns a reason whose spans of time do not change with each reading."""
    values = reason.values.items()
    spans = {key: _span(each.total_seconds()) for key, each in values if isinstance(each, timedelta)}
    return Reason(reason.why, {**reason.values, **spans})


def _span(seconds: float) -> timedelta:
    return timedelta(seconds=min(SPANS_S, key=lambda each: abs(each - seconds)))
