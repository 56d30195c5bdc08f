"""Reporting a damaged tool, with photos: from its page, from the desk, by programs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.decorators import not_teilnehmer_required
from apps.core.errors import DomainError
from apps.core.http import input_of, success, wants_json
from apps.media.models import Attachment
from apps.media.queries import owned, wire
from apps.media.services.files import Refused
from apps.media.uploads import files_of, takes_files
from apps.tools.defects import Defect, report_defect
from apps.tools.queries import tool_by_barcode
from apps.tools.serializers import represent
from apps.tools.views.editing import by, refused


@require_POST
@not_teilnehmer_required
@takes_files
def report(request: HttpRequest, barcode: str) -> HttpResponse:
    """Fields ``note`` and any number of files; the answer says what became of each of them."""
    tool = tool_by_barcode(barcode)
    note = str(input_of(request).get("note", ""))
    photos = [] if request.content_type == "application/json" else files_of(request)
    try:
        defect = report_defect(tool.pk, note, photos, **by(request))
    except DomainError as refusal:
        return refused(request, refusal, tool.barcode)
    text = _("%(tool)s %(barcode)s is reported as defective.") % {
        "tool": tool.name,
        "barcode": tool.barcode,
    }
    if wants_json(request):
        return success(_as_json(request, defect), text, status=201)
    messages.success(request, text)
    for photo in _not_taken(defect):
        messages.warning(request, f"{photo.filename}: {photo.error}")
    return redirect("tools:detail", tool.barcode)


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
