import io
from contextlib import redirect_stdout

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from xinqiao.kernel.files.tests.factories import NOW, UserFactory, officer
from xinqiao.kernel.jobs import worker
from xinqiao.kernel.notifications import actions, adapters, queries
from xinqiao.kernel.notifications.models import Notification

pytestmark = pytest.mark.django_db


def tell(user, text="您的文章被退回", *, url="", once_key=""):
    actions.notify(user=user, kind="test", text=text, url=url, now=NOW, once_key=once_key)


@pytest.fixture
def signed_in(client):
    def sign_in(user):
        client.force_login(user, backend="xinqiao.kernel.accounts.backends.DutyBackend")
        return client

    return sign_in


def test_a_message_reaches_one_person():
    user, other = UserFactory(), UserFactory()

    tell(user)

    assert queries.unread_count(user) == 1
    assert queries.unread_count(other) == 0
    assert str(Notification.objects.get()) == "您的文章被退回"


def test_a_once_key_tells_once_per_person():
    user, other = UserFactory(), UserFactory()

    tell(user, once_key="a")
    tell(user, once_key="a")
    tell(other, once_key="a")

    assert Notification.objects.count() == 2


def test_each_of_several_people_is_told_once_when_the_transaction_is_through(
    django_capture_on_commit_callbacks,
):
    user, other = UserFactory(), UserFactory()

    with django_capture_on_commit_callbacks(execute=True):
        actions.notify_all([user, None, other, user], kind="test", text="有新任务", url="", now=NOW)
        assert not Notification.objects.exists()

    assert set(Notification.objects.values_list("user", flat=True)) == {user.pk, other.pk}
    assert Notification.objects.count() == 2


def test_long_words_are_cut():
    user = UserFactory()

    tell(user, "长" * 900)

    assert len(Notification.objects.get().text) == 500


def test_a_rollback_tells_nobody():
    user = UserFactory(email="a@example.test")
    with transaction.atomic():
        tell(user)
        transaction.set_rollback(True)

    assert worker.run_pending() == 0
    assert mail.outbox == []


def test_who_has_an_address_gets_one_copy():
    user = UserFactory(email="a@example.test")

    tell(user, "第一行\n第二行", once_key="a")
    tell(user, once_key="a")
    tell(UserFactory())

    assert worker.run_pending() == 1
    assert [message.to for message in mail.outbox] == [["a@example.test"]]
    assert "第二行" in mail.outbox[0].body
    assert "新消息" in mail.outbox[0].subject


def test_who_read_it_gets_no_copy():
    user = UserFactory(email="a@example.test")
    tell(user)
    actions.mark_all_read(actor=user, now=NOW)

    worker.run_pending()

    assert mail.outbox == []


def test_reading_is_noted_once():
    user = UserFactory()
    tell(user)
    message = Notification.objects.get()

    actions.mark_read(actor=user, notification_id=message.pk, now=NOW)
    assert actions.mark_all_read(actor=user, now=NOW) == 0
    message.refresh_from_db()
    assert message.read_at == NOW


def test_nobody_reads_the_message_of_another():
    tell(UserFactory())

    with pytest.raises(Notification.DoesNotExist):
        actions.mark_read(
            actor=UserFactory(), notification_id=Notification.objects.get().pk, now=NOW
        )
    assert Notification.objects.unread().exists()


def test_the_list_shows_ones_own_in_pages(signed_in):
    user = officer()
    tell(officer(), "别人的消息")
    for number in range(queries.PER_PAGE + 5):
        tell(user, f"第{number}条")

    first = signed_in(user).get(reverse("notifications:list"))
    second = signed_in(user).get(
        reverse("notifications:list"), {"before": first.context["page"].before}
    )

    assert len(first.context["page"].rows) == queries.PER_PAGE
    assert len(second.context["page"].rows) == 5
    assert second.context["page"].before == 0
    assert "别人的消息" not in first.content.decode() + second.content.decode()
    assert signed_in(user).get(reverse("notifications:list"), {"before": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("/manage/notifications/?x=1", "/manage/notifications/?x=1"),
        ("", "/manage/notifications/"),
        ("//evil.test/", "/manage/notifications/"),
        ("https://evil.test/", "/manage/notifications/"),
    ],
)
def test_opening_marks_as_read_and_leads_to_the_matter(signed_in, url, leads_to):
    user = officer()
    tell(user, url=url)
    message = Notification.objects.get()

    answer = signed_in(user).post(reverse("notifications:open", args=[message.pk]))

    assert (answer.status_code, answer["Location"]) == (302, leads_to)
    message.refresh_from_db()
    assert message.read_at is not None


def test_the_message_of_another_does_not_exist(signed_in):
    tell(officer())
    message = Notification.objects.get()

    answer = signed_in(officer()).post(reverse("notifications:open", args=[message.pk]))

    assert answer.status_code == 404


def test_all_may_be_marked_at_once(signed_in):
    user = officer()
    tell(user)

    assert signed_in(user).post(reverse("notifications:read")).status_code == 302
    assert queries.unread_count(user) == 0
    assert signed_in(user).get(reverse("notifications:read")).status_code == 405


@pytest.mark.parametrize(
    ("backend", "kind"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", adapters.SmtpMail),
        ("django.core.mail.backends.console.EmailBackend", adapters.ConsoleMail),
        ("django.core.mail.backends.locmem.EmailBackend", adapters.ConfiguredMail),
    ],
)
def test_the_settings_name_the_way_out(settings, backend, kind):
    settings.EMAIL_BACKEND = backend

    assert type(adapters.mailer()) is kind


def test_the_console_shows_the_mail():
    shown = io.StringIO()
    with redirect_stdout(shown):
        adapters.ConsoleMail().send(address="a@example.test", subject="a\nb", text="text")

    assert "Subject: a b" in shown.getvalue()


def test_tests_may_send_nothing():
    nothing = adapters.NullMail()

    nothing.send(address="a@example.test", subject="s", text="t")

    assert nothing.sent == [("a@example.test", "s", "t")]
