"""Spans of time by a wall clock that may be set back."""

from __future__ import annotations

import pytest

from solar_charging.base.spans import Lasting, lasts


@pytest.mark.parametrize(
    ("now_s", "still"), [(99.9, False), (100.0, True), (109.9, True), (110.0, False)]
)  # fmt: skip
def test_a_span_lasts_from_its_begin_to_its_end(now_s: float, still: bool) -> None:
    assert lasts(now_s, 100.0, 10.0) is still


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ([(0, True)], False),
        ([(0, True), (9.9, True)], False),
        ([(0, True), (10, True)], True),
        ([(0, True), (5, False), (10, True)], False),
        ([(0, True), (5, False), (10, True), (20, True)], True),
        ([(0, True), (10, True), (11, False), (20.9, False)], True),
        ([(0, True), (10, True), (11, False), (21, False)], False),
        ([(0, True), (10, True), (11, False), (15, True), (21, False)], True),
        ([(1000, True), (5, True), (14.9, True)], False),  # the clock was set back
        ([(1000, True), (5, True), (15, True)], True),
    ],
)
def test_what_lasts_is_known_until_the_contrary_has_lasted_as_long(
    said: list[tuple[float, bool]], known: bool
) -> None:
    found = Lasting(10.0)
    for at_s, so in said:
        found.said(at_s, so)
    assert found.known is known
