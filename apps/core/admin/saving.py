"""Forms and actions of the back office that go through services.

Django's admin wraps its forms in a transaction that does nothing on MongoDB. Here the whole form, inlines included,
runs in a real one; what a service refuses rolls it back and stands at the form, with all input kept.
"""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.contrib.admin import action, display, helpers
from django.contrib.admin.utils import quote
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from apps.core.admin.actions import IN_TRASH, By, by_whom
from apps.core.admin.base import ScandyModelAdmin
from apps.core.admin.display import minute, name_with_barcode, status_badge
from apps.core.admin.filters import TrashFilter
from apps.core.db import atomic
from apps.core.errors import DomainError
from apps.core.form_input import sentences_by_field
from apps.core.registry import registry

DELETED = SimpleNamespace(tone="neutral", icon="trash-2", label=gettext_lazy("deleted"))


def changed_values(form: ModelForm) -> dict[str, Any]:
    """What somebody changed in the form, as services take it; the rest may have been changed by others since."""
    return {name: form.cleaned_data[name] for name in form.changed_data}


class ServiceAdminMixin(ScandyModelAdmin):
    """Creates, changes and deletes through the services of the app."""

    actions: Sequence[str] = ("delete_selected",)

    def create_object(self, obj: Any, form: ModelForm, by: By, /) -> None:
        """Call the service that saves a new object."""
        raise NotImplementedError

    def change_object(self, obj: Any, form: ModelForm, by: By, /) -> None:
        """Call the service that changes an object."""
        raise NotImplementedError

    def delete_object(self, obj: Any, by: By, /) -> None:
        """Call the service that deletes an object."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        save = self.change_object if change else self.create_object
        save(obj, form, by_whom(request))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.delete_object(obj, by_whom(request))

    def _changeform_view(self, request: HttpRequest, *args: Any) -> HttpResponse:
        show = super()._changeform_view
        if request.method != "POST":
            return show(request, *args)
        try:
            return atomic(show)(request, *args)
        except DomainError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return show(request, *args)

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, **kwargs: Any
    ) -> type[ModelForm]:
        form_class = super().get_form(request, obj, **kwargs)
        refusal = getattr(request, "refusal", None)
        return _refused(form_class, refusal) if refusal else form_class

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except DomainError as refusal:
            self.message_user(request, refusal, messages.ERROR)
            name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return redirect(name, quote(object_id))

    def get_deleted_objects(
        self, objs: Iterable[Model], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What goes and what is in the way. Nothing else goes with it, so there is no cascade to walk."""
        asked_before = request.method == "POST"
        uses = [] if asked_before else [use for obj in objs for use in registry.uses_of(obj)]
        return [name_with_barcode(obj) for obj in objs], {}, set(), uses

    @action(description=gettext_lazy("Delete"), permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if "confirmed" not in request.POST:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Delete"),
                "opts": self.opts,
                "objects": [(obj.pk, name_with_barcode(obj)) for obj in queryset],
                "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/delete_selected_confirmation.html", context)
        done = ngettext_lazy("%(count)d entry deleted.", "%(count)d entries deleted.", "count")
        self.run_for_each(request, queryset, self.delete_object, done)
        return None


class SoftDeleteAdminMixin(ScandyModelAdmin):
    """For what moves to the trash: there those who may delete still see it, but nobody changes it."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        things = super().get_queryset(request)
        return things if self.has_delete_permission(request) else things.alive()

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        """Of the trash: what it was, when it got there and by whom."""
        if request.GET.get(IN_TRASH) != "1":
            return super().get_list_display(request)
        return (*super().get_list_display(request)[:2], "trash_badge", "deleted_minute", "deleter")

    def get_list_select_related(self, request: HttpRequest) -> Sequence[str]:
        names = tuple(super().get_list_select_related(request))
        return (*names, "deleted_by") if request.GET.get(IN_TRASH) == "1" else names

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """None from the trash: what is there has no page, and its barcode may be another thing's."""
        return None if obj is None or obj.deleted else super().get_view_on_site_url(obj)

    @display(description=gettext_lazy("Deleted at"))
    def deleted_minute(self, obj: Any) -> str | None:
        return minute(obj.deleted_at)

    @display(description=gettext_lazy("Deleted by"))
    def deleter(self, obj: Any) -> str | None:
        return str(obj.deleted_by) if obj.deleted_by else None  # accounts are for admins alone

    @display(description=gettext_lazy("Status"))
    def trash_badge(self, obj: Any) -> SafeString:
        return status_badge(DELETED)

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        filters = super().get_list_filter(request)
        return (*filters, TrashFilter) if self.has_delete_permission(request) else filters

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_deleted = obj is not None and obj.deleted
        return not is_deleted and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_deleted = obj is not None and obj.deleted
        return not is_deleted and super().has_delete_permission(request, obj)


class _RefusedFormMixin(ModelForm):
    """Shows what a service said about the input."""

    refusal: DomainError

    def full_clean(self) -> None:
        super().full_clean()
        for name, sentences in sentences_by_field(self.refusal).items():
            self.add_error(name if name in self.fields else None, sentences)


def _refused(form_class: type[ModelForm], refusal: DomainError) -> type[ModelForm]:
    return type("RefusedForm", (_RefusedFormMixin, form_class), {"refusal": refusal})
