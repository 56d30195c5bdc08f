"""Manual lending: a person, several tools, a due date, without a scanner."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.decorators import not_teilnehmer_required
from apps.core import clock
from apps.core.errors import DomainError
from apps.core.http import success
from apps.core.lists import MAX_QUERY_LENGTH
from apps.core.operations import Answer, run_once
from apps.lending.forms import ManualLendingForm
from apps.lending.services import lend_tools
from apps.lending.suggestions import suggest
from apps.tools.models import Tool
from apps.workers.models import Worker

LEND_SEVERAL = "lending.lend_several"
KINDS = (Tool.barcode_kind, Worker.barcode_kind)


@require_http_methods(["GET", "HEAD", "POST"])
@not_teilnehmer_required
def lend_by_hand(request: HttpRequest) -> HttpResponse:
    """The form; ``?tool=`` and ``?worker=`` fill it in. What is refused comes back with everything that was typed."""
    if request.method == "POST":
        form = ManualLendingForm(request.POST)
        if form.is_valid() and (ids := _lend(form, request.user)):
            return redirect(f"{reverse('lending:receipt_page')}?{urlencode({'id': ids}, True)}")
    else:
        preset = {"tools": request.GET.get("tool", ""), "worker": request.GET.get("worker", "")}
        form = ManualLendingForm(initial=preset)
    return render(request, "lending/lend_by_hand.html", {"form": form})


@require_safe
@never_cache
@not_teilnehmer_required
def search(request: HttpRequest) -> JsonResponse:
    """Suggestions for the form's two fields."""
    kind = request.GET.get("kind", "")
    query = request.GET.get("q", "").replace("\0", "")[:MAX_QUERY_LENGTH]
    results = suggest(kind, query, clock.now()) if kind in KINDS else []
    return success({"results": results})


def _lend(form: ManualLendingForm, actor: Any) -> list[str]:
    """Book what the form says, once; the lendings' ids, or none when it was refused."""
    values, now = form.cleaned_data, clock.now()
    details = {name: values[name] for name in ("tool_ids", "worker_id", "due_date", "notes")}

    def perform() -> Answer:
        lendings = lend_tools(**details, actor=actor, now=now)
        ids = [str(lending.pk) for lending in lendings]
        return Answer.success({"lendings": ids}, _("Lent."), object_id=ids[0], status=201)

    try:
        answer = run_once(
            perform,
            operation_id=str(values["operation_id"]),
            kind=LEND_SEVERAL,
            content={**details, "tool_ids": sorted(details["tool_ids"])},
            actor=actor,
            now=now,
        )
    except DomainError as error:
        form.refuse(str(error), _sentences(error.data))
        return []
    if answer.status >= 400:
        form.refuse(answer.body["message"], _sentences(answer.body.get("data")))
        return []
    return answer.body["data"]["lendings"]


def _sentences(data: dict[str, Any] | None) -> list[str]:
    return list((data or {}).get("tools", {}).values())
