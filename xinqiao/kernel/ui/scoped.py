"""One scoped view set: a row outside a person's scope is a 404 at every door of Wagtail.

Wagtail's generic views ask for permission on the model and then load any row; here a guard
stands before every view, lists and choosers start from the policy, and forms accept only what
the person may see (docs/decisions/0004). ``tests/doors`` proves it for every address.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import CopyView, EditView, SnippetViewSet

OUT_OF_DATE = _("他人已保存了较新的版本，请刷新页面后再修改。")
UNSEEN = _("引用了不存在或无权使用的内容。")


class ScopedPolicy(BasePermissionPolicy):
    """Which rows a person may see and change; nobody may publish or delete through Wagtail.

    ``see`` and ``change`` narrow a queryset to a person's rows, ``may_add`` says whether he
    may make new ones at all. A flag on the account opens nothing.
    """

    def __init__(
        self,
        model: type[Model],
        *,
        see: Callable[[QuerySet[Any], Any], QuerySet[Any]],
        change: Callable[[QuerySet[Any], Any], QuerySet[Any]] | None = None,
        may_add: Callable[[Any], bool] | None = None,
    ):
        super().__init__(model)
        self._see = see
        self._change = change
        self._may_add = may_add

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        wanted = set(actions)
        if not user.is_authenticated or not user.duty_codes:
            return False
        may_add = self._may_add is not None and self._may_add(user)
        return bool(
            wanted & {"view", "choose"}
            or (self._change is not None and "change" in wanted)
            or ("add" in wanted and may_add)
        )

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        raise NotImplementedError

    def scope(self, rows: QuerySet[Any], user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        """Keep the rows on which the person may do one of these."""
        wanted = set(actions)
        if not user.is_authenticated:
            return rows.none()
        if wanted & {"view", "choose"}:
            return self._see(rows, user)
        if self._change is not None and "change" in wanted:
            return self._change(rows, user)
        return rows.none()

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        return self.scope(self.model._base_manager.all(), user, actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        # Ask the row: the object in hand may already carry another column than it has.
        rows = self.instances_user_has_any_permission_for(user, actions)
        return bool(instance.pk) and rows.filter(pk=instance.pk).exists()


def policy_of(model: type[Model]) -> Any:
    """The policy that stands before a model."""
    return policy_registry.get_by_type(model)


class ScopedView:
    """Stands in front of a view class: 404 for a row out of scope, before anything else runs."""

    request: HttpRequest
    model: type[Model]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        if "pk" in kwargs and not _is_in_scope(
            policy_of(self.model), request.user, self._needed(), str(kwargs["pk"])
        ):
            raise Http404
        super().setup(request, *args, **kwargs)  # type: ignore[misc]

    def _needed(self) -> list[str]:
        if isinstance(self, CopyView):
            return ["view"]
        one = getattr(self, "permission_required", None)
        return [one] if one else list(getattr(self, "any_permission_required", None) or ["view"])

    def _choosable(self) -> QuerySet[Any]:
        policy = policy_of(self.model)
        rows: QuerySet[Any] = policy.instances_user_has_any_permission_for(
            self.request.user, ["view"]
        )
        return rows

    def get_object_list(self) -> QuerySet[Any]:
        """What a chooser offers."""
        return self._choosable()

    def get_objects(self, pks: Sequence[Any]) -> QuerySet[Any]:
        """What a chooser was given back."""
        found = self._choosable().filter(pk__in=pks)
        if len(found) != len(set(pks)):
            raise Http404
        return found


def _is_in_scope(policy: Any, user: Any, needed: list[str], key: str) -> bool:
    rows = policy.instances_user_has_any_permission_for(user, needed)
    try:
        return bool(rows.filter(pk=unquote(key)).exists())
    except (ValueError, TypeError, OverflowError):
        return False


class ScopedIndex(ScopedView):
    """Lists, their results and their exports."""

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset()  # type: ignore[misc]
        scoped: QuerySet[Any] = policy_of(self.model).scope(rows, self.request.user, ["view"])
        return scoped


class ScopedEdit(ScopedView):
    """Editing: a stale tab overwrites nothing, whether it saves by itself or by a button."""

    def is_valid(self, form: Any) -> bool:
        view: Any = self
        if view.view_name == "edit" and not view.expects_json_response and self._is_stale(view):
            view.produced_error_code = "invalid_revision"
            view.produced_error_message = OUT_OF_DATE
            return False
        return bool(super().is_valid(form))  # type: ignore[misc]

    def _is_stale(self, view: Any) -> bool:
        if not view.latest_revision:
            return False
        sent = self.request.POST
        says = sent.get("loaded_revision_id") or sent.get("overwrite_revision_id")
        return bool(view.is_out_of_date or not says)


def scoped_class(view_class: type[Any]) -> type[Any]:
    """The view class with its guard in front."""
    guard: type[Any] = ScopedView
    if issubclass(view_class, generic.IndexView):
        guard = ScopedIndex
    elif issubclass(view_class, EditView):
        guard = ScopedEdit
    return type(view_class.__name__, (guard, view_class), {})


class ScopedViews:
    """For any view set: every view it makes gets its guard; only ``routes`` are built."""

    routes: ClassVar[frozenset[str]] = frozenset()  # empty: all

    def construct_view(self, view_class: type[Any], **options: Any) -> Any:
        return super().construct_view(scoped_class(view_class), **options)  # type: ignore[misc]

    def get_urlpatterns(self) -> list[Any]:
        patterns = super().get_urlpatterns()  # type: ignore[misc]
        return [one for one in patterns if not self.routes or one.name in self.routes]


class ScopedChooserViewSet(ScopedViews, SnippetChooserViewSet):
    """Offers only what the person may see; nothing is created in a chooser."""

    def get_urlpatterns(self) -> list[Any]:
        return [one for one in super().get_urlpatterns() if one.name != "create"]


class ScopedSnippetViewSet(ScopedViews, SnippetViewSet):
    """The editing shell for a plain model."""

    chooser_viewset_class = ScopedChooserViewSet


class ScopedForm(WagtailAdminModelForm):
    """Accepts only rows that the person may use, in fields and inside rich content."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField):
                field.queryset = self._choices(name, field)

    def _choices(self, name: str, field: Any) -> QuerySet[Any]:
        """Rows of the policy of the field's model; a form narrows it by ``choices_<name>``."""
        own = getattr(self, f"choices_{name}", None)
        if own is not None:
            narrowed: QuerySet[Any] = own()
            return narrowed
        rows = field.queryset
        if rows is None or self.for_user is None:
            return rows.none() if rows is not None else QuerySet()
        scoped: QuerySet[Any] = policy_of(rows.model).scope(rows, self.for_user, ["choose"])
        return scoped

    def _post_clean(self) -> None:
        super()._post_clean()
        for field in self.instance._meta.get_fields():
            if field.name in self.fields and hasattr(field, "extract_references"):
                self._check_references(field)

    def _check_references(self, field: Any) -> None:
        value = field.value_from_object(self.instance)
        for model, key, *_path in field.extract_references(value) if value else ():
            if (
                not policy_of(model)
                .scope(model._base_manager.filter(pk=key), self.for_user, ["choose"])
                .exists()
            ):
                self.add_error(field.name, ValidationError(UNSEEN))
                return
