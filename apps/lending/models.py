"""Who has which tool, since when, until when."""

from datetime import UTC, date, datetime
from typing import Any, Self

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

from apps.core import clock
from apps.core.lists import SearchableQuerySet
from apps.core.models import TimeStamped
from apps.core.mongodb import direct
from apps.core.search import search_terms
from apps.lending.enums import LendingStatus
from apps.lending.rules import days_overdue

# Stages of reminding: days after the due date, and before it:
SOON = -1
NOT_REMINDED = -2
STORED_STATUSES = (LendingStatus.ACTIVE, LendingStatus.RETURNED, LendingStatus.LOST)
BEGINNING = datetime(
    2000, 1, 1, tzinfo=UTC
)  # before any lending; an index may ask only for "later than"


class LendingQuerySet(SearchableQuerySet):
    def open(self) -> Self:
        """Lendings of tools that are out."""
        return self.filter(is_open=True)

    def overdue(self, as_of: datetime) -> Self:
        """Tools that should be back."""
        return self.open().filter(due_date__lt=as_of)

    def canceled(self) -> Self:
        """Lendings that were undone."""
        return self.filter(canceled_at__gt=BEGINNING)

    def booked(self) -> Self:
        """Lendings that took place: all that were not undone."""
        return self.filter(canceled_at=None)

    def due_on(self, day: date) -> Self:
        """Tools that are expected back on that day."""
        return self.open().filter(
            due_date__gte=clock.start_of_day(day), due_date__lte=clock.end_of_day(day)
        )

    def close(self, tool_id: Any, **values: Any) -> "Lending | None":
        """End the tool's open lending, if it has one, and return it as it is then."""
        return direct.change(
            Lending, {"tool": tool_id, "is_open": True}, {"is_open": False, **values}
        )


class Lending(TimeStamped):
    """One tool in the hands of one person, from handing out to return.

    Barcodes and names are kept as copies: lists search and sort by them (joins are slow on MongoDB).
    """

    tool = models.ForeignKey(
        "tools.Tool", models.PROTECT, verbose_name=_("tool"), related_name="+", db_index=False
    )
    worker = models.ForeignKey(
        "workers.Worker",
        models.PROTECT,
        verbose_name=_("worker"),
        related_name="+",
        db_index=False,
    )
    tool_barcode = models.CharField(_("tool barcode"), max_length=50)
    tool_name = models.CharField(_("tool"), max_length=150)
    worker_barcode = models.CharField(_("worker barcode"), max_length=50)
    worker_name = models.CharField(_("worker"), max_length=201)
    search_terms = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    lent_at = models.DateTimeField(_("lent at"))
    due_date = models.DateTimeField(_("due"))
    returned_at = models.DateTimeField(_("returned at"), null=True)
    canceled_at = models.DateTimeField(_("undone at"), null=True)
    notes = models.TextField(_("notes"), blank=True)
    return_notes = models.TextField(_("notes at return"), blank=True)
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("handed out by"),
        related_name="+",
        db_index=False,
    )
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("taken back by"),
        null=True,
        related_name="+",
        db_index=False,
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=[(s.value, s.label) for s in STORED_STATUSES],
        default=LendingStatus.ACTIVE,
    )
    is_open = models.BooleanField(default=True)
    reminder_sent = models.BooleanField(_("reminder sent"), default=False)
    reminder_stage = models.SmallIntegerField(default=NOT_REMINDED, editable=False)

    objects = LendingQuerySet.as_manager()

    LONGEST_TERM = (
        8  # of the search: there are many lendings, and each has four things to be found by
    )

    tool_id: ObjectId
    worker_id: ObjectId
    lent_by_id: ObjectId
    returned_by_id: ObjectId | None

    # As of now, for pages; set by queries.with_state.
    state: LendingStatus
    is_overdue: bool
    overdue_days: int

    class Meta:
        db_table = "lendings"
        verbose_name = _("lending")
        verbose_name_plural = _("lendings")
        default_permissions = ("view",)
        permissions = [
            ("lend_tool", "Can hand out and take back tools"),
            ("undo_lending", "Can undo what others booked"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tool"], condition=Q(is_open=True), name="lending_one_open_per_tool"
            ),
        ]
        indexes = [
            models.Index(fields=["tool", "-lent_at"], name="lending_tool_lent_at"),
            models.Index(
                fields=["worker", "is_open", "due_date", "id"], name="lending_worker_open"
            ),
            models.Index(fields=["worker", "-lent_at"], name="lending_worker_lent_at"),
            models.Index(fields=["is_open", "due_date", "id"], name="lending_open_due"),
            models.Index(fields=["-lent_at", "-id"], name="lending_lent_at"),
            models.Index(fields=["search_terms", "-lent_at", "-id"], name="lending_search"),
            models.Index(fields=["tool_barcode"], name="lending_tool_barcode"),
            models.Index(fields=["worker_barcode"], name="lending_worker_barcode"),
            models.Index(fields=["status", "-lent_at", "-id"], name="lending_status"),
            models.Index(fields=["due_date", "id"], name="lending_due"),
            models.Index(
                fields=["-canceled_at"],
                condition=Q(canceled_at__gt=BEGINNING),
                name="lending_canceled",
            ),
            # For statistics, which read these alone and no lending (apps.lending.statistics):
            models.Index(
                fields=["lent_at", "tool", "worker", "due_date", "returned_at", "canceled_at"],
                name="lending_report",
            ),
            models.Index(
                fields=["due_date", "returned_at", "canceled_at", "tool", "worker", "id"],
                name="lending_delay",
            ),
        ]

    def __str__(self):
        return f"{self.tool_name}, {self.worker_name}"

    def copy_names(self) -> None:
        """Take over names and barcodes of tool and worker."""
        self.tool_barcode, self.tool_name = self.tool.barcode, self.tool.name
        self.worker_barcode, self.worker_name = self.worker.barcode, self.worker.full_name
        self.search_terms = search_terms(
            self.tool_name,
            self.worker_name,
            codes=(self.tool_barcode, self.worker_barcode),
            longest=self.LONGEST_TERM,
            has_forms=False,
        )

    def status_at(self, now: datetime) -> LendingStatus:
        """The status as it is shown: overdue when the due date has passed."""
        if self.is_open and self.due_date < now:
            return LendingStatus.OVERDUE
        return LendingStatus(self.status)

    def overdue_days_at(self, now: datetime) -> int:
        """How many days the tool is late."""
        return days_overdue(self.due_date, now) if self.is_open else 0
