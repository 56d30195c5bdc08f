"""Which reports a person sees, and which he saved."""

from datetime import datetime
from typing import Any

from bson import ObjectId
from django.db.models import QuerySet
from django.http import QueryDict

from apps.core import clock
from apps.core.registry import Report, registry
from apps.reports.models import SavedReport

VIEW = "reports.view_report"


def reports_for(user: Any) -> list[Report]:
    """Those whose data the person may see, of modules that are switched on."""
    return [report for report in registry.reports.values() if may_see(user, report)]


def may_see(user: Any, report: Report) -> bool:
    return (
        registry.is_on(report.feature) and user.has_perm(VIEW) and user.has_perm(report.permission)
    )


def form_of(report: Report, params: QueryDict, now: datetime) -> Any:
    """The report's filters as an address names them."""
    return report.form(params, today=clock.local_date(now))


def saved_by(user: Any) -> QuerySet[SavedReport]:
    return SavedReport.objects.filter(user=user).order_by("name")


def saved_of(user: Any, saved_id: str) -> SavedReport | None:
    """The person's own one, or None."""
    if not ObjectId.is_valid(saved_id):
        return None
    return SavedReport.objects.filter(user=user, pk=ObjectId(saved_id)).first()
