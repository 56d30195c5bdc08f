"""One ticket: the conversation, the facts, who else looks at it; and its whole history."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.decorators import login_required, unattended
from apps.core import clock
from apps.core.errors import DomainError, InvalidInput
from apps.core.form_input import as_posted, refuse_errors
from apps.core.http import input_of, success, wants_json
from apps.core.registry import registry
from apps.media.gallery import gallery_of
from apps.tickets import people, presence, rules, shares
from apps.tickets.conversation import MOST, SHOWN, conversation_of, entries_since
from apps.tickets.enums import TicketStatus
from apps.tickets.forms import MessageForm
from apps.tickets.models import Ticket
from apps.tickets.queries import history_for, unread_of, visible_ticket
from apps.tickets.services.messages import add_message, add_note, mark_read
from apps.tickets.steps import rights_on, steps_for
from apps.tickets.views.answers import by, refused, whole_ticket
from apps.tickets.waiting import count_anew
from apps.tickets.wire import ticket_as_json

HISTORY = 500


@require_safe
@login_required
def ticket_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a ticket; who opens it has read it."""
    if wants_json(request):
        return success(ticket_as_json(whole_ticket(request, number), request.user))
    ticket = visible_ticket(request.user, number)
    people.complete_page(ticket)
    user, now, rights = request.user, clock.now(), rights_on(request.user, ticket)
    unread = _read(user, ticket, now)
    limit = MOST if request.GET.get("show") == "all" else SHOWN
    is_open = ticket.status != TicketStatus.CLOSED
    ticket.is_late = rules.is_overdue(ticket, now)
    context = {
        "ticket": ticket,
        "conversation": conversation_of(user, ticket, unread=unread, limit=limit),
        "states": _stepper(ticket),
        "offers": steps_for(user, ticket, **rights),
        "may_edit": rights["may_edit"] and is_open,
        "may_work": rights["may_work"] and is_open,
        "may_note": rules.is_employee(user) and is_open,
        "fields": rules.editable_fields(user),
        "is_watching": user.pk in ticket.watchers,
        "shares": shares.shown(ticket),
        "gallery": gallery_of(ticket, request),
        "form": MessageForm(),
        "asks_every": presence.ASKS_EVERY,
    }
    return render(request, "tickets/ticket_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def message(request: HttpRequest, number: str, *, is_internal: bool = False) -> HttpResponse:
    """Write a message, or an internal note. Who comes back here after signing in again finds the text on the page."""
    ticket = visible_ticket(request.user, number)
    if request.method != "POST":
        return redirect("tickets:detail", number)
    try:
        written = _write(request, ticket, is_internal=is_internal)
    except DomainError as refusal:
        return refused(request, refusal, number)
    count_anew(request.user)
    if wants_json(request):
        data = {"id": str(written.pk), "at": written.at.isoformat(), "text": written.text}
        return success({**data, "is_internal": written.is_internal}, status=201)
    return redirect(f"{request.path.rpartition('/')[0]}#answer")


@require_safe
@never_cache
@unattended
@login_required
def news(request: HttpRequest, number: str) -> HttpResponse:
    """What an open page asks every few seconds: who else is here, and what was written or done since ``after``."""
    ticket, now = visible_ticket(request.user, number), clock.now()
    if request.GET.get("leave"):
        presence.look_away(ticket.pk, request.user)
        return success()
    viewers = presence.look_at(ticket.pk, request.user, now=now)
    entries = entries_since(request.user, ticket, _moment(request.GET.get("after", "")))
    if any(not entry.is_mine for entry in entries):
        _read(request.user, ticket, now)
    html = [
        {"key": each.key, "html": render_to_string("tickets/entry.html", {"entry": each}, request)}
        for each in entries
    ]
    return success(
        {
            "viewers": [viewer.name for viewer in viewers],
            "entries": html,
            "now": now.isoformat(),
            "updated_at": ticket.updated_at.isoformat(),
        }
    )


@require_safe
@login_required
def panels(request: HttpRequest, number: str) -> HttpResponse:
    """What other parts add to the page, for example the order; the page does not wait for it."""
    ticket = visible_ticket(request.user, number)
    context = {"panels": registry.panels_of(ticket, request)}
    return render(request, "tickets/panels.html", context)


@require_safe
@login_required
def history(request: HttpRequest, number: str) -> HttpResponse:
    """All that happened, the newest first."""
    ticket = visible_ticket(request.user, number)
    events = history_for(request.user, ticket, limit=HISTORY)
    if wants_json(request):
        return success({"results": [_event(each) for each in events]})
    return render(request, "tickets/history.html", {"ticket": ticket, "history": events})


def _read(user: Any, ticket: Ticket, now: Any) -> int:
    """How many messages were new to the person; from now on none is."""
    unread = unread_of(user, ticket)
    if unread:
        mark_read(ticket_id=ticket.pk, actor=user, now=now)
        count_anew(user)
    return unread


def _write(request: HttpRequest, ticket: Ticket, *, is_internal: bool) -> Any:
    form: Any = MessageForm()
    sent = request.POST
    if request.content_type == "application/json":
        sent = as_posted(form, input_of(request))
    form = MessageForm(sent)
    refuse_errors(form)
    is_note = is_internal or form.cleaned_data["is_internal"]
    service = add_note if is_note else add_message
    return service(ticket_id=ticket.pk, text=form.cleaned_data["text"], **by(request))


def _moment(text: str) -> Any:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InvalidInput({"after": ["ISO 8601"]})
    return moment


def _stepper(ticket: Ticket) -> list[dict[str, Any]]:
    """The states in their order, as far as the ticket has come."""
    rank = ticket.state.rank
    return [
        {"state": state, "is_now": state.rank == rank, "is_past": state.rank < rank}
        for state in TicketStatus
    ]


def _event(event: Any) -> dict[str, Any]:
    return {
        "at": event.at.isoformat(),
        "actor": event.actor_name,
        "event": event.event_type,
        "sentence": event.sentence,
        "changes": event.change_list,
    }
