"""Joins the parts of the card to the one file that Home Assistant loads: `python -m stage.card`.

A card that comes as a resource cannot load others beside it, and one file is all that a person has to copy.
"""

from __future__ import annotations

import sys

from stage.card_words import card_words
from stage.dashboards import FOLDER
from stage.environments import CHECKOUT

COMMAND = "python -m stage.card"
PARTS = CHECKOUT / "card"
ORDER = (
    "constants", "words", "speech", "app", "sentences", "said", "page", "style", "hands", "flows", "state",
    "checklist", "level", "modes", "outlook", "strip_words", "strip_plot", "strip", "plan", "departure",
    "figures", "switches", "config", "card", "graph",
    "define",
)  # fmt: skip
"""The parts as they follow one another: what one uses while the file loads stands before it."""

MADE = {"sentences": card_words}
"""The parts that are made."""

FILE = FOLDER / "solar-charging-card.js"
HEADER = f"// Made of the parts in the folder card by {COMMAND}: change those.\n\n"


def joined() -> str:
    """Returns the whole card."""
    return HEADER + "\n".join(map(part, ORDER))


def part(name: str) -> str:
    """Returns one of the parts."""
    return MADE[name]() if name in MADE else (PARTS / f"{name}.js").read_text(encoding="utf-8")


def main() -> int:
    """Writes the file."""
    FILE.write_text(joined(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
