"""Single steps with a ticket: take, start, resolve, close, reopen, release; delete, restore, erase."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import admin_required, login_required, mitarbeiter_required
from apps.core.errors import DomainError
from apps.core.form_input import as_posted, refuse_errors, show_refusal
from apps.core.http import input_of
from apps.tickets import steps
from apps.tickets.forms import ReasonForm, ReopenForm
from apps.tickets.models import Ticket
from apps.tickets.queries import trashed_ticket, visible_ticket
from apps.tickets.rules import needs_reason
from apps.tickets.services import trash, workflow
from apps.tickets.views.answers import by, done, is_program, refused

SERVICES: dict[str, Callable[..., Ticket]] = {
    "take": workflow.take_ticket,
    "start": workflow.start_work,
    "resolve": workflow.resolve_ticket,
    "close": workflow.close_ticket,
    "reopen": workflow.reopen_ticket,
    "release": workflow.release_ticket,
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one of the steps; what needs a reason has a page that asks for it."""
    wanted, ticket = steps.STEPS.get(verb), visible_ticket(request.user, number)
    if wanted is None:
        raise Http404
    texts = {"title": wanted.label, "submit": wanted.label}

    def run(form: Any) -> Ticket:
        return SERVICES[verb](ticket_id=ticket.pk, **_values(form), **by(request))

    return _ask(request, ticket, _form_of(verb, ticket), run, texts, wanted.done)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@mitarbeiter_required
def delete(request: HttpRequest, number: str) -> HttpResponse:
    """Into the trash, from where it can be taken back."""
    ticket = visible_ticket(request.user, number)
    texts = {
        "title": _("Delete ticket"),
        "intro": _("The ticket waits in the trash until it is restored or deleted for good."),
        "submit": _("Move to the trash"),
        "is_danger": True,
    }

    def run(form: Any) -> Ticket:
        return trash.move_to_trash(ticket_id=ticket.pk, **by(request))

    sentence = _("Ticket %(number)s is in the trash now.")
    return _ask(request, ticket, forms.Form, run, texts, sentence, to="tickets:trash")


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def restore(request: HttpRequest, number: str) -> HttpResponse:
    ticket = trashed_ticket(number)
    texts = {"title": _("Take out of the trash"), "submit": _("Restore")}

    def run(form: Any) -> Ticket:
        return trash.restore_ticket(ticket_id=ticket.pk, **by(request))

    return _ask(request, ticket, forms.Form, run, texts, _("Ticket %(number)s is back."))


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def erase(request: HttpRequest, number: str) -> HttpResponse:
    ticket = trashed_ticket(number)
    texts = {
        "title": _("Delete for good"),
        "intro": _("This cannot be undone. The conversation goes with the ticket."),
        "submit": _("Delete for good"),
        "is_danger": True,
    }

    def run(form: Any) -> Ticket:
        trash.erase_ticket(ticket_id=ticket.pk, **by(request))
        return ticket

    sentence = _("Ticket %(number)s was deleted for good.")
    return _ask(request, ticket, forms.Form, run, texts, sentence, to="tickets:trash")


def _ask(
    request: HttpRequest,
    ticket: Ticket,
    form_class: Callable[..., Any],
    run: Callable[[Any], Ticket],
    texts: dict[str, Any],
    sentence: Any,
    to: str = "",
) -> HttpResponse:
    """Show the form; once it is filled in, run the step and say so."""
    form = form_class()
    if request.method in {"POST", "DELETE"}:
        if is_program(request):
            form = form_class(as_posted(form, input_of(request)))
            refuse_errors(form)
            return done(request, run(form), sentence)
        form = form_class(request.POST)
        if form.is_valid():
            try:
                return done(request, run(form), sentence, to=to)
            except DomainError as refusal:
                if not form.fields:
                    return refused(request, refusal, ticket.ticket_number)
                show_refusal(form, refusal)
    context = {"form": form, "ticket": ticket, **texts}
    return render(request, "tickets/step.html", context)


def _form_of(verb: str, ticket: Ticket) -> type[forms.Form]:
    if verb == "reopen":
        return ReopenForm
    wanted = steps.STEPS[verb].to
    is_asked = verb == "close" and ticket.status != wanted and needs_reason(ticket.status, wanted)
    return ReasonForm if is_asked else forms.Form


def _values(form: forms.Form) -> dict[str, Any]:
    """What the form adds to the service's arguments; an empty choice leaves it to the service."""
    return {name: value for name, value in form.cleaned_data.items() if value}
