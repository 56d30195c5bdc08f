"""A file that somebody wants to import: kept until it is confirmed, a day at most."""

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """How far an import is."""

    CHECKING = "checking", _("is being checked")
    CHECKED = "checked", _("waits for confirmation")
    APPLYING = "applying", _("is running")
    DONE = "done", _("done")


class FileImport(models.Model):
    """An uploaded table, what it would do, and whether it is done.

    ``table`` is the model's label; ``digest`` tells whether it would still do what ``preview`` shows; ``job_id`` is the
    key of the background work that checks or applies it.
    """

    table = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    row_count = models.PositiveIntegerField(default=0)
    makes_missing = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.CHECKING
    )
    preview = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    job_id = models.CharField(max_length=24, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()

    actor_id: ObjectId

    class Meta:
        app_label = "core"
        db_table = "file_imports"
        default_permissions = ()
        indexes = [models.Index(fields=["created_at"], name="file_import_created")]

    def __str__(self) -> str:
        return self.file_name
