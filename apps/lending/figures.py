"""The lendings on the dashboard: what is late, and what comes back today."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.clock import local_date
from apps.core.registry import Figure
from apps.lending.enums import LendingStatus
from apps.lending.filters import DUE_TODAY
from apps.lending.models import Lending

OVERDUE = Figure(
    code="lending.overdue",
    label=_("overdue"),
    icon="clock-alert",
    tone="error",
    permission="lending.undo_lending",
    rows=Lending.objects.overdue,
    url=lambda: f"{reverse('lending:list')}?status={LendingStatus.OVERDUE.value}",
)
DUE_TODAY_FIGURE = Figure(
    code="lending.due_today",
    label=_("due today"),
    icon="calendar-clock",
    tone="warning",
    permission="lending.undo_lending",
    rows=lambda now: Lending.objects.due_on(local_date(now)),
    url=lambda: f"{reverse('lending:list')}?status={DUE_TODAY}",
)
