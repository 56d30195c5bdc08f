"""The page of a ticket's order, and booking on it; for programs the same addresses take JSON."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.decorators import login_required
from apps.core import clock
from apps.core.errors import DomainError, ErrorCode
from apps.core.form_fields import as_sent
from apps.core.form_input import refuse_errors, show_refusal
from apps.core.form_routes import submit
from apps.core.http import input_of, success, wants_json
from apps.core.operations import Answer, run_once
from apps.tickets import order_wire, rules
from apps.tickets.enums import TicketStatus
from apps.tickets.models import Ticket, WorkOrderDetails
from apps.tickets.order_forms import DetailsForm, LaborForm, MaterialForm
from apps.tickets.orders import details_of, kinds_of_work, labor_line, material_line, order_of
from apps.tickets.queries import CHANGE, visible_ticket
from apps.tickets.services import materials, work_orders

LINES: dict[str, tuple[Callable[[str], Any], dict[str, Callable[..., Any]]]] = {
    "material": (
        material_line,
        {
            "book": materials.book_needed,
            "strike": materials.strike_material,
            "restore": materials.restore_material,
        },
    ),
    "labor": (
        labor_line,
        {"strike": work_orders.strike_labor, "restore": work_orders.restore_labor},
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def work_order(request: HttpRequest, number: str) -> HttpResponse:
    """What the order says; sent, its details are saved."""
    ticket = visible_ticket(request.user, number)
    if request.method != "POST":
        return _done(request, ticket, "") if wants_json(request) else _page(request, ticket)
    form, saved = submit(
        request,
        lambda: _details_form(request, details_of(ticket), ticket),
        lambda form: work_orders.save_details(
            ticket_id=ticket.pk, values=form.changes, **_by(request)
        ),
    )
    if saved is None:
        return _page(request, ticket, details_form=form)
    return _done(request, ticket, _("The order is saved."))


@require_POST
@login_required
def add_material(request: HttpRequest, number: str) -> HttpResponse:
    """Book material, or ask for some."""
    ticket = visible_ticket(request.user, number)
    form = _material_form(request, ticket)
    return _booked(request, ticket, "material_form", form, _book_material)


@require_POST
@login_required
def add_labor(request: HttpRequest, number: str) -> HttpResponse:
    """Book work."""
    ticket = visible_ticket(request.user, number)
    return _booked(request, ticket, "labor_form", _labor_form(request), _book_labor)


@require_POST
@login_required
def change_line(
    request: HttpRequest, number: str, kind: str, line_id: str, verb: str
) -> HttpResponse:
    """Book what is needed, strike a line, or take it back in."""
    ticket = visible_ticket(request.user, number)
    find, verbs = LINES[kind]
    if verb not in verbs or find(line_id).ticket_id != ticket.pk:
        raise Http404
    try:
        line = verbs[verb](line_id=line_id, **_by(request))
    except DomainError as refusal:
        if wants_json(request) or refusal.code == ErrorCode.TICKET_NOT_FOUND:
            raise
        messages.error(request, str(refusal))
        return redirect("tickets:work_order", number)
    return _done(request, ticket, _said(line))


def _booked(
    request: HttpRequest, ticket: Ticket, name: str, form: Any, book: Callable[..., Answer]
) -> HttpResponse:
    """Book what the form says, once; refused, the page comes back with all that was typed."""
    try:
        refuse_errors(form)
        answer = book(ticket, form, request)
    except DomainError as refusal:
        if wants_json(request):
            raise
        if form.is_valid():
            _refuse(form, refusal)
        return _page(request, ticket, status=refusal.status, **{name: form})
    if wants_json(request):
        return JsonResponse(answer.body, status=answer.status)
    if answer.status >= 400:
        form.refuse(answer.body["message"])
        return _page(request, ticket, status=answer.status, **{name: form})
    messages.success(request, answer.body["message"])
    return redirect("tickets:work_order", ticket.ticket_number)


def _book_material(ticket: Ticket, form: MaterialForm, request: HttpRequest) -> Answer:
    who, material = _by(request), form.material()
    service = materials.book_material if form.is_booking else materials.need_material

    def perform() -> Answer:
        line = service(ticket_id=ticket.pk, material=material, **who)
        data = order_wire.represent_material(line, has_prices=rules.sees_prices(request.user))
        return Answer.success(data, _said(line), object_id=line.pk, status=201)

    return _once(ticket, form, perform, order_wire.BOOK_MATERIAL, who)


def _book_labor(ticket: Ticket, form: LaborForm, request: HttpRequest) -> Answer:
    who, labor = _by(request), form.labor()

    def perform() -> Answer:
        line = work_orders.book_labor(ticket_id=ticket.pk, labor=labor, **who)
        data = order_wire.represent_labor(line, has_prices=rules.sees_prices(request.user))
        return Answer.success(data, _said(line), object_id=line.pk, status=201)

    return _once(ticket, form, perform, order_wire.BOOK_LABOR, who)


def _once(
    ticket: Ticket, form: Any, perform: Callable[[], Answer], kind: str, who: dict[str, Any]
) -> Answer:
    content = {"ticket": str(ticket.pk), **form.content}
    return run_once(perform, operation_id=form.operation, kind=kind, content=content, **who)


def _refuse(form: Any, refusal: DomainError) -> None:
    if refusal.code == ErrorCode.VALIDATION_ERROR:
        show_refusal(form, refusal)
    else:
        form.refuse(str(refusal))


def _details_form(
    request: HttpRequest, details: WorkOrderDetails, ticket: Ticket, *, is_sent: bool = True
) -> DetailsForm:
    editable = work_orders.editable_details(request.user, ticket)
    form = DetailsForm(instance=details, editable=editable)
    if not is_sent:
        return form
    sent = as_sent(form, input_of(request)) if wants_json(request) else request.POST
    return DetailsForm(sent, instance=details, editable=editable)


def _material_form(request: HttpRequest, ticket: Ticket, *, is_sent: bool = True) -> MaterialForm:
    options = {"user": request.user, "may_book": rules.can_book(request.user, ticket)}
    form = MaterialForm(**options)
    return MaterialForm(_sent(request, form), **options) if is_sent else form


def _labor_form(request: HttpRequest, *, is_sent: bool = True) -> LaborForm:
    form = LaborForm(user=request.user)
    return LaborForm(_sent(request, form), user=request.user) if is_sent else form


def _sent(request: HttpRequest, form: Any) -> Any:
    """What was sent; a program that names no operation has none."""
    if wants_json(request):
        return as_sent(form, {"operation_id": "", **input_of(request)})
    return request.POST


def _page(request: HttpRequest, ticket: Ticket, *, status: int = 200, **forms: Any) -> HttpResponse:
    user, order = request.user, order_of(ticket)
    is_open = ticket.status != TicketStatus.CLOSED
    may_edit = is_open and user.has_perm(CHANGE, ticket)
    may_book = is_open and rules.can_book(user, ticket)
    context = {
        "ticket": ticket,
        "order": order,
        "may_edit": may_edit,
        "may_book": may_book,
        "has_prices": rules.sees_prices(user),
        "details_form": may_edit and _details_form(request, order.details, ticket, is_sent=False),
        "material_form": _material_form(request, ticket, is_sent=False),
        "labor_form": _labor_form(request, is_sent=False),
        "kinds_of_work": kinds_of_work() if may_book else [],
        **forms,
    }
    return render(request, "tickets/work_order.html", context, status=status)


def _done(request: HttpRequest, ticket: Ticket, text: str) -> HttpResponse:
    if wants_json(request):
        return success(order_wire.represent_order(order_of(ticket), request.user), text)
    messages.success(request, text)
    return redirect("tickets:work_order", ticket.ticket_number)


def _said(line: Any) -> str:
    return _("%(line)s: %(state)s.") % {"line": line, "state": line.state.label}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": clock.now()}
