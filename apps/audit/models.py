"""What happened: one event for each change of state, written in the transaction that changes it (I6)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField

from apps.core.registry import registry


class EventQuerySet(models.QuerySet):
    def about(self, obj: models.Model):
        """The events that concern the object, newest first."""
        return self.filter(subjects__contains=[subject_of(obj)]).order_by("-at", "-pk")


class Event(models.Model):
    """One change: what, to which things, by whom, when, in which request.

    Names stand in ``data`` as they were, so the sentence stays true when things are renamed or deleted. An app whose
    things live in another database keeps its events there, in a class of its own (``registry.add_event_class``).
    """

    event_type = models.CharField(_("event"), max_length=60)
    subjects = ArrayField(models.CharField(max_length=80))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("actor"),
        null=True,
        related_name="+",
        db_index=False,
    )
    actor_name = models.CharField(_("actor"), max_length=200)
    at = models.DateTimeField(_("at"))
    request_id = models.CharField(_("request"), max_length=64)
    data = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    url: str  # the page of what it is about, set by recent.recent_events

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.event_type} {self.at:%Y-%m-%d %H:%M:%S}"

    @property
    def sentence(self) -> str:
        """The event as a sentence, for example "Anna Beispiel hat es ausgeliehen"."""
        return registry.event_types[self.event_type].sentence % {
            "actor": self.actor_name,
            **self.data,
        }

    @property
    def icon(self) -> str:
        return registry.event_types[self.event_type].icon

    @property
    def change_list(self) -> list[dict[str, str]]:
        """The changed fields with their labels, old and new values in words."""
        return [
            {"label": change["label"], "old": change["old"], "new": change["new"]}
            for change in self.changes.values()
        ]


class AuditEvent(Event):
    """A change of something in the first database."""

    class Meta:
        db_table = "audit_events"
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subjects", "-at", "-id"], name="audit_subjects_at"),
            models.Index(fields=["-at"], name="audit_at"),
        ]


def event_class_of(obj: models.Model) -> type[Event]:
    """Where the history of the object is kept."""
    return registry.event_classes.get(obj._meta.app_label, AuditEvent)


def subject_of(obj: models.Model) -> str:
    """How events name an object: its model and id."""
    return f"{obj._meta.label_lower}:{obj.pk}"
