"""Opens a browser without a window: the Chromium of this machine, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stage.processes import StageError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "sudo apt-get install chromium"
MISSING = f"Pictures of a dashboard need Chromium, which is not installed: {INSTALL}"


def chromium() -> str | None:
    """Returns the path of Chromium, None where it is not installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Opens a browser, and closes it afterwards; raises `StageError` where there is no Chromium."""
    # It takes a moment to load, which a demo without pictures shall not wait for.
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise StageError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--disable-background-networking"]
        )
        try:
            yield browser
        finally:
            browser.close()
