"""Django's registration of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Articles and their way to the public."""

    name = "xinqiao.domains.portal"
    label = "portal"
    verbose_name = _("内容")

    def ready(self) -> None:
        from xinqiao.domains.portal import publishing, queries, rules
        from xinqiao.kernel.accounts import duties
        from xinqiao.kernel.approvals import registry as approvals
        from xinqiao.kernel.audit import labels

        duties.register(
            *(
                duties.Duty(
                    code,
                    label,
                    not_with=not_with,
                    has_unit_files=code not in rules.WITHOUT_UNIT_FILES,
                    leads=code in rules.LEADING_DUTIES,
                    needs_end_date=code in rules.OUTSOURCED_DUTIES,
                    is_outsourced=code in rules.OUTSOURCED_DUTIES,
                )
                for code, label, not_with in rules.EDITORIAL_DUTIES
            )
        )
        duties.register_posts(
            *(duties.Post(code, label, team, held) for code, label, team, held in rules.POSTS)
        )
        approvals.register_cover(queries.ARTICLE, queries.covering_batch)
        labels.register(rules.HAPPENINGS)
        publishing.register()
        publishing.register_features()
