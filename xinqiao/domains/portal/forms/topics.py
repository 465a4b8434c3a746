"""Forms of topics: opening one, and each sort of block with its settings."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules as portal
from xinqiao.domains.portal.forms.layouts import WIDTH_NAMES
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.rules import topic_templates
from xinqiao.domains.portal.rules import topics as rules
from xinqiao.domains.portal.rules.layouts import WIDTHS
from xinqiao.kernel.sites.models import Site

ARTICLE_LINE = re.compile(r"(?:#|.*?/content/\d{4}/\d{2}/)(\d{1,18})(?:\.html.*|\s.*)?")
ENTRY_LINE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*[|｜,，：:\s]\s*(.+)")


class TopicOpenForm(forms.Form):
    """A new topic."""

    template = forms.ChoiceField(label=_("模板"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("标题"), max_length=60)
    slug = forms.CharField(
        label=_("地址名"),
        max_length=60,
        help_text=_("小写英文、数字和连字符，如 flood-2026；建立后不能更改。"),
    )
    summary = forms.CharField(
        label=_("简介"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        choices: Any = self.fields["template"]
        choices.choices = [
            (one.code, f"{one.label}（{one.about}）") for one in topic_templates.TEMPLATES
        ]


class TopicWordsForm(forms.Form):
    """Title and summary of the draft."""

    title = forms.CharField(label=_("标题"), max_length=60)
    summary = forms.CharField(
        label=_("简介"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ArchiveForm(forms.Form):
    """Why a topic is closed."""

    reason = forms.CharField(label=_("归档原因"), max_length=300)


class ArticlesField(forms.CharField):
    """Online articles, one a line: by address, ``#number`` or whole title; ids in their order."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        titles = dict(Article.objects.filter(pk__in=value).values_list("pk", "title"))
        return "\n".join(f"#{pk} {titles.get(pk, '')}" for pk in value)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        found = [self._article(line) for line in lines if line]
        return list(dict.fromkeys(found))

    def _article(self, line: str) -> int:
        """The article that a line names. Raises ValidationError."""
        by_id = ARTICLE_LINE.fullmatch(line)
        rows = Article.objects.filter(public_state=portal.PublicState.ONLINE)
        rows = rows.filter(pk=int(by_id[1])) if by_id else rows.filter(title=line)
        known = list(rows.values_list("pk", flat=True)[:2])
        if len(known) == 1:
            return int(known[0])
        if known:
            raise forms.ValidationError(_("有几篇文章都叫“%s”，请填网页地址。") % line[:80])
        raise forms.ValidationError(_("没有找到已发布的文章“%s”，请核对。") % line[:80])


class BlockForm(forms.Form):
    """What every block has."""

    width = forms.TypedChoiceField(
        label=_("宽度"),
        choices=[(number, WIDTH_NAMES[number]) for number in WIDTHS],
        coerce=int,
        initial=12,
    )

    def __init__(self, *args: Any, site: Site, **options: Any):
        super().__init__(*args, **options)
        self.site = site

    def settings(self) -> dict[str, Any]:
        """What the block's builder takes."""
        return {name: said for name, said in self.cleaned_data.items() if name != "width"}


class BannerForm(BlockForm):
    """The picture across the page; without a new one the present one stays."""

    image = forms.FileField(label=_("图片"), required=False, help_text=_("横的，宽1200像素以上。"))
    alt = forms.CharField(
        label=_("替代文字"), max_length=200, help_text=_("图上是什么，供看不见图的人了解。")
    )

    def settings(self) -> dict[str, Any]:
        return {"alt": self.cleaned_data["alt"]}


class ListForm(BlockForm):
    """Articles that somebody chose, then the newest of some columns."""

    title = forms.CharField(label=_("标题"), max_length=60)
    columns = forms.TypedMultipleChoiceField(
        label=_("栏目"),
        required=False,
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=_("自动列出所选栏目最新发布的文章，含下级栏目。按住 Ctrl 键可选多个。"),
    )
    articles = ArticlesField(
        label=_("指定文章"),
        required=False,
        max_length=8000,
        help_text=_("一行一篇，填网页地址或完整标题，排在最前；各站点已发布的文章都可以。"),
    )
    count = forms.IntegerField(
        label=_("最多显示几条"), min_value=1, max_value=rules.MAX_ITEMS, initial=8
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        columns: Any = self.fields["columns"]
        columns.choices = [(row.pk, _indented(row)) for row in _open_columns(self.site)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not (said["columns"] or said["articles"]):
            self.add_error("columns", _("请选择栏目，或指定文章。"))
        return said


class TimelineField(forms.CharField):
    """Events, one a line: the day, then what happened."""

    widget = forms.Textarea(attrs={"rows": 10})

    def prepare_value(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        return "\n".join(f"{entry['date']} {entry['text']}" for entry in value)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        return [self._entry(line) for line in lines if line]

    def _entry(self, line: str) -> dict[str, str]:
        """The event of a line. Raises ValidationError."""
        found = ENTRY_LINE.fullmatch(line)
        try:
            year, month, day = (int(part) for part in found[1].split("-")) if found else (0, 0, 0)
            date = dt.date(year, month, day)
        except ValueError:
            date = None
        if found is None or date is None:
            raise forms.ValidationError(_("看不懂“%s”，请写成“2026-07-01 发生的事”。") % line[:80])
        return {"date": date.isoformat(), "text": found[2].strip()[:300]}


class TimelineForm(BlockForm):
    """What happened when."""

    title = forms.CharField(label=_("标题"), max_length=60)
    entries = TimelineField(
        label=_("大事记"),
        max_length=20_000,
        help_text=_("一行一件，如“2026-07-01 启动四级应急响应”，按日期自动排列。"),
    )


class TextForm(BlockForm):
    """Some paragraphs."""

    title = forms.CharField(label=_("标题"), max_length=60, required=False)
    text = forms.CharField(
        label=_("文字"),
        max_length=rules.MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一段。"),
    )


FORMS: dict[str, type[BlockForm]] = {
    rules.BANNER: BannerForm,
    rules.LIST: ListForm,
    rules.TIMELINE: TimelineForm,
    rules.TEXT: TextForm,
}


def _open_columns(site: Site) -> QuerySet[Any]:
    return site.columns.filter(is_open=True).order_by("path")


def _indented(column: Any) -> str:
    return f"{'　' * (len(column.ancestor_ids) - 1)}{column.name}"
