"""The one gate: a name and bytes go in, an accepted file or a refusal comes out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules import (
    compounds,
    images,
    names,
    packages,
    papers,
    sounds,
    texts,
    types,
    videos,
    work,
)
from xinqiao.kernel.files.rules.refusal import UploadRefused
from xinqiao.kernel.files.rules.types import Family, FileType

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


@dataclass(frozen=True)
class Accepted:
    """A file that may be stored; ``content`` of a picture or video is what was made of it."""

    name: str
    extension: str
    content_type: str
    content: bytes
    width: int | None = None
    height: int | None = None
    seconds: int | None = None


def check_upload(*, name: str, content: bytes, limit_bytes: int) -> Accepted:
    """Check a file by its name, size, magic and structure; what a browser claims is ignored.

    Raises UploadRefused.
    """
    cleaned = names.clean_name(name)
    kind = kind_of(cleaned)
    check_size(len(content), kind, limit_bytes)
    if packages.EICAR in content:
        raise packages.virus()
    if content.startswith(_PROGRAMS):
        raise UploadRefused(_("文件内容是程序，不能上传。"), "magic")
    if kind.family is Family.IMAGE:
        picture = images.redraw(content, kind.extension)
        drawn = picture.content
        return _accepted(cleaned, kind, drawn, width=picture.width, height=picture.height)
    if kind.family is Family.VIDEO:
        video = videos.check_mp4(content)
        sides = {"width": video.width, "height": video.height}
        return _accepted(cleaned, kind, video.content, **sides, seconds=video.seconds)
    with work.counted():
        _CHECKS[kind.family](content, kind)
    return _accepted(cleaned, kind, content)


def _accepted(name: str, kind: FileType, content: bytes, **facts: int) -> Accepted:
    return Accepted(name, kind.extension, kind.content_type, content, **facts)


def kind_of(cleaned_name: str) -> FileType:
    """The line of the table for a name. Raises UploadRefused."""
    kind = types.TYPES.get(names.extension_of(cleaned_name))
    if kind is None:
        raise UploadRefused(
            _("不能上传这种文件。可以上传：%s。") % "、".join(types.TYPES), "extension"
        )
    return kind


def check_size(size: int, kind: FileType, limit_bytes: int) -> None:
    """Raises UploadRefused."""
    if size == 0:
        raise UploadRefused(_("文件是空的。"), "empty")
    most = min(kind.max_bytes, limit_bytes)
    if size > most:
        raise UploadRefused(
            _("文件超过 %d MB，请压缩或拆分后再上传。") % (most // types.MEGABYTE), "size"
        )


def _check_office(content: bytes, kind: FileType) -> None:
    """WPS writes either container under the same extension."""
    if content.startswith(compounds.MAGIC):
        compounds.check_compound(content, kind.parts)
    else:
        packages.check_package(content, kind.parts)


def _check_archive(content: bytes, _kind: FileType) -> None:
    packages.check_archive(content, _check_archived)


def _check_archived(name: str, content: bytes) -> None:
    """A file of an archive: as if it came alone, but no archive in an archive."""
    if names.extension_of(names.clean_name(name)) == "zip":
        raise UploadRefused(_("压缩包内不能再有压缩包。"), "nesting")
    check_upload(name=name, content=content, limit_bytes=packages.MOST_BYTES)


_CHECKS: dict[Family, Callable[[bytes, FileType], None]] = {
    Family.PDF: lambda content, _kind: papers.check_pdf(content),
    Family.PACKAGE: lambda content, kind: packages.check_package(content, kind.parts),
    Family.COMPOUND: lambda content, kind: compounds.check_compound(content, kind.parts),
    Family.OFFICE: _check_office,
    Family.ARCHIVE: _check_archive,
    Family.TEXT: lambda content, _kind: texts.check_text(content),
    Family.CAPTIONS: lambda content, _kind: texts.check_captions(content),
    Family.SOUND: lambda content, _kind: sounds.check_mp3(content),
}
