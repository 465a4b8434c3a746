"""The express lane: online after the secrecy review, reviewed within a day or withdrawn."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, jobs, queries, rules
from xinqiao.domains.portal.models import Article, DutyShift
from xinqiao.domains.portal.tests.chain import again, do, events
from xinqiao.domains.portal.tests.factories import NOW, bring_to, draft, online
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.domains.portal.tests.screens import do as press
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(hours=24)
DUE = NOW + DAY


def express(place, **content):
    return online(place, content_class="express", **content)


def review(place, article, *, by=None, **facts):
    return actions.review_after(
        actor=by or place.fresh("unit_reviewer"),
        article_id=article.pk,
        content_hash=facts.pop("content_hash", again(article).online_hash),
        now=NOW,
    )


def texts(user, kind):
    return list(
        Notification.objects.filter(user=user, kind__startswith=kind).values_list("text", flat=True)
    )


def test_only_the_secrecy_review_stands_before_publication(place):
    article = express(place)

    assert article.public_state == "online"
    assert article.review_due_at == DUE
    assert "portal.article_returned" not in events(article)
    assert again(article).stage == "done"


def test_duty_editor_is_alerted_when_it_is_handed_in_and_when_it_is_online(
    place, django_capture_on_commit_callbacks
):
    on_duty = person("editor", organisation=place.office)
    DutyShift.objects.create(organisation=place.office, day=NOW.date(), editor=on_duty)

    with django_capture_on_commit_callbacks(execute=True):
        article = express(place)

    assert len(texts(on_duty, "portal.alert")) == 2
    assert not texts(place.people["editor"], "portal.alert")
    assert texts(place.people["unit_reviewer"], "portal.review_after")
    assert queries.duty_editors(article.column.site.desk, NOW.date()) == [on_duty]


def test_without_a_roster_every_editor_of_the_desk_is_alerted(place):
    away = person("editor", organisation=place.office, is_active=False)
    DutyShift.objects.create(organisation=place.office, day=NOW.date(), editor=away)

    assert queries.duty_editors(place.portal, NOW.date()) == [place.people["editor"]]


def test_review_that_follows_is_bound_to_what_is_online(place):
    article = express(place)

    review(place, article)

    article = again(article)
    assert article.review_due_at is None
    assert article.public_state == "online"
    assert events(article)[-1] == "portal.express_reviewed"
    assert actions.withdraw_unreviewed(now=DUE + DAY) == 0
    with pytest.raises(rules.ChainRefused):
        review(place, article)


def test_review_of_another_text_than_the_one_online_is_refused(place):
    with pytest.raises(rules.ContentChanged):
        review(place, express(place), content_hash="0" * 64)


@pytest.mark.parametrize("act", ["review_after", "refuse_after"])
def test_author_and_strangers_do_not_review_afterwards(place, act):
    both = person("contributor", "unit_reviewer", organisation=place.unit)
    place.people["contributor"] = both
    article = express(place)
    stranger = person("unit_reviewer", organisation=OrganisationFactory())
    said = {"reason": "因"} if act == "refuse_after" else {"content_hash": article.online_hash}

    with pytest.raises(rules.PeopleMustDiffer):
        getattr(actions, act)(actor=both, article_id=article.pk, now=NOW, **said)
    with pytest.raises(PermissionDenied):
        getattr(actions, act)(actor=stranger, article_id=article.pk, now=NOW, **said)


def test_secrecy_reviewer_does_not_review_afterwards(place):
    both = person("secrecy_reviewer", "unit_reviewer", organisation=place.unit)
    place.people["secrecy_reviewer"] = both

    with pytest.raises(rules.PeopleMustDiffer):
        review(place, express(place), by=both)


def test_refused_afterwards_it_goes_off_at_once(place):
    article = express(place)

    do(place, "refuse_after", article, "unit_reviewer", reason="数字有误")

    article = again(article)
    assert (article.public_state, article.review_due_at) == ("withdrawn", None)
    assert article.withdrawn_reason == "数字有误"
    assert events(article)[-2:] == ["portal.express_refused", "portal.article_withdrawn"]


def test_without_review_in_time_the_clock_withdraws_it(place, django_capture_on_commit_callbacks):
    article, ordinary = express(place), online(place)

    assert jobs.keep_express_lane(now=DUE - dt.timedelta(minutes=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.keep_express_lane(now=DUE) == 1

    assert again(article).public_state == "withdrawn"
    assert "24小时" in again(article).withdrawn_reason
    assert again(ordinary).public_state == "online"
    assert texts(place.people["editor"], "portal.alert")
    assert jobs.keep_express_lane(now=DUE) == 0


def test_reviewed_while_the_clock_waited_for_the_row_it_stays(place):
    article = express(place)
    review(place, article)

    assert not actions.express._withdraw_one(article.pk, DUE)


def test_people_are_reminded_once(place):
    article = express(place)
    near = DUE - dt.timedelta(hours=rules.REMIND_HOURS)

    assert actions.remind_of_reviews(now=near - dt.timedelta(minutes=1)) == 0
    assert actions.remind_of_reviews(now=near) == 1
    actions.remind_of_reviews(now=near + dt.timedelta(minutes=1))

    assert len(texts(place.people["unit_reviewer"], "portal.review_due")) == 1
    assert article.title in texts(place.people["editor"], "portal.review_due")[0]


def correct(place, article, *, now=NOW, **content):
    who = {"actor": place.people["contributor"], "article_id": article.pk, "now": now}
    actions.start_correction(**who)
    actions.save_draft(**who, **content)
    return online(place, again(article))


def test_correction_does_not_prolong_the_time_for_the_review(place):
    article = express(place)
    Article.objects.filter(pk=article.pk).update(review_due_at=DUE - dt.timedelta(hours=5))

    correct(place, article, title="更正")

    assert again(article).review_due_at == DUE - dt.timedelta(hours=5)


def test_correction_by_the_ordinary_way_needs_no_review_afterwards(place):
    article = express(place)

    correct(place, article, content_class="news")

    assert again(article).review_due_at is None


def test_hands_of_the_version_online_stay_barred_while_a_correction_is_under_way(place):
    both = person("contributor", "unit_reviewer", organisation=place.unit)
    article = draft(place, content_class="express")
    actions.save_draft(actor=both, article_id=article.pk, now=NOW, title="急")
    article = online(place, again(article))
    do(place, "start_correction", article, "contributor")

    with pytest.raises(rules.PeopleMustDiffer):
        review(place, article, by=both)


def test_policy_documents_do_not_take_the_express_lane(place):
    article = draft(place, kind="document", issuing_body="县政府", content_class="express")

    with pytest.raises(rules.ChainRefused, match="公文或敏感"):
        do(place, "submit", article, "contributor")


def test_map_shows_the_review_that_follows(place):
    article = express(place)

    steps = queries.workflow_map(article, today=NOW.date())
    assert [(step.label, step.state) for step in steps[-2:]] == [
        ("发布", "taken"),
        ("补审", "waiting"),
    ]
    assert steps[-1].people == (place.people["unit_reviewer"].name,)

    review(place, article)
    assert queries.workflow_map(again(article), today=NOW.date())[-1].state == "taken"
    waiting = draft(place, content_class="express")
    assert queries.workflow_map(waiting, today=NOW.date())[-1].state == "ahead"


def test_review_waits_for_the_reviewers_of_the_unit_with_its_deadline(place):
    article = express(place)
    stranger = person("unit_reviewer", organisation=OrganisationFactory())

    row = queries.todo_for(place.fresh("unit_reviewer"))[0]

    assert (row.id, row.label, row.due) == (article.pk, "待补审", DUE)
    assert not queries.todo_for(stranger)
    assert not queries.todo_for(place.fresh("secrecy_reviewer"))


def test_author_is_not_shown_his_own_text_to_review(place):
    both = person("contributor", "unit_reviewer", organisation=place.unit)
    place.people["contributor"] = both
    express(place)

    assert not queries.todo_for(Article.objects.get().created_by)


def test_review_from_the_screen(place):
    article = express(place)
    client = as_(place, "unit_reviewer")

    page = client.get(f"/manage/articles/{article.pk}/").content.decode()
    press(client, article, "review_after", content_hash=article.online_hash)

    assert "补审" in page
    assert article.online_hash in page
    assert again(article).review_due_at is None
    stranger = client_of(person("unit_reviewer", organisation=OrganisationFactory()))
    assert press(stranger, article, "refuse_after", reason="因").status_code == 404


def test_secrecy_review_is_one_click_with_a_basis_and_then_the_publisher_is_next(place):
    article = bring_to(place, "approved", content_class="express")

    assert [row.label for row in queries.todo_for(place.fresh("publisher"))] == ["待发布"]
    assert article.target_at == NOW + dt.timedelta(hours=1)


def test_every_kind_has_its_target_and_a_lamp_that_warns_before_it():
    assert {kind for kind in rules.Kind if rules.target_hours(kind, "news") < 24} == set()
    assert rules.target_hours("news", "express") == 1
    assert rules.warning("news", "news") == dt.timedelta(hours=6)
