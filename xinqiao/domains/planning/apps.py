"""Django's registration of the planning."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """What the cluster is to have, by whom and when."""

    name = "xinqiao.domains.planning"
    label = "planning"
    verbose_name = _("建设规划")

    def ready(self) -> None:
        from xinqiao.domains.planning import rules
        from xinqiao.kernel.audit import labels

        labels.register(rules.HAPPENINGS)
