"""The same as ``views``, for forms of a page: what happened is said on the page that the form stands on.

So the gallery works without a script, and with one when the form asks for JSON.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from apps.core.errors import DomainError
from apps.core.http import wants_json
from apps.media import queries
from apps.media.gallery import gallery_of

View = Callable[..., HttpResponse]

HIDDEN = (403, 404)  # these are pages of their own


def form_of(view: View) -> View:
    """Let a form be sent to what answers programs: the message and the refusals are shown where ``?next=`` says.

    The address carries it, because a body that is too large is not read.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if wants_json(request):
            return view(request, *args, **kwargs)
        try:
            answer = view(request, *args, **kwargs)
        except DomainError as refusal:
            if refusal.status in HIDDEN:
                raise
            _tell(request, refusal.message, refusal.data)
        else:
            if answer.status_code >= 400:
                return answer  # the form itself was not accepted
            body = json.loads(answer.content)
            _tell(request, "", body["data"])
            messages.success(request, body["message"])
        return HttpResponseRedirect(_back(request))

    return page


@require_safe
def files(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The part of the gallery that changes, for its script."""
    place = queries.owned_by_key(kind, key, request.user)
    gallery = gallery_of(place.obj, request, back=_back(request))
    return render(request, "media/files.html", {"gallery": gallery})


def _tell(request: HttpRequest, problem: Any, data: dict[str, Any] | None) -> None:
    """Each file that was refused, or else the one sentence about all."""
    refused = (data or {}).get("refused") or []
    for each in refused:
        messages.error(request, f"{each['filename']}: {each['message']}")
    if problem and not refused:
        messages.error(request, str(problem))


def _back(request: HttpRequest) -> str:
    """The page that the form stands on, at its files; the start page when somebody made the address up."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return f"{wanted}#files" if is_ours else "/"
