"""Topic pages: composing, publishing, going back, and closing them as an archive."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import versions
from xinqiao.domains.portal.models import Topic, TopicVersion
from xinqiao.domains.portal.rules import layouts, topic_templates
from xinqiao.domains.portal.rules import topics as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites.models import Column, Site
from xinqiao.kernel.sites.policies import can_manage_site
from xinqiao.kernel.sites.rules import check_slug


@dataclass(frozen=True)
class Content:
    """Everything a version of a topic says; ``image_id`` is the picture of its banner."""

    title: str
    summary: str
    spots: Sequence[rules.TopicSpot]
    image_id: int | None = None


@transaction.atomic
def open_topic(
    *,
    actor: User,
    site_id: int,
    slug: str,
    title: str,
    summary: str,
    template: str,
    now: dt.datetime,
) -> Topic:
    """Begin a topic from a template; readers see nothing of it.

    Raises PermissionDenied, LayoutRefused, SlugRefused.
    """
    site = _locked(site_id)
    require(can_manage_site(actor, site))
    check_slug(slug, top=False)
    chosen = topic_templates.template_of(template)
    if chosen is None or Topic.objects.filter(site=site, slug=slug).exists():
        raise layouts.LayoutRefused(_("没有这个模板，或这个地址名已有专题。"))
    topic = Topic.objects.create(
        site=site,
        kind=chosen.kind,
        slug=slug,
        title=title,
        summary=summary,
        created_by=actor,
        created_at=now,
    )
    columns = Column.objects.open().filter(site=site).order_by("path")
    spots = topic_templates.spots_from(chosen, list(columns.values_list("pk", "column_type")))
    _keep(topic, Content(title, summary, spots), actor, now)
    _record("topic_opened", topic, actor, now, after={"title": title, "template": template})
    return topic


@transaction.atomic
def save_draft(
    *,
    actor: User,
    topic_id: int,
    content: Content,
    seen_at: dt.datetime | None,
    now: dt.datetime,
) -> TopicVersion:
    """Keep the topic's draft; ``seen_at`` is the draft's moment as its maker saw it, if any.

    Raises PermissionDenied, LayoutRefused.
    """
    topic = _topic(topic_id)
    require(can_manage_site(actor, topic.site))
    rules.check_open(topic.state)
    draft = topic.versions.filter(state=layouts.LayoutState.DRAFT).first()
    rules.check_unchanged(draft.made_at if draft else None, seen_at)
    rules.check_blocks(content.spots)
    _check_columns(topic.site, content.spots)
    kept = _keep(topic, content, actor, now)
    _record("topic_saved", topic, actor, now, after=kept.spots)
    return kept


@transaction.atomic
def publish(
    *, actor: User, version_id: int, seen_at: dt.datetime, now: dt.datetime
) -> TopicVersion:
    """Put the draft that the person saw before readers. Raises PermissionDenied, LayoutRefused."""
    version = _version(version_id)
    require(policies.can_publish_layout(actor, version.topic.site))
    rules.check_open(version.topic.state)
    layouts.check_seen(version.state, version.made_at, seen_at)
    rules.check_complete(version.spots, has_image=version.image_id is not None)
    return _put_in_use(version, actor, now)


@transaction.atomic
def roll_back(*, actor: User, version_id: int, now: dt.datetime) -> TopicVersion:
    """Put an earlier version before readers again. Raises PermissionDenied, LayoutRefused."""
    version = _version(version_id)
    require(policies.can_publish_layout(actor, version.topic.site))
    rules.check_open(version.topic.state)
    layouts.check_earlier(version.state)
    return _put_in_use(version, actor, now)


@transaction.atomic
def archive(*, actor: User, topic_id: int, reason: str, now: dt.datetime) -> Topic:
    """Close a topic for ever: it stays readable with a mark; an unpublished draft is dropped.

    Raises PermissionDenied, LayoutRefused.
    """
    topic = _topic(topic_id)
    require(policies.can_publish_layout(actor, topic.site))
    rules.check_archivable(topic.state)
    topic.versions.filter(state=layouts.LayoutState.DRAFT).delete()
    topic.state, topic.archived_by = rules.TopicState.ARCHIVED, actor
    topic.archived_at, topic.archive_reason = now, reason
    topic.save(update_fields=["state", "archived_by", "archived_at", "archive_reason"])
    _record("topic_archived", topic, actor, now, reason=reason)
    _tell(topic, now)
    return topic


def _put_in_use(version: TopicVersion, actor: User, now: dt.datetime) -> TopicVersion:
    topic = version.topic
    versions.put_in_use(version, topic.versions.all(), actor, now)
    topic.title, topic.summary = version.title, version.summary
    topic.state = rules.TopicState.CURRENT
    topic.published_at = topic.published_at or now
    topic.save(update_fields=["title", "summary", "state", "published_at"])
    _record("topic_published", topic, actor, now, after=version.spots)
    _tell(topic, now)
    return version


def _keep(topic: Topic, content: Content, actor: User, now: dt.datetime) -> TopicVersion:
    kept: TopicVersion = versions.keep_draft(
        topic.versions.all(),
        actor,
        now,
        topic=topic,
        title=content.title,
        summary=content.summary,
        spots=list(content.spots),
        image_id=content.image_id,
    )
    return kept


def _check_columns(site: Site, spots: Sequence[rules.TopicSpot]) -> None:
    """Lists are fed from columns of the topic's own site. Raises LayoutRefused."""
    wanted = {pk for spot in spots for pk in spot["settings"].get("columns", ())}
    if Column.objects.filter(site=site, pk__in=wanted).count() < len(wanted):
        raise layouts.LayoutRefused(_("列表里有不属于本站的栏目，请重新选择。"))


def _locked(site_id: int) -> Site:
    rows = Site.objects.select_for_update(of=("self",)).select_related("parent__parent")
    return rows.get(pk=site_id)


def _topic(topic_id: int) -> Topic:
    """The topic, after the lock of its site."""
    site = _locked(Topic.objects.values_list("site_id", flat=True).get(pk=topic_id))
    topic = Topic.objects.get(pk=topic_id)
    topic.site = site
    return topic


def _version(version_id: int) -> TopicVersion:
    """The version, after the lock of its topic's site."""
    topic = _topic(TopicVersion.objects.values_list("topic_id", flat=True).get(pk=version_id))
    version = TopicVersion.objects.get(pk=version_id)
    version.topic = topic
    return version


def _tell(topic: Topic, now: dt.datetime) -> None:
    keys = [f"topic:{topic.pk}", f"topics:{topic.site_id}"]
    jobs.emit("topic", keys, paths=[topic.address], at=now)


def _record(happening: str, topic: Topic, actor: User, now: dt.datetime, **facts: Any) -> None:
    audit.record(
        action=f"portal.{happening}",
        actor=actor,
        target=topic,
        at=now,
        organisation_id=topic.site.organisation_id,
        **facts,
    )
