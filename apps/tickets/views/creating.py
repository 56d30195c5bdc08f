"""Handing in a ticket, with files, by people and by programs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.decorators import login_required
from apps.core.errors import DomainError
from apps.core.form_input import refuse_errors, show_refusal
from apps.core.http import input_of, wants_json
from apps.media.uploads import files_of, takes_files
from apps.tickets.forms import NewTicketForm
from apps.tickets.models import Ticket
from apps.tickets.services.handing_in import hand_in
from apps.tickets.views.answers import by, done
from apps.tickets.wire import create_from


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@takes_files
def create(request: HttpRequest) -> HttpResponse:
    """Hand in a ticket; programs send the same fields as JSON, or as a form with files."""
    if request.method != "POST":
        wanted = {"category": request.GET.get("category", "")}
        form = NewTicketForm(user=request.user, initial={k: v for k, v in wanted.items() if v})
        return render(request, "tickets/ticket_new.html", {"form": form})
    if request.content_type == "application/json":
        return _handed_in(request, create_from(input_of(request), **by(request)))
    form = NewTicketForm(request.POST, user=request.user)
    if wants_json(request):
        refuse_errors(form)
        return _handed_in(request, _save(request, form))
    if form.is_valid():
        try:
            return _handed_in(request, _save(request, form))
        except DomainError as refusal:
            show_refusal(form, refusal)
    return render(request, "tickets/ticket_new.html", {"form": form})


def _save(request: HttpRequest, form: NewTicketForm) -> Ticket:
    """Store what the form says; files that were not taken are told one by one."""
    files, person = files_of(request), form.assignee
    outcome = hand_in(
        form.new_ticket(), assignee_id=person and person.pk, uploads=files, **by(request)
    )
    if not wants_json(request):
        for file in outcome.refused:
            messages.warning(request, f"{file.filename}: {file.error}")
    return outcome.ticket


def _handed_in(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return done(request, ticket, _("Ticket %(number)s %(title)s handed in."), status=201)
