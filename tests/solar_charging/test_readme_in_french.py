"""README.fr.md is README.md whole, in French: all but the prose is the same, in the same order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH, FRENCH = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.fr.md"))

FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
SWITCH_OF_LANGUAGE = re.compile(r"^\*\[\w+\]\(README.*?\.md\)\*$", re.MULTILINE)
WORDS_OF_TABLES = {
    "required": "requis",
    "every day": "chaque jour",
    "every month": "chaque mois",
    "all": "tous",
}


def prose(text: str) -> str:
    return SWITCH_OF_LANGUAGE.sub("", FENCED.sub("", text))


def headings(text: str) -> list[str]:
    """Their levels."""
    return re.findall(r"^(#+) ", prose(text), re.MULTILINE)


def blocks(text: str) -> list[str]:
    """What is fenced, to the letter."""
    return FENCED.findall(text)


def targets(text: str) -> list[str]:
    """Where links and images lead."""
    return re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", prose(text))


def lists(text: str) -> list[str]:
    """The marks of the items, and how deep they stand."""
    return re.findall(r"^( *(?:-|\d+\.)) ", prose(text), re.MULTILINE)


def tables(text: str) -> list[list[list[str]]]:
    """Their rows, as cells."""
    found = re.findall(r"(?:^\|.*\|$\n)+", prose(text), re.MULTILINE)
    return [
        [[cell.strip() for cell in row.strip("|").split("|")] for row in each.splitlines()] for each in found
    ]


def bold(text: str) -> int:
    """How many words are stressed."""
    return len(re.findall(r"\*\*[^*]+\*\*", prose(text)))


def paragraphs(text: str) -> list[int]:
    """How many each section has."""
    sections = re.split(r"^#+ .*$", prose(text), flags=re.MULTILINE)
    return [len(re.findall(r"\S(?:.|\n)*?(?:\n\s*\n|\Z)", section)) for section in sections]


def code(text: str) -> Iterator[set[str]]:
    """What stands in code, section by section."""
    for section in re.split(r"^#+ .*$", prose(text), flags=re.MULTILINE):
        yield set(re.findall(r"`([^`\n]+)`", section))


@pytest.mark.parametrize("part", [headings, blocks, targets, lists, bold, paragraphs])
def test_both_have_the_same(part: Callable[[str], object]) -> None:
    assert part(ENGLISH)
    assert part(FRENCH) == part(ENGLISH)


def test_both_name_the_same_settings_entities_and_commands_in_each_section() -> None:
    for english, french in zip(code(ENGLISH), code(FRENCH), strict=True):
        assert french == english


def test_the_tables_have_the_same_rows_with_the_same_defaults_and_figures() -> None:
    assert len(tables(FRENCH)) == len(tables(ENGLISH)) > 5
    for english, french in zip(tables(ENGLISH), tables(FRENCH), strict=True):
        assert [len(row) for row in french] == [len(row) for row in english]
        for here, there in zip(english, french, strict=True):
            assert there[0] == here[0] or "`" not in here[0]
            if re.fullmatch(r"`[^`]*`|[\d.-]+|required|every \w+", here[1]):
                assert there[1] == WORDS_OF_TABLES.get(here[1], here[1]), here[0]


def test_nothing_of_the_settings_is_left_in_english() -> None:
    section = "## Paramètres"
    rows = [row for row in tables(FRENCH.split(section)[1])[0][2:] if len(row[2].split()) > 2]
    english = {row[2] for table in tables(ENGLISH) for row in table if len(row) == 3}
    assert len(rows) > 80
    assert [row[0] for row in rows if row[2] in english] == []
