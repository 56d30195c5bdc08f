"""Work areas (Handlungsfelder): who in the house looks after what."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_mongodb_backend.fields import ArrayField, ObjectIdField

from apps.masterdata.models import Named
from apps.tickets.models.people import names_of


class WorkArea(Named):
    """A field of work such as wood or IT. Its members are offered its open tickets."""

    members = ArrayField(ObjectIdField(), verbose_name=_("members"), default=list, blank=True)

    audited_fields = ("name", "description", "members")

    class Meta:
        db_table = "work_areas"
        verbose_name = _("work area")
        verbose_name_plural = _("work areas")
        indexes = [
            models.Index(fields=["sort_name", "id"], name="work_area_sort"),
            models.Index(fields=["members"], name="work_area_members"),
        ]

    def get_members_display(self) -> str:
        return names_of(self.members)
