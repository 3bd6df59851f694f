"""Pages in a real browser: Debian's Chromium, driven by Playwright.

Chromium's own ``--dump-dom`` knows no keys, no clicks and no dark mode.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; while it is open, no other event loop can run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
