"""Prices and departures on every day of 2024 to 2030 on which a clock is changed, in four zones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from solar_charging.planning.departures import Departures
from solar_charging.settings.settings import DepartureHelpers, WeeklyDeparture
from solar_charging.settings.tariff import Tariff
from solar_charging.settings.types import WEEKDAYS
from solar_charging.tariff.rates import Rates
from tests.solar_charging.tariff.test_timetable import YEARS, ZONES

SPOT, COLOUR, NEXT_COLOUR = "sensor.spot", "sensor.colour", "sensor.next_colour"
QUARTER_S = 900
DAY = timedelta(days=1)

Changed = tuple[ZoneInfo, date]


def changed_days() -> Iterator[Any]:
    """The days on which a wall clock is set, by its own dates."""
    for name in ZONES:
        zone, day = ZoneInfo(name), date(YEARS[0], 1, 1)
        while day.year in YEARS:
            if seconds(zone, day) != DAY.total_seconds():
                yield pytest.param((zone, day), id=f"{name} {day}")
            day += DAY


def midnight(zone: ZoneInfo, day: date) -> datetime:
    return datetime.combine(day, time(), zone)


def seconds(zone: ZoneInfo, day: date) -> float:
    """How long a day is."""
    return midnight(zone, day + DAY).timestamp() - midnight(zone, day).timestamp()


def quarters(zone: ZoneInfo, day: date, days: int = 1) -> list[datetime]:
    """Each quarter of an hour that passes in some days, by the wall clock of the zone."""
    first_s, last_s = (midnight(zone, each).timestamp() for each in (day, day + days * DAY))
    return [datetime.fromtimestamp(at_s, zone) for at_s in range(int(first_s), int(last_s), QUARTER_S)]


def wall(at: datetime) -> float:
    """A price that tells the time of the wall clock: 0.1430 at half past two in the afternoon."""
    return (100 * at.hour + at.minute) / 10_000


CHANGED = list(changed_days())
every_change = pytest.mark.parametrize("changed", CHANGED)


def test_a_clock_is_set_twice_a_year() -> None:
    assert len(CHANGED) == 2 * len(YEARS) * len(ZONES)


def spot(zone: ZoneInfo, *lists: list[float], day: date, **tariff: Any) -> Rates:
    """Rates that were told the prices of a day and perhaps of the next one, at noon."""
    rates = Rates(Tariff.model_validate({"price_entity": SPOT, **tariff}), zone)
    attributes = {"unit_of_measurement": "EUR/kWh", **dict(zip(("today", "tomorrow"), lists, strict=False))}
    noon = datetime.combine(day, time(12), zone)
    rates.update(SPOT, {"state": "0", "attributes": attributes}, noon.timestamp())
    return rates


@every_change
@pytest.mark.parametrize("longest_s", [900, 3600])
def test_a_day_of_mere_numbers_lasts_until_the_next_one(changed: Changed, longest_s: int) -> None:
    zone, day = changed
    # On Lord Howe Island the clock is set by half an hour.
    step_s = next(each for each in (longest_s, 1800) if seconds(zone, day) % each == 0)
    counts = [int(seconds(zone, each) / step_s) for each in (day, day + DAY)]
    today, tomorrow = ([number / 1000 for number in range(count)] for count in counts)
    rates = spot(zone, today, tomorrow, day=day)
    expected = [price for price in [*today, *tomorrow] for _ in range(step_s // QUARTER_S)]
    assert [rates.prices(at).import_per_kwh for at in quarters(zone, day, 2)] == expected


@every_change
@pytest.mark.parametrize("ago", [0, 1, 2])
def test_what_is_not_published_costs_what_the_same_time_of_the_wall_clock_did(
    changed: Changed, ago: int
) -> None:
    """Told as late as the evening of the day before, on the day itself, and as early as two days before."""
    zone, day = changed[0], changed[1] - ago * DAY
    told = quarters(zone, day)
    rates = spot(zone, [wall(at) for at in told], day=day)
    now = told[80]
    bought, _ = rates.ahead(now, 280)
    at = [datetime.fromtimestamp(now.timestamp() + number * QUARTER_S, zone) for number in range(280)]
    known = {wall(each) for each in told}
    pairs = [(price, wall(each)) for price, each in zip(bought, at, strict=True) if wall(each) in known]
    assert [price for price, _ in pairs] == [expected for _, expected in pairs]
    assert len(pairs) >= 280 - 3 * 4, "all but the time that was skipped"


@every_change
def test_a_colour_begins_and_ends_at_its_time_of_the_wall_clock(changed: Changed) -> None:
    zone, day = changed
    prices = {"red": {"peak": 0.7, "off_peak": 0.7}, "blue": {"peak": 0.1, "off_peak": 0.1}}
    colours = {"today": COLOUR, "tomorrow": NEXT_COLOUR, "prices": prices}
    rates = Rates(Tariff.model_validate({"colours": colours}), zone)
    rates.update(COLOUR, {"state": "red"}, 0.0)
    rates.update(NEXT_COLOUR, {"state": "blue"}, 0.0)
    six = [datetime.combine(each, time(6), zone) for each in (day - DAY, day, day + DAY)]
    assert rates.next_change(six[0]) == six[1]
    assert rates.next_change(six[1]) == six[2]
    bought, _ = rates.ahead(six[0], 120)
    assert bought.tolist() == [
        0.7 if six[0].timestamp() + number * QUARTER_S < six[1].timestamp() else 0.1 for number in range(120)
    ]


@every_change
@pytest.mark.parametrize("clock", ["00:00", "01:30", "02:15", "03:00", "07:30"])
def test_there_is_one_departure_a_day_at_its_time_of_the_wall_clock(changed: Changed, clock: str) -> None:
    zone, day = changed
    weekly = WeeklyDeparture(time=clock, soc_pct=60, days=list(WEEKDAYS))
    departures = Departures([weekly], DepartureHelpers(), zone)
    found, now = [], midnight(zone, day - DAY) - timedelta(seconds=1)
    while (departure := departures.next(now)) is not None:
        now = datetime.fromtimestamp(departure.at_s, timezone.utc)
        if now.astimezone(zone).date() > day + DAY:
            break
        found.append(now.astimezone(zone))
    assert [at.date() for at in found] == [day - DAY, day, day + DAY]
    shown = [f"{at:%H:%M}" for at in found]
    assert (shown[0], shown[2]) == (clock, clock)
    skipped = clock not in {f"{at:%H:%M}" for at in quarters(zone, day)}
    assert (shown[1] != clock) is skipped


def test_some_departure_falls_into_a_time_that_is_skipped() -> None:
    zone, day = ZoneInfo("Australia/Lord_Howe"), date(2026, 10, 4)
    departures = Departures([WeeklyDeparture(time="02:15", soc_pct=60)], DepartureHelpers(), zone)
    departure = departures.next(midnight(zone, day))
    assert departure is not None
    assert f"{datetime.fromtimestamp(departure.at_s, zone):%Y-%m-%d %H:%M}" == "2026-10-04 02:45"
