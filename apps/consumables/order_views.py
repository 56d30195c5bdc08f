"""Pages of orders: the list, the proposals, one order, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from bson import ObjectId
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.decorators import mitarbeiter_required
from apps.audit.queries import history_of
from apps.consumables.enums import AWAITED, OrderState
from apps.consumables.models import OrderLine, PurchaseOrder
from apps.consumables.order_exports import mail_draft, order_csv, order_pdf, total_of
from apps.consumables.order_filters import listing_of
from apps.consumables.order_forms import MailForm, adding_of, packs_of
from apps.consumables.order_queries import (
    complete_orders,
    counts_by_state,
    lines_by_order,
    lines_of,
    order_by_number,
)
from apps.consumables.order_wire import represent_order
from apps.consumables.reasons import order_by, sentence_of
from apps.consumables.services import orders, proposals
from apps.core import clock
from apps.core.db import atomic
from apps.core.errors import DomainError, ErrorCode
from apps.core.form_input import as_posted, refuse_errors, show_refusal
from apps.core.http import input_of, success, wants_json
from apps.core.pdf import pdf_response


@require_safe
@mitarbeiter_required
def order_list(request: HttpRequest) -> HttpResponse:
    """What is on its way, late orders first; ``?state=`` shows the others."""
    listing = listing_of(request.GET)
    complete_orders(listing.page, clock.today())
    context = {"listing": listing, "view": listing.params.get("state", ""), **_counts()}
    return render(request, "consumables/orders/order_list.html", context)


@require_POST
@mitarbeiter_required
def propose(request: HttpRequest) -> HttpResponse:
    """Compute what is needed now, and show it."""
    found = proposals.propose_orders(**_by(request))
    text = ngettext("%(count)d order proposed.", "%(count)d orders proposed.", len(found))
    message = text % {"count": len(found)}
    if wants_json(request):
        lines = lines_by_order(found)
        return success([represent_order(order, lines[order.pk]) for order in found], message)
    messages.success(request, message if found else _("Nothing needs to be ordered."))
    return redirect("consumables:proposals")


@require_safe
@mitarbeiter_required
def proposal_list(request: HttpRequest) -> HttpResponse:
    """All proposals with their reasons, by supplier."""
    proposed = PurchaseOrder.objects.filter(state=OrderState.PROPOSED).select_related("supplier")
    lines = lines_by_order(proposed)
    sections = [
        {"order": order, "lines": explained(lines[order.pk]), "total": total_of(lines[order.pk])}
        for order in proposed
        if lines[order.pk]
    ]
    sections.sort(key=lambda each: str(each["order"].supplier or "\uffff").casefold())
    context = {
        "sections": sections,
        "total": sum(each["total"] for each in sections),
        "view": OrderState.PROPOSED.value,
        **_counts(),
    }
    return render(request, "consumables/orders/proposals.html", context)


@require_safe
@mitarbeiter_required
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    order = order_by_number(number)
    if wants_json(request):
        return success(represent_order(order, lines_of(order)))
    return _show(request, order)


@require_POST
@mitarbeiter_required
def save_packs(request: HttpRequest, number: str) -> HttpResponse:
    order = order_by_number(number)
    message = _("Order %(number)s saved.") % {"number": order.number}
    return _step(request, order, lambda values: _save_packs(request, order, values), message)


@require_POST
@mitarbeiter_required
def place(request: HttpRequest, number: str) -> HttpResponse:
    """Mark as ordered, with the numbers of packs as the page has them."""
    order = order_by_number(number)

    @atomic
    def run(values: dict[str, Any]) -> None:
        _save_packs(request, order, values)
        orders.place_order(order_id=order.pk, **_by(request))

    return _step(request, order, run, _("%(number)s is ordered.") % {"number": order.number})


@require_POST
@mitarbeiter_required
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    order = order_by_number(number)

    def run(values: dict[str, Any]) -> None:
        orders.cancel_order(order_id=order.pk, **_by(request))

    return _step(request, order, run, _("%(number)s is canceled.") % {"number": order.number})


@require_POST
@mitarbeiter_required
def add_line(request: HttpRequest, number: str) -> HttpResponse:
    order = order_by_number(number)

    def run(values: dict[str, Any]) -> None:
        proposals.add_line(order_id=order.pk, **adding_of(values), **_by(request))

    return _step(request, order, run, _("Added to %(number)s.") % {"number": order.number})


@require_POST
@mitarbeiter_required
def remove_line(request: HttpRequest, number: str, line_id: str) -> HttpResponse:
    """Take a line out, and keep what was typed into the others."""
    order = order_by_number(number)

    @atomic
    def run(values: dict[str, Any]) -> None:
        values.pop(f"packs_{line_id}", None)
        _save_packs(request, order, values)
        pk = ObjectId(line_id) if ObjectId.is_valid(line_id) else None
        proposals.remove_line(line_id=pk, **_by(request))

    return _step(request, order, run, _("Taken out of %(number)s.") % {"number": order.number})


@require_safe
@mitarbeiter_required
def order_file(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The order as CSV or PDF."""
    if kind not in {"csv", "pdf"}:
        raise Http404
    order = order_by_number(number)
    lines, name = lines_of(order), _("order-%(number)s") % {"number": order.number}
    if kind == "pdf":
        return pdf_response(order_pdf(order, lines, clock.today()), f"{name}.pdf")
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(order_csv(lines), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def mail(request: HttpRequest, number: str) -> HttpResponse:
    """The mail to the supplier: to copy, to open in the mail program, or to send as text."""
    order = order_by_number(number)
    draft = mail_draft(order, lines_of(order), clock.today())
    form = MailForm(initial={"subject": draft.subject, "text": draft.text})
    if request.method == "POST":
        form = MailForm(as_posted(form, input_of(request)))
        try:
            refuse_errors(form)
            address = orders.mail_order(order_id=order.pk, **form.cleaned_data, **_by(request))
        except DomainError as refusal:
            if wants_json(request):
                raise
            if form.is_valid():
                show_refusal(form, refusal)
        else:
            message = _("The mail to %(address)s is on its way.") % {"address": address}
            return _done(request, order, message)
    context = {"form": form, "order": order, "draft": draft}
    return render(request, "consumables/orders/mail.html", context)


def explained(lines: list[OrderLine]) -> list[OrderLine]:
    """The lines of a proposal, each with the sentence why, and by when it has to be ordered."""
    for line in lines:
        line.sentence, line.order_by = sentence_of(line.reason), order_by(line.reason)
        line.typed, line.problem = str(line.packs), ""
    return lines


def _step(
    request: HttpRequest, order: PurchaseOrder, run: Callable[[dict[str, Any]], Any], message: str
) -> HttpResponse:
    """Do one thing with the order and say so; what is refused comes back with all that was typed."""
    values = input_of(request)
    try:
        run(dict(values))
    except DomainError as refusal:
        if wants_json(request) or refusal.code == ErrorCode.NOT_FOUND:
            raise
        fields = (refusal.data or {}).get("fields", {})
        if not fields:
            messages.error(request, str(refusal))
        response = _show(request, order_by_number(order.number), values, fields)
        response.status_code = refusal.status
        return response
    return _done(request, order, message)


def _done(request: HttpRequest, order: PurchaseOrder, message: str) -> HttpResponse:
    if wants_json(request):
        order = order_by_number(order.number)
        return success(represent_order(order, lines_of(order)), message)
    messages.success(request, message)
    if request.POST.get("back") == "proposals":
        return redirect("consumables:proposals")
    return redirect("consumables:order", order.number)


def _save_packs(request: HttpRequest, order: PurchaseOrder, values: dict[str, Any]) -> None:
    if packs := packs_of(values):
        proposals.set_packs(order_id=order.pk, packs=packs, **_by(request))


def _show(
    request: HttpRequest,
    order: PurchaseOrder,
    typed: dict[str, Any] | None = None,
    problems: dict[str, list[str]] | None = None,
) -> HttpResponse:
    typed, problems = typed or {}, problems or {}
    lines = explained(lines_of(order))
    [order] = complete_orders([order], clock.today())
    for line in lines:
        line.typed = typed.get(f"packs_{line.pk}", line.typed)
        line.problem = " ".join(problems.get(f"packs_{line.pk}", []))
    others = [" ".join(texts) for name, texts in problems.items() if not name.startswith("packs_")]
    context = {
        "order": order,
        "lines": lines,
        "total": total_of(lines),
        "problems": others,
        "history": history_of(order),
        "is_proposed": order.state == OrderState.PROPOSED,
        "is_awaited": order.state in AWAITED,
        "typed": typed,
    }
    return render(request, "consumables/orders/order_detail.html", context)


def _counts() -> dict[str, int]:
    counts = counts_by_state()
    return {
        "proposed_count": counts.get(OrderState.PROPOSED, 0),
        "awaited_count": sum(counts.get(state, 0) for state in AWAITED),
    }


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": clock.now()}
