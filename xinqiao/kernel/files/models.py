"""Uploaded files: private until a published page carries them."""

from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from xinqiao.kernel.files import storage
from xinqiao.kernel.organisations.models import Organisation


class StoredFile(models.Model):
    """One accepted upload; the bytes lie under a random name outside the web root."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("单位"))
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("上传人"),
    )
    name = models.CharField(_("文件名"), max_length=200)
    extension = models.CharField(_("扩展名"), max_length=10)
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    content_type = models.CharField(_("内容类型"), max_length=100)
    path = models.CharField(_("存放位置"), max_length=100, unique=True)
    width = models.PositiveIntegerField(_("宽（像素）"), null=True)
    height = models.PositiveIntegerField(_("高（像素）"), null=True)
    seconds = models.PositiveIntegerField(_("时长（秒）"), null=True)
    created_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("文件")
        indexes = [models.Index(fields=["organisation", "-id"], name="files_of_organisation")]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """The part of the public address that names this file: ``2026/11/<random>.pdf``."""
        return self.path

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def is_video(self) -> bool:
        return self.content_type.startswith("video/")


class LibraryImage(AbstractImage):
    """Wagtail's image with the unit that owns it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("单位")
    )

    admin_form_fields = ("title", "file", "focal_point_x", "focal_point_y")

    class Meta(AbstractImage.Meta):
        verbose_name = verbose_name_plural = _("图片")

    def get_upload_to(self, filename: str) -> str:
        """A random name: what a person called the file is never a path."""
        return f"wagtail/{storage.random_name(PurePosixPath(filename).suffix)}"


class ImageRendition(AbstractRendition):
    """A scaled copy of an image."""

    image = models.ForeignKey(
        LibraryImage, models.CASCADE, related_name="renditions", verbose_name=_("图片")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("图片尺寸")
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class LibraryDocument(AbstractDocument):
    """Wagtail's document with the unit that owns it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("单位")
    )

    admin_form_fields = ("title", "file")

    class Meta(AbstractDocument.Meta):
        verbose_name = verbose_name_plural = _("文档")
