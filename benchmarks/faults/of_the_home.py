"""Lists what breaks at the meters, at the car, and at Home Assistant."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.reports.meters.words import WORDS
from benchmarks.virtual_home import SWITCH, SWITCHES
from simulator.car import SimulatedCar
from simulator.meter_habits import MeterHabits

from .acts import (
    both,
    doze,
    drive_home,
    drive_off,
    fires,
    ha_goes_on,
    ha_hangs,
    ha_leaves,
    ha_returns,
    hears,
    meters,
    meters_recover,
    of_car,
    put_home_back,
    remove,
    remove_meters,
    restart,
    silence,
    speak,
)
from .fault import LATE_DEAR_KWH, NIGHT, WRONG_METER_KWH, Fault

UNIT = r"\bunit|counts energy"


def faults() -> Iterator[Fault]:
    """Yields the faults of meters, car and Home Assistant."""
    yield from _silent_meters()
    yield from _wrong_meters()
    yield from _late_meters()
    yield from _car()
    yield from _home_assistant()
    yield from _helpers()
    yield from _away()


def _silent_meters() -> Iterator[Fault]:
    for title in ("unavailable", "unknown", "nan", "inf", "1e400", "None", ""):
        yield Fault(
            f"meter says '{title}'",
            meters(MeterHabits(words=title)),
            meters_recover,
            quick=title in ("unavailable", "nan"),
        )
    yield Fault("meter removed", remove_meters, speak)
    yield Fault("meter silent", silence, speak)
    yield Fault("meter W labelled kW", meters(MeterHabits(unit="kW")), meters_recover)


def _wrong_meters() -> Iterator[Fault]:
    """Yields meters that are wrong; how soon that is told of those that only a charge shows is not told here.

    `benchmarks.reports` measures it.
    """
    for title, habits, said in (
        ("meter unit VA", MeterHabits(unit="VA"), UNIT),
        ("meter unit kWh", MeterHabits(unit="kWh"), UNIT),
        ("meter says 'n/a'", MeterHabits(words="n/a"), WORDS["words"]),
        ("meter frozen", MeterHabits(frozen_after_s=0), ""),
        ("meter frozen, told as news", MeterHabits(frozen_after_s=0, told_anew=True), ""),
        ("meter sign turned", MeterHabits(sign=-1), ""),
        ("meter kW labelled W", MeterHabits(scale=0.001), ""),
        ("half-open websocket", MeterHabits(deaf_after_s=0, swallows=True), WORDS["deaf"]),
    ):
        yield Fault(
            title,
            meters(habits),
            meters_recover,
            dear_kwh=WRONG_METER_KWH,
            said=said,
            quick=said in (UNIT, WORDS["deaf"]),
        )


def _late_meters() -> Iterator[Fault]:
    for title, habits in (
        ("60 s late", MeterHabits(lag_s=60)),
        ("5 min late", MeterHabits(lag_s=300)),
        ("each 2 min", MeterHabits(every_s=120)),
        ("1 % spikes", MeterHabits(spikes=0.01)),
        ("5 % spikes", MeterHabits(spikes=0.05)),
    ):
        yield Fault(f"meter {title}", meters(habits), meters_recover, dear_kwh=LATE_DEAR_KWH)


def _car() -> Iterator[Fault]:
    yield Fault("cable pulled", of_car(SimulatedCar.unplug), of_car(SimulatedCar.plug_in))
    yield Fault("driven away", drive_off, drive_home, quick=True)
    yield Fault("driven away for good", drive_off, recovers=False)
    yield Fault("mains cut", of_car(SimulatedCar.cut_mains), of_car(SimulatedCar.restore_mains))
    yield Fault("limit below its charge", of_car(_limit, 50), of_car(_limit, 90))
    # As far as can be seen a person ended that charge, who must not be overruled.
    yield Fault("ended and asleep", doze, recovers=False)
    yield Fault("start not obeyed", hears(False), hears(True), minutes=70)


def _limit(car: SimulatedCar, percent: int, now_s: float) -> None:
    # It begins with 40 %: so it is full only if it is made so.
    if percent < 90:
        car.set_soc(percent + 1, now_s)
    car.change_limit(percent, now_s)


def _home_assistant() -> Iterator[Fault]:
    yield Fault("HA gone", ha_leaves, ha_returns, quick=True)
    yield Fault("HA hangs", ha_hangs, ha_goes_on, quick=True)
    yield Fault("HA hangs for 3 min", ha_hangs, ha_goes_on, minutes=3)
    yield Fault("plugin_stopped fired by anybody", fires("plugin_stopped"), shown=True)


def _helpers() -> Iterator[Fault]:
    yield Fault("the helper is removed", remove(SWITCH), told=SWITCH)
    yield Fault("all helpers are removed", remove(*SWITCHES), told=SWITCH)
    yield Fault("no zone.home any more", remove("zone.home"))
    yield Fault(
        "restarted without zone.home",
        both(remove("zone.home"), restart),
        put_home_back,
        # Where the car is cannot be told, so nothing may be asked of it.
        unreachable=True,
        retried=True,
        said=r"zone\.home",
    )


def _away() -> Iterator[Fault]:
    for title, before in (("away", drive_off), ("unplugged", of_car(SimulatedCar.unplug))):
        yield Fault(
            f"asleep and {title}, app restarted by night",
            restart,
            breaks_h=22.2,
            before=before,
            recovers=False,
            story=NIGHT,
            quick=title == "away",
        )
        yield Fault(
            f"asleep and {title}, HA gone for 10 min by night",
            ha_leaves,
            ha_returns,
            minutes=10,
            breaks_h=22.2,
            before=before,
            recovers=False,
            story=NIGHT,
        )
