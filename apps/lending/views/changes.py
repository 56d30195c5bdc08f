"""What can be done with lendings that run: extend, pass on, take back, write off, remind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bson import ObjectId
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.decorators import mitarbeiter_required, not_teilnehmer_required
from apps.core import clock
from apps.core.errors import DomainError
from apps.lending import services
from apps.lending.forms import ExtendForm, LostForm, PassOnForm, ReturnForm
from apps.lending.models import Lending
from apps.lending.queries import with_state
from apps.lending.reminders import remind_now
from apps.lending.running import extend_several, while_running

LIST = "lending:list"


@dataclass(frozen=True)
class Change:
    """One thing that can be done: its heading, its form, its service, and what it says afterwards."""

    heading: Any
    button: Any
    form: type[forms.Form]
    service: Callable[..., Lending]
    done: Any
    fields: tuple[str, ...]
    permission: str = "lending.lend_tool"


CHANGES = {
    "extend": Change(
        gettext_lazy("Extend lending"),
        gettext_lazy("Extend"),
        ExtendForm,
        services.extend_lending,
        gettext_lazy("%(worker)s keeps %(tool)s %(barcode)s until %(due)s."),
        ("due_date",),
    ),
    "pass-on": Change(
        gettext_lazy("Pass on to another person"),
        gettext_lazy("Pass on"),
        PassOnForm,
        services.pass_on_tool,
        gettext_lazy("%(worker)s has %(tool)s %(barcode)s now, until %(due)s."),
        ("worker_id", "due_date", "notes"),
    ),
    "return": Change(
        gettext_lazy("Take back with a note"),
        gettext_lazy("Take back"),
        ReturnForm,
        services.return_tool,
        gettext_lazy("%(tool)s %(barcode)s is back from %(worker)s."),
        ("notes",),
    ),
    "lost": Change(
        gettext_lazy("Write off as lost"),
        gettext_lazy("Write off"),
        LostForm,
        services.write_off_tool,
        gettext_lazy("%(tool)s %(barcode)s is written off."),
        ("reason",),
        permission="tools.delete_tool",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def change(request: HttpRequest, lending_id: str, verb: str) -> HttpResponse:
    """The small form of one change, and doing it."""
    wanted, lending = CHANGES.get(verb), _lending(lending_id)
    if wanted is None:
        raise Http404
    if not request.user.has_perm(wanted.permission):
        raise PermissionDenied
    form = wanted.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        after = _done(request, wanted, lending, form)
        if after:
            messages.success(request, wanted.done % _words(after))
            return redirect(_place_after(request, after))
    with_state([lending], clock.now())
    context = {"form": form, "lending": lending, "change": wanted}
    return render(request, "lending/change.html", context)


@require_POST
@not_teilnehmer_required
def extend_chosen(request: HttpRequest) -> HttpResponse:
    """Extend the chosen lendings of a list: all of them, or none."""
    form, ids = ExtendForm(request.POST), _ids(request.POST.getlist("lending"))
    back = redirect("lending:overdue")
    if not ids:
        messages.error(request, _("Please choose at least one lending."))
    elif not form.is_valid():
        messages.error(request, _("Please give the date until which they are extended."))
    else:
        due = form.cleaned_data["due_date"]
        try:
            extended = extend_several(ids, due_date=due, actor=request.user, now=clock.now())
        except DomainError as error:
            messages.error(request, str(error))
            return back
        text = ngettext("%(count)d lending extended.", "%(count)d lendings extended.", extended)
        messages.success(request, text % {"count": extended})
    return back


@require_POST
@mitarbeiter_required
def remind_chosen(request: HttpRequest) -> HttpResponse:
    """Send a reminder for each of the chosen lendings, at most one a day."""
    ids = _ids(request.POST.getlist("lending"))
    if not ids:
        messages.error(request, _("Please choose at least one lending."))
        return redirect("lending:overdue")
    reminded = remind_now(ids, actor=request.user, now=clock.now())
    messages.success(request, str(reminded))
    return redirect("lending:overdue")


def _lending(lending_id: str) -> Lending:
    lending = None
    if ObjectId.is_valid(lending_id):
        lending = Lending.objects.select_related("tool").filter(pk=ObjectId(lending_id)).first()
    if lending is None:
        raise Http404
    return lending


def _ids(values: list[str]) -> list[ObjectId]:
    return [ObjectId(value) for value in values if ObjectId.is_valid(value)]


def _done(
    request: HttpRequest, wanted: Change, lending: Lending, form: forms.Form
) -> Lending | None:
    values = {name: form.cleaned_data[name] for name in wanted.fields}
    try:
        return while_running(
            lending.pk, wanted.service, **values, actor=request.user, now=clock.now()
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return None


def _place_after(request: HttpRequest, lending: Lending) -> str:
    """Back to the tool, or to the list when the tool is gone."""
    if lending.status == "lost":
        return reverse(LIST)
    return reverse("tools:detail", args=[lending.tool_barcode])


def _words(lending: Lending) -> dict[str, str]:
    return {
        "tool": lending.tool_name,
        "barcode": lending.tool_barcode,
        "worker": lending.worker_name,
        "due": f"{clock.local_date(lending.due_date):%d.%m.%Y}",
    }
