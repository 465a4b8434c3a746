"""Django application of kernel/notifications."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "xinqiao.kernel.notifications"
    label = "notifications"
    verbose_name = _("消息")

    def ready(self) -> None:
        """Deliver what is told about a person's account."""
        from xinqiao.kernel.accounts import notices
        from xinqiao.kernel.notifications import actions

        notices.register(actions.tell_owner)
