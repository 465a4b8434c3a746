"""The topics of a site: opened from a template, composed block by block, published, archived."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import topics as actions
from xinqiao.domains.portal.blocks import TOPIC
from xinqiao.domains.portal.forms import topics as forms
from xinqiao.domains.portal.models import Topic, TopicVersion
from xinqiao.domains.portal.publishing.topics import render_topic_preview
from xinqiao.domains.portal.rules import topics as rules
from xinqiao.domains.portal.rules.layouts import LayoutState
from xinqiao.domains.portal.views.composing import moment_seen
from xinqiao.domains.portal.views.doing import done, who
from xinqiao.kernel.sites import queries
from xinqiao.kernel.ui import blocks

SHOWN = 20
read_or_write = require_http_methods(["GET", "POST"])


@read_or_write
def site_topics(request: HttpRequest, pk: int) -> HttpResponse:
    """The topics of one site; a post opens another."""
    site = get_object_or_404(queries.sites_managed_by(request.user), pk=pk)
    form = forms.TopicOpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, made = form.cleaned_data | who(request), []
        if done(request, form, lambda: made.append(actions.open_topic(site_id=pk, **said))):
            return redirect("portal:topic", made[0].pk)
    context = {
        "title": _("专题"),
        "site": site,
        "form": form,
        "topics": Topic.objects.filter(site=site).order_by("state", "-created_at"),
        "back_url": reverse("portal:site", args=[site.pk]),
        "back_label": site.name,
    }
    return render(request, "portal/workbench/topics.html", context)


@read_or_write
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Compose one topic; a post changes its words."""
    found = topic_or_404(request, pk)
    shown = version_of(found)
    form = forms.TopicWordsForm(
        request.POST or None, initial={"title": shown.title, "summary": shown.summary}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if save(request, form, found, shown, **said):
            return redirect("portal:topic", pk)
    return _screen(request, found, words=form)


@require_GET
@xframe_options_sameorigin
def topic_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself, from the draft or, without one, from what is in use."""
    return HttpResponse(render_topic_preview(version_of(topic_or_404(request, pk))))


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the draft that was seen before readers."""
    found = topic_or_404(request, pk)
    draft = get_object_or_404(found.versions, state=LayoutState.DRAFT)
    seen = moment_seen(request.POST.get("seen", ""))
    form = forms.TopicWordsForm({})
    if done(
        request,
        form,
        lambda: actions.publish(version_id=draft.pk, seen_at=seen, **who(request)),
    ):
        return redirect("portal:topic", pk)
    return _screen(request, found, refused=form)


@require_POST
def roll_back(request: HttpRequest, pk: int, version_id: int) -> HttpResponse:
    """Put an earlier version before readers again."""
    found = topic_or_404(request, pk)
    earlier = get_object_or_404(found.versions, pk=version_id)
    form = forms.TopicWordsForm({})
    if done(request, form, lambda: actions.roll_back(version_id=earlier.pk, **who(request))):
        return redirect("portal:topic", pk)
    return _screen(request, found, refused=form)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a topic for ever."""
    found = topic_or_404(request, pk)
    form = forms.ArchiveForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data | who(request)
        if done(request, form, lambda: actions.archive(topic_id=pk, **said)):
            return redirect("portal:topic", pk)
    return _screen(request, found, archiving=form)


def topic_or_404(request: HttpRequest, pk: int) -> Topic:
    """A topic of a site that this person manages; to anybody else it does not exist."""
    rows = Topic.objects.visible_to(request.user).select_related("site__parent__parent")
    return get_object_or_404(rows, pk=pk)


def version_of(topic: Topic) -> TopicVersion:
    """What is worked on: the draft or, without one, the version in use."""
    rows = topic.versions.select_related("image", "made_by")
    for state in (LayoutState.DRAFT, LayoutState.PUBLISHED):
        version = rows.filter(state=state).first()
        if version:
            version.topic = topic
            return version
    raise Http404


def save(
    request: HttpRequest, form: Any, topic: Topic, shown: TopicVersion, **changed: Any
) -> bool:
    """Keep the draft with what was changed, if it is still the one that the form began from."""
    facts = {name: getattr(shown, name) for name in ("title", "summary", "spots", "image_id")}
    content = actions.Content(**(facts | changed))
    said = request.POST.get("seen", "")
    seen = moment_seen(said) if said else None
    return done(
        request,
        form,
        lambda: actions.save_draft(
            topic_id=topic.pk, content=content, seen_at=seen, **who(request)
        ),
    )


def _screen(request: HttpRequest, topic: Topic, **parts: Any) -> HttpResponse:
    shown = version_of(topic)
    used = topic.versions.exclude(state=LayoutState.DRAFT).select_related("published_by")
    names = {block.code: block.label for block in blocks.all_blocks(TOPIC)}
    words = {"title": shown.title, "summary": shown.summary}
    context = {
        "title": topic.title,
        "topic": topic,
        "shown": shown,
        "draft": shown if shown.state == LayoutState.DRAFT else None,
        "rows": [(names[spot["block"]], _words_of(spot), spot["width"]) for spot in shown.spots],
        "kinds": [(code.partition(".")[2], label) for code, label in names.items()],
        "words": forms.TopicWordsForm(initial=words),
        "archiving": forms.ArchiveForm(),
        "versions": used.order_by("-published_at")[:SHOWN],
        "is_open": topic.state != rules.TopicState.ARCHIVED,
        "may_publish": policies.can_publish_layout(request.user, topic.site),
        "publish_url": reverse("portal:topic_publish", args=[topic.pk]),
        "frame_url": reverse("portal:topic_frame", args=[topic.pk]),
        "back_url": reverse("portal:site_topics", args=[topic.site_id]),
        "back_label": _("专题"),
    } | parts
    return render(request, "portal/workbench/topic.html", context)


def _words_of(spot: rules.TopicSpot) -> str:
    """What tells blocks of one sort apart."""
    said = spot["settings"]
    return str(said.get("title") or said.get("alt", ""))


ROUTES = [
    path("sites/<int:pk>/topics/", site_topics, name="site_topics"),
    path("sites/topics/<int:pk>/", topic, name="topic"),
    path("sites/topics/<int:pk>/page/", topic_frame, name="topic_frame"),
    path("sites/topics/<int:pk>/publish/", publish, name="topic_publish"),
    path("sites/topics/<int:pk>/archive/", archive, name="topic_archive"),
    path("sites/topics/<int:pk>/<int:version_id>/back/", roll_back, name="topic_roll_back"),
]
