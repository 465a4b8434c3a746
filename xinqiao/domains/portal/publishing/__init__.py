"""What the portal registers with the press: its addresses, its blocks, its error pages."""

from xinqiao.domains.portal.publishing import (
    alerts,
    articles,
    columns,
    corrections,
    directory,
    errors,
    feeds,
    files,
    home,
    leaving,
    search,
    static_pages,
    topics,
    traditional,
)
from xinqiao.domains.portal.publishing.articles import render_article_preview
from xinqiao.kernel.press.registry import (
    register_address,
    register_error_page,
    register_variant,
)

__all__ = ["register", "render_article_preview"]

PORTAL_ONLY = frozenset({"portal"})
PORTAL_AND_EDITIONS = PORTAL_ONLY | {"edition"}  # a foreign version has its own
COLUMN_PATH = r"(?P<path>[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*){0,4})"
STORED_NAME = r"(?P<name>\d{4}/\d{2}/[A-Za-z0-9_-]{8,80}\.[a-z0-9]{1,8})"


def register() -> None:
    """Tell the press all addresses of the portal's pages; the column pattern comes last."""
    register_address("", render=home.home_page, name="portal.home")
    register_address(
        r"content/(?P<year>\d{4})/(?P<month>\d{2})/(?P<id>\d{1,12})\.html",
        render=articles.article_page,
        name="portal.article",
        owner=articles.owner,
    )
    register_address(rf"files/{STORED_NAME}", render=files.published_file, name="portal.file")
    _register_directory()
    register_address("emergency/", render=alerts.alert_list, name="portal.alerts")
    register_address(
        r"emergency/(?P<id>[1-9]\d{0,11})/", render=alerts.alert_page, name="portal.alert"
    )
    register_address("topics/", render=topics.topic_list, name="portal.topics")
    register_address(
        r"topics/(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)/",
        render=topics.topic_page,
        name="portal.topic",
    )
    register_address(
        r"page/(?P<name>[a-z]+)/", render=static_pages.static_page, name="portal.static_page"
    )
    register_address(
        "search/",
        render=search.search_page,
        name="portal.search",
        kinds=PORTAL_AND_EDITIONS,
        dynamic=True,
    )
    _register_ways_out()
    register_address(
        rf"{COLUMN_PATH}/feed\.(?P<kind>xml|json)", render=feeds.feed, name="portal.feed"
    )
    register_address(
        rf"{COLUMN_PATH}/list-(?P<number>[1-9]\d{{0,5}})\.html",
        render=columns.older_page,
        name="portal.column_list",
        owner=columns.owner,
    )
    register_address(
        rf"{COLUMN_PATH}/",
        render=columns.column_page,
        name="portal.column",
        owner=columns.owner,
    )
    register_variant("zh-hant", traditional.traditional)
    register_error_page(errors.error_page)
    home.register_blocks()
    topics.register_blocks()


def _register_ways_out() -> None:
    """QR codes, reports of errors, the notice before a reader leaves."""
    register_address(
        r"content/(?P<year>\d{4})/(?P<month>\d{2})/(?P<id>\d{1,12})-qr\.svg",
        render=feeds.qr_code,
        name="portal.qr_code",
    )
    register_address(
        "report/",
        render=corrections.report_form,
        name="portal.report",
        kinds=PORTAL_AND_EDITIONS,
        dynamic=True,
    )
    register_address(
        r"report/(?P<code>[0-9A-Z]{12})/",
        render=corrections.report_status,
        name="portal.report_status",
        kinds=PORTAL_ONLY,
        dynamic=True,
    )
    register_address("leaving/", render=leaving.leaving_page, name="portal.leaving", dynamic=True)


def _register_directory() -> None:
    register_address("sitemap/", render=directory.map_page, name="portal.site_map")
    register_address(r"sitemap\.xml", render=directory.sitemap, name="portal.sitemap")
    register_address(
        r"sitemap-columns\.xml",
        render=directory.sitemap_of_columns,
        name="portal.sitemap_columns",
    )
    register_address(
        r"sitemap-(?P<number>[1-9]\d{0,4})\.xml",
        render=directory.sitemap_of_articles,
        name="portal.sitemap_articles",
    )
    register_address(r"robots\.txt", render=directory.robots, name="portal.robots")
    register_address(
        "editions/",
        render=directory.editions_page,
        name="portal.editions",
        kinds=PORTAL_ONLY,
    )
    register_address(
        "sites/", render=directory.sub_sites_page, name="portal.sub_sites", kinds=PORTAL_ONLY
    )
