"""How a person likes to see the list of tickets: filters and sorting under a name."""

from bson import ObjectId
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A query string of the list that one person keeps; the default one opens by itself."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    name = models.CharField(_("name"), max_length=60)
    sort_name = models.CharField(max_length=60, editable=False)
    query = models.CharField(max_length=1000)
    is_default = models.BooleanField(_("opens by itself"), default=False)

    user_id: ObjectId

    class Meta:
        db_table = "ticket_views"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "sort_name"], name="ticket_view_once")
        ]
        indexes = [models.Index(fields=["user", "sort_name"], name="ticket_view_user")]

    def __str__(self) -> str:
        return self.name
