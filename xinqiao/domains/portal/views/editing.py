"""Writing an article in Wagtail's editing shell: autosave, preview, and our own saving."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel, PreviewSidePanel
from wagtail.snippets.action_menu import ActionMenuItem, SaveMenuItem
from wagtail.snippets.views import snippets

from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.actions.autosave import autosave_draft
from xinqiao.domains.portal.forms.articles import edit_handler
from xinqiao.domains.portal.models import Article, Interpretation
from xinqiao.domains.portal.publishing import render_article_preview
from xinqiao.domains.portal.views import scope
from xinqiao.kernel.ui.scoped import ScopedSnippetViewSet


class ProceedMenuItem(ActionMenuItem):
    """Save, and go on to what comes next."""

    name = "action-proceed"
    label = _("保存并去提交")
    icon_name = "success"


class DeskSaveMenuItem(ActionMenuItem):
    """An edit at the desk goes to the reviewers for confirmation at once."""

    name = "action-proceed"
    label = _("保存并送请确认")
    icon_name = "success"


class ChecksSidePanel(BaseSidePanel):
    """What the checks found, beside the text."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """The button that opens it."""

        aria_label = _("开关检查结果")
        icon_name = "clipboard-list"

    name = "publication-checks"
    title = _("发布前检查")
    template_name = "portal/workbench/checks_side.html"
    order = 200


class WritingMixin:
    """What the create and edit views share: our actions save, our menu, one side panel."""

    request: HttpRequest
    form: Any
    object: Any
    new_revision: Any

    def get_available_actions(self) -> list[str]:
        return ["create", "edit", "proceed"]

    def get_action(self, request: HttpRequest) -> str:
        view: Any = self
        if request.POST.get("action-proceed"):
            return "proceed"
        return "create" if view.view_name == "create" else "edit"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.saving_as_draft = request.method == "POST"

    def form_valid(self, form: Any) -> HttpResponse:
        view: Any = self
        try:
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except (ValidationError, ValueError) as refusal:
            view.produced_error_code = "validation_error"
            view.produced_error_message = "".join(getattr(refusal, "messages", [str(refusal)]))
            response = view.form_invalid(form)
        return response

    def save_instance(self) -> Article:
        article = self._save()
        self.new_revision = article.latest_revision
        return article

    def _save(self) -> Article:
        raise NotImplementedError

    def get_side_panels(self) -> MediaContainer:
        view: Any = self
        shown = self.object or view.form.instance
        if view.expects_json_response or not _is_previewable(shown):
            return MediaContainer([])
        preview = PreviewSidePanel(shown, self.request, preview_url=view.get_preview_url())
        return MediaContainer([ChecksSidePanel(shown, self.request), preview])

    def get_success_url(self) -> str:
        view: Any = self
        if view.action == "proceed":
            return reverse("portal:matter", args=[self.object.pk])
        return str(view.get_edit_url())

    def get_success_message(self, instance: Any = None) -> Any:
        return _("已保存。")

    def get_success_buttons(self) -> list[Any]:
        return []

    def get_last_updated_info(self) -> None:
        return None


def _is_previewable(article: Article) -> bool:
    return bool(article.is_previewable())


class ArticleCreateView(WritingMixin, snippets.CreateView):
    """Begin an article."""

    page_title = page_subtitle = _("写文章")

    def get_initial(self) -> dict[str, Any]:
        """A link may name the column; what the writer may not use is not among the choices."""
        column = self.request.GET.get("column", "")
        return {"column": column} if column.isascii() and column.isdecimal() else {}

    def _save(self) -> Article:
        content = self.form.content
        writer: Any = self.request.user
        return actions.create_draft(
            actor=writer,
            column_id=content.pop("column").pk,
            title=content.pop("title"),
            now=timezone.now(),
            **content,
        )

    def get_initial_form_instance(self) -> Article:
        """An empty text; one that explains the document named in the address, if there is one."""
        article = Article()
        document = scope.explainable(self.request.user, self.request.GET.get("interprets", ""))
        if document is not None:
            article.kind = rules.Kind.INTERPRETATION
            article.interprets = [Interpretation(document=document)]
        return article

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("portal:articles"), "label": _("文章")},
            {"url": "", "label": _("写文章")},
        ]


class ArticleEditView(WritingMixin, snippets.EditView):
    """Go on with an article; what is edited at the desk is not saved by itself."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.is_at_desk = self.live_object.stage in rules.DESK_STAGES
        if self.is_at_desk:
            self.autosave_enabled = False

    def get_object(self, queryset: Any = None) -> Article:
        super().get_object(queryset)
        work: Article = self.live_object.working_copy()
        return work

    def _save(self) -> Article:
        who: dict[str, Any] = {
            "actor": self.request.user,
            "article_id": self.object.pk,
            "now": timezone.now(),
        }
        if self.is_at_desk:
            return actions.edit_at_desk(**who, **self.form.content)
        if self.expects_json_response:
            return self._keep_quietly()
        return actions.save_draft(**who, **self.form.content)

    def _keep_quietly(self) -> Article:
        """Autosave: into the version that this tab made, if nobody has read it yet."""
        writer: Any = self.request.user
        return autosave_draft(
            actor=writer,
            article_id=self.object.pk,
            now=timezone.now(),
            overwrite=self.overwrite_revision,
            **self.form.content,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("portal:articles"), "label": _("文章")},
            {"url": reverse("portal:matter", args=[self.object.pk]), "label": self.object.title},
            {"url": "", "label": _("编辑")},
        ]

    def get_success_url(self) -> str:
        if self.is_at_desk or self.action == "proceed":
            return reverse("portal:matter", args=[self.object.pk])
        return str(self.get_edit_url())


class FinalPagePreview:
    """Shows the page as readers will get it, without a second trip through the middleware."""

    @method_decorator(xframe_options_sameorigin)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        form = view.get_form(view._get_form_data(view._get_form_state()))
        if not view.validate_form(form):
            return view.error_response()
        return HttpResponse(render_article_preview(_with_place(form.save(commit=False))))


def _with_place(article: Article) -> Article:
    """A text that was never saved has its site and unit from its column."""
    if article.site_id is None:
        article.site = article.column.site
        article.organisation = article.column.organisation
    return article


class PreviewOnCreate(FinalPagePreview, snippets.PreviewOnCreateView):
    """Preview of a new text."""


class PreviewOnEdit(FinalPagePreview, snippets.PreviewOnEditView):
    """Preview of a text that is being edited."""

    def get_object(self) -> Article:
        super().get_object()
        row = Article.objects.select_related("latest_revision").get(pk=self.kwargs["pk"])
        work: Article = row.working_copy()
        return work


class ArticleEditing(ScopedSnippetViewSet):
    """The editing shell; lists, history and comparison are screens of our own."""

    model = Article
    icon = "doc-full"
    base_url_path = "articles/editing"
    admin_url_namespace = "portal_editing"
    menu_item_is_registered = True
    routes: ClassVar[frozenset[str]] = frozenset(
        {"add", "edit", "preview_on_add", "preview_on_edit"}
    )
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    preview_on_add_view_class = PreviewOnCreate
    preview_on_edit_view_class = PreviewOnEdit
    edit_handler = edit_handler()

    def get_common_view_kwargs(self, **options: Any) -> dict[str, Any]:
        """No address of a closed door is ever written into a page."""
        shut = dict.fromkeys(_SHUT, None)
        common: dict[str, Any] = super().get_common_view_kwargs(**{**options, **shut})
        return common

    def get_add_view_kwargs(self, **options: Any) -> dict[str, Any]:
        return {**super().get_add_view_kwargs(**options), **dict.fromkeys(_SHUT, None)}

    def get_edit_view_kwargs(self, **options: Any) -> dict[str, Any]:
        return {**super().get_edit_view_kwargs(**options), **dict.fromkeys(_SHUT, None)}

    def register_chooser_viewset(self) -> None:
        """Articles are not chosen from other forms."""


_SHUT = (
    "delete_url_name",
    "history_url_name",
    "usage_url_name",
    "inspect_url_name",
    "copy_url_name",
    "lock_url_name",
    "unlock_url_name",
    "revisions_view_url_name",
    "revisions_revert_url_name",
    "revisions_compare_url_name",
    "revisions_unschedule_url_name",
    "unpublish_url_name",
    "workflow_history_url_name",
    "confirm_workflow_cancellation_url_name",
)


def menu_of(items: list[Any], context: dict[str, Any]) -> list[Any]:
    """The buttons under the form: save, and save to go on."""
    instance = context.get("instance")
    if instance is not None and instance.stage in rules.DESK_STAGES:
        return [DeskSaveMenuItem(order=0)]
    kept = [item for item in items if isinstance(item, SaveMenuItem)]
    return [*kept, ProceedMenuItem(order=10)]
