"""Base models and the three collections that belong to no domain: barcodes, operations and locks (see db)."""

from datetime import datetime
from typing import Self

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

from apps.core import search
from apps.core.barcodes import MAX_LENGTH, validate_barcode
from apps.core.registry import registry


class TimeStamped(models.Model):
    """Knows when it was made and last changed; the services set both."""

    created_at = models.DateTimeField(_("created at"), editable=False)
    updated_at = models.DateTimeField(_("changed at"), editable=False)

    class Meta:
        abstract = True

    def stamp(self, now: datetime) -> None:
        self.created_at = self.created_at or now
        self.updated_at = now


class Referable(models.Model):
    """Can go while others begin to refer to it: each of them counts ``turns`` up (apps.core.references)."""

    turns = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


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

    has_forms = True  # whether the words of its texts are declined; names of people are not

    def search_texts(self) -> tuple[str, ...]:
        """The texts whose words find this object."""
        raise NotImplementedError

    def search_codes(self) -> tuple[str, ...]:
        """The codes that find this object, whole, in part or by their number."""
        return ()

    def update_search(self) -> None:
        self.sort_name = search.sort_key(str(self))
        self.search_terms = search.search_terms(
            *self.search_texts(), codes=self.search_codes(), has_forms=self.has_forms
        )


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


class JobState(models.TextChoices):
    """What has become of a piece of background work."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELED = "canceled", _("canceled")

    @property
    def tone(self) -> str:
        tones = {"queued": "neutral", "running": "info", "done": "success", "failed": "error"}
        return tones.get(self.value, "neutral")

    @property
    def icon(self) -> str:
        icons = {"queued": "clock", "running": "loader-circle", "done": "circle-check"}
        return icons.get(self.value, "triangle-alert")


class Job(models.Model):
    """A piece of work that runs in the background; the row is the truth, the message in Redis only wakes a worker."""

    name = models.CharField(_("work"), max_length=80)
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("started by"),
        null=True,
        related_name="+",
        db_index=False,
    )
    request_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("created at"))
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    text = models.CharField(_("progress"), max_length=200, blank=True)
    result = models.JSONField(null=True)
    error = models.TextField(_("error"), blank=True)
    is_cancel_requested = models.BooleanField(default=False)

    actor_id: ObjectId | None

    class Meta:
        db_table = "background_jobs"
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["state", "leased_until"], name="job_state_lease"),
            models.Index(fields=["-created_at"], name="job_created"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What the work is, in words."""
        return str(registry.job_labels.get(self.name, self.name))

    @property
    def state_in_words(self) -> JobState:
        """The state with its tone, icon and label."""
        return JobState(self.state)

    @property
    def lines(self) -> list[str]:
        """The result in sentences, of work that returns some."""
        return self.result if isinstance(self.result, list) else []

    @property
    def file_name(self) -> str:
        """What an export's file is called; empty for other work."""
        return self.result.get("name", "") if isinstance(self.result, dict) else ""

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELED}


class RunState(models.TextChoices):
    """How a run of a schedule ended."""

    DONE = "done", _("done")
    FAILED = "failed", _("failed")

    @classmethod
    def of(cls, run: "TaskRun") -> "RunState":
        return cls.FAILED if run.has_failed else cls.DONE

    @property
    def tone(self) -> str:
        return "error" if self == RunState.FAILED else "success"

    @property
    def icon(self) -> str:
        return "triangle-alert" if self == RunState.FAILED else "circle-check"


class TaskRun(models.Model):
    """One run of a scheduled task: when, how long, with what result."""

    name = models.CharField(_("task"), max_length=80)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    has_failed = models.BooleanField(_("failed"), default=False)
    result = models.CharField(_("result"), max_length=500, blank=True)

    class Meta:
        db_table = "task_runs"
        verbose_name = _("run of a schedule")
        verbose_name_plural = _("runs of schedules")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["name", "-started_at"], name="task_run_name"),
            models.Index(fields=["-started_at"], name="task_run_started"),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {date_format(localtime(self.started_at), 'SHORT_DATETIME_FORMAT')}"

    @property
    def label(self) -> str:
        """What the work is, in words."""
        schedule = registry.schedules.get(self.name)
        return str(schedule.label) if schedule else self.name

    @property
    def seconds(self) -> float | None:
        if self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


from apps.core.tables.models import FileImport  # noqa: E402, F401 it builds on nothing above
