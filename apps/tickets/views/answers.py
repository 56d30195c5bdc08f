"""What the views of tickets share: who does it, which ticket, and how an outcome is told."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from apps.core import clock
from apps.core.errors import DomainError
from apps.core.form_fields import as_sent
from apps.core.http import input_of, success, wants_json
from apps.tickets.models import Ticket
from apps.tickets.queries import visible_ticket, with_people
from apps.tickets.waiting import count_anew
from apps.tickets.wire import ticket_as_json

CHANGED = "ticketChanged"  # tells the page that what it shows is old (static/js/modules/ticket.js)


def by(request: HttpRequest) -> dict[str, Any]:
    """Who does it and when: the last arguments of every service."""
    return {"actor": request.user, "now": clock.now()}


def whole_ticket(request: HttpRequest, number: str) -> Ticket:
    """The ticket with its people.

    :raises TicketNotFound: there is none, or the person must not know of it.
    """
    ticket = visible_ticket(request.user, number)
    with_people([ticket])
    return ticket


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page instead of a page."""
    return request.headers.get("HX-Request") == "true"


def is_program(request: HttpRequest) -> bool:
    """Whether the answer is for a program; browsers send no DELETE by themselves."""
    return wants_json(request) or request.method == "DELETE"


def done(
    request: HttpRequest, ticket: Ticket, sentence: Any, *, status: int = 200, to: str = ""
) -> HttpResponse:
    """Say what happened, in the way in which it was asked for."""
    count_anew(request.user)
    message = str(sentence) % {"number": ticket.ticket_number, "title": ticket.title}
    if is_program(request):
        return success(ticket_as_json(ticket, request.user), message, status=status)
    if is_part(request):
        return HttpResponse(status=204, headers={"HX-Trigger": CHANGED})
    messages.success(request, message)
    if "next" in request.POST:
        return redirect(list_before(request))
    return redirect(to or "tickets:detail", *([] if to else [ticket.ticket_number]))


def refused(request: HttpRequest, refusal: DomainError, number: str) -> HttpResponse:
    """Back to the ticket with the reason; programs get the envelope from the middleware."""
    if is_program(request) or refusal.status == 404:
        raise refusal
    messages.error(request, str(refusal))
    return redirect("tickets:detail", number)


def sent_by(form: Any, request: HttpRequest) -> Any:
    """What a program sent, as a browser would: several people or tags stand in one text."""
    flat = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in input_of(request).items()
    }
    return as_sent(form, flat)


def list_before(request: HttpRequest) -> str:
    """The list as it was when the person chose something in it."""
    ours, target = reverse("tickets:list"), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_ours and target.startswith(ours) else ours
