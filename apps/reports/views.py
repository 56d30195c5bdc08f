"""The pages of reports: which there are, one with its filters, its files, and what a person keeps of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.decorators import mitarbeiter_required
from apps.core import clock
from apps.core.charts import bar_chart
from apps.core.exports.downloads import export_response
from apps.core.form_input import refuse_errors
from apps.core.form_routes import body_of, submit
from apps.core.http import success, wants_json
from apps.core.pdf import pdf_response
from apps.core.registry import Report, registry
from apps.reports import services
from apps.reports.exports import PREFIX, report_pdf
from apps.reports.forms import KeepForm, SaveForm
from apps.reports.listing import ReportListing
from apps.reports.models import SavedReport
from apps.reports.queries import form_of, may_see, reports_for, saved_by, saved_of
from apps.reports.wire import answer_in_json


@require_safe
@mitarbeiter_required
def index(request: HttpRequest) -> HttpResponse:
    """The reports by subject, and those that the person kept."""
    groups: dict[str, list[Report]] = {}
    for report in reports_for(request.user):
        groups.setdefault(str(report.group), []).append(report)
    return render(
        request, "reports/index.html", {"groups": groups, "saved": saved_by(request.user)}
    )


@require_safe
@mitarbeiter_required
def report_page(request: HttpRequest, code: str) -> HttpResponse:
    """One report; filters that make no sense are answered beside them, without a table."""
    report, now = _report(request, code), clock.now()
    form = form_of(report, request.GET, now)
    context: dict[str, Any] = {"report": report, "form": form, "query": request.GET.urlencode()}
    if form.is_valid():
        answer = report.run(form.cleaned_data, request.user, now)
        listing = ReportListing(request.GET, report, answer, form)
        if wants_json(request):
            return success(answer_in_json(listing))
        chart = answer.chart(listing.part.totals)
        context |= {
            "listing": listing,
            "figures": answer.figures(listing.part.totals),
            "chart": chart,
            "drawing": bar_chart(chart.values) if chart else None,
            "save_form": SaveForm(initial={"query": context["query"]}),
        }
    elif wants_json(request):
        refuse_errors(form)
    return render(request, "reports/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def export(request: HttpRequest, code: str) -> HttpResponseBase:
    """The table as a file for Excel."""
    report = _report(request, code)
    if not form_of(report, request.GET, clock.now()).is_valid():
        return _back(report, request.GET)
    return export_response(request, f"{PREFIX}{report.code}")


@require_safe
@mitarbeiter_required
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The report on paper."""
    report, now = _report(request, code), clock.now()
    form = form_of(report, request.GET, now)
    if not form.is_valid():
        return _back(report, request.GET)
    answer = report.run(form.cleaned_data, request.user, now)
    listing = ReportListing(request.GET, report, answer, form)
    name = f"{slugify(str(report.title))}-{clock.local_date(now).isoformat()}.pdf"
    return pdf_response(report_pdf(report, form, listing, request.user), name)


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the report as it is filtered and sorted now."""
    report = _report(request, code)
    form, saved = submit(
        request,
        lambda: SaveForm(
            body_of(request) if request.method == "POST" else None,
            initial={"query": request.GET.urlencode(), "name": report.title},
        ),
        lambda form: services.save_report(
            report=report.code, **form.cleaned_data, actor=request.user, now=clock.now()
        ),
    )
    if saved is None:
        return render(request, "reports/keep.html", {"form": form, "report": report, "saved": None})
    return _kept(request, saved, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
@mitarbeiter_required
def saved_page(request: HttpRequest, saved_id: str) -> HttpResponse:
    """Change the name of what one kept, or when it comes."""
    saved = _saved(request, saved_id)
    form, changed = submit(
        request,
        lambda: KeepForm(
            body_of(request) if request.method == "POST" else None,
            initial={"name": saved.name, "rhythm": saved.rhythm},
        ),
        lambda form: services.change_saved(
            saved_id=saved.pk, **form.cleaned_data, actor=request.user, now=clock.now()
        ),
    )
    if changed is None:
        context = {"form": form, "report": saved.definition, "saved": saved}
        return render(request, "reports/keep.html", context)
    return _kept(request, changed)


@require_POST
@mitarbeiter_required
def delete_saved(request: HttpRequest, saved_id: str) -> HttpResponse:
    saved = _saved(request, saved_id)
    services.delete_saved(saved_id=saved.pk, actor=request.user)
    text = _("“%(name)s” is no longer saved.") % {"name": saved.name}
    if wants_json(request):
        return success(message=text)
    messages.success(request, text)
    return redirect("reports:index")


def _report(request: HttpRequest, code: str) -> Report:
    """
    :raises Http404: there is none, or its module is switched off.
    :raises PermissionDenied: the person may not see its data.
    """
    report = registry.reports.get(code)
    if report is None or not registry.is_on(report.feature):
        raise Http404
    if not may_see(request.user, report):
        raise PermissionDenied
    return report


def _saved(request: HttpRequest, saved_id: str) -> SavedReport:
    """
    :raises Http404: there is none, or it belongs to somebody else.
    """
    saved = saved_of(request.user, saved_id)
    if saved is None:
        raise Http404
    return saved


def _back(report: Report, params: QueryDict) -> HttpResponse:
    """To the page, which says what is wrong with the filters."""
    response: Any = redirect("reports:report", report.code)
    response["Location"] += f"?{params.urlencode()}"
    return response


def _kept(request: HttpRequest, saved: SavedReport, *, status: int = 200) -> HttpResponse:
    text = _("“%(name)s” is saved.") % {"name": saved.name}
    if wants_json(request):
        data = {"id": str(saved.pk), "name": saved.name, "rhythm": saved.rhythm, "url": saved.url}
        return success(data, text, status=status)
    messages.success(request, text)
    return redirect(saved.url)
