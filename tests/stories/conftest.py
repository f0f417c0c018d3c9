"""The order of the stories."""

from __future__ import annotations

import pytest

TIME_LAPSE = "test_appdaemon.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The story in which a second is eight minutes comes last, when nothing else keeps the machine busy."""
    items.sort(key=lambda item: item.path.name == TIME_LAPSE)
