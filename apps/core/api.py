"""The base of every API: lists and desk operations. Apps write their own ``api.py`` on it; apps.api mounts them."""

from typing import Any

from rest_framework import serializers, views
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.lists import Listing
from apps.core.operations import Answer


class ListView(views.APIView):
    """A list with ``q``, ``sort``, ``page``, ``page_size`` and filters; answers results, count and next."""

    serializer_class: type[serializers.Serializer]

    def get_listing(self, request: Request) -> Listing:
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        listing = self.get_listing(request)
        rows = list(listing.page.object_list)
        next_url = listing.next_url and request.build_absolute_uri(request.path + listing.next_url)
        results = self.represent(rows, request)
        return Response({"results": results, "count": listing.count, "next": next_url})

    def represent(self, rows: list[Any], request: Request) -> Any:
        """The rows of the page as they are answered."""
        context = self.serializer_context(request)
        return self.serializer_class(rows, many=True, context=context).data

    def serializer_context(self, request: Request) -> dict[str, Any]:
        return {"request": request}


class Operation(serializers.Serializer):
    """Fields that every desk operation may carry."""

    operation_id = serializers.UUIDField(required=False, allow_null=True)

    def validated_operation_id(self) -> str | None:
        given = self.validated_data.get("operation_id")
        return str(given) if given else None


def respond(answer: Answer) -> Response:
    return Response(answer.body, status=answer.status)
