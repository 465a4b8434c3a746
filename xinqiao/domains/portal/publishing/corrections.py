"""Where readers say what is wrong on a page, and where they find the answer."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, CorrectionReport
from xinqiao.domains.portal.publishing import frame
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.press.registry import NotThere, Rendered

NOTHING: Mapping[str, str] = {}


def report_form(place: Place) -> Rendered:
    """The empty form, for the article that the address names or for any page."""
    return Rendered(body=form_page(place, place.query.get("article", "")))


def form_page(
    place: Place,
    article: str,
    *,
    said: Mapping[str, str] = NOTHING,
    errors: Mapping[str, str] = NOTHING,
) -> str:
    """The form with what was typed and what is wrong with it."""
    values = {
        "article": _online(article),
        "said": {"page": said.get("page", ""), "text": said.get("text", "")},
        "errors": dict(errors),
        "action": place.link_to(place.portal, "report/"),
    }
    heading = _("我要纠错") if not errors else _("有错误：我要纠错")
    return _page(place, "portal/report.html", heading, values)


def report_status(place: Place) -> Rendered:
    """What became of a report, for whoever has its code. Raises NotThere."""
    found = CorrectionReport.objects.filter(code=place.groups["code"])
    report = found.select_related("organisation").first()
    if report is None:
        raise NotThere
    names = ("code", "title", "text", "sent_at", "due_date", "answer", "answered_at")
    told = {name: getattr(report, name) for name in names} | {"unit": report.organisation.name}
    values = {"report": told, "form_url": place.link_to(place.portal, "report/")}
    return Rendered(body=_page(place, "portal/report_status.html", _("纠错办理情况"), values))


def _online(article: str) -> Any:
    if not article.isascii() or not article.isdigit() or len(article) > 12:
        return None
    rows = Article.objects.filter(pk=int(article), public_state=rules.PublicState.ONLINE)
    return rows.values("id", "title").first()


def _page(place: Place, template: str, heading: str, values: dict[str, Any]) -> str:
    head = Head(heading=heading, crumbs=[(heading, "")], is_indexed=False)
    return frame.render(place, trees.load(place), template, head, values)
