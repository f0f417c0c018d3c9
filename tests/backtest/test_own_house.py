"""The command by which docs/benchmarks.md replays one's own house, as it stands there."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages import ROOT, blocks

HEAD = "entity_id,state,last_changed\n"
HISTORY = HEAD + "".join(
    f"sensor.grid_power,{-2500 if 8 <= hour <= 18 else 300},2026-06-{day}T{hour:02}:{minute:02}:00.000Z\n"
    for day in (14, 15)
    for hour in range(24)
    for minute in range(0, 60, 5)
)
SESSIONS = """plug_in_utc,plug_out_utc,soc_in_pct,soc_target_pct
2026-06-14T16:00:00Z,2026-06-15T16:00:00Z,40,60
"""


@pytest.mark.timeout(120)
def test_the_command_of_the_page_replays_a_house_with_the_settings_of_the_readme(tmp_path: Path) -> None:
    (command,) = [
        line
        for block in blocks("sh")
        for line in block.text.splitlines()
        if "-m backtest" in line and block.page == "docs/benchmarks.md"
    ]
    (settings,) = [block.text for block in blocks("yaml") if block.page == "README.md"]
    files = {"history.csv": HISTORY, "sessions.csv": SESSIONS, "apps.yaml": settings, "day.png": None}
    for name, text in files.items():
        if text is not None:
            (tmp_path / name).write_text(text)
    words = [str(tmp_path / word) if word in files else word for word in shlex.split(command)]
    done = subprocess.run([sys.executable, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "solar_charging" in done.stdout
    assert (tmp_path / "day.png").stat().st_size > 10_000
