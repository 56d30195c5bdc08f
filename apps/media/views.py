"""Files of things: send, list, look at, remove, bring back, choose the preview. Programs and the gallery alike."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.core import clock
from apps.core.errors import InvalidInput
from apps.core.http import input_of, success
from apps.media import queries
from apps.media.errors import AttachmentNotFound
from apps.media.models import Attachment
from apps.media.queries import Owned
from apps.media.services import attachments as services
from apps.media.services.files import Refused
from apps.media.services.thumbnails import thumbnail_or_none
from apps.media.serving import serve
from apps.media.uploads import files_of, takes_files

THUMBNAIL = "thumbnail"


def for_who_may_add(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the thing in the address, for people who may add files to it, before anything is read from them."""

    @wraps(view)
    def checked(request: HttpRequest, kind: str, key: str) -> HttpResponse:
        place = queries.owned_by_key(kind, key, request.user)
        place.require_add(request.user)
        return view(request, place)

    return checked


@require_POST
@for_who_may_add
@takes_files
def upload(request: HttpRequest, place: Owned) -> HttpResponse:
    """Take one or several files. 201 when at least one was stored; ``data.refused`` names the others.

    :raises InvalidInput: there is none.
    """
    files = files_of(request)
    if not files:
        raise InvalidInput({"file": [str(_("Please choose a file."))]})
    outcomes = services.add_attachments(place.obj, files, **_by(request))
    refused = [each for each in outcomes if isinstance(each, Refused)]
    stored = [each for each in outcomes if isinstance(each, Attachment)]
    data = {
        "files": queries.wire(place, stored, request.user),
        "refused": [each.as_json for each in refused],
        "count": queries.folder_of(place).count,
    }
    if not stored:
        error = refused[0].error
        error.data = {**(error.data or {}), "refused": data["refused"], "count": data["count"]}
        raise error
    text = ngettext("%(count)d file was added.", "%(count)d files were added.", len(stored))
    return success(data, text % {"count": len(stored)}, status=201)


@require_safe
def list_files(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    place = queries.owned_by_key(kind, key, request.user)
    files = queries.attachments_of(place.obj)
    data = {
        "files": queries.wire(place, files, request.user),
        "count": len(files),
        "may_add": place.may_add(request.user),
    }
    return success(data)


@require_http_methods(["GET", "HEAD", "DELETE"])
def file(request: HttpRequest, kind: str, key: str, filename: str) -> Any:
    """The file itself, with ``?size=thumbnail`` a small picture; DELETE removes it."""
    place = queries.owned_by_key(kind, key, request.user)
    attachment = queries.attachment_called(place, filename)
    if request.method == "DELETE":
        return _remove(request, place, attachment)
    return _shown(request, attachment)


@require_POST
def remove(request: HttpRequest, kind: str, key: str, filename: str) -> HttpResponse:
    """What DELETE does, for forms, which cannot send it."""
    place = queries.owned_by_key(kind, key, request.user)
    return _remove(request, place, queries.attachment_called(place, filename))


@require_POST
def restore(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Bring back a removed file, by the ``id`` that removing it answered."""
    place = queries.owned_by_key(kind, key, request.user)
    removed = queries.removed_attachment(place, str(input_of(request).get("id", "")))
    place.require_add(request.user)
    place.require_remove(request.user, removed)
    attachment = services.restore_attachment(removed.pk, **_by(request))
    text = _("%(file)s is back.") % {"file": attachment.filename}
    return success(_one(request, place, attachment), text)


@require_POST
def preview(request: HttpRequest, kind: str, key: str, filename: str) -> HttpResponse:
    """Let this picture stand for the thing in lists."""
    place = queries.owned_by_key(kind, key, request.user)
    place.require_add(request.user)
    attachment = queries.attachment_called(place, filename)
    services.set_preview(attachment.pk, **_by(request))
    text = _("%(file)s is shown in lists now.") % {"file": attachment.filename}
    return success(_one(request, place, attachment), text)


def _remove(request: HttpRequest, place: Owned, attachment: Attachment) -> HttpResponse:
    place.require_remove(request.user, attachment)
    services.remove_attachment(attachment.pk, **_by(request))
    text = _("%(file)s was removed.") % {"file": attachment.filename}
    data = {"id": str(attachment.pk), "filename": attachment.filename}
    return success({**data, "count": queries.folder_of(place).count}, text)


def _shown(request: HttpRequest, attachment: Attachment) -> Any:
    small = ""
    if request.GET.get("size") == THUMBNAIL:
        if not attachment.is_image:
            raise AttachmentNotFound
        small = thumbnail_or_none(attachment, now=clock.now())
    return serve(
        request,
        stored_name=small or attachment.stored_name,
        filename=attachment.filename,
        media_type="image/webp" if small else attachment.mime_type,
        etag=f"{attachment.sha256}-small" if small else attachment.sha256,
        may_keep=bool(small) and request.GET.get("v") == attachment.version,
    )


def _one(request: HttpRequest, place: Owned, attachment: Attachment) -> dict[str, Any]:
    found = queries.attachment_called(place, attachment.filename)
    return queries.wire(place, [found], request.user)[0]


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": clock.now()}
