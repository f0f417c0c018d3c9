"""Plays a fault, and measures what comes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from benchmarks.reports.meters.words import Said, sentences
from benchmarks.virtual_home import NAME

from .fault import SUN_COMES_H, SUN_GOES_H, Fault
from .result import LOST_KWH, UNSEEN_KWH, Result
from .trial import Trial, trial
from .watch import Watch, asked

PHASES_S = (0.0, 8.0, 16.0, 23.0)
"""So long before its time the app starts: its beats are elsewhere when something breaks."""

ENDS_S = 300.0
"""So long after the sun has gone a charge has ended if it can be; else a person is to be told soon."""


def play(fault: Fault, phase: int) -> Result:
    """Plays a fault once, the app's beats at one of PHASES_S."""
    story = replace(fault.story, from_h=fault.story.from_h - PHASES_S[phase] / 3600)
    with trial(story, fault.setting) as run:
        scene, watch = run.scene, Watch(run)
        breaks_s = scene.at_h(fault.breaks_h) - fault.early_min * 60
        fault.before(run)
        run.shell.start()
        run.shell.run(breaks_s)
        before = run.saved()
        watch.unreachable = fault.unreachable
        fault.breaks(run)
        ends_s = breaks_s
        if fault.mends is not None:
            ends_s += fault.minutes * 60
            run.shell.run(ends_s)
            fault.mends(run)
            watch.unreachable = False
        run.shell.run(scene.at_h(story.until_h))
        return _measured(fault, run, watch, before, (breaks_s, ends_s))


def _measured(
    fault: Fault, run: Trial, watch: Watch, before: dict[str, Any], span_s: tuple[float, float]
) -> Result:
    breaks_s, ends_s = span_s
    counts = asked(run, watch)
    waits_s = max(ends_s, run.scene.at_h(SUN_COMES_H))
    charges_s = watch.charges_from_s(waits_s)
    folder = f"{run.shell.config_dir}/"
    notes = [
        Said(at_s, text.replace(folder, "")) for at_s, text in run.home.notes if at_s >= breaks_s and text
    ]
    told = _told(fault, run, notes, breaks_s)
    due_s = max(breaks_s, run.scene.at_h(SUN_GOES_H) + ENDS_S)
    repeated = [text for text, ids in run.home.noted.items() if text and len(ids) > 1]
    lost = _lost(run, watch, before)
    return Result(
        dear_kwh=watch.dear_kwh,
        counted_kwh=watch.counted_kwh,
        dear_min=watch.dear_s / 60,
        **counts._asdict(),
        escaped=watch.escaped,
        strangers=len(run.stranger.heard),
        recovered_min=None if charges_s is None else (charges_s - waits_s) / 60,
        told_min=_minutes(fault, told, due_s),
        notes=len(notes),
        said=_said(None if fault.shown else told, notes),
        untrue=next((note.short for note in notes if _has(fault.untrue, note.text)), ""),
        twice=repeated[0] if repeated else "",
        lost=lost,
    )


def _said(told: Said | None, notes: list[Said]) -> str:
    return told.short if told is not None else notes[0].short if notes else ""


def _told(fault: Fault, run: Trial, notes: list[Said], since_s: float) -> Said | None:
    """Returns what told a person of the fault."""
    if fault.shown:
        shown = (Said(at_s, text) for at_s, _, text in run.home.published)
        return next((each for each in shown if each.at_s > since_s), None)
    spoken = [each for each in sentences(run.shell) if each.at_s >= since_s] if fault.said else notes
    return next((each for each in spoken if _has(fault.said or fault.told, each.text)), None)


def _minutes(fault: Fault, told: Said | None, due_s: float) -> float | None:
    if not (fault.told or fault.said or fault.shown):
        return 0.0
    return None if told is None else max((told.at_s - due_s) / 60, 0.0)


def _has(words: str, text: str) -> bool:
    return bool(words) and re.search(words, text, re.IGNORECASE) is not None


def _lost(run: Trial, watch: Watch, before: dict[str, Any]) -> list[str]:
    """Lists what was there before and is lost: of the ledger, the helpers and what is saved."""
    now, found = run.saved(), []
    if not now:
        return ["app"]
    total_kwh, pending_kwh = (sum(now["ledger"][name][:2]) for name in ("total", "pending"))
    shown = run.home.states.get(f"sensor.{NAME}_car_energy", {}).get("state", "0")
    seen_kwh = run.shell.world.books.car_kwh - watch.unseen_kwh
    least_kwh = max(seen_kwh - UNSEEN_KWH, sum(before["ledger"]["total"][:2]))
    if total_kwh + pending_kwh < least_kwh - LOST_KWH or float(shown) < total_kwh - LOST_KWH:
        found.append("ledger")
    if _known(now) < _known(before):
        found.append("history")
    if Decimal(now["spending"]["month"]) < Decimal(before["spending"]["month"]):
        found.append("spending")
    if not run.login_lasts():
        found.append("login")
    return found


def _known(saved: dict[str, Any]) -> int:
    return sum(each is not None for each in saved["history"]["surplus_kw"])
