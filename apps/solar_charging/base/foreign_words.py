"""Makes words from outside fit to be shown: short, printable, and without any markup of their own."""

from __future__ import annotations

import re

MOST_CHARACTERS = 120
"""More of somebody else's words than this in a sentence is read by nobody."""

MARKUP = re.compile(
    r"[\\`*\[\]<>|~&]"  # code, emphasis, links, pictures, HTML, tables
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis again; within a word, as in an entity's id, it is none
    r"|^[#+=-]"  # headings, lists
    r"|:(?=//)|/(?=/)|(?<=www)\.|@",  # what becomes a link by itself
    re.IGNORECASE,
)


def shortened(words: str, most: int = MOST_CHARACTERS) -> str:
    """Returns words in one line of at most `most` characters, all of which can be seen."""
    if len(words) <= most and words.isprintable():
        return words
    line = " ".join("".join(each if each.isprintable() else " " for each in words).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def in_markdown(words: str) -> str:
    """Returns words as Markdown that shows just them: no link, no picture, no emphasis."""
    return MARKUP.sub(lambda found: f"\\{found[0]}", words)
