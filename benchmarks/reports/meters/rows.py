"""Lists the ways in which meters report, each as a row of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from benchmarks.reports.scene import Setting
from benchmarks.virtual_home import METERS
from simulator.habits import Habits
from simulator.meter_habits import CarMeter, House, MeterHabits, Sees

from .stories import CLOUDY, DARK, DAYS, NIGHT, SUN_W, SUNNY

RIGHT = "right"
HTTP = "right, TeslaPy"
LATER_S = 2.5 * 3600
"""When a meter goes wrong that was right at first: while the car charges."""

PHASE_SHARES = (0.2, 0.7)
"""Of a reading's span, where its phases are that are tried."""

ALL = frozenset({SUNNY, CLOUDY, NIGHT, DARK, DAYS})
NEEDS_SUN = (Sees.HOUSE, Sees.IMPORT)
"""What shows the grid as it is while nothing is fed in."""

THREE_PHASES: Mapping[str, Any] = {"phases": 3, "battery_kwh": 100.0}
MORE_SUN_W = 7000.0

QUICK_ROWS = frozenset(
    {RIGHT, "wrong sign", "does not see the car", "frozen later", "each 5 min", "zero export"}
)


class Kind(Enum):
    """Says what is wrong with a meter, and so what may come of it."""

    HARMLESS = "harmless"
    LATE = "late"
    WRONG = "wrong"
    WORDS = "not understood, unless it is"
    HIDING = "the surplus does not show at the grid"
    PHASES = "the car's phases are not told"


@dataclass(frozen=True)
class Row:
    """Holds a way to report; each of its `settings` is a phase of its readings.

    `base` is the row it is compared with, None for one of those. `stories` are those it is tried in, under a
    sun of `sun_w`. `says` names the words that have to be said: soon where the meter itself tells it
    (`at_once`), else when a charge has shown it, which one by night does not where it `needs_sun`. A late one
    needs `least_sun` of the base's.
    """

    title: str
    kind: Kind
    settings: tuple[Setting, ...]
    base: str | None = RIGHT
    says: str = ""
    sun_w: float = SUN_W
    least_sun: float = 0.9
    at_once: bool = False
    needs_sun: bool = False
    stories: frozenset[str] = ALL

    @property
    def three_phases(self) -> bool:
        """Says whether the car takes three phases."""
        return self.settings[0].car == THREE_PHASES


def rows(quick: bool) -> list[Row]:
    """Lists the rows, the right ones first; a quick run has few of them."""
    found = [*_right(), *_harmless(), *_late(), *_wrong(), *_of_pairs(), *_plugs(), *_hiding(), *_phases()]
    return [row for row in found if row.title in QUICK_ROWS] if quick else found


def _set(meters: MeterHabits, **others: Any) -> tuple[Setting, ...]:
    """Returns a setting for each phase of the readings, with the meters in the app's settings."""
    shares = PHASE_SHARES if meters.every_s else (0.0,)
    named = {"grid_power": METERS["grid"], "solar_power": METERS["solar"]}
    if meters.pair:
        del named["grid_power"]
        named |= {"import_power": METERS["import"], "export_power": METERS["export"]}
    if meters.car is not None:
        named["car_power"] = METERS["car"]
    return tuple(
        Setting(
            meters=replace(meters, phase_s=round(share * meters.every_s, 1)),
            arguments={"meters": named},
            oven=meters.car is CarMeter.OVEN,
            **others,
        )
        for share in shares
    )


def _right() -> Iterator[Row]:
    given: list[tuple[str, dict[str, Any]]] = [
        (RIGHT, {}),
        (HTTP, {"http": True}),
    ]
    for title, others in given:
        yield Row(title, Kind.HARMLESS, _set(MeterHabits(), **others), base=None)
    yield Row("right, with car_power", Kind.HARMLESS, _set(MeterHabits(car=CarMeter.RIGHT)))
    oven = replace(_set(MeterHabits())[0], oven=True)
    yield Row("right, an oven heats", Kind.HARMLESS, (oven,), base=None)
    three = _set(MeterHabits(), car=THREE_PHASES)
    yield Row("right, 3 phases", Kind.HARMLESS, three, base=None, sun_w=MORE_SUN_W)
    by_http = _set(MeterHabits(), car=THREE_PHASES, http=True)
    yield Row("right, 3 phases, TeslaPy", Kind.HARMLESS, by_http, base=None, sun_w=MORE_SUN_W)
    yield Row("right, 1 phase, more sun", Kind.HARMLESS, _set(MeterHabits()), base=None, sun_w=MORE_SUN_W)


def _harmless() -> Iterator[Row]:
    for title, habits in (
        ("a pair", MeterHabits(pair=True)),
        ("1 % spikes", MeterHabits(spikes=0.01)),
        ("5 % spikes", MeterHabits(spikes=0.05)),
        ("no unit", MeterHabits(unit=None)),
        ("right in kW", MeterHabits(scale=0.001, unit="kW")),
    ):
        yield Row(title, Kind.HARMLESS, _set(habits))


def _late() -> Iterator[Row]:
    plug = CarMeter.RIGHT
    for title, habits in (
        ("60 s late", MeterHabits(lag_s=60)),
        ("5 min late", MeterHabits(lag_s=300)),
        ("each 60 s", MeterHabits(every_s=60)),
        ("each 5 min", MeterHabits(every_s=300)),
        ("each 15 min, the mean", MeterHabits(every_s=900, mean=True)),
        ("each 15 min, what is now", MeterHabits(every_s=900)),
        ("each 60 s, 60 s late", MeterHabits(every_s=60, lag_s=60)),
        ("5 min late, car_power at once", MeterHabits(lag_s=300, car=plug)),
        ("each 5 min, car_power at once", MeterHabits(every_s=300, car=plug)),
    ):
        yield _late_row(title, habits)
    for title, habits in (("5 min late", MeterHabits(lag_s=300)), ("each 5 min", MeterHabits(every_s=300))):
        yield _late_row(f"{title}, the car each 10 min", habits, habits=Habits(poll_s=600.0, phase_s=170.0))


def _late_row(title: str, meters: MeterHabits, **others: Any) -> Row:
    least_sun = 0.6 if meters.every_s >= 900 else 0.85
    return Row(title, Kind.LATE, _set(meters, **others), says="late", least_sun=least_sun)


def _wrong() -> Iterator[Row]:
    turned, blind = MeterHabits(sign=-1), MeterHabits(sees=Sees.NO_CAR)
    frozen, frozen_later = MeterHabits(frozen_after_s=0), MeterHabits(frozen_after_s=LATER_S)
    for title, says, habits in (
        ("wrong sign", "sign", turned),
        ("wrong sign, each 5 min", "sign", replace(turned, every_s=300)),
        ("wrong sign, 60 s late", "sign", replace(turned, lag_s=60)),
        ("does not see the car", "blind", blind),
        ("does not see the car, each 5 min", "blind", replace(blind, every_s=300)),
        ("does not see the car, 60 s late", "blind", replace(blind, lag_s=60)),
        ("frozen", "frozen", frozen),
        ("frozen later", "frozen", frozen_later),
        ("frozen later, told as news", "frozen", replace(frozen_later, told_anew=True)),
        ("house load", "house", MeterHabits(sees=Sees.HOUSE)),
        ("import only", "import", MeterHabits(sees=Sees.IMPORT)),
        ("kW labelled W", "scale", MeterHabits(scale=0.001)),
        ("W labelled kW", "scale", MeterHabits(unit="kW")),
        ("unavailable each other 5 min", "gone", MeterHabits(gap_s=300)),
        ("hears of no change later", "deaf", MeterHabits(deaf_after_s=LATER_S)),
    ):
        yield Row(title, Kind.WRONG, _set(habits), says=says, needs_sun=habits.sees in NEEDS_SUN)
    half_open = MeterHabits(deaf_after_s=LATER_S, swallows=True)
    yield Row("half-open connection, TeslaPy", Kind.WRONG, _set(half_open, http=True), HTTP, "deaf")
    for title, says, habits in (
        ("wrong sign", "sign", turned),
        ("does not see the car", "blind", blind),
        ("frozen later", "frozen", frozen_later),
    ):
        three = _set(habits, car=THREE_PHASES)
        yield Row(f"{title}, 3 phases", Kind.WRONG, three, "right, 3 phases", says, MORE_SUN_W)
    yield Row("unit VA", Kind.WRONG, _set(MeterHabits(unit="VA")), says="unit", at_once=True)
    for title, words, comma in (
        ("'-1543,5'", "{}", True),
        ("'-1543 W'", "{} W", False),
        ("'n/a'", "n/a", False),
    ):
        spelt = _set(MeterHabits(words=words, comma=comma))
        yield Row(f"says {title}", Kind.WORDS, spelt, says="words", at_once=True)


def _of_pairs() -> Iterator[Row]:
    pair = MeterHabits(pair=True)
    for half in ("import", "export"):
        gone = replace(pair, gone=half)
        yield Row(f"pair without {half}", Kind.WRONG, _set(gone), says="half", at_once=True)
        later = replace(gone, gone_after_s=LATER_S)
        yield Row(f"pair without {half} later", Kind.WRONG, _set(later), says="half", at_once=True)
    negative = _set(replace(pair, negative_export=True))
    yield Row("pair, export negative", Kind.WRONG, negative, says="negative", needs_sun=True)


def _plugs() -> Iterator[Row]:
    for title, car, base in (
        ("of an oven", CarMeter.OVEN, "right, an oven heats"),
        ("always 0", CarMeter.ZERO, RIGHT),
        ("stuck at 3680 W", CarMeter.STUCK, RIGHT),
        ("with the wrong sign", CarMeter.REVERSED, RIGHT),
    ):
        yield Row(f"car_power {title}", Kind.WRONG, _set(MeterHabits(car=car)), base, "plug")


def _hiding() -> Iterator[Row]:
    for title, habits in (
        ("zero export", MeterHabits(house=House.ZERO_EXPORT)),
        ("house battery holds the grid at 0", MeterHabits(house=House.BATTERY)),
        ("house battery of 10 kWh", MeterHabits(house=House.BATTERY, battery_kwh=10)),
    ):
        by_inverter = habits.house is House.ZERO_EXPORT
        yield Row(title, Kind.HIDING, _set(habits), says="battery", needs_sun=by_inverter)


def _phases() -> Iterator[Row]:
    for told, untold in (("", {"phases"}), (" nor its power", {"phases", "power"})):
        habits = Habits(untold=frozenset(untold))
        for number, car, base in (
            (1, {}, "right, 1 phase, more sun"),
            (3, THREE_PHASES, "right, 3 phases"),
        ):
            by_entities = _set(MeterHabits(), habits=habits, car=car)
            title = f"car of {number} phase{'s' * (number > 1)}: phases{told} untold"
            yield _phases_row(title, by_entities, base)
        by_http = _set(MeterHabits(), habits=habits, car=THREE_PHASES, http=True)
        yield _phases_row(f"TeslaPy, 3 phases{told} untold", by_http, "right, 3 phases, TeslaPy")


def _phases_row(title: str, settings: tuple[Setting, ...], base: str) -> Row:
    stories = frozenset({SUNNY, CLOUDY, NIGHT})
    return Row(title, Kind.PHASES, settings, base, "phases", MORE_SUN_W, stories=stories)
