"""Topic pages as readers get them: only what is published, with its state, in every version."""

import pytest

from xinqiao.domains.portal.actions import topics as actions
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.publishing.topics import render_topic_preview
from xinqiao.domains.portal.tests.factories import StoredFileFactory, county, online
from xinqiao.domains.portal.tests.topics import (
    banner,
    listing,
    opened,
    published,
    saved,
    text,
    timeline,
)
from xinqiao.kernel.press.pages import render
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import NOW, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return county()


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.office)


@pytest.fixture
def topic(place, manager):
    return opened(place.subsite, manager)


def page(address):
    return render(address).body.decode()


def test_readers_find_a_topic_when_it_is_published(place, manager, topic):
    saved(topic, manager, text("备好沙袋"))
    assert render(topic.address).status == 404
    assert "防汛抗旱" not in page(f"{place.subsite.address()}topics/")

    published(topic, manager, text("备好沙袋\n\n远离河道"))

    found = page(topic.address)
    assert "<p>备好沙袋</p>" in found
    assert "<p>远离河道</p>" in found
    assert "已归档" not in found
    assert f'href="{topic.address}"' in page(f"{place.subsite.address()}topics/")
    assert f'href="{topic.address}"' in page(place.subsite.address())
    assert {f"topic:{topic.pk}"} <= render(topic.address).keys


def test_a_draft_changes_nothing_for_readers_and_shows_in_the_preview(manager, topic):
    published(topic, manager, text("甲"))
    before = page(topic.address)

    draft = saved(topic, manager, text("乙丙丁"))

    assert page(topic.address) == before
    assert "乙丙丁" in render_topic_preview(draft)


def test_an_archived_topic_has_its_mark_and_leaves_the_current_ones(place, manager, topic):
    published(topic, manager, text())

    actions.archive(actor=manager, topic_id=topic.pk, reason="汛期结束", now=NOW)

    assert "归档，不再更新" in page(topic.address)
    listed = page(f"{place.subsite.address()}topics/")
    assert "现在没有进行中的专题" in listed
    assert listed.index("已归档的专题") < listed.index(f'href="{topic.address}"')
    assert f'href="{topic.address}"' not in page(place.subsite.address())


def test_a_list_holds_published_articles_only_those_chosen_first(place, manager, topic):
    first, second = online(place, title="较早的一篇"), online(place, title="较晚的一篇")
    waiting = Article.objects.get(pk=online(place, title="将要撤回").pk)
    Placement.objects.filter(article=waiting).update(state="withdrawn")
    Article.objects.filter(pk=waiting.pk).update(public_state="withdrawn", live=False)

    spot = listing(place.column.pk, articles=[first.pk, waiting.pk])
    published(topic, manager, spot)

    found = page(topic.address)
    assert found.index("较早的一篇") < found.index("较晚的一篇")
    assert found.count("较早的一篇") == 1
    assert "将要撤回" not in found
    assert {f"article:{waiting.pk}", f"article:{second.pk}"} <= render(topic.address).keys


def test_what_another_site_has_is_read_there(place, manager):
    article = online(place)
    topic = opened(place.portal, manager)

    published(topic, manager, listing(articles=[article.pk]))

    assert f'href="{Article.objects.get(pk=article.pk).address}"' in page("/topics/flood/")


def test_a_closed_column_feeds_nothing_and_an_empty_block_is_left_out(place, manager, topic):
    online(place, title="旧闻一则")
    published(topic, manager, listing(place.column.pk, count=1))
    assert "旧闻一则" in page(topic.address)

    Column.objects.filter(pk=place.column.pk).update(is_open=False)

    assert "本专题的内容正在准备" in page(topic.address)


def test_a_full_list_asks_for_no_more(place, manager, topic):
    chosen = online(place, title="指定的一篇")
    online(place, title="更新的一篇")

    published(topic, manager, listing(place.column.pk, articles=[chosen.pk], count=1))

    assert "更新的一篇" not in page(topic.address)


def test_a_timeline_runs_by_day(manager, topic):
    published(topic, manager, timeline(("2026-07-02", "解除响应"), ("2026-07-01", "启动响应")))

    found = page(topic.address)
    assert found.index("启动响应") < found.index("解除响应")


def test_the_banner_is_public_with_the_version_that_shows_it(manager, topic):
    image = StoredFileFactory(content_type="image/jpeg", width=1200, height=400)
    draft = saved(topic, manager, banner("河堤上的巡查队"), image_id=image.pk)
    address = f"{topic.site.address()}files/{image.path}"
    assert render(address).status == 404
    assert f"/manage/files/{image.path}" in render_topic_preview(draft)

    actions.publish(actor=manager, version_id=draft.pk, seen_at=draft.made_at, now=NOW)

    assert f'src="{address}" alt="河堤上的巡查队"' in page(topic.address)
    assert render(address).status == 200
    published(topic, manager, text())
    assert render(address).status == 404


def test_markup_in_a_topic_is_only_text(manager, topic):
    published(topic, manager, text("<script>alert(1)</script>"), title="<b>雨</b>")

    assert "<script>alert" not in page(topic.address)
    assert "<b>雨</b>" not in page(topic.address)


def test_a_topic_has_its_elder_and_traditional_versions(manager, topic):
    published(topic, manager, text("应急响应"))

    assert "應急響應" in page(f"/zh-hant{topic.address}")
    assert 'data-variant="elder"' in page(f"/elder{topic.address}")


def test_topics_cost_a_fixed_number_of_queries(
    place, manager, topic, django_assert_max_num_queries
):
    article = online(place)
    spots = [listing(place.column.pk, articles=[article.pk], title=f"第{n}组") for n in range(3)]
    published(topic, manager, *spots)

    with django_assert_max_num_queries(4 + 3 * 4):
        render(topic.address)
    with django_assert_max_num_queries(4):
        render(f"{place.subsite.address()}topics/")
