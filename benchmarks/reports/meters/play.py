"""Plays a story with a way of reporting, and measures what comes of it and what is said."""

from __future__ import annotations

from benchmarks.reports.scene import Scene, Setting, happens, opened
from benchmarks.reports.stories import Story

from .cell import Cell
from .rows import Row
from .stories import under
from .words import blames, first, sentences

TELLING_S = 300.0
"""A charge that is shorter shows nothing of a meter."""

AT_ONCE_S = 1800.0
"""Within so long a person has to learn what a meter itself tells."""


class Charges:
    """Notes when the car charged: begin and end in unix seconds."""

    def __init__(self, scene: Scene) -> None:
        self._car = scene.car
        self.spans: list[tuple[float, float]] = []
        self._since_s: float | None = None
        scene.shell.world.watchers.append(self.watch)

    def watch(self, now_s: float) -> None:
        """Takes in that time has passed."""
        if self._car.charging and self._since_s is None:
            self._since_s = now_s
        elif not self._car.charging and self._since_s is not None:
            self.spans.append((self._since_s, now_s))
            self._since_s = None

    def ended(self, now_s: float) -> None:
        """Takes in that the story is over."""
        if self._since_s is not None:
            self.spans.append((self._since_s, now_s))

    def due_s(self, wrong_from_s: float) -> float | None:
        """Returns the end of the first charge that was long enough while the meter was wrong."""
        ends = (end for begin, end in self.spans if end - max(begin, wrong_from_s) >= TELLING_S)
        return next(ends, None)


def play(story: Story, row: Row, phase: int) -> Cell:
    """Plays a story for a row at one phase of its readings."""
    setting = row.settings[phase]
    with opened(under(story, row.sun_w), setting) as scene:
        charges = Charges(scene)
        happens(scene, story)
        scene.run(scene.at_h(story.until_h))
        charges.ended(scene.now_s)
        return _measured(story, row, setting, scene, charges)


def _measured(story: Story, row: Row, setting: Setting, scene: Scene, charges: Charges) -> Cell:
    ended, began_s = scene.ended(), scene.at_h(story.from_h)
    told = sentences(scene.shell)
    said = first(told, row.says) if row.says else None
    blamed = next(blames(told, row.says), None)
    due_s = _due_s(story, row, began_s + wrong_after_s(setting), charges)
    shown = [text for _, key, text in scene.shell.home.published if key == "reason"]
    return Cell(
        kwh=ended.kwh,
        sun_kwh=ended.sun_kwh,
        dear_kwh=ended.dear_kwh,
        starts=ended.starts,
        stops=ended.stops,
        sets=ended.sets,
        due_h=None if due_s is None else (due_s - began_s) / 3600,
        said_h=None if said is None else (said.at_s - began_s) / 3600,
        said=said.short if said is not None else shown[-1] if shown else "",
        blamed="" if blamed is None else blamed.short,
    )


def _due_s(story: Story, row: Row, wrong_from_s: float, charges: Charges) -> float | None:
    """Returns when it must have been said what is wrong, None where nothing could show it."""
    if row.at_once:
        return wrong_from_s + AT_ONCE_S
    return None if row.needs_sun and not (story.sun or story.cloudy) else charges.due_s(wrong_from_s)


def wrong_after_s(setting: Setting) -> float:
    """Returns how long after its first reading a meter goes wrong."""
    meters = setting.meters
    gone_s = meters.gone_after_s if meters.gone is not None else None
    times = (meters.frozen_after_s, meters.deaf_after_s, gone_s)
    return min((after_s for after_s in times if after_s is not None), default=0.0)
