"""Showing a ticket to one more person, and taking that back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.decorators import not_teilnehmer_required
from apps.core.errors import DomainError, InvalidInput
from apps.core.form_input import as_posted, refuse_errors, show_refusal
from apps.core.http import input_of, wants_json
from apps.tickets import people
from apps.tickets.enums import Share
from apps.tickets.forms import ShareForm
from apps.tickets.models import Ticket
from apps.tickets.services.sharing import share_ticket, unshare_ticket
from apps.tickets.views.answers import by, done, refused, whole_ticket


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def share(request: HttpRequest, number: str) -> HttpResponse:
    """Let one more person read or edit the ticket."""
    ticket = whole_ticket(request, number)
    form = ShareForm(initial={"share": Share.VIEW})
    sentence = _("Ticket %(number)s is shared.")
    if request.method == "POST" and wants_json(request):
        form = ShareForm(as_posted(form, input_of(request)))
        refuse_errors(form)
        return done(request, _share(form, ticket, request), sentence)
    if request.method == "POST":
        form = ShareForm(request.POST)
        if form.is_valid():
            try:
                return done(request, _share(form, ticket, request), sentence)
            except DomainError as refusal:
                show_refusal(form, refusal)
    texts = {"title": _("Share ticket"), "submit": _("Share")}
    return render(request, "tickets/step.html", {"form": form, "ticket": ticket, **texts})


@require_POST
@not_teilnehmer_required
def unshare(request: HttpRequest, number: str) -> HttpResponse:
    """Take it back; ``user`` names the person."""
    ticket = whole_ticket(request, number)
    person = people.person_named(str(input_of(request).get("user", "")))
    try:
        if person is None:
            raise InvalidInput({"user": [_("There is no such person.")]})
        after = unshare_ticket(ticket_id=ticket.pk, user_id=person, **by(request))
    except DomainError as refusal:
        return refused(request, refusal, number)
    return done(request, after, _("Ticket %(number)s is no longer shared with this person."))


def _share(form: ShareForm, ticket: Ticket, request: HttpRequest) -> Ticket:
    [person] = form.cleaned_data["user"]
    wanted: Any = Share(form.cleaned_data["share"])
    return share_ticket(ticket_id=ticket.pk, user_id=person.pk, share=wanted, **by(request))
