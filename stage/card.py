"""Joins the parts of the card to the one file that Home Assistant loads: `python -m stage.card`.

A card that comes as a resource cannot load others beside it, and one file is all that a person has to copy.
"""

from __future__ import annotations

import sys

from stage.dashboards import FOLDER
from stage.environments import CHECKOUT

COMMAND = "python -m stage.card"
PARTS = CHECKOUT / "card"
ORDER = (
    "constants", "words", "speech", "app", "page", "style", "flows", "state", "checklist", "battery",
    "figures", "switches", "outlook", "strip_words", "strip_plot", "strip", "config", "card", "graph",
    "define",
)  # fmt: skip
"""The parts as they follow one another: what one uses while the file loads stands before it."""

FILE = FOLDER / "solar-charging-card.js"
HEADER = f"// Made of the parts in the folder card by {COMMAND}: change those.\n\n"


def joined() -> str:
    """Returns the whole card."""
    return HEADER + "\n".join((PARTS / f"{part}.js").read_text(encoding="utf-8") for part in ORDER)


def main() -> int:
    """Writes the file."""
    FILE.write_text(joined(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
