from __future__ import annotations

import pytest

from stage.energy_dashboard import has_power_diagrams


@pytest.mark.parametrize(
    ("python", "has"), [((3, 14, 2), True), ((3, 13, 5), True), ((3, 13, 1), False), ((3, 11, 7), False)]
)
def test_only_a_home_assistant_of_2025_12_or_newer_has_the_diagrams(
    python: tuple[int, ...], has: bool
) -> None:
    assert has_power_diagrams(python) == has
