"""Questions that a person asks again: a report with its filters, under a name, also by mail."""

from typing import Any

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped
from apps.core.registry import Report, registry
from apps.reports.enums import Rhythm

LONGEST_QUERY = 1000


class SavedReport(TimeStamped):
    """A report as somebody left it. It belongs to one person; nobody else sees it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    report = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    rhythm = models.CharField(
        _("by mail"), max_length=10, choices=Rhythm.choices, default=Rhythm.NEVER
    )
    last_turn = models.CharField(max_length=10, blank=True, editable=False)

    user_id: ObjectId

    class Meta:
        db_table = "saved_reports"
        verbose_name = _("saved report")
        verbose_name_plural = _("saved reports")
        default_permissions = ()
        permissions = [("view_report", "Can see reports")]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_report_once"),
        ]
        indexes = [
            models.Index(fields=["user", "name"], name="saved_report_user"),
            models.Index(fields=["rhythm", "id"], name="saved_report_rhythm"),
        ]

    def __str__(self):
        return self.name

    @property
    def definition(self) -> Report | None:
        """The report itself; None when its app no longer offers it."""
        return registry.reports.get(self.report)

    @property
    def params(self) -> QueryDict:
        return QueryDict(self.query)

    @property
    def url(self) -> str:
        return f"{reverse('reports:report', args=[self.report])}?{self.query}"

    def rhythm_in_words(self) -> Any:
        return Rhythm(self.rhythm).label
