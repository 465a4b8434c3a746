"""Whatever is asked for, the answer is a page, a redirect or a clear refusal."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.kernel.press import pages

CALM = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PARTS = st.sampled_from(
    [
        *("", "..", ".", "sites", "party", "water", "affairs", "policies", "content", "2026", "11"),
        *("list-1.html", "list-0.html", "list-999999.html", "1.html", "sitemap.xml", "files"),
        *("%00", "%2e%2e", "％", "a" * 300, "page", "about", "-", "--", "news", "sitemap-0.xml"),
        *("?q=1", "search", "#", "0"),
    ]
)
ALLOWED = {200, 301, 404, 410}


@pytest.mark.django_db
@CALM
@given(st.lists(PARTS, max_size=6))
def test_paths_made_of_known_parts_never_fail(county, parts):
    assert pages.render("/" + "/".join(parts)).status in ALLOWED


@pytest.mark.django_db
@CALM
@given(st.text(max_size=80))
def test_any_text_as_an_address_never_fails(county, text):
    assert pages.render(text).status in ALLOWED
    assert pages.render("/" + quote(text)).status in ALLOWED


@pytest.mark.django_db
@CALM
@given(st.text(max_size=120), st.text(max_size=20), st.text(max_size=5))
def test_any_search_never_fails(county, words, site, page):
    query = f"q={quote(words)}&site={quote(site)}&page={quote(page)}"
    assert pages.render(f"/search/?{query}").status == 200
