"""The pages of the search over everything: the full one, and what stands below the field while somebody types."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.core.errors import DomainError, InvalidInput
from apps.core.finder import IN_BOX, ON_PAGE, Findings, Group, find, too_long
from apps.core.registry import registry
from apps.core.throttle import throttle

PER_MINUTE = 1000  # of one account: a person types ten letters a second at most


def search_for(request: HttpRequest, *, limit: int) -> Findings:
    """What the person finds by the parameter ``q``; every door of the search counts against the same limit.

    :raises TooManyRequests: too often.
    :raises InvalidInput: the text is too long.
    """
    throttle(request, "search", limit=PER_MINUTE, seconds=60, account=request.user)
    return find(request.user, request.GET.get("q", ""), limit=limit)


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """All kinds on one page; a barcode or number leads straight to the thing, so a scanner's Enter is enough."""
    try:
        findings = search_for(request, limit=ON_PAGE)
    except InvalidInput:
        findings = Findings("", message=too_long())
    if findings.exact:
        return redirect(findings.exact.url)
    context = {"findings": findings, "sources": registry.search_sources_for(request.user)}
    return render(request, "search.html", context)


@require_safe
def search_box(request: HttpRequest) -> HttpResponse:
    """The first hits of each kind, to stand below the search field; ``office=1``: as links into the back office."""
    try:
        findings, status = search_for(request, limit=IN_BOX), 200
    except DomainError as refusal:
        findings, status = Findings("", message=str(refusal)), refusal.status
    user: Any = request.user
    is_office = bool(request.GET.get("office")) and user.has_perm("accounts.use_back_office")
    groups = [_shown(group, is_office) for group in findings.groups]
    context = {"findings": findings, "groups": groups}
    return render(request, "components/search_hits.html", context, status=status)


def _shown(group: Group, is_office: bool) -> dict[str, Any]:
    page = group.source.admin_page if is_office else ""
    hits = [
        {"hit": hit, "url": reverse(f"admin:{page}", args=[hit.pk]) if page else hit.url}
        for hit in group.hits
    ]
    return {"group": group, "hits": hits}
