"""What the tests of the chain look at again and again."""

import datetime as dt

from xinqiao.domains.portal import actions
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.factories import (
    NOW,
)
from xinqiao.kernel.audit.models import AuditEvent

LATER = NOW + dt.timedelta(hours=2)


def again(article):
    return Article.objects.get(pk=article.pk)


def events(article):
    rows = AuditEvent.objects.filter(target_type="portal.article", target_id=str(article.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


def do(place, act, article, duty, **facts):
    return getattr(actions, act)(
        actor=place.fresh(duty), article_id=article.pk, now=facts.pop("now", LATER), **facts
    )
