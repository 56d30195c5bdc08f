"""How often a saved report comes by mail."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Rhythm(TextChoices):
    """When a saved report is sent."""

    NEVER = "never", _("not by mail")
    WEEKLY = "weekly", _("every Monday")
    MONTHLY = "monthly", _("on the first of each month")
