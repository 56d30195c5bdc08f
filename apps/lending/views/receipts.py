"""What people get to sign: a receipt for what they took, or for what they brought back."""

from bson import ObjectId
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.core import clock
from apps.core.pdf import pdf_response
from apps.core.scans import resolve
from apps.lending.exports import receipt_name, receipt_pdf
from apps.lending.models import Lending
from apps.lending.queries import with_state
from apps.workers.models import Worker

MOST = 100  # lendings on one receipt


@require_safe
@not_teilnehmer_required
def receipt_page(request: HttpRequest) -> HttpResponse:
    """What was just lent, with the way to its receipt."""
    lendings = _lendings(request)
    context = {"lendings": lendings, "first": lendings[0], "query": request.GET.urlencode()}
    return render(request, "lending/receipt_page.html", context)


@require_safe
@not_teilnehmer_required
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt as PDF: of the lendings ``?id=``, or of all that ``?worker=`` has at the moment."""
    lendings = _lendings(request)
    return pdf_response(receipt_pdf(lendings), receipt_name(lendings))


def _lendings(request: HttpRequest) -> list[Lending]:
    """
    :raises Http404: there are none, or of more than one person.
    """
    lendings = Lending.objects.select_related("lent_by", "returned_by").order_by("lent_at", "pk")
    if code := request.GET.get("worker", ""):
        scanned = resolve(code, kind=Worker.barcode_kind)
        lendings = lendings.open().filter(worker=scanned.object_id if scanned else None)
    else:
        asked = [value for value in request.GET.getlist("id") if ObjectId.is_valid(value)]
        lendings = lendings.filter(pk__in=[ObjectId(value) for value in asked[:MOST]])
    found = with_state(lendings[:MOST], clock.now())
    if len({lending.worker_id for lending in found}) != 1:
        raise Http404
    return found
