"""Fixtures for tests that drive a real browser; the rest needs none of them."""

import os

import pytest

from tests.browser import Chromium, Visit

# Playwright keeps an event loop in the thread of the tests; the tests use the ORM beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, run by a user of its own, as a Playwright browser."""
    from playwright.sync_api import sync_playwright

    with Chromium() as running, sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(running.endpoint)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Opens pages: ``visit(viewport={"width": 375, "height": 812})`` gives a page.

    What its console, its scripts or the content security policy complain about is collected
    and fails the test at its end, unless the test empties ``page.complaints`` itself.
    """
    opened: list[Visit] = []

    def open_page(viewport=WIDE, **context):
        opened.append(Visit(chromium, viewport=viewport, **context))
        return opened[-1].page

    yield open_page
    complaints = [text for one in opened for text in one.page.complaints]
    for one in opened:
        one.close()
    assert complaints == []


@pytest.fixture
def page(visit):
    """One page, wide."""
    return visit()
