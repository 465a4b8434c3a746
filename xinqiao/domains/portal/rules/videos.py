"""What a video must have before it goes to readers.

Legal basis: 无障碍环境建设法 (in force 2023-09-01), art. 29: websites of public bodies give those
who see or hear badly access to their information. Our reading: every video has words that say
what is shown and said; captions (WebVTT) are offered beside them.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from xinqiao.domains.portal.rules.states import Kind


def missing_of_video(
    kind: str,
    *,
    has_file: bool,
    has_poster: bool,
    details: Mapping[str, str],
    body: str,
    source_url: str,
) -> tuple[str, ...]:
    """Chinese names of what a video still lacks; a video lies here, or at another address."""
    if kind != Kind.VIDEO:
        return ()
    if not has_file and not source_url.strip():
        return (_("视频文件（MP4 附件）或原文地址"),)
    missing = []
    if not has_file and not details.get("duration", "").strip():
        missing.append(_("时长"))
    if has_file and not has_poster:
        missing.append(_("题图（作视频封面）"))
    if not details.get("transcript", "").strip() and not body.strip():
        missing.append(_("文字稿或正文"))
    return tuple(missing)


def duration_words(seconds: int) -> str:
    """A length as people say it: ``3分20秒``."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = ((hours, _("小时")), (minutes, _("分")), (left, _("秒")))
    return "".join(f"{number}{unit}" for number, unit in parts if number)
