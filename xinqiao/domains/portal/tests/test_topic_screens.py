"""The screens of topics: opening, block by block, preview, publishing, going back, archiving."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from xinqiao.domains.portal.forms.topics import ArticlesField, ListForm, TimelineField
from xinqiao.domains.portal.models import Article, Topic
from xinqiao.domains.portal.tests.factories import online
from xinqiao.domains.portal.tests.topics import draft_of, opened, published, text
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.sites.tests.factories import ColumnFactory, OrganisationFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.office)


@pytest.fixture
def client(manager):
    return client_of(manager)


def client_of(user):
    client = Client()
    client.force_login(user, backend="xinqiao.kernel.accounts.backends.DutyBackend")
    return client


def seen(topic):
    draft = draft_of(topic)
    return draft.made_at.isoformat() if draft else ""


def picture(name="bank.jpg"):
    content = io.BytesIO()
    Image.new("RGB", (1200, 400), "navy").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def test_a_topic_is_opened_composed_published_and_archived(place, client):
    column = ColumnFactory(site=place.subsite, name="防汛动态")
    topics = reverse("portal:site_topics", args=[place.subsite.pk])
    said = {"template": "blank", "title": "防汛抗旱", "slug": "flood", "summary": "值守。"}
    assert client.post(topics, said).status_code == 302
    topic = Topic.objects.get()
    assert "防汛抗旱" in client.get(topics).content.decode()
    assert "已有专题" in client.post(topics, said).content.decode()
    page = reverse("portal:topic", args=[topic.pk])

    def new(kind, **fields):
        url = reverse("portal:topic_block_new", args=[topic.pk, kind])
        assert client.get(url).status_code == 200
        return client.post(url, {"width": 12, "seen": seen(topic)} | fields)

    assert "请选择栏目" in new("list", title="动态", count=5).content.decode()
    assert new("list", title="动态", count=5, columns=[column.pk]).status_code == 302
    assert new("timeline", title="过程", entries="2026-7-1 启动响应").status_code == 302
    assert new("text", title="须知", text="备好沙袋").status_code == 302
    assert new("banner", alt="河堤", image=picture()).status_code == 302
    assert draft_of(topic).spots[1]["settings"]["entries"] == [
        {"date": "2026-07-01", "text": "启动响应"}
    ]

    words = {"title": "防汛", "summary": "", "seen": seen(topic)}
    assert client.post(page, words).status_code == 302
    assert draft_of(topic).title == "防汛"
    frame = client.get(reverse("portal:topic_frame", args=[topic.pk])).content.decode()
    assert "备好沙袋" in frame
    publish = reverse("portal:topic_publish", args=[topic.pk])
    assert "草稿已变化" in client.post(publish).content.decode()
    assert client.post(publish, {"seen": seen(topic)}).status_code == 302
    assert client.post(publish).status_code == 404  # there is no draft any more
    archive = reverse("portal:topic_archive", args=[topic.pk])
    assert client.post(archive).status_code == 200
    assert client.post(archive, {"reason": "汛期结束"}).status_code == 302
    assert "不能再修改" in client.get(page).content.decode()
    assert "只有进行中" in client.post(archive, {"reason": "再来"}).content.decode()
    assert "已归档" in client.post(page, words | {"seen": ""}).content.decode()


def test_blocks_are_changed_moved_and_taken_away(place, manager, client):
    topic = opened(place.subsite, manager)
    published(topic, manager, text("甲"), text("乙"))
    block = reverse("portal:topic_block", args=[topic.pk, 0])
    act = reverse("portal:topic_block_act", args=[topic.pk, 0])

    def texts():
        return [spot["settings"]["text"] for spot in draft_of(topic).spots]

    assert "甲" in client.get(block).content.decode()
    assert client.post(block, {"width": 6, "text": "丙", "seen": ""}).status_code == 302
    assert texts() == ["丙", "乙"]
    assert "他人刚修改" in client.post(block, {"width": 6, "text": "丁"}).content.decode()
    assert client.post(act, {"act": "down", "seen": seen(topic)}).status_code == 302
    assert texts() == ["乙", "丙"]
    assert "他人刚修改" in client.post(act, {"act": "up", "seen": "never"}).content.decode()
    assert client.post(act, {"act": "remove", "seen": seen(topic)}).status_code == 302
    assert texts() == ["丙"]
    assert client.post(act, {"act": "burn", "seen": seen(topic)}).status_code == 404
    assert client.get(reverse("portal:topic_block", args=[topic.pk, 9])).status_code == 404
    assert client.get(reverse("portal:topic_block_new", args=[topic.pk, "film"])).status_code == 404


def test_an_earlier_version_comes_back(place, manager, client):
    topic = opened(place.subsite, manager)
    published(topic, manager, text("甲"))
    published(topic, manager, text("乙"))
    earlier = topic.versions.get(state="replaced")
    back = reverse("portal:topic_roll_back", args=[topic.pk, earlier.pk])

    assert client.post(back).status_code == 302
    assert "不是旧版" in client.post(back).content.decode()


def test_a_banner_is_a_picture(place, manager, client):
    topic = opened(place.subsite, manager)
    url = reverse("portal:topic_block_new", args=[topic.pk, "banner"])
    said = {"width": 12, "alt": "河堤", "seen": seen(topic)}

    text_file = SimpleUploadedFile("notes.txt", "雨量记录".encode(), "text/plain")
    assert "横幅须为图片" in client.post(url, said | {"image": text_file}).content.decode()
    program = SimpleUploadedFile("run.exe", b"MZ" + b"0" * 64)
    assert client.post(url, said | {"image": program}).status_code == 200
    assert draft_of(topic).image_id is None
    assert client.post(url, said | {"image": picture()}).status_code == 302
    stored = StoredFile.objects.get(pk=draft_of(topic).image_id)
    shown = reverse("files:show", args=[stored.path])
    assert client.get(shown).status_code == 200
    # The sub-site's own manager works for another unit than the uploader.
    assert client_of(person("site_manager", organisation=place.unit)).get(shown).status_code == 200
    stranger = person("site_manager", organisation=OrganisationFactory())
    assert client_of(stranger).get(shown).status_code == 404


def test_chosen_articles_are_named_by_address_number_or_title(place):
    first, second = online(place, title="甲文"), online(place, title="乙文")
    twin = [online(place, title="同名") for _ in range(2)]
    field = ArticlesField()
    lines = [Article.objects.get(pk=first.pk).address, "乙文", f"#{twin[0].pk} 同名", "乙文"]

    assert field.clean("\n".join(lines)) == [first.pk, second.pk, twin[0].pk]
    assert field.prepare_value([first.pk, 0]) == f"#{first.pk} 甲文\n#0 "
    assert field.prepare_value(None) == ""
    for line in ("同名", "没有这一篇", "#99999999"):
        with pytest.raises(ValidationError):
            field.clean(line)


@pytest.mark.parametrize("line", ["昨天 启动", "2026-02-30 启动", "2026-07-01", "2026-07-01 "])
def test_a_line_without_a_day_or_words_is_refused(line):
    with pytest.raises(ValidationError):
        TimelineField().clean(line)


def test_a_timeline_is_shown_as_it_was_written():
    field = TimelineField()
    entries = field.clean("2026-07-01，启动响应\n\n2026-7-02|解除")
    assert field.prepare_value(entries) == "2026-07-01 启动响应\n2026-07-02 解除"
    assert field.prepare_value("x") == "x"


def test_a_list_offers_the_open_columns_of_its_site(place):
    ColumnFactory(site=place.subsite, is_open=False)
    form = ListForm(site=place.subsite)
    assert [pk for pk, _name in form.fields["columns"].choices] == [place.column.pk]
