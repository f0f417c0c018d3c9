"""The pages of the project, taken apart: what is linked, fenced and tabled in them."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

FENCED = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`[^`\n]+`")
TARGET = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)


class Block(NamedTuple):
    """What is fenced in a page, without the indentation of the list it stands in."""

    page: str
    kind: str
    text: str


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """All but what is fenced."""
    return FENCED.sub("", text)


def blocks(kind: str) -> list[Block]:
    """All blocks of a kind in all pages."""
    return [
        Block(name_of(page), kind, _dedented(indent, body))
        for page in PAGES
        for indent, found, body in FENCED.findall(text_of(page))
        if found == kind
    ]


def _dedented(indent: str, body: str) -> str:
    # What a page shows of the middle of a file keeps its own indentation.
    return textwrap.dedent(body) if indent else body


def targets(text: str) -> list[str]:
    """Where links and pictures lead."""
    return [link or picture for link, picture in TARGET.findall(INLINE.sub("", prose(text)))]


def anchors(text: str) -> set[str]:
    """The headings as they are linked to."""
    return {slug(heading) for _, heading in HEADING.findall(prose(text))}


def slug(heading: str) -> str:
    """As GitHub makes it."""
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return plain.strip().replace(" ", "-")


def section(text: str, heading: str) -> str:
    """What stands under a heading, to the next one of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert found is not None, heading
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def tables(text: str) -> list[list[list[str]]]:
    """Their rows, as cells."""
    found = re.findall(r"(?:^\|.*\|$\n?)+", prose(text), re.MULTILINE)
    return [
        [[cell.strip() for cell in row.strip("|").split("|")] for row in each.splitlines()] for each in found
    ]


def first_cells(text: str) -> list[str]:
    """What the first column of the first table names, without its head."""
    return [row[0].strip("`") for row in tables(text)[0][2:]]
