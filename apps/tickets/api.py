"""The API of the tickets; what it writes goes through the forms and services that the pages use.

A ticket that is none of the person's business is 404. Participants read their own ones here and write on the pages.
"""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core import clock
from apps.core.api import ListView
from apps.core.errors import InvalidInput
from apps.core.http import UnreadableBody, envelope
from apps.core.lists import Listing
from apps.tickets import wire
from apps.tickets.filters import COLUMNS, ticket_filter
from apps.tickets.models import Ticket
from apps.tickets.queries import VIEW, WORK, visible_messages, visible_ticket, visible_to
from apps.tickets.services.messages import add_message, add_note


class TicketListView(ListView):
    """The tickets that the person sees; POST hands one in."""

    required_permissions = {"GET": VIEW, "POST": WORK}

    def get_listing(self, request: Request) -> Listing:
        return Listing(
            request.query_params,
            visible_to(request.user),
            columns=COLUMNS,
            filterset=ticket_filter(request.user, request.query_params),
            default_sort="-created_at",
            strict=True,
        )

    def represent(self, rows: list[Ticket], request: Request) -> list[dict[str, Any]]:
        return wire.tickets_as_json(rows, request.user)

    def post(self, request: Request) -> Response:
        ticket = wire.create_from(_body(request), actor=request.user, now=clock.now())
        return _answer(ticket, request, _("Ticket %(number)s handed in."), status=201)


class TicketDetailView(APIView):
    """One ticket. PUT and PATCH both change what they name and leave the rest."""

    required_permissions = {"GET": VIEW, "PUT": WORK, "PATCH": WORK}

    def get(self, request: Request, number: str) -> Response:
        return _answer(visible_ticket(request.user, number), request)

    def put(self, request: Request, number: str) -> Response:
        ticket = visible_ticket(request.user, number)
        ticket = wire.change_from(ticket.pk, _body(request), actor=request.user, now=clock.now())
        return _answer(ticket, request, _("Ticket %(number)s saved."))

    def patch(self, request: Request, number: str) -> Response:
        return self.put(request, number)


class TicketMessagesView(APIView):
    """The conversation, oldest first; POST adds to it, with ``is_internal`` a note that employees alone read."""

    required_permissions = {"GET": VIEW, "POST": WORK}

    def get(self, request: Request, number: str) -> Response:
        messages = visible_messages(request.user, visible_ticket(request.user, number))
        return Response({"results": [wire.message_as_json(each) for each in messages]})

    def post(self, request: Request, number: str) -> Response:
        ticket, body = visible_ticket(request.user, number), _body(request)
        add = add_note if _flag(body, "is_internal") else add_message
        text = body.get("text", "")
        if not isinstance(text, str):
            raise InvalidInput({"text": [str(_("Please give a text."))]})
        message = add(ticket_id=ticket.pk, text=text, actor=request.user, now=clock.now())
        return Response(envelope(wire.message_as_json(message), _("Message sent.")), status=201)


class TicketAssignView(APIView):
    """Say who is responsible: ``assigned_to`` is a username, or null for nobody."""

    required_permissions = {"POST": WORK}

    def post(self, request: Request, number: str) -> Response:
        ticket, body = visible_ticket(request.user, number), _body(request)
        if "assigned_to" not in body:
            raise InvalidInput({"assigned_to": [str(_("This field is required."))]})
        who = {"actor": request.user, "now": clock.now()}
        ticket = wire.assign_from(ticket, body["assigned_to"], **who)
        return _answer(ticket, request, _("Ticket %(number)s saved."))


def _answer(ticket: Ticket, request: Request, message: Any = "", status: int = 200) -> Response:
    sentence = str(message) % {"number": ticket.ticket_number}
    data = wire.ticket_as_json(ticket, request.user)
    return Response(envelope(data, sentence), status=status)


def _body(request: Request) -> dict[str, Any]:
    body = request.data
    if not isinstance(body, dict):
        raise UnreadableBody
    return dict(body.items())


def _flag(body: dict[str, Any], name: str) -> bool:
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise InvalidInput({name: [str(_("Please give true or false."))]})
    return value


urlpatterns = [
    path("tickets", TicketListView.as_view(), name="tickets"),
    path("tickets/<str:number>", TicketDetailView.as_view(), name="ticket"),
    path("tickets/<str:number>/messages", TicketMessagesView.as_view(), name="ticket-messages"),
    path("tickets/<str:number>/assign", TicketAssignView.as_view(), name="ticket-assign"),
]
