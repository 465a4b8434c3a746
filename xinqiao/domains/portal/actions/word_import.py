"""Beginning an article from a Word document."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions.drafts import create_draft, unit_of
from xinqiao.domains.portal.adapters import word_drafts
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.files import actions as files
from xinqiao.kernel.files import rules as file_rules
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui.richtext import clean_html

GUARDED = "/manage/files/"  # where the workbench shows a private file


def create_from_word(
    *, actor: User, column_id: int, name: str, content: bytes, now: dt.datetime
) -> tuple[Article, list[str]]:
    """Begin an article with the text, tables and pictures of a docx.

    Returns it with what was left behind, in Chinese. The document itself is not kept. Raises
    PermissionDenied, UploadRefused, word_drafts.CannotConvert, ValidationError, ChainRefused.
    """
    column = Column.objects.select_related("site__parent__parent").get(pk=column_id)
    unit_id = unit_of(actor, column)
    require(policies.can_create(actor, column, unit_id))
    accepted = file_rules.check_upload(
        name=name, content=content, limit_bytes=settings.XINQIAO_UPLOAD_BYTES
    )
    if accepted.extension != "docx":
        raise rules.ChainRefused(_("请上传 .docx 文档；.doc 和 .wps 请先另存为 .docx。"))
    draft = word_drafts.read(accepted.content)
    html, missed = _with_pictures(draft, actor, Organisation.objects.get(pk=unit_id), now)
    article = create_draft(
        actor=actor,
        column_id=column_id,
        title=draft.title or accepted.name.removesuffix(".docx"),
        body=clean_html(html),
        organisation_id=unit_id,
        now=now,
    )
    return article, [*draft.left_behind, *missed]


def _with_pictures(
    draft: word_drafts.WordDraft, actor: User, unit: Organisation, now: dt.datetime
) -> tuple[str, list[str]]:
    """The HTML with its pictures stored; one that is refused does not lose the rest."""
    html, missed = draft.html, []
    for number, picture in enumerate(draft.pictures, 1):
        try:
            address = _stored(picture, number, actor, unit, now)
        except file_rules.UploadRefused as refusal:
            missed.append(_("第%(n)d张图片：%(why)s") % {"n": number, "why": refusal})
            address = ""
        html = html.replace(f'"{picture.place}"', f'"{address}"')
    return html, missed


def _stored(
    picture: word_drafts.Picture, number: int, actor: User, unit: Organisation, now: dt.datetime
) -> str:
    name = f"图片{number}.{picture.extension}"
    checked = file_rules.check_upload(
        name=name, content=picture.content, limit_bytes=settings.XINQIAO_UPLOAD_BYTES
    )
    kept = files.store_content(
        uploader=actor,
        organisation=unit,
        name=name,
        content=word_drafts.small(checked.content, picture.extension),
        now=now,
    )
    return f"{GUARDED}{kept.public_name}"
