"""Counts the rows in the recorder of a real Home Assistant: houses that stay in one state each, side by side.

Real AppDaemons run before them, with simulated houses whose meters speak each 10 s and waver as real ones do.
"""

from __future__ import annotations

import sqlite3
import time
from bisect import bisect
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import partial
from math import inf, isnan, nan
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.household_life import wavering_day
from benchmarks.recorder_rows import SENSOR, Rows, by_entity
from stage.appdaemon import configuration
from stage.environments import home_assistant_environment
from stage.processes import StageError, wait_for
from stage.scene import HOME, SWITCHED_ON, Scene
from stage.world import WorldSettings

METER, METER_S, NOISE_W = "sensor.grid_power", 10.0, 40.0
NEVER = (inf, nan)
WITHIN_S = 900.0
"""Within so long each house comes to its state, however busy the machine is."""

COMMITS_S = 10.0
"""Within so long Home Assistant's recorder has written what was shown."""

PRICES = {"peak_price": 0.30, "off_peak_price": 0.20, "export_price": 0.08}
CHEAP_H = (-1, 3)
"""The hours from now between which power is cheap, in a house that buys."""

STEP_W, NEAR_W = 500.0, 100.0
"""A change of the grid meter that a person sees, and how near the card must come to it."""


@dataclass(frozen=True)
class House:
    """Is a house in one state: what is so in it, and how many hours of a usual day are like that.

    The sun stands in it as at `hour` (UTC); what is done to its car comes `first`, or when it has come to one
    of the `states`.
    """

    title: str
    states: tuple[str, ...]
    hours: float
    hour: float
    soc_pct: float = 40.0
    cheap: bool = False
    on: bool = True
    first: Mapping[str, Any] = field(default_factory=dict)
    then: Mapping[str, Any] = field(default_factory=dict)


HOUSES = (
    House("following the sun", ("following_sun",), 3.0, 12.0),
    House("buying in a cheap night", ("buying", "off_peak"), 3.5, 1.0, cheap=True),
    House("waiting, too little sun", ("waiting_for_sun",), 3.0, 4.3),
    House("asleep at night", ("waiting_for_sun",), 5.0, 1.0, then={"asleep": True}),
    House("away by day", ("away",), 9.5, 11.0, first={"plugged_in": False, "position": "away"}),
    House("switched off", ("off",), 0.0, 12.0, on=False),
)
"""The hours are those of `python -m benchmarks.recorder`, rounded up where there is more to show."""


Row = tuple[float, str, str]
"""Is a row of the recorder: when it was shown (unix seconds), the entity and its state."""


@dataclass(frozen=True)
class Counted:
    """Is what a house has come to: its rows, and after how many seconds each step of the meter was shown."""

    house: House
    rows: Rows
    late_s: list[float]


def count(minutes: float, folder: Path) -> list[Counted]:
    """Runs all houses side by side for some minutes; raises `StageError` where that cannot be."""
    if not home_assistant_environment().ready:
        raise StageError("no Home Assistant is installed here yet: ./test --setup")
    with ExitStack() as stack:
        scenes = []
        for number, house in enumerate(HOUSES):
            # One after the other: what one of them has taken the next finds taken.
            scenes.append(stack.enter_context(_opened(house, folder / str(number))))
            _begin(house, scenes[-1])
        for house, scene in zip(HOUSES, scenes, strict=True):
            wait_for(f"{house.title}: {house.states}", partial(_is_so, scene, house), WITHIN_S, 1.0)
            if house.then:
                scene.world.change_car(**house.then)
        begin_s = time.time()
        time.sleep(minutes * 60)
        end_s = time.time()
        time.sleep(COMMITS_S)
        files = [each.home_assistant.token_file.with_name("home-assistant_v2.db") for each in scenes]
        return [counted(*each, begin_s, end_s) for each in zip(HOUSES, files, strict=True)]


def _opened(house: House, folder: Path) -> Scene:
    folder.mkdir(parents=True)
    trace = folder / "house.csv"
    trace.write_text("\n".join(_day(house.hour, datetime.now(timezone.utc))))
    world = WorldSettings(None, 1, trace, house.soc_pct, limit_pct=90, every_s=METER_S)
    scene = Scene(world, lambda _: None, folder=folder / "scene")
    # Looking for changed files takes more of a busy machine than all the rest.
    (scene.appdaemon.folder / "appdaemon.yaml").write_text(configuration({"production_mode": True}))
    for name, price in PRICES.items():
        scene.appdaemon.set(f"tariff.{name}", price)
    scene.appdaemon.set("tariff.off_peak", [_cheap_hours()] if house.cheap else [])
    return scene


def _begin(house: House, scene: Scene) -> None:
    if house.first:
        scene.world.change_car(**house.first)
    call = scene.home_assistant.api.call_service
    call("input_boolean.turn_on", f"{SWITCHED_ON}_off_peak")
    if not house.on:
        call("input_boolean.turn_off", SWITCHED_ON)


def _is_so(scene: Scene, house: House) -> bool:
    shown = scene.home_assistant.api.states().get(f"{SENSOR}state", {})
    return shown.get("state") in house.states


def _cheap_hours() -> dict[str, str]:
    now = datetime.now(ZoneInfo(HOME.time_zone))
    begin, end = (f"{now + timedelta(hours=hours):%H:%M}" for hours in CHEAP_H)
    return {"start": begin, "end": end}


def _day(hour: float, now: datetime) -> Iterator[str]:
    """Yields the lines of a day that waver, in which it is `hour` now."""
    day = wavering_day(NOISE_W)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    by = round(((now - midnight).total_seconds() - hour * 3600) / day.step_s)
    yield "timestamp_utc,load_w,solar_w"
    for index, (load_w, solar_w) in enumerate(
        zip(*(np.roll(each, by) for each in (day.load_w, day.solar_w)), strict=True)
    ):
        at = midnight + timedelta(seconds=index * day.step_s)
        yield f"{at.isoformat()},{load_w:.1f},{solar_w:.1f}"


# What Home Assistant has recorded


def counted(house: House, file: Path, begin_s: float, end_s: float) -> Counted:
    """Returns what a house has come to between two moments, by its recorder's file."""
    shown = rows_of(file, f"{SENSOR}%")
    rows, now = Rows(until_s=begin_s), ""
    before: dict[str, str] = {}
    for at_s, entity, state in shown:
        if begin_s <= at_s < end_s:
            rows.pass_to(at_s, now)
            rows.add(now, entity, attributes_alone=before.get(entity) == state)
        before[entity] = state
        now = state if entity == f"{SENSOR}state" else now
    rows.pass_to(end_s, now)
    meter = [row for row in rows_of(file, METER) if begin_s <= row[0] < end_s]
    return Counted(house, rows, late_s(meter, [row for row in shown if row[1] == f"{SENSOR}grid_power"]))


def rows_of(file: Path, entities: str) -> list[Row]:
    """Lists the rows of some entities (a pattern of SQL), oldest first."""
    asked = (
        "SELECT last_updated_ts, states_meta.entity_id, state FROM states"
        " JOIN states_meta USING (metadata_id) WHERE states_meta.entity_id LIKE ?"
        " ORDER BY last_updated_ts, state_id"
    )
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return list(database.execute(asked, (entities,)))


def late_s(meter: list[Row], shown: list[Row]) -> list[float]:
    """Returns after how many seconds each step of the meter was shown, of those that lasted until then."""
    values, found = [(at_s, watts) for at_s, watts in map(_watts, shown) if not isnan(watts)], []
    steps = [_watts(row) for row in meter]
    for (_, before_w), (at_s, now_w), (until_s, _) in zip(
        steps, steps[1:], [*steps[2:], NEVER], strict=False
    ):
        if not abs(now_w - before_w) >= STEP_W:
            continue
        for shown_s, shown_w in values[bisect(values, (at_s,)) :]:
            if abs(shown_w - now_w) <= NEAR_W:
                found.append(shown_s - at_s)
                break
            if shown_s > until_s:
                break
    return found


def _watts(row: Row) -> tuple[float, float]:
    try:
        return row[0], float(row[2])
    except ValueError:
        return row[0], nan


def a_usual_day(found: list[Counted]) -> float:
    """Returns the rows of a day with so many hours in each house's state."""
    return sum(each.rows.a_day() * each.house.hours for each in found) / 24


def table(found: list[Counted]) -> str:
    """Returns the rows by house and by entity as tables in Markdown."""
    lines = [
        "| house | minutes | states shown | rows | rows a day in it | hours of a usual day |",
        "|---" * 6 + "|",
    ]
    for each in found:
        shown = ", ".join(f"{state} {spent_s / 60:.0f} min" for state, spent_s in each.rows.spent_s.items())
        rows = each.rows
        cells = (
            each.house.title,
            f"{rows.total_s / 60:.0f}",
            shown,
            rows.by_state.total(),
            f"{rows.a_day():.0f}",
        )
        lines.append(f"| {' | '.join(map(str, cells))} | {each.house.hours:g} |")
    lines += [
        f"| a usual day | | | | {a_usual_day(found):.0f} | {sum(each.house.hours for each in found):g} |",
        "",
    ]
    lines += by_entity([(each.rows, each.house.hours / 24) for each in found])
    late = sorted(span_s for each in found for span_s in each.late_s)
    if late:
        said = f"half of them within {median(late):.0f} s, all within {late[-1]:.0f} s"
        lines += [
            "",
            f"Steps of the grid meter by {STEP_W:.0f} W or more that were shown: {len(late)}, {said}.",
        ]
    return "\n".join(lines)
