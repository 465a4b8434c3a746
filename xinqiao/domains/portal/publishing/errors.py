"""What readers see when there is no page: in the site's look, with ways onward."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from xinqiao.domains.portal.publishing import frame
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.publishing.tree import SiteTree
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.rules import EDITIONS, FOREIGN
from xinqiao.kernel.ui import jinja


def error_page(place: Place | None, status: int) -> str:
    """The page for 404, 410 or 500; without a place it needs no database."""
    heading, explanation = _closed(place) if place and status == 404 else ("", "")
    if not heading:
        heading, explanation = _words(status)
    values: dict[str, Any] = {"status": status, "heading": heading, "explanation": explanation}
    if place is None:
        return jinja.render("ui/public/bare.html", values)
    tree = trees.load(place)
    values["search_action"] = place.link_to(place.portal, "search/")
    values["ways"] = _ways(place, tree)
    head = Head(heading=heading, is_indexed=False, body_class="page-error")
    return frame.render(place, tree, "ui/public/error.html", head, values)


def _closed(place: Place) -> tuple[str, str]:
    """The words for an edition or version that was switched off; empty for any other address."""
    first = place.path.partition("/")[0]
    if place.site.pk != place.portal.pk or first not in EDITIONS | FOREIGN:
        return "", ""
    site = Site.objects.filter(kind="edition", code=first, is_open=False).first()
    if site is None:
        return "", ""
    recorder.record(f"site:{site.pk}")
    with translation.override(site.language):
        told = _("这个网站目前停用，内容已经保存。您可以浏览门户网站。")
    return _("“%(name)s”已停用") % {"name": site.name}, told


def _words(status: int) -> tuple[str, str]:
    if status == 410:
        return (
            _("这个页面已撤下"),
            _("原来的内容已由发布单位撤回，不再提供。如需了解，请联系网站主办单位。"),
        )
    if status >= 500:
        return (
            _("网站暂时无法显示这个页面"),
            _("系统已记录这个问题，请过几分钟再试。急事请拨打网站底部的联系电话。"),
        )
    return (
        _("没有找到这个页面"),
        _("网址可能有误，或者页面已经移走。您可以搜索，或从下面的入口继续。"),
    )


def _ways(place: Place, tree: SiteTree) -> list[dict[str, str]]:
    ways = [{"name": _("返回首页"), "url": place.link()}]
    ways += [{"name": c.name, "url": trees.column_url(place, c)} for c in tree.top]
    ways.append({"name": _("网站地图"), "url": place.link("sitemap/")})
    return ways
