"""The blocks of a topic: one more, another content, another place, away."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.domains.portal.blocks import TOPIC_LABELS
from xinqiao.domains.portal.forms import topics as forms
from xinqiao.domains.portal.models import Topic, TopicVersion
from xinqiao.domains.portal.rules import topics as rules
from xinqiao.domains.portal.views.topics import save, topic_or_404, version_of
from xinqiao.kernel.files import actions as files
from xinqiao.kernel.files import queries
from xinqiao.kernel.files.rules import UploadRefused

read_or_write = require_http_methods(["GET", "POST"])


@read_or_write
def block_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One more block at the end."""
    code = f"topic.{kind}"
    if code not in forms.FORMS:
        raise Http404
    return _block(request, topic_or_404(request, pk), None, code, {})


@read_or_write
def block(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Another content or width for a block; ``number`` counts from 0."""
    found = topic_or_404(request, pk)
    spots = version_of(found).spots
    if number >= len(spots):
        raise Http404
    spot = spots[number]
    initial = {**spot["settings"], "width": spot["width"]}
    return _block(request, found, number, spot["block"], initial)


@require_POST
def block_act(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Move a block up or down, or take it away."""
    found = topic_or_404(request, pk)
    shown = version_of(found)
    act = request.POST.get("act", "")
    if number >= len(shown.spots) or act not in {"up", "down", "remove"}:
        raise Http404
    spots = (
        rules.without_block(shown.spots, number)
        if act == "remove"
        else rules.moved_block(shown.spots, number, up=act == "up")
    )
    form = forms.TopicWordsForm({})
    if save(request, form, found, shown, spots=spots):
        return redirect("portal:topic", pk)
    return _refused(request, found, form)


def _block(
    request: HttpRequest, topic: Topic, number: int | None, code: str, initial: dict[str, Any]
) -> HttpResponse:
    shown = version_of(topic)
    form = forms.FORMS[code](
        request.POST or None, request.FILES or None, site=topic.site, initial=initial
    )
    if request.method == "POST" and form.is_valid() and _kept(request, topic, shown, number, form):
        return redirect("portal:topic", topic.pk)
    context = {
        "title": TOPIC_LABELS[code],
        "form": form,
        "seen": shown.made_at.isoformat() if shown.state == shown.State.DRAFT else "",
        "back_url": reverse("portal:topic", args=[topic.pk]),
        "back_label": topic.title,
    }
    return render(request, "portal/workbench/topic_block.html", context)


def _kept(
    request: HttpRequest, topic: Topic, shown: TopicVersion, number: int | None, form: Any
) -> bool:
    code = next(code for code, kind in forms.FORMS.items() if kind is type(form))
    spot = rules.TopicSpot(block=code, width=form.cleaned_data["width"], settings=form.settings())
    changed: dict[str, Any] = {"spots": rules.with_block(shown.spots, number, spot)}
    sent = form.cleaned_data.get("image")
    if sent:
        image_id = _stored(request, form, sent)
        if image_id is None:
            return False
        changed["image_id"] = image_id
    return save(request, form, topic, shown, **changed)


def _stored(request: HttpRequest, form: Any, sent: Any) -> int | None:
    """The id of the picture, checked and kept; None when it is refused."""
    user: Any = request.user
    unit = queries.unit_to_upload_for(user, None)
    if unit is None:
        form.add_error("image", _("您在单位没有职责，不能上传。"))
        return None
    try:
        stored = files.store_upload(actor=user, organisation=unit, upload=sent, now=timezone.now())
    except UploadRefused as refusal:
        form.add_error("image", str(refusal))
        return None
    if not stored.is_image:
        form.add_error("image", _("横幅须为图片。"))
        return None
    return stored.pk


def _refused(request: HttpRequest, topic: Topic, form: Any) -> HttpResponse:
    context = {
        "title": topic.title,
        "form": form,
        "back_url": reverse("portal:topic", args=[topic.pk]),
        "back_label": topic.title,
    }
    return render(request, "portal/workbench/refused.html", context)


ROUTES = [
    path("sites/topics/<int:pk>/blocks/new/<slug:kind>/", block_new, name="topic_block_new"),
    path("sites/topics/<int:pk>/blocks/<int:number>/", block, name="topic_block"),
    path("sites/topics/<int:pk>/blocks/<int:number>/act/", block_act, name="topic_block_act"),
]
