"""Mail copies of messages."""

from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks import task

from xinqiao.kernel.notifications.adapters import mailer
from xinqiao.kernel.notifications.models import Notification


@task
def mail_notification(notification_id: int) -> None:
    """Send a copy to the person's address, unless the message was read or is gone."""
    message = (
        Notification.objects.unread().select_related("user").filter(pk=notification_id).first()
    )
    if message is None or not message.user.email or not message.user.is_active:
        return
    mailer().send(
        address=message.user.email,
        subject=f"【{settings.WAGTAIL_SITE_NAME}】{_('您有一条新消息')}",
        text=_("%(text)s\n\n请登录工作台查看。此邮件由系统发出，请勿回复。\n")
        % {"text": message.text},
    )
