"""Adding and changing tools, by people and by programs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.decorators import mitarbeiter_required, not_teilnehmer_required
from apps.core import clock
from apps.core.db import atomic
from apps.core.errors import DomainError
from apps.core.form_input import show_refusal
from apps.core.http import input_of, success, wants_json
from apps.tools import services
from apps.tools.forms import ToolForm, add_from, change_from, status_of
from apps.tools.models import Tool
from apps.tools.queries import living_tool, next_barcode, tool_by_barcode
from apps.tools.rules import needs_maintainer
from apps.tools.serializers import represent

NOT_COPIED = {"barcode", "serial_number", "mac_address", "mac_address_wlan"}


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def add_tool(request: HttpRequest) -> HttpResponse:
    """A new tool; ``?copy=T1`` starts from another one."""
    if wants_json(request) and request.method == "POST":
        tool = add_from(input_of(request), **by(request))
        return success(represent(tool), _said(_("%(tool)s %(barcode)s added."), tool), status=201)
    form, tool = _submitted_new(request)
    if tool is None:
        return render(request, "tools/tool_form.html", {"form": form})
    messages.success(request, _said(_("%(tool)s %(barcode)s added."), tool))
    if "again" in request.POST:
        response: Any = redirect("tools:add")
        response["Location"] += f"?copy={tool.barcode}"
        return response
    return redirect("tools:detail", tool.barcode)


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def edit_tool(request: HttpRequest, barcode: str) -> HttpResponse:
    """Change a tool; a new barcode keeps the history, and the old one is free."""
    tool = tool_by_barcode(barcode)
    if wants_json(request) and request.method == "POST":
        tool = change_from(tool.pk, input_of(request), **by(request))
        return success(represent(tool), _said(_("%(tool)s %(barcode)s saved."), tool))
    form, saved = ToolForm(instance=tool), None
    if request.method == "POST":
        form, saved = _submitted_change(request, tool.pk)
    if saved is None:
        return render(request, "tools/tool_form.html", {"form": form, "tool": tool})
    messages.success(request, _said(_("%(tool)s %(barcode)s saved."), saved))
    return redirect("tools:detail", saved.barcode)


@require_POST
@not_teilnehmer_required
def change_status(request: HttpRequest, barcode: str) -> HttpResponse:
    """Available, defective or in maintenance; lending alone hands out."""
    tool = tool_by_barcode(barcode)
    try:
        wanted = status_of(input_of(request).get("status"))
        if needs_maintainer(tool.status, wanted) and not _may_maintain(request):
            raise PermissionDenied
        tool = services.change_status(tool.pk, wanted, **by(request))
    except DomainError as refusal:
        return refused(request, refusal, tool.barcode)
    words = {"tool": tool.name, "barcode": tool.barcode, "status": tool.state.label}
    message = _("%(tool)s %(barcode)s is %(status)s now.") % words
    if wants_json(request):
        return success(represent(tool), message)
    messages.success(request, message)
    return redirect("tools:detail", tool.barcode)


@require_http_methods(["POST", "DELETE"])
@mitarbeiter_required
def delete_tool(request: HttpRequest, barcode: str) -> HttpResponse:
    """Into the trash, from where it can be taken back."""
    tool = tool_by_barcode(barcode)
    try:
        services.delete_tool(tool.pk, **by(request))
    except DomainError as refusal:
        return refused(request, refusal, tool.barcode)
    message = _said(_("%(tool)s %(barcode)s is in the trash now."), tool)
    if wants_json(request) or request.method == "DELETE":
        return success(None, message)
    messages.success(request, message)
    return redirect("tools:trash")


def by(request: HttpRequest) -> dict[str, Any]:
    """Who does it and when: the last arguments of every service."""
    return {"actor": request.user, "now": clock.now()}


def refused(request: HttpRequest, refusal: DomainError, barcode: str) -> HttpResponse:
    """Back to the tool with the reason; programs get the envelope from the middleware."""
    if wants_json(request) or request.method == "DELETE":
        raise refusal
    messages.error(request, str(refusal))
    return redirect("tools:detail", barcode)


def _submitted_new(request: HttpRequest) -> tuple[ToolForm, Tool | None]:
    if request.method != "POST":
        return ToolForm(initial=_proposal(request.GET.get("copy", ""))), None
    form = ToolForm(request.POST)
    if not form.is_valid():
        return form, None
    try:
        return form, services.create_tool(form.new_tool(), **by(request))
    except DomainError as refusal:
        show_refusal(form, refusal)
        return form, None


def _submitted_change(request: HttpRequest, tool_id: Any) -> tuple[ToolForm, Tool | None]:
    """The form and, if it was saved, the tool; nobody slips in between the comparison and the save."""

    @atomic
    def save() -> tuple[ToolForm, Tool | None]:
        form = ToolForm(request.POST, instance=living_tool(tool_id))
        if not form.is_valid():
            return form, None
        return form, services.change_tool(tool_id, form.changes, **by(request))

    try:
        return save()
    except DomainError as refusal:
        form = ToolForm(request.POST, instance=living_tool(tool_id))
        show_refusal(form, refusal)
        return form, None


def _proposal(copied: str) -> dict[str, Any]:
    """What a new tool starts with: a free barcode, and what the copied one has."""
    if not copied:
        return {"barcode": next_barcode()}
    form = ToolForm(instance=tool_by_barcode(copied))
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    kept = {name: value for name, value in shown.items() if name not in NOT_COPIED}
    return {**kept, "barcode": next_barcode()}


def _may_maintain(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("tools.maintain_tool"))


def _said(sentence: str, tool: Tool) -> str:
    return sentence % {"tool": tool.name, "barcode": tool.barcode}
