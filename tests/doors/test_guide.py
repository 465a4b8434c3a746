"""Every screen of the workbench is explained: whoever adds one writes its page of the guide."""

import pytest

from tests.doors.matrix import LINES
from xinqiao.domains.training import rules

# What is not a screen: files themselves, and what scripts of the editor ask for.
UNSEEN = ("files:", "rich_text_transform", "wagtailadmin_", "accounts:alive")


@pytest.mark.parametrize("route", sorted(LINES))
def test_every_screen_has_its_page_of_the_guide(route):
    if not route.startswith(UNSEEN):
        assert rules.page_for(route), f"{route}: name it in xinqiao/domains/training/rules.py"


@pytest.mark.parametrize("page", rules.PAGES, ids=lambda page: page.slug)
def test_no_page_explains_what_is_not_there(page):
    for prefix in page.routes:
        assert any(route.startswith(prefix) for route in LINES), prefix
