"""README.fr.md is README.md whole, in French: all but the prose is the same, in the same order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.pages import FENCED, ROOT, prose, tables, text_of
from tests.pages import targets as links

ENGLISH, FRENCH = (text_of(ROOT / name) for name in ("README.md", "README.fr.md"))

SWITCH_OF_LANGUAGE = re.compile(r"^\*\[\w+\]\(README.*?\.md\)\*$", re.MULTILINE)


def words(text: str) -> str:
    return SWITCH_OF_LANGUAGE.sub("", prose(text))


def headings(text: str) -> list[str]:
    """Their levels."""
    return re.findall(r"^(#+) ", words(text), re.MULTILINE)


def blocks(text: str) -> list[tuple[str, ...]]:
    """What is fenced, to the letter."""
    return FENCED.findall(text)


def targets(text: str) -> list[str]:
    """Where links and images lead."""
    return links(SWITCH_OF_LANGUAGE.sub("", text))


def lists(text: str) -> list[str]:
    """The marks of the items, and how deep they stand."""
    return re.findall(r"^( *(?:-|\d+\.)) ", words(text), re.MULTILINE)


def bold(text: str) -> int:
    """How many words are stressed."""
    return len(re.findall(r"\*\*[^*]+\*\*", words(text)))


def paragraphs(text: str) -> list[int]:
    """How many each section has."""
    sections = re.split(r"^#+ .*$", words(text), flags=re.MULTILINE)
    return [len(re.findall(r"\S(?:.|\n)*?(?:\n\s*\n|\Z)", section)) for section in sections]


def figures(text: str) -> list[str]:
    """All numbers that stand outside of code, the decimal mark a point."""
    plain = re.sub(r"`[^`\n]*`|\]\([^)]*\)|<img[^>]*>", "", words(text))
    return [found.replace(",", ".") for found in re.findall(r"\d+(?:[.,]\d+)?", plain)]


def code(text: str) -> Iterator[set[str]]:
    """What stands in code, section by section."""
    for section in re.split(r"^#+ .*$", words(text), flags=re.MULTILINE):
        yield set(re.findall(r"`([^`\n]+)`", section))


@pytest.mark.parametrize("part", [headings, blocks, targets, lists, bold, paragraphs])
def test_both_have_the_same(part: Callable[[str], object]) -> None:
    assert part(ENGLISH)
    assert part(FRENCH) == part(ENGLISH)


def test_both_have_the_same_figures() -> None:
    assert sorted(figures(FRENCH)) == sorted(figures(ENGLISH))


def test_both_name_the_same_settings_entities_and_commands_in_each_section() -> None:
    for english, french in zip(code(ENGLISH), code(FRENCH), strict=True):
        assert french == english


def test_the_tables_have_the_same_rows_with_the_same_settings() -> None:
    assert len(tables(FRENCH)) == len(tables(ENGLISH)) == 3
    for english, french in zip(tables(ENGLISH), tables(FRENCH), strict=True):
        assert [len(row) for row in french] == [len(row) for row in english]
        for here, there in zip(english, french, strict=True):
            for cell, other in zip(here, there, strict=True):
                assert re.findall(r"`[^`]+`", other) == re.findall(r"`[^`]+`", cell)
