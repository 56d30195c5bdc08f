"""Actions of the back office, which apps register for their own models and for those of lower apps.

In a list they run for each chosen object by itself, on an object's page for that one. What an action has to know is
asked on one page for all actions; what a service refuses stands there with all input kept, or is said in messages.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypedDict

from django.contrib import messages
from django.contrib.admin import helpers
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import CharField, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin

from apps.core import clock
from apps.core.admin.display import name_with_barcode
from apps.core.admin.widgets import TextInput
from apps.core.barcodes import MAX_LENGTH
from apps.core.db import on_commit
from apps.core.errors import DomainError
from apps.core.form_input import show_refusal
from apps.core.registry import AdminAction, registry

SHOWN_REFUSALS = 5
IN_TRASH = "trash"  # the parameter of a list that shows what has been deleted


class By(TypedDict):
    """Who does something and when: the last arguments of every service."""

    actor: Any
    now: datetime


class ActionForm(Form):
    """What an action asks; ``objects`` are those that it is for."""

    def __init__(self, data: Any = None, *, objects: list[Any]):
        self.objects = objects
        super().__init__(data)


class RestoreForm(ActionForm):
    """What comes back from the trash alone may get a new barcode, when the old one has been given away."""

    barcode = CharField(
        label=gettext_lazy("Barcode"), required=False, max_length=MAX_LENGTH, widget=TextInput
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if len(self.objects) == 1:
            self.fields["barcode"].initial = self.objects[0].barcode
        else:
            del self.fields["barcode"]


@dataclass
class Outcome:
    """What became of an action: a sentence for each object that it was done with, and why others were refused."""

    done: list[Any] = field(default_factory=list)
    refusals: list[DomainError] = field(default_factory=list)


class ActionsMixin(ModelAdmin):
    """Offers the registered actions in the list and on the page of an object."""

    change_form_outer_before_template = "admin/object_actions.html"

    def get_urls(self) -> list[URLPattern]:
        if self.opts.label_lower not in registry.admin_actions:
            return super().get_urls()
        view = self.admin_site.admin_view(self.action_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_action"
        return [path("<path:object_id>/do/<slug:code>/", view, name=name), *super().get_urls()]

    def registered_actions(self, request: HttpRequest, *, in_trash: bool) -> list[AdminAction]:
        """Those that the person may use."""
        user: Any = request.user
        actions = registry.admin_actions.get(self.opts.label_lower, [])
        return [
            each for each in actions if each.in_trash == in_trash and user.has_perm(each.permission)
        ]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if IS_POPUP_VAR in request.GET:
            return {}
        in_trash = request.GET.get(IN_TRASH) == "1"
        own = {} if in_trash else super().get_actions(request)
        registered = self.registered_actions(request, in_trash=in_trash)
        return {
            **{each.code: (_on_list(each), each.code, each.label) for each in registered},
            **own,
        }

    def action_view(self, request: HttpRequest, object_id: str, code: str) -> HttpResponse:
        """Ask for an action with one object, and do it."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        action = self._action(request, code, in_trash=_is_deleted(obj))
        if response := self.run_action(request, action, [obj]):
            return response
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if self.get_queryset(request).filter(pk=obj.pk).exists():
            return redirect(f"{name}_change", quote(obj.pk))
        return redirect(f"{name}_changelist")

    def _action(self, request: HttpRequest, code: str, *, in_trash: bool) -> AdminAction:
        for action in registry.admin_actions.get(self.opts.label_lower, []):
            if action.code == code and action.in_trash == in_trash:
                user: Any = request.user
                if not user.has_perm(action.permission):
                    raise PermissionDenied
                return action
        raise Http404

    def run_action(
        self, request: HttpRequest, action: AdminAction, objects: list[Any]
    ) -> HttpResponse | None:
        """Do it and say so; or return the page that asks for what is missing or wrong."""
        is_answered = "confirmed" in request.POST
        form = action.form and action.form(request.POST if is_answered else None, objects=objects)
        asks = action.form or action.is_grave or request.method != "POST"
        if (asks and not is_answered) or (form and not form.is_valid()):
            return self._question(request, action, objects, form)
        values = form.cleaned_data if form else {}

        outcome = run_each(objects, lambda obj, by: action.run(obj, values, **by), request)

        if form and outcome.refusals and not outcome.done:
            _show_at(form, outcome.refusals)
            return self._question(request, action, objects, form)
        self.report(request, outcome, action.done)
        return None

    def _question(
        self, request: HttpRequest, action: AdminAction, objects: list[Any], form: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": action.label,
            "opts": self.opts,
            "action": action,
            "form": form,
            "media": self.media + form.media if form else self.media,
            "objects": [(obj.pk, name_with_barcode(obj)) for obj in objects],
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "back_url": self._back_url(request, objects),
        }
        return TemplateResponse(request, "admin/action.html", context)

    def _back_url(self, request: HttpRequest, objects: list[Any]) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if request.resolver_match and request.resolver_match.view_name == f"{name}_action":
            return reverse(f"{name}_change", args=[quote(objects[0].pk)])
        return request.get_full_path()

    def object_actions(self, request: HttpRequest, obj: Any) -> list[dict[str, Any]]:
        """The buttons on the object's page: what its state allows."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_action"
        return [
            {"action": action, "url": reverse(name, args=[quote(obj.pk), action.code])}
            for action in self.registered_actions(request, in_trash=_is_deleted(obj))
            if action.is_possible(obj)
        ]

    def run_for_each(
        self,
        request: HttpRequest,
        objects: Iterable[Model],
        run: Callable[[Any, By], Any],
        done: Any,
    ) -> None:
        """Run a service for each object by itself; say how many were done, and why others were not.

        :param run: takes an object and By.
        :param done: a lazy sentence with a plural over ``count``.
        """
        outcome = run_each(objects, run, request)
        outcome.done = [None] * len(outcome.done)
        self.report(request, outcome, done)

    def report(self, request: HttpRequest, outcome: Outcome, done: Any) -> None:
        """Say what happened: to the one thing by name, to several by their number, and why others were refused."""
        if count := len(outcome.done):
            sentence = count == 1 and outcome.done[0]
            self.message_user(request, sentence or done % {"count": count}, messages.SUCCESS)
        for sentence in _in_words(outcome.refusals):
            self.message_user(request, sentence, messages.ERROR)

    def message_user(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say what happened once it has happened: a conflict may still undo it."""
        on_commit(partial(super().message_user, request, *args, **kwargs))


def by_whom(request: HttpRequest) -> By:
    return {"actor": request.user, "now": clock.now()}


def run_each(
    objects: Iterable[Any], run: Callable[[Any, By], Any], request: HttpRequest
) -> Outcome:
    """Run a service for each object by itself: what is refused for one stops none of the others."""
    outcome = Outcome()
    for obj in list(objects):
        try:
            outcome.done.append(run(obj, by_whom(request)))
        except DomainError as refusal:
            outcome.refusals.append(refusal)
    return outcome


def _on_list(action: AdminAction) -> Callable[..., HttpResponse | None]:
    def run(
        model_admin: ActionsMixin, request: HttpRequest, queryset: QuerySet
    ) -> HttpResponse | None:
        return model_admin.run_action(request, action, list(queryset))

    return run


def _is_deleted(obj: Any) -> bool:
    return getattr(obj, "deleted", False)


def _in_words(refusals: list[DomainError]) -> list[str]:
    """The first refusals, and how many more there are."""
    sentences = [str(refusal) for refusal in refusals[:SHOWN_REFUSALS]]
    if more := len(refusals) - len(sentences):
        text = ngettext(
            "%(count)d more was refused for a similar reason.",
            "%(count)d more were refused for similar reasons.",
            more,
        )
        sentences.append(text % {"count": more})
    return sentences


def _show_at(form: Form, refusals: list[DomainError]) -> None:
    """Say at the fields what a service refused about them, and the rest above the form."""
    if len(refusals) > 1:
        form.add_error(None, _in_words(refusals))
    else:
        show_refusal(form, refusals[0])
