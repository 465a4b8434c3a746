"""Django's registration of the assessment."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """Self-inspection of sites."""

    name = "xinqiao.domains.assessment"
    label = "assessment"
    verbose_name = _("考核评估")

    def ready(self) -> None:
        from xinqiao.domains.assessment import queries, rules
        from xinqiao.kernel.accounts import duties
        from xinqiao.kernel.audit import labels

        duties.register(duties.Duty("assessor", _("考核员"), has_unit_files=False))
        labels.register(rules.HAPPENINGS)
        queries.register_source("doubtful_dates", queries.signals_of_dates)
