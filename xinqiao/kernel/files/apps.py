"""Django application of kernel/files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Uploads: checked, stored under random names, shown through one guarded door."""

    name = "xinqiao.kernel.files"
    label = "files"
    verbose_name = _("文件")

    def ready(self) -> None:
        from xinqiao.kernel.audit import labels

        labels.register(
            {
                "files.stored": _("上传文件"),
            }
        )
        from xinqiao.kernel.files import access

        access.register(access.is_of_own_unit)
