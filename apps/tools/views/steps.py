"""Single steps with a tool, each a small form: write off, restore, erase, maintain, strike a record."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import admin_required, mitarbeiter_required
from apps.core.clock import local_date, now
from apps.core.errors import DomainError, ErrorCode
from apps.core.form_input import as_posted, refuse_errors, show_refusal
from apps.core.http import input_of, success, wants_json
from apps.tools import maintenance, trash
from apps.tools.enums import ToolStatus
from apps.tools.forms import MaintenanceForm, ReasonForm, RestoreForm
from apps.tools.models import Tool
from apps.tools.queries import tool_by_barcode, trashed_tool
from apps.tools.serializers import represent
from apps.tools.views.editing import by

Texts = dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def write_off(request: HttpRequest, barcode: str) -> HttpResponse:
    tool = tool_by_barcode(barcode)
    texts = {
        "title": _("Write off as lost"),
        "intro": _(
            "The tool leaves the stock and stays in the trash. When it is found, restore it."
        ),
        "submit": _("Write off as lost"),
        "is_danger": True,
    }

    def run(form: Any) -> Tool:
        return trash.mark_as_lost(tool.pk, reason=form.cleaned_data["reason"], **by(request))

    done = _("%(tool)s %(barcode)s was written off as lost.")
    return _step(request, tool, ReasonForm, run, texts, done, reverse("tools:trash"))


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def restore(request: HttpRequest, tool_id: str) -> HttpResponse:
    """Take a tool out of the trash; asks for another barcode only when its own was given away."""
    tool = trashed_tool(tool_id)
    texts = {
        "title": _("Take out of the trash"),
        "intro": _("The barcode can be changed if something else carries it by now."),
        "submit": _("Restore"),
        "initial": {"barcode": tool.barcode},
    }

    def run(form: Any) -> Tool:
        return trash.restore_tool(tool.pk, barcode=form.cleaned_data["barcode"], **by(request))

    done = _("%(tool)s %(barcode)s is back in the stock.")
    return _step(request, tool, RestoreForm, run, texts, done)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def erase(request: HttpRequest, tool_id: str) -> HttpResponse:
    tool = trashed_tool(tool_id)
    texts = {
        "title": _("Delete for good"),
        "intro": _("This cannot be undone. A tool that was ever lent cannot be deleted for good."),
        "submit": _("Delete for good"),
        "is_danger": True,
    }

    def run(form: Any) -> Tool:
        trash.erase_tool(tool.pk, **by(request))
        return tool

    done = _("%(tool)s %(barcode)s was deleted for good.")
    return _step(request, tool, forms.Form, run, texts, done, reverse("tools:trash"))


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def maintain(request: HttpRequest, barcode: str) -> HttpResponse:
    """Record a maintenance, and when the next one is due."""
    tool = tool_by_barcode(barcode)
    texts = {
        "title": _("Record maintenance"),
        "submit": _("Record"),
        "initial": {
            "date": local_date(now()),
            "months": tool.maintenance_months,
            "is_ready": tool.status == ToolStatus.IN_MAINTENANCE,
        },
    }

    def run(form: Any) -> Tool:
        ready = form.cleaned_data["is_ready"]
        return maintenance.record_maintenance(tool.pk, form.work, is_ready=ready, **by(request))

    done = _("Maintenance of %(tool)s %(barcode)s recorded.")
    return _step(request, tool, MaintenanceForm, run, texts, done)


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def strike(request: HttpRequest, barcode: str, position: int) -> HttpResponse:
    """Mark a record of the log as wrong."""
    tool = tool_by_barcode(barcode)
    texts = {
        "title": _("Strike the record"),
        "intro": _("It stays readable with your reason. Record the right one afterwards."),
        "submit": _("Strike"),
    }

    def run(form: Any) -> Tool:
        reason = form.cleaned_data["reason"]
        return maintenance.strike_maintenance(tool.pk, position, reason=reason, **by(request))

    return _step(request, tool, ReasonForm, run, texts, _("The record is struck."))


def _step(
    request: HttpRequest,
    tool: Tool,
    form_class: type[Any],
    run: Callable[[Any], Tool],
    texts: Texts,
    done: str,
    target: str = "",
) -> HttpResponse:
    """Show the form; once it is filled in, run the step, say so and go on to the target or the tool."""
    form = form_class(initial=texts.get("initial"))
    if request.method == "POST":
        if wants_json(request):
            form = form_class(as_posted(form, input_of(request)))
            refuse_errors(form)
            return success(represent(run(form)), done % _words(tool))
        form = form_class(request.POST)
        if form.is_valid():
            try:
                tool = run(form)
            except DomainError as refusal:
                if refusal.code == ErrorCode.NOT_FOUND:
                    raise
                show_refusal(form, refusal)
            else:
                messages.success(request, done % _words(tool))
                return redirect(target or reverse("tools:detail", args=[tool.barcode]))
    return render(request, "tools/step.html", {"form": form, "tool": tool, **texts})


def _words(tool: Tool) -> dict[str, str]:
    return {"tool": tool.name, "barcode": tool.barcode}
