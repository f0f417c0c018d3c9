"""Finds when the app first said what is wrong with a meter, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from benchmarks.shell import Shell

NAMES = r"\b(grid|import|export|car)_power|meter|\bgrid\b"
"""Names the meter: without it a sentence says nothing of one."""

WORDS: Mapping[str, str] = {
    "sign": r"\bsign\b|positive|direction|wrong way|reversed|opposite|turned round",
    "blind": r"not see|not (notice|include|measure|show|answer|follow)|without the car|car's (step|start)",
    "frozen": r"frozen|froze|repeats|same value|never changes|has not changed|stands still|stuck",
    "house": r"house.{0,20}(load|use|consum)|never (negative|exports?|shows|shown)|not the grid|no export",
    "import": r"never (exports?|negative|show[sn])|import (alone|only)|only import|no export|fed in|clipped",
    "scale": r"\bunit|scale|thousand|\b1000\b|labelled|in kW|no house|more than any",
    "unit": r"\bunit|'VA'|\bVA\b",
    "gone": r"unavailable|silent|comes and goes|no reading",
    "deaf": r"connection|events?\b|no longer (told|hears?)|AppDaemon|does not hear|half.open",
    "words": r"no number|not a number|plain number|-\d+,\d|n/a|\d W'|is not understood",
    "half": r"(import|export)(_power| half| meter).*(unavailable|silent|no (value|number|reading)|says|gone)",
    "negative": r"export.*(negative|below (zero|0))|negative.*export",
    "plug": r"car_power.*(another|not |disagree|contradict|differ|wrong|ignored|stuck|\bsign)",
    "late": r"\blate\b|\blags?\b|\bslow|behind|\bold\b|(each|every) \d+ (s|min)|seldom",
    "battery": r"house battery|zero.export",
    "phases": r"phase.*(not|unknown|assum|learn|measur|counts|instead)|(not|nothing|unknown|seems).*phase",
}
BLAMED = ("sign", "blind", "frozen", "house", "import", "scale", "unit", "words", "negative", "plug", "deaf")
"""Says that a meter is wrong: must not be said of one that is right."""

LENGTH = 130


class Said(NamedTuple):
    """Is something that the app said at a moment, in unix seconds."""

    at_s: float
    text: str

    @property
    def short(self) -> str:
        """Returns its first sentence, shortened."""
        first = re.split(r"(?<=[.!?])\s", self.text.replace("|", "/").replace("\n", " "), maxsplit=1)[0]
        return first if len(first) <= LENGTH else f"{first[: LENGTH - 3]}..."


def sentences(shell: Shell) -> list[Said]:
    """Lists what the app said in its log, as a reason, and in notifications, in order."""
    told = [
        *((at_s, text) for at_s, _, text in shell.logs if not text.startswith("entities of")),
        *((at_s, text) for at_s, key, text in shell.home.published if key == "reason"),
        *shell.home.notes,
    ]
    return [Said(at_s, text) for at_s, text in sorted(told, key=lambda each: each[0])]


def first(told: list[Said], kind: str) -> Said | None:
    """Returns the first sentence that names a kind of wrong, None where there is none."""
    return next((said for said in told if _names(said.text, kind)), None)


def blames(told: list[Said], but: str) -> Iterator[Said]:
    """Yields what says that a meter is wrong, unless it names another cause too."""
    for said in told:
        other = bool(but) and _names(said.text, but)
        if not other and any(_names(said.text, kind) for kind in BLAMED):
            yield said


def _names(text: str, kind: str) -> bool:
    named = kind == "phases" or re.search(NAMES, text, re.IGNORECASE)
    return bool(named and re.search(WORDS[kind], text, re.IGNORECASE))
