"""The app on appdaemontestframework."""

import pytest
from appdaemontestframework import GivenThatWrapper, HassMocks

from tests.shell_platform import Platform


@pytest.fixture
def platform(
    given_that: GivenThatWrapper, hass_mocks: HassMocks, monkeypatch: pytest.MonkeyPatch
) -> Platform:
    """A platform under a roof that leaves 3 kW over; the app is not there yet."""
    return Platform(given_that, hass_mocks, monkeypatch, surplus_w=3000)


@pytest.fixture
def running(platform: Platform) -> Platform:
    """The same, with the app on it."""
    platform.start()
    return platform
