"""One browser and one page for all tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stage.browser import MISSING, chromium, open_browser
from tests.dashboards.card_page import CardPage


# Playwright allows one at a time: the stories open their own.
@pytest.fixture(scope="module")
def only_page() -> Iterator[CardPage]:
    if chromium() is None:
        pytest.skip(MISSING)
    with open_browser() as browser:
        context = browser.new_context(timezone_id="Europe/Berlin")
        yield CardPage(context.new_page())


@pytest.fixture
def page(only_page: CardPage) -> Iterator[CardPage]:
    only_page.clear()
    yield only_page
    assert only_page.errors == []
