"""Tells the days on which the app is measured with meters that report in their own ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from benchmarks.reports.scene import LOAD_W, Scene
from benchmarks.reports.stories import NIGHT as BUYS
from benchmarks.reports.stories import Story, afternoon
from benchmarks.virtual_home import SWITCH

SUNNY, CLOUDY, NIGHT, DARK, DAYS = "sunny", "cloudy", "night", "dark", "four days"
SUN_W = 3000.0
COOKING_W = 3000.0
COARSE: Mapping[str, Any] = {"charging": {"beat_s": 60}}
DAYS_STEP_S = 30.0


def cooking(hour: float) -> float:
    """Returns the load in W of a house that cooks at noon and in the evening."""
    return LOAD_W + (COOKING_W if 11.5 <= hour < 13 or 18 <= hour < 20 else 0.0)


def off_peak_off(scene: Scene) -> None:
    """Moves the switch for off-peak power."""
    scene.shell.home.set(f"{SWITCH}_off_peak", "off")


STORIES: tuple[Story, ...] = (
    Story(SUNNY, 12, 19, afternoon(16, SUN_W)),
    Story(CLOUDY, 9, 17, cloudy=True),
    Story(NIGHT, 21, 30.5, **BUYS),
    Story(DARK, 6, 22, load=cooking),
    Story(
        DAYS,
        6,
        4 * 24 - 2,
        afternoon(18, SUN_W),
        load=cooking,
        soc_pct=20,
        settings=COARSE,
        happens=((6, off_peak_off),),
        step_s=DAYS_STEP_S,
    ),
)
QUICK_STORIES = frozenset({SUNNY, DARK})


def stories(quick: bool) -> list[Story]:
    """Lists the stories; a quick run has few of them."""
    return [story for story in STORIES if not quick or story.title in QUICK_STORIES]


def under(story: Story, sun_w: float) -> Story:
    """Returns a story under as much sun, where it has SUN_W."""
    sun = story.sun
    return story if sun is None else replace(story, sun=lambda hour: sun(hour) * sun_w / SUN_W)
