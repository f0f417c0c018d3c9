"""Reports all that was measured."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .measure import PARTS, Measured
from .night import Night
from .outcome import Comparison
from .timing import Timed


@dataclass(frozen=True)
class Report:
    """Holds the scenes added up over the windows, the night that tells most of our law, and the times.

    `plan_time` is what one plan for 48 h of quarter hours takes, `part_times` what the parts of those in the
    runs take.
    """

    origin: str
    windows: tuple[str, ...]
    scenes: Mapping[str, Comparison]
    night: Night | None
    plan_time: Timed
    part_times: Mapping[str, Timed]

    def write(self, path: Path) -> None:
        found = asdict(self)
        found["scenes"] = {name: comparison.figures() for name, comparison in self.scenes.items()}
        text = json.dumps(found, indent=1, default=_iso, allow_nan=False)
        path.write_text(text + "\n", encoding="utf-8")


def _iso(moment: Any) -> str:
    if not isinstance(moment, datetime):
        raise TypeError(f"a report holds moments, texts and numbers, not {moment!r}")
    return moment.isoformat()


def summed(origin: str, scenes: Sequence[str], measured: Iterable[Measured], plan_time: Timed) -> Report:
    """Returns the report of all jobs, in the scenes' order whatever order they were done in."""
    jobs = sorted(measured, key=lambda job: (scenes.index(job.scenario), job.window))
    added: dict[str, Comparison] = {}
    for job in jobs:
        before = added.get(job.scenario)
        added[job.scenario] = job.comparison if before is None else before + job.comparison
    nights = [job.night for job in jobs if job.night is not None]
    return Report(
        origin=origin,
        windows=tuple(sorted({job.window for job in jobs})),
        scenes=added,
        night=max(nights, key=lambda night: (night.weighed_kwh, night.kwh), default=None),
        plan_time=plan_time,
        part_times={
            part: Timed.of([span_s for job in jobs for span_s in job.spans_s[part]]) for part in PARTS
        },
    )
