"""The people who borrow."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.lists import SearchableQuerySet
from apps.core.models import Barcoded, Searchable, SoftDeletable, SoftDeleteQuerySet, TimeStamped
from apps.core.mongodb import direct
from apps.workers.enums import ACTIVE, BLOCKED, INACTIVE, WorkerState


class WorkerQuerySet(SearchableQuerySet, SoftDeleteQuerySet):
    def touch(self, worker_id: Any, **values: Any) -> "Worker | None":
        """Write to the person and return them, unless they are deleted; a deletion at the same moment conflicts."""
        return direct.change(Worker, {"pk": worker_id, "deleted": False}, values)


class Worker(Barcoded, Searchable, SoftDeletable, TimeStamped):
    """A person with a badge: borrows tools, takes material. An account to sign in is a thing of its own."""

    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    department = models.ForeignKey(
        "masterdata.Department",
        models.PROTECT,
        verbose_name=_("department"),
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_blocked = models.BooleanField(
        _("blocked"), default=False, help_text=_("A blocked person can return but not borrow.")
    )
    blocked_reason = models.CharField(_("reason for the block"), max_length=200, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("account"),
        null=True,
        blank=True,
        related_name="worker",
    )

    last_lent_at = models.DateTimeField(_("borrowed last at"), null=True, editable=False)

    objects = WorkerQuerySet.as_manager()

    # Set by lending, on the rows of a list and on the one person of a page:
    open_count: int
    overdue_count: int
    overdue_days: int
    open_lendings: list[Any]
    past_lendings: list[Any]

    barcode_kind = "worker"
    has_forms = False

    class Meta:
        db_table = "workers"
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        default_permissions = ("view", "add", "change", "delete")
        permissions = [("erase_worker", "Can delete people for good")]
        indexes = [
            models.Index(fields=["deleted", "sort_name", "id"], name="worker_sort"),
            models.Index(fields=["deleted", "barcode", "id"], name="worker_barcode"),
            models.Index(
                fields=["department", "deleted", "sort_name", "id"], name="worker_department"
            ),
            models.Index(
                fields=["search_terms", "deleted", "sort_name", "id"], name="worker_search"
            ),
        ]

    def __str__(self):
        return f"{self.last_name}, {self.first_name}"

    def search_texts(self) -> tuple[str, ...]:
        return (self.first_name, self.last_name)

    def search_codes(self) -> tuple[str, ...]:
        return (self.barcode,)

    def clean(self) -> None:
        self.barcode = self.barcode.strip()
        self.first_name = " ".join(self.first_name.split())
        self.last_name = " ".join(self.last_name.split())
        self.email = self.email.strip().lower()
        if not self.is_blocked:
            self.blocked_reason = ""

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def state(self) -> WorkerState:
        if self.is_blocked:
            return BLOCKED
        return ACTIVE if self.is_active else INACTIVE
