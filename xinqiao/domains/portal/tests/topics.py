"""Topics that stand where a test wants them."""

from xinqiao.domains.portal.actions import topics as actions
from xinqiao.domains.portal.models import Topic
from xinqiao.domains.portal.rules import topics as rules
from xinqiao.kernel.sites.tests.factories import NOW


def text(words="防汛须知", title="须知"):
    return rules.TopicSpot(block=rules.TEXT, width=12, settings={"title": title, "text": words})


def listing(*columns, articles=(), count=8, title="动态"):
    settings = {"title": title, "columns": list(columns), "articles": [*articles], "count": count}
    return rules.TopicSpot(block=rules.LIST, width=12, settings=settings)


def timeline(*entries):
    rows = [{"date": day, "text": words} for day, words in entries]
    return rules.TopicSpot(
        block=rules.TIMELINE, width=12, settings={"title": "大事记", "entries": rows}
    )


def banner(alt="河堤"):
    return rules.TopicSpot(block=rules.BANNER, width=12, settings={"alt": alt})


def opened(site, actor, *, slug="flood", template="blank", title="防汛抗旱"):
    return actions.open_topic(
        actor=actor,
        site_id=site.pk,
        slug=slug,
        title=title,
        summary="值守每一场雨。",
        template=template,
        now=NOW,
    )


def draft_of(topic):
    return topic.versions.filter(state="draft").first()


def saved(topic, actor, *spots, title="防汛抗旱", summary="值守每一场雨。", image_id=None):
    draft = draft_of(topic)
    return actions.save_draft(
        actor=actor,
        topic_id=topic.pk,
        content=actions.Content(title, summary, spots, image_id),
        seen_at=draft.made_at if draft else None,
        now=NOW,
    )


def published(topic, actor, *spots, **words):
    draft = saved(topic, actor, *spots, **words)
    actions.publish(actor=actor, version_id=draft.pk, seen_at=draft.made_at, now=NOW)
    return Topic.objects.get(pk=topic.pk)
