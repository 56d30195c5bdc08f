"""Reporting a damaged tool, with photos: from its page, from the desk, by programs."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import not_teilnehmer_required
from apps.core.errors import DomainError
from apps.core.form_input import refuse_errors, show_refusal
from apps.core.http import input_of, wants_json
from apps.core.operations import Answer, run_once
from apps.media.models import Attachment
from apps.media.queries import owned, wire
from apps.media.services.files import Refused, stored
from apps.media.uploads import files_of, takes_files
from apps.tools.defects import LONGEST_NOTE, Defect, record_defect, report_defect
from apps.tools.models import Tool
from apps.tools.queries import tool_by_barcode
from apps.tools.serializers import represent
from apps.tools.views.editing import by

OPERATION = "defect"


class DefectForm(forms.Form):
    """What is broken; photos stand beside it in the request."""

    note = forms.CharField(
        label=gettext_lazy("What is broken?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 4}),
    )


class OperationForm(forms.Form):
    """The id under which the desk sends a report again."""

    operation_id = forms.UUIDField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
@takes_files
def report(request: HttpRequest, barcode: str) -> HttpResponse:
    """Fields ``note`` and any number of files; programs may add an ``operation_id`` and send it again."""
    tool = tool_by_barcode(barcode)
    if wants_json(request) and request.method == "POST":
        return _for_programs(request, tool)
    form = DefectForm(request.POST) if request.method == "POST" else DefectForm()
    if form.is_valid():
        try:
            note = form.cleaned_data["note"]
            return _done(request, report_defect(tool.pk, note, files_of(request), **by(request)))
        except DomainError as refusal:
            show_refusal(form, refusal)
    return render(request, "tools/defect.html", {"form": form, "tool": tool})


def _for_programs(request: HttpRequest, tool: Tool) -> JsonResponse:
    """Once, however often it is sent; the answer says what became of each photo."""
    given = input_of(request)
    form = OperationForm(given)
    refuse_errors(form)
    note, operation_id = str(given.get("note", "")), form.cleaned_data["operation_id"]
    photos = [] if request.content_type == "application/json" else files_of(request)
    who = by(request)
    with stored(photos, now=who["now"]) as files:
        answer = run_once(
            lambda: _answer(request, record_defect(tool.pk, note, files, **who)),
            operation_id=str(operation_id) if operation_id else None,
            kind=OPERATION,
            content={"tool": str(tool.pk), "note": note, "photos": [each.size for each in photos]},
            **who,
        )
    return JsonResponse(answer.body, status=answer.status)


def _answer(request: HttpRequest, defect: Defect) -> Answer:
    data = json.loads(json.dumps(_as_json(request, defect), cls=DjangoJSONEncoder))
    return Answer.success(data, _sentence(defect.tool), object_id=defect.tool.pk, status=201)


def _done(request: HttpRequest, defect: Defect) -> HttpResponse:
    messages.success(request, _sentence(defect.tool))
    for photo in _not_taken(defect):
        messages.warning(request, f"{photo.filename}: {photo.error}")
    return redirect("tools:detail", defect.tool.barcode)


def _sentence(tool: Tool) -> str:
    words = {"tool": tool.name, "barcode": tool.barcode}
    return _("%(tool)s %(barcode)s is reported as defective.") % words


def _not_taken(defect: Defect) -> list[Refused]:
    return [photo for photo in defect.photos if isinstance(photo, Refused)]


def _as_json(request: HttpRequest, defect: Defect) -> dict[str, Any]:
    """The tool, and where its photos are: at the ticket that was opened, or at the tool."""
    place = owned(defect.taker)
    files = [photo for photo in defect.photos if isinstance(photo, Attachment)]
    return {
        "tool": represent(defect.tool),
        "photos_at": {"entity_type": place.kind, "entity_id": place.owner.key_of(place.obj)},
        "files": wire(place, files, request.user),
        "refused": [photo.as_json for photo in _not_taken(defect)],
    }
