"""How every list, form and history of the back office behaves."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.views import ChangeList
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from apps.core import clock
from apps.core.admin.actions import ActionsMixin
from apps.core.admin.fields import ReferenceField, SuggestingSelect, alive
from apps.core.admin.tables import TablesMixin
from apps.core.admin.widgets import TimeInput
from apps.core.forms import GuardedFormMixin
from apps.core.registry import registry

HISTORY_LENGTH = 200
SHOWN_EVENTS = 5


class ScandyChangeList(ChangeList):
    """A list whose rows other apps complete, all of a page at once."""

    result_list: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        registry.add_to_rows(self.result_list, clock.now())

    def _get_deterministic_ordering(self, ordering: Iterable[Any]) -> list[Any]:
        """As it is: to break ties by key, as Django does, MongoDB would have to sort all; an index repeats itself."""
        return list(ordering)


class ScandyModelAdmin(TablesMixin, ActionsMixin):
    """Base of all admins: cheap lists, search by terms, German numbers, and the audit as history."""

    list_per_page = 50
    list_max_show_all = 200
    list_filter_submit = True
    list_disable_select_all = True
    show_facets = ShowFacets.NEVER
    show_full_result_count = False
    empty_value_display = "\N{EN DASH}"
    warn_unsaved_form = True
    change_form_outer_after_template = "admin/panels.html"
    change_form_before_template = "admin/form_guard.html"
    object_history_template = "admin/object_history.html"
    formfield_overrides = {
        # A number input refuses the comma that a German price has.
        models.DecimalField: {"widget": UnfoldAdminTextInputWidget({"inputmode": "decimal"})},
        models.TextField: {"widget": UnfoldAdminTextareaWidget({"rows": 4})},
        models.TimeField: {"widget": TimeInput},
        models.URLField: {"assume_scheme": "https"},
    }

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ScandyChangeList]:
        return ScandyChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Things with search terms are found by them; for others Django compares the ``search_fields``."""
        if search_term.strip() and hasattr(queryset, "search"):
            return queryset.search(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        obj = super().get_object(request, object_id, from_field)
        if obj is not None:
            registry.add_to_one(obj, clock.now())
        return obj

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        options = {"form_class": ReferenceField, **kwargs}
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", SuggestingSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, localized_fields="__all__", **kwargs)
        return type("GuardedForm", (GuardedFormMixin, form), {})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Put the cursor where the next thing is to be typed: into the first error, or into an empty form."""
        form = context["adminform"].form
        obj = context["original"]
        if obj is not None and not context["is_popup"]:
            context["object_actions"] = self.object_actions(request, obj)
            context |= self.panels_context(request, obj)
        names = list(form.errors) or ([] if obj else list(form.fields))
        if names and names[0] in form.fields:
            form.fields[names[0]].widget.attrs["autofocus"] = True
        return super().render_change_form(request, context, *args, **kwargs)

    def panels_context(self, request: HttpRequest, obj: models.Model) -> dict[str, Any]:
        """What other apps know about the object, and the newest of its history."""
        newest = registry.history_of(obj, limit=SHOWN_EVENTS + 1)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_history"
        return {
            "panels": registry.panels_of(obj, request),
            "newest_events": newest[:SHOWN_EVENTS],
            "all_events_url": reverse(name, args=[quote(obj.pk)]) if newest[SHOWN_EVENTS:] else "",
        }

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        registered = registry.admin_filters.get(self.opts.label_lower, [])
        return (*super().get_list_filter(request), *registered)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "subtitle": str(obj),
            "object": obj,
            "opts": self.opts,
            "history": registry.history_of(obj, limit=HISTORY_LENGTH),
            "history_length": HISTORY_LENGTH,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def index_queryset(self, request: HttpRequest) -> models.QuerySet | None:
        """What the number on the card of the start page counts; None for no number."""
        return alive(self.get_queryset(request))

    def index_note(self, request: HttpRequest) -> str:
        """A few words under that number."""
        return ""

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> None:
        """Nothing: the services write the audit, and a second journal would only disagree with it."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """Nothing, for the same reason."""


class ReadOnlyAdminMixin:
    """For what people only look at; it changes elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
