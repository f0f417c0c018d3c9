"""Words from outside: short, in one line, and without markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solar_charging.base.foreign_words import in_markdown, shortened


@pytest.mark.parametrize(
    ("words", "most", "shown"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("lon ger", 5, "lon…"),
        ("two\nlines\tand  more", 99, "two lines and more"),
        ("two  blanks", 99, "two  blanks"),
        ("\x1b[31mred\u202egnol\u200b", 99, "[31mred gnol"),
        ("", 5, ""),
        ("\n", 5, ""),
        ("Zählerstand ≥ 5 €", 99, "Zählerstand ≥ 5 €"),
    ],
)
def test_words_are_one_line_that_can_be_seen(words: str, most: int, shown: str) -> None:
    assert shortened(words, most) == shown


@pytest.mark.parametrize(
    ("words", "markdown"),
    [
        ("sensor.grid_power", "sensor.grid_power"),
        ("/config/tesla_tokens.json", "/config/tesla_tokens.json"),
        ("401 Unauthorized", "401 Unauthorized"),
        ("kWh/100 km", "kWh/100 km"),
        ("[click](https://evil.example)", r"\[click\](https\:\//evil.example)"),
        ("<img src=//evil.example>", r"\<img src=\//evil.example\>"),
        ("**b** _i_ __u__ ~~s~~ `c`", r"\*\*b\*\* \_i\_ \_\_u\_\_ \~\~s\~\~ \`c\`"),
        ("awww.evil.example, WWW.evil.example", r"awww\.evil.example, WWW\.evil.example"),
        ("me@evil.example", r"me\@evil.example"),
        (r"a\b", r"a\\b"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
    ],
)
def test_markdown_shows_just_the_words(words: str, markdown: str) -> None:
    assert in_markdown(words) == markdown


@settings(deadline=None)
@given(st.text(alphabet="[]()!<>`*_~#|\\/:.@&wh a1"))
def test_no_word_can_become_a_link_a_picture_or_html(words: str) -> None:
    markdown = in_markdown(words)
    assert re.sub(r"\\(.)", r"\1", markdown) == words, "nothing but escapes is added"
    bare = re.sub(r"\\.", "\0", markdown)
    assert not re.search(r"[\[\]<>`*~|&@]|//|www\.", bare)
