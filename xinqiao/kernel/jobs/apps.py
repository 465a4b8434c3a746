"""Django application of kernel/jobs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "xinqiao.kernel.jobs"
    label = "jobs"
    verbose_name = _("后台任务")
