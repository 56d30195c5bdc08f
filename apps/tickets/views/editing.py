"""Changing a ticket: what it says, who works on it, who follows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.decorators import login_required
from apps.core.db import atomic
from apps.core.errors import DomainError, NotPermitted
from apps.core.form_input import refuse_errors, show_refusal
from apps.core.http import input_of, wants_json
from apps.tickets.forms import PEOPLE, PeopleForm, TicketForm
from apps.tickets.models import Ticket
from apps.tickets.queries import WORK, living_ticket, with_people
from apps.tickets.rules import editable_fields
from apps.tickets.services.sharing import set_co_assignees, set_watchers
from apps.tickets.services.tickets import change_ticket, editable_ticket
from apps.tickets.services.workflow import assign_ticket
from apps.tickets.views.answers import by, done, is_part, refused, sent_by, whole_ticket
from apps.tickets.wire import change_from


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Change a ticket, or with ``?field=`` some of it: in place, where htmx asks."""
    ticket = whole_ticket(request, number)
    only = [name for name in request.GET.getlist("field") if name in editable_fields(request.user)]
    try:
        editable_ticket(request.user, ticket.pk)
        if wants_json(request) and request.method == "POST":
            saved = change_from(ticket.pk, input_of(request), **by(request))
            return done(request, saved, _("Ticket %(number)s saved."))
    except DomainError as refusal:
        return refused(request, refusal, number)
    form = TicketForm(instance=ticket, user=request.user, only=only)
    if request.method == "POST":
        form, saved = _submitted(request, ticket.pk, only)
        if saved:
            return done(request, saved, _("Ticket %(number)s saved."))
    return _form_page(request, form, ticket, _("Edit ticket"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Say who is responsible, who else works on it, and who follows it."""
    ticket = whole_ticket(request, number)
    if not request.user.has_perm(WORK, ticket):
        raise NotPermitted
    only = [name for name in request.GET.getlist("field") if name in PEOPLE]
    form = PeopleForm(instance=ticket, only=only)
    if request.method == "POST":
        if wants_json(request):
            form = PeopleForm(sent_by(form, request), instance=ticket, only=only)
            refuse_errors(form)
            return done(
                request, _set_people(form, ticket.pk, request), _("Ticket %(number)s saved.")
            )
        form, saved = _submitted_people(request, ticket.pk, only)
        if saved:
            return done(request, saved, _("Ticket %(number)s saved."))
    return _form_page(request, form, ticket, _("Assign"))


@require_POST
@login_required
def watch(request: HttpRequest, number: str) -> HttpResponse:
    """Follow the ticket, or stop it: ``is_watching`` says which."""
    ticket = whole_ticket(request, number)
    wanted = str(input_of(request).get("is_watching", "true")).lower() in {"true", "on", "1"}

    @atomic
    def run() -> Ticket:
        others = [pk for pk in living_ticket(ticket.pk).watchers if pk != request.user.pk]
        people = [*others, request.user.pk] if wanted else others
        return set_watchers(ticket_id=ticket.pk, user_ids=people, **by(request))

    sentence = _("You follow ticket %(number)s.") if wanted else _("You no longer follow it.")
    try:
        return done(request, run(), sentence)
    except DomainError as refusal:
        return refused(request, refusal, number)


def _form_page(request: HttpRequest, form: Any, ticket: Ticket, title: str) -> HttpResponse:
    template = "tickets/inline_form.html" if is_part(request) else "tickets/ticket_form.html"
    context = {"form": form, "ticket": ticket, "title": title, "action": request.get_full_path()}
    return render(request, template, context)


def _submitted(
    request: HttpRequest, ticket_id: Any, only: list[str]
) -> tuple[TicketForm, Ticket | None]:
    """The form and, if it was saved, the ticket; nobody slips in between the comparison and the save."""

    def build() -> TicketForm:
        stored = with_people([living_ticket(ticket_id)])[0]
        return TicketForm(request.POST, instance=stored, user=request.user, only=only)

    @atomic
    def save() -> tuple[TicketForm, Ticket | None]:
        form = build()
        if not form.is_valid():
            return form, None
        return form, change_ticket(ticket_id=ticket_id, values=form.changes, **by(request))

    return _or_refusal(save, build)


def _submitted_people(
    request: HttpRequest, ticket_id: Any, only: list[str]
) -> tuple[PeopleForm, Ticket | None]:
    def build() -> PeopleForm:
        stored = with_people([living_ticket(ticket_id)])[0]
        return PeopleForm(request.POST, instance=stored, only=only)

    @atomic
    def save() -> tuple[PeopleForm, Ticket | None]:
        form = build()
        return form, _set_people(form, ticket_id, request) if form.is_valid() else None

    return _or_refusal(save, build)


def _or_refusal(save: Any, build: Any) -> tuple[Any, Ticket | None]:
    try:
        return save()
    except DomainError as refusal:
        if refusal.status == 404:
            raise
        form = build()
        show_refusal(form, refusal)
        return form, None


@atomic
def _set_people(form: PeopleForm, ticket_id: Any, request: HttpRequest) -> Ticket:
    """Store what was changed of the people; further ones first, for the one responsible is none of them."""
    chosen, who = form.cleaned_data, by(request)
    ticket = living_ticket(ticket_id)
    for name, service in (("co_assignees", set_co_assignees), ("watchers", set_watchers)):
        if name in form.changed_data:
            ids = [person.pk for person in chosen[name]]
            ticket = service(ticket_id=ticket_id, user_ids=ids, **who)
    if "assigned_to" in form.changed_data:
        person = next(iter(chosen["assigned_to"]), None)
        ticket = assign_ticket(ticket_id=ticket_id, user_id=person and person.pk, **who)
    return ticket
