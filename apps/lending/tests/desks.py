"""Somebody who books over the API, for tests."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

LEND, RETURN, UNDO = (reverse(f"api:lending-{verb}") for verb in ("process", "return", "undo"))


class Desk:
    """Books tool T000017 for person M001, unless told otherwise."""

    def __init__(self, client: Client):
        self.client = client

    def post(self, path: str, **data: Any) -> HttpResponse:
        return self.client.post(path, data, content_type="application/json")

    def lend(self, tool: Any = "T000017", worker: Any = "M001", **data: Any) -> HttpResponse:
        return self.post(LEND, tool_barcode=tool, worker_barcode=worker, **data)

    def give_back(self, tool: Any = "T000017", **data: Any) -> HttpResponse:
        return self.post(RETURN, tool_barcode=tool, **data)

    def undo(self, operation_id: Any) -> HttpResponse:
        return self.post(UNDO, operation_id=operation_id)

    @property
    def username(self) -> str:
        return self.client.get(reverse("home")).wsgi_request.user.username


def refusal(response: HttpResponse) -> tuple[int, str, str, Any]:
    """Status, and what the envelope says apart from the sentence."""
    body = response.json()
    return response.status_code, body["status"], body["code"], body.get("data")


def new_id() -> str:
    return str(uuid4())
