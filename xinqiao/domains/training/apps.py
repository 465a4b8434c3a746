"""Django's registration of the training domain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """The user guide."""

    name = "xinqiao.domains.training"
    label = "training"
    verbose_name = _("培训与帮助")
