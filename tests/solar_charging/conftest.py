"""The app on appdaemontestframework."""

from pathlib import Path

import pytest
from appdaemontestframework import GivenThatWrapper, HassMocks

from tests.shell_platform import Platform


@pytest.fixture
def platform(
    given_that: GivenThatWrapper, hass_mocks: HassMocks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Platform:
    """A platform under a roof that leaves 3 kW over; the app is not there yet."""
    return Platform(given_that, hass_mocks, monkeypatch, surplus_w=3000, folder=tmp_path)


@pytest.fixture
def running(platform: Platform) -> Platform:
    """The same, with the app on it."""
    platform.start()
    return platform
