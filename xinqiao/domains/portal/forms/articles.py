"""The article form of the editing shell."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin import panels
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, ObjectList

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.forms.kinds import (
    DetailsForm,
    DocumentsField,
    KindSelect,
    field_name,
)
from xinqiao.domains.portal.forms.translations import OriginalField
from xinqiao.domains.portal.forms.widgets import FileListField, FileListWidget
from xinqiao.domains.portal.models import Article, Attachment, Interpretation
from xinqiao.domains.portal.rules.translations import check_original
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.rules import Language
from xinqiao.kernel.ui.richtext import RichTextWidget, clean_html
from xinqiao.kernel.ui.scoped import ScopedForm, policy_of

TEXT_FIELDS = (
    "column",
    "kind",
    "content_class",
    "title",
    "subtitle",
    "summary",
    "body",
    "source",
    "author_name",
    "keywords",
    "document_number",
    "issuing_body",
    "index_number",
    "validity",
    "effective_date",
    "reading_form",
    "author_kind",
    "outside_document",
    "source_url",
)
FOREIGN_ONLY = "original_line"
EXPRESS_HINT = _("快速通道：保密审查后由发布员立即发布，审核员须在24小时内补审，否则自动撤回。")


class ArticleForm(DetailsForm, ScopedForm):
    """What a person writes; columns, files and documents are those he may use."""

    interprets_lines = DocumentsField(label=_("解读的政策文件"), required=False)

    original_line = OriginalField(label=_("译自"), required=False)
    files = FileListField(label=_("附件"), required=False)  # type: ignore[assignment] # a field
    cover_file = FileListField(label=_("题图"), required=False, widget=FileListWidget(single=True))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        if "column" in fields:
            fields["column"].empty_label = _("请选择栏目")
        if "content_class" in fields:
            fields["content_class"].choices = rules.ContentClass.choices
            fields["content_class"].help_text = EXPRESS_HINT
        usable = policy_of(StoredFile).scope(StoredFile.objects.all(), self.for_user, ["choose"])
        attached = [row.file_id for row in self.instance.attachments.all()]
        cover = [self.instance.cover_id] if self.instance.cover_id else []
        kept = StoredFile.objects.filter(pk__in=[*attached, *cover])
        for name in ("files", "cover_file"):
            if name in fields:
                fields[name].files = (usable | kept).distinct()
        self._fill_files()
        self._offer_original()
        if "interprets_lines" in fields:
            fields["interprets_lines"].documents = self._explainable()
            self.initial.setdefault("interprets_lines", self._explained())

    def _explainable(self) -> QuerySet[Article]:
        """Policy documents that the person's text may explain."""
        documents = Article.objects.explainable_for(self.instance.organisation_id or 0)
        own = Article.objects.visible_to(self.for_user).filter(kind=rules.Kind.DOCUMENT)
        return documents | own

    def _explained(self) -> list[Article]:
        ids = [row.document_id for row in self.instance.interprets.all()]
        return list(Article.objects.filter(pk__in=ids).defer("body").order_by("pk"))

    def _offer_original(self) -> None:
        """Who writes for a version in a foreign language says what the text translates."""
        self.initial.setdefault(FOREIGN_ONLY, self.instance.translation_of)
        if not self.choices_column().exclude(site__language=Language.CHINESE).exists():
            self.fields.pop(FOREIGN_ONLY, None)

    def _fill_files(self) -> None:
        article = self.instance
        self.initial["files"] = [(row.file, row.title) for row in article.attachments.all()]
        self.initial["cover_file"] = [(article.cover, "")] if article.cover_id else []

    def choices_column(self) -> QuerySet[Column]:
        """Open columns where the person writes; for a text that exists, those of its site."""
        columns = sites.columns_for(self.for_user, "contributor").open()
        if self.instance.pk:
            site = Column.objects.filter(site=self.instance.site_id)
            columns = columns.filter(site=self.instance.site_id) | site.filter(
                pk=self.instance.column_id
            )
        return columns.select_related("site").order_by("site__position", "site_id", "path")

    def clean_body(self) -> str:
        """The body as it may be kept, whatever was pasted."""
        return clean_html(self.cleaned_data["body"])

    def clean_cover_file(self) -> Any:
        chosen = self.cleaned_data["cover_file"]
        if chosen and not chosen[0][0].is_image:
            raise forms.ValidationError(_("题图须为图片。"))
        return chosen

    def _post_clean(self) -> None:
        super()._post_clean()
        if "cover_file" in self.cleaned_data:
            chosen = self.cleaned_data["cover_file"]
            self.instance.cover = chosen[0][0] if chosen else None
        self.instance.details = self.said_of_kind(self.cleaned_data.get("kind", ""))
        if "interprets_lines" in self.cleaned_data:
            documents = self.cleaned_data["interprets_lines"]
            self.instance.interprets = [Interpretation(document=one) for one in documents]
        if self.cleaned_data.get("column") and FOREIGN_ONLY in self.cleaned_data:
            self._set_original(self.cleaned_data[FOREIGN_ONLY])
        if "files" in self.cleaned_data:
            self.instance.attachments = [
                Attachment(file=file, title=title, position=position)
                for position, (file, title) in enumerate(self.cleaned_data["files"])
            ]

    def _set_original(self, original: Article | None) -> None:
        """Keep the original if the languages differ; else say so at the field."""
        try:
            if original is not None:
                check_original(
                    language=self.cleaned_data["column"].site.language,
                    original_language=original.site.language,
                    original_state=original.public_state,
                )
        except rules.ChainRefused as refusal:
            self.add_error(FOREIGN_ONLY, str(refusal))
        else:
            self.instance.translation_of = original

    @property
    def content(self) -> dict[str, Any]:
        """The arguments of ``actions.save_draft`` beside who, when and which."""
        said = self.cleaned_data
        content = {name: said[name] for name in TEXT_FIELDS if name in said}
        if "cover_file" in said:
            content["cover"] = self.instance.cover
        if "kind" in said:
            content["details"] = self.said_of_kind(said["kind"])
        if "interprets_lines" in said:
            content["interprets"] = [document.pk for document in said["interprets_lines"]]
        if FOREIGN_ONLY in said:
            content["translation_of"] = said[FOREIGN_ONLY]
        if "files" in said:
            content["attachments"] = [(file.pk, title) for file, title in said["files"]]
        return content


class ColumnSelect(forms.Select):
    """Columns with their site before them."""

    def create_option(self, name: str, value: Any, label: Any, *rest: Any, **more: Any) -> Any:
        option = super().create_option(name, value, label, *rest, **more)
        column = getattr(value, "instance", None)
        if column is not None:
            depth = "　" * (len(column.ancestor_ids) - 1)
            option["label"] = f"{column.site.name} / {depth}{column.name}"
        return option


def FieldPanel(*args: Any, **options: Any) -> panels.FieldPanel:  # noqa: N802 (reads as the panel it makes)
    """A field without Wagtail's comments, which belong to its pages."""
    return panels.FieldPanel(*args, disable_comments=True, **options)


def _details_panel(kind: rules.Kind) -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel(field_name(kind, one.code)) for one in rules.details_of(kind)],
        heading=_("%s要素") % kind.label,
        classname=f"x-of-kind x-of-kind--{kind.value}",
    )


class ChecksLine(panels.HelpPanel):
    """The button of the checks and what they say in a line; the list stands beside the form."""

    def __init__(self, **options: Any):
        options["template"] = "portal/workbench/checks_line.html"
        super().__init__(**options)

    class BoundPanel(panels.HelpPanel.BoundPanel):
        """Brings its script along."""

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["portal/checks.js"])


def edit_handler() -> ObjectList:
    """The panels of the form, in the order in which people fill them in."""
    return ObjectList(
        [
            FieldPanel("title", required_on_save=True),
            FieldPanel("subtitle"),
            MultiFieldPanel(
                [
                    FieldPanel("column", widget=ColumnSelect, required_on_save=True),
                    FieldRowPanel(
                        [FieldPanel("kind", widget=KindSelect), FieldPanel("content_class")]
                    ),
                ],
                heading=_("发到哪里、按什么办理"),
            ),
            FieldPanel(FOREIGN_ONLY, help_text=_("外文版的译文填：中文原文的网页地址或完整标题。")),
            FieldPanel("body", widget=RichTextWidget),
            ChecksLine(),
            FieldPanel("files", heading=_("附件")),
            FieldPanel("cover_file", heading=_("题图")),
            FieldPanel("summary", widget=forms.Textarea(attrs={"rows": 3})),
            *(_details_panel(kind) for kind in rules.DETAILS),
            MultiFieldPanel(
                [
                    FieldPanel("interprets_lines"),
                    FieldPanel(
                        "outside_document", help_text=_("解读上级文件而本站没有时，写它的名称。")
                    ),
                    FieldRowPanel([FieldPanel("reading_form"), FieldPanel("author_kind")]),
                ],
                heading=_("政策解读要素"),
                classname="x-of-kind x-of-kind--interpretation",
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "source_url", help_text=_("转载、链接须填写，以 https:// 或 http:// 开头。")
                    ),
                    FieldRowPanel([FieldPanel("source"), FieldPanel("author_name")]),
                    FieldPanel("keywords", help_text=_("用逗号分隔。")),
                ],
                heading=_("来源"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("document_number"), FieldPanel("issuing_body")]),
                    FieldRowPanel([FieldPanel("index_number"), FieldPanel("validity")]),
                    FieldPanel(
                        "effective_date",
                        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                    ),
                ],
                heading=_("政策文件要素"),
                help_text=_("类型为政策文件时填写；成文日期只由导入写入。"),
                classname="x-of-kind x-of-kind--document",
            ),
        ],
        base_form_class=ArticleForm,
    )
