"""The search over everything for programs."""

from typing import Any

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.finder import ON_PAGE, Findings
from apps.core.http import envelope
from apps.core.search_views import search_for


class SearchView(APIView):
    """What the caller may see of everything that ``q`` finds; which kinds that are is up to his role."""

    permission_classes = (IsAuthenticated,)

    def get(self, request: Request) -> Response:
        findings = search_for(request, limit=ON_PAGE)
        return Response(envelope(_represent(findings), findings.message))


def _represent(findings: Findings) -> dict[str, Any]:
    """``results`` of all kinds, an exact one first; ``more`` names the lists that have further ones."""
    results = [
        {
            "kind": group.source.kind,
            "title": hit.title,
            "subtitle": hit.subtitle,
            "url": hit.url,
            "is_exact": hit.is_exact,
        }
        for group in findings.groups
        for hit in group.hits
    ]
    more = [
        {"kind": group.source.kind, "label": str(group.source.label), "url": group.list_url}
        for group in findings.groups
        if group.has_more
    ]
    return {"results": results, "more": more}
