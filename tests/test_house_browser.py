"""The browser of the journeys really runs, and not as root."""

import pytest

from tests.browser import USER, account

pytestmark = pytest.mark.browser
PAGE = "data:text/html;charset=utf-8,<title>心桥</title><p>青溪县"


def test_a_page_is_shown_at_the_width_asked_for(visit):
    page = visit(viewport={"width": 375, "height": 812})

    page.goto(PAGE)

    assert page.title() == "心桥"
    assert page.evaluate("innerWidth") == 375


def test_errors_of_scripts_are_collected(visit):
    page = visit()

    page.goto("data:text/html,<script>console.error('broken')</script>")

    assert page.complaints == ["console: broken"]
    page.complaints.clear()


@pytest.mark.skipif(account() is None, reason="not run by root")
def test_the_browser_is_not_run_by_root(chromium):
    assert account().pw_name == USER
    assert account().pw_uid != 0
