"""What is done with the chosen tickets of a list, and the views of it that a person keeps."""

from typing import Any

from bson import ObjectId
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.accounts.decorators import login_required, mitarbeiter_required
from apps.core.errors import DomainError, InvalidInput
from apps.core.form_input import refuse_errors
from apps.core.form_routes import body_of
from apps.core.http import success, wants_json
from apps.tickets import queries
from apps.tickets.forms import BulkForm, SavedViewForm
from apps.tickets.services.bulk import Outcome, bulk_assign, bulk_close
from apps.tickets.services.saved_views import delete_view, save_view
from apps.tickets.views.answers import by, list_before
from apps.tickets.waiting import count_anew

TOLD = 5  # refusals, one by one


@require_POST
@mitarbeiter_required
def assign_chosen(request: HttpRequest) -> HttpResponse:
    """Make one person responsible for the chosen tickets."""

    def run(form: Any, ids: list[ObjectId]) -> Outcome:
        if not form.cleaned_data["assigned_to"]:
            raise InvalidInput(
                {"assigned_to": [_("Please say to whom.")]}, _("Please say to whom.")
            )
        [person] = form.cleaned_data["assigned_to"]
        return bulk_assign(ticket_ids=ids, user_id=person.pk, **by(request))

    return _with_chosen(request, run)


@require_POST
@mitarbeiter_required
def close_chosen(request: HttpRequest) -> HttpResponse:
    """Close the chosen tickets; those that are not resolved need a reason."""

    def run(form: Any, ids: list[ObjectId]) -> Outcome:
        return bulk_close(ticket_ids=ids, reason=form.cleaned_data["reason"], **by(request))

    return _with_chosen(request, run)


@require_POST
@login_required
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name."""
    form = SavedViewForm(body_of(request))
    try:
        refuse_errors(form)
        view = save_view(**form.cleaned_data, user=request.user)
    except DomainError as refusal:
        return _refused(request, refusal)
    message = _("View %(name)s is kept.") % {"name": view.name}
    if wants_json(request):
        return success(
            {"id": str(view.pk), "name": view.name, "query": view.query}, message, status=201
        )
    messages.success(request, message)
    return redirect(f"{reverse('tickets:list')}?{view.query}")


@require_POST
@login_required
def forget_view(request: HttpRequest, view_id: str) -> HttpResponse:
    """Forget a kept view."""
    if ObjectId.is_valid(view_id):
        delete_view(view_id=ObjectId(view_id), user=request.user)
    message = _("The view is deleted.")
    if wants_json(request):
        return success(None, message)
    messages.success(request, message)
    return redirect(list_before(request))


def _with_chosen(request: HttpRequest, run: Any) -> HttpResponse:
    sent = body_of(request)
    numbers = sent.getlist("ticket")
    form = BulkForm(sent)
    try:
        refuse_errors(form)
        ids = queries.ids_of(request.user, numbers)
        if not ids:
            text = _("Please choose at least one ticket.")
            raise InvalidInput({"ticket": [text]}, text)
        outcome = run(form, ids)
    except DomainError as refusal:
        return _refused(request, refusal)
    count_anew(request.user)
    return _told(request, outcome)


def _told(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    text = ngettext("%(count)d ticket changed.", "%(count)d tickets changed.", outcome.done)
    message = text % {"count": outcome.done}
    if wants_json(request):
        return success({"done": outcome.done, "refused": outcome.refusals}, message)
    if outcome.done:
        messages.success(request, message)
    for refusal in outcome.refusals[:TOLD]:
        messages.error(request, refusal)
    more = len(outcome.refusals) - TOLD
    if more > 0:
        rest = ngettext("%(count)d more was refused.", "%(count)d more were refused.", more)
        messages.error(request, rest % {"count": more})
    return redirect(list_before(request))


def _refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    if wants_json(request):
        raise refusal
    fields = (refusal.data or {}).get("fields", {})
    sentences = [str(text) for texts in fields.values() for text in texts]
    messages.error(request, " ".join(sentences) or str(refusal))
    return redirect(list_before(request))
