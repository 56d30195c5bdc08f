"""Base models and the three collections that belong to no domain: barcodes, operations and locks (see db)."""

from datetime import datetime
from typing import Self

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

from apps.core import search
from apps.core.barcodes import MAX_LENGTH, validate_barcode


class TimeStamped(models.Model):
    """Knows when it was made and last changed; the services set both."""

    created_at = models.DateTimeField(_("created at"), editable=False)
    updated_at = models.DateTimeField(_("changed at"), editable=False)

    class Meta:
        abstract = True

    def stamp(self, now: datetime) -> None:
        self.created_at = self.created_at or now
        self.updated_at = now


class SoftDeleteQuerySet(models.QuerySet):
    def alive(self) -> Self:
        """Without what lies in the trash."""
        return self.filter(deleted=False)


class SoftDeletable(models.Model):
    """Is moved to the trash instead of being lost."""

    deleted = models.BooleanField(_("deleted"), default=False, editable=False)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("deleted by"),
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True


class Searchable(models.Model):
    """Is found by the beginnings of its words and sorted as a German dictionary sorts (apps.core.search)."""

    search_terms = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    sort_name = models.CharField(max_length=200, editable=False)

    class Meta:
        abstract = True

    def search_texts(self) -> tuple[str, ...]:
        """The texts whose words find this object."""
        raise NotImplementedError

    def search_codes(self) -> tuple[str, ...]:
        """The codes that find this object, whole, in part or by their number."""
        return ()

    def update_search(self) -> None:
        self.sort_name = search.sort_key(str(self))
        self.search_terms = search.search_terms(*self.search_texts(), codes=self.search_codes())


class Barcoded(models.Model):
    """Carries a barcode. The collection ``barcodes`` says whose it is; this field keeps its spelling."""

    barcode = models.CharField(
        _("barcode"), max_length=MAX_LENGTH, validators=[validate_barcode], db_index=True
    )

    barcode_kind: str

    class Meta:
        abstract = True


class Barcode(models.Model):
    """One taken barcode: unique over everything that is not deleted, and how a scan is resolved (I4)."""

    code = models.CharField(max_length=MAX_LENGTH, unique=True)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=24)

    class Meta:
        db_table = "barcodes"
        indexes = [models.Index(fields=["object_id"], name="barcode_object")]

    def __str__(self) -> str:
        return self.code


class Operation(models.Model):
    """One operation of a desk under the UUID that the desk gave it, with the answer it got (I11)."""

    operation_id = models.CharField(max_length=36, unique=True)
    kind = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    object_id = models.CharField(max_length=24, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    undo_body = models.JSONField(null=True)

    actor_id: ObjectId

    class Meta:
        db_table = "operations"
        indexes = [models.Index(fields=["created_at"], name="operation_created")]

    def __str__(self) -> str:
        return f"{self.kind} {self.operation_id}"
